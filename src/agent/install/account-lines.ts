import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from './steps.js';

/** The numbers of a user and its group. */
export interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** The line of the agent's user in the account files of a tree, in its parts. */
export function accountOf(root: string, owner: Owner): Ids | undefined {
  if (owner === 'root') return { uid: 0, gid: 0 };
  let text: string;
  try {
    text = readFileSync(join(root, 'etc/passwd'), 'utf8');
  } catch {
    return undefined;
  }
  const line = text
    .split('\n')
    .map((each) => each.split(':'))
    .find(([name]) => name === owner);
  const [uid, gid] = [Number(line?.[2]), Number(line?.[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}

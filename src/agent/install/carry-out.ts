import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../config-error.js';
import { accountOf } from './account-lines.js';
import { differences } from './differences.js';
import { type Outcome, octal, type Step } from './steps.js';

type Placed = Extract<Step, { path: string }>;
type Owned = Exclude<Placed, { do: 'remove' }>;

/** What a step would do to a tree. It only looks. @throws ConfigError where something else is in the place */
export function inspect(root: string, step: Step): Outcome {
  if (step.do === 'run') return { step, what: 'run', details: [] };
  const path = join(root, step.path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (step.do === 'remove') return { step, what: stats === undefined ? 'absent' : 'remove', details: [] };
  if (stats === undefined)
    return { step, what: 'create', details: step.do === 'file' ? added(step.text) : [] };
  if (step.do === 'folder' ? !stats.isDirectory() : !stats.isFile())
    throw new ConfigError([{ path, message: `it is no ${step.do}: move it away` }]);
  const found = [...wrongRights(root, step, stats), ...wrongText(path, step)];
  if (found.length === 0) return { step, what: 'same', details: [] };
  return { step, what: step.do === 'file' && step.keep ? 'kept' : 'change', details: found };
}

/** Does a step. @throws the errors of the file system */
export function carryOut(root: string, step: Exclude<Step, { do: 'run' }>): Outcome {
  const outcome = inspect(root, step);
  const path = join(root, step.path);
  if (outcome.what === 'remove') rmSync(path, { recursive: true, force: true });
  if (outcome.what !== 'create' && outcome.what !== 'change') return outcome;
  if (step.do === 'file') putFile(root, path, step);
  if (step.do === 'folder') putFolder(root, path, step);
  return outcome;
}

function putFolder(root: string, path: string, step: Owned): void {
  mkdirSync(path, { recursive: true, mode: step.mode });
  chmodSync(path, step.mode);
  const ids = idsOf(root, step);
  if (ids !== undefined) lchownSync(path, ids.uid, ids.gid);
}

/** In one step, and never through a link. */
function putFile(root: string, path: string, step: Extract<Step, { do: 'file' }>): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeFileSync(file, step.text);
    fchmodSync(file, step.mode);
    const ids = idsOf(root, step);
    if (ids !== undefined) fchownSync(file, ids.uid, ids.gid);
    fsyncSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Whom it is given to; nobody where this user cannot give anything away. */
function idsOf(root: string, { owner }: Owned): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ids = accountOf(root, owner);
  if (ids === undefined)
    throw new ConfigError([{ path: join(root, 'etc/passwd'), message: `it has no ${owner}` }]);
  return ids;
}

function wrongRights(root: string, { mode, owner }: Owned, stats: Stats): string[] {
  const is = stats.mode & 0o7777;
  const ids = process.getuid?.() === 0 ? accountOf(root, owner) : undefined;
  const elses = ids !== undefined && (stats.uid !== ids.uid || stats.gid !== ids.gid);
  return [
    ...(is === mode ? [] : [`mode ${octal(is)} -> ${octal(mode)}`]),
    ...(elses ? [`owner ${stats.uid}:${stats.gid} -> ${ids.uid}:${ids.gid}`] : []),
  ];
}

function wrongText(path: string, step: Owned): string[] {
  return step.do === 'file' ? differences(readFileSync(path, 'utf8'), step.text) : [];
}

function added(text: string): string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `+ ${line}`);
}

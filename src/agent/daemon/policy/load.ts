import { resolve } from 'node:path';
import { issuesOf } from '../../../core/validate.js';
import { readGuardedFile, UnguardedError } from '../../../privileged/guarded-file.js';
import { ConfigError } from '../../config-error.js';
import { type Policy, policy } from './schema.js';

/**
 * Reads the local policy: JSON. Whoever may write it, or a folder that leads to it, decides what the agent does: it is refused unless all
 * of them belong to root (or to one of `owners`), and nobody else may write there.
 *
 * @throws ConfigError that names the file and what is wrong
 */
export function loadPolicy(file: string, owners: readonly number[] = [0]): Policy {
  const text = readGuarded(resolve(file), owners);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError([{ path: file, message: `it is no JSON: ${(cause as Error).message}` }]);
  }
  const checked = policy.safeParse(parsed);
  if (checked.success) return checked.data;
  throw new ConfigError(
    issuesOf(checked.error).map(({ path, message }) => ({
      path: path === '' ? file : `${file}: ${path}`,
      message,
    })),
  );
}

function readGuarded(file: string, owners: readonly number[]): string {
  try {
    return readGuardedFile(file, owners);
  } catch (error) {
    if (error instanceof UnguardedError) throw new ConfigError([{ path: error.path, message: error.why }]);
    throw error;
  }
}

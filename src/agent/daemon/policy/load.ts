import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { issuesOf } from '../../../core/validate.js';
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
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new ConfigError([{ path: file, message: 'it is no regular file' }]);
    assertGuarded(file, stats, owners);
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      assertGuarded(folder, statSync(folder), owners);
      if (folder === dirname(folder)) break;
    }
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ELOOP' ? 'it is a symbolic link' : `it cannot be read (${code ?? error})`;
    throw new ConfigError([{ path: file, message: why }]);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function assertGuarded(path: string, stats: Stats, owners: readonly number[]): void {
  if (!owners.includes(stats.uid))
    throw new ConfigError([{ path, message: `it belongs to user ${stats.uid}, and is to belong to root` }]);
  // In a sticky folder such as /tmp others can make files, but not replace this one.
  const sticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  if ((stats.mode & 0o022) !== 0 && !sticky) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw new ConfigError([
      { path, message: `its mode ${mode} lets others than its owner change it: chmod go-w it` },
    ]);
  }
}

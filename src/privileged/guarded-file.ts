import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FenceError } from './errors.js';

/** A file, or a folder above it, is not as it has to be. */
export class UnguardedError extends FenceError {
  /** Which of them. */
  readonly path: string;
  readonly why: string;
  /** `ENOENT` where there is no such file. */
  readonly errno: string | undefined;

  constructor(path: string, why: string, facts: { errno?: string | undefined; cause?: unknown } = {}) {
    super(`${path}: ${why}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.path = path;
    this.why = why;
    this.errno = facts.errno;
  }
}

/**
 * Reads a file that decides what is done on this host. Whoever may write it, or a folder that leads to it, decides that: all of them have to
 * belong to one of `owners` (root), and nobody else may write there.
 *
 * @throws UnguardedError
 */
export function readGuardedFile(file: string, owners: readonly number[]): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnguardedError(file, 'it is no regular file');
    assertGuarded(file, stats, owners);
    for (const folder of foldersAbove(file)) assertGuarded(folder, statSync(folder), owners);
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (error instanceof UnguardedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ELOOP' ? 'it is a symbolic link' : `it cannot be read (${code ?? error})`;
    throw new UnguardedError(file, why, { errno: code, cause: error });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Those of its path, and those that it leads to where one of them is a link. */
function foldersAbove(file: string): Set<string> {
  const folders = new Set<string>();
  for (const start of [dirname(file), realpathSync(dirname(file))])
    for (let folder = start; ; folder = dirname(folder)) {
      folders.add(folder);
      if (folder === dirname(folder)) break;
    }
  return folders;
}

function assertGuarded(path: string, stats: Stats, owners: readonly number[]): void {
  if (!owners.includes(stats.uid))
    throw new UnguardedError(path, `it belongs to user ${stats.uid}, and is to belong to root`);
  // In a sticky folder such as /tmp others can make files, but not replace this one.
  const sticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  if ((stats.mode & 0o022) !== 0 && !sticky) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw new UnguardedError(path, `its mode ${mode} lets others than its owner change it: chmod go-w it`);
  }
}

import { constants, type Stats } from 'node:fs';
import { access, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FenceError, MissingProgramError } from './errors.js';
import type { Program } from './programs.js';

/** What is about to be run, and by whom. */
export interface Candidate {
  readonly binary: string;
  readonly program: Program | 'sudo' | 'timeout' | 'template';
  /** The Debian package that brings it. */
  readonly package: string | undefined;
  /** The command that it is run for. */
  readonly command: string;
  /** Users whose files may be run. */
  readonly owners: readonly number[];
}

/** As the kernel has it. */
const mostLinks = 40;

/**
 * Makes sure that nobody but its owners can have put something else in the place of a program: the file, all folders above it, and the
 * links that lead to it.
 *
 * @throws MissingProgramError, FenceError that says what is wrong with which path
 */
export async function assertRunnable(candidate: Candidate): Promise<void> {
  let path = candidate.binary;
  for (let links = 0; ; links += 1) {
    await assertFolders(dirname(path), candidate);
    const facts = await factsOf(path, candidate);
    if (!facts.isSymbolicLink()) return assertFile(path, facts, candidate);
    if (links === mostLinks) throw refused(path, 'is a symbolic link that leads nowhere', candidate);
    path = resolve(await realpath(dirname(path)), await readlink(path));
  }
}

async function factsOf(path: string, candidate: Candidate): Promise<Stats> {
  try {
    return await lstat(path);
  } catch (error) {
    throw notThere(path, error, candidate);
  }
}

async function assertFile(path: string, facts: Stats, candidate: Candidate): Promise<void> {
  if (!facts.isFile()) throw refused(path, 'is no regular file', candidate);
  assertOwned(path, facts, candidate);
  if ((facts.mode & 0o111) === 0)
    throw refused(path, 'is not executable', candidate, `If it is the right file: chmod a+x ${path}`);
  await assertProgram(path, candidate);
  // By sudo it is root's matter.
  if (!candidate.owners.includes(process.geteuid?.() ?? 0)) return;
  try {
    await access(path, constants.X_OK);
  } catch (cause) {
    throw refused(
      path,
      'may not be executed by this user, or lies on a file system that is mounted with noexec',
      candidate,
      undefined,
      cause,
    );
  }
}

/** What is neither is run by a shell: execvp(3) does so, and sudo. */
async function assertProgram(path: string, candidate: Candidate): Promise<void> {
  const start = Buffer.alloc(4);
  try {
    const file = await open(path, constants.O_RDONLY);
    await file.read(start).finally(() => file.close());
  } catch {
    // Who may not read it may still execute it.
    return;
  }
  const text = start.toString('latin1');
  if (!text.startsWith('#!') && text !== '\x7fELF')
    throw refused(path, 'is neither a program (ELF) nor a script with a first line `#!`', candidate);
}

async function assertFolders(folder: string, candidate: Candidate): Promise<void> {
  let real: string;
  try {
    real = await realpath(folder);
  } catch (error) {
    throw notThere(candidate.binary, error, candidate);
  }
  const above = new Set([folder, real].flatMap((path) => [...upwards(path)]));
  for (const path of above) {
    const facts = await stat(path);
    // In a sticky folder (/tmp) others may add, but not replace.
    if ((facts.mode & constants.S_IFMT) === constants.S_IFDIR && (facts.mode & 0o1000) !== 0)
      assertOwned(path, facts, candidate, 0);
    else assertOwned(path, facts, candidate);
  }
}

function* upwards(path: string): Generator<string> {
  for (let each = path; ; each = dirname(each)) {
    yield each;
    if (each === dirname(each)) return;
  }
}

function assertOwned(path: string, { uid, mode }: Stats, candidate: Candidate, forbidden = 0o022): void {
  if (!candidate.owners.includes(uid))
    throw refused(
      path,
      `belongs to uid ${uid}`,
      candidate,
      `Whoever owns it decides what is run: chown root ${path}`,
    );
  if ((mode & forbidden) !== 0)
    throw refused(
      path,
      `may be changed by others (mode ${(mode & 0o7777).toString(8)})`,
      candidate,
      `Whoever can write there decides what is run: chmod go-w ${path}`,
    );
}

function refused(
  path: string,
  what: string,
  { binary, command }: Candidate,
  hint?: string,
  cause?: unknown,
): FenceError {
  const why = path === binary ? `${binary} ${what}` : `${binary} is not run: ${path} ${what}`;
  return new FenceError(why, {
    command,
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function notThere(path: string, error: unknown, candidate: Candidate): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new MissingProgramError({ ...candidate, cause: error });
  return refused(path, `cannot be looked at (${code ?? String(error)})`, candidate, undefined, error);
}

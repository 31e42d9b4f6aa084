import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { ConfigError } from './config-error.js';

/** A file that was read, with what its mode allows to others. */
export interface ReadFile {
  text: string;
  mode: number;
}

/**
 * Reads a file of the configuration. Its mode is taken from the open file, so it is that of what was read.
 * @throws ConfigError that names `place` and says why.
 */
export function readConfigFile(file: string, place: string): ReadFile {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new ConfigError([{ path: place, message: 'a directory, not a file' }]);
    return { text: readFileSync(descriptor, 'utf8'), mode: modeOf(stats) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new ConfigError([{ path: place, message: reasons[code] ?? `cannot be read (${code})` }]);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user (see `ls -l`)',
  EPERM: 'may not be read by this user (see `ls -l`)',
  EISDIR: 'a directory, not a file',
  ENOTDIR: 'does not exist: something in its path is no directory',
  ELOOP: 'a symbolic link that leads to itself',
};

// Windows has no such modes: what fstat shows there says nothing.
function modeOf(stats: Stats): number {
  return process.platform === 'win32' ? 0 : stats.mode & 0o777;
}

/**
 * What is wrong with the mode of a file that holds a secret. Nobody but its owner and its group may read it, and
 * nobody but its owner may change it. The group may read, so that root can own what a service reads.
 */
export function secretModeProblem(mode: number): string | undefined {
  if ((mode & 0o027) === 0) return undefined;
  return `holds a secret, and its mode ${octal(mode)} lets ${(mode & 0o007) === 0 ? 'its group change it' : 'every user of this machine at it'}: chmod 600 it (640 for a group that reads it)`;
}

/** What is wrong with the mode of a file that decides where the token is sent. */
export function writableByAllProblem(mode: number): string | undefined {
  if ((mode & 0o002) === 0) return undefined;
  return `its mode ${octal(mode)} lets every user of this machine change where the token is sent: chmod 644 it`;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

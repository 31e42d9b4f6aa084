import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handed, ProcessCommand } from './command.js';
import { PrivilegedError, StartError } from './errors.js';
import { openHandedFolder } from './folder.js';

/** What a program gets beside words, opened; and the arguments that name it. */
export interface Opened {
  readonly descriptors: readonly number[];
  /** With the places where the program finds it. */
  readonly argv: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens what a command hands over. A child of this process inherits the descriptors as 3, 4 ...; sudo closes them, so that root finds them
 * at this process instead (`/proc/PID/fd/N`, which only root and this user may follow). No secret is ever in a file that has a name, and
 * nothing is left however this process ends.
 *
 * @throws FenceError for a folder that is none, StartError
 */
export async function openAll(command: ProcessCommand, by: 'inherited' | 'path'): Promise<Opened> {
  const files: FileHandle[] = [];
  const close = async () => {
    await Promise.all(files.map((file) => file.close()));
  };
  const argv = [...command.argv];
  try {
    for (const [index, handed] of ProcessCommand.handedOf(command)) {
      const file = await openHanded(handed);
      files.push(file);
      const entry = handed.kind === 'folder' && handed.entry !== undefined ? `/${handed.entry}` : '';
      if (by === 'path') argv[index] = `/proc/${process.pid}/fd/${file.fd}${entry}`;
    }
  } catch (error) {
    await close();
    if (error instanceof PrivilegedError) throw error;
    throw new StartError(
      `${command.name}: what it is to be given could not be opened: ${(error as Error).message}`,
      {
        command: command.name,
        cause: error,
      },
    );
  }
  return { descriptors: by === 'path' ? [] : files.map(({ fd }) => fd), argv, close };
}

function openHanded(handed: Handed): Promise<FileHandle> {
  return handed.kind === 'folder' ? openHandedFolder(handed) : secretFile(handed.text);
}

// A file without a name. A pipe would not do, as programs open it by its path.
async function secretFile(text: string): Promise<FileHandle> {
  const path = join(tmpdir(), `felhom-${randomUUID()}`);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    await unlink(path);
    await file.writeFile(text);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, stat } from 'node:fs/promises';
import type { HandedFolder } from './command.js';
import { FenceError } from './errors.js';

const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** What is named below an open folder: Node has no `openat`, but Linux leads through the descriptor to the folder itself, whatever its name is now. */
export function below(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

/**
 * Opens a folder one piece of its path after the other, none of them through a symbolic link: what is open then is where the path
 * led at that moment, and stays it, whoever renames what. The caller closes it.
 *
 * @throws FenceError for a path that is not below one of `under`, or leads through a symbolic link or something else that is no folder
 */
export async function openFolder(path: string, under: readonly string[]): Promise<FileHandle> {
  const pieces = path === '/' ? [] : path.split('/').slice(1);
  const inside = under.some((root) => root === '/' || path.startsWith(`${root}/`) || path === root);
  if (
    !inside ||
    !path.startsWith('/') ||
    pieces.some((piece) => piece === '' || piece === '.' || piece === '..')
  )
    throw new FenceError(`${path} is not a folder below ${under.join(', ')}`);
  let current = await open('/', flags);
  try {
    for (const piece of pieces) {
      const next = await open(below(current, piece), flags).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ELOOP' || error.code === 'ENOTDIR')
          throw new FenceError(`${path}: ${piece} is a symbolic link, or no folder`, { cause: error });
        throw error;
      });
      await current.close();
      current = next;
    }
    return current;
  } catch (error) {
    await current.close();
    throw error;
  }
}

/**
 * Opens a folder for a program, in the state that the program needs.
 *
 * @throws FenceError as `openFolder`, and where it is not in that state
 */
export async function openHandedFolder(handed: HandedFolder): Promise<FileHandle> {
  const { path, under, entry = '.', state } = handed;
  const folder = await openFolder(path, under);
  try {
    if (state === 'vacant') {
      if (await isMountpoint(folder, '.')) throw new FenceError(`${path}: something is mounted there`);
      if ((await readdir(below(folder, '.'))).length > 0) throw new FenceError(`${path} is not empty`);
    } else if (state === 'mounted' && !(await isMountpoint(folder, entry))) {
      throw new FenceError(`${path}/${entry}: nothing is mounted there`);
    }
    return folder;
  } catch (error) {
    await folder.close();
    throw error;
  }
}

// What has another file system above it than below. A file system mounted into itself is not seen, and not made here either.
async function isMountpoint(folder: FileHandle, name: string): Promise<boolean> {
  if (name !== '.') {
    const entry = await lstat(below(folder, name));
    return entry.isDirectory() && entry.dev !== (await folder.stat()).dev;
  }
  return (await stat(below(folder, '.'))).dev !== (await stat(below(folder, '..'))).dev;
}

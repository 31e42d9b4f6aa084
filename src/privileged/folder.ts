import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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
  const pieces = path.split('/').slice(1);
  const inside = under.some((root) => path.startsWith(`${root}/`) || path === root);
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

import type { Stats } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { FenceError } from '../errors.js';
import type { Files, Folder } from './file-layer.js';

/** What is where something is to be mounted. */
export interface MountpointLook {
  readonly state:
    | 'vacant'
    | 'missing'
    | 'outside'
    | 'symlink'
    | 'not-folder'
    | 'unsafe'
    | 'not-empty'
    | 'mounted';
  /** The part of the path that it is about. */
  readonly at: string;
}

/** Looks at a mount point, and at every folder on the way to it. Changes nothing. */
export async function lookAtMountpoint(
  files: Files,
  path: string,
  roots: readonly string[],
): Promise<MountpointLook> {
  if (!roots.some((root) => path.startsWith(`${root}/`))) return { state: 'outside', at: path };
  let folder = await files.openFolder('/', ['/']);
  try {
    let at = '';
    for (const piece of path.slice(1).split('/')) {
      at = `${at}/${piece}`;
      if (othersMayChange(await folder.stat())) return { state: 'unsafe', at: dirname(at) };
      const entry = await folder.entry(piece);
      if (entry === undefined) return { state: 'missing', at };
      if (entry.isSymbolicLink()) return { state: 'symlink', at };
      if (!entry.isDirectory()) return { state: 'not-folder', at };
      const next = await folder.folder(piece).catch((error: NodeJS.ErrnoException) => {
        // Swapped since.
        if (error.code === 'ELOOP' || error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (next === undefined) return { state: 'symlink', at };
      const devices = [(await folder.stat()).dev, (await next.stat()).dev];
      await folder.close();
      folder = next;
      if (at === path && devices[0] !== devices[1]) return { state: 'mounted', at };
    }
    return { state: (await folder.names()).length > 0 ? 'not-empty' : 'vacant', at: path };
  } finally {
    await folder.close();
  }
}

// Whoever may rename what is in a folder can put another folder in the place of ours. In a sticky one only the owner may.
function othersMayChange({ uid, gid, mode }: Stats): boolean {
  if (uid !== 0) return true;
  if ((mode & 0o1000) !== 0) return false;
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0);
}

/** Makes a folder and those above it that are missing, below one of `roots`, which has to be there. Gives what it made, outermost first. */
export async function makeMountpoint(
  files: Files,
  path: string,
  roots: readonly string[],
): Promise<{ made: string[] }> {
  const root = roots.find((each) => path.startsWith(`${each}/`));
  if (root === undefined) throw new FenceError(`${path} is not below ${roots.join(', ')}`);
  const made: string[] = [];
  let folder = await files.openFolder(root, [root]);
  try {
    let at = root;
    for (const piece of path.slice(root.length + 1).split('/')) {
      at = `${at}/${piece}`;
      let isNew = false;
      if ((await folder.entry(piece)) === undefined) {
        isNew = await folder.makeFolder(piece).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === 'EEXIST') return false;
            throw error;
          },
        );
        if (isNew) made.push(at);
      }
      const next = await enter(folder, piece, at);
      await folder.close();
      folder = next;
      // The mask of the process may be narrower.
      if (isNew) await folder.chmod(0o755);
    }
    return { made };
  } catch (error) {
    await removeMountpoint(files, made, roots);
    throw error;
  } finally {
    await folder.close();
  }
}

async function enter(folder: Folder, name: string, at: string): Promise<Folder> {
  return folder.folder(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP' || error.code === 'ENOTDIR')
      throw new FenceError(`${at} is a symbolic link, or no folder`, { cause: error });
    throw error;
  });
}

/** Removes folders, the last one first, as far as they are there, empty and not mounted on. */
export async function removeMountpoint(
  files: Files,
  folders: readonly string[],
  roots: readonly string[],
): Promise<{ removed: string[] }> {
  const removed: string[] = [];
  for (const path of [...folders].reverse()) {
    const parent = await files.openFolder(dirname(path), roots).catch(() => undefined);
    if (parent === undefined) continue;
    try {
      await parent.removeFolder(basename(path));
      removed.push(path);
    } catch {
      // In use, or not empty: it is not ours any more.
    } finally {
      await parent.close();
    }
  }
  return { removed };
}

/** A process that has something open below a folder, runs from there or stands in it. */
export interface FolderUser {
  readonly pid: number;
  readonly command: string;
}

/** At most 20 processes that use what is below a folder. What the kernel does not show is left out. */
export async function usersOf(path: string, signal: AbortSignal): Promise<{ users: FolderUser[] }> {
  const users: FolderUser[] = [];
  const inside = (target: string) => target === path || target.startsWith(`${path}/`);
  const linked = (name: string) => readlink(name).then(inside, () => false);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    signal.throwIfAborted();
    if (users.length >= 20) break;
    const base = `/proc/${pid}`;
    const open = await readdir(`${base}/fd`).catch(() => []);
    const places = [`${base}/cwd`, `${base}/root`, `${base}/exe`, ...open.map((fd) => `${base}/fd/${fd}`)];
    if (!(await Promise.all(places.map(linked))).includes(true)) continue;
    const command = await readFile(`${base}/comm`, 'utf8').catch(() => '');
    users.push({ pid: Number(pid), command: command.trim() });
  }
  return { users };
}

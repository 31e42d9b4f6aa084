import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { below, openFolder } from '../folder.js';

// Every action on files of this folder goes through here: below an open folder, never through a symbolic link, and one step at a time,
// so that a test can end the process between any two of them.

/** The door to the file system. */
export interface Files {
  /** @throws FenceError for what is not below `under`, or leads through a symbolic link */
  openFolder(path: string, under: readonly string[]): Promise<Folder>;
}

/** A folder that is open: what it is called now does not matter. Names are single names in it. */
export interface Folder {
  stat(): Promise<Stats>;
  /** Of the entry itself, not of what it links to; undefined where there is none. */
  entry(name: string): Promise<Stats | undefined>;
  names(): Promise<string[]>;
  /** Opens a folder in it. */
  folder(name: string): Promise<Folder>;
  makeFolder(name: string): Promise<void>;
  removeFolder(name: string): Promise<void>;
  chmod(mode: number): Promise<void>;
  /** Opens a file in it for reading. */
  openFile(name: string): Promise<OpenFile>;
  /** Makes a file that was not there. */
  createFile(name: string, mode: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  unlink(name: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file that is open. */
export interface OpenFile {
  stat(): Promise<Stats>;
  read(): Promise<Buffer>;
  write(bytes: Buffer): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file system of this host. */
export const nodeFiles: Files = {
  openFolder: async (path, under) => folderOf(await openFolder(path, under)),
};

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_DIRECTORY, O_NONBLOCK } = constants;

function folderOf(handle: FileHandle): Folder {
  const at = (name: string): string => {
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0'))
      throw new TypeError('not a single name');
    return below(handle, name);
  };
  return {
    stat: () => handle.stat(),
    entry: (name) =>
      lstat(at(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    names: () => readdir(below(handle, '.')),
    folder: async (name) => folderOf(await open(at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)),
    makeFolder: (name) => mkdir(at(name), 0o755),
    removeFolder: (name) => rmdir(at(name)),
    chmod: (mode) => handle.chmod(mode),
    // A pipe in the place of the file must not hold this process.
    openFile: async (name) => fileOf(await open(at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)),
    createFile: async (name, mode) =>
      fileOf(await open(at(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)),
    rename: (from, to) => rename(at(from), at(to)),
    link: (from, to) => link(at(from), at(to)),
    unlink: (name) => unlink(at(name)),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function fileOf(handle: FileHandle): OpenFile {
  return {
    stat: () => handle.stat(),
    read: () => handle.readFile(),
    write: (bytes) => handle.writeFile(bytes),
    chown: (uid, gid) => handle.chown(uid, gid),
    chmod: (mode) => handle.chmod(mode),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

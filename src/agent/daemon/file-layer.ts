import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that is open for reading and writing. */
export interface OpenFile {
  /** All that is in it. */
  read(): Promise<Buffer>;
  /** Its length in bytes. */
  size(): Promise<number>;
  /** Writes all of these bytes at a place of the file, or fails after some of them. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Resolves when what was written, and the length, are on the disk. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** What the state folder needs of a file system. Tests put one in between that fails, or forgets as a power cut does. */
export interface FileLayer {
  /** Makes a folder that only this user may enter, or closes an open one to others. */
  makeFolder(path: string): Promise<void>;
  /** Opens a file, made with mode 0600 where there is none; `empty` throws away what is in it. */
  open(path: string, empty?: boolean): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** Resolves when the names in a folder are on the disk. */
  syncFolder(path: string): Promise<void>;
}

/** No room: on the disk, or in the quota of the user. */
export function isNoRoom(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** The real one. */
export const realFiles: FileLayer = {
  makeFolder: async (path) => {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    // The name of the folder is in its parent.
    if (made !== undefined) await realFiles.syncFolder(dirname(made));
    const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      if (((await folder.stat()).mode & 0o077) !== 0) await folder.chmod(0o700);
    } finally {
      await folder.close();
    }
  },
  open: async (path, empty = false) => {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
    const handle = await open(path, empty ? flags | constants.O_TRUNC : flags, 0o600);
    try {
      if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(0o600);
      return realFile(handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  },
  rename,
  remove: unlink,
  list: (folder) => readdir(folder),
  syncFolder: async (path) => {
    const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

function realFile(handle: FileHandle): OpenFile {
  return {
    read: async () => {
      const chunks: Buffer[] = [];
      for (let position = 0; ; ) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(1 << 18), 0, 1 << 18, position);
        if (bytesRead === 0) return Buffer.concat(chunks);
        chunks.push(buffer.subarray(0, bytesRead));
        position += bytesRead;
      }
    },
    size: async () => (await handle.stat()).size,
    write: async (bytes, position) => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    },
    truncate: (length) => handle.truncate(length),
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { below } from '../folder.js';

// Node cannot ask the kernel who is at the other end of a unix socket (SO_PEERCRED). There are two ways to know it all the same.

/**
 * The user id in the instance name that systemd gives the service of a connection (`Accept=yes`): it has asked the kernel. Releases write
 * `NR-PID-UID`, `NR-PID_PIDFDID-UID` or `NR-COOKIE-PID…-UID` (systemd src/core/socket.c, instance_from_socket); the user is always the last.
 * Undefined where systemd does not know: `NR-unknown`, of a client in another PID namespace.
 */
export function userOfInstance(instance: string): number | undefined {
  const user = /^\d+-(?:\d+-)?\d+(?:_\d+)?-(\d{1,10})$/.exec(instance)?.[1];
  return user === undefined || Number(user) >= 0xffff_ffff ? undefined : Number(user);
}

/** Where a client proves who it is to the helper at this socket. */
export function proofFolderOf(socket: string): string {
  return `${socket}.proof`;
}

/** What a client does for it: makes a folder of its own with the name that the helper chose. Only its owner could have put it there. */
export async function giveProof(socket: string, nonce: string): Promise<() => Promise<void>> {
  const path = `${proofFolderOf(socket)}/${nonce}`;
  await mkdir(path, { mode: 0o700 });
  return () => rmdir(path).catch(() => {});
}

/**
 * Knows a client by what it can do in the file system. The helper names a folder that nobody can guess, and the client makes it. A folder and not
 * a file: a folder has no second name, and only who may write into it can move it elsewhere, so that a folder with mode 0700 was made here by
 * its owner, or by root.
 */
export class Proofs {
  readonly #folder: FileHandle;

  private constructor(folder: FileHandle) {
    this.#folder = folder;
  }

  /**
   * Makes the folder where clients prove themselves, which the group of the socket may write to, and nobody list.
   *
   * @throws TypeError where somebody else could put another one in its place
   */
  static async open(socket: string, group: number | undefined): Promise<Proofs> {
    const path = proofFolderOf(socket);
    const own = process.getuid?.();
    const above = await lstat(dirname(path));
    const sticky = (above.mode & 0o1000) !== 0;
    if ((above.uid !== 0 && above.uid !== own) || ((above.mode & 0o022) !== 0 && !sticky))
      throw new TypeError(`${dirname(path)} has to belong to root, and nobody else may write to it`);
    await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    try {
      if ((await folder.stat()).uid !== own) throw new TypeError(`${path} belongs to somebody else`);
      if (group !== undefined) await folder.chown(own ?? 0, group);
      await folder.chmod(0o1730);
      return new Proofs(folder);
    } catch (error) {
      await folder.close();
      throw error;
    }
  }

  nonce(): string {
    return randomBytes(16).toString('hex');
  }

  /** Who made the folder of this name; undefined where it is not there, or not what it should be. It is removed. */
  async userOf(nonce: string): Promise<number | undefined> {
    const path = below(this.#folder, nonce);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return undefined;
    await rmdir(path).catch(() => {});
    return found.isDirectory() && (found.mode & 0o7777) === 0o700 ? found.uid : undefined;
  }

  close(): Promise<void> {
    return this.#folder.close();
  }
}

import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { IdentityError, StateError } from './errors.js';
import { realFiles } from './file-layer.js';

/**
 * Writes a file that only its owner may read, in one step: a crash leaves the old file or the new one, whole. Resolves when it is on the disk.
 *
 * @param draft where it is written first, in the same folder
 */
export async function writePrivate(path: string, text: string, draft = `${path}.draft`): Promise<void> {
  try {
    // Left by a crash, or put there by somebody: nothing of it is kept, and no link is followed.
    await rm(draft, { force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const file = await open(draft, flags, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveOver(draft, path);
  } catch (cause) {
    throw cause instanceof StateError ? cause : new StateError(path, 'cannot be written', { cause });
  }
}

/** Puts one file in the place of another in its folder, and resolves when that is on the disk. */
export async function moveOver(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
    await realFiles.syncFolder(dirname(to));
  } catch (cause) {
    throw new StateError(to, 'cannot be written', { cause });
  }
}

/** Removes a file for good; nothing where there is none. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await realFiles.syncFolder(dirname(path));
}

/**
 * Reads a file that nobody but its owner may have access to. Undefined where there is none.
 *
 * @throws IdentityError (`mode`) where others are let at it, or it is no regular file
 */
export async function readPrivate(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') throw new IdentityError('mode', path, 'it is a symbolic link');
    const hint = `Run this as the user that the folder belongs to: \`ls -ld ${dirname(path)}\` names it.`;
    throw new StateError(path, `cannot be read (${code})`, { cause, ...(code === 'EACCES' ? { hint } : {}) });
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new IdentityError('mode', path, 'it is no regular file');
    if ((stats.mode & 0o077) !== 0) {
      const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
      throw new IdentityError('mode', path, `its mode ${mode} lets others than its owner at it`, {
        hint: `If nobody can have read it, \`chmod 600 ${path}\`. Else enroll the agent anew (\`--again\`): ${basename(path)} is what it proves itself with.`,
      });
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * Refuses to write as root into a folder of somebody else: that user could not read what root leaves there.
 *
 * @throws IdentityError (`owner`)
 */
export async function assertOwnFolder(folder: string, user = process.getuid?.()): Promise<void> {
  const stats = await lstat(folder).catch(() => undefined);
  if (stats === undefined || user === undefined || stats.uid === user) return;
  throw new IdentityError('owner', folder, `it belongs to user ${stats.uid}, and this is user ${user}`, {
    hint: `Run it as that user: \`setpriv --reuid ${stats.uid} --regid ${stats.gid} --clear-groups felhom-agent …\`, or \`sudo -u '#${stats.uid}' felhom-agent …\`.`,
  });
}

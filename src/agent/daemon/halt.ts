import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { realFiles } from './file-layer.js';

/** The file whose presence halts the agent, whatever is in it. */
export const haltFile = (folder: string): string => join(folder, 'halt');

/** Since when the agent is halted, and why. */
export interface Halted {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What whoever halted it said. Empty where that cannot be read. */
  readonly reason: string;
}

/** The agent takes no work while the halt file is there. What cannot be looked at counts as there. */
export async function isHalted(folder: string): Promise<boolean> {
  try {
    await stat(haltFile(folder));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** What is known of a halt; undefined where the agent is not halted. */
export async function readHalt(folder: string): Promise<Halted | undefined> {
  if (!(await isHalted(folder))) return undefined;
  const nobody = { since: 0, reason: '' };
  try {
    // Somebody may have put anything there: a link, or a pipe that nobody writes to.
    const file = await open(
      haltFile(folder),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return nobody;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(longestReason), 0, longestReason, 0);
      return { since: stats.mtimeMs, reason: buffer.subarray(0, bytesRead).toString().trim() };
    } finally {
      await file.close();
    }
  } catch {
    return nobody;
  }
}

const longestReason = 1_024;

/**
 * Halts the agent, now and after every restart, until {@link resumeAgent}. Resolves when it is on the disk; without room for a text, the
 * file is empty, which halts as well. Root leaves a file that belongs to whom the folder belongs to.
 */
export async function haltAgent(folder: string, reason: string): Promise<void> {
  if (await isHalted(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Root works here in a folder of another user, who may have put links there: a new file, of a name that nobody knows.
  const draft = `${haltFile(folder)}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  try {
    await file.writeFile(`${reason.slice(0, longestReason / 4)}\n`).catch(() => undefined);
    await file.chmod(0o644);
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(folder);
      await file.chown(uid, gid);
    }
    await file.sync();
    await rename(draft, haltFile(folder));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await realFiles.syncFolder(folder);
}

/** Lets the agent take work again. False where it was not halted. */
export async function resumeAgent(folder: string): Promise<boolean> {
  const was = await isHalted(folder);
  await rm(haltFile(folder), { force: true });
  await realFiles.syncFolder(folder);
  return was;
}

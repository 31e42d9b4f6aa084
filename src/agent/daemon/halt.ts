import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { realFiles } from './file-layer.js';

/** The file whose presence halts the agent, whatever is in it. */
export const haltFile = (folder: string): string => join(folder, 'halt');

/** The agent takes no work while the halt file is there. What cannot be looked at counts as there. */
export async function isHalted(folder: string): Promise<boolean> {
  try {
    await stat(haltFile(folder));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * Halts the agent, now and after every restart, until {@link resumeAgent}. Resolves when it is on the disk; without room for a text, the
 * file is empty, which halts as well.
 */
export async function haltAgent(folder: string, reason: string): Promise<void> {
  if (await isHalted(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${haltFile(folder)}.new`;
  const file = await open(draft, 'w', 0o644);
  try {
    await file.writeFile(`${reason}\n`).catch(() => undefined);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, haltFile(folder));
  await realFiles.syncFolder(folder);
}

/** Lets the agent take work again. False where it was not halted. */
export async function resumeAgent(folder: string): Promise<boolean> {
  const was = await isHalted(folder);
  await rm(haltFile(folder), { force: true });
  await realFiles.syncFolder(folder);
  return was;
}

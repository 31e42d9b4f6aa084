import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Folder } from './file-layer.js';

// Node has no flock. A lock is a file of a fixed name that says whose it is: a link to it is made only if there is none, and it appears
// whole. One whose process is gone is taken away.

/** Takes a lock in a folder, and gives what gives it back; undefined where another one has it and keeps it. */
export async function takeLock(
  folder: Folder,
  name: string,
  { signal, patience = 5_000 }: { signal: AbortSignal; patience?: number },
): Promise<(() => Promise<void>) | undefined> {
  await removeLeftovers(folder, name);
  const mine = `${name}.${process.pid}.${randomUUID()}`;
  const file = await folder.createFile(mine, 0o600);
  try {
    await file.write(Buffer.from(await ownerOf(process.pid)));
  } finally {
    await file.close();
  }
  try {
    const until = Date.now() + patience;
    for (;;) {
      signal.throwIfAborted();
      if (await link(folder, mine, name)) return () => folder.unlink(name);
      if (await removeStale(folder, name)) continue;
      if (Date.now() >= until) return undefined;
      await pause(20, undefined, { signal });
    }
  } finally {
    await folder.unlink(mine);
  }
}

async function link(folder: Folder, from: string, to: string): Promise<boolean> {
  try {
    await folder.link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(folder: Folder, name: string): Promise<boolean> {
  const owner = await textOf(folder, name);
  if (owner === undefined) return true;
  const pid = Number(/^\d+/.exec(owner)?.[0]);
  if (Number.isInteger(pid) && (await ownerOf(pid)) === owner) return false;
  // Taken aside first: another one may have done the same, and taken the lock since.
  const aside = `${name}.${process.pid}.${randomUUID()}`;
  try {
    await folder.rename(name, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  if ((await textOf(folder, aside)) !== owner) await link(folder, aside, name);
  await folder.unlink(aside);
  return true;
}

/** Files of processes that were ended while they took a lock. */
async function removeLeftovers(folder: Folder, name: string): Promise<void> {
  for (const each of await folder.names()) {
    const pid = each.startsWith(`${name}.`) ? /^\d+/.exec(each.slice(name.length + 1))?.[0] : undefined;
    if (pid !== undefined && (await ownerOf(Number(pid))).endsWith(' gone'))
      await folder.unlink(each).catch(() => {});
  }
}

async function textOf(folder: Folder, name: string): Promise<string | undefined> {
  try {
    const file = await folder.openFile(name);
    try {
      return (await file.read()).toString();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// The number of a process comes again; with the time when it began, and the boot that this is counted from, it does not.
async function ownerOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return `${pid} gone`;
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${pid} ${started} ${boot.trim()}`;
}

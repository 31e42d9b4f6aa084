import type { Dirent } from 'node:fs';
import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { journalLimit } from '../daemon/open-state.js';
import { reportOf } from '../daemon/status.js';
import type { Finding } from '../finding.js';
import { bytes, count } from '../units.js';
import type { SetupFacts } from './setup.js';

/** Names of the state folder that hold no secret: the lock is a socket in a closed folder, and anybody may know of a halt. */
const open = /^(?:lock\.\d+|lock-[0-9a-f]+|halt)$/;

/** All of the state folder belongs to one user, and is closed to others. */
export async function filesCheck({ state }: SetupFacts): Promise<Finding> {
  const folder = await lstat(state);
  if (!folder.isDirectory()) return { status: 'fail', summary: `${state} is no folder` };
  const rows: string[][] = [];
  const octal = (mode: number) => (mode & 0o7777).toString(8).padStart(4, '0');
  if ((folder.mode & 0o077) !== 0) rows.push([state, `mode ${octal(folder.mode)}, and 0700 is expected`]);
  const entries: Dirent[] = await readdir(state, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    // It may have come and gone: the agent works here.
    const stats = await lstat(path).catch(() => undefined);
    if (stats === undefined) continue;
    if (stats.uid !== folder.uid)
      rows.push([path, `belongs to user ${stats.uid}, and its folder to ${folder.uid}`]);
    if (stats.isSymbolicLink()) rows.push([path, 'is a symbolic link']);
    else if ((stats.mode & 0o077) !== 0 && !open.test(entry.name))
      rows.push([path, `mode ${octal(stats.mode)}, and nobody else is to have access`]);
  }
  if (rows.length === 0)
    return { status: 'ok', summary: `${state}: ${count(entries.length, 'file')}, closed to others` };
  return {
    status: 'fail',
    summary: `${count(rows.length, 'thing')} in ${state} not as it should be`,
    rows: rows.slice(0, 20),
    advice: [`chown -R felhom-agent: ${state}; chmod -R go= ${state}`],
  };
}

/** Room below which results are in danger, and below which it is time to look after the disk. */
const least = { results: 8 << 20, work: 2 * journalLimit };

/** There is room for what the agent has to remember. */
export async function diskCheck({ state }: SetupFacts): Promise<Finding> {
  const { bavail, bsize, ffree, files } = await statfs(state);
  const free = bavail * bsize;
  const summary = `${bytes(free)} free for ${state}; the journal may take ${bytes(journalLimit)}`;
  // Some file systems have no fixed number of files, and say 0.
  if (free < least.results || (files > 0 && ffree < 16))
    return {
      status: 'fail',
      summary: files > 0 && ffree < 16 ? `no room for more files at ${state}` : summary,
      advice: ['Make room: an agent without it takes no commands.'],
    };
  return { status: free < least.work ? 'warn' : 'ok', summary };
}

/** Whether the agent runs, and is well. */
export async function processCheck({ state, now }: SetupFacts): Promise<Finding> {
  const { state: is, running, halted, problems, status } = await reportOf(state, now());
  const rows = problems.map((problem) => [problem]);
  if (!running)
    return {
      status: 'warn',
      summary: 'no agent runs',
      advice: ['systemctl status felhom-agent; felhom-agent status'],
    };
  if (is === 'halted')
    return {
      status: 'warn',
      summary: `halted: ${halted?.reason ?? ''}`,
      rows,
      advice: ['felhom-agent resume lets it take work again'],
    };
  const summary =
    status === undefined ? 'it runs' : `it runs, process ${status.pid}, release ${status.version}`;
  return { status: is === 'ok' ? 'ok' : 'warn', summary, rows };
}

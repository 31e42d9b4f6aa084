import { readFileSync } from 'node:fs';
import { newDiskLog } from '../disk-log.js';
import { fail } from '../errors.js';
import { parseMount } from '../guest-config.js';
import { splitList } from '../schema.js';
import { findVolume, parseNewDisk } from '../volumes.js';
import type { CommandRun } from './command.js';

/** What `pct` does to its parameters before they go to the API. */

/** A start that fails afterwards shows only in a line, which is what the worker of the start said. */
export async function prepareCreate({ params, world, invocation }: CommandRun): Promise<() => void> {
  const keys = params['ssh-public-keys'];
  // To the API this is the text, here it is the name of a file.
  if (typeof keys === 'string') params['ssh-public-keys'] = readText(invocation.pathOf(keys), keys);
  if (params['password'] === '') params['password'] = await firstLine(invocation.stdin());
  return () => {
    if (params['start'] !== '1') return;
    const start = world.tasks.finished.find(({ type, id }) => type === 'vzstart' && id === params['vmid']);
    if (start?.exitstatus !== 'OK') invocation.out(`${start?.exitstatus ?? ''}\n`);
  };
}

/**
 * What `pct set` says on top of the API, told once the change is made: what was deleted without being there, and how
 * new disks were made.
 */
export function prepareSet({ params, world, invocation }: CommandRun): (() => void) | undefined {
  const vmid = Number(params['vmid']);
  const guest = world.guests.get(vmid);
  if (guest === undefined) return undefined;
  const known = (key: string): boolean => guest.config.has(key) || guest.pending.has(key);
  const missing = splitList([params['delete'] ?? ''].flat().join(',')).filter((key) => !known(key));
  const disks = Object.entries(params).flatMap(([key, value]) =>
    /^mp\d+$/.test(key) && typeof value === 'string' && isNewDisk(key, value) ? [key] : [],
  );
  return () => {
    for (const key of missing) invocation.err(`cannot delete '${key}' - not set in current configuration!\n`);
    for (const key of disks) {
      const volid = parseMount(key, guest.config.get(key) ?? guest.pending.get(key) ?? '').volid;
      const found = findVolume(world, volid);
      if (found === undefined) continue;
      const { storage, volume } = found;
      const log = newDiskLog(storage, volume.volname, volume.size, world.random);
      invocation.out(log.map((line) => `${line}\n`).join(''));
    }
  };
}

function isNewDisk(key: string, value: string): boolean {
  try {
    return parseNewDisk(parseMount(key, value).volid) !== undefined;
  } catch {
    // What cannot be read is for the API to refuse.
    return false;
  }
}

function readText(path: string, given: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fail(`can't open '${given}' - ${reasonOf(error)}`);
  }
}

/** The text of the error number, as the C library has it. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return texts[code] ?? (error instanceof Error ? error.message : String(error));
}

const texts: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
};

async function firstLine(input: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of input) {
    text += piece.toString('utf8');
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

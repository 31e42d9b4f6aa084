import { CommandStore } from '~/agent/daemon/command-store.js';
import type { CommandStoreOptions } from '~/agent/daemon/command-types.js';
import { MemoryDisk } from './memory-disk.js';

export const path = '/state/commands.jsonl';
export const start = Date.UTC(2026, 0, 1);

/** Opens a store on a disk in memory, at a time that stands still. */
export async function openStore(disk = new MemoryDisk(), more: Partial<CommandStoreOptions> = {}) {
  const opened = await CommandStore.open({
    path,
    mask: (text) => text,
    now: () => start,
    reserveBytes: 1 << 20,
    resultBytes: 16 << 10,
    files: disk,
    ...more,
  });
  return { disk, ...opened };
}

/** A command that was just issued. */
export function command(id: string, text = `do ${id}`, more: { issuedAt?: number; expiresAt?: number } = {}) {
  return { id, bytes: Buffer.from(text), issuedAt: start, expiresAt: start + 60_000, ...more };
}

import * as z from 'zod';
import { text } from '../../core/wire.js';

// What pct and pvesm print is made for people; these are its forms, from pve-container src/PVE/CLI/pct.pm and pve-storage
// src/PVE/CLI/pvesm.pm. What does not fit is left out, and a configuration that lacks its lines is noticed by who asked for them.

/** A configuration: keys as PVE writes them, values as text. */
export type LxcConfig = Readonly<Record<string, string>>;

/** The lines of `pct config`. A raw line of LXC may be there several times: its values are one under the other. */
export function parseConfig(output: string): LxcConfig {
  const config = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, key, text] = /^([^\s:]+): ?(.*)$/.exec(line) ?? [];
    if (key === undefined || text === undefined) continue;
    const value = key === 'description' ? decoded(text) : text;
    const before = config.get(key);
    config.set(key, before === undefined ? value : `${before}\n${value}`);
  }
  return Object.fromEntries(config);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** What `pvesh get` prints of a configuration. */
export const configJson = z.record(z.string(), z.unknown());

/** A configuration as `pvesh` gives it: without its digest and the raw lines of LXC, which are lists. */
export function parseConfigJson(output: string): { config: LxcConfig; digest: string | undefined } {
  const { digest, ...keys } = configJson.parse(JSON.parse(output));
  const texts = Object.entries(keys).flatMap(([key, value]) => {
    const read = text.safeParse(value);
    return read.success ? [[key, read.data]] : [];
  });
  return { config: Object.fromEntries(texts), digest: typeof digest === 'string' ? digest : undefined };
}

/** A line of `pct pending`. */
export interface PendingChange {
  key: string;
  current: string | undefined;
  /** What it will be at the next start; undefined where it stays, or goes. */
  pending: string | undefined;
  /** It will be gone. */
  deleted: boolean;
}

/** What `pct pending` says is not as it will be. */
export function parsePending(output: string): PendingChange[] {
  const found = new Map<string, PendingChange>();
  for (const line of output.split('\n')) {
    const [, what, key, value] = /^(cur|new|del) ([^\s:]+):? ?(.*)$/.exec(line) ?? [];
    if (what === undefined || key === undefined) continue;
    const entry = found.get(key) ?? { key, current: undefined, pending: undefined, deleted: false };
    const shown = key === 'description' ? decoded(value ?? '') : value;
    if (what === 'new') entry.pending = shown;
    else entry.current = shown;
    if (what === 'del') entry.deleted = true;
    found.set(key, entry);
  }
  return [...found.values()].filter(({ pending, deleted }) => pending !== undefined || deleted);
}

/** A line of `pct list`. */
export interface ListedContainer {
  vmid: number;
  status: string;
  lock: string | undefined;
  name: string;
}

/** The table of `pct list`; without a container there is nothing, and no heading. A long lock moves the name to the right. */
export function parseList(output: string): ListedContainer[] {
  const [heading = '', ...lines] = output.split('\n');
  const lockAt = heading.indexOf('Lock');
  return lines.flatMap((line) => {
    const [, vmid, status] = /^(\d+)\s+(\S+)/.exec(line) ?? [];
    if (vmid === undefined || status === undefined || lockAt === -1) return [];
    const [, lock = '', name = ''] = /^(\S*)\s*(.*?)\s*$/.exec(line.slice(lockAt)) ?? [];
    return [{ vmid: Number(vmid), status, lock: lock === '' ? undefined : lock, name }];
  });
}

/** A line of `pvesm status`. */
export interface StorageRoom {
  storage: string;
  active: boolean;
  /** Bytes. */
  total: number;
  available: number;
}

export function parseStorages(output: string): StorageRoom[] {
  return output.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const [storage = '', , status, total = '', , available = ''] = words;
    if (!/^\d+$/.test(total) || !/^\d+$/.test(available)) return [];
    return [
      {
        storage,
        active: status === 'active',
        total: Number(total) * 1024,
        available: Number(available) * 1024,
      },
    ];
  });
}

/** The ids of the volumes that guests have, of `pvesm list`: no backups, templates and images of CDs. */
export function parseVolumes(output: string, vmid: number): string[] {
  return output.split('\n').flatMap((line) => {
    const [volid = '', , type, , owner] = line.trim().split(/\s+/);
    return (type === 'rootdir' || type === 'images') && owner === String(vmid) ? [volid] : [];
  });
}

/** `running`, of `status: running`. */
export function parseStatus(output: string): string | undefined {
  return /^status: (\S+)$/m.exec(output)?.[1];
}

/** What `pvesh get` prints of tasks. */
export const tasksJson = z.array(
  z.looseObject({
    upid: z.string(),
    type: z.string(),
    status: z.string().optional(),
    endtime: z.unknown().optional(),
  }),
);

/** A task on a container. */
export interface LxcTask {
  upid: string;
  type: string;
  running: boolean;
  status: string | undefined;
}

export function parseTasks(output: string): LxcTask[] {
  return tasksJson.parse(JSON.parse(output)).map(({ upid, type, status, endtime }) => ({
    upid,
    type,
    status,
    running: endtime === undefined && (status === undefined || status === 'RUNNING'),
  }));
}

/** What `findmnt --json` prints. */
export const mountsJson = z.looseObject({
  filesystems: z.array(z.looseObject({ source: z.string().nullable().optional() })),
});

/** The sources of what is mounted, of `findmnt --json`; nothing where it printed nothing. */
export function parseMounts(output: string): string[] {
  if (output.trim() === '') return [];
  return mountsJson.parse(JSON.parse(output)).filesystems.map(({ source }) => source ?? '');
}

/** What `losetup --json` prints. */
export const loopsJson = z.looseObject({
  loopdevices: z.array(z.looseObject({ name: z.string(), 'back-file': z.string().nullable() })),
});

/** Loop devices and their files, of `losetup --json`; nothing where it printed nothing. */
export function parseLoops(output: string): { device: string; file: string }[] {
  if (output.trim() === '') return [];
  return loopsJson
    .parse(JSON.parse(output))
    .loopdevices.map(({ name, 'back-file': file }) => ({ device: name, file: file ?? '' }));
}

/** The warnings of a run that worked all the same: `WARN: ` lines of its worker. */
export function warningsIn(output: string): string[] {
  return Array.from(output.matchAll(/^WARN: (.+)$/gm), ([, warning = '']) => warning.trim());
}

/** What a worker says once the container's configuration is its own, so that nobody else has made it. */
export function hasBegun(output: string): boolean {
  return /^(?:Formatting '|Creating filesystem with|extracting archive '|restoring '|\s*Logical volume "|Filesystem UUID: )/m.test(
    output,
  );
}

import { newestProperties } from './declared.js';
import { fail } from './errors.js';
import { splitProperties } from './property-string.js';
import { propertyFlag } from './property-values.js';
import type { Storage, Volume } from './world.js';

/** Which backups go and which stay (pve-storage src/PVE/Storage.pm, prune_mark_backup_group). */

const retentionSchema = newestProperties('GET /nodes/{node}/storage/{storage}/prunebackups', 'prune-backups');

/** The periods of which each keeps its newest backup, in the order in which PVE goes through them. Host time is UTC here. */
const periods: readonly (readonly [rule: string, periodOf: (ctime: number) => string])[] = [
  ['keep-last', String],
  ['keep-hourly', (ctime) => iso(ctime).slice(0, 13)],
  ['keep-daily', (ctime) => iso(ctime).slice(0, 10)],
  ['keep-weekly', weekOf],
  ['keep-monthly', (ctime) => iso(ctime).slice(0, 7)],
  ['keep-yearly', (ctime) => iso(ctime).slice(0, 4)],
];

function iso(ctime: number): string {
  return new Date(ctime * 1000).toISOString();
}

/** The ISO week: that of its Thursday. */
function weekOf(ctime: number): string {
  const date = new Date(ctime * 1000);
  const monday = ctime - ((date.getUTCDay() + 6) % 7) * 86_400;
  const thursday = new Date((monday + 3 * 86_400) * 1000);
  const days = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000;
  return `${thursday.getUTCFullYear()}-W${Math.floor(days / 7) + 1}`;
}

/** A backup and what is to become of it. */
export interface Pruned {
  readonly volume: Volume;
  readonly ctime: number;
  readonly type: string;
  readonly vmid: number | undefined;
  mark: 'keep' | 'remove' | 'protected' | 'renamed' | undefined;
}

export interface PruneChoice {
  /** In place of the storage's own rules. */
  readonly rules: string | undefined;
  readonly vmid: number | undefined;
  readonly type: string | undefined;
}

/** Marks the backups of a storage, guest by guest. */
export function markBackups(storage: Storage, { rules, vmid, type }: PruneChoice): Pruned[] {
  if (!storage.content.includes('backup')) throw fail(`storage '${storage.id}' does not support backups`);
  const text = rules ?? storage.options['prune-backups'];
  if (text === undefined) throw fail(`no prune-backups options configured for storage '${storage.id}'`);
  const keep = splitProperties(retentionSchema, String(text));
  const found = [...storage.volumes.values()]
    .filter((volume) => volume.content === 'backup' && (vmid === undefined || volume.vmid === vmid))
    .map(entryOf)
    .filter((entry) => type === undefined || entry.type === type);
  const groups = new Map<string, Pruned[]>();
  for (const entry of found) {
    if (entry.mark === 'renamed') continue;
    const name = `${entry.type}/${entry.vmid}`;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  for (const group of groups.values()) markGroup(group, keep);
  return found;
}

const standardName =
  /^backup\/vzdump-(lxc|qemu)-([1-9]\d{2,8})-(\d{4})_(\d\d)_(\d\d)-(\d\d)_(\d\d)_(\d\d)\.(?:tar|vma)(?:\.(?:gz|lzo|zst))?$/;

function entryOf(volume: Volume): Pruned {
  const match = standardName.exec(volume.volname);
  const type = /^backup\/vzdump-(lxc|openvz|qemu)-/.exec(volume.volname)?.[1] ?? 'unknown';
  const entry = { volume, type, ctime: volume.ctime, vmid: volume.vmid };
  if (match === null) return { ...entry, mark: volume.protected ? 'protected' : 'renamed' };
  // The name tells the time, whatever the file says.
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(3).map(Number);
  const ctime = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return { ...entry, ctime, vmid: Number(match[2]), mark: volume.protected ? 'protected' : undefined };
}

function markGroup(group: Pruned[], keep: ReadonlyMap<string, string>): void {
  const counts = periods.map(([rule, periodOf]) => ({ count: Number(keep.get(rule) ?? 0), periodOf }));
  if (propertyFlag(keep, 'keep-all') || counts.every(({ count }) => count === 0)) {
    for (const entry of group) entry.mark ??= 'keep';
    return;
  }
  const newestFirst = group.sort((a, b) => b.ctime - a.ctime);
  for (const { count, periodOf } of counts) if (count > 0) markPeriods(newestFirst, count, periodOf);
  for (const entry of newestFirst) entry.mark ??= 'remove';
}

/** Keeps the newest of each of the last `count` periods; those that an earlier rule kept one of do not count. */
function markPeriods(entries: readonly Pruned[], count: number, periodOf: (ctime: number) => string): void {
  const covered = new Set(
    entries.filter((entry) => entry.mark === 'keep').map((entry) => periodOf(entry.ctime)),
  );
  const taken = new Set<string>();
  for (const entry of entries) {
    const period = periodOf(entry.ctime);
    if (entry.mark !== undefined || covered.has(period)) continue;
    if (taken.has(period)) {
      entry.mark = 'remove';
      continue;
    }
    if (taken.size >= count) return;
    taken.add(period);
    entry.mark = 'keep';
  }
}

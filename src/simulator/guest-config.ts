import { createHash } from 'node:crypto';
import { fail } from './errors.js';
import { isMount, isNet, lxcFields, mountSchemaOf, netSchema } from './lxc-schema.js';
import { printProperties, splitProperties } from './property-string.js';
import type { Random } from './random.js';
import { fieldOf, splitList } from './schema.js';
import { parseNewDisk, parseSize, splitVolid } from './volumes.js';
import type { Config, Guest, Snapshot, World } from './world.js';

/** The configuration file of a guest, snapshots and pending changes included. */
export function renderConfig(guest: Guest): string {
  const sections = [section(guest.config, guest.raw)];
  if (guest.pending.size > 0 || guest.pendingDeletes.size > 0) {
    const deletes = [...guest.pendingDeletes]
      .map(([key, force]) => (force === 2 ? `!${key}` : key))
      .join(',');
    sections.push(
      `[pve:pending]\n${deletes === '' ? '' : `delete: ${deletes}\n`}${section(guest.pending, [])}`,
    );
  }
  for (const [name, snapshot] of guest.snapshots) {
    const parent = snapshot.parent === undefined ? '' : `parent: ${snapshot.parent}\n`;
    const about = snapshot.description === '' ? '' : comment(snapshot.description);
    sections.push(
      `[${name}]\n${about}${section(snapshot.config, [])}${parent}snaptime: ${snapshot.snaptime}\n`,
    );
  }
  return sections.join('\n');
}

function section(config: Config, raw: Guest['raw']): string {
  const lines = [...config]
    .filter(([key]) => key !== 'description')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value}\n`);
  const description = config.get('description');
  return [
    description === undefined ? '' : comment(description),
    ...lines,
    ...raw.map(([key, value]) => `${key}: ${value}\n`),
  ].join('');
}

function comment(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `#${encodeURI(line)}\n`)
    .join('');
}

/** SHA-1 of the configuration file: any change, also of a snapshot, makes another one. */
export function digestOf(guest: Guest): string {
  return createHash('sha1').update(renderConfig(guest)).digest('hex');
}

export type ConfigRow = Record<string, unknown>;

/** A configuration as the API shows it: whole numbers and flags as numbers, `cpulimit` and the rest as text. */
export function configRow(config: Config): ConfigRow {
  return Object.fromEntries([...config].map(([key, value]) => [key, configValue(key, value)]));
}

export function configValue(key: string, value: string): string | number {
  const type = fieldOf(lxcFields, key)?.type;
  if (type === 'integer' || type === 'boolean') return Number(value);
  // The file keeps it as comment lines, each of which ends in a newline.
  if (key === 'description' && value !== '') return value.endsWith('\n') ? value : `${value}\n`;
  return value;
}

/** The configuration that the next start will use. */
export function mergedConfig(guest: Guest): Config {
  const merged = new Map(guest.config);
  for (const key of guest.pendingDeletes.keys()) merged.delete(key);
  for (const [key, value] of guest.pending) merged.set(key, value);
  return merged;
}

/** A snapshot's configuration with what it knows about itself. */
export function snapshotRow(snapshot: Snapshot): ConfigRow {
  return {
    ...configRow(snapshot.config),
    ...(snapshot.description === '' ? {} : { description: configValue('description', snapshot.description) }),
    ...(snapshot.parent === undefined ? {} : { parent: snapshot.parent }),
    ...(snapshot.state === undefined ? {} : { snapstate: snapshot.state }),
    snaptime: snapshot.snaptime,
  };
}

/** Refuses a change that was made for another state of the configuration. */
export function checkDigest(guest: Guest, digest: string | undefined, prefix = ''): void {
  if (digest === undefined || digest === digestOf(guest)) return;
  throw fail(`${prefix}detected modified configuration - file changed by other user? Try again.`);
}

/** One mount point of a configuration. */
export interface Mount {
  readonly key: string;
  readonly properties: Map<string, string>;
  readonly volid: string;
  readonly type: 'volume' | 'bind' | 'device';
}

export function parseMount(key: string, text: string): Mount {
  const properties = splitProperties(mountSchemaOf(key), text);
  const volid = properties.get('volume') ?? '';
  const type = volid.startsWith('/dev/') ? 'device' : volid.startsWith('/') ? 'bind' : 'volume';
  return { key, properties, volid, type };
}

export function printMount(mount: Pick<Mount, 'key' | 'properties'>): string {
  return printProperties(mountSchemaOf(mount.key), mount.properties);
}

/** `rootfs` first, then the mount points in their order. */
export function mountsOf(config: Config): Mount[] {
  const order = (key: string): number => (key === 'rootfs' ? -1 : Number(key.slice(2)));
  return [...config]
    .filter(([key]) => isMount(key))
    .sort(([a], [b]) => order(a) - order(b))
    .map(([key, value]) => parseMount(key, value));
}

/** Volume mounts that exist, leaving out bind mounts, devices and requests for new disks. */
export function volumesOf(config: Config): Mount[] {
  return mountsOf(config).filter(
    (mount) => mount.type === 'volume' && parseNewDisk(mount.volid) === undefined,
  );
}

/** The size of a disk: what the storage says, else what the configuration says. */
export function diskSize(world: World, mount: Mount): number {
  const { storage, volname } = splitVolid(mount.volid);
  return (
    world.storages.get(storage)?.volumes.get(volname)?.size ?? parseSize(mount.properties.get('size') ?? '0')
  );
}

/** Lower case, each once, in order: what a host with default settings does to tags. */
export function normaliseTags(text: string): string {
  return [...new Set(splitList(text).map((tag) => tag.toLowerCase()))].sort().join(';');
}

/** A network line as PVE stores it: sorted, with an address and its type. `old` keeps its address. */
export function normaliseNet(text: string, random: Random, old?: string): string {
  const given = splitProperties(netSchema, text);
  const kept = old === undefined ? undefined : splitProperties(netSchema, old).get('hwaddr');
  given.set('hwaddr', (given.get('hwaddr') ?? kept ?? random.mac()).toUpperCase());
  given.set('type', 'veth');
  return printProperties(netSchema, given);
}

/** Gives every network line a new address, as a copy of a guest needs. */
export function renewAddresses(config: Config, random: Random): void {
  for (const [key, value] of config) {
    if (!isNet(key)) continue;
    const properties = splitProperties(netSchema, value);
    properties.set('hwaddr', random.mac());
    config.set(key, printProperties(netSchema, properties));
  }
}

/** Puts a volume that lost its place under the first free `unusedN`. */
export function keepUnused(config: Config, volid: string): void {
  for (const [key, value] of config) if (key.startsWith('unused') && value === volid) return;
  let index = 0;
  while (config.has(`unused${index}`)) index += 1;
  config.set(`unused${index}`, volid);
}

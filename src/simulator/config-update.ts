import { fail } from './errors.js';
import { keepUnused, normaliseNet, normaliseTags, parseMount, printMount } from './guest-config.js';
import { isMount, isNet, isUnused, netSchema } from './lxc-schema.js';
import { splitProperties } from './property-string.js';
import { allocateDisk, freeDisk, parseNewDisk, sizeText } from './volumes.js';
import { activeStorage, type Config, type Guest, type World } from './world.js';

/** Keys that a running container takes at once. The rest waits for its next start. */
const atOnce = new Set([
  'cores',
  'cpulimit',
  'cpuunits',
  'description',
  'hookscript',
  'hostname',
  'lock',
  'memory',
  'onboot',
  'protection',
  'startup',
  'swap',
  'tags',
]);
const removableAtOnce = new Set([...atOnce].filter((key) => !['memory', 'cores'].includes(key)));
const required = new Set(['memory', 'rootfs', 'ostype']);
const readOnly = new Set(['unprivileged', 'template']);

export interface Update {
  readonly set: Config;
  readonly remove: readonly string[];
  readonly revert: readonly string[];
}

/** Applies a change to a container's configuration, or parks it where the running container cannot take it. */
export function updateConfig(world: World, guest: Guest, update: Update): void {
  for (const key of update.revert) {
    guest.pending.delete(key);
    guest.pendingDeletes.delete(key);
  }
  // Everything that can be refused is refused before anything changes.
  for (const key of update.remove) {
    if (readOnly.has(key)) throw fail(`unable to delete read-only option: '${key}'`);
    if (required.has(key)) throw fail(`unable to delete required option '${key}'`);
  }
  for (const [key, value] of update.set) checkValue(world, key, value);
  for (const key of update.remove) removeKey(world, guest, key);
  for (const [key, value] of update.set) setKey(world, guest, key, value);
}

function checkValue(world: World, key: string, value: string): void {
  if (readOnly.has(key)) throw fail(`unable to modify read-only option: '${key}'`);
  const disk = /^mp\d+$/.test(key) ? parseNewDisk(parseMount(key, value).volid) : undefined;
  if (disk !== undefined && !activeStorage(world, disk.storage).content.includes('rootdir')) {
    throw fail(`storage '${disk.storage}' does not support content-type 'rootdir'`);
  }
  if (!isNet(key)) return;
  const bridge = splitProperties(netSchema, value).get('bridge');
  if (bridge !== undefined && !world.node.bridges.has(bridge))
    throw fail(`bridge '${bridge}' does not exist`);
}

function removeKey(world: World, guest: Guest, key: string): void {
  guest.pending.delete(key);
  const value = guest.config.get(key);
  if (value === undefined) return;
  const hot = removableAtOnce.has(key) || isUnused(key) || /^net\d$/.test(key);
  if (guest.running !== undefined && !hot) guest.pendingDeletes.set(key, 1);
  else dropKey(world, guest, key, value);
}

function dropKey(world: World, guest: Guest, key: string, value: string): void {
  guest.config.delete(key);
  if (isUnused(key)) freeDisk(world, value, guest.vmid);
  const mount = isMount(key) ? parseMount(key, value) : undefined;
  if (mount?.type === 'volume') keepUnused(guest.config, mount.volid);
}

function setKey(world: World, guest: Guest, key: string, value: string): void {
  const stored = normalise(world, guest, key, value);
  guest.pendingDeletes.delete(key);
  guest.pending.delete(key);
  const isNewMount = isMount(key) && !guest.config.has(key);
  const hot = atOnce.has(key) || isNet(key) || isNewMount;
  if (guest.running !== undefined && !hot) {
    if (guest.config.get(key) !== stored) guest.pending.set(key, stored);
  } else {
    storeKey(guest, key, stored);
  }
}

function storeKey(guest: Guest, key: string, value: string): void {
  const before = guest.config.get(key);
  if (value === '' && key === 'description') guest.config.delete(key);
  else guest.config.set(key, value);
  if (before === undefined || !isMount(key)) return;
  const [old, now] = [parseMount(key, before), parseMount(key, value)];
  if (old.type === 'volume' && old.volid !== now.volid) keepUnused(guest.config, old.volid);
}

/** What is written into the configuration for a value that was sent. */
function normalise(world: World, guest: Guest, key: string, value: string): string {
  if (isNet(key)) return normaliseNet(value, world.random, guest.config.get(key));
  if (key === 'tags') return normaliseTags(value);
  // PVE writes down a request for a new root disk as it is, without making one.
  return /^mp\d+$/.test(key) ? withDisk(world, guest.vmid, key, value) : value;
}

/** Makes the disk of a mount point that asks for one. */
export function withDisk(world: World, vmid: number, key: string, value: string): string {
  const mount = parseMount(key, value);
  const disk = parseNewDisk(mount.volid);
  if (disk === undefined) return value;
  const volid = allocateDisk(world, disk.storage, vmid, disk.size);
  return printMount({
    key,
    properties: new Map([...mount.properties, ['volume', volid], ['size', sizeText(disk.size)]]),
  });
}

/** Brings in what waited for a start. */
export function applyPending(world: World, guest: Guest): void {
  for (const key of guest.pendingDeletes.keys()) {
    const value = guest.config.get(key);
    if (value !== undefined) dropKey(world, guest, key, value);
  }
  for (const [key, value] of guest.pending) storeKey(guest, key, value);
  guest.pending.clear();
  guest.pendingDeletes.clear();
}

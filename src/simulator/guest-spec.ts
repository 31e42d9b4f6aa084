import { seconds } from './clock.js';
import { parseMount } from './guest-config.js';
import { isMount } from './lxc-schema.js';
import { arrangeVolume } from './storage-spec.js';
import { parseSize, parseVolname, splitVolid } from './volumes.js';
import { type Config, type Guest, homeOf, newGuest, nodeNamed, type Snapshot, type World } from './world.js';

/** Values of a configuration, as a configuration file or the API has them. */
export type ConfigSpec = Readonly<Record<string, string | number>>;

/** A container or virtual machine. What is left out stays as it is, or is that of a small stopped container. */
export interface GuestSpec {
  /** `lxc` by default. */
  readonly kind?: 'lxc' | 'qemu';
  /** Name of the node that it is on: the first one by default. */
  readonly node?: string;
  readonly status?: 'running' | 'stopped';
  /** The whole configuration. Disks that it names and that are not there are made, as large as their `size`. */
  readonly config?: ConfigSpec;
  /** Raw `lxc.*` lines. */
  readonly raw?: readonly (readonly [string, string])[];
  /** What waits for the next start: new values, and null for a key that goes. */
  readonly pending?: Readonly<Record<string, string | number | null>>;
  /** All snapshots by name. */
  readonly snapshots?: Readonly<Record<string, SnapshotSpec>>;
}

export interface SnapshotSpec {
  /** Its configuration; the guest's by default. */
  readonly config?: ConfigSpec;
  readonly description?: string;
  /** Name of the snapshot before it. */
  readonly parent?: string;
  /** Seconds since the epoch; now by default. */
  readonly snaptime?: number;
}

/** Makes, changes or, with null, takes away a guest with its disks. */
export function arrangeGuest(world: World, vmid: number, spec: GuestSpec | null): void {
  if (!Number.isSafeInteger(vmid) || vmid < 100 || vmid > 999_999_999)
    throw new TypeError(`guests: ${vmid} is no vmid: a number from 100 to 999999999 is expected`);
  const home = homeOf(world, vmid);
  const old = home?.guests.get(vmid);
  const isOther =
    (spec?.kind !== undefined && spec.kind !== old?.kind) ||
    (spec?.node !== undefined && spec.node !== home?.node.name);
  if (home !== undefined && (spec === null || isOther)) removeGuest(home, vmid);
  if (spec !== null) placeGuest(nodeFor(world, vmid, spec, home), vmid, spec);
}

function nodeFor(world: World, vmid: number, { node }: GuestSpec, home: World | undefined): World {
  if (node === undefined) return home ?? world;
  const found = nodeNamed(world, node);
  if (found === undefined) throw new TypeError(`guests: ${vmid} is to be on '${node}', which is no node`);
  return found;
}

function placeGuest(world: World, vmid: number, spec: GuestSpec): void {
  const isNew = !world.guests.has(vmid);
  const guest = world.guests.get(vmid) ?? newGuest(vmid, new Map(), { kind: spec.kind ?? 'lxc' });
  world.guests.set(vmid, guest);
  if (spec.config !== undefined || isNew) guest.config = configOf(spec.config ?? defaultConfig(world, guest));
  if (spec.raw !== undefined) guest.raw = spec.raw;
  if (spec.pending !== undefined) wait(guest, spec.pending);
  if (spec.snapshots !== undefined) replaceSnapshots(world, guest, spec.snapshots);
  if (spec.status === 'stopped') guest.running = undefined;
  if (spec.status === 'running' && guest.running === undefined)
    guest.running = { pid: world.random.between(2000, 60_000), since: world.clock.now() };
  addDisks(world, guest);
}

function removeGuest(world: World, vmid: number): void {
  world.guests.delete(vmid);
  for (const { volumes } of world.storages.values())
    for (const [volname, volume] of volumes)
      if (volume.vmid === vmid && volume.content !== 'backup') volumes.delete(volname);
}

function configOf(spec: ConfigSpec): Config {
  return new Map(Object.entries(spec).map(([key, value]) => [key, String(value)]));
}

function defaultConfig(world: World, { vmid, kind }: Guest): ConfigSpec {
  if (kind === 'qemu') return { cores: 1, memory: 512, name: `vm${vmid}` };
  const storage = [...world.storages.values()].find(({ content }) => content.includes('rootdir'));
  if (storage === undefined) throw new TypeError(`guests: no storage can hold the disk of container ${vmid}`);
  return {
    arch: 'amd64',
    hostname: `ct${vmid}`,
    memory: 512,
    ostype: 'debian',
    rootfs: `${storage.id}:${vmid}/vm-${vmid}-disk-0.raw,size=8G`,
    swap: 512,
    unprivileged: 1,
  };
}

function wait(guest: Guest, pending: NonNullable<GuestSpec['pending']>): void {
  guest.pending.clear();
  guest.pendingDeletes.clear();
  for (const [key, value] of Object.entries(pending))
    if (value === null) guest.pendingDeletes.set(key, 1);
    else guest.pending.set(key, String(value));
}

function replaceSnapshots(world: World, guest: Guest, specs: NonNullable<GuestSpec['snapshots']>): void {
  guest.snapshots.clear();
  for (const [name, spec] of Object.entries(specs)) {
    const snapshot: Snapshot = {
      config: spec.config === undefined ? new Map(guest.config) : configOf(spec.config),
      description: spec.description ?? '',
      parent: spec.parent,
      snaptime: spec.snaptime ?? seconds(world.clock),
      state: undefined,
    };
    guest.snapshots.set(name, snapshot);
  }
}

/** A configuration may name disks of other guests: those are theirs to bring. */
function addDisks(world: World, guest: Guest): void {
  for (const [key, value] of guest.config) {
    const disk = diskOf(guest, key, value);
    if (disk === undefined) continue;
    const storage = world.storages.get(disk.storage);
    if (storage === undefined)
      throw new TypeError(
        `guests: ${key} of ${guest.vmid} is on storage '${disk.storage}', which is not there`,
      );
    if (!storage.volumes.has(disk.volname)) {
      arrangeVolume(world, storage, disk.volname, { size: disk.size });
    }
  }
}

function diskOf(
  guest: Guest,
  key: string,
  value: string,
): { storage: string; volname: string; size: number } | undefined {
  const ofMachine = /^(?:scsi|sata|ide|virtio|efidisk|tpmstate)\d+$/.test(key);
  if (!(guest.kind === 'lxc' ? isMount(key) : ofMachine)) return undefined;
  const volid = guest.kind === 'lxc' ? parseMount(key, value).volid : (value.split(',')[0] ?? '');
  if (!/^[^:/]+:\d+\/./.test(volid)) return undefined;
  const { storage, volname } = splitVolid(volid);
  if (parseVolname(volname).vmid !== guest.vmid) return undefined;
  const size = /(?:^|,)size=([^,]+)/.exec(value)?.[1];
  return { storage, volname, size: parseSize(size ?? '8G') };
}

import type { Accounts, Pool } from './acl.js';
import type { SimulatorClock } from './clock.js';
import type { Consoles } from './console/consoles.js';
import type { Datacenter } from './datacenter.js';
import { fail, forbidden } from './errors.js';
import type { HostVersion } from './host-version.js';
import type { NodeSystem } from './node-system.js';
import type { Random } from './random.js';
import type { Tasks } from './tasks.js';

/** A configuration: keys with their text, as the file has them. */
export type Config = Map<string, string>;

/** A state of a guest that can be gone back to. */
export interface Snapshot {
  readonly config: Config;
  readonly snaptime: number;
  readonly parent: string | undefined;
  description: string;
  /** Set while it is being made or removed. */
  state: 'prepare' | 'delete' | undefined;
}

/** A guest that is up. */
export interface Running {
  readonly pid: number;
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly since: number;
}

export interface Guest {
  readonly vmid: number;
  readonly kind: 'lxc' | 'qemu';
  config: Config;
  /** Raw `lxc.*` lines; nothing in the API can set them. */
  raw: readonly (readonly [string, string])[];
  /** Values that wait for the next start. */
  readonly pending: Config;
  /** Keys that go with the next start; 2 for forced. */
  readonly pendingDeletes: Map<string, 1 | 2>;
  readonly snapshots: Map<string, Snapshot>;
  running: Running | undefined;
  /** While some other program on the host holds its configuration file. */
  held?: boolean;
}

/** What a backup needs to become a guest again. */
export interface BackupContent {
  readonly config: Config;
  readonly raw: readonly (readonly [string, string])[];
  readonly disks: ReadonlyMap<string, number>;
}

export type VolumeContent = 'iso' | 'vztmpl' | 'backup' | 'rootdir' | 'images' | 'snippets';

export interface Volume {
  /** The part of the volume id after the colon. */
  readonly volname: string;
  readonly content: VolumeContent;
  readonly format: string;
  size: number;
  readonly ctime: number;
  readonly vmid: number | undefined;
  notes: string | undefined;
  protected: boolean;
  readonly backup?: BackupContent;
  /** Of a template: what it takes up once it is unpacked. */
  readonly unpacked?: number;
}

export interface Storage {
  readonly id: string;
  readonly type: string;
  readonly content: readonly string[];
  /** The rest of its entry in the storage configuration. */
  readonly options: Readonly<Record<string, string | number>>;
  readonly shared: boolean;
  online: boolean;
  total: number;
  /** Bytes in use by what is no volume. */
  base: number;
  readonly volumes: Map<string, Volume>;
}

export interface NodeFacts {
  readonly name: string;
  readonly ip: string;
  /** Those that are up. */
  readonly bridges: Set<string>;
  /** When it booted, in milliseconds since the epoch. */
  boot: number;
  readonly cpus: number;
  readonly memory: number;
  fingerprint: string;
  /** Of its door, PEM. */
  certificate?: string;
}

export type FirewallRule = Record<string, string | number>;

/** The firewall of the cluster, the node or a guest. */
export interface Firewall {
  /** From the top. */
  readonly rules: FirewallRule[];
  readonly options: Record<string, string | number>;
  /** By name in lower case; each keeps the name as it was given. */
  readonly aliases: Map<string, FirewallRule>;
  readonly sets: Map<string, AddressSet>;
  /** Of the cluster only: rules that others take in by name. */
  readonly groups: Map<string, SecurityGroup>;
}

export interface AddressSet {
  comment: string | undefined;
  readonly entries: FirewallRule[];
}

export interface SecurityGroup {
  comment: string | undefined;
  readonly rules: FirewallRule[];
}

/** A node that is off. */
export interface Outage {
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Nodes that know of each other. One by itself is a cluster without a name. */
export interface Cluster {
  readonly name: string | undefined;
  /** In the order in which they joined. The first is the one that the door of a simulator leads to. */
  readonly nodes: readonly World[];
  /** Set while the nodes do not hear of each other, however many there are. */
  quorumLost: boolean;
}

/**
 * The simulated host, as one of its nodes sees it. Guests, storages, tasks and the system are those of the node; a
 * storage that is shared has the same volumes everywhere. Accounts, the datacenter, firewalls, consoles and the clock are
 * one for the whole cluster.
 */
export interface World {
  /** The release of Proxmox VE that it is of. */
  readonly version: HostVersion;
  readonly cluster: Cluster;
  readonly node: NodeFacts;
  /** Set while the node is off. */
  down: Outage | undefined;
  /** While its API does not answer; guests and tasks go on. */
  apiDown: boolean;
  /** While its cluster file system is away. */
  cfsDown: boolean;
  readonly system: NodeSystem;
  readonly datacenter: Datacenter;
  readonly accounts: Accounts;
  readonly guests: Map<number, Guest>;
  readonly storages: Map<string, Storage>;
  /** Those that somebody has looked at: `cluster`, `node/pve1`, `guest/100`. */
  readonly firewalls: Map<string, Firewall>;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly tasks: Tasks;
  readonly consoles: Consoles;
}

/** A stopped guest that has nothing but a configuration. */
export function newGuest(vmid: number, config: Config, more: Partial<Guest> = {}): Guest {
  return {
    vmid,
    kind: 'lxc',
    config,
    raw: [],
    pending: new Map(),
    pendingDeletes: new Map(),
    snapshots: new Map(),
    running: undefined,
    ...more,
  };
}

/** The container of a number, or PVE's words for there being none. */
export function container(world: World, vmid: number): Guest {
  const guest = world.guests.get(vmid);
  if (guest?.kind !== 'lxc')
    throw fail(`Configuration file 'nodes/${world.node.name}/lxc/${vmid}.conf' does not exist`);
  return guest;
}

export function checkUnused(world: World, vmid: number): void {
  const home = homeOf(world, vmid);
  if (home === undefined) return;
  const word = home.guests.get(vmid)?.kind === 'lxc' ? 'CT' : 'VM';
  throw fail(`${word} ${vmid} already exists on node '${home.node.name}'`);
}

/** The node of the cluster that a guest is on. */
export function homeOf(world: World, vmid: number): World | undefined {
  return world.cluster.nodes.find(({ guests }) => guests.has(vmid));
}

/** The node of the cluster with a name. */
export function nodeNamed(world: World, name: string): World | undefined {
  return world.cluster.nodes.find(({ node }) => node.name === name);
}

export function checkLock(guest: Guest): void {
  const lock = guest.config.get('lock');
  if (lock !== undefined) throw fail(`${guest.kind === 'lxc' ? 'CT' : 'VM'} is locked (${lock})`);
}

export function checkProtection(guest: Guest, action: string): void {
  if (guest.config.get('protection') === '1') throw fail(`${action} - protection mode enabled`);
}

export function storageOf(world: World, id: string): Storage {
  const storage = world.storages.get(id);
  if (storage === undefined) throw fail(`storage '${id}' does not exist`);
  return storage;
}

/** Whether a storage is switched off. */
export function isDisabled({ options }: Storage): boolean {
  return options['disable'] === 1;
}

/** A storage that this node is to use, whether or not it is there at the moment. */
export function enabledStorage(world: World, id: string): Storage {
  const storage = storageOf(world, id);
  if (isDisabled(storage)) throw fail(`storage '${id}' is disabled`);
  const { nodes } = storage.options;
  if (typeof nodes === 'string' && !nodes.split(',').includes(world.node.name))
    throw fail(`storage '${id}' is not available on node '${world.node.name}'`);
  return storage;
}

/** A storage that can be used right now. */
export function activeStorage(world: World, id: string): Storage {
  const storage = enabledStorage(world, id);
  if (!storage.online) throw fail(`storage '${id}' is not online`);
  return storage;
}

/** The pool that a new guest is to be in, if any. */
export function poolOf(world: World, id: string | undefined): Pool | undefined {
  const pool = id === undefined ? undefined : world.accounts.pools.get(id);
  if (id !== undefined && pool === undefined) throw forbidden(`pool '${id}' does not exist`);
  return pool;
}

/** A node that a parameter names, or PVE's words for there being none. */
export function memberNamed(world: World, name: string): World {
  const found = nodeNamed(world, name);
  if (found === undefined) throw fail(`no such cluster node '${name}'`);
  return found;
}

/** What a path that names no node of the cluster gets. */
export function nodeMissing(name: string): Error {
  return fail(
    `hostname lookup '${name}' failed - failed to get address info for: ${name}: Temporary failure in name resolution`,
  );
}

import { createHash } from 'node:crypto';
import type { Accounts } from './acl.js';
import type { Certificate } from './certificate.js';
import type { SimulatorClock } from './clock.js';
import { Consoles } from './console/consoles.js';
import { createDatacenter } from './datacenter.js';
import { fail } from './errors.js';
import type { HostVersion } from './host-version.js';
import { createSystem } from './node-system.js';
import type { Random } from './random.js';
import { Tasks } from './tasks.js';
import { GiB } from './volumes.js';
import { type Cluster, type Guest, memberNamed, type Storage, storageOf, type World } from './world.js';

/** The name of the node that a simulator has when nobody says otherwise. */
const defaultNode = 'demo-felhom';
const mostNodes = 32;
const hour = 3_600_000;

/**
 * The names of the nodes that were asked for: so many, or these.
 * @throws TypeError for a number or a name that no cluster has.
 */
export function nodeNames(nodes: number | readonly string[] = 1): readonly string[] {
  const names = typeof nodes === 'number' ? numbered(nodes) : nodes;
  if (names.length === 0 || names.length > mostNodes)
    throw new TypeError(`nodes: a cluster has 1 to ${mostNodes} of them`);
  for (const [index, name] of names.entries()) {
    if (!/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(name) || name === 'localhost')
      throw new TypeError(`nodes: '${name}' is no name of a node: letters, digits and dashes are expected`);
    if (names.indexOf(name) !== index) throw new TypeError(`nodes: '${name}' is there twice`);
  }
  return names;
}

function numbered(count: number): string[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > mostNodes)
    throw new TypeError(`nodes: a whole number from 1 to ${mostNodes}, or a list of names, is expected`);
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? defaultNode : `${defaultNode}-${index + 1}`,
  );
}

/** What the nodes of a cluster share. */
interface Common {
  readonly version: HostVersion;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly accounts: Accounts;
  /** Those of the first node. The others have the shared ones, and local ones of the same names. */
  readonly storages: readonly Storage[];
  /** The first node's certificate, where it has a door. */
  readonly door?: Pick<Certificate, 'cert' | 'fingerprint'>;
}

/** Nodes with storages and without guests. */
export function createCluster(names: readonly string[], common: Common): [first: World, ...others: World[]] {
  const { version, clock, random, accounts, storages, door } = common;
  const nodes: World[] = [];
  const cluster: Cluster = { name: names.length === 1 ? undefined : 'demo', nodes, quorumLost: false };
  const shared = {
    version,
    cluster,
    accounts,
    clock,
    random,
    datacenter: createDatacenter(),
    firewalls: new Map(),
    consoles: new Consoles(),
  };
  const node = (name: string, index: number): World => {
    const boot = clock.now() - (77 - index) * hour;
    return {
      ...shared,
      node: {
        name,
        ip: `10.99.0.${index + 1}`,
        bridges: new Set(['vmbr0']),
        boot,
        cpus: 4,
        memory: 16 * GiB,
        fingerprint: index === 0 ? (door?.fingerprint ?? '00') : fingerprintOf(name),
        ...(index === 0 && door !== undefined ? { certificate: door.cert } : {}),
      },
      down: undefined,
      apiDown: false,
      cfsDown: false,
      system: createSystem(),
      guests: new Map(),
      storages: new Map(storages.map((each) => [each.id, index === 0 ? each : storageElsewhere(each)])),
      tasks: new Tasks(name, boot, clock, random),
    };
  };
  const [name = defaultNode, ...others] = names;
  const first = node(name, 0);
  const rest = others.map((other, index) => node(other, index + 1));
  nodes.push(first, ...rest);
  return [first, ...rest];
}

/** A storage as another node has it: the same volumes if it is shared, else only what a fresh node has. */
function storageElsewhere(storage: Storage): Storage {
  if (storage.shared) return { ...storage };
  const volumes = [...storage.volumes]
    .filter(([, { content }]) => content === 'iso' || content === 'vztmpl')
    .map(([name, volume]) => [name, { ...volume }] as const);
  return { ...storage, volumes: new Map(volumes) };
}

/** The certificate of a node that has no door: nobody ever sees more of it than this. */
function fingerprintOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex').toUpperCase();
  return hex.replace(/(..)(?=.)/g, '$1:');
}

/**
 * The other node that a copy is to be on; nothing where that is this one. Its disks have to be where both nodes see them.
 */
export function cloneTarget(
  world: World,
  name: string | undefined,
  storage: string | undefined,
): World | undefined {
  if (name === undefined || name === world.node.name) return undefined;
  const target = memberNamed(world, name);
  if (storage !== undefined && !storageOf(world, storage).shared)
    throw fail(`can't clone to non-shared storage '${storage}'`);
  return target;
}

/** Gives a guest to another node: its configuration goes, and its disks stay where they are. */
export function handOver(from: World, to: World, guest: Guest): void {
  from.guests.delete(guest.vmid);
  to.guests.set(guest.vmid, guest);
}

/** Every guest of the cluster, with its node. */
export function guestsEverywhere({ cluster }: World): { world: World; guest: Guest }[] {
  return cluster.nodes.flatMap((world) => [...world.guests.values()].map((guest) => ({ world, guest })));
}

/** Whether more than half of the nodes are there. One by itself always is enough. */
export function isQuorate({ nodes, quorumLost }: Cluster): boolean {
  return !quorumLost && nodes.filter(({ down }) => down === undefined).length > nodes.length / 2;
}

/** How long the cluster keeps what a node last said of itself, in milliseconds. */
const memory = 300_000;

/** Whether the cluster knows how things are on a node: of one that is down, only what it last said, and not for long. */
export function isKnown({ down, clock }: World): boolean {
  return down === undefined || clock.now() - down.since < memory;
}

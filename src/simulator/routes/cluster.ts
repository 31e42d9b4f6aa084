import type { Caller } from '../acl.js';
import { guestsEverywhere, isKnown, isQuorate } from '../cluster.js';
import { idRange } from '../datacenter.js';
import { fail, invalid } from '../errors.js';
import { nameOf, usage } from '../guest-status.js';
import { haStatus, resourcesOf } from '../high-availability.js';
import { isSince } from '../host-version.js';
import { nodeUsage } from '../node-status.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { usageOf } from '../volumes.js';
import { type Guest, homeOf, type Storage, type World } from '../world.js';
import { membersOf } from './cluster-join.js';
import { ownerFields } from './task.js';

/** What is asked of the cluster, also where it is a single node. */

export const clusterRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/resources',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const type = params.maybe('type');
      const wants = (name: string): boolean => type === undefined || type === name;
      return [
        ...(type === undefined ? poolRows(world, caller) : []),
        ...(wants('vm') ? guestRows(world, caller) : []),
        ...(wants('node') ? world.cluster.nodes.map((node) => nodeRow(node, caller)) : []),
        ...(wants('storage') ? storageRows(world, caller) : []),
        ...(type === undefined ? networkRows(world, caller) : []),
      ];
    },
  },
  {
    route: 'GET /cluster/nextid',
    permission: 'everyone',
    handler: ({ world, params }) => {
      const asked = params.maybeInt('vmid');
      if (asked !== undefined) {
        if (homeOf(world, asked) !== undefined) throw invalid({ vmid: `VM ${asked} already exists` });
        return String(asked);
      }
      const { lower, upper } = idRange(world.datacenter);
      const taken = new Set(guestsEverywhere(world).map(({ guest }) => guest.vmid));
      for (let vmid = lower; vmid < upper; vmid += 1) if (!taken.has(vmid)) return String(vmid);
      throw fail(`unable to get any free VMID in range [${lower}, ${upper}]`);
    },
  },
  {
    route: 'GET /cluster/tasks',
    permission: 'everyone',
    handler: ({ world, caller }) => {
      // The list has owners split in two, so a token never finds itself in it.
      const mine = (owner: string): boolean => owner === caller.authId && !owner.includes('!');
      const seesAll = caller.has('/', 'Sys.Audit');
      // What a node said of its tasks goes with it.
      return world.cluster.nodes
        .filter(({ down }) => down === undefined)
        .flatMap(({ tasks }) => [...tasks.running, ...tasks.finished.slice(0, 25)])
        .filter((task) => seesAll || mine(task.owner))
        .map((task) => {
          const { upid, node, starttime, type, id, owner, endtime, exitstatus } = task;
          const row = { upid, node, starttime, type, id };
          if (endtime === undefined) return { ...row, user: owner, saved: '0' };
          return { ...row, ...ownerFields(task), endtime, status: exitstatus, saved: '1' };
        });
    },
  },
  {
    route: 'GET /cluster/status',
    permission: all('/', 'Sys.Audit'),
    protected: true,
    handler: ({ world }) => {
      const { cluster } = world;
      const { name, nodes } = cluster;
      if (name === undefined) return nodes.map((each) => memberRow(each, 0, world));
      return [
        {
          type: 'cluster',
          id: 'cluster',
          nodes: nodes.length,
          version: nodes.length,
          name,
          quorate: isQuorate(cluster) ? 1 : 0,
        },
        ...nodes.map((each, index) => memberRow(each, index + 1, world)),
      ];
    },
  },
  {
    route: 'GET /cluster/config/nodes',
    permission: all('/', 'Sys.Audit'),
    handler: ({ world }) =>
      // Without corosync there is no configuration to read.
      world.cluster.name === undefined
        ? []
        : membersOf(world).map((member) => ({ node: member.name, ...member })),
  },
];

function memberRow({ node: { name, ip }, down }: World, nodeid: number, local: World): object {
  return {
    id: `node/${name}`,
    name,
    type: 'node',
    nodeid,
    ip,
    local: name === local.node.name ? 1 : 0,
    online: down === undefined ? 1 : 0,
    level: '',
  };
}

function guestRows(world: World, caller: Caller): object[] {
  const sees = caller.guestsWith('VM.Audit');
  const rows: object[] = [];
  for (const home of world.cluster.nodes) {
    const rowOf = rowsOn(home);
    for (const guest of home.guests.values()) if (sees(guest.vmid)) rows.push(rowOf(guest));
  }
  return rows;
}

/**
 * Parts of a name, with slashes. Not by a template: a long text would be kept in pieces, and those take newer releases of
 * V8 off the quick way through JSON, for the whole list.
 */
function idOf(...parts: readonly (string | number)[]): string {
  return parts.join('/');
}

/** A guest as the list of resources shows it; `world` is its node. */
export function guestRow(world: World, guest: Guest): Record<string, unknown> {
  return rowsOn(world)(guest);
}

/** What makes the rows of a node's guests: there may be thousands, so what is the same for all is asked once. */
function rowsOn(world: World): (guest: Guest) => Record<string, unknown> {
  const node = world.node.name;
  const known = isKnown(world);
  const memhost = isSince(world.version, 9) ? 0 : undefined;
  const poolOf = poolsByGuest(world);
  const isManaged = resourcesOf(world).size > 0;
  return (guest) => {
    const { kind, vmid, config, running } = guest;
    const id = `${kind}/${vmid}`;
    const tags = config.get('tags');
    const lock = config.get('lock');
    const pool = poolOf.get(vmid);
    // Written out; JSON leaves out what is undefined.
    if (!known) return { id, type: kind, node, vmid, status: 'unknown', tags, lock, pool };
    const used = usage(world, guest);
    return {
      id,
      type: kind,
      node,
      vmid,
      name: nameOf(guest),
      status: running === undefined ? 'stopped' : 'running',
      template: config.get('template') === '1' ? 1 : 0,
      maxcpu: used.cpus,
      memhost,
      cpu: used.cpu,
      mem: used.mem,
      maxmem: used.maxmem,
      disk: used.disk,
      maxdisk: used.maxdisk,
      uptime: used.uptime,
      netin: used.netin,
      netout: used.netout,
      diskread: used.diskread,
      diskwrite: used.diskwrite,
      tags,
      lock,
      pool,
      hastate: isManaged ? haStatus(world, guest).state : undefined,
    };
  };
}

function poolsByGuest({ accounts }: World): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [name, { vms }] of accounts.pools) for (const vmid of vms) found.set(vmid, name);
  return found;
}

function poolRows(world: World, caller: Caller): object[] {
  return [...world.accounts.pools.keys()]
    .filter((pool) => caller.has(`/pool/${pool}`, 'Pool.Audit'))
    .map((pool) => ({ id: `/pool/${pool}`, type: 'pool', pool }));
}

function nodeRow(world: World, caller: Caller): object {
  const { name, cpus } = world.node;
  const row = { id: idOf('node', name), type: 'node', node: name, level: '', 'cgroup-mode': 2 };
  if (world.down !== undefined) return { ...row, status: 'offline' };
  const online = { ...row, status: 'online' };
  if (!caller.has(`/nodes/${name}`, 'Sys.Audit')) return online;
  const { cpu, memory, rootfs, uptime } = nodeUsage(world);
  const disk = { disk: rootfs.used, maxdisk: rootfs.total };
  return { ...online, cpu, maxcpu: cpus, mem: memory.used, maxmem: memory.total, ...disk, uptime };
}

function storageRows(world: World, caller: Caller): object[] {
  return [...world.storages.keys()]
    .filter((id) => caller.hasAny(`/storage/${id}`, 'Datastore.Audit'))
    .flatMap((id) =>
      world.cluster.nodes.flatMap((node) => {
        const storage = node.storages.get(id);
        return storage === undefined ? [] : [storageRow(node, storage)];
      }),
    );
}

/** A storage as the list of resources shows it. */
export function storageRow(world: World, storage: Storage): object {
  const { total, used } = usageOf(storage);
  const isThere = storage.online && isKnown(world);
  return {
    id: idOf('storage', world.node.name, storage.id),
    type: 'storage',
    node: world.node.name,
    storage: storage.id,
    plugintype: storage.type,
    content: storage.content.join(','),
    shared: storage.shared ? 1 : 0,
    status: isThere ? 'available' : 'unknown',
    ...(isThere ? { disk: used, maxdisk: total } : {}),
  };
}

function networkRows(world: World, caller: Caller): object[] {
  if (!isSince(world.version, 9)) return [];
  if (!caller.hasAny('/sdn/zones/localnetwork', 'SDN.Audit', 'SDN.Use')) return [];
  const network = 'localnetwork';
  return world.cluster.nodes.map(({ node: { name: node } }) => ({
    id: idOf('network', node, 'zone', network),
    type: 'network',
    node,
    network,
    'network-type': 'zone',
    status: 'ok',
  }));
}

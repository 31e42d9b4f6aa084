import type { Caller } from '../acl.js';
import { idRange } from '../datacenter.js';
import { fail, invalid } from '../errors.js';
import { field } from '../formats.js';
import { nameOf, usage } from '../guest-status.js';
import { nodeUsage } from '../node-status.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { usageOf } from '../volumes.js';
import type { Guest, Storage, World } from '../world.js';
import { ownerFields } from './task.js';

/** What is asked of the cluster, also where it is a single node. */

export const clusterRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/resources',
    permission: 'everyone',
    params: { type: { type: 'string', enum: ['vm', 'storage', 'node', 'sdn'] } },
    handler: ({ world, caller, params }) => {
      const type = params.maybe('type');
      const wants = (name: string): boolean => type === undefined || type === name;
      return [
        ...(type === undefined ? poolRows(world, caller) : []),
        ...(wants('vm') ? guestRows(world, caller) : []),
        ...(wants('node') ? [nodeRow(world, caller)] : []),
        ...(wants('storage') ? storageRows(world, caller) : []),
        ...(type === undefined ? networkRows(world, caller) : []),
      ];
    },
  },
  {
    route: 'GET /cluster/nextid',
    permission: 'everyone',
    params: { vmid: field.maybeVmid },
    handler: ({ world, params }) => {
      const asked = params.maybeInt('vmid');
      if (asked !== undefined) {
        if (world.guests.has(asked)) throw invalid({ vmid: `VM ${asked} already exists` });
        return String(asked);
      }
      const { lower, upper } = idRange(world.datacenter);
      for (let vmid = lower; vmid < upper; vmid += 1) if (!world.guests.has(vmid)) return String(vmid);
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
      return [...world.tasks.running, ...world.tasks.finished.slice(0, 25)]
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
      const { name, ip } = world.node;
      return [{ id: `node/${name}`, name, type: 'node', nodeid: 0, ip, local: 1, online: 1, level: '' }];
    },
  },
];

function guestRows(world: World, caller: Caller): object[] {
  return [...world.guests.values()]
    .filter((guest) => caller.has(`/vms/${guest.vmid}`, 'VM.Audit'))
    .map((guest) => guestRow(world, guest));
}

/** A guest as the list of resources shows it. */
export function guestRow(world: World, guest: Guest): object {
  const { cpus, maxswap: _, ...numbers } = usage(world, guest);
  const tags = guest.config.get('tags');
  const lock = guest.config.get('lock');
  const pool = [...world.accounts.pools].find(([, { vms }]) => vms.has(guest.vmid))?.[0];
  return {
    id: `${guest.kind}/${guest.vmid}`,
    type: guest.kind,
    node: world.node.name,
    vmid: guest.vmid,
    name: nameOf(guest),
    status: guest.running === undefined ? 'stopped' : 'running',
    template: guest.config.get('template') === '1' ? 1 : 0,
    maxcpu: cpus,
    memhost: 0,
    ...numbers,
    ...(tags === undefined ? {} : { tags }),
    ...(lock === undefined ? {} : { lock }),
    ...(pool === undefined ? {} : { pool }),
  };
}

function poolRows(world: World, caller: Caller): object[] {
  return [...world.accounts.pools.keys()]
    .filter((pool) => caller.has(`/pool/${pool}`, 'Pool.Audit'))
    .map((pool) => ({ id: `/pool/${pool}`, type: 'pool', pool }));
}

function nodeRow(world: World, caller: Caller): object {
  const { name, cpus } = world.node;
  const row = { id: `node/${name}`, type: 'node', node: name, status: 'online', level: '', 'cgroup-mode': 2 };
  if (!caller.has(`/nodes/${name}`, 'Sys.Audit')) return row;
  const { cpu, memory, rootfs, uptime } = nodeUsage(world);
  const disk = { disk: rootfs.used, maxdisk: rootfs.total };
  return { ...row, cpu, maxcpu: cpus, mem: memory.used, maxmem: memory.total, ...disk, uptime };
}

function storageRows(world: World, caller: Caller): object[] {
  return [...world.storages.values()]
    .filter((storage) => caller.hasAny(`/storage/${storage.id}`, 'Datastore.Audit'))
    .map((storage) => storageRow(world, storage));
}

/** A storage as the list of resources shows it. */
export function storageRow(world: World, storage: Storage): object {
  const { total, used } = usageOf(storage);
  return {
    id: `storage/${world.node.name}/${storage.id}`,
    type: 'storage',
    node: world.node.name,
    storage: storage.id,
    plugintype: storage.type,
    content: storage.content.join(','),
    shared: storage.shared ? 1 : 0,
    status: storage.online ? 'available' : 'unknown',
    ...(storage.online ? { disk: used, maxdisk: total } : {}),
  };
}

function networkRows(world: World, caller: Caller): object[] {
  if (!caller.hasAny('/sdn/zones/localnetwork', 'SDN.Audit', 'SDN.Use')) return [];
  const node = world.node.name;
  const network = 'localnetwork';
  return [
    {
      id: `network/${node}/zone/${network}`,
      type: 'network',
      node,
      network,
      'network-type': 'zone',
      status: 'ok',
    },
  ];
}

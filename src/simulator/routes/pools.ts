import type { Pool } from '../acl.js';
import { guestsEverywhere } from '../cluster.js';
import { ApiError, fail } from '../errors.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { homeOf, type World } from '../world.js';
import { guestRow, storageRow } from './cluster.js';

/** Pools: their members, and with them rights. */

const allocate = all('/pool/{poolid}', 'Pool.Allocate');

export const poolRoutes: readonly Route[] = [
  {
    route: 'GET /pools',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const wanted = params.maybe('poolid');
      // Who asks for one pool by its name is not asked for a privilege.
      if (wanted !== undefined) return [poolRow(world, wanted, params.maybe('type'))];
      return [...world.accounts.pools]
        .filter(([id]) => caller.has(`/pool/${id}`, 'Pool.Audit'))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, pool]) => ({ poolid: id, ...commentOf(pool) }));
    },
  },
  {
    route: 'POST /pools',
    permission: allocate,
    protected: true,
    handler: (context) => attempt('create pool', () => create(context)),
  },
  { route: 'PUT /pools', permission: allocate, protected: true, handler: update },
  { route: 'DELETE /pools', permission: allocate, protected: true, handler: remove },
  {
    route: 'GET /pools/{poolid}',
    permission: all('/pool/{poolid}', 'Pool.Audit'),
    handler: ({ world, params }) => poolRow(world, params.text('poolid'), params.maybe('type')),
  },
  { route: 'PUT /pools/{poolid}', permission: allocate, protected: true, handler: update },
  {
    route: 'DELETE /pools/{poolid}',
    permission: allocate,
    protected: true,
    handler: remove,
  },
];

/** A plain complaint from under the lock of the user configuration begins with what was tried. */
export function attempt<T>(what: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof ApiError && error.status === 500) throw fail(`${what} failed: ${error.message}`);
    throw error;
  }
}

function existing(world: World, id: string): Pool {
  const pool = world.accounts.pools.get(id);
  if (pool === undefined) throw fail(`pool '${id}' does not exist`);
  return pool;
}

function commentOf({ comment }: Pool): object {
  return comment === undefined ? {} : { comment };
}

/** In a pool's own list a member does not say which pool it is in. */
function withoutPool({ pool: _, ...row }: Record<string, unknown>): object {
  return row;
}

function poolRow(world: World, id: string, wanted: string | undefined): object {
  const pool = existing(world, id);
  const guests = guestsEverywhere(world).filter(({ guest }) => pool.vms.has(guest.vmid));
  const storages = [...pool.storages].flatMap((storage) => world.storages.get(storage) ?? []);
  const members = [
    ...guests
      .filter(({ guest }) => wanted === undefined || wanted === guest.kind)
      .map(({ world: home, guest }) => withoutPool(guestRow(home, guest))),
    ...(wanted === undefined || wanted === 'storage' ? storages.map((each) => storageRow(world, each)) : []),
  ];
  return { members, ...commentOf(pool), poolid: id };
}

function create({ world, params }: Context): void {
  const { pools } = world.accounts;
  const id = params.text('poolid');
  if (pools.has(id)) throw fail(`pool '${id}' already exists`);
  const parent = id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : undefined;
  if (parent !== undefined && !pools.has(parent))
    throw fail(`parent '${parent}' of pool '${id}' does not exist`);
  if (!/^[A-Za-z]/.test(id.slice(id.lastIndexOf('/') + 1))) throw fail('pool name must start with a letter');
  pools.set(id, { comment: params.maybe('comment') || undefined, vms: new Set(), storages: new Set() });
}

function update(context: Context): void {
  attempt('update pools', () => change(context));
}

/** All or nothing: the members are changed in copies, which take the pool's place at the end. */
function change({ world, caller, params }: Context): void {
  const { pools } = world.accounts;
  const id = params.text('poolid');
  const pool = existing(world, id);
  const removes = params.flag('delete');
  const vms = new Set(pool.vms);
  const storages = new Set(pool.storages);
  const left: (() => void)[] = [];
  for (const vmid of params.list('vms').map(Number)) {
    caller.needModifyAcl(`/vms/${vmid}`);
    if (removes) {
      if (!vms.delete(vmid)) throw fail(`VM ${vmid} is not a pool member`);
      continue;
    }
    if (vms.has(vmid)) throw fail(`VM ${vmid} is already a pool member`);
    const other = [...pools].find(([, { vms: members }]) => members.has(vmid));
    if (other !== undefined) {
      if (!params.flag('allow-move'))
        throw fail(`VM ${vmid} belongs already to pool '${other[0]}' and 'allow-move' is not set`);
      caller.need(`/pool/${other[0]}`, 'Pool.Allocate');
      left.push(() => other[1].vms.delete(vmid));
    }
    vms.add(vmid);
  }
  for (const storage of params.list('storage')) {
    caller.needModifyAcl(`/storage/${storage}`);
    if (removes ? !storages.delete(storage) : storages.has(storage))
      throw fail(`Storage '${storage}' is ${removes ? 'not' : 'already'} a pool member`);
    if (!removes) storages.add(storage);
  }
  for (const leave of left) leave();
  pools.set(id, { comment: params.maybe('comment') ?? pool.comment, vms, storages });
}

function remove({ world, params }: Context): void {
  attempt('delete pool', () => {
    const { pools, acl } = world.accounts;
    const id = params.text('poolid');
    const { vms, storages } = existing(world, id);
    const why =
      [...pools.keys()].filter((name) => name.startsWith(`${id}/`)).map((name) => `pool '${name}'`)[0] ??
      [...vms].filter((vmid) => homeOf(world, vmid) !== undefined).map((vmid) => `VM ${vmid}`)[0] ??
      [...storages].filter((name) => world.storages.has(name)).map((name) => `storage '${name}'`)[0];
    if (why !== undefined) throw fail(`pool '${id}' is not empty (contains ${why})`);
    pools.delete(id);
    acl.splice(0, acl.length, ...acl.filter((entry) => entry.path !== `/pool/${id}`));
  });
}

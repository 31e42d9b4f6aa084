import type { Caller } from '../acl.js';
import { isQuorate } from '../cluster.js';
import { fail, invalid } from '../errors.js';
import { migrateWork, parseStorageMap, type StorageMap } from '../migrate-work.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { container, memberNamed, type World } from '../world.js';

/** The way of a container to another node. */

export const lxcMigrateRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/migrate',
    permission: all('/vms/{vmid}', 'VM.Migrate'),
    protected: true,
    handler: ({ world, params }) => {
      const running = container(world, params.int('vmid')).running === undefined ? 0 : 1;
      const others = world.cluster.nodes.filter((other) => other !== world).map(({ node }) => node.name);
      return { running, 'allowed-nodes': others, 'not-allowed-nodes': {} };
    },
  },
  {
    route: 'POST /nodes/{node}/lxc/{vmid}/migrate',
    permission: all('/vms/{vmid}', 'VM.Migrate'),
    protected: true,
    handler: migrate,
  },
];

/** The order of its checks is PVE's. Disks and the other node are looked at in the task. */
function migrate({ world, caller, params }: Context): string {
  const name = params.text('target');
  if (name === world.node.name) throw invalid({ target: 'target is local node.' });
  if (!isQuorate(world.cluster)) throw fail('cluster not ready - no quorum?');
  const target = memberNamed(world, name);
  const vmid = params.int('vmid');
  const { running } = container(world, vmid);
  const [online, restart] = [params.flag('online'), params.flag('restart')];
  if (running !== undefined && !online && !restart)
    throw fail("can't migrate running container without --online or --restart");
  const storages = parseStorageMap(params.maybe('target-storage'));
  if (params.has('target-storage')) checkStorages(target, caller, vmid, storages);
  const timeout = params.maybeInt('timeout') ?? 180;
  return world.tasks.start(caller.authId, 'vzmigrate', vmid, (output) =>
    migrateWork(world, { vmid, target, online, restart, timeout, storages }, output),
  ).upid;
}

function checkStorages(target: World, caller: Caller, vmid: number, { fallback, entries }: StorageMap): void {
  if (fallback === undefined && entries.size === 0) return;
  caller.need(`/vms/${vmid}`, 'VM.Config.Disk');
  for (const id of [...entries.values(), ...(fallback === undefined ? [] : [fallback])]) {
    caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
    const storage = target.storages.get(id);
    if (storage === undefined) throw fail(`storage '${id}' does not exist`);
    if (!storage.content.includes('rootdir')) throw fail(`storage '${id}' does not support CT rootdirs`);
  }
}

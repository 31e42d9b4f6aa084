import { pass } from './clock.js';
import { isQuorate } from './cluster.js';
import { fail } from './errors.js';
import type { Params } from './schema.js';
import type { Guest, World } from './world.js';

/**
 * What a cluster without quorum refuses. Its files can be read and not be written: some calls ask beforehand, some wait
 * for a lock that they cannot get, and the rest fails at the file. Guests that run go on, and so does what changes
 * nothing but a node (pve-cluster src/PVE/Cluster.pm; the calls are those of pve-container, qemu-server, pve-manager).
 */

/** How long PVE tries to get a lock, in milliseconds. */
const patience = 10_000;

/** Calls that ask first. */
const asked =
  /^POST \/nodes\/{node}\/(?:lxc|qemu|migrateall|(?:lxc|qemu)\/{vmid}\/(?:clone|migrate|status\/start))$/;

/** Calls that change a file under a lock: its name, and what the complaint begins with. */
const locking: readonly (readonly [route: RegExp, lock: string, complaint?: string])[] = [
  [/^PUT \/access\/acl$/, 'file-user_cfg', 'ACL update failed'],
  ...['group', 'role', 'user'].map(
    (kind) => [new RegExp(`^POST /access/${kind}s$`), 'file-user_cfg', `create ${kind} failed`] as const,
  ),
  ...['group', 'role', 'user'].flatMap(
    (kind) =>
      [
        [new RegExp(`^PUT /access/${kind}s/{\\w+}$`), 'file-user_cfg', `update ${kind} failed`],
        [new RegExp(`^DELETE /access/${kind}s/{\\w+}$`), 'file-user_cfg', `delete ${kind} failed`],
      ] as const,
  ),
  [/^POST \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'generating token failed'],
  [/^PUT \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'updating token info failed'],
  [/^DELETE \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'deleting token failed'],
  [/^PUT \/access\/password$/, 'file-priv_shadow_cfg'],
  [/^POST \/pools/, 'file-user_cfg', 'create pool failed'],
  [/^PUT \/pools/, 'file-user_cfg', 'update pools failed'],
  [/^DELETE \/pools/, 'file-user_cfg', 'delete pool failed'],
  [/^POST \/storage$/, 'file-storage_cfg', 'create storage failed'],
  [/^PUT \/storage\//, 'file-storage_cfg', 'update storage failed'],
  [/^DELETE \/storage\//, 'file-storage_cfg', 'delete storage failed'],
  [/^(?:POST|PUT|DELETE) \/cluster\/backup/, 'file-jobs_cfg'],
  [/^PUT \/cluster\/options$/, 'file-datacenter_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/replication/, 'file-replication_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/ha/, 'domain-ha'],
  [/^(?:POST|PUT|DELETE) \/cluster\/firewall/, 'firewall-cluster'],
  [/^(?:POST|PUT|DELETE) \/nodes\/{node}\/firewall/, 'firewall-host-{node}'],
  [/^(?:POST|PUT|DELETE) \/nodes\/{node}\/(?:lxc|qemu)\/{vmid}\/firewall/, 'firewall-vm-{vmid}'],
];

/** Calls that write the configuration of a guest at once. */
const writing =
  /^(?:PUT|POST) \/nodes\/{node}\/(lxc|qemu)\/{vmid}\/(?:config|move_volume|move_disk|snapshot\/{snapname}\/config)$/;

/** Refuses a call that the cluster cannot carry out without a quorum. */
export async function needQuorum(world: World, route: string, params: Params): Promise<void> {
  if (isQuorate(world.cluster)) return;
  if (asked.test(route)) throw fail('cluster not ready - no quorum?');
  const [, lock, complaint] = locking.find(([pattern]) => pattern.test(route)) ?? [];
  if (lock !== undefined) {
    await pass(world.clock, patience);
    const name = lock
      .replace('{node}', world.node.name)
      .replace('{vmid}', () => String(params.maybeInt('vmid') ?? ''));
    throw fail(`${complaint === undefined ? '' : `${complaint}: `}cfs-lock '${name}' error: no quorum!`);
  }
  const kind = writing.exec(route)?.[1];
  if (kind !== undefined) throw unwritable(world, kind === 'lxc' ? 'lxc' : 'qemu', params.int('vmid'));
}

/** Whether a guest's configuration can be written; throws what opening the file says. */
export function checkConfigWrite(world: World, { kind, vmid }: Guest): void {
  if (!isQuorate(world.cluster)) throw unwritable(world, kind, vmid);
}

function unwritable(world: World, kind: Guest['kind'], vmid: number): Error {
  const folder = kind === 'lxc' ? 'lxc' : 'qemu-server';
  const file = `/etc/pve/nodes/${world.node.name}/${folder}/${vmid}.conf.tmp.${world.random.between(2000, 60_000)}`;
  return fail(`unable to open file '${file}' - Permission denied`);
}

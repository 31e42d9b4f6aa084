import { pass } from './clock.js';
import { isQuorate } from './cluster.js';
import { fail } from './errors.js';
import { isSince } from './host-version.js';
import { asking, locking } from './quorum-locks.js';
import type { Params } from './schema.js';
import type { Guest, World } from './world.js';

/**
 * What a cluster without quorum refuses. Its files can be read and not be written: some calls ask beforehand, some wait
 * for a lock that they cannot get, and the rest fails at the file. Guests that run go on, and so does what changes
 * nothing but a node (pve-cluster src/PVE/Cluster.pm; the calls are those of pve-container, qemu-server, pve-manager).
 */

/** How long PVE tries to get a lock, in milliseconds. */
const patience = 10_000;

/** Calls that write the configuration of a guest at once. */
const writing =
  /^(?:PUT|POST) \/nodes\/{node}\/(lxc|qemu)\/{vmid}\/(?:config|move_volume|move_disk|snapshot\/{snapname}\/config)$/;

/** Refuses a call that the cluster cannot carry out without a quorum. */
export async function needQuorum(world: World, route: string, params: Params): Promise<void> {
  if (isQuorate(world.cluster)) return;
  // That there are no groups any more is said first.
  if (route.includes('/cluster/ha/groups') && isSince(world.version, 9)) return;
  if (asking.some((pattern) => pattern.test(route))) throw fail('cluster not ready - no quorum?');
  const file = directly(world, route);
  if (file !== undefined) throw noAccess(world, file);
  const [, lock, complaint] = locking.find(([pattern]) => pattern.test(route)) ?? [];
  if (lock !== undefined) {
    await pass(world.clock, patience);
    const name = lock
      .replace('{node}', world.node.name)
      .replace('{vmid}', () => String(params.maybeInt('vmid') ?? ''))
      .replace('{vnet}', () => params.maybe('vnet') ?? '');
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
  return noAccess(world, `nodes/${world.node.name}/${folder}/${vmid}.conf`);
}

/** A file that a call writes without a lock of the cluster. */
function directly({ node, version }: World, route: string): string | undefined {
  if (route === 'PUT /nodes/{node}/config') return `nodes/${node.name}/config`;
  // Before there was a lock for them, what is in use was written at once.
  return route === 'PUT /cluster/sdn' && version !== '9.2' ? 'sdn/.running-config' : undefined;
}

/** Files are written under another name first. */
function noAccess({ random }: World, file: string): Error {
  return fail(
    `unable to open file '/etc/pve/${file}.tmp.${random.between(2000, 60_000)}' - Permission denied`,
  );
}

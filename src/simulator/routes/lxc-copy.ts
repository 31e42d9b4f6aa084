import { cloneTarget, handOver } from '../cluster.js';
import { checkBridge } from '../config-permission.js';
import { checkCopyFits, copyLog, newDiskLog } from '../disk-log.js';
import { fail } from '../errors.js';
import { diskSize, type Mount, mountsOf, printMount, renewAddresses } from '../guest-config.js';
import { exclusively, nothing, whenFree } from '../guest-work.js';
import { checkManaged, forgetResource } from '../high-availability.js';
import { isNet, isUnused } from '../lxc-schema.js';
import { checkConfigWrite } from '../quorum.js';
import type { Context, Route } from '../route.js';
import { all, both, either, given } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { allocateDisk, findVolume, freeDisk, splitVolid, supportsSnapshots, usedOf } from '../volumes.js';
import {
  activeStorage,
  type Config,
  checkLock,
  checkProtection,
  checkUnused,
  container,
  type Guest,
  newGuest,
  poolOf,
  type Snapshot,
  storageOf,
  type World,
} from '../world.js';
import { hasFeature } from './lxc.js';
import { snapshotOf } from './snapshot.js';

/** Copies of a container, its way to a template, and its end. */

export const lxcCopyRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/lxc/{vmid}/clone',
    permission: both(
      all('/vms/{vmid}', 'VM.Clone'),
      either(all('/vms/{newid}', 'VM.Allocate'), given('pool', all('/pool/{pool}', 'VM.Allocate'))),
    ),
    protected: true,
    handler: clone,
  },
  {
    route: 'POST /nodes/{node}/lxc/{vmid}/template',
    permission: all('/vms/{vmid}', 'VM.Allocate'),
    protected: true,
    // Answers nothing although a task runs: its id is only in the task list.
    handler: async ({ world, caller, params }) => {
      const guest = container(world, params.int('vmid'));
      await whenFree(world, guest);
      checkLock(guest);
      if (guest.config.get('template') === '1') throw fail("you can't convert a template to a template");
      if (guest.snapshots.size > 0) throw fail('unable to create template, because CT contains snapshots');
      if (guest.running !== undefined) throw fail("you can't convert a CT to template if the CT is running");
      world.tasks.start(caller.authId, 'vztemplate', guest.vmid, () => toTemplate(world, guest));
    },
  },
  {
    route: 'DELETE /nodes/{node}/lxc/{vmid}',
    permission: all('/vms/{vmid}', 'VM.Allocate'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = container(world, params.int('vmid'));
      checkProtection(guest, `can't remove CT ${guest.vmid}`);
      checkLock(guest);
      if (guest.running !== undefined && !params.flag('force')) {
        throw fail(`unable to destroy CT ${guest.vmid} - container is running`);
      }
      checkManaged(world, guest, params.flag('purge'));
      const options = { purge: params.flag('purge'), orphans: params.flag('destroy-unreferenced-disks') };
      return world.tasks.start(caller.authId, 'vzdestroy', guest.vmid, (output) =>
        destroy(world, guest, output, options),
      ).upid;
    },
  },
];

async function clone({ world, caller, params }: Context): Promise<string> {
  const [vmid, newid] = [params.int('vmid'), params.int('newid')];
  const pool = poolOf(world, params.maybe('pool'));
  const target = cloneTarget(world, params.maybe('target'), params.maybe('storage'));
  const source = container(world, vmid);
  // The source is locked first; that the new number is taken is only seen then (pve-container src/PVE/API2/LXC.pm).
  await whenFree(world, source);
  checkLock(source);
  checkUnused(world, newid);
  const full = params.has('full') ? params.flag('full') : source.config.get('template') !== '1';
  const storage = params.maybe('storage');
  if (storage !== undefined && !full) throw fail("parameter 'storage' not allowed for linked clones");
  const snapname = params.maybe('snapname');
  const from = snapname === undefined ? source.config : configIn(snapshotOf(source, snapname));
  const mayCopy = snapname !== undefined || source.running === undefined;
  const mounts = mountsOf(from);
  const ids = new Set<string>();
  for (const [key, value] of [...from].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (isNet(key)) checkBridge(world, caller, value);
    const mount = mounts.find((each) => each.key === key);
    if (mount === undefined) continue;
    if (mount.type === 'volume') {
      const id = storage ?? splitVolid(mount.volid).storage;
      caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
      ids.add(id);
      if (full && !mayCopy)
        throw fail(
          world.version === '9.2'
            ? 'Full clone of a running container is only possible from a snapshot'
            : 'Cannot do full clones on a running container without snapshots',
        );
    }
    checkClonable(world, mount, full);
  }
  for (const id of ids) activeStorage(world, id);
  if (target !== undefined && [...ids].some((id) => !storageOf(world, id).shared))
    throw fail(`can't clone CT to node '${target.node.name}' (CT uses local storage)`);
  const config: Config = new Map([...from].filter(([key]) => !isUnused(key)));
  for (const key of ['parent', 'lock', 'template']) config.delete(key);
  for (const key of ['hostname', 'description']) {
    const value = params.maybe(key);
    if (value !== undefined) config.set(key, value);
  }
  renewAddresses(config, world.random);
  const copy = newGuest(newid, new Map([['lock', 'create']]));
  world.guests.set(newid, copy);
  pool?.vms.add(newid);
  source.config.set('lock', 'disk');
  const work = (output: TaskOutput): Work =>
    cloneWork(world, { source, copy, config, full, storage, target }, output);
  return world.tasks.start(caller.authId, 'vzclone', vmid, work).upid;
}

/** A snapshot's own description takes the place of the container's. */
function configIn(snapshot: Snapshot): Config {
  const { config, description } = snapshot;
  return description === '' ? config : new Map([...config, ['description', description]]);
}

function checkClonable(world: World, mount: Mount, full: boolean): void {
  if (mount.type !== 'volume') throw fail(`unable to clone mountpoint '${mount.key}' (type ${mount.type})`);
  const { storage, volname } = splitVolid(mount.volid);
  if (!full && !supportsSnapshots(storageOf(world, storage)) && !volname.includes('/base-')) {
    throw fail(`Linked clone feature for '${mount.volid}' is not available`);
  }
}

interface Cloning {
  source: Guest;
  copy: Guest;
  config: Config;
  full: boolean;
  storage: string | undefined;
  target: World | undefined;
}

function* cloneWork(world: World, cloning: Cloning, output: TaskOutput): Work {
  const { source, copy, config, full } = cloning;
  const made: string[] = [];
  let done = false;
  try {
    output.line(`creating a clone of container ${source.vmid} with ID ${copy.vmid}`);
    for (const mount of mountsOf(config)) {
      const storage = activeStorage(world, cloning.storage ?? splitVolid(mount.volid).storage);
      const size = diskSize(world, mount);
      output.line(
        full
          ? `create full clone of mountpoint ${mount.key} (${mount.volid})`
          : `create linked clone of mount point ${mount.key} (${mount.volid})`,
      );
      const volid = allocateDisk(world, storage.id, copy.vmid, size);
      made.push(volid);
      if (full) {
        for (const line of newDiskLog(storage, splitVolid(volid).volname, size, world.random))
          output.line(line);
        yield 2400;
        checkCopyFits(storage, copy.vmid, output);
        const volume = findVolume(world, volid)?.volume;
        for (const line of copyLog(volume === undefined ? size : usedOf(volume))) output.line(line);
      } else {
        yield 500;
      }
      config.set(
        mount.key,
        printMount({ key: mount.key, properties: new Map(mount.properties).set('volume', volid) }),
      );
    }
    copy.config = config;
    copy.raw = source.raw;
    if (cloning.target !== undefined) handOver(world, cloning.target, copy);
    done = true;
  } finally {
    source.config.delete('lock');
    if (!done) {
      for (const volid of made) freeDisk(world, volid, copy.vmid);
      world.guests.delete(copy.vmid);
    }
  }
}

function* toTemplate(world: World, guest: Guest): Work {
  yield 400;
  checkConfigWrite(world, guest);
  if (!hasFeature(world, guest, 'clone')) throw fail('Template feature is not available');
  for (const mount of mountsOf(guest.config)) {
    const found = findVolume(world, mount.volid);
    if (found === undefined) continue;
    const { storage, volume } = found;
    const volname = volume.volname.replace(/\/(?:vm|subvol)-/, '/base-');
    storage.volumes.delete(volume.volname);
    storage.volumes.set(volname, { ...volume, volname });
    mount.properties.set('volume', `${storage.id}:${volname}`);
    guest.config.set(mount.key, printMount(mount));
  }
  guest.config.set('template', '1');
}

function* destroy(
  world: World,
  guest: Guest,
  output: TaskOutput,
  options: { purge: boolean; orphans: boolean },
): Work {
  yield* exclusively(guest, nothing());
  checkLock(guest);
  checkConfigWrite(world, guest);
  guest.config.set('lock', 'destroyed');
  if (guest.running !== undefined) {
    output.line(`forced to stop CT ${guest.vmid} before destroying!`);
    yield 500;
    guest.running = undefined;
  }
  yield 700;
  for (const [key, value] of guest.config) if (isUnused(key)) freeDisk(world, value, guest.vmid);
  for (const mount of mountsOf(guest.config)) {
    if (mount.type === 'volume') freeDisk(world, mount.volid, guest.vmid);
  }
  if (options.orphans) freeOrphans(world, guest.vmid);
  if (options.purge) output.line(`purging CT ${guest.vmid} from related configurations..`);
  // Rights on a guest go with it, whatever the parameters say.
  forgetGuest(world, guest.vmid);
}

/** Takes a guest out of the host, with its rights, its firewall and its place in a pool. */
export function forgetGuest(world: World, vmid: number): void {
  const { acl, pools } = world.accounts;
  acl.splice(0, acl.length, ...acl.filter((entry) => entry.path !== `/vms/${vmid}`));
  for (const pool of pools.values()) pool.vms.delete(vmid);
  const guest = world.guests.get(vmid);
  if (guest !== undefined) forgetResource(world, guest);
  world.firewalls.delete(`guest/${vmid}`);
  world.guests.delete(vmid);
}

/** Removes disks that bear the guest's number and that no configuration mentions. */
function freeOrphans(world: World, vmid: number): void {
  for (const storage of world.storages.values()) {
    for (const volume of [...storage.volumes.values()]) {
      if (volume.content === 'rootdir' && volume.vmid === vmid) storage.volumes.delete(volume.volname);
    }
  }
}

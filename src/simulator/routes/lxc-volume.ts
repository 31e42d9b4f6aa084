import { checkCopyFits, copyLog, newDiskLog } from '../disk-log.js';
import { ApiError, fail, invalid } from '../errors.js';
import { checkDigest, diskSize, keepUnused, type Mount, parseMount, printMount } from '../guest-config.js';
import { whenFree } from '../guest-work.js';
import { isMount, isUnused, mountSchemaOf } from '../lxc-schema.js';
import { propertyErrors } from '../property-string.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import {
  addVolume,
  allocateDisk,
  findVolume,
  freeDisk,
  freeDiskName,
  splitVolid,
  usedOf,
} from '../volumes.js';
import { activeStorage, checkLock, container, type Guest, homeOf, storageOf, type World } from '../world.js';

/** Moving a volume: to another storage, or to another container. */

export const lxcVolumeRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/lxc/{vmid}/move_volume',
    permission: all('/vms/{vmid}', 'VM.Config.Disk'),
    protected: true,
    handler: (context) => {
      const { params } = context;
      const [storage, target] = [params.has('storage'), params.has('target-vmid')];
      if (storage === target) {
        const text = storage
          ? "either set 'storage' or 'target-vmid', but not both"
          : "both 'storage' and 'target-vmid' missing, either needs to be set";
        throw invalid({ 'target-vmid': text, storage: text });
      }
      return storage ? moveToStorage(context) : moveToContainer(context);
    },
  },
];

function mountAt(guest: Guest, name: string): Mount {
  const text = guest.config.get(name) ?? '';
  const errors = text === '' ? propertyErrors(mountSchemaOf(name), text) : {};
  if (Object.keys(errors).length > 0) throw new ApiError(500, 'format error', { errors });
  return parseMount(name, text);
}

function usedBySnapshots(guest: Guest, volid: string): boolean {
  return [...guest.snapshots.values()].some(({ config }) =>
    [...config].some(([name, value]) => isMount(name) && parseMount(name, value).volid === volid),
  );
}

async function moveToStorage({ world, caller, params }: Context): Promise<string> {
  const [vmid, name, target] = [params.int('vmid'), params.text('volume'), params.text('storage')];
  caller.need(`/storage/${target}`, 'Datastore.AllocateSpace');
  const guest = container(world, vmid);
  await whenFree(world, guest);
  checkLock(guest);
  if (guest.running !== undefined) throw fail('cannot move volumes of a running container');
  if (isUnused(name)) {
    throw fail(`cannot move volume '${name}', only configured volumes can be moved to another storage`);
  }
  const mount = mountAt(guest, name);
  if (params.flag('delete') && usedBySnapshots(guest, mount.volid))
    throw fail("you can't move a volume with snapshots and delete the source");
  checkDigest(guest, params.maybe('digest'));
  guest.config.set('lock', 'disk');
  const move = { guest, mount, target, remove: params.flag('delete') };
  return world.tasks.start(caller.authId, 'move_volume', vmid, (output) => copy(world, move, output)).upid;
}

interface Move {
  guest: Guest;
  mount: Mount;
  target: string;
  remove: boolean;
}

function* copy(world: World, { guest, mount, target, remove }: Move, output: TaskOutput): Work {
  let made: string | undefined;
  try {
    if (mount.type !== 'volume') throw fail(`cannot copy volumes of type ${mount.type}`);
    const source = findVolume(world, mount.volid);
    if (source === undefined) throw fail(`volume '${mount.volid}' does not exist`);
    const storage = activeStorage(world, target);
    if (!storage.content.includes('rootdir')) {
      throw fail(`content type 'rootdir' is not available or configured on storage '${target}'`);
    }
    const size = diskSize(world, mount);
    made = allocateDisk(world, target, guest.vmid, size);
    yield 400;
    for (const line of newDiskLog(storage, splitVolid(made).volname, size, world.random)) output.line(line);
    yield 2400;
    checkCopyFits(storage, guest.vmid, output);
    for (const line of copyLog(usedOf(source.volume))) output.line(line);
    mount.properties.set('volume', made);
    guest.config.set(mount.key, printMount(mount));
    made = undefined;
    if (remove) freeDisk(world, mount.volid, guest.vmid);
    else keepUnused(guest.config, mount.volid);
  } finally {
    if (made !== undefined) freeDisk(world, made, guest.vmid);
    if (guest.config.get('lock') === 'disk') guest.config.delete('lock');
  }
}

function moveToContainer({ world, caller, params }: Context): string {
  const [vmid, from, other] = [params.int('vmid'), params.text('volume'), params.int('target-vmid')];
  const to = params.maybe('target-volume') ?? from;
  if (!caller.isRoot) caller.need(`/vms/${other}`, 'VM.Config.Disk');
  const digests = { source: params.maybe('digest'), target: params.maybe('target-digest') };
  const check = (): { source: Guest; target: Guest; mount: Mount } =>
    checkReassign(world, { vmid, from, other, to, digests });
  const { mount } = check();
  caller.need(`/storage/${splitVolid(mount.volid).storage}`, 'Datastore.AllocateSpace');
  return world.tasks.start(
    caller.authId,
    'move_volume',
    `${vmid}-${from}>${other}-${to}`,
    function* (output) {
      const { source, target, mount } = check();
      yield 300;
      output.line(`moving volume '${from}' from container '${vmid}' to '${other}'`);
      const { storage, volname } = splitVolid(mount.volid);
      const { volumes } = storageOf(world, storage);
      const volume = volumes.get(volname);
      if (volume === undefined) throw fail(`volume '${mount.volid}' does not exist`);
      const renamed = freeDiskName(storageOf(world, storage), other, volume.format);
      volumes.delete(volname);
      addVolume(storageOf(world, storage), { ...volume, volname: renamed, vmid: other, notes: '' });
      source.config.delete(from);
      output.line(`removing volume '${from}' from container '${vmid}' config`);
      const volid = `${storage}:${renamed}`;
      const properties = new Map(mount.properties).set('volume', volid);
      target.config.set(to, isUnused(to) ? volid : printMount({ key: to, properties }));
      output.line(`target container '${other}' updated with '${to}'`);
    },
  ).upid;
}

interface Reassign {
  vmid: number;
  from: string;
  other: number;
  to: string;
  digests: { source: string | undefined; target: string | undefined };
}

/** The order of its checks is PVE's. */
function checkReassign(
  world: World,
  { vmid, from, other, to, digests }: Reassign,
): { source: Guest; target: Guest; mount: Mount } {
  if (from === 'rootfs' || to === 'rootfs') throw fail("Cannot move to/from 'rootfs'");
  if (isUnused(from) && !isUnused(to)) throw fail('Moving an unused volume to a used one is not possible');
  const [home, otherHome] = [vmid, other].map((id) => {
    const found = homeOf(world, id);
    if (found === undefined) throw fail(`could not find CT ${id}`);
    return found.node.name;
  });
  if (home !== otherHome) throw fail(`Both containers need to be on the same node (${home} != ${otherHome})`);
  const [source, target] = [container(world, vmid), container(world, other)];
  checkLock(source);
  checkLock(target);
  if ([source, target].some(({ config }) => config.get('template') === '1'))
    throw fail("Can't move volumes from or to template CT");
  checkDigest(source, digests.source, `Container ${vmid}: `);
  checkDigest(target, digests.target, `Container ${other}: `);
  if (!source.config.has(from)) throw fail(`volume '${from}' for container '${vmid}' does not exist`);
  if (target.config.has(to))
    throw fail(`Target volume key '${to}' is already in use for container '${other}'`);
  const mount = mountAt(source, from);
  if (usedBySnapshots(source, mount.volid))
    throw fail('Cannot move volume used by a snapshot to another container');
  if (mount.type !== 'volume') throw fail('Cannot move a bindmount or device mount to another container');
  if (source.running !== undefined && !isUnused(from))
    throw fail('Cannot move in-use volume while the source CT is running - detach or shutdown first');
  return { source, target, mount };
}

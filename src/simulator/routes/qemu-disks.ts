import { seconds } from '../clock.js';
import { fail, forbidden, invalid, notModelled } from '../errors.js';
import { checkDigest } from '../guest-config.js';
import { machine } from '../machine.js';
import { isDrive } from '../machine-config.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { addVolume, freeDisk, freeDiskName, parseSize, sizeText, splitVolid } from '../volumes.js';
import { activeStorage, checkLock, type Guest } from '../world.js';

/** Disks of virtual machines: larger, and somewhere else. */

const at = '/nodes/{node}/qemu/{vmid}';

export const qemuDiskRoutes: readonly Route[] = [
  {
    route: `PUT ${at}/resize`,
    permission: all('/vms/{vmid}', 'VM.Config.Disk'),
    protected: true,
    handler: resize,
  },
  {
    route: `POST ${at}/move_disk`,
    permission: all('/vms/{vmid}', 'VM.Config.Disk'),
    protected: true,
    handler: moveDisk,
  },
];

/** The disk of a key, with where it is. */
function diskOf({ world, params }: Context): { guest: Guest; key: string; volid: string; rest: string[] } {
  const guest = machine(world, params.int('vmid'));
  const key = params.text('disk');
  checkDigest(guest, params.maybe('digest'));
  checkLock(guest);
  const value = guest.config.get(key);
  if (value === undefined || !(isDrive(key) || key.startsWith('unused')))
    throw fail(`disk '${key}' does not exist`);
  const [volid = '', ...rest] = value.split(',');
  if (!volid.includes(':')) throw fail(`disk '${key}' has no associated volume`);
  return { guest, key, volid, rest };
}

function resize(context: Context): string {
  const { world, caller, params } = context;
  if (params.has('skiplock') && !caller.isRoot) throw invalid({ skiplock: 'Only root may use this option.' });
  const { guest, key, volid, rest } = diskOf(context);
  if (rest.includes('media=cdrom')) throw fail("you can't resize a cdrom");
  const { storage: id, volname } = splitVolid(volid);
  caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
  const volume = activeStorage(world, id).volumes.get(volname);
  if (volume === undefined) throw fail(`Could not determine current size of volume '${volid}'`);
  const text = params.text('size');
  const size = text.startsWith('+') ? volume.size + parseSize(text.slice(1)) : parseSize(text);
  if (size < volume.size) throw fail('shrinking disks is not supported');
  return world.tasks.start(caller.authId, 'resize', guest.vmid, function* () {
    yield 200;
    volume.size = size;
    const kept = rest.filter((part) => !part.startsWith('size='));
    guest.config.set(key, [volid, ...kept, `size=${sizeText(size)}`].join(','));
  }).upid;
}

function moveDisk(context: Context): string {
  const { world, caller, params } = context;
  if (params.has('target-vmid')) throw notModelled("'target-vmid' of a moved disk");
  const target = params.maybe('storage');
  if (target === undefined) throw invalid({ storage: "neither 'storage' nor 'target-vmid' were set" });
  caller.need(`/storage/${target}`, 'Datastore.AllocateSpace');
  const { guest, key, volid, rest } = diskOf(context);
  if (rest.includes('media=cdrom')) throw fail("you can't move a cdrom");
  const { storage: from, volname } = splitVolid(volid);
  if (from === target && params.maybe('format') !== 'qcow2')
    throw fail("you can't move to the same storage with same format");
  if (guest.snapshots.size > 0 && params.flag('delete'))
    throw fail("you can't move a disk with snapshots and delete the source");
  const storage = activeStorage(world, target);
  if (!storage.content.includes('images')) throw forbidden(`storage '${target}' does not support vm images`);
  return world.tasks.start(caller.authId, 'qmmove', guest.vmid, function* (output) {
    const volume = activeStorage(world, from).volumes.get(volname);
    if (volume === undefined) throw fail(`storage migration failed: volume '${volid}' does not exist`);
    output.line(`create full clone of drive ${key} (${volid})`);
    yield 500 + volume.size / 200_000;
    const name = freeDiskName(storage, guest.vmid, 'raw');
    addVolume(storage, {
      volname: name,
      content: 'images',
      format: 'raw',
      size: volume.size,
      ctime: seconds(world.clock),
      vmid: guest.vmid,
    });
    guest.config.set(key, [`${storage.id}:${name}`, ...rest].join(','));
    if (params.flag('delete')) freeDisk(world, volid, guest.vmid);
    else guest.config.set(freeKey(guest), volid);
  }).upid;
}

function freeKey(guest: Guest): string {
  let index = 0;
  while (guest.config.has(`unused${index}`)) index += 1;
  return `unused${index}`;
}

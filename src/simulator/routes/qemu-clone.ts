import { seconds } from '../clock.js';
import { cloneTarget, handOver } from '../cluster.js';
import { type Drive, driveSize, drivesOf } from '../drives.js';
import { fail, invalid, notModelled } from '../errors.js';
import { machine, renewCards } from '../machine.js';
import type { Context, Route } from '../route.js';
import { all, both, either, given } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { addVolume, freeDisk, MiB, pathOf, roomIn, splitVolid } from '../volumes.js';
import {
  activeStorage,
  type Config,
  checkLock,
  checkUnused,
  type Guest,
  newGuest,
  poolOf,
  type World,
} from '../world.js';
import { hasFeature } from './lxc.js';
import { forgetGuest } from './lxc-copy.js';
import { snapshotOf } from './snapshot.js';

/** Copies of a virtual machine. */

export const qemuCloneRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/qemu/{vmid}/clone',
    permission: both(
      all('/vms/{vmid}', 'VM.Clone'),
      either(all('/vms/{newid}', 'VM.Allocate'), given('pool', all('/pool/{pool}', 'VM.Allocate'))),
    ),
    protected: true,
    handler: clone,
  },
];

function clone({ world, caller, params }: Context): string {
  const [vmid, newid] = [params.int('vmid'), params.int('newid')];
  const pool = poolOf(world, params.maybe('pool'));
  const target = cloneTarget(world, params.maybe('target'), params.maybe('storage'));
  const source = machine(world, vmid);
  checkLock(source);
  checkUnused(world, newid);
  const snapname = params.maybe('snapname');
  const from = snapname === undefined ? source.config : snapshotOf(source, snapname).config;
  const full = params.has('full') ? params.flag('full') : source.config.get('template') !== '1';
  for (const key of ['storage', 'format'])
    if (!full && params.has(key)) throw fail(`parameter '${key}' not allowed for linked clones`);
  if (params.has('format') && params.text('format') !== 'raw') throw notModelled("the 'format' of a clone");
  const storage = params.maybe('storage');
  if (!full && !hasFeature(world, source, 'clone'))
    throw fail(`Linked clone feature is not supported for drive '${drivesOf(from)[0]?.key ?? ''}'`);
  const ids = [...new Set(drivesOf(from).map(({ volid }) => storage ?? splitVolid(volid).storage))];
  for (const id of ids) {
    if (!activeStorage(world, id).content.includes('images'))
      throw invalid({ storage: `storage '${id}' does not support vm images` });
    caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
  }
  if (target !== undefined && ids.some((id) => !activeStorage(world, id).shared))
    throw fail(`can't clone VM to node '${target.node.name}' (VM uses local storage)`);
  const config: Config = new Map(from);
  for (const key of ['parent', 'lock', 'template']) config.delete(key);
  config.set('name', params.maybe('name') ?? `Copy-of-VM-${source.config.get('name') ?? vmid}`);
  if (params.has('description')) config.set('description', params.text('description'));
  renewCards(config, world.random);
  const copy = newGuest(newid, new Map([['lock', 'clone']]), { kind: 'qemu' });
  world.guests.set(newid, copy);
  pool?.vms.add(newid);
  source.config.set('lock', 'clone');
  return world.tasks.start(caller.authId, 'qmclone', vmid, (output) =>
    cloneWork(world, { source, copy, config, full, storage, target }, output),
  ).upid;
}

interface Cloning {
  source: Guest;
  copy: Guest;
  config: Config;
  full: boolean;
  storage: string | undefined;
  target: World | undefined;
}

function* cloneWork(
  world: World,
  { source, copy, config, full, storage, target }: Cloning,
  output: TaskOutput,
): Work {
  const made: string[] = [];
  let done = false;
  try {
    for (const [index, drive] of drivesOf(config).entries()) {
      output.line(`create ${full ? 'full' : 'linked'} clone of drive ${drive.key} (${drive.volid})`);
      yield full ? 2600 : 500;
      const volid = copyDisk(world, drive, copy.vmid, index, storage);
      made.push(volid);
      config.set(drive.key, [volid, drive.options].filter((part) => part !== '').join(','));
    }
    copy.config = config;
    if (target !== undefined) handOver(world, target, copy);
    done = true;
  } finally {
    source.config.delete('lock');
    if (!done) {
      for (const volid of made) freeDisk(world, volid, copy.vmid);
      forgetGuest(world, copy.vmid);
    }
  }
}

function copyDisk(world: World, drive: Drive, vmid: number, index: number, to: string | undefined): string {
  const storage = activeStorage(world, to ?? splitVolid(drive.volid).storage);
  const volname = `${vmid}/vm-${vmid}-disk-${index}.raw`;
  const size = driveSize(world, drive);
  if (roomIn(storage) < MiB)
    throw fail(
      `clone failed: copy failed: command '/usr/bin/qemu-img convert -p -n -f raw -O raw ${drive.volid} ${pathOf(storage, volname)}' failed: qemu-img: error while writing at byte 0: No space left on device`,
    );
  addVolume(storage, { volname, content: 'images', format: 'raw', size, ctime: seconds(world.clock), vmid });
  return `${storage.id}:${volname}`;
}

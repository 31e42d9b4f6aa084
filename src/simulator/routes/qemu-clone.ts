import { seconds } from '../clock.js';
import { cloneTarget, handOver } from '../cluster.js';
import { type Drive, driveSize, drivesOf } from '../drives.js';
import { fail, invalid, notModelled } from '../errors.js';
import { exclusively } from '../guest-work.js';
import { machine, renewCards } from '../machine.js';
import type { Context, Route } from '../route.js';
import { all, both, either, given } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { addVolume, freeDisk, MiB, pathOf, roomIn, splitVolid } from '../volumes.js';
import {
  activeStorage,
  type Config,
  checkLock,
  type Guest,
  homeOf,
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

/** What the early checks find; the task makes them once more. */
interface Checked {
  readonly source: Guest;
  readonly from: Config;
  readonly full: boolean;
  readonly target: World | undefined;
}

/** Checks in PVE's order (qemu-server src/PVE/API2/Qemu.pm): whether the new number is free comes last. */
function checkClone({ world, caller, params }: Context): Checked {
  poolOf(world, params.maybe('pool'));
  const storage = params.maybe('storage');
  const target = cloneTarget(world, params.maybe('target'), storage);
  const source = machine(world, params.int('vmid'));
  checkLock(source);
  const snapname = params.maybe('snapname');
  const from = snapname === undefined ? source.config : snapshotOf(source, snapname).config;
  const full = params.has('full') ? params.flag('full') : source.config.get('template') !== '1';
  for (const key of ['storage', 'format'])
    if (!full && params.has(key)) throw fail(`parameter '${key}' not allowed for linked clones`);
  if (params.has('format') && params.text('format') !== 'raw') throw notModelled("the 'format' of a clone");
  const ids = [...new Set(drivesOf(from).map(({ volid }) => storage ?? splitVolid(volid).storage))];
  for (const id of ids) {
    if (!activeStorage(world, id).content.includes('images'))
      throw invalid({ storage: `storage '${id}' does not support vm images` });
    caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
  }
  if (target !== undefined && ids.some((id) => !activeStorage(world, id).shared))
    throw fail(`can't clone VM to node '${target.node.name}' (VM uses local storage)`);
  const newid = params.int('newid');
  if (world.guests.get(newid)?.kind === 'qemu')
    throw fail(`unable to create VM ${newid}: config file already exists`);
  const [drive] = drivesOf(from);
  if (!full && !hasFeature(world, source, 'clone') && drive !== undefined)
    throw fail(`Linked clone feature is not supported for '${drive.volid}' (${drive.key})`);
  return { source, from, full, target };
}

function clone(context: Context): string {
  const { world, caller } = context;
  const { source } = checkClone(context);
  // Copies of a machine that runs exclude each other; of one that is off, several can be made at a time.
  const wanted = { shared: source.running === undefined, patience: 1000 };
  return world.tasks.start(caller.authId, 'qmclone', source.vmid, (output) =>
    exclusively(source, lockedWork(context, output), wanted),
  ).upid;
}

function* lockedWork(context: Context, output: TaskOutput): Work {
  const { world, params } = context;
  const { source, from, full, target } = checkClone(context);
  const newid = params.int('newid');
  output.line(`creating a clone of VM ${source.vmid} with ID ${newid}`);
  const config: Config = new Map(from);
  for (const key of ['parent', 'lock', 'template']) config.delete(key);
  config.set('name', params.maybe('name') ?? `Copy-of-VM-${source.config.get('name') ?? source.vmid}`);
  if (params.has('description')) config.set('description', params.text('description'));
  renewCards(config, world.random);
  const file = `/etc/pve/nodes/${world.node.name}/qemu-server/${newid}.conf`;
  // A container of that number, or a guest on another node: the cluster's file system refuses the file.
  if (homeOf(world, newid) !== undefined)
    throw fail(`close (rename) atomic file '${file}' failed: File exists`);
  const copy = newGuest(newid, new Map([['lock', 'clone']]), { kind: 'qemu' });
  world.guests.set(newid, copy);
  const storage = params.maybe('storage');
  yield* cloneWork(world, { copy, config, full, storage, target }, output);
  poolOf(world, params.maybe('pool'))?.vms.add(newid);
}

interface Cloning {
  copy: Guest;
  config: Config;
  full: boolean;
  storage: string | undefined;
  target: World | undefined;
}

function* cloneWork(
  world: World,
  { copy, config, full, storage, target }: Cloning,
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

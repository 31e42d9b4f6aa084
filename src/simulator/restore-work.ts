import { checkBridge } from './config-permission.js';
import {
  archiveOf,
  type CreatePlan,
  isFull,
  makeDisks,
  startAfter,
  unpackCommand,
  withPrefix,
} from './create-work.js';
import { tarTotal } from './disk-log.js';
import { fail } from './errors.js';
import { mountsOf, printMount, renewAddresses } from './guest-config.js';
import { isSince } from './host-version.js';
import { isMount, isNet, isUnused } from './lxc-schema.js';
import { type TaskOutput, Vanished, type Work } from './tasks.js';
import { freeDisk, MiB } from './volumes.js';
import { type BackupContent, type Config, container, type World } from './world.js';

/** Brings a container back from a backup, under the same or another number. */
export function* restoreWork(world: World, plan: CreatePlan, output: TaskOutput): Work {
  const { vmid, archive } = plan;
  const made: string[] = [];
  let replaced = !plan.overwrites;
  try {
    output.line(`recovering backed-up configuration from '${archive}'`);
    const { volume, path } = archiveOf(world, archive);
    const { backup } = volume;
    if (backup === undefined) throw fail(`unable to restore '${archive}' - it is no backup of a container`);
    for (const [key, value] of backup.config)
      if (isNet(key) && !plan.config.has(key)) checkBridge(world, plan.caller, value);
    const unprivileged = plan.unprivileged ?? backup.config.get('unprivileged') === '1';
    // One that is privileged already may stay so.
    const before = plan.overwrites ? world.guests.get(vmid)?.config : undefined;
    const becomes = before === undefined || before.get('unprivileged') === '1';
    if (!unprivileged && becomes && !plan.caller.isRoot && isSince(world.version, 9))
      plan.caller.need('/', 'Sys.Modify');
    const wanted = plan.mounts.size > 0 ? plan.mounts : disksOf(plan, backup);
    yield 300;
    const guest = container(world, vmid);
    if (plan.overwrites) {
      for (const mount of mountsOf(guest.config))
        if (mount.type === 'volume') freeDisk(world, mount.volid, vmid);
      guest.snapshots.clear();
      guest.config = new Map([['lock', 'create']]);
      replaced = true;
    }
    const disks = yield* makeDisks(world, plan, wanted, output, made);
    output.line(`restoring '${archive}' now..`);
    output.line(`extracting archive '${path}'`);
    if (mountsOf(disks).some((mount) => isFull(world, mount))) {
      yield 600;
      output.line('tar: ./var/lib/dpkg/status: Cannot write: No space left on device');
      output.line('tar: Exiting with failure status due to previous errors');
      throw fail(`command '${unpackCommand(vmid)}' failed: exit code 2`);
    }
    yield 2600;
    output.line(`Total bytes read: ${tarTotal(Math.ceil(volume.size * 2.3), world.random)}`);
    output.line('merging backed-up and given configuration..');
    if (backup.raw.length > 0 && !plan.caller.isRoot) {
      const rule = '-'.repeat(32);
      const lines = backup.raw.map(([key, value]) => `${key}: ${value}`);
      output.warn(
        ['skipping custom lxc options, restore manually as root:', rule, ...lines, rule].join('\n'),
      );
    }
    const config = mergedConfig(plan, backup, unprivileged);
    if (!unprivileged && backup.config.get('unprivileged') === '1' && !plan.caller.isRoot) {
      if (config.has('features') && !plan.config.has('features')) {
        output.line('changing from unprivileged to privileged, skipping features');
        config.delete('features');
      }
    }
    if (plan.unique) renewAddresses(config, world.random);
    guest.config = new Map([...config, ...disks]);
    guest.raw = plan.caller.isRoot ? backup.raw : [];
  } catch (error) {
    if (error instanceof Vanished) throw error;
    for (const volid of made) freeDisk(world, volid, vmid);
    // A container that was not touched yet stays as it was.
    if (replaced) world.guests.delete(vmid);
    else world.guests.get(vmid)?.config.delete('lock');
    throw withPrefix(error, `unable to restore CT ${vmid} -`);
  }
  yield* startAfter(world, plan);
}

/** The disks of the backup, to be made anew in the wanted storage. */
function disksOf(plan: CreatePlan, backup: BackupContent): Config {
  const result: Config = new Map();
  for (const mount of mountsOf(backup.config)) {
    if (mount.type !== 'volume') {
      if (!plan.caller.isRoot) throw fail(`restoring '${mount.key}' to bind mount is only possible for root`);
      result.set(mount.key, printMount(mount));
      continue;
    }
    const gib = (backup.disks.get(mount.key) ?? 0) / MiB / 1024;
    const properties = new Map(mount.properties).set('volume', `${plan.storage}:${gib}`);
    properties.delete('size');
    result.set(mount.key, printMount({ key: mount.key, properties }));
  }
  if (!result.has('rootfs')) {
    throw fail('rootfs configuration could not be recovered, please check and specify manually!');
  }
  return result;
}

/** The backup's keys with the given ones over them. */
function mergedConfig(plan: CreatePlan, backup: BackupContent, unprivileged: boolean): Config {
  const left = new Set(['lock', 'parent', 'template', 'unprivileged']);
  const kept = [...backup.config].filter(([key]) => !left.has(key) && !isMount(key) && !isUnused(key));
  return new Map([...kept, ...(unprivileged ? ([['unprivileged', '1']] as const) : []), ...plan.config]);
}

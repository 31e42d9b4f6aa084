import type { Caller } from './acl.js';
import { withDisk } from './config-update.js';
import { newDiskLog, tarTotal } from './disk-log.js';
import { ApiError, fail, taskText } from './errors.js';
import { diskSize, type Mount, mountsOf, parseMount } from './guest-config.js';
import { startWork } from './guest-work.js';
import { distributions } from './lxc-schema.js';
import { Interrupted, type TaskOutput, Vanished, type Work } from './tasks.js';
import { findVolume, freeDisk, GiB, MiB, parseNewDisk, pathOf, roomIn, splitVolid } from './volumes.js';
import { type Config, container, storageOf, type Volume, type World } from './world.js';

/** A container that was asked for and accepted. */
export interface CreatePlan {
  readonly vmid: number;
  readonly caller: Caller;
  /** The template or backup. */
  readonly archive: string;
  readonly storage: string;
  /** Disks as they were asked for; none means the default. */
  readonly mounts: Config;
  readonly config: Config;
  /** Undefined where a backup decides. */
  readonly unprivileged: boolean | undefined;
  readonly start: boolean;
  readonly unique: boolean;
  /** Whether a container of that number is to be replaced. */
  readonly overwrites: boolean;
}

/** Unpacks a template into new disks. */
export function* createWork(world: World, plan: CreatePlan, output: TaskOutput): Work {
  const made: string[] = [];
  try {
    const wanted = plan.mounts.size > 0 ? plan.mounts : new Map([['rootfs', `${plan.storage}:4`]]);
    const disks = yield* makeDisks(world, plan, wanted, output, made);
    const template = templateOf(world, plan.archive, output);
    output.line(`extracting archive '${template.path}'`);
    const unpacked = template.volume.unpacked ?? template.volume.size * 3;
    const [root] = mountsOf(disks);
    if (root !== undefined && (isTooSmall(diskSize(world, root), unpacked) || isFull(world, root))) {
      yield 600;
      output.line('tar: ./usr/share/doc/tzdata/changelog.gz: Cannot write: No space left on device');
      output.line('tar: Exiting with failure status due to previous errors');
      throw fail(`command '${unpackCommand(plan.vmid)}' failed: exit code 2`);
    }
    yield 1500;
    output.line(`Total bytes read: ${tarTotal(unpacked, world.random)}`);
    output.line('Detected container architecture: amd64');
    const ostype = osOf(plan.archive);
    if (ostype !== 'alpine') sshKeyLines(plan, output, world);
    const guest = container(world, plan.vmid);
    guest.config = new Map([
      ['arch', 'amd64'],
      ['hostname', `CT${plan.vmid}`],
      ['memory', '512'],
      ['ostype', ostype],
      ['swap', '512'],
      ...(plan.unprivileged === true ? ([['unprivileged', '1']] as const) : []),
      ...plan.config,
      ...disks,
    ]);
  } catch (error) {
    // Who was killed cleans nothing up.
    if (error instanceof Vanished) throw error;
    for (const volid of made) freeDisk(world, volid, plan.vmid);
    world.guests.delete(plan.vmid);
    throw withPrefix(error, `unable to create CT ${plan.vmid} -`);
  }
  yield* startAfter(world, plan);
}

/** That a template is missing shows only once there are disks for it. PVE says it twice then. */
function templateOf(world: World, archive: string, output: TaskOutput): ReturnType<typeof archiveOf> {
  try {
    // Only root comes as far as this with the path of a file; nothing in the simulator has such files.
    if (!/^[a-z][a-z0-9\-_.]*:/i.test(archive)) throw fail(`can't find file '${archive}'`);
    return archiveOf(world, archive);
  } catch (error) {
    output.line(taskText(error));
    throw error;
  }
}

/** How PVE unpacks a template, in full: it quotes this where it fails. */
export function unpackCommand(vmid: number): string {
  return [
    'lxc-usernsexec -m u:0:100000:65536 -m g:0:100000:65536 -- tar xpf - --zstd --totals --one-file-system -p --sparse',
    "--numeric-owner --acls --xattrs '--xattrs-include=user.*' '--xattrs-include=security.capability'",
    `'--warning=no-file-ignored' '--warning=no-xattr-write' -C /var/lib/lxc/${vmid}/rootfs --skip-old-files --anchored`,
    "--exclude './dev/*'",
  ].join(' ');
}

/** Makes the disks, and gives the configuration lines for them. */
export function* makeDisks(
  world: World,
  plan: CreatePlan,
  wanted: Config,
  output: TaskOutput,
  made: string[],
): Generator<number, Config, void> {
  const result: Config = new Map();
  for (const [key, value] of wanted) {
    const disk = parseNewDisk(parseMount(key, value).volid);
    if (disk !== undefined && roomIn(storageOf(world, disk.storage)) < MiB)
      output.line('mkfs.ext4: No space left on device while writing out and closing file system');
    const stored = withDisk(world, plan.vmid, key, value);
    result.set(key, stored);
    if (disk === undefined) continue;
    const { volid } = parseMount(key, stored);
    made.push(volid);
    yield 350;
    const log = newDiskLog(
      storageOf(world, disk.storage),
      splitVolid(volid).volname,
      disk.size,
      world.random,
    );
    for (const line of log) output.line(line);
  }
  return result;
}

/** `start=1`: a task of its own. Whether the container comes up is no matter for this one, which stays OK. */
export function* startAfter(world: World, plan: CreatePlan): Work {
  if (!plan.start) return;
  const task = world.tasks.start(plan.caller.authId, 'vzstart', plan.vmid, () =>
    startWork(world, plan.vmid, { skiplock: false }),
  );
  while (task.endtime === undefined) yield 50;
}

export function archiveOf(world: World, volid: string): { volume: Volume; path: string } {
  const found = findVolume(world, volid);
  if (found === undefined) throw fail(`volume '${volid}' does not exist`);
  return { volume: found.volume, path: pathOf(found.storage, found.volume.volname) };
}

/** An interruption keeps its own words; all else is said to be what made the creation fail. */
export function withPrefix(error: unknown, prefix: string): unknown {
  if (error instanceof Interrupted) return fail('interrupted by signal');
  return error instanceof ApiError ? fail(`${prefix} ${taskText(error)}`) : error;
}

/** Whether the storage of a disk ends before what goes into it. */
export function isFull(world: World, { type, volid }: Mount): boolean {
  return type === 'volume' && roomIn(storageOf(world, splitVolid(volid).storage)) === 0;
}

/** A disk without a size of its own takes what there is. */
function isTooSmall(size: number, needed: number): boolean {
  return size > 0 && size < needed && size < 64 * GiB;
}

function osOf(template: string): string {
  const name = splitVolid(template).volname.replace(/^vztmpl\//, '');
  // PVE looks inside; what a name does not tell is most likely this.
  return distributions.find((os) => name.startsWith(os)) ?? 'debian';
}

function sshKeyLines(plan: CreatePlan, output: TaskOutput, world: World): void {
  const host = plan.config.get('hostname') ?? `CT${plan.vmid}`;
  for (const kind of ['ecdsa', 'ed25519', 'rsa']) {
    output.line(`Creating SSH host key 'ssh_host_${kind}_key' - this may take some time ...`);
    const print = Buffer.from(world.random.hex(64), 'hex').toString('base64').replace(/=+$/, '');
    output.line(`done: SHA256:${print} root@${host}`);
  }
}

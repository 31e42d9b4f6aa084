import * as z from 'zod';
import type { Command } from '../command.js';
import { blkid } from '../commands/block.js';
import { daemonReload, fstabPut, fstabRead } from '../commands/fstab.js';
import { look, make, mount as mountCommand, mounts, remove, umount, undo } from '../commands/mount.js';
import { RefusedError } from '../errors.js';
import { type Hands, type Operation, operation } from '../operation.js';
import { parseProbe } from './blkid.js';
import { chooseDevice } from './choose.js';
import { type Driver, drivers, shownWords } from './filesystems.js';
import type { FstabLine } from './fstab.js';
import type { FstabResult } from './fstab-edit.js';
import { takeInventory, type UsbDevice } from './inventory.js';
import { isCommandError, MountError, mountErrorOf } from './mount-error.js';
import { type Mount, parseMounts } from './mount-table.js';
import type { MountpointLook } from './mountpoint.js';
import { oneAtATime } from './one-at-a-time.js';
import { fsType, type MountOptions, mountOptions, mountpoint, uuid } from './params.js';

/** What is to be mounted, and where. */
export interface UsbMountParams {
  /** As `usb.list` shows it. */
  uuid: string;
  /** An empty folder below one of the site's `mountRoots`; made where it is missing. */
  mountpoint: string;
  /** Has to be what is on the disk. Tells which driver takes an NTFS: `ntfs3` (default) or `ntfs-3g`. */
  fsType?: FsTypeName | undefined;
  /** `nosuid,nodev` are always set, `noexec` unless `exec` is. */
  options?: MountOptions | undefined;
  /** Also enters it into fstab, so that it is mounted when the host starts. A disk that is away does not hold the start for longer than `deviceTimeout` seconds (10). */
  persist?: boolean | { deviceTimeout?: number | undefined } | undefined;
}

type FsTypeName = z.infer<typeof fsType>;

/** What is mounted now. */
export interface UsbMounted {
  readonly uuid: string;
  readonly device: string;
  readonly mountpoint: string;
  /** As the list of mounts has it: `fuseblk` for `ntfs-3g`. */
  readonly fstype: string;
  /** As the kernel shows them. */
  readonly options: readonly string[];
  /** True where it is mounted for reading only, asked or not: a stick may be write-protected. */
  readonly readOnly: boolean;
  /** True where fstab has it. */
  readonly persisted: boolean;
}

interface Target {
  readonly params: UsbMountParams;
  readonly options: MountOptions;
  readonly device: UsbDevice;
  readonly driver: Driver;
  /** The mount point has to be made. */
  readonly missing: boolean;
}

const params: z.ZodType<UsbMountParams> = z.strictObject({
  uuid,
  mountpoint,
  fsType: fsType.optional(),
  options: mountOptions.optional(),
  persist: z
    .union([z.boolean(), z.strictObject({ deviceTimeout: z.int().min(1).max(600).optional() })])
    .optional(),
});

/**
 * Mounts the file system of a USB disk, by its UUID.
 *
 * Not in the API: it makes no mounts; `disks/directory` formats the disk.
 *
 * What is mounted is proved afterwards: mount ends with 0 on a stick that it could mount for reading only, and where something was
 * mounted before.
 *
 * @throws RefusedError where the disk or the folder is not fit for it (`why`), MountError where mount fails
 */
export const mount: Operation<UsbMountParams, UsbMounted> = operation({
  name: 'usb.mount',
  params,
  prepare: async (given, hands) => {
    const target = await check(given, hands);
    const commands = await commandsOf(target, hands);
    return {
      commands,
      perform: (doing) =>
        oneAtATime(async () => {
          // Another call may have come first.
          const now = await check(given, doing);
          return carryOut(now, doing);
        }),
    };
  },
});

async function check(given: UsbMountParams, hands: Hands): Promise<Target> {
  const options = given.options ?? {};
  // All of them are read where udev has nothing: a second device of the same UUID must not be missed.
  const inventory = await takeInventory(hands, () => true);
  const { device, driver } = chooseDevice(
    { uuid: given.uuid, fsType: given.fsType, options },
    inventory,
    hands.site,
  );
  await refuseOther(hands, device, given.uuid);
  const missing = await refuseMountpoint(hands, given.mountpoint, inventory.mounts);
  if (wantsEntry(given)) await refuseEntry(hands, given);
  return { params: given, options, device, driver, missing };
}

// udev's database may be older than what is on the disk.
async function refuseOther(hands: Hands, { device, fstype }: UsbDevice, asked: string): Promise<void> {
  const found = parseProbe(await hands.run(blkid, { device }));
  if (found.uuid === asked && found.fstype === fstype && found.found === 'something') return;
  throw new RefusedError(
    'usb.mount',
    'device-changed',
    `udev says that ${device} has ${fstype} with ${asked}, on the device itself is ${found.found === 'ambivalent' ? 'more than one file system' : `${found.fstype ?? 'nothing'} with ${found.uuid ?? 'no UUID'}`}`,
    { hint: 'Plug it in anew, or run udevadm trigger.' },
  );
}

const mountpointTexts: Readonly<
  Record<Exclude<MountpointLook['state'], 'vacant' | 'missing'>, [why: string, text: string]>
> = {
  outside: ['mountpoint-outside', 'is not below the folders that may be mounted on'],
  symlink: ['mountpoint-symlink', 'is a symbolic link'],
  'not-folder': ['mountpoint-not-folder', 'is no folder'],
  unsafe: ['mountpoint-unsafe', 'is not of root, or others may change what is in it'],
  'not-empty': ['mountpoint-not-empty', 'is not empty: what is in it would be hidden'],
  mounted: ['mountpoint-mounted', 'has something mounted on it'],
};

/** True where it has to be made. */
async function refuseMountpoint(hands: Hands, path: string, table: readonly Mount[]): Promise<boolean> {
  const { mountRoots } = hands.site;
  const on = table.findLast(({ target }) => target === path);
  if (on !== undefined && mountRoots.some((root) => path.startsWith(`${root}/`)))
    throw new RefusedError('usb.mount', 'mountpoint-mounted', `${on.source} is mounted on ${path}`);
  const { state, at } = (await hands.change(look, { mountpoint: path })) as MountpointLook;
  if (state === 'vacant' || state === 'missing') return state === 'missing';
  const [why, text] = mountpointTexts[state];
  const hint = state === 'outside' ? `Allowed: ${mountRoots.join(', ')}.` : undefined;
  throw new RefusedError('usb.mount', why, `${at} ${text}`, hint === undefined ? {} : { hint });
}

async function refuseEntry(hands: Hands, { uuid, mountpoint }: UsbMountParams): Promise<void> {
  const { refused, entries } = (await hands.change(fstabRead, {})) as {
    refused?: string;
    entries: readonly FstabLine[];
  };
  const { fstab } = hands.site;
  if (refused !== undefined)
    throw new RefusedError(
      'usb.mount',
      refused,
      `${fstab} is missing, a symbolic link, or no file to be changed`,
    );
  const foreign = entries.find((entry) => !entry.ours && entry.uuid?.toLowerCase() === uuid.toLowerCase());
  if (foreign !== undefined)
    throw new RefusedError(
      'usb.mount',
      'fstab-foreign-entry',
      `line ${foreign.at + 1} of ${fstab} mounts ${uuid} already, and is not of this program`,
      { hint: 'Remove it, or mount without persist.' },
    );
  const taken = entries.find((entry) => entry.target === mountpoint && entry.uuid !== uuid);
  if (taken !== undefined)
    throw new RefusedError(
      'usb.mount',
      'fstab-target-taken',
      `line ${taken.at + 1} of ${fstab} mounts ${taken.spec} on ${mountpoint}`,
    );
}

function wantsEntry({ persist }: UsbMountParams): boolean {
  return persist !== undefined && persist !== false;
}

async function commandsOf(target: Target, hands: Hands): Promise<Command[]> {
  const { site } = hands;
  const { params: given } = target;
  const entry = wantsEntry(given)
    ? [fstabPut(entryOf(target), site), ...((await runsSystemd(hands)) ? [daemonReload({}, site)] : [])]
    : [];
  return [
    ...(target.missing ? [make({ mountpoint: given.mountpoint }, site)] : []),
    mountCommand(mountParamsOf(target), site),
    ...entry,
  ];
}

async function runsSystemd(hands: Hands): Promise<boolean> {
  return ((await hands.change(fstabRead, {})) as { systemd: boolean }).systemd;
}

function mountParamsOf({ params: { mountpoint }, device: { device }, driver, options }: Target) {
  return { device, mountpoint, driver, options };
}

function entryOf({ params: { uuid, mountpoint, persist }, driver, options }: Target) {
  const deviceTimeout = typeof persist === 'object' ? (persist.deviceTimeout ?? 10) : 10;
  return { uuid, mountpoint, driver, options, deviceTimeout };
}

async function carryOut(target: Target, hands: Hands): Promise<UsbMounted> {
  const { params: given, device, driver } = target;
  const facts = { device: device.device, driver, mountpoint: given.mountpoint };
  const { made } = target.missing
    ? ((await hands.change(make, { mountpoint: given.mountpoint })) as { made: string[] })
    : { made: [] };
  try {
    await hands.run(mountCommand, mountParamsOf(target));
  } catch (error) {
    // One that ended by itself has mounted nothing; one that was ended may have.
    const failed = isCommandError(error) && error.exitCode !== undefined && error.ended === undefined;
    const left = await takeBack(hands, target, made, !failed);
    throw isCommandError(error) ? mountErrorOf(error, { ...facts, left }) : error;
  }
  const { found, wrong } = await verify(hands.takingBack, target);
  if (found === undefined || wrong.length > 0) {
    const left = await takeBack(hands, target, made, true);
    throw new MountError(`mount said nothing, but ${wrong.join(', and ')}`, {
      ...facts,
      left,
      reason: 'not-as-asked',
    });
  }
  if (wantsEntry(given)) await persist(hands, target, made);
  return {
    uuid: given.uuid,
    device: device.device,
    mountpoint: given.mountpoint,
    fstype: found.fstype,
    options: found.options,
    readOnly: found.options.includes('ro'),
    persisted: wantsEntry(given),
  };
}

/** Looks at what is mounted now: only that counts. */
async function verify(
  hands: Hands,
  { params: given, device, driver, options }: Target,
): Promise<{ found: Mount | undefined; wrong: string[] }> {
  const table = parseMounts((await hands.run(mounts, {})).stdout);
  const of = table.filter(({ source }) => source === device.device);
  const found = table.findLast(({ target }) => target === given.mountpoint);
  if (found === undefined || found.source !== device.device) {
    const where = of.length === 0 ? 'nowhere' : of.map(({ target }) => target).join(', ');
    return {
      found: undefined,
      wrong: [`${device.device} is mounted ${where}, and not on ${given.mountpoint}`],
    };
  }
  const wrong: string[] = [];
  if (of.length > 1) wrong.push(`it is mounted ${of.length} times`);
  if (found.fstype !== drivers[driver].mounted)
    wrong.push(`its kind is ${found.fstype}, and not ${drivers[driver].mounted}`);
  const missing = shownWords(driver, options).filter((word) => !found.options.includes(word));
  if (missing.length > 0) wrong.push(`it was mounted without ${missing.join(',')}`);
  // The name of a device may have gone to another one between the look and the mount.
  const { uuid } = parseProbe(await hands.attempt(blkid, { device: device.device }));
  if (uuid !== given.uuid) wrong.push(`${device.device} has the UUID ${uuid ?? '(none)'} now`);
  return { found, wrong };
}

/**
 * Undoes what was mounted and made, whether the caller has aborted or not, and tells what it could not undo. On the folder that was
 * asked for, one mount is taken off: another one there is of another process, which was at it at the same time.
 */
async function takeBack(
  given: Hands,
  target: Target,
  made: readonly string[],
  isMounted: boolean,
): Promise<string[]> {
  const hands = given.takingBack;
  const { device, params } = target;
  let isOff = !isMounted;
  const ours = async () => {
    const table = parseMounts((await hands.run(mounts, {})).stdout);
    return table.filter(
      (each) => each.source === device.device && !(isOff && each.target === params.mountpoint),
    );
  };
  try {
    // Who swaps folders while this runs can be ahead of it a few times.
    for (let turn = 0; isMounted && turn < 10; turn += 1) {
      const [last] = (await ours()).reverse();
      if (last === undefined) break;
      const done = await takeOff(hands, last.target, params.mountpoint);
      if (last.target === params.mountpoint) isOff = done;
    }
    const rest = isMounted ? (await ours()).map(({ target: at }) => `a mount at ${at}`) : [];
    if (rest.length > 0 || made.length === 0) return rest;
    const { removed } = (await hands.change(remove, { folders: [...made] })) as { removed: string[] };
    return made.filter((path) => !removed.includes(path)).map((path) => `the folder ${path}`);
  } catch (error) {
    return [`what could not be looked at (${error instanceof Error ? error.message : String(error)})`];
  }
}

async function takeOff(hands: Hands, at: string, asked: string): Promise<boolean> {
  try {
    const { exitCode } =
      at === asked
        ? await hands.attempt(umount, { mountpoint: at })
        : await hands.attempt(undo, { target: at });
    return exitCode === 0;
  } catch {
    // Its folder is not where it was a moment ago, as a rule. What is mounted then is looked at anew, whatever it was.
    return false;
  }
}

async function persist(hands: Hands, target: Target, made: readonly string[]): Promise<void> {
  const facts = { device: target.device.device, mountpoint: target.params.mountpoint };
  const failed = async (text: string, cause?: unknown) => {
    const left = await takeBack(hands, target, made, true);
    return new MountError(text, { ...facts, left, reason: 'not-persisted', cause });
  };
  const { fstab } = hands.site;
  let result: FstabResult;
  try {
    result = (await hands.change(fstabPut, entryOf(target))) as FstabResult;
  } catch (error) {
    throw await failed(`it was mounted, but could not be entered into ${fstab}`, error);
  }
  if (result.refused !== undefined) {
    const error = await failed(result.text);
    throw error.left.length > 0 ? error : new RefusedError('usb.mount', result.refused, result.text);
  }
  // The entry is there and right, whatever becomes of this.
  if (result.changed && (await runsSystemd(hands.afterwards))) await hands.takingBack.run(daemonReload, {});
}

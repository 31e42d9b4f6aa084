import { blkid } from '../commands/block.js';
import { fstabRead } from '../commands/fstab.js';
import { look } from '../commands/mount.js';
import { RefusedError } from '../errors.js';
import type { Hands } from '../operation.js';
import { parseProbe } from './blkid.js';
import { chooseDevice } from './choose.js';
import type { Driver } from './filesystems.js';
import type { FstabLine } from './fstab.js';
import { takeInventory, type UsbDevice } from './inventory.js';
import type { Mount } from './mount-table.js';
import type { MountpointLook } from './mountpoint.js';
import type { FsType, MountOptions } from './params.js';

/** What is to be mounted, and where. */
export interface UsbMountParams {
  /** As `usb.list` shows it. */
  uuid: string;
  /** An empty folder below one of the site's `mountRoots`; made where it is missing. */
  mountpoint: string;
  /** Has to be what is on the disk. Tells which driver takes an NTFS: `ntfs3` (default) or `ntfs-3g`. */
  fsType?: FsType | undefined;
  /** `nosuid,nodev` are always set, `noexec` unless `exec` is. */
  options?: MountOptions | undefined;
  /** Also enters it into fstab, so that it is mounted when the host starts. A disk that is away does not hold the start for longer than `deviceTimeout` seconds (10). */
  persist?: boolean | { deviceTimeout?: number | undefined } | undefined;
}

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

/** A mount that may be made. */
export interface Target {
  readonly params: UsbMountParams;
  readonly options: MountOptions;
  readonly device: UsbDevice;
  readonly driver: Driver;
  /** The mount point has to be made. */
  readonly missing: boolean;
}

/** Looks whether it may be made. @throws RefusedError */
export async function check(given: UsbMountParams, hands: Hands): Promise<Target> {
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

export function wantsEntry({ persist }: UsbMountParams): boolean {
  return persist !== undefined && persist !== false;
}

export async function runsSystemd(hands: Hands): Promise<boolean> {
  return ((await hands.change(fstabRead, {})) as { systemd: boolean }).systemd;
}

export function mountParamsOf({ params: { mountpoint }, device: { device }, driver, options }: Target) {
  return { device, mountpoint, driver, options };
}

export function entryOf({ params: { uuid, mountpoint, persist }, driver, options }: Target) {
  const deviceTimeout = typeof persist === 'object' ? (persist.deviceTimeout ?? 10) : 10;
  return { uuid, mountpoint, driver, options, deviceTimeout };
}

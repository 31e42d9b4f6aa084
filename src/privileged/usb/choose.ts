import { RefusedError } from '../errors.js';
import type { Site } from '../site.js';
import { type Driver, driverFor, fits, foreignOptions } from './filesystems.js';
import type { DeviceUse, Inventory, UsbDevice } from './inventory.js';
import type { FsType, MountOptions } from './params.js';

/** What is to be mounted, as the caller named it. */
export interface Wanted {
  readonly uuid: string;
  readonly fsType: FsType | undefined;
  readonly options: MountOptions;
}

const memberTexts: Readonly<
  Record<Exclude<DeviceUse['kind'], 'mounted' | 'held'>, [why: string, text: string]>
> = {
  swap: ['swap', 'is swap space'],
  lvm: ['lvm-member', 'is part of LVM'],
  zfs: ['zfs-member', 'is part of a ZFS pool'],
  btrfs: ['btrfs-member', 'is one of several devices of a btrfs'],
  raid: ['raid-member', 'is part of a RAID'],
  luks: ['luks', 'is encrypted'],
  other: ['other-member', 'is part of something that is not a file system'],
};

/**
 * Finds the one device that may be mounted.
 *
 * @throws RefusedError where there is none
 */
export function chooseDevice(
  { uuid, fsType, options }: Wanted,
  inventory: Inventory,
  site: Site,
): { device: UsbDevice; driver: Driver } {
  const refuse = (why: string, text: string, hint?: string): never => {
    throw new RefusedError('usb.mount', why, text, hint === undefined ? {} : { hint });
  };
  const found = inventory.devices.filter((each) => each.uuid === uuid);
  const [device] = found;
  if (device === undefined) {
    const bare = inventory.devices.find(({ partuuid }) => partuuid?.toLowerCase() === uuid.toLowerCase());
    if (bare !== undefined)
      return refuse(
        'no-filesystem',
        `${uuid} is the UUID of the partition ${bare.device}, and not of a file system in it`,
        bare.uuid === undefined ? 'Make a file system on it first.' : `Its file system has ${bare.uuid}.`,
      );
    const other = inventory.devices.find((each) => each.uuid?.toLowerCase() === uuid.toLowerCase());
    return refuse(
      'no-such-uuid',
      `no device has the UUID ${uuid}`,
      other === undefined
        ? 'Is the disk plugged in? usb.list shows what there is.'
        : `${other.device} has ${other.uuid}: upper and lower case differ.`,
    );
  }
  const names = found.map((each) => each.device).join(', ');
  const member = found
    .flatMap(({ uses }) => uses)
    .find((use) => use.kind !== 'mounted' && use.kind !== 'held');
  if (member !== undefined && member.kind in memberTexts) {
    const [why, text] = memberTexts[member.kind as keyof typeof memberTexts];
    return refuse(why, `${names} ${text}: it is not mounted by usb.mount`);
  }
  if (found.length > 1)
    return refuse(
      'duplicate-uuid',
      `several devices have the UUID ${uuid}: ${names}`,
      'Unplug the copy, or give it a UUID of its own (tune2fs -U random, xfs_admin -U generate, ...).',
    );
  if (
    device.transport === undefined ||
    !(site.allowTransports as readonly string[]).includes(device.transport)
  )
    return refuse(
      'not-usb',
      `${device.device} is not attached by ${site.allowTransports.join(' or ')}, but by ${device.transport ?? 'what is not known'}`,
    );
  if (!['disk', 'part', 'loop'].includes(device.type))
    return refuse(
      'not-a-plain-device',
      `${device.device} is neither a disk nor a partition, but ${device.type}`,
    );
  const held = device.uses.find((use) => use.kind === 'held');
  if (held?.kind === 'held') return refuse('in-use', `${device.device} is in use: ${held.by} lies on it`);
  refuseUsedDisk(device, inventory, site, refuse);
  const mounted = device.uses.flatMap((use) => (use.kind === 'mounted' ? [use.at] : []));
  if (mounted.length > 0)
    return refuse('already-mounted', `${device.device} is mounted already: ${mounted.join(', ')}`);
  const { fstype } = device;
  if (fstype === undefined || fstype === 'ambivalent')
    return refuse(
      'no-filesystem',
      fstype === undefined
        ? `there is no file system on ${device.device} that is known`
        : `${device.device} has signs of several file systems: it cannot be told which one is meant`,
    );
  const driver = driverFor(fstype, fsType);
  if (driver === undefined)
    return refuse(
      'unknown-filesystem',
      `file systems of the kind ${fstype} are not mounted (${device.device})`,
    );
  if (fsType !== undefined && !fits(fstype, fsType))
    return refuse('filesystem-mismatch', `on ${device.device} is ${fstype}, and not ${fsType}`);
  const foreign = foreignOptions(driver, options);
  if (foreign.length > 0)
    return refuse(
      'option-not-for-filesystem',
      `${fstype} has no option ${foreign.join(', ')}: it keeps the owner of each file itself`,
      'Change the owners on the disk instead.',
    );
  return { device, driver };
}

// What else is on the disk tells what the disk is for: one that the host runs from, or that a pool has, is left alone as a whole.
function refuseUsedDisk(
  device: UsbDevice,
  inventory: Inventory,
  site: Site,
  refuse: (why: string, text: string) => never,
): void {
  const inside = (path: string) => site.mountRoots.some((root) => path.startsWith(`${root}/`));
  for (const other of inventory.onSameDisk(device.device)) {
    for (const use of other.uses) {
      if (use.kind === 'mounted') {
        const where = `${other.device} of the disk ${device.disk} is mounted at ${use.at}`;
        if (!inside(use.at) && ofTheSystem(use.at)) refuse('system-disk', `${where}: the host runs from it`);
        if (other.device !== device.device && !inside(use.at))
          refuse('used-disk', `${where}, outside of ${site.mountRoots.join(', ')}`);
      } else if (other.device === device.device) continue;
      else if (use.kind === 'held')
        refuse('used-disk', `${other.device} of the disk ${device.disk} is in use: ${use.by} lies on it`);
      else refuse('used-disk', `${other.device} of the disk ${device.disk} ${memberTexts[use.kind][1]}`);
    }
  }
}

// Where a system has its own file systems: these folders, and what is below them.
function ofTheSystem(path: string): boolean {
  const places = ['/boot', '/efi', '/usr', '/var', '/etc', '/home', '/root', '/opt', '/nix'];
  return path === '/' || places.some((place) => path === place || path.startsWith(`${place}/`));
}

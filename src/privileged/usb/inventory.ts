import { blkid, lsblk } from '../commands/block.js';
import { mounts } from '../commands/mount.js';
import type { Hands } from '../operation.js';
import { parseProbe } from './blkid.js';
import { type BlockDevice, parseLsblk } from './lsblk.js';
import { type Mount, parseMounts } from './mount-table.js';
import { blockDevice } from './params.js';

/** What a device is used for. */
export type DeviceUse =
  /** A file system of it is mounted there. */
  | { readonly kind: 'mounted'; readonly at: string }
  | { readonly kind: 'swap' | 'lvm' | 'zfs' | 'btrfs' | 'raid' | 'luks' | 'other' }
  /** Another device lies on it. */
  | { readonly kind: 'held'; readonly by: string };

/** A disk, or a part of one. */
export interface UsbDevice {
  /** `/dev/sdb1`. It may be another one after the stick was pulled out: only the UUID stays. */
  readonly device: string;
  /** The whole disk that it is a part of, or itself. */
  readonly disk: string;
  /** `disk`, `part`, `loop` and others of `lsblk`. */
  readonly type: string;
  /** How the disk is attached: `usb`. */
  readonly transport: string | undefined;
  /** The medium can be taken out; false for most USB disks. */
  readonly removable: boolean;
  readonly hotplug: boolean;
  readonly readOnly: boolean;
  /** In bytes. */
  readonly size: number;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  /** `ext4`, `vfat`, `LVM2_member` ...; `ambivalent` where there are signs of several. */
  readonly fstype: string | undefined;
  readonly version: string | undefined;
  readonly uuid: string | undefined;
  readonly label: string | undefined;
  readonly partuuid: string | undefined;
  /** Empty where nothing uses it. */
  readonly uses: readonly DeviceUse[];
}

/** Every block device and every mount of the host. */
export interface Inventory {
  readonly devices: readonly UsbDevice[];
  readonly mounts: readonly Mount[];
  /** Other names of a device, such as `/dev/dm-0`. */
  readonly namesOf: (device: string) => readonly string[];
  /** The devices that a device lies on or that lie on the same disk. */
  readonly onSameDisk: (device: string) => readonly UsbDevice[];
}

/** Members of something larger, and what has to be opened first. Names of util-linux 2.41. */
const members: readonly (readonly [RegExp, Exclude<DeviceUse['kind'], 'mounted' | 'held'>])[] = [
  [/^(?:swap|swsuspend|swap_.*)$/, 'swap'],
  [/^LVM[12]_member$/, 'lvm'],
  [/^zfs_member$/, 'zfs'],
  [/^(?:crypto_LUKS|BitLocker|FileVault2)$/i, 'luks'],
  [/_raid_member$|^(?:linux_raid_member|mpath_member)$/, 'raid'],
  [/_member$|^(?:bcache|ceph_bluestore|drbd|VMFS.*|stratis|DM_.*|vdo|ubi|APFS.*)$/i, 'other'],
];

/**
 * Looks at all block devices. udev's database is asked; a device itself is read only where that has nothing of it, and `probe` tells
 * to: a disk that sleeps is not woken to be listed.
 */
export async function takeInventory(
  hands: Hands,
  probe: (device: BlockDevice) => boolean,
): Promise<Inventory> {
  const listed = parseLsblk((await hands.run(lsblk, {})).stdout);
  const table = parseMounts((await hands.run(mounts, {})).stdout);
  const known: BlockDevice[] = [];
  for (const each of listed) {
    const blank = each.fstype === undefined && each.uuid === undefined && each.pttype === undefined;
    const isRead = blank && each.size > 0 && each.type !== 'rom' && probe(each);
    known.push(isRead ? await probed(hands, each) : each);
  }
  return join(known, table);
}

async function probed(hands: Hands, device: BlockDevice): Promise<BlockDevice> {
  if (!blockDevice.safeParse(device.path).success) return device;
  const finished = await hands.attempt(blkid, { device: device.path });
  // A disk that cannot be read has no file system that is known; it is listed nevertheless.
  const { found, fstype, version, uuid, label, pttype } = parseProbe(finished);
  return { ...device, fstype: found === 'ambivalent' ? found : fstype, version, uuid, label, pttype };
}

/** @internal */
export function join(known: readonly BlockDevice[], table: readonly Mount[]): Inventory {
  const isAt = (device: BlockDevice, { majMin, source }: Mount) =>
    majMin === device.majMin || source === device.path || source === device.kname;
  const mountedAt = new Map(
    known.map((device) => [device.path, table.filter((mount) => isAt(device, mount))]),
  );
  const devices = known.map((device): UsbDevice => {
    const member = members.find(([pattern]) => pattern.test(device.fstype ?? ''))?.[1];
    // A btrfs of several devices shows one of them in the list of mounts; the others have the same UUID.
    const others = known.filter((other) => other.uuid === device.uuid && other.path !== device.path);
    const shared = device.fstype === 'btrfs' && others.some(({ fstype }) => fstype === 'btrfs');
    const at = (mountedAt.get(device.path) ?? []).map(({ target }) => target);
    const uses: DeviceUse[] = [
      ...[...new Set(at)].map((target) => ({ kind: 'mounted' as const, at: target })),
      ...(device.swap && member !== 'swap' ? [{ kind: 'swap' as const }] : []),
      ...(member === undefined ? [] : [{ kind: member }]),
      ...(shared ? [{ kind: 'btrfs' as const }] : []),
      // A partition does not hold its disk.
      ...device.children
        .filter((child) => known.find(({ path }) => path === child)?.type !== 'part')
        .map((by) => ({ kind: 'held' as const, by })),
    ];
    const { path, disks, type, transport, removable, hotplug, readOnly, size, model, serial } = device;
    const { fstype, version, uuid, label, partuuid } = device;
    return {
      device: path,
      disk: disks[0] ?? path,
      type,
      transport,
      removable,
      hotplug,
      readOnly,
      size,
      model,
      serial,
      fstype,
      version,
      uuid,
      label,
      partuuid,
      uses,
    };
  });
  const disksOf = new Map(known.map(({ path, disks }) => [path, disks]));
  return {
    devices,
    mounts: table,
    namesOf: (device) =>
      known.filter(({ path }) => path === device).flatMap((each) => [each.path, each.kname]),
    onSameDisk: (device) => {
      const disks = disksOf.get(device) ?? [];
      return devices.filter((each) => (disksOf.get(each.device) ?? []).some((disk) => disks.includes(disk)));
    },
  };
}

import type { FsType, MountOptions } from './params.js';

// Which file systems are mounted, and how. A closed table: `mount -t` takes names that begin with `no` for "anything but", and lists.

/** A driver: what stands behind `-t`. */
export type Driver = 'vfat' | 'exfat' | 'ntfs3' | 'ntfs-3g' | 'ext2' | 'ext3' | 'ext4' | 'xfs' | 'btrfs';

interface DriverFacts {
  /** What `blkid` calls the file system. */
  readonly onDisk: string;
  /** What the list of mounts calls it. */
  readonly mounted: string;
  /** Options of its own, always set. */
  readonly always: readonly string[];
  /** It keeps no owners and rights: they are given when it is mounted. */
  readonly owners: boolean;
  /** Options that the list of mounts shows as they were given. */
  readonly shows: readonly string[];
  /** The Debian package that brings it, where it is not the kernel. */
  readonly package?: string;
}

const fat = ['uid', 'gid', 'fmask', 'dmask'];

/** The drivers. What a FAT shows is what its functions `show_options` in Linux print; zeros of uid and gid are not shown. */
export const drivers: Readonly<Record<Driver, DriverFacts>> = {
  vfat: {
    onDisk: 'vfat',
    mounted: 'vfat',
    always: ['utf8=1', 'shortname=mixed', 'flush'],
    owners: true,
    shows: fat,
  },
  exfat: { onDisk: 'exfat', mounted: 'exfat', always: ['iocharset=utf8'], owners: true, shows: fat },
  ntfs3: { onDisk: 'ntfs', mounted: 'ntfs3', always: [], owners: true, shows: ['uid', 'gid'] },
  'ntfs-3g': {
    onDisk: 'ntfs',
    mounted: 'fuseblk',
    always: [],
    owners: true,
    shows: [],
    package: 'ntfs-3g',
  },
  ext2: { onDisk: 'ext2', mounted: 'ext2', always: ['errors=remount-ro'], owners: false, shows: [] },
  ext3: { onDisk: 'ext3', mounted: 'ext3', always: ['errors=remount-ro'], owners: false, shows: [] },
  ext4: { onDisk: 'ext4', mounted: 'ext4', always: ['errors=remount-ro'], owners: false, shows: [] },
  xfs: { onDisk: 'xfs', mounted: 'xfs', always: [], owners: false, shows: [] },
  btrfs: { onDisk: 'btrfs', mounted: 'btrfs', always: [], owners: false, shows: [] },
};

/** The driver for what is on a disk; undefined for what is not mounted here. */
export function driverFor(onDisk: string, asked: FsType | undefined): Driver | undefined {
  if (asked !== undefined && asked !== 'ntfs' && drivers[asked].onDisk === onDisk) return asked;
  const usual = onDisk === 'ntfs' ? 'ntfs3' : onDisk;
  return Object.hasOwn(drivers, usual) ? (usual as Driver) : undefined;
}

/** True where a file system of this name may be asked for, given what is on the disk. */
export function fits(onDisk: string, asked: FsType): boolean {
  return asked === onDisk || (asked !== 'ntfs' && drivers[asked].onDisk === onDisk);
}

/** Options that the file system does not know. */
export function foreignOptions(driver: Driver, options: MountOptions): string[] {
  if (drivers[driver].owners) return [];
  return fat.filter((name) => options[name as keyof MountOptions] !== undefined);
}

/** What is written behind `-o`, in a fixed order. `nosuid` and `nodev` are always there. */
export function optionWords(driver: Driver, options: MountOptions): string[] {
  const { always, owners } = drivers[driver];
  const { readOnly, exec, noatime, sync, uid, gid, fmask = '0137', dmask = '0027' } = options;
  return [
    readOnly === true ? 'ro' : 'rw',
    'nosuid',
    'nodev',
    ...(exec === true ? [] : ['noexec']),
    ...(noatime === true ? ['noatime'] : []),
    ...(sync === true ? ['sync'] : []),
    ...(owners ? [`uid=${uid ?? 0}`, `gid=${gid ?? 0}`, `fmask=${fmask}`, `dmask=${dmask}`] : []),
    ...always,
  ];
}

/** Of the words that were asked for, those that a mount must show to be what was asked for. */
export function shownWords(driver: Driver, options: MountOptions): string[] {
  const { shows } = drivers[driver];
  return optionWords(driver, options).filter((word) => {
    const [name = '', value] = word.split('=');
    if (value === undefined) return ['nosuid', 'nodev', 'noexec', 'noatime', 'ro', 'sync'].includes(name);
    return shows.includes(name) && value !== '0';
  });
}

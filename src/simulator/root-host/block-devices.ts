import type { Contents, Disk } from '../disks.js';

/** Block devices as `lsblk` sees them. */

export type Value = string | number | boolean | null | readonly (string | null)[];

/** One device, with the values of its columns. */
export interface Block {
  readonly path: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly children: readonly Block[];
}

/** All columns of util-linux 2.41, in the order of `--output-all`. */
export const columns = (
  'alignment id-link id disc-aln dax disc-gran disk-seq disc-max disc-zero fsavail fsroots fssize fstype fsused fsuse% ' +
  'fsver group hctl hotplug kname label log-sec maj:min maj min min-io mode model mq name opt-io owner partflags ' +
  'partlabel partn parttype parttypename partuuid path phy-sec pkname pttype ptuuid ra rand rev rm ro rota rq-size ' +
  'sched serial size start state subsystems mountpoint mountpoints tran type uuid vendor wsame wwn zoned zone-sz ' +
  'zone-wgran zone-app zone-nr zone-omax zone-amax'
).split(' ');

export const defaultColumns = ['name', 'maj:min', 'rm', 'size', 'ro', 'type', 'mountpoints'];
export const fsColumns = ['name', 'fstype', 'fsver', 'label', 'uuid', 'fsavail', 'fsuse%', 'mountpoints'];

/** What every device says of itself in the same words. */
const common: Readonly<Record<string, Value>> = {
  alignment: 0,
  'disc-aln': 0,
  dax: false,
  'disc-zero': false,
  fsroots: [],
  'log-sec': 512,
  'min-io': 4096,
  mode: 'brw-rw----',
  mq: '  1',
  'opt-io': 0,
  owner: 'root',
  group: 'disk',
  'phy-sec': 4096,
  ra: 128,
  rand: false,
  ro: false,
  'rq-size': 64,
  sched: 'mq-deadline',
  wsame: 0,
  zoned: 'none',
  'zone-sz': 0,
  'zone-wgran': 0,
  'zone-app': 0,
  'zone-nr': 0,
  'zone-omax': 0,
  'zone-amax': 0,
};

export function blocksOf(disks: readonly Disk[]): Block[] {
  return disks.map((disk, index) => diskBlock(disk, index + 1));
}

function diskBlock(disk: Disk, sequence: number): Block {
  const { devpath, partitions } = disk;
  const name = devpath.slice('/dev/'.length);
  const [major, minor] = numbersOf(name);
  const isUsb = disk.type === 'usb';
  const isSolid = disk.rpm === 0;
  const shared = {
    ...common,
    'disc-gran': isSolid && !isUsb ? 512 : 0,
    'disc-max': isSolid && !isUsb ? 2_147_450_880 : 0,
    'disk-seq': sequence,
    // Whether the medium can be taken out, as sticks say; and whether the whole disk can be unplugged.
    rm: isUsb && disk.rpm === 0,
    hotplug: isUsb,
    rota: !isSolid,
    pttype: partitions.length > 0 ? 'gpt' : null,
  };
  return {
    path: devpath,
    values: {
      ...shared,
      ...contentsOf(disk.contents),
      ...placeOf(name, major, minor),
      hctl: disk.type === 'nvme' ? null : `${minor / 16}:0:0:0`,
      model: disk.model,
      rev: disk.firmware,
      serial: disk.serial,
      size: disk.size,
      state: disk.type === 'nvme' ? 'live' : 'running',
      subsystems: disk.type === 'nvme' ? 'block:nvme:pci' : isUsb ? 'block:scsi:usb:pci' : 'block:scsi:pci',
      tran: disk.type === 'nvme' ? 'nvme' : isUsb ? 'usb' : 'sata',
      type: 'disk',
      vendor: disk.type === 'nvme' ? null : (disk.vendor ?? 'ATA').padEnd(8),
    },
    children: partitions.map((partition, index) => {
      const number = index + 1;
      const part = /\d$/.test(name) ? `${name}p${number}` : `${name}${number}`;
      const before = partitions.slice(0, index).reduce((sum, { size }) => sum + size, 0);
      return {
        path: `/dev/${part}`,
        values: {
          ...shared,
          ...contentsOf(partition),
          ...placeOf(part, major, minor + number),
          partn: number,
          partlabel: partition.partlabel ?? null,
          partuuid: partition.partuuid ?? null,
          pkname: name,
          size: partition.size,
          start: 2048 + Math.floor(before / 512),
          subsystems:
            disk.type === 'nvme' ? 'block:nvme:pci' : isUsb ? 'block:scsi:usb:pci' : 'block:scsi:pci',
          // Of disks by SCSI only the whole one knows this.
          tran: disk.type === 'nvme' ? 'nvme' : null,
          type: 'part',
        },
        children: [],
      };
    }),
  };
}

function placeOf(name: string, major: number, minor: number): Record<string, Value> {
  return {
    name,
    kname: name,
    path: `/dev/${name}`,
    'maj:min': `${major}:${minor}`,
    maj: String(major),
    min: String(minor),
  };
}

function contentsOf({ fstype, fsver, label, uuid, mountpoints = [] }: Contents): Record<string, Value> {
  return {
    fstype: fstype ?? null,
    fsver: fsver ?? null,
    label: label ?? null,
    uuid: uuid ?? null,
    mountpoint: mountpoints.at(-1) ?? null,
    mountpoints,
  };
}

/** The kernel's numbers: 16 for each disk of the SCSI kind, by its letter. */
function numbersOf(name: string): [major: number, minor: number] {
  const letter = /^sd([a-z])/.exec(name)?.[1];
  return letter === undefined ? [259, 0] : [8, (letter.charCodeAt(0) - 97) * 16];
}

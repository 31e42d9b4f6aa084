/** A file system, or something else that a partition or a disk holds. */
export interface Contents {
  /** `ext4`, `vfat`, `LVM2_member`; without it nothing is known to be there. */
  fstype?: string;
  fsver?: string;
  label?: string;
  uuid?: string;
  /** Where it is mounted, by whomever: nothing in the simulator mounts. */
  mountpoints?: string[];
}

/** A partition, by its place on the disk. */
export interface Partition extends Contents {
  /** Bytes. */
  size: number;
  partuuid?: string;
  partlabel?: string;
}

/** What a disk tells about its health. A test may change all of it. */
export interface Smart {
  /** Its own judgement: false is DISK FAILING. */
  passed: boolean;
  /** Degrees Celsius. */
  temperature: number;
  powerOnHours: number;
  powerCycles: number;
  /** Sectors that were replaced, and that wait for it; of NVMe the media errors. */
  reallocated: number;
  pending: number;
  /** Entries of its log of errors, and of its log of self-tests those that failed. */
  errors: number;
  failedTests: number;
  /** Spun down: a look at it wakes it, unless that is asked not to. */
  standby: boolean;
  /** A command to it failed on the way: much of the rest is still told. */
  stumbles: boolean;
}

/** What there is between a disk and its USB plug. */
export interface Bridge {
  /** `0x0bda`. */
  readonly vendorId: string;
  readonly productId: string;
  /** `known`: found by itself; `unknown`: only with a type given; `none`: passes nothing on, like a stick's. */
  readonly smart: 'known' | 'unknown' | 'none';
}

/** A disk of the node. */
export interface Disk {
  readonly devpath: string;
  readonly type: 'nvme' | 'hdd' | 'ssd' | 'usb';
  readonly model: string;
  readonly serial: string;
  readonly size: number;
  readonly rpm: number;
  readonly wearout: number | 'N/A';
  /** What it is used for; undefined for a free one. */
  used: string | undefined;
  /** What was made of it as a whole. */
  holds?: {
    readonly kind: 'directory' | 'lvm' | 'lvmthin';
    readonly name: string;
    readonly filesystem: string;
  };
  readonly vendor?: string;
  readonly firmware: string;
  readonly smart: Smart;
  readonly bridge?: Bridge;
  readonly partitions: Partition[];
  /** Of one without partitions. */
  readonly contents: Contents;
}

/** One row of the attributes of an ATA disk. */
export interface SmartAttribute {
  readonly id: number;
  readonly name: string;
  /** `PO--CK`: prefailure, updated online, performance, error rate, event count, auto keep. */
  readonly flags: string;
  readonly value: number;
  readonly threshold: number;
  readonly raw: string;
  readonly rawValue: number;
}

export function newSmart(more: Partial<Smart> = {}): Smart {
  return {
    passed: true,
    temperature: 31,
    powerOnHours: 1200,
    powerCycles: 40,
    reallocated: 0,
    pending: 0,
    errors: 0,
    failedTests: 0,
    standby: false,
    stumbles: false,
    ...more,
  };
}

/** The attributes that tell the most, from what the disk has been through. */
export function attributesOf(smart: Smart): SmartAttribute[] {
  const { reallocated, pending, powerOnHours, powerCycles, temperature } = smart;
  const [low, high] = [Math.min(19, temperature), Math.max(46, temperature)];
  const row = (
    id: number,
    name: string,
    flags: string,
    value: number,
    threshold: number,
    rawValue: number,
    raw = String(rawValue),
  ): SmartAttribute => ({ id, name, flags, value, threshold, raw, rawValue });
  return [
    row(5, 'Reallocated_Sector_Ct', 'PO--CK', Math.max(1, 100 - reallocated), 10, reallocated),
    row(9, 'Power_On_Hours', '-O--CK', Math.max(1, 100 - Math.floor(powerOnHours / 730)), 0, powerOnHours),
    row(12, 'Power_Cycle_Count', '-O--CK', 100, 0, powerCycles),
    row(
      194,
      'Temperature_Celsius',
      '-O---K',
      Math.max(1, 150 - temperature),
      0,
      // Packed: now, lowest and highest in two bytes each.
      temperature + low * 2 ** 16 + high * 2 ** 32,
      `${temperature} (Min/Max ${low}/${high})`,
    ),
    row(197, 'Current_Pending_Sector', '-O--CK', Math.max(1, 200 - pending), 0, pending),
  ];
}

const GiB = 2 ** 30;

/** The disks that the demo host has built in: one with the system, one unused. */
export function builtInDisks(): Disk[] {
  return [
    {
      devpath: '/dev/nvme0n1',
      type: 'nvme',
      model: 'DEMO NVMe 512GB',
      serial: 'DEMO-0001',
      size: 512_110_190_592,
      rpm: 0,
      wearout: 97,
      used: 'partitions',
      firmware: 'DN10',
      smart: newSmart({ temperature: 38, powerOnHours: 9120, powerCycles: 118 }),
      contents: {},
      partitions: [
        { size: 1_031_168 },
        { size: GiB, fstype: 'vfat', fsver: 'FAT32', uuid: '5F0C-21AE', mountpoints: ['/boot/efi'] },
        {
          size: 511_035_399_680,
          fstype: 'LVM2_member',
          fsver: 'LVM2 001',
          uuid: 'Qm4cXe-0aVn-7LkT-xR2p-h8Wd-Ys1J-u6BfZo',
        },
      ],
    },
    {
      devpath: '/dev/sda',
      type: 'hdd',
      model: 'DEMO HDD 4TB',
      serial: 'DEMO-0002',
      size: 4_000_787_030_016,
      rpm: 5400,
      wearout: 'N/A',
      used: undefined,
      firmware: 'DH42',
      smart: newSmart({ temperature: 33, powerOnHours: 13_244, powerCycles: 62 }),
      contents: {},
      partitions: [],
    },
  ];
}

import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

const disk = record({
  devpath: text,
  type: word<'ssd' | 'nvme' | 'hdd' | 'usb' | 'unknown'>().optional(),
  /** Bytes. */
  size: num,
  model: text.optional(),
  serial: text.optional(),
  vendor: text.optional(),
  wwn: text.optional(),
  by_id_link: text.optional(),
  /** `PASSED`, `OK`, … as SMART says, or `UNKNOWN`. */
  health: text.optional(),
  /** Percent of its life that is **left**, or `N/A`. */
  wearout: z.union([num, text]).optional(),
  /** Turns a minute; -1 where that is not known, 0 of what does not turn. */
  rpm: num.optional(),
  /** What it is used for: `mounted`, `LVM`, `ZFS`, `partitions`, … Missing when it is free. */
  used: text.optional(),
  gpt: flag.optional(),
  mounted: flag.optional(),
  /** The disk that this partition is on. */
  parent: text.optional(),
  /** Ceph's; -1 for none. */
  osdid: num.optional(),
  'osdid-list': z.array(num).optional(),
});

const attribute = record({
  /** The number, padded with blanks: `"  5"`. */
  id: text.optional(),
  name: text,
  value: num.optional(),
  worst: num.optional(),
  threshold: num.optional(),
  flags: text.optional(),
  /** `-` for none, else since when it failed. */
  fail: text.optional(),
  /** As the disk gives it, which may be more than a number. */
  raw: text.optional(),
});

const smart = record({
  /** `PASSED`, `OK`, … or `UNKNOWN`, also where smartctl failed: PVE swallows its errors. */
  health: text,
  /** `ata` comes with `attributes`, `text` (NVMe and SAS) with smartctl's output in `text`. */
  type: word<'ata' | 'text'>().optional(),
  attributes: z.array(attribute).optional(),
  text: text.optional(),
  wearout: num.optional(),
});

const logicalGroup = {
  name: text,
  /** Bytes. */
  size: num,
  /** Bytes. */
  free: num,
};

const audit = { needs: [{ path: '/', all: ['Sys.Audit'] }] };

/** Disks of a node, and what is on them. Sizes in bytes. */
export const disks = {
  /**
   * The disks; loop, device-mapper and md devices are left out. It runs smartctl on each, which **wakes disks that
   * sleep**: `skipsmart` leaves that out, and `health` with it.
   */
  list: op(
    'GET /nodes/{node}/disks/list',
    z.strictObject({
      ...onNode,
      'include-partitions': z.boolean().optional(),
      skipsmart: z.boolean().optional(),
      type: z.enum(['unused', 'journal_disks']).optional(),
    }),
    z.array(disk),
    { needs: [{ path: '/nodes/{node}', all: ['Sys.Audit'] }], undeclared: ['by_id_link'] },
  ),
  /**
   * What SMART says of a disk. `disk` is its device (`/dev/sda`); names of `/dev/disk/by-id` are refused. It needs
   * Sys.Audit on `/`, the node is not enough (pve-storage src/PVE/API2/Disks.pm).
   */
  smart: op(
    'GET /nodes/{node}/disks/smart',
    z.strictObject({
      ...onNode,
      disk: z
        .string()
        .regex(/^\/dev\/[a-zA-Z0-9/]+$/, 'a device such as `/dev/sda` is expected, no by-id name'),
      /** Only `health`, which is quicker. */
      healthonly: z.boolean().optional(),
    }),
    smart,
    { ...audit, undeclared: ['wearout'] },
  ),
  /** LVM volume groups and their physical volumes. */
  lvm: op(
    'GET /nodes/{node}/disks/lvm',
    z.strictObject(onNode),
    record({
      children: z.array(record({ ...logicalGroup, children: z.array(record(logicalGroup)).optional() })),
    }),
    audit,
  ),
  /** LVM thin pools. */
  lvmthin: op(
    'GET /nodes/{node}/disks/lvmthin',
    z.strictObject(onNode),
    z.array(
      record({
        lv: text,
        vg: text.optional(),
        lv_size: num,
        used: num,
        metadata_size: num.optional(),
        metadata_used: num.optional(),
      }),
    ),
    audit,
  ),
  /** ZFS pools. An HttpError where ZFS is not installed. */
  zfs: op(
    'GET /nodes/{node}/disks/zfs',
    z.strictObject(onNode),
    z.array(
      record({
        name: text,
        size: num,
        alloc: num,
        free: num,
        /** Percent. */
        frag: num.optional(),
        /** A ratio; 1 is none. */
        dedup: num.optional(),
        health: word<'ONLINE' | 'DEGRADED' | 'FAULTED' | 'OFFLINE' | 'REMOVED' | 'UNAVAIL'>(),
      }),
    ),
    audit,
  ),
  /** Directories that PVE mounts (systemd units under `/mnt/pve`). */
  directory: op(
    'GET /nodes/{node}/disks/directory',
    z.strictObject(onNode),
    z.array(
      record({
        path: text,
        device: text,
        type: text.optional(),
        options: text.optional(),
        unitfile: text.optional(),
      }),
    ),
    audit,
  ),
};

import * as z from 'zod';
import * as ids from '../../core/ids.js';
import type { Need } from '../../core/op.js';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { slots } from '../../generated/wire-data.js';
import { guestFirewall } from './firewall-guest.js';
import { configKeys, diskSize, guestState, onVm, pendingRow } from './guest.js';
import { bwlimit, numbered, onGuest, onNode, startsTask } from './params.js';
import { qemuAgent } from './qemu-agent.js';
import { qemuConfig, withQemuConfig } from './qemu-config.js';
import { anyConfigNeed, configNeeds } from './qemu-needs.js';
import { qemuPower } from './qemu-power.js';
import { qemuSnapshots } from './qemu-snapshots.js';
import { sample, timeframe } from './rrd.js';

const state = {
  ...guestState,
  /** More than `status` says: `paused`, `prelaunch`, … */
  qmpstatus: text.optional(),
  /** Bytes that it takes on the host, since 9.0. How full its disk is PVE cannot tell. */
  memhost: num.optional(),
  'running-machine': text.optional(),
  'running-qemu': text.optional(),
};

const audit = onVm('VM.Audit');
const guest = z.strictObject(onGuest);
const space: Need = { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] };

const disk = z.union(
  [
    numbered('scsi', slots.scsi),
    numbered('virtio', slots.virtio),
    z.enum([
      ...(['ide0', 'ide1', 'ide2', 'ide3', 'sata0', 'sata1', 'sata2', 'sata3', 'sata4', 'sata5'] as const),
      ...(['efidisk0', 'tpmstate0'] as const),
    ]),
  ],
  'a disk is expected: `scsi0`, `virtio1`, `sata2`, `ide3`, …',
);
const anyDisk = z.union([disk, numbered('unused', slots.unused)]);
const format = z.enum(['raw', 'qcow2', 'vmdk']).optional();

const change = {
  delete: configKeys.optional(),
  /** Also destroy the volumes of disks in `delete`; else they stay as `unused[n]`. */
  force: z.boolean().optional(),
  revert: configKeys.optional(),
  digest: ids.digest.optional(),
};

/** Virtual machines. */
export const qemu = {
  /** The virtual machines of a node that the caller may audit; the others are left out silently. Sizes in bytes. `full` asks each running one. */
  list: op(
    'GET /nodes/{node}/qemu',
    z.strictObject({ ...onNode, full: z.boolean().optional() }),
    z.array(record(state)),
  ),
  /** What a machine does at this moment. Sizes in bytes. */
  status: op(
    'GET /nodes/{node}/qemu/{vmid}/status/current',
    guest,
    record({
      ...state,
      ha: record({ managed: flag.optional() }).optional(),
      /** Whether its configuration has the guest agent; not whether it answers. */
      agent: flag.optional(),
      spice: flag.optional(),
    }),
    audit,
  ),
  /** Its configuration, pending changes merged in. `current` gives what counts now, `snapshot` what a snapshot kept. */
  config: op(
    'GET /nodes/{node}/qemu/{vmid}/config',
    z.strictObject({ ...onGuest, current: z.boolean().optional(), snapshot: ids.snapname.optional() }),
    qemuConfig,
    audit,
  ),
  /** Its configuration key by key, with what waits for the next start. */
  pending: op('GET /nodes/{node}/qemu/{vmid}/pending', guest, z.array(pendingRow), audit),
  /** Whether it can be snapshotted, cloned or copied as it is, and on which nodes. */
  feature: op(
    'GET /nodes/{node}/qemu/{vmid}/feature',
    z.strictObject({
      ...onGuest,
      feature: z.enum(['snapshot', 'clone', 'copy']),
      snapname: ids.snapname.optional(),
    }),
    record({ hasFeature: flag, nodes: z.array(text).optional() }),
    audit,
  ),
  /** Its figures over time, in the units of `status`. */
  rrddata: op(
    'GET /nodes/{node}/qemu/{vmid}/rrddata',
    z.strictObject({ ...onGuest, ...timeframe }),
    z.array(sample),
    audit,
  ),

  /**
   * Makes a virtual machine, or with `archive` restores one from a backup (`force` puts it in place of what is there).
   * Returns the UPID of a `qmcreate` or `qmrestore` task.
   *
   * With `vmid: 'any'` it gets a free id, another one if somebody took that meanwhile; the UPID says which: `parseUpid(upid).id`.
   * @throws ConflictError if the vmid is taken.
   */
  create: op(
    'POST /nodes/{node}/qemu',
    withQemuConfig({
      node: ids.node,
      vmid: ids.vmidOrAny,
      /** A backup's volume id: `STORAGE:backup/vzdump-qemu-….vma.zst`. */
      archive: ids.volume.optional(),
      force: z.boolean().optional(),
      /** Give it new hardware addresses. */
      unique: z.boolean().optional(),
      'live-restore': z.boolean().optional(),
      'import-working-storage': ids.storage.optional(),
      /** Where disks of a backup go. */
      storage: ids.storage.optional(),
      pool: z.string().optional(),
      bwlimit: bwlimit.optional(),
      /** Start it afterwards. */
      start: z.boolean().optional(),
      'ha-managed': z.boolean().optional(),
    }),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Allocate'] },
        { path: '/vms/{vmid}', all: ['VM.Backup'], when: 'archive with force' },
        ...configNeeds,
      ],
      anyVmid: 'vmid',
    },
  ),
  /**
   * Changes the configuration; keys in `delete` are removed, in `revert` their pending change is. Returns nothing. Making or
   * importing disks can take long: use `updateAsync` for that. What cannot be changed while it runs waits for the next start:
   * see `pending`.
   * @throws ConflictError if `digest` is given and the configuration has changed since; LockedError.
   */
  update: op('PUT /nodes/{node}/qemu/{vmid}/config', withQemuConfig({ ...onGuest, ...change }), nothing, {
    needs: configNeeds,
  }),
  /**
   * Changes the configuration in a task, `qmconfig`: that it is wrong can show only there. With `background_delay` PVE waits
   * that many seconds for it: null if it is done by then.
   */
  updateAsync: op(
    'POST /nodes/{node}/qemu/{vmid}/config',
    withQemuConfig({
      ...onGuest,
      ...change,
      background_delay: z.number().int().min(1).max(30).optional(),
    }),
    startsTask.nullable(),
    { needs: [anyConfigNeed, ...configNeeds] },
  ),

  ...qemuPower,

  /**
   * Destroys a stopped machine and its volumes, for good. Task `qmdestroy`. PVE also removes its ACL entries and firewall rules;
   * `purge` takes it out of backup jobs, replication and HA as well.
   */
  delete: op(
    'DELETE /nodes/{node}/qemu/{vmid}',
    z.strictObject({
      ...onGuest,
      purge: z.boolean().optional(),
      'destroy-unreferenced-disks': z.boolean().optional(),
    }),
    startsTask,
    onVm('VM.Allocate'),
  ),
  /** Copies a machine to `newid`. Task `qmclone`, whose id is the **source's** vmid. */
  clone: op(
    'POST /nodes/{node}/qemu/{vmid}/clone',
    z.strictObject({
      ...onGuest,
      newid: ids.vmid,
      name: z.string().optional(),
      description: z.string().optional(),
      pool: z.string().optional(),
      snapname: ids.snapname.optional(),
      /** Default: yes, but for a template. */
      full: z.boolean().optional(),
      /** Only with a full clone, as `format`. */
      storage: ids.storage.optional(),
      format,
      target: ids.node.optional(),
      bwlimit: bwlimit.optional(),
    }),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Clone'] },
        { path: '/vms/{newid}', all: ['VM.Allocate'] },
        space,
      ],
    },
  ),
  /** Makes a disk bigger; PVE cannot shrink one, and the file system in it does not grow by itself. Task `resize`, null before 8. */
  resize: op(
    'PUT /nodes/{node}/qemu/{vmid}/resize',
    z.strictObject({ ...onGuest, disk, size: diskSize, digest: ids.digest.optional() }),
    startsTask.nullable(),
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Config.Disk'] }, space] },
  ),
  /**
   * Moves a disk to another storage, also while the machine runs, or to another machine (`target-vmid`). Task `qmmove`. The
   * old volume stays as `unused[n]` unless `delete` is set.
   */
  moveDisk: op(
    'POST /nodes/{node}/qemu/{vmid}/move_disk',
    z.strictObject({
      ...onGuest,
      disk: anyDisk,
      storage: ids.storage.optional(),
      format,
      delete: z.boolean().optional(),
      digest: ids.digest.optional(),
      bwlimit: bwlimit.optional(),
      'target-vmid': ids.vmid.optional(),
      'target-disk': anyDisk.optional(),
      'target-digest': ids.digest.optional(),
    }),
    startsTask,
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Config.Disk'] }, space] },
  ),
  /** Moves it to another node: a running one needs `online`, local disks `with-local-disks`. Task `qmigrate`. */
  migrate: op(
    'POST /nodes/{node}/qemu/{vmid}/migrate',
    z.strictObject({
      ...onGuest,
      target: ids.node,
      online: z.boolean().optional(),
      'with-local-disks': z.boolean().optional(),
      /** A storage for all disks, or `from:to` pairs with commas; `1` keeps each. */
      targetstorage: z.string().optional(),
      'with-conntrack-state': z.boolean().optional(),
      bwlimit: bwlimit.optional(),
    }),
    startsTask,
    onVm('VM.Migrate'),
  ),
  /** Makes a stopped machine without snapshots a template, for good: its disks, or `disk` alone, become bases of linked clones. Task `qmtemplate`. */
  template: op(
    'POST /nodes/{node}/qemu/{vmid}/template',
    z.strictObject({ ...onGuest, disk: disk.optional() }),
    startsTask.nullable(),
    onVm('VM.Allocate'),
  ),

  snapshots: qemuSnapshots,
  agent: qemuAgent,
  firewall: guestFirewall('/nodes/{node}/qemu/{vmid}'),
};

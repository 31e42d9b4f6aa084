import * as z from 'zod';
import * as ids from '../../core/ids.js';
import type { Need } from '../../core/op.js';
import { op } from '../../core/op.js';
import { flag, list, nothing, num, record, text, word } from '../../core/wire.js';
import { fileRestore } from './file-restore.js';
import { onNode, startsTask } from './params.js';
import { timeframe } from './rrd.js';
import { retention, storageDefinitions } from './storage-config.js';
import { downloadUrl } from './upload.js';

const state = {
  type: text,
  content: list,
  /** Whether the node reaches it at this moment. */
  active: flag.optional(),
  enabled: flag.optional(),
  shared: flag.optional(),
  /** Bytes. Sizes are missing, or 0, while it is not active. */
  total: num.optional(),
  used: num.optional(),
  avail: num.optional(),
};

const volume = record({
  /** `STORAGE:NAME`. */
  volid: text,
  content: word<'images' | 'rootdir' | 'vztmpl' | 'iso' | 'backup' | 'snippets' | 'import'>(),
  format: text,
  /** Bytes; of a thin volume what it can hold at most. Missing where the storage cannot tell cheaply. */
  size: num.optional(),
  /** Bytes. */
  used: num.optional(),
  /** Seconds since the epoch. */
  ctime: num.optional(),
  vmid: num.optional(),
  /** The volume that this one is a linked clone of. */
  parent: text.optional(),
  /** The first line only. */
  notes: text.optional(),
  protected: flag.optional(),
});

const volumeDetail = record({
  path: text.optional(),
  format: text,
  /** Bytes. */
  size: num,
  /** Bytes. */
  used: num.optional(),
  notes: text.optional(),
  protected: flag.optional(),
});

const mayLook: readonly Need[] = [
  { path: '/storage/{storage}', any: ['Datastore.Audit', 'Datastore.AllocateSpace'] },
];
const onStorage = { ...onNode, storage: ids.storage };

/** Backups need less: with VM.Backup on their guest, Datastore.AllocateSpace will do (pve-storage src/PVE/API2/Storage/Content.pm). */
const mayDelete: readonly Need[] = [
  { path: '/storage/{storage}', any: ['Datastore.Allocate', 'Datastore.AllocateSpace'] },
  { path: '/storage/{storage}', all: ['Datastore.Allocate'], when: 'anything but backups' },
];

const pruning = {
  ...onStorage,
  /** In place of the storage's own rules: `keep-last=3,keep-daily=7`. */
  'prune-backups': retention.optional(),
  type: z.enum(['lxc', 'qemu']).optional(),
  vmid: ids.vmid.optional(),
};

const pruned = record({
  volid: text,
  /** `renamed`: its name is not vzdump's, so that it is left alone; `protected` ones are, too. */
  mark: word<'keep' | 'remove' | 'protected' | 'renamed'>(),
  type: word<'lxc' | 'qemu' | 'openvz' | 'unknown'>(),
  /** Seconds since the epoch, by its name. */
  ctime: num,
  vmid: num.optional(),
});

/** Storages: their definitions in the cluster, their state and content on a node. */
export const storage = {
  ...storageDefinitions,
  /**
   * The storages of a node with their state. One that hangs (a dead NFS server) makes the whole call slow, up to a
   * ProxyError 596 after 30 s. Sizes in bytes.
   */
  onNode: op(
    'GET /nodes/{node}/storage',
    z.strictObject({
      ...onNode,
      storage: ids.storage.optional(),
      /** Only storages that may hold one of these. */
      content: z.array(z.string()).optional(),
      /** Only enabled ones. */
      enabled: z.boolean().optional(),
      target: ids.node.optional(),
    }),
    z.array(record({ storage: text, ...state })),
  ),
  /** The state of one storage on a node. Sizes in bytes. */
  status: op('GET /nodes/{node}/storage/{storage}/status', z.strictObject(onStorage), record(state), {
    needs: mayLook,
  }),
  /**
   * The volumes of a storage. PVE leaves out silently what the caller may not see: backups need
   * Datastore.AllocateSpace and VM.Backup on the guest, disks VM.Config.Disk or Datastore.Allocate (pve-storage
   * src/PVE/API2/Storage/Content.pm). A short list is no proof that there is nothing else.
   */
  content: op(
    'GET /nodes/{node}/storage/{storage}/content',
    z.strictObject({ ...onStorage, content: z.string().optional(), vmid: ids.vmid.optional() }),
    z.array(volume),
    { needs: mayLook },
  ),
  /** One volume: its size, notes and protection. `volume` is the whole id, `STORAGE:NAME`. */
  volume: op(
    'GET /nodes/{node}/storage/{storage}/content/{volume}',
    z.strictObject({ ...onStorage, volume: ids.volume }),
    volumeDetail,
    { needs: mayLook },
  ),
  /** Sets a backup's notes (an empty text removes them) and its protection. Nothing else has any. */
  updateVolume: op(
    'PUT /nodes/{node}/storage/{storage}/content/{volume}',
    z.strictObject({
      ...onStorage,
      volume: ids.volume,
      notes: z.string().optional(),
      /** A protected backup is neither deleted nor pruned. */
      protected: z.boolean().optional(),
    }),
    nothing,
    { needs: [{ path: '/storage/{storage}', any: ['Datastore.Allocate', 'Datastore.AllocateSpace'] }] },
  ),
  /**
   * Deletes a volume, **also a guest's disk**. Task `imgdel`: that it is protected, or a running guest's, shows there, and one
   * that does not exist counts as deleted. With `delay` PVE waits that many seconds for it: null if it is done by then.
   */
  deleteVolume: op(
    'DELETE /nodes/{node}/storage/{storage}/content/{volume}',
    z.strictObject({ ...onStorage, volume: ids.volume, delay: z.number().int().min(1).max(30).optional() }),
    startsTask.nullable(),
    { needs: mayDelete },
  ),
  /** Makes an empty disk for a guest and gives its volume id; it is in no configuration yet. No task: it is there at once. */
  allocateVolume: op(
    'POST /nodes/{node}/storage/{storage}/content',
    z.strictObject({
      ...onStorage,
      vmid: ids.vmid,
      /** `vm-100-disk-1.raw`, with the vmid in it. */
      filename: z.string().min(1),
      /** `8G`, `512M`; without a letter it is **KiB**. */
      size: z.string().regex(/^\d+[MG]?$/, 'a size such as `8G` or `512M` is expected'),
      format: z.enum(['raw', 'qcow2', 'subvol', 'vmdk']).optional(),
    }),
    text,
    { needs: [{ path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] }] },
  ),
  /**
   * Which backups `prune` would remove and which it would keep, by `prune-backups` or the storage's own rules. Only a
   * preview: backups can come in between. **Without any rule above zero everything is kept.**
   */
  prunePreview: op(
    'GET /nodes/{node}/storage/{storage}/prunebackups',
    z.strictObject(pruning),
    z.array(pruned),
    { needs: mayLook },
  ),
  /**
   * Removes backups by `prune-backups` or the storage's own rules, for each guest on its own. Task `prunebackups`. Protected
   * ones, and those with a name that is not vzdump's, stay and do not count.
   */
  prune: op('DELETE /nodes/{node}/storage/{storage}/prunebackups', z.strictObject(pruning), startsTask, {
    needs: [
      { path: '/storage/{storage}', any: ['Datastore.Allocate', 'Datastore.AllocateSpace'] },
      { path: '/storage/{storage}', all: ['Datastore.Allocate'], when: 'all guests at once' },
      { path: '/vms/{vmid}', all: ['VM.Backup'], when: 'vmid' },
    ],
  }),
  /** How full it was over time: bytes in `used` and `total`. */
  rrddata: op(
    'GET /nodes/{node}/storage/{storage}/rrddata',
    z.strictObject({ ...onStorage, ...timeframe }),
    /** A sample without figures has only its time. */
    z.array(record({ time: num, total: num.optional(), used: num.optional() })),
    { needs: mayLook },
  ),
  /**
   * Has the node fetch a file from a URL; a task. Unlike an upload it overwrites nothing: an existing file of that name is
   * the task's error, unless it has the given `checksum`. As it lets a caller probe the host's network, PVE wants more
   * than for an upload: Sys.AccessNetwork on the node (since 8.2), or Sys.Audit and Sys.Modify on `/`; its refusal names
   * neither (pve-storage src/PVE/API2/Storage/Status.pm).
   */
  downloadUrl,
  /** Files in backups. */
  fileRestore,
};

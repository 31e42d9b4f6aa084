import * as z from 'zod';
import * as ids from '../../core/ids.js';
import type { Need } from '../../core/op.js';
import { op } from '../../core/op.js';
import { flag, list, num, record, text, word } from '../../core/wire.js';
import { fileRestore } from './file-restore.js';
import { onNode } from './params.js';
import { downloadUrl } from './upload.js';

const config = record({
  storage: text,
  type: text,
  /** What it may hold. */
  content: list.optional(),
  /** The nodes that have it; missing means all. */
  nodes: list.optional(),
  shared: flag.optional(),
  disable: flag.optional(),
  path: text.optional(),
  digest: text.optional(),
});

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

const types = [
  'btrfs',
  'cephfs',
  'cifs',
  'dir',
  'esxi',
  'glusterfs',
  'iscsi',
  'iscsidirect',
  'lvm',
  'lvmthin',
  'nfs',
  'pbs',
  'rbd',
  'zfs',
  'zfspool',
] as const;

/** Storages: their definitions in the cluster, their state and content on a node. */
export const storage = {
  /** The storages that are defined in the cluster and that the caller may see. */
  list: op('GET /storage', z.strictObject({ type: z.enum(types).optional() }), z.array(config), {
    undeclared: ['nodes', 'shared', 'disable'],
  }),
  /** The definition of one storage. */
  get: op('GET /storage/{storage}', z.strictObject({ storage: ids.storage }), config, {
    needs: [{ path: '/storage/{storage}', all: ['Datastore.Allocate'] }],
  }),
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

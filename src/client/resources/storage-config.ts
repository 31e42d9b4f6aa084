import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import type { Parsed } from '../../core/property-string.js';
import { flag, list, nothing, num, record, text } from '../../core/wire.js';
import type { BandwidthLimits, PruneBackups } from '../../generated/api.js';
import { properties } from './property-params.js';

export const storageTypes = [
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

const rules = /^keep-(?:all|last|hourly|daily|weekly|monthly|yearly)$/;

/** How many backups of a guest stay: `keep-last=3,keep-daily=7`, `{ 'keep-last': 3 }`, or `keep-all=1`. */
export const retention = properties<string | PruneBackups | Parsed<PruneBackups>>('PruneBackups', (said) => {
  const names = Object.keys(said);
  const unknown = names.filter((name) => !rules.test(name));
  if (unknown.length > 0)
    return unknown.map((path) => ({ path, message: 'no such rule: `keep-last=3,keep-daily=7` is expected' }));
  return said['keep-all'] === true && names.length > 1
    ? [{ path: '', message: '`keep-all` allows no other rule beside it' }]
    : [];
});

// What every plugin of PVE brings. Options of other plugins are there too, as they came.
const optional = {
  /** What it may hold. */
  content: list.optional(),
  /** The nodes that have it; missing means all. */
  nodes: list.optional(),
  shared: flag.optional(),
  disable: flag.optional(),
  path: text.optional(),
  digest: text.optional(),
  /** `keep-last=3,keep-daily=7`. */
  'prune-backups': text.optional(),
  /** How many protected backups a guest may have; -1 is no limit. */
  'max-protected-backups': num.optional(),
  mkdir: flag.optional(),
  'create-base-path': flag.optional(),
  'create-subdirs': flag.optional(),
  /** `yes`, `no`, or the path that must be mounted. */
  is_mountpoint: text.optional(),
  preallocation: text.optional(),
  format: text.optional(),
  bwlimit: text.optional(),
  server: text.optional(),
  export: text.optional(),
  options: text.optional(),
  share: text.optional(),
  username: text.optional(),
  domain: text.optional(),
  datastore: text.optional(),
  namespace: text.optional(),
  fingerprint: text.optional(),
  port: num.optional(),
  pool: text.optional(),
  portal: text.optional(),
  target: text.optional(),
  vgname: text.optional(),
  thinpool: text.optional(),
  sparse: flag.optional(),
  blocksize: text.optional(),
  monhost: text.optional(),
  krbd: flag.optional(),
};

export const storageConfig = record({ storage: text, type: text, ...optional });

/** The API declares none of a storage's options (pve-storage src/PVE/API2/Storage/Config.pm gives the section as it is). */
export const configFacts = { undeclared: Object.keys(optional) as (keyof typeof optional)[] };

const changeable = {
  content: z.array(z.string()).optional(),
  nodes: z.array(ids.node).optional(),
  disable: z.boolean().optional(),
  shared: z.boolean().optional(),
  'prune-backups': retention.optional(),
  'max-protected-backups': z.number().int().min(-1).optional(),
  /** KiB/s. */
  bwlimit: properties<string | BandwidthLimits | Parsed<BandwidthLimits>>('BandwidthLimits').optional(),
  /** `iso=/my-isos`, one an item. */
  'content-dirs': z.array(z.string()).optional(),
  format: z.string().optional(),
  preallocation: z.enum(['off', 'metadata', 'falloc', 'full']).optional(),
  'create-base-path': z.boolean().optional(),
  'create-subdirs': z.boolean().optional(),
  mkdir: z.boolean().optional(),
  /** `yes`, or the path that must be mounted: without it a missing mount fills the root file system. */
  is_mountpoint: z.string().optional(),
  nocow: z.boolean().optional(),
  'snapshot-as-volume-chain': z.boolean().optional(),
  server: z.string().optional(),
  server2: z.string().optional(),
  transport: z.enum(['tcp', 'rdma', 'unix']).optional(),
  options: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  domain: z.string().optional(),
  smbversion: z.enum(['default', '2.0', '2.1', '3', '3.0', '3.11']).optional(),
  subdir: z.string().optional(),
  namespace: z.string().optional(),
  fingerprint: z.string().optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  /** A key as JSON, or `autogen`: then the answer has the new key. */
  'encryption-key': z.string().optional(),
  /** PEM, base64 encoded. */
  'master-pubkey': z.string().optional(),
  'skip-cert-verification': z.boolean().optional(),
  pool: z.string().optional(),
  'data-pool': z.string().optional(),
  'fs-name': z.string().optional(),
  fuse: z.boolean().optional(),
  keyring: z.string().optional(),
  krbd: z.boolean().optional(),
  monhost: z.string().optional(),
  blocksize: z.string().optional(),
  sparse: z.boolean().optional(),
  comstar_hg: z.string().optional(),
  comstar_tg: z.string().optional(),
  lio_tpg: z.string().optional(),
  nowritecache: z.boolean().optional(),
  'zfs-base-path': z.string().optional(),
  mountpoint: z.string().optional(),
  saferemove: z.boolean().optional(),
  'saferemove-stepsize': z.literal([1, 2, 4, 8, 16, 32]).optional(),
  saferemove_throughput: z.string().optional(),
  tagged_only: z.boolean().optional(),
};

/** What only a new storage takes: where it is. */
const fixedOptions = {
  /** Of `dir` and `btrfs`: an absolute path on the nodes. */
  path: z.string().optional(),
  /** Of `nfs`: the path on the server. */
  export: z.string().optional(),
  /** Of `glusterfs`, until 8.4. */
  volume: z.string().optional(),
  share: z.string().optional(),
  datastore: z.string().optional(),
  portal: z.string().optional(),
  target: z.string().optional(),
  vgname: z.string().optional(),
  thinpool: z.string().optional(),
  base: z.string().optional(),
  iscsiprovider: z.string().optional(),
  authsupported: z.string().optional(),
};

const written = record({
  storage: text,
  type: text,
  /** What PVE made on the way: the new `encryption-key` of a backup server's storage, a secret. */
  config: record({ 'encryption-key': text.optional() }).optional(),
});

const needs = [{ path: '/storage', all: ['Datastore.Allocate'] }] as const;

/** Definitions of storages, in the whole cluster. */
export const storageDefinitions = {
  /** The storages that are defined in the cluster and that the caller may see, with all their options but secrets. */
  list: op(
    'GET /storage',
    z.strictObject({ type: z.enum(storageTypes).optional() }),
    z.array(storageConfig),
    configFacts,
  ),
  /** The definition of one storage. */
  get: op('GET /storage/{storage}', z.strictObject({ storage: ids.storage }), storageConfig, {
    needs: [{ path: '/storage/{storage}', all: ['Datastore.Allocate'] }],
  }),
  /**
   * Defines a storage. Which options it must have depends on its type: `path` for `dir`, `server` and `export` for
   * `nfs`, … PVE looks whether it can be reached, and makes the folders of a `dir`. Options of plugins that are not
   * PVE's own go through `client.request('POST /storage', …)`.
   * @throws ConflictError if the name is taken.
   */
  create: op(
    'POST /storage',
    z.strictObject({ storage: ids.storage, type: z.enum(storageTypes), ...changeable, ...fixedOptions }),
    written,
    { needs },
  ),
  /**
   * Changes options of a storage; those in `delete` are removed. Its place (`path`, `export`, …) cannot be changed.
   * @throws ConflictError if `digest` is given and the definitions have changed since.
   */
  update: op(
    'PUT /storage/{storage}',
    z.strictObject({
      storage: ids.storage,
      ...changeable,
      delete: z.array(z.string()).min(1).optional(),
      digest: ids.digest.optional(),
    }),
    written,
    { needs },
  ),
  /** Takes a storage out of the configuration. Nothing on it is deleted, and guests keep their disks' names. */
  delete: op('DELETE /storage/{storage}', z.strictObject({ storage: ids.storage }), nothing, { needs }),
};

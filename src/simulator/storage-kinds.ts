import { plainFields } from './plain-fields.js';
import type { Fields } from './schema.js';

/** What storages of a type may hold, and how they are configured (pve-storage src/PVE/Storage/*Plugin.pm). */
export interface StorageKind {
  /** What an entry is made with and keeps; all but those that end in `?` are needed. */
  readonly fixed: readonly string[];
  /** What may be set and changed. */
  readonly optional: readonly string[];
  /** What it holds if nobody says. */
  readonly content: readonly string[];
  readonly shared: boolean;
  /** Whether it is a folder, whose files the simulator keeps. */
  readonly files: boolean;
}

const always = 'nodes disable content';
const backups = 'prune-backups max-protected-backups';
const folder = `${always} ${backups} format mkdir create-base-path create-subdirs bwlimit preallocation content-dirs`;

const kind = (
  fixed: string,
  optional: string,
  content: string,
  more: { shared?: boolean; files?: boolean } = {},
): StorageKind => ({
  fixed: fixed.split(' '),
  optional: optional.split(' '),
  content: content.split(' '),
  shared: more.shared === true,
  files: more.files === true,
});

const network = { shared: true, files: true };

/** By type, in the order that PVE lists them. */
export const storageKinds: Readonly<Record<string, StorageKind>> = {
  btrfs: kind('path', `${folder} shared is_mountpoint nocow`, 'images rootdir', { files: true }),
  cephfs: kind('path?', `${folder} monhost username subdir fuse keyring fs-name options`, 'backup', network),
  cifs: kind(
    'path? server share snapshot-as-volume-chain?',
    `${folder} subdir username password domain smbversion options`,
    'images',
    network,
  ),
  dir: kind('path snapshot-as-volume-chain?', `${folder} shared is_mountpoint`, 'images rootdir', {
    files: true,
  }),
  esxi: kind('server', `${always} username password port skip-cert-verification`, 'import'),
  iscsi: kind('portal target', always, 'images none', { shared: true }),
  iscsidirect: kind('portal target', always, 'images', { shared: true }),
  lvm: kind(
    'vgname base?',
    `${always} shared saferemove saferemove-stepsize saferemove_throughput tagged_only bwlimit snapshot-as-volume-chain`,
    'images',
  ),
  lvmthin: kind('thinpool vgname', `${always} bwlimit`, 'images rootdir'),
  nfs: kind('path? server export snapshot-as-volume-chain?', `${folder} options`, 'images', network),
  pbs: kind(
    'server datastore',
    `${always} ${backups} namespace port username password encryption-key master-pubkey fingerprint`,
    'backup',
    { shared: true },
  ),
  rbd: kind(
    'pool data-pool?',
    `${always} monhost username krbd keyring bwlimit namespace authsupported`,
    'images',
    {
      shared: true,
    },
  ),
  zfs: kind(
    'pool portal target iscsiprovider',
    `${always} zfs-base-path blocksize sparse nowritecache comstar_hg comstar_tg lio_tpg bwlimit`,
    'images',
    { shared: true },
  ),
  zfspool: kind('pool', `${always} blocksize sparse bwlimit mountpoint`, 'images rootdir'),
};

/** Never kept where it could be read. */
export const storageSecrets: ReadonlySet<string> = new Set([
  'password',
  'encryption-key',
  'master-pubkey',
  'keyring',
]);

const flags = new Set(
  'disable shared mkdir create-base-path create-subdirs nocow fuse krbd saferemove sparse nowritecache tagged_only skip-cert-verification snapshot-as-volume-chain'.split(
    ' ',
  ),
);
const integers = new Set(['port', 'max-protected-backups', 'saferemove-stepsize']);

const names = new Set(Object.values(storageKinds).flatMap(({ fixed, optional }) => [...fixed, ...optional]));

const creation = new Set(
  'path share portal target authsupported vgname base thinpool export datastore iscsiprovider'.split(' '),
);

/** Every option of any type, by what may be said of a storage that is there. */
export function changeableFields(): Fields {
  return Object.fromEntries(Object.entries(storageFields).filter(([key]) => !creation.has(key)));
}

/** Every option of any type. */
export const storageFields: Fields = plainFields(
  [...names]
    .map((option) => option.replace(/\?$/, ''))
    .map((option) => `${option}${flags.has(option) ? ':b' : integers.has(option) ? ':i' : ''}`)
    .join(' '),
);

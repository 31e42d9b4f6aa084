import { seconds } from './clock.js';
import { GiB, MiB, parseVolname } from './volumes.js';
import type { BackupContent, Storage, World } from './world.js';

/** A storage of the host. What is left out stays as it is, or is that of a directory with everything in it. */
export interface StorageSpec {
  readonly type?: Storage['type'];
  /** What it may hold, such as `rootdir`, `backup`, `iso`, `vztmpl`. */
  readonly content?: readonly string[];
  /** The rest of its entry in the storage configuration, such as `path`. */
  readonly options?: Readonly<Record<string, string | number>>;
  readonly shared?: boolean;
  readonly online?: boolean;
  /** Bytes; 100 GiB by default. */
  readonly total?: number;
  /** Bytes in use by what is no volume. */
  readonly base?: number;
  /** Volumes by what follows the colon of their ids, such as `iso/debian.iso`; null takes one away. */
  readonly volumes?: Readonly<Record<string, VolumeSpec | null>>;
}

export interface VolumeSpec {
  /** Bytes; 1 GiB by default. */
  readonly size?: number;
  /** Seconds since the epoch; now by default. */
  readonly ctime?: number;
  /** From the name by default. */
  readonly format?: string;
  readonly notes?: string;
  readonly protected?: boolean;
  /** Of a template: the bytes that it takes up once it is unpacked. */
  readonly unpacked?: number;
  /** Of a backup: the configuration that it restores. */
  readonly config?: Readonly<Record<string, string | number>>;
}

const defaults: Omit<Storage, 'id' | 'volumes'> = {
  type: 'dir',
  content: ['backup', 'images', 'iso', 'rootdir', 'snippets', 'vztmpl'],
  options: {},
  shared: false,
  online: true,
  total: 100 * GiB,
  base: 0,
};

/** Makes, changes or, with null, takes away a storage. */
export function arrangeStorage(world: World, id: string, spec: StorageSpec | null): void {
  if (spec === null) {
    world.storages.delete(id);
    return;
  }
  if (!/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(id)) throw new TypeError(`storages: '${id}' is no storage id`);
  const { volumes = {}, ...rest } = spec;
  const old = world.storages.get(id);
  const path = { options: { path: `/mnt/${id}` } };
  const storage: Storage = { ...defaults, ...path, ...old, ...rest, id, volumes: old?.volumes ?? new Map() };
  world.storages.set(id, storage);
  for (const [volname, volume] of Object.entries(volumes)) arrangeVolume(world, storage, volname, volume);
}

/** Makes, changes or, with null, takes away what lies on a storage. */
export function arrangeVolume(
  world: World,
  storage: Storage,
  volname: string,
  spec: VolumeSpec | null,
): void {
  if (spec === null) {
    storage.volumes.delete(volname);
    return;
  }
  const { content, vmid } = partsOf(storage, volname);
  const { config, ...rest } = spec;
  const old = storage.volumes.get(volname);
  const size = spec.size ?? old?.size ?? GiB;
  storage.volumes.set(volname, {
    content,
    vmid,
    format: formatOf(volname),
    ctime: seconds(world.clock),
    notes: undefined,
    protected: false,
    ...(content === 'vztmpl' ? { unpacked: size * 3 } : {}),
    ...(content === 'backup' ? { backup: backupOf({ rootfs: `${storage.id}:8` }) } : {}),
    ...old,
    ...(config === undefined ? {} : { backup: backupOf(config) }),
    ...rest,
    volname,
    size,
  });
}

function partsOf(storage: Storage, volname: string): ReturnType<typeof parseVolname> {
  try {
    return parseVolname(volname);
  } catch {
    throw new TypeError(
      `storages: '${storage.id}:${volname}' is no volume: 'iso/NAME', 'vztmpl/NAME', 'backup/vzdump-…', '100/vm-100-disk-0.raw' are expected`,
    );
  }
}

/** The format as a listing of the storage calls it. */
function formatOf(volname: string): string {
  const [, tar, compression] = /\.(tar|vma)\.(\w+)$/.exec(volname) ?? [];
  if (volname.startsWith('vztmpl/')) return `t${compression ?? 'xz'}`;
  if (tar !== undefined) return `${tar}.${compression}`;
  return /\.(\w+)$/.exec(volname)?.[1] ?? 'raw';
}

function backupOf(given: Readonly<Record<string, string | number>>): BackupContent {
  const config = new Map(Object.entries(given).map(([key, value]) => [key, String(value)]));
  const disks = [...config.keys()].filter((key) => /^(?:rootfs|mp\d+)$/.test(key));
  return { config, raw: [], disks: new Map(disks.map((key) => [key, 64 * MiB])) };
}

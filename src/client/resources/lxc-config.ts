import * as z from 'zod';
import type { Issue } from '../../core/errors.js';
import * as ids from '../../core/ids.js';
import type { Need } from '../../core/op.js';
import type { Parsed } from '../../core/property-string.js';
import { type ExistingVolume, existingVolumeIssue, type NewVolume, volumeIssue } from '../../core/volume.js';
import { flag, num, record, text } from '../../core/wire.js';
import type { LxcMountPoint, LxcNet, LxcRootfs, StartupOrder } from '../../generated/api.js';
import { slots } from '../../generated/wire-data.js';
import { type Numbered, withNumbered } from './numbered-keys.js';
import { type Check, properties } from './property-params.js';

/** An object form whose volume is one of a storage. */
type WithVolume<T extends { volume: string }, V extends string> = Omit<T, 'volume'> & { volume: V };

/** A volume of a storage with its options: `local:8` (allocate 8 GiB) or `local:101/disk.raw,size=8G`. */
export type VolumeString = `${string}:${string}`;

/** A mount point with a volume of a storage, new or not: as text, as an object, or one that was parsed. */
export type MountPoint =
  | VolumeString
  | WithVolume<LxcMountPoint, NewVolume | ExistingVolume>
  | Parsed<LxcMountPoint>;

type Rootfs = VolumeString | WithVolume<LxcRootfs, NewVolume | ExistingVolume> | Parsed<LxcRootfs>;

/** A root volume that exists, with its options. */
type ExistingRootfs =
  | ExistingVolume
  | WithVolume<LxcRootfs, ExistingVolume>
  | (Parsed<LxcRootfs> & { volume: ExistingVolume });

/** Checks the volume. Host paths would be bind mounts or devices, which only root@pam may configure, on the host. */
function volumeBy(issueOf: (volume: string) => string | undefined): Check {
  return (said) => {
    const message = issueOf(String(said['volume'] ?? ''));
    return message === undefined ? [] : [{ path: '', message }];
  };
}

const ofStorage = volumeBy(volumeIssue);

/** A root volume that exists: PUT would store `STORAGE:SIZE` as it stands, allocate nothing, and lose the old one. */
export const existingRootfs = properties<ExistingRootfs>('LxcRootfs', volumeBy(existingVolumeIssue));

const rootOnly = 'only root@pam may set this: on the host, with `pct set`';

function onlyNesting(features: Readonly<Record<string, unknown>>): Issue[] {
  const others = Object.keys(features).filter((key) => key !== 'nesting');
  return others.map((path) => ({ path, message: rootOnly }));
}

const ostypes = [
  'debian',
  'devuan',
  'ubuntu',
  'centos',
  'fedora',
  'opensuse',
  'archlinux',
  'alpine',
  'gentoo',
  'nixos',
  'unmanaged',
] as const;

/** Keys of a container's configuration that a token may set, as far as its privileges go (pve-container src/PVE/LXC/Config.pm). */
const keys = {
  arch: z.enum(['amd64', 'i386', 'arm64', 'armhf', 'riscv32', 'riscv64']).optional(),
  cmode: z.enum(['shell', 'console', 'tty']).optional(),
  console: z.boolean().optional(),
  /** Cores; missing means all. */
  cores: z.number().int().min(1).max(8192).optional(),
  /** Cores' worth of CPU time; 0 is no limit. */
  cpulimit: z.number().min(0).max(8192).optional(),
  cpuunits: z.number().int().min(0).max(500_000).optional(),
  debug: z.boolean().optional(),
  /** PVE adds a line break at the end. */
  description: z.string().max(8192).optional(),
  /** Since 9.1. */
  entrypoint: z.string().optional(),
  /** `NAME=value` of the init process, several separated by NUL. Since 9.1. */
  env: z.string().optional(),
  /**
   * Only `nesting`: every other flag (keyctl, fuse, mount, mknod, …) is for root@pam alone, on the host. On a
   * privileged container even `nesting` is.
   */
  features: properties<{ nesting: boolean } | 'nesting=0' | 'nesting=1'>(
    'LxcFeatures',
    onlyNesting,
  ).optional(),
  hostname: z.string().max(255).optional(),
  /** MiB. */
  memory: z.number().int().min(16).optional(),
  /** IP addresses, separated by blanks. */
  nameserver: z.string().optional(),
  onboot: z.boolean().optional(),
  ostype: z.enum(ostypes).optional(),
  protection: z.boolean().optional(),
  searchdomain: z.string().optional(),
  /** `order=2,up=30,down=60` (seconds). */
  startup: properties<string | StartupOrder | Parsed<StartupOrder>>('StartupOrder').optional(),
  /** MiB. */
  swap: z.number().int().min(0).optional(),
  /** PVE sorts them, lower-cases them and drops doubles. */
  tags: z.array(z.string()).optional(),
  timezone: z.string().optional(),
  tty: z.number().int().min(0).max(6).optional(),
};

/** The numbered keys: `net0`, `mp3`. */
export interface NumberedKeys {
  /** A network interface: `name=eth0,bridge=vmbr0,ip=dhcp`. */
  [net: `net${number}`]: string | LxcNet | Parsed<LxcNet> | undefined;
  /** A mount point with a volume of a storage: `local:8,mp=/srv`. */
  [mp: `mp${number}`]: MountPoint | undefined;
}

const numbered: Readonly<Record<string, Numbered>> = {
  net: { count: slots.net, value: properties('LxcNet') },
  mp: { count: slots.mp, value: properties('LxcMountPoint', ofStorage) },
};

const rootOnlyKey = /^(?:dev\d+|hookscript|lxc|lxc\..*)$/;

/** A call that takes configuration keys beside `extra`. Unknown keys are refused. */
export function withConfig<const E extends z.core.$ZodShape>(
  extra: E,
): z.ZodType<z.infer<z.ZodObject<typeof keys & E, z.core.$strict>> & NumberedKeys> {
  const refusal = (key: string) => (rootOnlyKey.test(key) ? rootOnly : undefined);
  return withNumbered(z.looseObject({ ...keys, ...extra }), numbered, refusal) as never;
}

/** What a new container takes beside its configuration: shared by create and restore. */
export const creation = {
  /** The root volume, `STORAGE:GiB`. A bare number works for root@pam only. */
  rootfs: properties<Rootfs>('LxcRootfs', ofStorage).optional(),
  /** Where volumes without a storage of their own go. Default `local`. */
  storage: ids.storage.optional(),
  pool: z.string().optional(),
  /** At least five characters. */
  password: z.string().min(5, 'at least five characters').optional(),
  /** Public keys for root, one a line. */
  'ssh-public-keys': z.string().optional(),
  /** KiB/s. */
  bwlimit: z.number().min(0).optional(),
  /** Start it afterwards. A start that fails leaves the task `OK` and the container stopped: read its status. */
  start: z.boolean().optional(),
  /** Since 9.1. Needs Sys.Console on `/`. */
  'ha-managed': z.boolean().optional(),
  /**
   * Left out it means yes on PVE 9 and **no** before (pve-container 6.0.6), so say it. On a restore, left out means as the backup was.
   * `false` needs Sys.Modify on `/` since PVE 9.
   */
  unprivileged: z.boolean().optional(),
};

/**
 * What a new container needs beside its own vmid and disks, by what is set (pve-container src/PVE/LXC.pm
 * check_ct_modify_config_perm). The rights count on its pool as well, where it gets one.
 */
export const creationNeeds: readonly Need[] = [
  { path: '/vms/{vmid}', all: ['VM.Allocate'] },
  { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] },
  { path: '/vms/{vmid}', all: ['VM.Config.Disk'], when: 'rootfs, mp[n]' },
  { path: '/vms/{vmid}', all: ['VM.Config.CPU'], when: 'cores, cpulimit, cpuunits' },
  { path: '/vms/{vmid}', all: ['VM.Config.Memory'], when: 'memory, swap' },
  { path: '/vms/{vmid}', all: ['VM.Config.Network'], when: 'net[n], hostname, nameserver, searchdomain' },
  { path: '/vms/{vmid}', all: ['VM.Config.Options'], when: 'other options' },
  {
    path: '/sdn/zones/localnetwork/{bridge}',
    all: ['SDN.Use'],
    when: 'net[n] on a bridge of the node, since 8.0',
  },
  { path: '/', all: ['Sys.Modify'], when: 'unprivileged=0, since 9.0' },
];

const shown = {
  arch: text.optional(),
  cmode: text.optional(),
  console: flag.optional(),
  cores: num.optional(),
  cpulimit: num.optional(),
  cpuunits: num.optional(),
  debug: flag.optional(),
  description: text.optional(),
  entrypoint: text.optional(),
  /** Separated by NUL; missing without VM.Config.Options. */
  env: text.optional(),
  /** A property string: `keyctl=1,nesting=1`. */
  features: text.optional(),
  hostname: text.optional(),
  lock: text.optional(),
  /** Lines of raw LXC configuration, which only root can write. */
  lxc: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** MiB. */
  memory: num.optional(),
  nameserver: text.optional(),
  onboot: flag.optional(),
  ostype: text.optional(),
  parent: text.optional(),
  protection: flag.optional(),
  rootfs: text.optional(),
  searchdomain: text.optional(),
  startup: text.optional(),
  /** MiB. */
  swap: num.optional(),
  /** Joined by `;`. */
  tags: text.optional(),
  template: flag.optional(),
  timezone: text.optional(),
  tty: num.optional(),
  unprivileged: flag.optional(),
};

const result = record({
  /** SHA-1 of the configuration with all its snapshots; give it back on update. */
  digest: text,
  ...shown,
});

const kept = record({
  ...shown,
  /** Seconds since the epoch. */
  snaptime: num.optional(),
  /** While the snapshot is being made or removed. */
  snapstate: text.optional(),
});

/** A container's configuration. Keys that are not set are missing: PVE does not fill in its defaults. */
export type LxcConfig = z.infer<typeof result> & NumberedTexts;

/** The configuration that a snapshot kept. */
export type LxcSnapshotConfig = z.infer<typeof kept> & NumberedTexts;

interface NumberedTexts {
  [key: `net${number}` | `mp${number}` | `unused${number}` | `dev${number}`]: string | undefined;
}

export const lxcConfig = result as unknown as z.ZodType<LxcConfig>;
export const lxcSnapshotConfig = kept as unknown as z.ZodType<LxcSnapshotConfig>;

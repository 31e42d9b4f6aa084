import * as z from 'zod';
import * as ids from '../../core/ids.js';
import type { Need } from '../../core/op.js';
import { flag, num, record, text } from '../../core/wire.js';

/** A volume of a storage with its options: `local:8` (allocate 8 GiB) or `local:101/disk.raw,size=8G`. */
export type VolumeString = `${string}:${string}`;

// A host path here would be a bind mount or a device, which only root@pam may configure, on the host.
const volumeString = z
  .string()
  .regex(
    /^(?:volume=)?[a-z][a-z0-9\-_.]*[a-z0-9]:[^,\s]+(?:,.*)?$/is,
    'STORAGE:SIZE or STORAGE:VOLUME is expected; host paths (bind mounts, devices) are for root@pam only',
  ) as unknown as z.ZodType<VolumeString>;

const allocation = /^(?:volume=)?[a-z][a-z0-9\-_.]*[a-z0-9]:\d+(?:\.\d+)?(?:,|$)/i;

/** A root volume that exists: PUT would store `STORAGE:SIZE` as it stands and allocate nothing. */
export const existingVolume = volumeString.refine(
  (value) => !allocation.test(value),
  'an existing volume is expected: PVE would not allocate a new root volume here, and lose the old one',
);

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
  features: z.strictObject({ nesting: z.boolean() }).optional(),
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
  startup: z.string().optional(),
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
  [net: `net${number}`]: string | undefined;
  /** A mount point with a volume of a storage: `local:8,mp=/srv`. */
  [mp: `mp${number}`]: VolumeString | undefined;
}

const numbered: Readonly<Record<string, { count: number; value: z.ZodType }>> = {
  net: { count: 32, value: z.string().min(1) },
  mp: { count: 256, value: volumeString },
};

const rootOnlyKey = /^(?:dev\d+|hookscript|lxc|lxc\..*)$/;

/**
 * A call that takes configuration keys beside `extra`. Unknown keys are refused; the numbered ones are checked by
 * hand, because a schema of some 300 spelt-out keys would cost more than all the rest.
 */
export function withConfig<const E extends z.core.$ZodShape>(
  extra: E,
): z.ZodType<z.infer<z.ZodObject<typeof keys & E, z.core.$strict>> & NumberedKeys> {
  const known = z.looseObject({ ...keys, ...extra });
  const checked = known.superRefine((value, context) => {
    for (const [key, given] of Object.entries(value)) {
      if (key in known.shape || given === undefined) continue;
      const [, name = '', index = ''] = /^(net|mp)(0|[1-9]\d*)$/.exec(key) ?? [];
      const kind = numbered[name];
      if (kind === undefined) {
        const message = rootOnlyKey.test(key)
          ? 'only root@pam may set this: on the host, with `pct set`'
          : 'unknown key';
        context.addIssue({ code: 'custom', path: [key], message });
      } else if (Number(index) >= kind.count) {
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `${name}${kind.count - 1} is the last one`,
        });
      } else {
        const issue = kind.value.safeParse(given).error?.issues[0];
        if (issue !== undefined) context.addIssue({ code: 'custom', path: [key], message: issue.message });
      }
    }
  });
  return checked as never;
}

/** What a new container takes beside its configuration: shared by create and restore. */
export const creation = {
  /** The root volume, `STORAGE:GiB`. A bare number works for root@pam only. */
  rootfs: volumeString.optional(),
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
  { path: '/sdn/zones/localnetwork', all: ['SDN.Use'], when: 'net[n] on a bridge of the node, since 8.0' },
  { path: '/', all: ['Sys.Modify'], when: 'unprivileged=0, since 9.0' },
];

const result = record({
  /** SHA-1 of the configuration with all its snapshots; give it back on update. */
  digest: text,
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
});

/** A container's configuration. Keys that are not set are missing: PVE does not fill in its defaults. */
export type LxcConfig = z.infer<typeof result> & {
  [key: `net${number}` | `mp${number}` | `unused${number}` | `dev${number}`]: string | undefined;
};

export const lxcConfig = result as unknown as z.ZodType<LxcConfig>;

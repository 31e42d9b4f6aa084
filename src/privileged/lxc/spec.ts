import * as z from 'zod';
import * as p from './params.js';

// Keys and limits are those of pve-container src/PVE/LXC/Config.pm, from PVE 7.4 to 9.2.

const flag = z.boolean().optional();

/** What a container may do that others may not. Every flag but `nesting` is for root@pam alone. */
export const features = z.strictObject({
  /** For containers in it. */
  nesting: flag,
  /** The kernel's key rings, which Docker wants. For unprivileged containers. */
  keyctl: flag,
  fuse: flag,
  /** Lets an unprivileged container make device nodes. Experimental. */
  mknod: flag,
  /** Mounts /sys writable in an unprivileged container. */
  force_rw_sys: flag,
  /** File systems that it may mount itself: `['nfs', 'cifs']`. */
  mount: z.array(p.word).min(1).max(16).optional(),
});
export type LxcFeatures = z.infer<typeof features>;

const mountoptions = z
  .array(z.enum(['discard', 'lazytime', 'noatime', 'nodev', 'noexec', 'nosuid']))
  .min(1)
  .max(6)
  .optional();

const size = z
  .string()
  .regex(/^\d{1,15}(?:\.\d{1,6})?[KMGT]?$/, 'a size such as 8G is expected')
  .optional();

const disk = { size, acl: flag, mountoptions, quota: flag, replicate: flag, ro: flag, shared: flag };

/** The root volume. */
const rootfs = z.strictObject({
  /** `local:8` makes one of 8 GiB. */
  volume: z.union([p.newVolume, p.volume], 'STORAGE:GiB or a volume id is expected'),
  ...disk,
});

/** Another volume, a folder of the host (bind mount) or a device of it. The last two are for root@pam alone. */
export const mountPoint = z.strictObject({
  /** `local:8` makes one of 8 GiB; `/srv/data` is a folder of the host, `/dev/sdb1` a device. */
  volume: z.union([p.newVolume, p.volume, p.path], 'STORAGE:GiB, a volume id or a path is expected'),
  /** Where it is in the container. */
  mp: p.path,
  /** Whether backups have it. PVE leaves it out unless told. */
  backup: flag,
  ...disk,
});

const cidr4 = z.union([z.cidrv4(), z.enum(['dhcp', 'manual'])], 'ADDRESS/BITS, dhcp or manual is expected');
const cidr6 = z.union(
  [z.cidrv6(), z.enum(['auto', 'dhcp', 'manual'])],
  'ADDRESS/BITS, auto, dhcp or manual is expected',
);

/** A network interface. */
const net = z.strictObject({
  /** `eth0`. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/, 'not a name of an interface'),
  bridge: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/, 'not a name of a bridge')
    .optional(),
  ip: cidr4.optional(),
  gw: z.ipv4().optional(),
  ip6: cidr6.optional(),
  gw6: z.ipv6().optional(),
  hwaddr: z
    .string()
    .regex(/^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$/, 'not a unicast MAC')
    .optional(),
  firewall: flag,
  tag: z.number().int().min(1).max(4094).optional(),
  /** VLANs. */
  trunks: z.array(z.number().int().min(1).max(4094)).min(1).max(64).optional(),
  /** MB/s. */
  rate: z.number().positive().max(100_000).optional(),
  mtu: z.number().int().min(64).max(65_535).optional(),
  link_down: flag,
  type: z.literal('veth').optional(),
});

/** A device of the host that is passed through. For root@pam alone. Since 8.1. */
export const device = z.strictObject({
  /** `/dev/ttyUSB0`. */
  path: z
    .string()
    .regex(/^\/dev(?:\/[A-Za-z0-9_+:@.-]+)+$/, 'a path below /dev is expected')
    .refine((text) => !/\/\.{1,2}(?:\/|$)/.test(text), 'a path must not hold `.` or `..`'),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/, 'an octal mode such as 0660 is expected')
    .optional(),
  uid: z.number().int().min(0).max(4_294_967_294).optional(),
  gid: z.number().int().min(0).max(4_294_967_294).optional(),
  'deny-write': flag,
});

const startup = z.strictObject({
  order: z.number().int().min(0).max(1_000_000).optional(),
  /** Seconds to wait after it. */
  up: z.number().int().min(0).max(1_000_000).optional(),
  down: z.number().int().min(0).max(1_000_000).optional(),
});

/** A script that the host runs as root with the container. For root@pam alone. */
export const hookscript = p.volume.regex(
  /^[^:]+:snippets\/[A-Za-z0-9][A-Za-z0-9._-]*$/,
  'STORAGE:snippets/NAME is expected',
);

/** `net0` to `net31` and so on, each optional. */
export function numbered<N extends string, T extends z.ZodType>(
  name: N,
  count: number,
  value: T,
): Record<`${N}${number}`, z.ZodOptional<T>> {
  const entries = Array.from({ length: count }, (_, index) => [`${name}${index}`, value.optional()]);
  return Object.fromEntries(entries) as Record<`${N}${number}`, z.ZodOptional<T>>;
}

/** What a container is made with, in the order in which it stands in the arguments. */
const keys = {
  hostname: p.dnsName.optional(),
  unprivileged: flag,
  features: features.optional(),
  rootfs: rootfs.optional(),
  storage: p.storage.optional(),
  cores: z.number().int().min(1).max(8192).optional(),
  /** Cores' worth of time; 0 is no limit. */
  cpulimit: z.number().min(0).max(8192).optional(),
  cpuunits: z.number().int().min(0).max(500_000).optional(),
  /** MiB. */
  memory: z.number().int().min(16).max(1_073_741_824).optional(),
  /** MiB. */
  swap: z.number().int().min(0).max(1_073_741_824).optional(),
  nameserver: z.array(p.ipAddress).min(1).max(8).optional(),
  searchdomain: z.array(p.dnsName).min(1).max(8).optional(),
  ostype: p.word.optional(),
  arch: z.enum(['amd64', 'i386', 'arm64', 'armhf', 'riscv32', 'riscv64']).optional(),
  cmode: z.enum(['shell', 'console', 'tty']).optional(),
  console: flag,
  tty: z.number().int().min(0).max(6).optional(),
  timezone: p.timezone.optional(),
  hookscript: hookscript.optional(),
  description: p.description.optional(),
  tags: z.array(p.tag).min(1).max(64).optional(),
  pool: p.pool.optional(),
  onboot: flag,
  startup: startup.optional(),
  protection: flag,
  debug: flag,
  /** KiB/s. */
  bwlimit: z.number().min(0).max(1_000_000_000).optional(),
  /** Public keys for root, one a line. They are in no argument. */
  'ssh-public-keys': p.sshPublicKeys.optional(),
  /** For root. It is in no argument. At least five characters. */
  password: p.password.optional(),
};

/** The numbered keys. */
export interface NumberedKeys {
  [net: `net${number}`]: z.infer<typeof net> | undefined;
  [mp: `mp${number}`]: z.infer<typeof mountPoint> | undefined;
  [dev: `dev${number}`]: z.infer<typeof device> | undefined;
}

const all = {
  ...keys,
  ...numbered('net', 32, net),
  ...numbered('mp', 256, mountPoint),
  ...numbered('dev', 256, device),
};

type Keys = z.infer<z.ZodObject<typeof keys, z.core.$strict>>;

export interface CreateSpec extends Keys, NumberedKeys {
  vmid: number;
  /** `STORAGE:vztmpl/NAME`, or a path of the host. */
  ostemplate: string;
  /** Starts it afterwards. */
  start?: boolean | undefined;
}

export interface RestoreSpec extends Keys, NumberedKeys {
  vmid: number;
  /** A backup: `STORAGE:backup/NAME`, or a path of the host. */
  archive: string;
  start?: boolean | undefined;
  /** Replaces the container that has this id, volumes and all. */
  force?: boolean | undefined;
  /** New hardware addresses. */
  unique?: boolean | undefined;
  'ignore-unpack-errors'?: boolean | undefined;
}

export const createSpec: z.ZodType<CreateSpec> = z.strictObject({
  vmid: p.vmid,
  ostemplate: p.archive,
  ...all,
  start: flag,
}) as never;

export const restoreSpec: z.ZodType<RestoreSpec> = z.strictObject({
  vmid: p.vmid,
  archive: p.archive,
  ...all,
  start: flag,
  force: flag,
  unique: flag,
  'ignore-unpack-errors': flag,
}) as never;

const removable = z
  .string()
  .regex(/^(?:features|hookscript|(?:mp|dev)\d{1,3})$/, 'features, hookscript, mp0, dev0 ... are expected');

/** What root@pam alone may change of a container that exists. */
export interface RootSettings {
  features?: LxcFeatures | undefined;
  hookscript?: string | undefined;
  [mp: `mp${number}`]: z.infer<typeof mountPoint> | undefined;
  [dev: `dev${number}`]: z.infer<typeof device> | undefined;
}

export interface SetSpec extends RootSettings {
  vmid: number;
  /** What is to go. */
  delete?: string[] | undefined;
  /** Only if this is still the digest of the configuration. */
  digest?: string | undefined;
}

export const setSpec: z.ZodType<SetSpec> = z
  .strictObject({
    vmid: p.vmid,
    features: features.optional(),
    hookscript: hookscript.optional(),
    ...numbered('mp', 256, mountPoint),
    ...numbered('dev', 256, device),
    delete: z.array(removable).min(1).max(64).optional(),
    digest: p.digest.optional(),
  })
  .refine(
    (spec) =>
      Object.entries(spec).some(([key, value]) => !/^(?:vmid|digest)$/.test(key) && value !== undefined),
    'nothing is to be changed',
  ) as never;

import { isIP } from 'node:net';
import { field, startupFormat, timezoneFormat } from './formats.js';
import { type PropertySchema, propertyFormat } from './property-string.js';
import type { Field, Fields, Format } from './schema.js';

/** The distributions that PVE sets up. */
export const distributions = [
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
];

/** The keys of a container's configuration, and the property strings among them. */

const flag: Field = { type: 'boolean' };
const id: Field = { type: 'integer', minimum: 0 };

const mountPath: Format = (value) =>
  /(?:^|\/)\.\.?(?:\/|$)/.test(value) ? `value '${value}' must not contain '.' or '..'` : undefined;
const diskSize: Format = (value) =>
  /^\d+(?:\.\d+)?(?:[KMGT](?:iB)?)?$/.test(value)
    ? undefined
    : `value '${value}' does not look like a valid disk size`;
const macAddress: Format = (value) =>
  /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/i.test(value)
    ? undefined
    : 'value does not look like a valid unicast MAC address';
const ipOf =
  (version: 4 | 6, ...words: string[]): Format =>
  (value) => {
    if (words.includes(value)) return undefined;
    const [address = '', prefix] = value.split('/');
    const wantsPrefix = words.length > 0;
    const good = isIP(address) === version && (prefix !== undefined) === wantsPrefix;
    return good
      ? undefined
      : `value does not look like a valid ipv${version} ${wantsPrefix ? 'network configuration' : 'address'}`;
  };

const idmap = /^(?:passthrough|[ug]:\d+:\d+:[1-9]\d*(?:;[ug]:\d+:\d+:[1-9]\d*)*)$/;
const mountOption = 'discard|lazytime|noatime|nodev|noexec|nosuid';

const volumeFields: Record<string, Field> = {
  volume: { type: 'string', required: true, format: mountPath },
  acl: flag,
  idmap: { type: 'string', pattern: idmap },
  mountoptions: { type: 'string', pattern: new RegExp(`^(?:${mountOption})(?:;(?:${mountOption}))*$`) },
  quota: flag,
  replicate: flag,
  ro: flag,
  shared: flag,
  size: { type: 'string', format: diskSize },
};

export const rootfsSchema: PropertySchema = { defaultKey: 'volume', fields: volumeFields };

export const mountSchema: PropertySchema = {
  defaultKey: 'volume',
  fields: {
    ...volumeFields,
    backup: flag,
    keepattrs: flag,
    mp: { type: 'string', required: true, format: mountPath },
  },
};

export const unusedSchema: PropertySchema = {
  defaultKey: 'volume',
  fields: { volume: { ...field.volume, required: true } },
};

export const netSchema: PropertySchema = {
  fields: {
    name: { type: 'string', required: true, pattern: /^[-_.\w]+$/ },
    bridge: { type: 'string', pattern: /^[-_.\w]+$/ },
    firewall: flag,
    gw: { type: 'string', format: ipOf(4) },
    gw6: { type: 'string', format: ipOf(6) },
    'host-managed': flag,
    hwaddr: { type: 'string', format: macAddress },
    ip: { type: 'string', format: ipOf(4, 'dhcp', 'manual') },
    ip6: { type: 'string', format: ipOf(6, 'dhcp', 'manual', 'auto') },
    link_down: flag,
    mtu: { type: 'integer', minimum: 64, maximum: 65_535 },
    rate: { type: 'number' },
    tag: { type: 'integer', minimum: 1, maximum: 4094 },
    trunks: { type: 'string', pattern: /^\d+(?:;\d+)*$/ },
    type: { type: 'string', enum: ['veth'] },
  },
};

export const featureSchema: PropertySchema = {
  fields: {
    force_rw_sys: flag,
    fuse: flag,
    keyctl: flag,
    mknod: flag,
    mount: { type: 'string', pattern: /^[a-zA-Z0-9_; ]+$/ },
    nesting: flag,
  },
};

const deviceSchema: PropertySchema = {
  defaultKey: 'path',
  fields: {
    'deny-write': flag,
    gid: id,
    mode: { type: 'string', pattern: /^0[0-7]{3}$/ },
    path: {
      type: 'string',
      format: (value) => (value.startsWith('/dev/') ? undefined : `${value} does not start with /dev/`),
    },
    uid: id,
  },
};

const properties = (schema: PropertySchema): Field => ({ type: 'string', format: propertyFormat(schema) });

/** Everything that PUT of a configuration takes by way of keys; POST takes the same. */
export const lxcFields: Fields = {
  arch: { type: 'string', enum: ['amd64', 'i386', 'arm64', 'armhf', 'riscv32', 'riscv64'] },
  cmode: { type: 'string', enum: ['shell', 'console', 'tty'] },
  console: flag,
  cores: { type: 'integer', minimum: 1, maximum: 8192 },
  cpulimit: { type: 'number', minimum: 0, maximum: 8192 },
  cpuunits: { type: 'integer', minimum: 0, maximum: 500_000 },
  debug: flag,
  description: { type: 'string', maxLength: 8192 },
  'dev[n]': { ...properties(deviceSchema), count: 256 },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PVE refuses exactly these.
  entrypoint: { type: 'string', pattern: /^[^\x00-\x08\x0a-\x1f\x7f]+$/ },
  env: { type: 'string', pattern: /^\w+=[^\p{Cc}]*(?:\0\w+=[^\p{Cc}]*)*$/u },
  features: properties(featureSchema),
  hookscript: field.volume,
  hostname: field.dnsName,
  lock: {
    type: 'string',
    enum: [
      'backup',
      'create',
      'destroyed',
      'disk',
      'fstrim',
      'migrate',
      'mounted',
      'rollback',
      'snapshot',
      'snapshot-delete',
    ],
  },
  memory: { type: 'integer', minimum: 16 },
  'mp[n]': { ...properties(mountSchema), count: 256 },
  nameserver: field.addresses,
  'net[n]': { ...properties(netSchema), count: 32 },
  onboot: flag,
  ostype: { type: 'string', enum: [...distributions, 'unmanaged'] },
  protection: flag,
  rootfs: properties(rootfsSchema),
  searchdomain: field.dnsNames,
  startup: { type: 'string', format: startupFormat },
  swap: { type: 'integer', minimum: 0 },
  tags: field.tags,
  template: flag,
  timezone: { type: 'string', format: timezoneFormat },
  tty: { type: 'integer', minimum: 0, maximum: 6 },
  unprivileged: flag,
  'unused[n]': { ...properties(unusedSchema), count: 256 },
};

/** The property schema of `rootfs` or `mpN`. */
export function mountSchemaOf(key: string): PropertySchema {
  return key === 'rootfs' ? rootfsSchema : mountSchema;
}

export function isMount(key: string): boolean {
  return key === 'rootfs' || /^mp\d+$/.test(key);
}

export function isNet(key: string): boolean {
  return /^net\d+$/.test(key);
}

export function isUnused(key: string): boolean {
  return /^unused\d+$/.test(key);
}

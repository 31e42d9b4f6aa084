import type { HostVersion } from './host-version.js';
import { namedFormat } from './named-formats.js';
import { type Properties, propertyFlag } from './property-values.js';
import type { Field, PropertySchema } from './schema.js';

// The API's description gives some property strings by name only. Which keys they have and of which type is in the
// generated data; what else a value has to be is here, with the place in Proxmox' sources.

type Detail = Omit<Field, 'format'> & { readonly format?: string };

const base64 = { pattern: /^[A-Za-z0-9+/]+={0,2}$/ };
const volume = { format: 'pve-volume-id' };
const hexId = { pattern: /^0x[0-9a-fA-F]{4}$/ };
const pciId = '(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\\.[a-f0-9])?';
const positive = { minimum: 1 };
const notNegative = { minimum: 0 };
const flagWords = '[+-][a-zA-Z0-9\\-_.]+';

const details: Readonly<Record<string, Readonly<Record<string, Detail>>>> = {
  // qemu-server src/PVE/QemuServer.pm
  QemuBoot: { legacy: { pattern: /^[acdn]{1,4}$/ }, order: { format: 'pve-qm-bootdev-list' } },
  QemuCloudInitCustom: { meta: volume, network: volume, user: volume, vendor: volume },
  QemuSmbios: {
    uuid: { pattern: /^[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/ },
    version: base64,
    serial: base64,
    manufacturer: base64,
    product: base64,
    sku: base64,
    family: base64,
  },
  // qemu-server src/PVE/QemuServer/Network.pm, PCI.pm, CPUConfig.pm
  QemuIpConfig: {
    ip: { format: 'pve-ipv4-config' },
    gw: { format: 'ipv4', requires: 'ip' },
    ip6: { format: 'pve-ipv6-config' },
    gw6: { format: 'ipv6', requires: 'ip6' },
  },
  QemuHostPci: {
    host: { pattern: new RegExp(`^${pciId}(?:;${pciId})*$`) },
    mapping: { format: 'pve-configid' },
    romfile: { pattern: /^[^,;]+$/ },
    mdev: { pattern: /^[^/.:]+$/ },
    'vendor-id': hexId,
    'device-id': hexId,
    'sub-vendor-id': hexId,
    'sub-device-id': hexId,
  },
  QemuCpu: {
    'hv-vendor-id': { pattern: /^[a-zA-Z0-9]{1,12}$/ },
    flags: { pattern: new RegExp(`^${flagWords}(?:;${flagWords})*$`) },
    'guest-phys-bits': { minimum: 32, maximum: 64 },
    'phys-bits': { format: 'pve-phys-bits' },
    level: { minimum: 0, maximum: 4_294_967_295 },
  },
  QemuIntelTdx: { 'vsock-cid': { minimum: 2 }, 'vsock-port': notNegative },
  // pve-common src/PVE/JSONSchema.pm
  RemoteEndpoint: { fingerprint: { pattern: /^(?:[A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}$/ } },
  // pve-access-control src/PVE/Auth/Plugin.pm
  RealmTfa: { digits: { minimum: 6, maximum: 8 }, step: { minimum: 10 } },
  RealmSyncDefaults: {
    'remove-vanished': {
      pattern: /^(?:(?:(?:acl|properties|entry);)*(?:acl|properties|entry)|none)$/,
    },
  },
  // pve-guest-common src/PVE/VZDump/Common.pm
  BackupFleecing: { storage: { format: 'pve-storage-id' } },
  BackupPerformance: { 'max-workers': { minimum: 1, maximum: 256 }, 'pbs-entries-max': positive },
  // pve-storage src/PVE/Storage/Plugin.pm
  PruneBackups: Object.fromEntries(
    ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'].map((unit) => [`keep-${unit}`, notNegative]),
  ),
};

/** A key of a property string, with what the sources ask of it beside its type. */
export function detailed(kind: string, key: string, field: Field, version: HostVersion): Field {
  const { format, ...detail } = details[kind]?.[key] ?? {};
  const check = format === undefined ? undefined : namedFormat(format, version);
  return { ...field, ...detail, ...(check === undefined ? {} : { format: check }) };
}

/** Property strings of which not even the keys are in the generated data, by the name of their format. */
export const namedProperties: Readonly<Record<string, PropertySchema>> = {
  // pve-common src/PVE/JSONSchema.pm
  'pve-node-location': {
    fields: {
      name: { type: 'string', maxLength: 128 },
      latitude: { type: 'number', minimum: -90, maximum: 90, required: true },
      longitude: { type: 'number', minimum: -180, maximum: 180, required: true },
    },
  },
  // pve-network src/PVE/Network/SDN/SubnetPlugin.pm: their type is one that nothing checks.
  'pve-sdn-dhcp-range': {
    fields: { 'start-address': { required: true }, 'end-address': { required: true } },
  },
};

const vmFlags =
  'md-clear pcid spec-ctrl ssbd ibpb virt-ssbd amd-ssbd amd-no-ssb pdpe1gb hv-tlbflush hv-evmcs aes'.split(
    ' ',
  );
/** The models that stand for a level of features; they are no models of QEMU's own. */
const levels = /^x86-64-v(?:2|2-AES|3|4)$/;

/** What is wrong with the values of a property string together, when each by itself is right. */
export function togetherCheck(
  kind: string,
  version: HostVersion,
  cpuModels: () => readonly string[],
): PropertySchema['together'] {
  if (kind === 'PruneBackups') return pruneTogether;
  if (kind === 'BackupFleecing')
    return (values) =>
      propertyFlag(values, 'enabled') && !values.has('storage')
        ? "'storage' parameter is required when 'enabled' is set"
        : undefined;
  return kind === 'QemuCpu' ? cpuTogether(version, cpuModels) : undefined;
}

function pruneTogether(values: Properties): string | undefined {
  const keeps = [...values].some(([key, value]) => key !== 'keep-all' && Number(value) > 0);
  return keeps && propertyFlag(values, 'keep-all')
    ? 'keep-all cannot be set together with other options.'
    : undefined;
}

/** Whether a model of one's own (`custom-…`) is there is not looked at: it depends on the host's state. */
function cpuTogether(version: HostVersion, models: () => readonly string[]): PropertySchema['together'] {
  const supported = version === '9.2' ? [...vmFlags, 'nested-virt'].sort() : vmFlags;
  return (values) => {
    const type = values.get('cputype') ?? '';
    if (type === '' || type === '0') return 'CPU is missing cputype';
    if (!type.startsWith('custom-') && !levels.test(type) && !models().includes(type))
      return `Built-in cputype '${type}' is not defined (missing 'custom-' prefix?)`;
    const flags = values.get('flags')?.split(';') ?? [];
    if (!flags.every((flag) => supported.includes(flag.slice(1))))
      return `VM-specific CPU flags must be a subset of: ${supported.join(', ')}`;
    return values.has('reported-model')
      ? "Property 'reported-model' not allowed in VM-specific CPU config."
      : undefined;
  };
}

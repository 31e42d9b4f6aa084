import { addressFormats, isPlainIPv6 } from './address-formats.js';
import { holds, matches, named } from './format-makers.js';
import type { Format } from './schema.js';

/** An identifier of at least two characters (parse_id of pve-common src/PVE/JSONSchema.pm). */
const identifier =
  (type: string): Format =>
  (value) => {
    if (value.length < 2) return `${type} ID '${value}' cannot be shorter than 2 characters`;
    return /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(value)
      ? undefined
      : `${type} ID '${value}' contains illegal characters`;
  };

const storageId = identifier('storage');
const volumeId = matches(/^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i, named('unable to parse volume ID'));
const pathOrVolume: Format = (value, key) => (value.startsWith('/') ? undefined : volumeId(value, key));

/** What maps one storage or bridge to another: pairs, a default, or `1` for the same names. */
const pair =
  (id: Format): Format =>
  (value, key) => {
    const parts = value.split(':');
    if (value === '1') return undefined;
    const problem =
      parts.length > 2 ? id(value, key) : (id(parts[0] ?? '', key) ?? id(parts.at(-1) ?? '', key));
    return problem === undefined ? undefined : `entry '${value}' contains invalid ID - ${problem}\n`;
  };

/** A host and perhaps a port: behind an IPv6 address it comes after a dot, or the address is in brackets. */
function isPortal(value: string): boolean {
  if (/^[a-z0-9\-.]+(?::\d+)?$/i.test(value)) return true;
  const bracketed = /^\[(.+)\](?::\d+)?$/.exec(value)?.[1];
  if (bracketed !== undefined) return /^[a-z0-9\-.]+$/i.test(bracketed) || isPlainIPv6(bracketed);
  return isPlainIPv6(value) || isPlainIPv6(value.replace(/\.\d+$/, ''));
}

const blocksize: Format = (value) => {
  if (value === '') return undefined;
  const [, digits, unit = ''] = /^([1-9]\d*)([km])?$/i.exec(value) ?? [];
  if (digits === undefined)
    return `invalid ZFS blocksize format '${value}'. Use a positive number (no leading zeros) with an optional 'k' or 'm' suffix.`;
  const exponent = Math.log2(Number(digits)) + { '': 0, k: 10, m: 20 }[unit.toLowerCase() as '' | 'k' | 'm'];
  return Number.isInteger(exponent) && exponent >= 9 && exponent <= 24
    ? undefined
    : `value '${value}' is not a valid ZFS blocksize. Must be a power of 2 between 512B and 16MiB (e.g., 4k, 8k, 16k, 64k, 1m).`;
};

const content = matches(
  /^(?:import|images|rootdir|vztmpl|iso|backup|snippets|none)$/,
  named('invalid content type'),
);

/** `backup=some/folder`: no two dots after one another and none at the end. */
const directory: Format = (value, key) => {
  const [, type, path = ''] = /^([a-z]+)=(.+)$/s.exec(value) ?? [];
  const invalid = `invalid override '${value}'`;
  if (type === undefined || path.includes('..') || path.endsWith('.')) return invalid;
  const problem = content(type, key);
  if (problem !== undefined) return problem;
  return path.length < 1023 && path.split('/').every((part) => part.length < 255) ? undefined : invalid;
};

/** Storages and volumes (pve-storage src/PVE/Storage/Plugin.pm; qemu-server src/PVE/QemuServer.pm for its paths). */
export const storageFormats: Readonly<Record<string, Format>> = {
  'pve-storage-id': storageId,
  'pve-volume-id': volumeId,
  'pve-volume-id-or-absolute-path': pathOrVolume,
  'pve-volume-id-or-qm-path': (value, key) =>
    value === 'none' || value === 'cdrom' ? undefined : pathOrVolume(value, key),
  'storage-pair': pair(storageId),
  'bridge-pair': pair(matches(/^[-_.\w]+$/, named('invalid bridge ID'))),
  'pve-storage-path': matches(/^\/[^;()]+/, 'value does not look like a valid absolute path'),
  'pve-storage-path-in-property-string': matches(
    /^\/[^;,=()]+/,
    'Value does not look like a valid absolute path. These symbols are currently not allowed in path: ;,=()',
  ),
  'pve-storage-server': (value, key) =>
    addressFormats['address']?.(value, key) === undefined
      ? undefined
      : 'value does not look like a valid server name or IP address',
  'pve-storage-vgname': matches(
    /^[a-z0-9][a-z0-9\-_.]*[a-z0-9]$/i,
    (value) => `lvm name '${value}' contains illegal characters`,
  ),
  'pve-storage-content': content,
  'pve-storage-portal-dns': holds(isPortal, 'value does not look like a valid portal address'),
  'pve-dir-override': directory,
  // pve-storage src/PVE/Storage/ZFSPoolPlugin.pm
  'pve-storage-zfs-blocksize': blocksize,
  'pve-storage-format': matches(/^(?:raw|qcow2|vmdk|subvol)$/, named('invalid format')),
  'pve-storage-options': matches(/^\S+$/, named('invalid options')),
};

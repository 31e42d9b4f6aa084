import { addressFormats } from './address-formats.js';
import { matches, named } from './format-makers.js';
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
  'pve-storage-content': matches(
    /^(?:import|images|rootdir|vztmpl|iso|backup|snippets|none)$/,
    named('invalid content type'),
  ),
  'pve-storage-format': matches(/^(?:raw|qcow2|vmdk|subvol)$/, named('invalid format')),
  'pve-storage-options': matches(/^\S+$/, named('invalid options')),
};

import { namedFormat } from './named-formats.js';
import type { Field } from './schema.js';

const text = { type: 'string' } as const;

/** A text in a format that the API's schemas name. */
function inFormat(name: string): Field & { readonly type: 'string' } {
  const format = namedFormat(name, '9.2');
  return {
    ...text,
    ...(format === undefined ? {} : { format }),
    ...(name.endsWith('-list') ? { list: true } : {}),
  };
}

const vmid = { ...inFormat('pve-vmid'), type: 'integer', minimum: 100, maximum: 999_999_999 } as const;
const snapname = { ...inFormat('pve-configid'), maxLength: 40 } as const;

/** Fields that mean the same wherever they appear, for what the schema of a route does not say. */
export const field = {
  flag: { type: 'boolean' },
  text,
  node: { ...inFormat('pve-node'), required: true },
  otherNode: inFormat('pve-node'),
  vmid: { ...vmid, required: true },
  maybeVmid: vmid,
  vmids: inFormat('pve-vmid-list'),
  storage: { ...inFormat('pve-storage-id'), required: true },
  maybeStorage: inFormat('pve-storage-id'),
  snapname: { ...snapname, required: true },
  maybeSnapname: snapname,
  digest: { ...text, maxLength: 40 },
  configIds: inFormat('pve-configid-list'),
  dnsName: { ...inFormat('dns-name'), maxLength: 255 },
  dnsNames: inFormat('dns-name-list'),
  addresses: inFormat('lxc-ip-with-ll-iface-list'),
  tags: inFormat('pve-tag-list'),
  volume: inFormat('pve-volume-id'),
  pool: inFormat('pve-poolid'),
  statusTypes: inFormat('pve-task-status-type-list'),
  count: { type: 'integer', minimum: 0 },
  bandwidth: { type: 'number', minimum: 0 },
} as const satisfies Record<string, Field>;

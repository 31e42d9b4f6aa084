import { newestFields, newestProperties } from './declared.js';
import type { Fields, PropertySchema } from './schema.js';

// The keys of a container's configuration, and the property strings among them, as the newest release declares them: it
// has all that the older ones have, so it reads what they wrote.

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

const notConfig = new Set(['node', 'vmid', 'delete', 'revert', 'digest']);

const put = 'PUT /nodes/{node}/lxc/{vmid}/config';

/** Everything that PUT of a configuration takes by way of keys; POST takes the same. */
export const lxcFields: Fields = Object.fromEntries(
  Object.entries(newestFields(put)).filter(([key]) => !notConfig.has(key)),
);

const rootfsSchema = newestProperties(put, 'rootfs');
export const mountSchema = newestProperties(put, 'mp[n]');
export const netSchema = newestProperties(put, 'net[n]');
export const featureSchema = newestProperties(put, 'features');

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

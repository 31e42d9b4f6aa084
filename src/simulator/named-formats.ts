import { addressFormats } from './address-formats.js';
import { clusterFormats } from './cluster-formats.js';
import { firewallFormats } from './firewall-formats.js';
import { matches, named } from './format-makers.js';
import { guestFormats } from './guest-formats.js';
import type { HostVersion } from './host-version.js';
import { networkFormats } from './network-formats.js';
import { privilegesOf } from './privileges.js';
import { type Format, splitList } from './schema.js';
import { storageFormats } from './storage-formats.js';

// The formats that the API's schemas name, each with the complaint of the code that checks it. Those that are not here
// let everything through: `string`, which asks for nothing, and those of property strings whose keys are known.

const realm = '[A-Za-z][A-Za-z0-9.\\-_]+';
const user = '[^\\s:/]+';

/** Names of guests, nodes and things of the datacenter (pve-common src/PVE/JSONSchema.pm). */
const commonFormats: Readonly<Record<string, Format>> = {
  'pve-vmid': matches(/^[1-9]\d{2,8}$/, 'value does not look like a valid VM ID'),
  'pve-node': matches(
    /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    'value does not look like a valid node name',
  ),
  'pve-configid': matches(/^[a-z][a-z0-9_-]+$/i, named('invalid configuration ID')),
  'pve-tag': matches(/^[a-z0-9_][a-z0-9_\-+.]*$/i, 'invalid characters in tag'),
  'pve-task-status-type': matches(/^(?:ok|error|warning|unknown)$/i, named('invalid status')),
  'pve-iface': matches(/^[a-z][a-z0-9_]{1,20}(?:[:.]\d+)?$/i, named('invalid network interface name')),
  'pve-startup-order': (value) =>
    value.split(',').every((part) => part.trim() === '' || /^(?:(?:order=)?\d+|up=\d+|down=\d+)$/.test(part))
      ? undefined
      : 'unable to parse startup options',
  'disk-size': matches(
    /^\d+(?:\.\d+)?(?:[KMGT](?:iB)?)?$/,
    (value) => `value does not look like a valid disk size: ${value}`,
  ),
  urlencoded: matches(/^[-%a-zA-Z0-9_.!~*'()]*$/, (value) => `invalid urlencoded string: ${value}`),
  'ldap-simple-attr': matches(
    /^[a-zA-Z0-9]+$/,
    (value) => `value '${value}' does not look like a simple ldap attribute name`,
  ),
  email: matches(
    /^[\w+\-~]+(?:\.[\w+\-~]+)*@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*$/,
    'value does not look like a valid email address',
  ),
  'email-or-username': matches(
    /^[\w+\-~]+(?:\.[\w+\-~]+)*(?:@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*)?$/,
    'value does not look like a valid email address or user name',
  ),
  // pve-guest-common src/PVE/ReplicationConfig.pm
  'pve-replication-job-id': (value) => {
    const guest = /^(\d+)-\d+$/.exec(value)?.[1];
    const text = `invalid replication job id '${value}'`;
    if (guest === undefined) return text;
    return Number(guest) < 100 ? `${text} (guest IDs < 100 are reserved)` : undefined;
  },
  // pve-manager PVE/API2/Backup.pm
  'pve-day-of-week': matches(/^(?:mon|tue|wed|thu|fri|sat|sun)$/, named('invalid day')),
};

/** Accounts (pve-access-control src/PVE/AccessControl.pm, Auth/Plugin.pm). */
const accountFormats: Readonly<Record<string, Format>> = {
  'pve-realm': matches(new RegExp(`^${realm}$`), 'value does not look like a valid realm'),
  'pve-userid': (value) => {
    if (value.length < 3) return `user name '${value}' is too short`;
    if (value.length > 64) return `user name '${value}' is too long (${value.length} > 64)`;
    return new RegExp(`^${user}@${realm}$`).test(value)
      ? undefined
      : `value '${value}' does not look like a valid user name`;
  },
  'pve-tokenid': matches(
    new RegExp(`^${user}@${realm}!${realm}$`),
    (value) => `value '${value}' does not look like a valid token ID`,
  ),
  'pve-groupid': matches(
    /^[A-Za-z0-9.\-_]+$/,
    (value) => `group name '${value}' contains invalid characters`,
  ),
  'pve-roleid': matches(/^[A-Za-z0-9.\-_]+$/, (value) => `role name '${value}' contains invalid characters`),
};

const formats: ReadonlyMap<string, Format> = new Map(
  Object.entries({
    ...commonFormats,
    ...accountFormats,
    ...guestFormats,
    ...addressFormats,
    ...storageFormats,
    ...firewallFormats,
    ...networkFormats,
    ...clusterFormats,
  }),
);

/** The check of a format that a schema names; of `…-list` each item, of `…-opt` what is not empty. */
export function namedFormat(name: string, version: HostVersion): Format | undefined {
  const [, base = '', kind] = /^(.*?)(?:-(list|opt))?$/.exec(name) ?? [];
  const check = base === 'pve-priv' ? privilegeFormat(version) : nestedPools(base, version);
  if (check === undefined || kind === undefined) return check;
  if (kind === 'opt') return (value, key) => (value === '' ? undefined : check(value, key));
  return listOf(check);
}

/** A check of a list by that of an item; the first complaint counts. */
export function listOf(item: Format): Format {
  return (value, key) => {
    for (const part of splitList(value)) {
      const problem = item(part, key);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function privilegeFormat(version: HostVersion): Format {
  const known = privilegesOf(version);
  return (value) => (known.has(value) ? undefined : `invalid privilege '${value}'`);
}

/** Pools in pools came with 8.1. */
function nestedPools(name: string, version: HostVersion): Format | undefined {
  if (name !== 'pve-poolid') return formats.get(name);
  const levels = version === '7.4' ? 1 : 3;
  return (value) => {
    if (levels > 1 && value.split('/').length > levels)
      return `pool name '${value}' nested too deeply (max levels = ${levels})`;
    const good = value.split('/').length <= levels && /^[A-Za-z0-9.\-_]+(?:\/[A-Za-z0-9.\-_]+)*$/.test(value);
    return good ? undefined : `pool name '${value}' contains invalid characters`;
  };
}

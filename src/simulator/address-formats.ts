import { isIPv4, isIPv6 } from 'node:net';
import { holds, matches, named } from './format-makers.js';
import type { Format } from './schema.js';

const name = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

export const isPlainIPv6 = (value: string): boolean => isIPv6(value) && !value.includes('%');
const isAddress = (value: string): boolean => isIPv4(value) || isPlainIPv6(value);

/** Networks shorter than 8 bits are refused. */
function isNetwork(value: string, isIp: (text: string) => boolean, bits: number): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d+)$/.exec(value) ?? [];
  return isIp(address) && Number(length) > 7 && Number(length) <= bits;
}

/** Ones, then zeros. */
function isMask(value: string): boolean {
  const bits = value.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0'));
  return /^1*0*$/.test(bits.join(''));
}

const isIPv4Network = (value: string): boolean => isNetwork(value, isIPv4, 32);
const isIPv6Network = (value: string): boolean => isNetwork(value, isPlainIPv6, 128);

const isAddressOrNetwork = (value: string): boolean => {
  const [address = '', length] = value.split('/', 2);
  if (!isAddress(address)) return false;
  return length === undefined || (/^\d+$/.test(length) && Number(length) <= (isIPv4(address) ? 32 : 128));
};
const addressOrNetwork = holds(
  isAddressOrNetwork,
  'value does not look like a valid IP address or CIDR network',
);

/** Addresses, networks and names of hosts (pve-common src/PVE/JSONSchema.pm). */
export const addressFormats: Readonly<Record<string, Format>> = {
  ipv4: holds(isIPv4, 'value does not look like a valid IPv4 address'),
  ipv6: holds(isPlainIPv6, 'value does not look like a valid IPv6 address'),
  ip: holds(isAddress, 'value does not look like a valid IP address'),
  ipv4mask: holds((value) => isIPv4(value) && isMask(value), 'value does not look like a valid IP netmask'),
  CIDRv4: holds(isIPv4Network, 'value does not look like a valid IPv4 CIDR network'),
  CIDRv6: holds(isIPv6Network, 'value does not look like a valid IPv6 CIDR network'),
  CIDR: holds(
    (value) => isIPv4Network(value) || isIPv6Network(value),
    'value does not look like a valid CIDR network',
  ),
  'pve-ipv4-config': holds(
    (value) => /^(?:dhcp|manual)$/.test(value) || isIPv4Network(value),
    'value does not look like a valid ipv4 network configuration',
  ),
  'pve-ipv6-config': holds(
    (value) => /^(?:auto|dhcp|manual)$/.test(value) || isIPv6Network(value),
    'value does not look like a valid ipv6 network configuration',
  ),
  'mac-addr': matches(
    /^[a-f0-9][02468ace](?::[a-f0-9]{2}){5}$/i,
    'value does not look like a valid unicast MAC address',
  ),
  'mac-prefix': matches(
    /^[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}:?$/i,
    'value is not a valid unicast MAC address prefix',
  ),
  'dns-name': matches(name, 'value does not look like a valid DNS name'),
  address: holds(
    (value) => isAddress(value) || name.test(value),
    (value) => `value does not look like a valid address: ${value}`,
  ),
  'pve-bridge-id': matches(/^[-_.\w]+$/, named('invalid bridge ID')),
  // pve-container src/PVE/LXC/Config.pm: a link-local address may say its interface. `host` stands for the node's own.
  'lxc-ip-with-ll-iface': holds((value) => {
    const [, local = '', iface = ''] = /^(fe80:[^%]+)%(.*)$/.exec(value) ?? [];
    return isAddress(value) || (isAddress(local) && /^[a-z][a-z0-9_]{1,20}(?:[:.]\d+)?$/i.test(iface));
  }, 'value does not look like a valid IP address'),
  // pve-firewall src/PVE/Firewall.pm
  IPorCIDR: addressOrNetwork,
  IPorCIDRorAlias: (value, key) =>
    /^(?:dc\/|guest\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(value) ? undefined : addressOrNetwork(value, key),
};

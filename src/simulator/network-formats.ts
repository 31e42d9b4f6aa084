import { addressFormats } from './address-formats.js';
import { matches } from './format-makers.js';
import type { Format } from './schema.js';

/** The name of a thing of the cluster's networks; a length of its own is complained about after the letters. */
const sdnId =
  (kind: string, pattern: RegExp, longest = Number.POSITIVE_INFINITY): Format =>
  (value) => {
    if (!pattern.test(value)) return `${kind} ID '${value}' contains illegal characters`;
    return value.length > longest
      ? `${kind} ID '${value}' can't be more length than ${longest} characters`
      : undefined;
  };

const plain = /^[a-z][a-z0-9]*[a-z0-9]$/i;
const cidr = addressFormats['CIDR'];

/** `10.0.0.0/8`, or as it is stored: `ZONE-10.0.0.0-8`. */
const subnetId: Format = (value, key) => {
  const [, ip = '', mask = ''] = value.split('-');
  return cidr?.(value.includes('/') ? value : `${ip}/${mask}`, key);
};

const routeTarget: Format = (value) => {
  const [, ...numbers] = /^(\d+):(\d+)$/.exec(value) ?? [];
  return numbers.length === 2 && numbers.every((number) => Number(number) <= 4_294_967_295)
    ? undefined
    : 'value does not look like a valid bgp route-target';
};

const vlans: Format = (value) => {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? [];
  if (first === undefined) return `invalid VLAN configuration '${value}'`;
  // To Perl, a range that ends at 0 has no end.
  const tags = last === undefined || last === '0' ? [first] : [first, last];
  const wrong = tags.find((tag) => Number(tag) < 2 || Number(tag) > 4094);
  if (wrong !== undefined) return `invalid VLAN tag '${wrong}'`;
  return tags.length > 1 && Number(first) >= Number(last)
    ? `VLAN range must go from lower to higher tag '${value}'`
    : undefined;
};

/** Networks of the cluster (pve-network src/PVE/Network/SDN) and of a node (pve-common src/PVE/JSONSchema.pm). */
export const networkFormats: Readonly<Record<string, Format>> = {
  'pve-sdn-zone-id': sdnId('zone', plain, 8),
  'pve-sdn-vnet-id': sdnId('vnet', plain, 8),
  'pve-sdn-ipam-id': sdnId('ipam', plain),
  'pve-sdn-dns-id': sdnId('dns', plain),
  'pve-sdn-controller-id': sdnId('controller', /^[a-z][a-z0-9_-]*[a-z0-9]$/i, 64),
  'pve-sdn-fabric-id': sdnId('Fabric', /^[a-z0-9][a-z0-9-]{0,6}[a-z0-9]?$/i),
  'pve-sdn-subnet-id': subnetId,
  'pve-sdn-isis-net': matches(
    /^[a-f0-9]{2}(?:\.[a-f0-9]{4}){3,9}\.[a-f0-9]{2}$/i,
    'value does not look like a valid isis net',
  ),
  'pve-sdn-bgp-rt': routeTarget,
  'pve-vlan-id-or-range': vlans,
};

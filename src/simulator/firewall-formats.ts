import { readIpRange } from './ip-range.js';
import { icmpTypes, protocols } from './protocols.js';
import type { Format } from './schema.js';

/** Names that hosts know from /etc/services are taken for one; that file is not in the simulator. */
const serviceName = /^[a-z][a-z0-9+_.-]*$/i;

const extraneous = 'extraneous commas in list';

/** What Perl's split makes of a list: empty items at its end are not there. */
function itemsOf(value: string): readonly string[] | undefined {
  if (value === '') return [];
  return value.endsWith(',') ? undefined : value.split(',');
}

/** Ports, ranges and names of services, with commas (pve-firewall src/PVE/Firewall.pm). */
const ports: Format = (value) => {
  const items = itemsOf(value);
  if (items === undefined) return extraneous;
  let count = 0;
  for (const item of items) {
    const [, first, last] = /^(\d+)(?::(\d+))?$/.exec(item) ?? [];
    if (first === undefined) {
      if (!serviceName.test(item)) return `invalid port '${item}'`;
      continue;
    }
    const range = last === undefined ? [first] : [first, last];
    count += range.length;
    const wrong = range.find((port) => Number(port) > 65_535);
    if (wrong !== undefined) return `invalid port '${wrong}'`;
    if (last !== undefined && Number(first) > Number(last))
      return `backwards range '${first}:${last}' not allowed, did you mean '${last}:${first}'?`;
  }
  return count > 15 ? 'too many entries in port list (> 15 numbers)' : undefined;
};

/** A set of addresses, an alias, or addresses, networks and ranges of one kind (parse_address_list). */
const addresses: Format = (value) => {
  if (/^\+\S+$/.test(value)) return value.length > 65 ? 'ipset name too long' : undefined;
  if (/^(?:dc\/|guest\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(value))
    return value.length > 64 ? 'alias name too long' : undefined;
  const items = itemsOf(value);
  if (items === undefined) return extraneous;
  const versions = new Set<number>();
  for (const item of items) {
    const read = readIpRange(item);
    if ('problem' in read) return `invalid IP address: ${read.problem}`;
    versions.add(read.version);
    if (versions.size > 1) return `detected mixed ipv4/ipv6 addresses in address list '${value}'`;
  }
  return items.length > 1 && value.includes('-') ? "you can't use a range in a list" : undefined;
};

const helpers = /^(?:amanda|ftp|irc|netbios-ns|pptp|sane|sip|snmp|tftp)$/;

const conntrackHelpers: Format = (value) => {
  const items = itemsOf(value);
  if (items === undefined) return extraneous;
  const unknown = items.find((item) => !helpers.test(item));
  // The place in the source is that of 9.2; it has no line end of its own, so Perl adds it.
  return unknown === undefined
    ? undefined
    : `unknown helper ${unknown} at /usr/share/perl5/PVE/Firewall.pm line 1167.`;
};

/** What rules and options of a firewall say (pve-firewall src/PVE/Firewall.pm). */
export const firewallFormats: Readonly<Record<string, Format>> = {
  'pve-fw-sport-spec': ports,
  'pve-fw-dport-spec': ports,
  'pve-fw-addr-spec': addresses,
  'pve-fw-protocol-spec': (value) =>
    value === '' || protocols.has(value) ? undefined : `unknown protocol '${value}'`,
  'pve-fw-icmp-type-spec': (value) =>
    value === '' || icmpTypes.has(value) ? undefined : `invalid icmp-type value '${value}'`,
  'pve-fw-conntrack-helper': conntrackHelpers,
};

import type { Format } from './schema.js';

/** Names that hosts know from /etc/services are taken for one; that file is not in the simulator. */
const serviceName = /^[a-z][a-z0-9+_.-]*$/i;

/** Ports, ranges and names of services, with commas (pve-firewall src/PVE/Firewall.pm). */
const ports: Format = (value) => {
  const items = value.split(',');
  if (items.at(-1) === '' && items.length > 1) return 'extraneous commas in list';
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

/** What rules of a firewall say. Addresses and protocols are looked at with the rule. */
export const firewallFormats: Readonly<Record<string, Format>> = {
  'pve-fw-sport-spec': ports,
  'pve-fw-dport-spec': ports,
};

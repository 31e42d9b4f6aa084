// Addresses, networks and ranges as Perl's Net::IP reads them, which is more than an address is elsewhere: `10.1` is
// 10.1.0.0, and `10.0.0.0/8,/16` are networks one after another.

/** What an address is: its version and its bits, or the complaint. */
export type IpRead = { readonly version: 4 | 6; readonly bits: string } | { readonly problem: string };

const widths = { 4: 32, 6: 128 } as const;

function v4Problem(ip: string): string | undefined {
  if (!/^[\d.]+$/.test(ip)) return `Invalid chars in IP ${ip}`;
  if (ip.startsWith('.')) return `Invalid IP ${ip} - starts with a dot`;
  if (ip.endsWith('.')) return `Invalid IP ${ip} - ends with a dot`;
  if (ip.split('.').length > 4) return `Invalid IP address ${ip}`;
  if (ip.includes('..')) return `Empty quad in IP address ${ip}`;
  const wrong = ip.split('.').find((quad) => Number(quad) > 255);
  return wrong === undefined ? undefined : `Invalid quad in IP address ${ip} - ${wrong}`;
}

/** `earlier` is the complaint that stays if this says nothing of its own. */
function v6Problem(ip: string, earlier: string): string | undefined {
  const groups = ip.split(':');
  if (groups.length < 2 || groups.length > 8) return earlier;
  const wrong = groups.findIndex(
    (group, index) =>
      group !== '' &&
      !/^[a-f\d]{1,4}$/i.test(group) &&
      (index !== groups.length - 1 || v4Problem(group) !== undefined),
  );
  if (wrong !== -1) return `Invalid IP address ${ip}`;
  if (/^:[^:]/.test(ip)) return `Invalid address ${ip} (starts with :)`;
  if (/[^:]:$/.test(ip)) return `Invalid address ${ip} (ends with :)`;
  return (ip.match(/:(?=:)/g)?.length ?? 0) > 1
    ? `Invalid address ${ip} (More than one :: pattern)`
    : undefined;
}

const binary = (value: number, width: number): string => value.toString(2).padStart(width, '0');

function v4Bits(ip: string): string {
  const quads = [...ip.split('.').map(Number), 0, 0, 0].slice(0, 4);
  return quads.map((quad) => binary(quad, 8)).join('');
}

function v6Bits(ip: string): string {
  const part = (text: string | undefined): string =>
    (text ?? '')
      .split(':')
      .filter((group) => group !== '')
      .map((group) => (group.includes('.') ? v4Bits(group) : binary(Number.parseInt(group, 16), 16)))
      .join('');
  const [head, tail] = ip.split('::');
  return tail === undefined
    ? part(head)
    : part(head) + part(tail).padStart(widths[6] - part(head).length, '0');
}

function readAddress(ip: string): IpRead {
  const wrong = ip.includes(':') ? '' : v4Problem(ip);
  if (wrong === undefined) return { version: 4, bits: v4Bits(ip) };
  const problem = v6Problem(ip, wrong);
  return problem === undefined ? { version: 6, bits: v6Bits(ip) } : { problem };
}

/** Reads an address, a network (`/8`) or a range (`A-B`); the bits are those of its first address. */
export function readIpRange(text: string): IpRead {
  const [, network, lengths = ''] = /^(\S+?)(\/\S+)$/.exec(text) ?? [];
  const [, first] = network === undefined ? (/^(.+?)\s*-\s*.+$/.exec(text) ?? []) : [];
  const address = readAddress(network ?? first ?? text);
  if (network === undefined || 'problem' in address) return address;
  const length = Number(/^\/(\d+)(?:,|$)/.exec(lengths)?.[1] ?? Number.NaN);
  const width = widths[address.version];
  if (length > width) return { problem: `Prefix length ${length} is longer than IP address (${width})` };
  if (address.bits.slice(length).includes('1'))
    return { problem: `Invalid prefix ${address.bits}/${length}` };
  return address;
}

import { describe, expect, it } from 'vitest';
import { Declarations } from '~/simulator/declared.js';
import type { HostVersion } from '~/simulator/host-version.js';
import { complaint, nested } from '~/simulator/schema.js';
import { Harness } from './harness.js';

/** What the schema of a release says to the value of one parameter. */
function said(route: string, key: string, value: string, version: HostVersion = '9.2'): string | undefined {
  const fields = Declarations.of(version).find(route)?.fields ?? {};
  const field = fields[key] ?? fields[key.replace(/\d+$/, '[n]')];
  if (field === undefined) throw new Error(`${route} has no ${key}`);
  return complaint(field.items ?? field, key, value);
}

const wrong = (text: string): string => `invalid format - ${text}\n`;
const rule = 'POST /cluster/firewall/rules';
const machine = 'POST /nodes/{node}/qemu';
const storage = 'POST /storage';
const backup = 'POST /cluster/backup';
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nMIIB\nAA==\n-----END PRIVATE KEY-----';
const blocksize = (value: string): string =>
  `value '${value}' is not a valid ZFS blocksize. Must be a power of 2 between 512B and 16MiB (e.g., 4k, 8k, 16k, 64k, 1m).`;
const noBlocksize = (value: string): string =>
  `invalid ZFS blocksize format '${value}'. Use a positive number (no leading zeros) with an optional 'k' or 'm' suffix.`;
const notPem = 'not a valid PEM-formatted string.';
const noPortal = 'value does not look like a valid portal address';
const noRouteTarget = 'value does not look like a valid bgp route-target';
const noHaNode = 'value does not look like a valid ha node';
const noResource = 'value does not look like a valid ha resource id';
const noGraphitePath = 'value does not look like a valid graphite path';
const noNetwork = 'value does not look like a valid CIDR network';
const pattern = 'value does not match the regex pattern';

/** A parameter of a route, values that are let through, and values that are not with what is said of them. */
const table: readonly (readonly [string, string, readonly string[], Readonly<Record<string, string>>])[] = [
  [
    rule,
    'source',
    [
      '',
      '10.0.0.1',
      '10.1',
      '10.0.0.0/8,192.168.0.0/16',
      '10.0.0.1-10.0.0.9',
      'fe80::1',
      '2001:db8::/32',
      '::ffff:10.0.0.1',
      '+management',
      'dc/web',
      'my-alias_1',
    ],
    {
      '10.0.0.300': 'invalid IP address: Invalid quad in IP address 10.0.0.300 - 300',
      '1web': 'invalid IP address: Invalid chars in IP 1web',
      '10.0.0.0.0': 'invalid IP address: Invalid IP address 10.0.0.0.0',
      '10..1': 'invalid IP address: Empty quad in IP address 10..1',
      '10.0.0.': 'invalid IP address: Invalid IP 10.0.0. - ends with a dot',
      '10.0.0.0/33': 'invalid IP address: Prefix length 33 is longer than IP address (32)',
      '10.0.0.1/24': 'invalid IP address: Invalid prefix 00001010000000000000000000000001/24',
      'fe80::1::2': 'invalid IP address: Invalid address fe80::1::2 (More than one :: pattern)',
      'fe80:x::1': 'invalid IP address: Invalid IP address fe80:x::1',
      '10.0.0.1,': 'extraneous commas in list',
      '10.0.0.1,fe80::1': "detected mixed ipv4/ipv6 addresses in address list '10.0.0.1,fe80::1'",
      '10.0.0.1-10.0.0.2,10.0.0.5': "you can't use a range in a list",
      [`+${'a'.repeat(65)}`]: 'ipset name too long',
      ['a'.repeat(65)]: 'alias name too long',
    },
  ],
  [
    rule,
    'icmp-type',
    ['', 'any', 'echo-request', 'neighbour-solicitation'],
    { ping: "invalid icmp-type value 'ping'", 8: "invalid icmp-type value '8'" },
  ],
  [
    rule,
    'proto',
    ['', 'tcp', '6', 'icmpv6', 'ipv6-icmp', 'sctp'],
    { TCP: "unknown protocol 'TCP'", 7: "unknown protocol '7'", 'tcp,udp': "unknown protocol 'tcp,udp'" },
  ],
  [rule, 'dport', ['', 'https', '22,80:90'], { '22,': 'extraneous commas in list' }],
  [
    'PUT /nodes/{node}/firewall/options',
    'nf_conntrack_helpers',
    ['', 'ftp', 'amanda,sip'],
    {
      'ftp,': 'extraneous commas in list',
      'ftp,http': 'unknown helper http at /usr/share/perl5/PVE/Firewall.pm line 1167.',
    },
  ],
  [
    'POST /cluster/sdn/vnets',
    'vnet',
    ['web', 'v1', 'VNET0001'],
    {
      w: "vnet ID 'w' contains illegal characters",
      'we-b': "vnet ID 'we-b' contains illegal characters",
      '1web': "vnet ID '1web' contains illegal characters",
      internal1: "vnet ID 'internal1' can't be more length than 8 characters",
    },
  ],
  [
    'POST /cluster/sdn/zones',
    'zone',
    ['simple', 'z1'],
    {
      zone_1: "zone ID 'zone_1' contains illegal characters",
      localnet1: "zone ID 'localnet1' can't be more length than 8 characters",
    },
  ],
  [
    'POST /cluster/sdn/ipams',
    'ipam',
    ['netbox', 'averylongname'],
    { a: "ipam ID 'a' contains illegal characters" },
  ],
  ['POST /cluster/sdn/dns', 'dns', ['power'], { 'p.d': "dns ID 'p.d' contains illegal characters" }],
  [
    'POST /cluster/sdn/controllers',
    'controller',
    ['evpn_1', 'bgp-pve1'],
    {
      'evpn.1': "controller ID 'evpn.1' contains illegal characters",
      ['c'.repeat(65)]: `controller ID '${'c'.repeat(65)}' can't be more length than 64 characters`,
    },
  ],
  [
    'POST /cluster/sdn/fabrics/fabric',
    'id',
    ['f1', '1f', 'a-b'],
    {
      fabric001: "Fabric ID 'fabric001' contains illegal characters",
      _x: "Fabric ID '_x' contains illegal characters",
    },
  ],
  [
    'POST /cluster/sdn/vnets/{vnet}/subnets',
    'subnet',
    ['10.0.0.0/24', 'zone-10.0.0.0-24', '2001:db8::/64'],
    { '10.0.0.0': noNetwork, '10.0.0.0/4': noNetwork, 'zone-10.0.0.0-33': noNetwork },
  ],
  [
    'POST /cluster/sdn/controllers',
    'isis-net',
    ['47.0023.0000.0000.0000.0000.0000.0000.1900.0004.00'],
    { '47.0023.00': 'value does not look like a valid isis net' },
  ],
  [
    'POST /cluster/sdn/zones',
    'rt-import',
    ['65000:1', '1:2,4294967295:3'],
    { '65000': noRouteTarget, '1:2,4294967296:3': noRouteTarget },
  ],
  [
    backup,
    'schedule',
    ['mon..fri 22:00', '*/15', 'hourly', '2026-12-24 18:00'],
    {
      foo: "invalid calendar event 'foo' - unable to parse calendar event at 'foo' - Context(\"weekday\")\n",
      '': "invalid calendar event '' - unable to parse calendar event - event is empty\n",
    },
  ],
  [
    'POST /cluster/ha/resources',
    'sid',
    ['vm:100', 'ct:101', '102'],
    { 'VM:100': noResource, vm100: noResource, '': noResource },
  ],
  ['POST /cluster/ha/rules', 'resources', ['vm:100,ct:101'], { 'vm:100,101': noResource }],
  ['POST /cluster/ha/groups', 'nodes', ['pve1', 'pve1:2,pve2'], { 'pve1:high': noHaNode, '-pve': noHaNode }],
  [
    'POST /nodes/{node}/network',
    'bridge_vids',
    ['2', '2-4094', '10 20;30,40-50'],
    {
      '1': "invalid VLAN tag '1'",
      '4-4095': "invalid VLAN tag '4095'",
      '20-10': "VLAN range must go from lower to higher tag '20-10'",
      all: "invalid VLAN configuration 'all'",
    },
  ],
  [
    storage,
    'portal',
    ['10.0.0.1', '10.0.0.1:3260', 'san.example:3260', '[fe80::1]:3260', 'fe80::1', 'fe80::1.3260'],
    { 'san:port': noPortal, '[fe80::1': noPortal, '': noPortal, 'a b': noPortal },
  ],
  [storage, 'monhost', ['10.0.0.1,10.0.0.2:6789'], { '10.0.0.1,x_y': noPortal }],
  [
    storage,
    'blocksize',
    ['', '512', '8k', '16M', '1m'],
    {
      '3k': blocksize('3k'),
      '256': blocksize('256'),
      '32m': blocksize('32m'),
      '08k': noBlocksize('08k'),
      '8G': noBlocksize('8G'),
    },
  ],
  [
    storage,
    'content-dirs',
    ['backup=dump', 'iso=a/b.c,vztmpl=x'],
    {
      backup: "invalid override 'backup'",
      'backup=../x': "invalid override 'backup=../x'",
      'backup=x.': "invalid override 'backup=x.'",
      'films=x': "invalid content type 'films'",
      [`iso=${'a'.repeat(255)}`]: `invalid override 'iso=${'a'.repeat(255)}'`,
    },
  ],
  [
    'POST /nodes/{node}/certificates/custom',
    'certificates',
    [pem, `${pem}${pem}`, `Bag Attributes\n${pem}`],
    { MIIB: notPem, [pem.replace('MIIB', 'M?IB')]: notPem, [key]: notPem },
  ],
  [
    'POST /nodes/{node}/certificates/custom',
    'key',
    [key, pem],
    { [key.replace('END', 'AND')]: notPem, [`${key}\n${key}`]: notPem },
  ],
  [
    'POST /nodes/{node}/execute',
    'commands',
    ['[]', '[{"method":"GET","path":"version"}]', '[{"method":"POST","path":"x","args":{"a":1}}]'],
    {
      '{}': "commands is not a valid array of commands: 400 Parameter verification failed.\n_root: type check ('array') failed",
      '[1]':
        "commands is not a valid array of commands: 400 Parameter verification failed.\n[0]: type check ('object') failed",
      '[{"method":"HEAD"}]': `commands is not a valid array of commands: 400 Parameter verification failed.\n[0].path: property is missing and it is not optional\n[0].method: ${pattern}`,
      ls: 'commands param did not contain valid JSON: malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 (before "ls") at /usr/share/perl5/PVE/API2/Nodes.pm line 99.',
    },
  ],
  [
    'POST /cluster/metrics/server/{id}',
    'path',
    ['proxmox', 'a.b-c.d'],
    { 'a..b': noGraphitePath, 'a.b-': noGraphitePath, 'a b': noGraphitePath },
  ],
  [
    machine,
    'bootdisk',
    ['scsi0', 'virtio15'],
    { scsi31: "invalid boot disk 'scsi31'", net0: "invalid boot disk 'net0'" },
  ],
];

/** Inside property strings: the key of the string, and of the property. */
const properties: readonly (readonly [
  string,
  string,
  readonly string[],
  Readonly<Record<string, Readonly<Record<string, string>> | string>>,
])[] = [
  [
    machine,
    'boot',
    ['cdn', 'order=scsi0;net0', 'order=usb0;hostpci1', 'legacy=a'],
    {
      xyz: { legacy: pattern },
      'order=scsi0;efidisk0': { order: wrong("invalid boot device 'efidisk0'") },
      'order=net32': { order: wrong("invalid boot device 'net32'") },
    },
  ],
  [
    machine,
    'ipconfig0',
    ['ip=dhcp', 'ip=10.0.0.2/24,gw=10.0.0.1', 'ip6=auto'],
    {
      'ip=10.0.0.2': { ip: wrong('value does not look like a valid ipv4 network configuration') },
      'gw=10.0.0.1': { ip: "missing property required by 'ipconfig0.gw'" },
      'ip6=dhcp,gw6=10.0.0.1': { gw6: wrong('value does not look like a valid IPv6 address') },
    },
  ],
  [
    machine,
    'cicustom',
    ['user=local:snippets/u.yaml,meta=local:snippets/m.yaml'],
    { 'user=/etc/passwd': { user: wrong("unable to parse volume ID '/etc/passwd'") } },
  ],
  [
    machine,
    'smbios1',
    ['uuid=1523cae8-bc3d-4a80-ba4a-75ef8516d30d', 'serial=QUJD,base64=1'],
    { 'uuid=1523': { uuid: pattern }, 'serial=A-B': { serial: pattern } },
  ],
  [
    machine,
    'cdrom',
    ['none', 'local:iso/x.iso', 'local:iso/x.iso,media=cdrom'],
    {
      'x.iso': { file: wrong("unable to parse volume ID 'x.iso'") },
      'none,media=tape': { media: "value 'tape' does not have a value in the enumeration 'cdrom, disk'" },
    },
  ],
  [
    machine,
    'cpu',
    ['host', 'x86-64-v2-AES,flags=+aes;-pcid', 'custom-mine', 'cputype=kvm64,hidden=1'],
    {
      Pentium9: "Built-in cputype 'Pentium9' is not defined (missing 'custom-' prefix?)",
      'hidden=1': 'CPU is missing cputype',
      'host,flags=aes': { flags: pattern },
      'host,flags=+vmx':
        'VM-specific CPU flags must be a subset of: aes, amd-no-ssb, amd-ssbd, hv-evmcs, hv-tlbflush, ibpb, md-clear, nested-virt, pcid, pdpe1gb, spec-ctrl, ssbd, virt-ssbd',
      'host,reported-model=kvm64': "Property 'reported-model' not allowed in VM-specific CPU config.",
      'host,phys-bits=7': { 'phys-bits': wrong("value must be an integer between 8 and 64 or 'host'") },
    },
  ],
  [
    machine,
    'hostpci0',
    ['0000:01:00.0', '01:00;02:00.1', 'mapping=gpu,pcie=1'],
    {
      '1:0': { host: pattern },
      'mapping=g': { mapping: wrong("invalid configuration ID 'g'") },
      '01:00,vendor-id=10de': { 'vendor-id': pattern },
    },
  ],
  [
    backup,
    'prune-backups',
    ['keep-all=1', 'keep-last=3,keep-daily=7', 'keep-all=1,keep-last=0'],
    {
      'keep-last=-1': { 'keep-last': 'value must have a minimum value of 0' },
      'keep-all=yes,keep-last=3': 'keep-all cannot be set together with other options.',
    },
  ],
  [
    backup,
    'fleecing',
    ['0', 'enabled=1,storage=local'],
    {
      '1': "'storage' parameter is required when 'enabled' is set",
      '0,storage=x': { storage: wrong("storage ID 'x' cannot be shorter than 2 characters") },
    },
  ],
  [
    backup,
    'performance',
    ['max-workers=16'],
    { 'max-workers=0': { 'max-workers': 'value must have a minimum value of 1' } },
  ],
  [
    'PUT /cluster/options',
    'location',
    ['latitude=48.2,longitude=16.4', 'name=Wien,latitude=48.2,longitude=16.4'],
    {
      'latitude=91,longitude=0': { latitude: 'value must have a maximum value of 90' },
      'latitude=1': { longitude: 'property is missing and it is not optional' },
    },
  ],
  [
    'POST /nodes/{node}/lxc/{vmid}/remote_migrate',
    'target-endpoint',
    [
      'host=pve2,apitoken=PVEAPIToken=a@pve!t=1',
      `host=pve2,apitoken=x,fingerprint=${Array(32).fill('AB').join(':')}`,
    ],
    {
      'host=pve2': { apitoken: 'property is missing and it is not optional' },
      'host=pve2,apitoken=x,fingerprint=AB:CD': { fingerprint: pattern },
    },
  ],
  [
    'POST /cluster/sdn/vnets/{vnet}/subnets',
    'dhcp-range',
    ['start-address=10.0.0.10,end-address=10.0.0.20'],
    { 'start-address=10.0.0.10': { 'end-address': 'property is missing and it is not optional' } },
  ],
  [
    'POST /access/domains',
    'tfa',
    ['type=oath,digits=8'],
    { 'type=oath,digits=9': { digits: 'value must have a maximum value of 8' } },
  ],
];

describe.each(table)('%s %s', (route, name, good, bad) => {
  it('takes what is right', () => {
    for (const value of good) expect(said(route, name, value), value).toBeUndefined();
  });

  it('refuses what is wrong in the words of the host', () => {
    for (const [value, text] of Object.entries(bad))
      expect(said(route, name, value), value).toBe(wrong(text));
  });
});

describe.each(properties)('%s %s, a property string', (route, name, good, bad) => {
  it('takes what is right', () => {
    for (const value of good) expect(said(route, name, value), value).toBeUndefined();
  });

  it('refuses what is wrong in the words of the host', () => {
    for (const [value, text] of Object.entries(bad))
      expect(said(route, name, value), value).toBe(
        wrong(typeof text === 'string' ? text : nested(name, text)),
      );
  });
});

it.each([
  ['POST /cluster/ha/groups', 'nodes', 'pve1:x', 'value does not look like a valid ha group node'],
  [machine, 'usb0', '1234:567', undefined],
] as const)('7.4 has formats of its own: %s %s', (route, name, value, text) => {
  const problem = said(route, name, value, '7.4');
  if (text !== undefined) expect(problem).toBe(wrong(text));
  else expect(problem).toBe(wrong(nested(name, { host: wrong('unable to parse usb device') })));
});

it('every format that a schema names is checked, but for the one that asks for nothing', async () => {
  const { schemas } = await import('~/generated/param-data.js');
  const { namedFormat } = await import('~/simulator/named-formats.js');
  const { namedProperties } = await import('~/simulator/property-details.js');
  const names = new Set([...schemas.matchAll(/"format":"([^"]+)"/g)].map((match) => match[1] ?? ''));
  const open = [...names].filter(
    (name) => namedFormat(name, '9.2') === undefined && !Object.hasOwn(namedProperties, name),
  );
  // `pve-qm-ide` is that of the drives of the same route.
  expect(open.sort()).toEqual(['pve-qm-ide', 'string', 'string-alist', 'string-list']);
});

it('a request is refused with it', async () => {
  const answer = await new Harness().call('full', 'POST', '/cluster/firewall/rules', {
    action: 'ACCEPT',
    type: 'in',
    proto: 'tcpp',
    source: '10.0.0.1/24',
  });
  expect(answer).toMatchObject({
    status: 400,
    errors: {
      proto: wrong("unknown protocol 'tcpp'"),
      source: wrong('invalid IP address: Invalid prefix 00001010000000000000000000000001/24'),
    },
  });
});

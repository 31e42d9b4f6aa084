import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lxcFields, mountSchema, netSchema } from '~/simulator/lxc-schema.js';
import { printProperties, propertyErrors, splitProperties } from '~/simulator/property-string.js';
import { parseForm } from '~/simulator/request-params.js';
import { checkParams, fieldOf } from '~/simulator/schema.js';
import { parseNewDisk, parseSize, sizeText } from '~/simulator/volumes.js';
import { Harness, N, template } from './harness.js';

const undefinedProperty =
  'property is not defined in schema and the schema does not allow additional properties';
const vmid = 'invalid format - value does not look like a valid VM ID\n';

const cases: [string, string, Record<string, string | number>, Record<string, string>][] = [
  ['GET', '/version', { bogus: 1 }, { bogus: undefinedProperty }],
  ['GET', `${N}/lxc`, { bogus: 1 }, { bogus: undefinedProperty }],
  ['GET', '/cluster/nextid', { vmid: 7 }, { vmid }],
  ['GET', '/cluster/nextid', { vmid: 100 }, { vmid: 'VM 100 already exists' }],
  [
    'GET',
    '/cluster/resources',
    { type: 'lxc' },
    { type: "value 'lxc' does not have a value in the enumeration 'vm, storage, node, sdn'" },
  ],
  ['GET', `${N}/lxc/abc/config`, {}, { vmid: "type check ('integer') failed - got 'abc'" }],
  ['GET', `${N}/storage/nosuch/status`, {}, { storage: 'No such storage.' }],
  ['POST', `${N}/lxc`, { vmid: 200 }, { ostemplate: 'property is missing and it is not optional' }],
  ['POST', `${N}/lxc`, { vmid: '0101', ostemplate: template }, { vmid }],
  [
    'POST',
    `${N}/lxc`,
    { vmid: 'abc', ostemplate: 'local:vztmpl/x', memory: 'lots', onboot: 'maybe' },
    {
      vmid: "type check ('integer') failed - got 'abc'",
      memory: "type check ('integer') failed - got 'lots'",
      onboot: "type check ('boolean') failed - got 'maybe'",
    },
  ],
  [
    'POST',
    `${N}/lxc`,
    { vmid: 5, ostemplate: 'x', memory: 1, hostname: 'bad_host!', net0: 'bogus=1', bogus: 1 },
    {
      net0: `invalid format - format error\nnet0.name: property is missing and it is not optional\nnet0.bogus: ${undefinedProperty}\n`,
      hostname: 'invalid format - value does not look like a valid DNS name\n',
      vmid,
      memory: 'value must have a minimum value of 16',
      bogus: undefinedProperty,
    },
  ],
  [
    'POST',
    `${N}/lxc`,
    { vmid: 200, ostemplate: template, unique: 1 },
    { restore: "missing property required by 'unique'" },
  ],
  [
    'POST',
    `${N}/lxc`,
    { vmid: 200, ostemplate: template, password: 'abc' },
    { password: 'value must be at least 5 characters long' },
  ],
  [
    'PUT',
    `${N}/lxc/100/config`,
    { net0: 'bridge=vmbr0' },
    { net0: 'invalid format - format error\nnet0.name: property is missing and it is not optional\n' },
  ],
  [
    'PUT',
    `${N}/lxc/100/config`,
    { features: 'bogus=1' },
    { features: `invalid format - format error\nfeatures.bogus: ${undefinedProperty}\n` },
  ],
  [
    'PUT',
    `${N}/lxc/100/config`,
    { digest: '0'.repeat(65), description: 'x' },
    { digest: 'value may only be 40 characters long' },
  ],
  ['PUT', `${N}/lxc/100/config`, { delete: 'bogus' }, { delete: "unknown option 'bogus'" }],
  ['PUT', `${N}/lxc/100/config`, { revert: 'bogus' }, { revert: "unknown option 'bogus'" }],
  ['PUT', `${N}/lxc/100/config`, { 'lxc.cap.drop': 'x' }, { 'lxc.cap.drop': undefinedProperty }],
  ['PUT', `${N}/lxc/100/config`, { net32: 'name=eth0' }, { net32: undefinedProperty }],
  ['PUT', `${N}/lxc/100/config`, { mp256: 'local:1,mp=/x' }, { mp256: undefinedProperty }],
  ['PUT', `${N}/lxc/100/config`, { cores: 0 }, { cores: 'value must have a minimum value of 1' }],
  ['PUT', `${N}/lxc/100/config`, { tty: 7 }, { tty: 'value must have a maximum value of 6' }],
  [
    'PUT',
    `${N}/lxc/100/config`,
    { memory: '128.0' },
    { memory: "type check ('integer') failed - got '128.0'" },
  ],
  [
    'PUT',
    `${N}/lxc/100/resize`,
    { disk: 'rootfs', size: 'bogus' },
    { size: 'value does not match the regex pattern' },
  ],
  [
    'GET',
    `${N}/tasks`,
    { statusfilter: 'running' },
    { statusfilter: "invalid format - invalid status 'running'\n" },
  ],
  ['GET', `${N}/tasks/nonsense/status`, {}, { upid: "unable to parse worker upid 'nonsense'" }],
  ['POST', `${N}/vzdump`, { storage: 'local' }, { vmid: 'property is missing' }],
  [
    'POST',
    `${N}/vzdump`,
    { vmid: 100, 'notes-template': 'x' },
    { storage: "missing property required by 'notes-template'" },
  ],
  [
    'POST',
    '/nodes/localhost/vzdump',
    { vmid: 100 },
    { node: 'option is only allowed on the command line interface.' },
  ],
  ...['true', 'yes', '2', 'off', ''].map(
    (value): [string, string, Record<string, string>, Record<string, string>] => [
      'PUT',
      `${N}/lxc/100/config`,
      { onboot: value },
      { onboot: `type check ('boolean') failed - got '${value}'` },
    ],
  ),
];

it.each(cases)('%s %s %o', async (method, path, params, errors) => {
  const h = new Harness();
  expect(await h.call('full', method, path, params)).toMatchObject({
    status: 400,
    reason: 'Parameter verification failed.',
    message: 'Parameter verification failed.\n',
    errors,
  });
});

it('refuses a parameter that contradicts the path, and lets the query win over the body', async () => {
  const h = new Harness();
  const headers = { authorization: `PVEAPIToken=${h.tokens.full}` };
  const path = `/api2/json${N}/lxc/101/config`;
  expect((await h.raw(headers, 'PUT', path, 'vmid=102&cores=1')).errors).toEqual({
    vmid: 'duplicate parameter (already defined in URI) with conflicting values!',
  });
  expect((await h.raw(headers, 'PUT', path, 'vmid=101&description=body', 'description=query')).status).toBe(
    200,
  );
  expect((await h.raw(headers, 'GET', path, '', '_dc=123')).data.description).toBe('query\n');
});

describe('forms', () => {
  it('split at & and ;, end a value at a second =, and collect what repeats', () => {
    expect({ ...parseForm('a=1&b=2;c=x=y&a=3&d&e=%3B%3D%26&f=a+b%2B&a=4') }).toEqual({
      a: ['1', '3', '4'],
      b: '2',
      c: 'x',
      d: '',
      e: ';=&',
      f: 'a b+',
    });
  });

  it('come back from what URLSearchParams makes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (values) => {
          fc.pre(!('_dc' in values));
          expect({ ...parseForm(new URLSearchParams(values).toString()) }).toEqual({ ...values });
        },
      ),
    );
  });
});

describe('property strings', () => {
  it('are printed with the default key first, then required keys, then by name', () => {
    const mount = splitProperties(mountSchema, 'size=8G,mp=/x,backup=1,volume=local:1');
    expect(printProperties(mountSchema, mount)).toBe('local:1,mp=/x,backup=1,size=8G');
    const net = splitProperties(netSchema, 'type=veth,bridge=vmbr0,name=eth0');
    expect(printProperties(netSchema, net)).toBe('name=eth0,bridge=vmbr0,type=veth');
  });

  it('check every property', () => {
    expect(
      propertyErrors(
        netSchema,
        'name=eth0,firewall=yes,ip=10.0.0.5/24,gw=10.0.0.1,ip6=auto,tag=5,trunks=1;2',
      ),
    ).toEqual({});
    expect(
      propertyErrors(
        netSchema,
        'name=eth0,firewall=maybe,ip=10.0.0.5,gw=10.0.0.1/8,hwaddr=01:00:00:00:00:00,tag=0,type=tap',
      ),
    ).toEqual({
      firewall: "type check ('boolean') failed - got 'maybe'",
      gw: 'invalid format - value does not look like a valid IPv4 address\n',
      hwaddr: 'invalid format - value does not look like a valid unicast MAC address\n',
      ip: 'invalid format - value does not look like a valid ipv4 network configuration\n',
      tag: 'value must have a minimum value of 1',
      type: "value 'tap' does not have a value in the enumeration 'veth'",
    });
    const wrong = propertyErrors(mountSchema, 'local:1/../x,mp=/x,mountoptions=noexec;bogus');
    expect(Object.keys(wrong).sort()).toEqual(['mountoptions', 'volume']);
  });
});

describe('the schema', () => {
  it('knows numbered keys up to their count', () => {
    expect(fieldOf(lxcFields, 'net31')).toBeDefined();
    expect(fieldOf(lxcFields, 'net32')).toBeUndefined();
    expect(fieldOf(lxcFields, 'net01')).toBeUndefined();
    expect(fieldOf(lxcFields, 'net')).toBeUndefined();
    expect(fieldOf(lxcFields, 'unused255')).toBeDefined();
    expect(fieldOf(lxcFields, 'toString')).toBeUndefined();
  });

  it('joins repeated keys of a list and refuses them elsewhere', () => {
    expect(checkParams(lxcFields, { tags: ['b', 'a'] }).list('tags')).toEqual(['b', 'a']);
    expect(() => checkParams(lxcFields, { memory: ['1', '2'] })).toThrow('Parameter verification failed.');
  });

  it('tells a route that asks for a parameter it does not require', () => {
    expect(() => checkParams(lxcFields, {}).text('memory')).toThrow(TypeError);
  });
});

describe('sizes', () => {
  it('are written in the largest whole unit', () => {
    expect([1024 ** 3, 1088 * 1024 ** 2, 106_954_752, 0, 1000].map(sizeText)).toEqual([
      '1G',
      '1088M',
      '102M',
      '0T',
      '1000',
    ]);
  });

  it('come back from their text', () => {
    fc.assert(fc.property(fc.nat(2 ** 40), (bytes) => parseSize(sizeText(bytes)) === bytes));
    expect(parseSize('0.5G')).toBe(512 * 1024 ** 2);
  });

  it('of new disks are whole MiB', () => {
    expect(parseNewDisk('local:0.1')).toEqual({ storage: 'local', size: 102 * 1024 ** 2 });
    expect(parseNewDisk('local:100/vm-100-disk-0.raw')).toBeUndefined();
    expect(parseNewDisk('/srv')).toBeUndefined();
  });
});

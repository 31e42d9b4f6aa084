import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Declarations } from '~/simulator/declared.js';
import { ApiError } from '~/simulator/errors.js';
import { field } from '~/simulator/formats.js';
import { type HostVersion, hostVersions } from '~/simulator/host-version.js';
import { Router } from '~/simulator/route.js';
import { checkParams, complaint, type Fields, type RawParams } from '~/simulator/schema.js';

const declarations = Declarations.of('9.2');
const router = new Router(declarations.routes.map((route) => ({ route })));

interface Recording {
  name: string;
  request: {
    method: string;
    path: string;
    body?: Record<string, string> | [string, string][];
    json_body?: Record<string, string>;
    query?: Record<string, string>;
  };
  response: { status: number; body: { errors?: Record<string, string> } | null };
}

/** Recorded requests of the API whose parameters are known (uploads have theirs in parts), with what the host said of them. */
function recordings(): Recording[] {
  const folder = fileURLToPath(new URL('../fixtures/recorded/', import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(`${folder}${file}`, 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line): Recording => JSON.parse(line))
    .filter(
      ({ request: { path } }) => path?.startsWith('/api2/json/') === true && !/\?|\/upload$/.test(path),
    );
}

function given({ body = {}, json_body = {}, query = {} }: Recording['request']): RawParams {
  const form: Record<string, string | string[]> = {};
  for (const [key, value] of Array.isArray(body) ? body : Object.entries(body))
    form[key] = key in form ? [form[key] ?? '', value].flat() : value;
  return { ...form, ...json_body, ...query };
}

/** What the schema of a release says to parameters. */
function errorsOf(route: string, raw: RawParams, version: HostVersion = '9.2'): Record<string, string> {
  const found = Declarations.of(version).find(route);
  if (found === undefined) throw new Error(`${version} has no ${route}`);
  return errorsIn(found.fields, raw, found.open);
}

function errorsIn(fields: Fields, raw: RawParams, open = false): Record<string, string> {
  try {
    checkParams(fields, raw, { open });
    return {};
  } catch (error) {
    if (error instanceof ApiError) return { ...error.errors };
    throw error;
  }
}

const ofSchema =
  /not defined in schema|not optional|type check|enumeration|regex pattern|characters long|^invalid format|m..imum value|missing property required/;

describe('what a real host was asked', () => {
  const asked = recordings().flatMap(({ name, request, response }) => {
    const path = decodeURIComponent(request.path.slice('/api2/json'.length)).replaceAll(/\/+/g, '/');
    const found = router.find(request.method, path);
    return found === undefined
      ? []
      : [{ name, route: found.value.route, raw: { ...given(request), ...found.params }, response }];
  });

  it('and did passes the schema', () => {
    const done = asked.filter(({ response }) => response.status === 200);
    expect(done.length).toBeGreaterThan(200);
    const refused = done.flatMap(({ name, route, raw }) => {
      const errors = errorsOf(route, raw);
      return Object.keys(errors).length === 0 ? [] : [{ name, errors }];
    });
    expect(refused).toEqual([]);
  });

  it('and refused is refused in the same words', () => {
    const wrong = asked.filter(
      ({ response: { status, body } }) =>
        status === 400 && Object.values(body?.errors ?? {}).some((text) => ofSchema.test(text)),
    );
    expect(wrong.length).toBeGreaterThan(25);
    for (const { name, route, raw, response } of wrong)
      expect(errorsOf(route, raw), name).toEqual(response.body?.errors);
  });
});

describe('a release', () => {
  it.each(hostVersions)('%s: every route is declared and can be read', (version) => {
    const all = Declarations.of(version);
    expect(all.routes.length).toBe({ '7.4': 540, '8.4': 605, '9.2': 661 }[version]);
    for (const route of all.routes) {
      const fields = all.find(route)?.fields ?? {};
      for (const [, name = ''] of route.matchAll(/\{(\w+)\}/g))
        expect(fields[name]?.required, route).toBe(true);
      for (const [name, { count }] of Object.entries(fields))
        expect(count !== undefined, `${route} ${name}`).toBe(name.endsWith('[n]'));
    }
  });

  it('has its own parameters', () => {
    const put = 'PUT /nodes/{node}/lxc/{vmid}/config';
    const at = { node: 'pve1', vmid: '100' };
    const unknown = 'property is not defined in schema and the schema does not allow additional properties';
    const dev0 = { ...at, dev0: '/dev/fuse' };
    expect(errorsOf(put, dev0, '7.4')).toEqual({ dev0: unknown });
    expect(errorsOf(put, dev0, '8.4')).toEqual({});
    const net0 = { ...at, net0: 'name=eth0,host-managed=1' };
    expect(errorsOf(put, net0, '8.4')['net0']).toContain(`net0.host-managed: ${unknown}`);
    expect(errorsOf(put, net0, '9.2')).toEqual({});
    expect(Declarations.of('7.4').find('PUT /pools')).toBeUndefined();
    const role = { roleid: 'x', privs: 'VM.Monitor' };
    expect(errorsOf('POST /access/roles', role, '8.4')).toEqual({});
    expect(errorsOf('POST /access/roles', role)).toEqual({
      privs: "invalid format - invalid privilege 'VM.Monitor'\n",
    });
  });
});

describe('property strings', () => {
  const put = 'PUT /nodes/{node}/lxc/{vmid}/config';
  const vm = 'PUT /nodes/{node}/qemu/{vmid}/config';
  const said = (route: string, key: string, value: string) =>
    errorsOf(route, { node: 'pve1', vmid: '100', [key]: value })[key];

  it.each([
    ['net0', 'name=eth0,name=eth1', 'duplicate key in comma-separated list property: name'],
    ['net0', 'eth0', 'value without key, but schema does not define a default key'],
    ['net0', 'name=', 'missing key in comma-separated list property'],
    ['rootfs', 'local:1,local:2', 'duplicate key in comma-separated list property: volume'],
    ['timezone', 'Mars/Olympus', "invalid time zone 'Mars/Olympus'"],
    ['startup', 'first', 'unable to parse startup options'],
    ['tags', 'good;b!d', 'invalid characters in tag'],
    ['nameserver', '10.0.0.1 10.0.0', 'value does not look like a valid IP address'],
  ])('of a container: %s=%s', (key, value, text) => {
    expect(said(put, key, value)).toBe(`invalid format - ${text}\n`);
  });

  it.each([
    ['rootfs', 'local:8,size=8G,mountoptions=noatime;nosuid'],
    ['features', 'nesting=yes,mount=nfs;cifs'],
    ['timezone', 'Europe/Budapest'],
    ['nameserver', 'fe80::1%eth0;1.1.1.1'],
    ['net0', 'name=eth0,,ip=dhcp,ip6=auto,gw6=fe80::1'],
  ])('of a container, right: %s=%s', (key, value) => {
    expect(said(put, key, value)).toBeUndefined();
  });

  it('of a machine: another spelling of a key, and one that is the value of another', () => {
    expect(said(vm, 'net0', 'virtio=02:00:00:00:00:01,bridge=vmbr0')).toBeUndefined();
    expect(said(vm, 'net0', 'virtio=02:00:00:00:00:01,e1000=02:00:00:00:00:02')).toBe(
      "invalid format - key alias 'model' is already defined\n",
    );
    expect(said(vm, 'net0', 'virtio,bridge=vmbr0')).toBeUndefined();
    expect(said(vm, 'scsi0', 'volume=local:1,size=big')).toBe(
      'invalid format - format error\nscsi0.size: invalid format - value does not look like a valid disk size: big\n\n',
    );
  });
});

it.each([
  ['80:90,443,https', undefined],
  ['99999', "invalid port '99999'"],
  ['90:80', "backwards range '90:80' not allowed, did you mean '80:90'?"],
  ['80,', 'extraneous commas in list'],
  ['a b', "invalid port 'a b'"],
  ['1:2,3:4,5:6,7:8,9:10,11:12,13:14,15:16', 'too many entries in port list (> 15 numbers)'],
])('ports of a rule: %s', (dport, text) => {
  const errors = errorsOf('POST /cluster/firewall/rules', { action: 'ACCEPT', type: 'in', dport });
  expect(errors['dport']).toBe(text === undefined ? undefined : `invalid format - ${text}\n`);
});

it('an array has its complaints item by item', () => {
  const route = 'POST /cluster/bulk-action/guest/start';
  expect(errorsOf(route, { vms: ['100', '7', 'x'] })).toEqual({
    'vms[1]': 'invalid format - value does not look like a valid VM ID\n',
    'vms[2]': "type check ('integer') failed - got 'x'",
  });
  expect(errorsOf(route, { vms: '100' })).toEqual({});
});

it('what belongs to one kind of object is needed of that kind alone', () => {
  const rule = { rule: 'keep', resources: 'vm:100' };
  const missing = 'property is missing and it is not optional';
  expect(errorsOf('POST /cluster/ha/rules', { ...rule, type: 'node-affinity' })).toEqual({ nodes: missing });
  expect(errorsOf('POST /cluster/ha/rules', { ...rule, type: 'resource-affinity' })).toEqual({
    affinity: missing,
  });
});

it('the fields for what the schema does not say are those of the schema', () => {
  const fields = declarations.find('POST /nodes/{node}/lxc')?.fields ?? {};
  const pairs = {
    node: field.node,
    vmid: field.vmid,
    storage: field.maybeStorage,
    pool: field.pool,
    tags: field.tags,
  };
  for (const [key, own] of Object.entries(pairs))
    for (const value of ['100', 'x', 'a_b', 'a/b', 'ü', '']) {
      const declared = fields[key];
      expect(declared && complaint(declared, key, value), `${key}=${value}`).toBe(complaint(own, key, value));
    }
});

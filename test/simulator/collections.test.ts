import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

// Entries that can be made, read, changed and removed: each list has its own words for what is wrong.

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

type Values = Record<string, string | number>;

interface Case {
  list: string;
  item: string;
  makeAt: string;
  make: Values;
  change: Values;
  twice: string;
  gone: string;
}

const cases: Case[] = [
  {
    list: '/cluster/mapping/pci',
    item: '/cluster/mapping/pci/gpu',
    makeAt: '/cluster/mapping/pci',
    make: { id: 'gpu', map: 'node=demo-felhom,path=0000:00:02.0,id=8086:46d1' },
    change: { description: 'for video' },
    twice: "create hardware mapping failed: pci ID 'gpu' already defined",
    gone: "mapping 'gpu' not found",
  },
  {
    list: '/cluster/metrics/server',
    item: '/cluster/metrics/server/graph',
    makeAt: '/cluster/metrics/server/graph',
    make: { type: 'graphite', server: 'g.test', port: 2003 },
    change: { server: 'g2.test', port: 2003, disable: 1 },
    twice: "Metric server 'graph' already exists",
    gone: "status server entry 'graph' does not exist",
  },
  {
    list: '/cluster/notifications/endpoints/gotify',
    item: '/cluster/notifications/endpoints/gotify/g1',
    makeAt: '/cluster/notifications/endpoints/gotify',
    make: { name: 'g1', server: 'https://g.test', token: 'sekret' },
    change: { comment: 'ours' },
    twice: "Cannot create 'g1', an entity with the same name already exists",
    gone: "endpoint 'g1' not found",
  },
  {
    list: '/cluster/notifications/matchers',
    item: '/cluster/notifications/matchers/m1',
    makeAt: '/cluster/notifications/matchers',
    make: { name: 'm1', target: 'mail-to-root', mode: 'any' },
    change: { comment: 'ours' },
    twice: "Cannot create 'm1', an entity with the same name already exists",
    gone: "matcher 'm1' not found",
  },
  {
    list: '/cluster/acme/plugins',
    item: '/cluster/acme/plugins/dns1',
    makeAt: '/cluster/acme/plugins',
    make: { id: 'dns1', type: 'dns', api: 'cf' },
    change: { 'validation-delay': 40 },
    twice: "ACME plugin ID 'dns1' already exists",
    gone: "ACME plugin 'dns1' not defined",
  },
  {
    list: '/cluster/qemu/custom-cpu-models',
    item: '/cluster/qemu/custom-cpu-models/mine',
    makeAt: '/cluster/qemu/custom-cpu-models',
    make: { cputype: 'mine', 'reported-model': 'host' },
    change: { hidden: 1 },
    twice: "custom CPU model 'mine' already exists",
    gone: "custom CPU model 'mine' does not exist",
  },
  {
    list: '/cluster/sdn/zones',
    item: '/cluster/sdn/zones/lab',
    makeAt: '/cluster/sdn/zones',
    make: { zone: 'lab', type: 'simple' },
    change: { mtu: 1400 },
    twice: "create sdn zone object failed: sdn zone object ID 'lab' already defined",
    gone: "sdn 'lab' does not exist",
  },
];

describe.each(cases)('$list', ({ list, item, makeAt, make, change, twice, gone }) => {
  it('makes, shows, changes and removes', async () => {
    const before = (await h.call('full', 'GET', list)).data.length;
    expect(await h.call('full', 'POST', makeAt, make)).toMatchObject({ status: 200, data: null });
    expect((await h.call('full', 'POST', makeAt, make)).reason).toBe(twice);
    expect((await h.call('full', 'GET', list)).data).toHaveLength(before + 1);
    const { data, body } = await h.call('full', 'GET', item);
    expect(body).not.toContain('sekret');
    const digest = data.digest;
    expect((await h.call('full', 'PUT', item, { ...change, digest })).status).toBe(200);
    expect((await h.call('full', 'GET', item)).data).toMatchObject(change);
    expect((await h.call('full', 'PUT', item, { ...change, digest })).reason).toContain(
      'detected modified configuration - file changed by other user? Try again.',
    );
    const key = Object.keys(change).at(-1) ?? '';
    const needed = { ...change };
    delete needed[key];
    expect((await h.call('full', 'PUT', item, { ...needed, delete: key })).status).toBe(200);
    expect((await h.call('full', 'GET', item)).data).not.toHaveProperty(key);
    expect((await h.call('full', 'DELETE', item)).status).toBe(200);
    expect((await h.call('full', 'GET', item)).reason).toBe(gone);
  });

  it('is closed to who has no right to it', async () => {
    for (const as of ['readonly', 'noacl'] as const) {
      expect((await h.call(as, 'POST', makeAt, make)).status).toBe(403);
      expect((await h.call(as, 'DELETE', item)).status).toBe(403);
    }
  });
});

describe('notifications', () => {
  it('go to root unless somebody says otherwise', async () => {
    expect((await h.call('full', 'GET', '/cluster/notifications/targets')).data).toEqual([
      {
        name: 'mail-to-root',
        type: 'sendmail',
        origin: 'builtin',
        comment: "Send mails to root@pam's email address",
      },
    ]);
    const matchers = '/cluster/notifications/matchers';
    expect((await h.call('full', 'GET', matchers)).data[0]).toMatchObject({
      name: 'default-matcher',
      origin: 'builtin',
    });
    await h.call('full', 'PUT', `${matchers}/default-matcher`, { comment: 'x' });
    expect((await h.call('full', 'GET', matchers)).data[0].origin).toBe('modified-builtin');
    await h.call('full', 'DELETE', `${matchers}/default-matcher`);
    expect((await h.call('full', 'GET', matchers)).data[0].origin).toBe('builtin');
  });

  it('are tried out: a target that cannot be reached says so', async () => {
    const gotify = '/cluster/notifications/endpoints/gotify';
    await h.call('full', 'POST', gotify, { name: 'far', server: 'https://10.0.0.1', token: 't' });
    await h.call('full', 'POST', gotify, { name: 'near', server: 'https://g.test', token: 't' });
    const test = async (name: string) =>
      await h.call('full', 'POST', `/cluster/notifications/targets/${name}/test`);
    expect((await test('near')).status).toBe(200);
    expect((await test('mail-to-root')).status).toBe(200);
    expect((await test('far')).reason).toBe('could not notify via endpoint(s): far: Connection refused');
    expect(await test('nope')).toMatchObject({ status: 404, reason: "target 'nope' does not exist" });
  });

  it('keep a target that is in use', async () => {
    const target = '/cluster/notifications/endpoints/gotify';
    await h.call('full', 'POST', target, { name: 'g1', server: 'https://g.test', token: 't' });
    await h.call('full', 'POST', '/cluster/notifications/matchers', { name: 'm1', target: 'g1' });
    expect((await h.call('full', 'DELETE', `${target}/g1`)).reason).toBe(
      "cannot delete 'g1', referenced by: m1",
    );
    const other = { name: 'm2', target: 'nope' };
    expect((await h.call('full', 'POST', '/cluster/notifications/matchers', other)).status).toBe(404);
  });
});

describe('networks of the cluster', () => {
  it('wait until they are applied, and can be taken back', async () => {
    await h.call('full', 'POST', '/cluster/sdn/zones', { zone: 'lab', type: 'simple' });
    const vnet = { vnet: 'net1', zone: 'lab', alias: 'lab net' };
    expect((await h.call('full', 'POST', '/cluster/sdn/vnets', vnet)).status).toBe(200);
    const [row] = (await h.call('full', 'GET', '/cluster/sdn/vnets', { pending: 1 })).data;
    expect(row).toMatchObject({ vnet: 'net1', state: 'new', pending: { zone: 'lab', alias: 'lab net' } });
    expect((await h.call('full', 'GET', '/cluster/sdn/vnets', { running: 1 })).data).toEqual([]);
    expect((await h.call('full', 'GET', `${N}/sdn/zones`)).data).toEqual([]);
    expect((await h.run('full', 'PUT', '/cluster/sdn')).upid).toContain(':reloadnetworkall:');
    expect((await h.call('full', 'GET', `${N}/sdn/zones`)).data).toEqual([
      { zone: 'lab', status: 'available' },
    ]);
    expect((await h.call('full', 'GET', `${N}/sdn/zones/lab/content`)).data).toEqual([
      { vnet: 'net1', status: 'available' },
    ]);
    expect((await h.call('full', 'DELETE', '/cluster/sdn/zones/lab')).reason).toContain(
      'zone lab is used by vnet net1',
    );
    await h.call('full', 'DELETE', '/cluster/sdn/vnets/net1');
    const [gone] = (await h.call('full', 'GET', '/cluster/sdn/vnets', { pending: 1 })).data;
    expect(gone.state).toBe('deleted');
    expect((await h.call('full', 'POST', '/cluster/sdn/lock')).reason).toBe(
      'configuration has pending changes',
    );
    await h.call('full', 'POST', '/cluster/sdn/rollback');
    expect((await h.call('full', 'GET', '/cluster/sdn/vnets/net1')).status).toBe(200);
  });

  it('need what their zone needs', async () => {
    const make = async (kind: string, values: Values) =>
      await h.call('full', 'POST', `/cluster/sdn/${kind}`, values);
    expect((await make('zones', { zone: 'v1', type: 'vlan' })).reason).toContain(
      "missing value for required option 'bridge'",
    );
    expect((await make('zones', { zone: 'v1', type: 'simple', ipam: 'x' })).errors).toEqual({
      ipam: 'x not existing',
    });
    expect((await make('vnets', { vnet: 'n1', zone: 'nope' })).reason).toContain("sdn 'nope' does not exist");
  });
});

it('realm synchronisation is for directories only', async () => {
  const make = async (realm: string) =>
    await h.call('full', 'POST', '/cluster/jobs/realm-sync/j1', { realm, schedule: 'daily', scope: 'users' });
  expect((await make('pve')).errors).toEqual({ realm: 'Only LDAP/AD realms can be synced.' });
  expect((await make('nope')).errors).toEqual({ realm: "No such realm 'nope'" });
  const ldap = { realm: 'corp', type: 'ldap', server1: 'l.test', base_dn: 'dc=t', user_attr: 'uid' };
  await h.call('full', 'POST', '/access/domains', ldap);
  expect((await make('corp')).status).toBe(200);
  const [row] = (await h.call('full', 'GET', '/cluster/jobs/realm-sync')).data;
  expect(row).toMatchObject({ id: 'j1', realm: 'corp', enabled: 1, 'next-run': expect.any(Number) });
});

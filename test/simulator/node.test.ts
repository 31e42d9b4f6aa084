import { expect, it } from 'vitest';
import { Declarations } from '~/simulator/declared.js';
import { routes } from '~/simulator/routes.js';
import { Harness, N } from './harness.js';

it('answers only routes that PVE has', () => {
  const known = new Set([...Declarations.of('9.2').routes, 'GET /']);
  expect(known.size).toBe(662);
  expect(routes.map(({ route }) => route).filter((route) => !known.has(route))).toEqual([]);
  expect(new Set(routes.map(({ route }) => route)).size).toBe(routes.length);
});

it('declares the parameters of every path', () => {
  for (const { route } of routes) {
    const params = Declarations.of('9.2').find(route)?.fields ?? {};
    for (const [, name = ''] of route.matchAll(/\{(\w+)\}/g))
      expect(Object.keys(params), route).toContain(name);
  }
});

it('describes its node', async () => {
  const h = new Harness();
  const [row] = (await h.call('agent', 'GET', '/nodes')).data;
  expect(row).toMatchObject({ node: 'demo-felhom', status: 'online', maxcpu: 4, uptime: 277_200 });
  expect(row.mem).toBeLessThan(row.maxmem);
  h.clock.advance(5000);
  const { data } = await h.call('agent', 'GET', `${N}/status`);
  expect(data.uptime).toBe(277_205);
  expect(data.loadavg.every((value: unknown) => typeof value === 'string')).toBe(true);
  expect(typeof data.cpuinfo.mhz).toBe('string');
  expect(data.memory.used + data.memory.available).toBe(data.memory.total);
  expect((await h.call('agent', 'GET', `${N}/time`)).data.time).toBe(Math.floor(h.clock.now() / 1000));
  expect((await h.call('agent', 'GET', '/cluster/status')).data).toEqual([
    {
      id: 'node/demo-felhom',
      name: 'demo-felhom',
      type: 'node',
      nodeid: 0,
      ip: '10.99.0.1',
      local: 1,
      online: 1,
      level: '',
    },
  ]);
});

it('gives the next free number as text', async () => {
  const h = new Harness();
  expect((await h.call('noacl', 'GET', '/cluster/nextid')).data).toBe('103');
  expect((await h.call('noacl', 'GET', '/cluster/nextid', { vmid: 12_345 })).data).toBe('12345');
});

it('lists its resources by type', async () => {
  const h = new Harness();
  const ids = async (query: Record<string, string> = {}): Promise<string[]> =>
    (await h.call('full', 'GET', '/cluster/resources', query)).data.map((row: { id: string }) => row.id);
  expect(await ids({ type: 'vm' })).toEqual(['lxc/100', 'lxc/101', 'lxc/102', 'lxc/110', 'qemu/120']);
  expect(await ids({ type: 'node' })).toEqual(['node/demo-felhom']);
  expect(await ids({ type: 'sdn' })).toEqual([]);
  expect(await ids()).toHaveLength(11);
  const [web] = (await h.call('full', 'GET', '/cluster/resources', { type: 'vm' })).data;
  expect(web).toMatchObject({
    name: 'web',
    template: 0,
    tags: 'prod;web',
    maxcpu: 4,
    memhost: 0,
    status: 'running',
  });
  const [vm] = (await h.call('full', 'GET', `${N}/qemu`)).data;
  expect(vm).toMatchObject({ vmid: 120, name: 'win11', status: 'stopped', cpus: 4 });
});

it('gives a container the keys of a real one', async () => {
  const h = new Harness();
  const keys = async (vmid: number): Promise<string[]> =>
    Object.keys((await h.call('agent', 'GET', `${N}/lxc/${vmid}/status/current`)).data).sort();
  const stopped =
    'cpu cpus disk diskread diskwrite ha maxdisk maxmem maxswap mem name netin netout status swap type uptime vmid';
  expect(await keys(101)).toEqual(stopped.split(' '));
  const running =
    'pid pressurecpufull pressurecpusome pressureiofull pressureiosome pressurememoryfull pressurememorysome tags';
  expect(await keys(100)).toEqual([...stopped.split(' '), ...running.split(' ')].sort());
});

it('has interfaces only while it runs', async () => {
  const h = new Harness();
  for (const vmid of [101, 999])
    expect((await h.call('full', 'GET', `${N}/lxc/${vmid}/interfaces`)).body).toBe('{"data":null}');
  const [lo, eth0] = (await h.call('full', 'GET', `${N}/lxc/100/interfaces`)).data;
  expect(lo.name).toBe('lo');
  expect(eth0).toMatchObject({
    name: 'eth0',
    hwaddr: 'bc:24:11:00:00:64',
    inet6: 'fe80::be24:11ff:fe00:64/64',
    'ip-addresses': [
      { 'ip-address': '10.99.0.120', 'ip-address-type': 'inet', prefix: '24' },
      { 'ip-address': 'fe80::be24:11ff:fe00:64', 'ip-address-type': 'inet6', prefix: '64' },
    ],
  });
});

it('lists what is below a path', async () => {
  const h = new Harness();
  for (const path of [
    '/',
    N,
    `${N}/lxc/100`,
    `${N}/lxc/100/status`,
    `${N}/lxc/100/snapshot/x1`,
    `${N}/storage/local`,
  ]) {
    expect((await h.call('agent', 'GET', path)).data.length, path).toBeGreaterThan(1);
  }
});

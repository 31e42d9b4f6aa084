import { expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const put = (h: Harness, values: Record<string, string | number>, as: 'full' | 'agent' = 'full') =>
  h.call(as, 'PUT', '/pools', values);

it('keeps pools with their members, in the words of PVE', async () => {
  const h = new Harness();
  expect((await h.call('full', 'POST', '/pools', { poolid: 'p1', comment: 'c' })).status).toBe(200);
  const twice = await h.call('full', 'POST', '/pools', { poolid: 'p1' });
  expect(twice.reason).toBe("create pool failed: pool 'p1' already exists");
  expect((await put(h, { poolid: 'p1', vms: '100,120', storage: 'local' })).status).toBe(200);
  expect((await put(h, { poolid: 'p1', vms: 100 })).reason).toBe(
    'update pools failed: VM 100 is already a pool member',
  );
  const { data } = await h.call('full', 'GET', '/pools/p1');
  expect(data).toMatchObject({ poolid: 'p1', comment: 'c' });
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(data.members)).toEqual(['lxc/100', 'qemu/120', 'storage/demo-felhom/local']);
  const [only] = (await h.call('full', 'GET', '/pools', { poolid: 'p1', type: 'qemu' })).data;
  expect(ids(only.members)).toEqual(['qemu/120']);
  const resources = (await h.call('full', 'GET', '/cluster/resources', { type: 'vm' })).data;
  expect(resources.filter((row: { pool?: string }) => row.pool === 'p1')).toHaveLength(2);
  expect((await h.call('full', 'DELETE', '/pools/p1')).reason).toBe(
    "delete pool failed: pool 'p1' is not empty (contains VM 100)",
  );
  expect((await put(h, { poolid: 'p1', vms: '100,120', storage: 'local', delete: 1 })).status).toBe(200);
  expect((await h.call('full', 'DELETE', '/pools', { poolid: 'p1' })).status).toBe(200);
  expect((await h.call('full', 'GET', '/pools/p1')).reason).toBe("pool 'p1' does not exist");
});

it('has nested pools, and a guest in one pool only, all or nothing', async () => {
  const h = new Harness();
  expect((await h.call('full', 'POST', '/pools', { poolid: 'a/b' })).reason).toContain(
    "parent 'a' of pool 'a/b'",
  );
  for (const poolid of ['a', 'a/b']) await h.call('full', 'POST', '/pools', { poolid });
  expect((await h.call('full', 'DELETE', '/pools', { poolid: 'a' })).reason).toContain("contains pool 'a/b'");
  await put(h, { poolid: 'a', vms: 100 });
  expect((await put(h, { poolid: 'a/b', vms: '101,100' })).reason).toBe(
    "update pools failed: VM 100 belongs already to pool 'a' and 'allow-move' is not set",
  );
  const members = async (poolid: string) =>
    (await h.call('full', 'GET', '/pools', { poolid })).data[0].members.length;
  expect(await members('a/b')).toBe(0);
  await put(h, { poolid: 'a/b', vms: '101,100', 'allow-move': 1 });
  expect([await members('a'), await members('a/b')]).toEqual([0, 2]);
});

it('gives its rights to what is in it, and no further', async () => {
  const h = new Harness();
  const status = async (vmid: number) =>
    (await h.call('noacl', 'GET', `${N}/lxc/${vmid}/status/current`)).status;
  await h.call('full', 'POST', '/pools', { poolid: 'p1' });
  await h.call('full', 'PUT', '/access/acl', { path: '/pool/p1', roles: 'PVEVMUser', users: 'noacl@pve' });
  expect(await status(100)).toBe(403);
  await put(h, { poolid: 'p1', vms: 100 });
  expect([await status(100), await status(101)]).toEqual([200, 403]);
  const { data } = await h.call('noacl', 'GET', '/access/permissions');
  expect(data['/vms/100']['VM.PowerMgmt']).toBe(0);
  await put(h, { poolid: 'p1', vms: 100, delete: 1 });
  expect(await status(100)).toBe(403);
});

it('refuses who may not', async () => {
  const h = new Harness();
  expect((await h.call('agent', 'POST', '/pools', { poolid: 'p2' })).reason).toBe(
    'Permission check failed (/pool/p2, Pool.Allocate)',
  );
  expect((await h.call('noacl', 'GET', '/pools')).data).toEqual([]);
});

it('takes a new container in, and forgets one that is destroyed', async () => {
  const h = new Harness();
  await h.call('full', 'POST', '/pools', { poolid: 'p1' });
  const made = await h.run('full', 'POST', `${N}/lxc/101/clone`, { newid: 200, pool: 'p1' });
  expect(made.exitstatus).toBe('OK');
  expect((await h.call('full', 'GET', '/pools/p1')).data.members).toMatchObject([{ vmid: 200 }]);
  expect((await h.run('full', 'DELETE', `${N}/lxc/200`)).exitstatus).toBe('OK');
  expect((await h.call('full', 'DELETE', '/pools/p1')).status).toBe(200);
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

describe('network interfaces', () => {
  const names = async (): Promise<string[]> =>
    (await h.call('full', 'GET', `${N}/network`)).data.map((row: { iface: string }) => row.iface);

  it('wait until the configuration is reloaded', async () => {
    const bridge = { iface: 'vmbr5', type: 'bridge', cidr: '10.5.0.1/24', autostart: 1 };
    expect((await h.call('full', 'POST', `${N}/network`, bridge)).status).toBe(200);
    const list = await h.call('full', 'GET', `${N}/network`);
    expect(JSON.parse(list.body ?? '').changes).toContain('+auto vmbr5');
    expect((await h.call('full', 'GET', `${N}/network/vmbr5`)).data).toMatchObject({
      address: '10.5.0.1',
      netmask: '24',
      method: 'static',
      families: ['inet'],
    });
    const net1 = { net1: 'name=eth1,bridge=vmbr5' };
    expect((await h.call('full', 'PUT', `${N}/lxc/101/config`, net1)).reason).toBe(
      "bridge 'vmbr5' does not exist",
    );
    const run = await h.run('full', 'PUT', `${N}/network`);
    expect(run.upid).toContain(':srvreload:networking:');
    expect((await h.call('full', 'PUT', `${N}/lxc/101/config`, net1)).status).toBe(200);
    expect((await h.call('full', 'GET', `${N}/network`)).body).not.toContain('"changes"');
  });

  it('are as they were once the changes are thrown away', async () => {
    await h.call('full', 'DELETE', `${N}/network/vmbr0`);
    expect(await names()).toEqual(['enp1s0']);
    await h.call('full', 'DELETE', `${N}/network`);
    expect(await names()).toEqual(['enp1s0', 'vmbr0']);
  });

  it.each([
    [{ iface: 'vmbr0', type: 'bridge' }, { iface: 'interface already exists' }],
    [
      { iface: 'vmbr1', type: 'bridge', bridge_ports: 'enp1s0' },
      { bridge_ports: "enp1s0 is already used on interface 'vmbr0'." },
    ],
    [
      { iface: 'vmbr1', type: 'bridge', cidr: '10.1.0.1/24', address: '10.1.0.2', netmask: '255.255.255.0' },
      { address: 'address conflicts with cidr' },
    ],
  ])('%j is refused', async (values, errors) => {
    expect((await h.call('full', 'POST', `${N}/network`, values)).errors).toEqual(errors);
  });

  it('change, and lose what is deleted of them', async () => {
    const put = { type: 'bridge', comments: 'lab', delete: 'cidr' };
    expect((await h.call('full', 'PUT', `${N}/network/vmbr0`, put)).status).toBe(200);
    const { data } = await h.call('full', 'GET', `${N}/network/vmbr0`);
    expect(data).toMatchObject({ comments: 'lab', method: 'manual', bridge_ports: 'enp1s0' });
    expect(data).not.toHaveProperty('address');
    expect((await h.call('readonly', 'PUT', `${N}/network/vmbr0`, put)).reason).toBe(
      'Permission check failed (/nodes/demo-felhom, Sys.Modify)',
    );
    expect((await h.call('full', 'PUT', `${N}/network/nope0`, put)).errors).toEqual({
      iface: 'interface does not exist',
    });
  });
});

it('names are set, with the digest of what was read', async () => {
  const { digest } = (await h.call('full', 'GET', `${N}/hosts`)).data;
  const write = async (data: string) => await h.call('full', 'POST', `${N}/hosts`, { data, digest });
  expect((await write('127.0.0.1 localhost')).status).toBe(200);
  expect((await h.call('full', 'GET', `${N}/hosts`)).data.data).toBe('127.0.0.1 localhost\n');
  expect((await write('x')).reason).toBe(
    'detected modified configuration - file changed by other user? Try again.',
  );
  await h.call('full', 'PUT', `${N}/dns`, { search: 'lan', dns1: '10.0.0.1', dns2: '10.0.0.2' });
  expect((await h.call('full', 'GET', `${N}/dns`)).data).toEqual({
    search: 'lan',
    dns1: '10.0.0.1',
    dns2: '10.0.0.2',
  });
});

it('the time zone moves the local time', async () => {
  expect((await h.call('full', 'PUT', `${N}/time`, { timezone: 'Asia/Tokyo' })).status).toBe(200);
  const { time, localtime } = (await h.call('full', 'GET', `${N}/time`)).data;
  expect(localtime - time).toBe(9 * 3600);
  expect((await h.call('full', 'PUT', `${N}/time`, { timezone: 'Moon/Base' })).errors).toEqual({
    timezone: 'No such timezone',
  });
});

it('a node has a configuration and a subscription of its own', async () => {
  const put = { description: 'rack 3', 'startall-onboot-delay': 20 };
  expect((await h.call('full', 'PUT', `${N}/config`, put)).status).toBe(200);
  expect((await h.call('full', 'GET', `${N}/config`)).data).toEqual({
    ...put,
    digest: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  await h.call('full', 'PUT', `${N}/config`, { delete: 'description,startall-onboot-delay' });
  expect((await h.call('full', 'GET', `${N}/config`)).data).toEqual({});
  expect((await h.call('full', 'PUT', `${N}/subscription`, { key: 'wrong' })).status).toBe(400);
  await h.call('full', 'PUT', `${N}/subscription`, { key: 'pve2c-0123456789' });
  expect((await h.call('full', 'GET', `${N}/subscription`)).data).toMatchObject({ level: 'c' });
  await h.call('full', 'DELETE', `${N}/subscription`);
  expect((await h.call('full', 'GET', `${N}/subscription`)).data.status).toBe('notfound');
});

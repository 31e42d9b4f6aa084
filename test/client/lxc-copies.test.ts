import { NotFoundError, ParamsError, TaskError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure, token } from '../support/client.js';
import { refusal, ScriptedServer } from '../support/server.js';
import { simulated } from '../support/simulated.js';

const vmid = 101;

describe('lxc.template', () => {
  it('answers nothing, and its task is in the list', async () => {
    const { client, node } = simulated();
    expect(await client.lxc.template({ node, vmid })).toBeUndefined();
    const tasks = await client.tasks.list({ node, vmid, typefilter: 'vztemplate', source: 'all' });
    await client.tasks.wait(tasks[0]?.upid ?? '');
    expect(await client.lxc.config({ node, vmid })).toMatchObject({
      template: true,
      rootfs: 'local-btrfs:101/base-101-disk-0.raw,size=4G',
    });
    const linked = await client.lxc.clone({ node, vmid, newid: 200, full: false });
    expect((await client.tasks.wait(linked)).outcome).toBe('ok');
  });
});

describe('lxc.moveVolume', () => {
  it('moves a volume', async () => {
    const { client, node } = simulated();
    const { digest } = await client.lxc.config({ node, vmid });
    const upid = await client.lxc.moveVolume({ node, vmid, volume: 'rootfs', storage: 'local', digest });
    expect((await client.tasks.wait(upid)).outcome).toBe('ok');
    expect((await client.lxc.config({ node, vmid })).rootfs).toMatch(/^local:101\//);
  });

  it.each([
    { volume: 'rootfs' },
    { volume: 'rootfs', storage: 'local', 'target-vmid': 110 },
    { volume: 'net0', storage: 'local' },
    { volume: 'mp256', storage: 'local' },
  ])('refuses %j before it is sent', async (params) => {
    const { host, client, node } = simulated();
    await failure(client.lxc.moveVolume({ node, vmid, ...params } as never), ParamsError);
    expect(host.requests).toEqual([]);
  });
});

describe('what can be asked before', () => {
  it('is a feature', async () => {
    const { client, node } = simulated();
    const can = async (id: number) =>
      (await client.lxc.feature({ node, vmid: id, feature: 'snapshot' })).hasFeature;
    expect([await can(101), await can(110)]).toEqual([true, false]);
    const failed = client.tasks.wait(await client.snapshots.create({ node, vmid: 110, snapname: 'no' }));
    expect((await failure(failed, TaskError)).exitstatus).toBe('snapshot feature is not available');
  });

  it('is where a container could go', async () => {
    const { client, node } = simulated();
    expect(await client.lxc.migratePreconditions({ node, vmid: 100 })).toEqual({
      running: true,
      'allowed-nodes': [],
      'not-allowed-nodes': {},
    });
  });
});

describe('lxc.rrddata', () => {
  it.each([
    ['hour', 60, 60],
    ['day', 1440, 60],
    ['week', 336, 1800],
  ] as const)('of a %s is %i samples', async (timeframe, count, step) => {
    const { client, node } = simulated();
    const samples = await client.lxc.rrddata({ node, vmid: 100, timeframe, cf: 'MAX' });
    expect(samples).toHaveLength(count);
    const [first, second] = samples;
    expect((second?.time ?? 0) - (first?.time ?? 0)).toBe(step);
    expect(samples.at(-1)).toMatchObject({ maxcpu: 4, cpu: expect.any(Number), netin: expect.any(Number) });
    const [stopped] = await client.lxc.rrddata({ node, vmid, timeframe });
    expect(stopped).not.toHaveProperty('cpu');
  });
});

describe('a snapshot', () => {
  it('has a configuration, and a description that can be changed', async () => {
    const { client, node } = simulated();
    const snapname = 'before-upgrade';
    const before = { node, vmid: 102, snapname };
    expect(await client.snapshots.get(before)).toEqual([{ cmd: 'rollback' }, { cmd: 'config' }]);
    expect(await client.snapshots.config(before)).toMatchObject({
      hostname: 'db',
      memory: 4096,
      unprivileged: true,
      description: 'before the upgrade\n',
      snaptime: expect.any(Number),
    });
    expect(await client.snapshots.update({ ...before, description: 'keep' })).toBeUndefined();
    expect((await client.snapshots.config(before)).description).toBe('keep\n');
    const missing = client.snapshots.config({ ...before, snapname: 'nosuch' });
    expect(await failure(missing, NotFoundError)).toMatchObject({ kind: 'snapshot' });
  });
});

describe('lxc.remoteMigrate', () => {
  it('keeps the other host’s token out of every error', async () => {
    const secret = 'aaaabbbb-1111-2222-3333-ccccddddeeee';
    const endpoint = `host=pve2.example,apitoken=PVEAPIToken=mover@pve!there=${secret},fingerprint=AA`;
    const server = await ScriptedServer.start((request) =>
      refusal(500, `cannot reach ${new URLSearchParams(request.body).get('target-endpoint')} (${secret})`),
    );
    const error = await failure(
      clientOf(server).lxc.remoteMigrate({
        node: 'pve1',
        vmid,
        'target-endpoint': endpoint,
        'target-bridge': 'vmbr0',
        'target-storage': 'local',
      }),
      Error,
    );
    expect(new URLSearchParams(server.requests[0]?.body).get('target-endpoint')).toBe(endpoint);
    for (const text of [error.message, JSON.stringify(error), String(error.stack)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(token);
    }
  });
});

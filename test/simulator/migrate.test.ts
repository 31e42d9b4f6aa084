import { describe, expect, it } from 'vitest';
import { parseStorageMap } from '~/simulator/migrate-work.js';
import type { World } from '~/simulator/world.js';
import { Harness, type Run } from './harness.js';

const cluster = (): Harness => new Harness({ nodes: ['a', 'b', 'c'] });
const path = (node: string, vmid: number): string => `/nodes/${node}/lxc/${vmid}/migrate`;

function nodeOf(h: Harness, name: string): World {
  const found = h.engine.world.cluster.nodes.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

/** What a run logged, without its times. */
function said({ log }: Run): string[] {
  return log.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, ''));
}

async function volids(h: Harness, node: string, vmid: number): Promise<string[]> {
  const { data } = await h.call('full', 'GET', `/nodes/${node}/storage/local-btrfs/content`, { vmid });
  return data.map(({ volid }: { volid: string }) => volid);
}

describe('a container that moves', () => {
  it('stopped: its disks are copied, and its old path ends', async () => {
    const h = cluster();
    const disk = 'local-btrfs:101/vm-101-disk-0.raw';
    const run = await h.run('full', 'POST', path('a', 101), { target: 'b' });
    expect(run.upid).toMatch(/^UPID:a:.*:vzmigrate:101:/);
    expect(run.exitstatus).toBe('OK');
    expect(said(run)).toEqual([
      "starting migration of CT 101 to node 'b' (10.99.0.2)",
      `found local volume '${disk}' (in current VM config)`,
      `volume '${disk}' is '${disk}' on the target`,
      'start final cleanup',
      expect.stringMatching(/^migration finished successfully \(duration 00:00:0\d\)$/),
      'TASK OK',
    ]);
    expect(await volids(h, 'a', 101)).toEqual([]);
    expect(await volids(h, 'b', 101)).toEqual([disk]);
    expect((await h.call('full', 'GET', '/nodes/a/lxc/101/config')).reason).toBe(
      "Configuration file 'nodes/a/lxc/101.conf' does not exist",
    );
    const there = await h.call('full', 'GET', '/nodes/b/lxc/101/config');
    expect(there.data).toMatchObject({ hostname: 'dns' });
    expect(there.data).not.toHaveProperty('lock');
    expect(await h.run('full', 'POST', '/nodes/b/lxc/101/status/start')).toMatchObject({ exitstatus: 'OK' });
  });

  it('running: it is shut down, moved, and started there by a task of its own', async () => {
    const h = cluster();
    const run = await h.run('full', 'POST', path('a', 100), { target: 'c', restart: 1 });
    expect(run.exitstatus).toBe('OK');
    expect(said(run)[0]).toBe('shutdown CT 100');
    expect(said(run)).toContain('start container on target node');
    expect((await h.call('full', 'GET', '/nodes/c/lxc/100/status/current')).data.status).toBe('running');
    const { data } = await h.call('full', 'GET', '/nodes/c/tasks', { typefilter: 'vzstart' });
    expect(data).toMatchObject([{ id: '100', user: 'root@pam', status: 'OK' }]);
  });

  it('to another storage there', async () => {
    const h = cluster();
    const values = { target: 'b', 'target-storage': 'local-btrfs:local' };
    expect((await h.run('full', 'POST', path('a', 101), values)).exitstatus).toBe('OK');
    const { data } = await h.call('full', 'GET', '/nodes/b/lxc/101/config');
    expect(data.rootfs).toBe('local:101/vm-101-disk-0.raw,size=4G');
  });

  it('with its snapshots, which know the new names', async () => {
    const h = cluster();
    nodeOf(h, 'b').storages.get('local-btrfs')?.volumes.set('102/vm-102-disk-0.raw', {
      volname: '102/vm-102-disk-0.raw',
      content: 'rootdir',
      format: 'raw',
      size: 1,
      ctime: 1,
      vmid: 102,
      notes: undefined,
      protected: false,
    });
    expect((await h.run('full', 'POST', path('a', 102), { target: 'b', restart: 1 })).exitstatus).toBe('OK');
    const config = await h.call('full', 'GET', '/nodes/b/lxc/102/snapshot/before-upgrade/config');
    const now = await h.call('full', 'GET', '/nodes/b/lxc/102/config');
    expect(config.data.rootfs).toBe(now.data.rootfs);
    expect(now.data.rootfs).not.toContain('disk-0');
  });

  it('and back again', async () => {
    const h = cluster();
    const before = (await h.call('full', 'GET', '/nodes/a/lxc/101/config')).data;
    await h.run('full', 'POST', path('a', 101), { target: 'b' });
    await h.run('full', 'POST', path('b', 101), { target: 'a' });
    expect((await h.call('full', 'GET', '/nodes/a/lxc/101/config')).data).toEqual(before);
  });
});

describe('is refused at once', () => {
  it.each([
    ['to its own node', 101, { target: 'a' }, { errors: { target: 'target is local node.' } }],
    ['to no node', 101, { target: 'x' }, { status: 500, reason: "no such cluster node 'x'" }],
    [
      'a container that is not there',
      131,
      { target: 'b' },
      { reason: "Configuration file 'nodes/a/lxc/131.conf' does not exist" },
    ],
    [
      'a running one',
      100,
      { target: 'b' },
      { reason: "can't migrate running container without --online or --restart" },
    ],
    [
      'to a storage without containers',
      101,
      { target: 'b', 'target-storage': 'nas' },
      { reason: "storage 'nas' does not support CT rootdirs" },
    ],
  ] as const)('%s', async (_name, vmid, values, expected) => {
    expect(await cluster().call('full', 'POST', path('a', vmid), values)).toMatchObject(expected);
  });

  it('without the right', async () => {
    expect(await cluster().call('readonly', 'POST', path('a', 101), { target: 'b' })).toMatchObject({
      status: 403,
      reason: 'Permission check failed (/vms/101, VM.Migrate)',
    });
  });

  it('without a quorum', async () => {
    const h = cluster();
    for (const name of ['b', 'c']) nodeOf(h, name).down = { since: h.clock.now() };
    expect(await h.call('full', 'POST', path('a', 101), { target: 'b' })).toMatchObject({
      status: 500,
      reason: 'cluster not ready - no quorum?',
    });
  });
});

describe('fails in its task', () => {
  async function aborted(
    h: Harness,
    vmid: number,
    values: Record<string, string | number>,
  ): Promise<string[]> {
    const run = await h.run('full', 'POST', path('a', vmid), values);
    expect(run.exitstatus).toBe('migration aborted');
    expect((await h.call('full', 'GET', `/nodes/a/lxc/${vmid}/config`)).data).not.toHaveProperty('lock');
    return said(run);
  }

  it('live', async () => {
    expect(await aborted(cluster(), 100, { target: 'b', online: 1 })).toContain(
      'ERROR: migration aborted (duration 00:00:00): lxc live migration is currently not implemented',
    );
  });

  it('to a node that is down', async () => {
    const h = cluster();
    nodeOf(h, 'b').down = { since: h.clock.now() };
    expect((await aborted(h, 101, { target: 'b' })).join()).toContain(
      "Can't connect to destination address using public key",
    );
  });

  it('with a directory of the host', async () => {
    const h = cluster();
    nodeOf(h, 'a').guests.get(101)?.config.set('mp0', '/srv,mp=/srv');
    expect((await aborted(h, 101, { target: 'b' })).join()).toContain(
      "cannot migrate local bind mount point 'mp0'",
    );
  });

  it('when the node goes down meanwhile: it starts here again', async () => {
    const h = cluster();
    const { data: upid } = await h.call('full', 'POST', path('a', 100), { target: 'b', restart: 1 });
    h.clock.advance(3000);
    nodeOf(h, 'b').down = { since: h.clock.now() };
    const run = await h.finish(upid);
    expect(run.exitstatus).toBe('migration aborted');
    expect(said(run)).toEqual(expect.arrayContaining(['start container on source node']));
    expect((await h.call('full', 'GET', '/nodes/a/lxc/100/status/current')).data).toMatchObject({
      status: 'running',
    });
  });

  it('when it is stopped', async () => {
    const h = cluster();
    const { data: upid } = await h.call('full', 'POST', path('a', 101), { target: 'b' });
    h.clock.advance(1000);
    await h.call('full', 'DELETE', `/nodes/a/tasks/${encodeURIComponent(upid)}`);
    const run = await h.finish(upid);
    expect(run.exitstatus).toBe('migration aborted');
    expect(said(run).join()).toContain('interrupted by signal');
    expect(await volids(h, 'a', 101)).toHaveLength(1);
  });
});

it('where it could go is told beforehand', async () => {
  const h = cluster();
  expect((await h.call('full', 'GET', path('a', 100))).data).toEqual({
    running: 1,
    'allowed-nodes': ['b', 'c'],
    'not-allowed-nodes': {},
  });
});

it('the map of storages', () => {
  expect(parseStorageMap('1')).toEqual({ entries: new Map(), fallback: undefined });
  expect(parseStorageMap('a:b,c')).toEqual({ entries: new Map([['a', 'b']]), fallback: 'c' });
  expect(() => parseStorageMap('a,b')).toThrow('Parameter verification failed.');
  expect(() => parseStorageMap('a:b,a:c')).toThrow('Parameter verification failed.');
});

describe('a clone for another node', () => {
  it.each([
    ['lxc/101', 'CT'],
    ['qemu/120', 'VM'],
  ])('%s needs shared storage', async (guest, word) => {
    const values = { newid: 500, target: 'b', full: 1 };
    expect(await cluster().call('full', 'POST', `/nodes/a/${guest}/clone`, values)).toMatchObject({
      status: 500,
      reason: `can't clone ${word} to node 'b' (${word} uses local storage)`,
    });
    const there = await cluster().call('full', 'POST', `/nodes/a/${guest}/clone`, {
      ...values,
      storage: 'local',
    });
    expect(there.reason).toBe("can't clone to non-shared storage 'local'");
    const nowhere = await cluster().call('full', 'POST', `/nodes/a/${guest}/clone`, {
      ...values,
      target: 'x',
    });
    expect(nowhere.reason).toBe("no such cluster node 'x'");
  });

  it('is there in the end', async () => {
    const h = cluster();
    for (const { storages } of h.engine.world.cluster.nodes) {
      const nas = storages.get('nas');
      if (nas !== undefined)
        storages.set('nas', { ...nas, online: true, total: 2 ** 40, content: ['rootdir', 'images'] });
    }
    const values = { newid: 500, target: 'b', full: 1, storage: 'nas' };
    expect((await h.run('full', 'POST', '/nodes/a/lxc/101/clone', values)).exitstatus).toBe('OK');
    expect((await h.call('full', 'GET', '/nodes/b/lxc/500/config')).data).toMatchObject({ hostname: 'dns' });
    expect((await h.run('full', 'POST', '/nodes/b/lxc/500/status/start')).exitstatus).toBe('OK');
  });
});

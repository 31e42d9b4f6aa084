import { Client, fetchTransport, ProxyError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeNames } from '~/simulator/cluster.js';
import type { World } from '~/simulator/world.js';
import { failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { Harness, template } from './harness.js';

const names = ['a', 'b', 'c'] as const;
const cluster = (): Harness => new Harness({ nodes: names });

function nodeOf(h: Harness, name: string): World {
  const found = h.engine.world.cluster.nodes.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

function takeDown(h: Harness, name: string): void {
  nodeOf(h, name).down = { since: h.clock.now() };
}

type Row = Record<string, unknown>;

async function rows(h: Harness, path: string, values: Record<string, string> = {}): Promise<Row[]> {
  const { status, data } = await h.call('full', 'GET', path, values);
  expect(status).toBe(200);
  return data;
}

describe('the names of nodes', () => {
  it('are numbered, or the given ones', () => {
    expect(nodeNames()).toEqual(['demo-felhom']);
    expect(nodeNames(3)).toEqual(['demo-felhom', 'demo-felhom-2', 'demo-felhom-3']);
    expect(nodeNames(['x', 'y1'])).toEqual(['x', 'y1']);
  });

  it.each([0, -1, 1.5, 33, Number.NaN, [], [''], ['a', 'a'], ['a.b'], ['-a'], ['localhost'], ['a b']])(
    'refuses %j',
    (nodes) => {
      expect(() => new SimulatedHost({ nodes })).toThrow(TypeError);
    },
  );

  it('of every number are as many, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), (count) => {
        expect(new Set(nodeNames(count)).size).toBe(count);
      }),
    );
  });
});

it('a host by itself is in no cluster', async () => {
  const h = new Harness();
  expect(await rows(h, '/cluster/status')).toEqual([
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
  expect(await rows(h, '/cluster/config/nodes')).toEqual([]);
  expect(await rows(h, '/nodes')).toHaveLength(1);
});

describe('what the cluster says of itself', () => {
  it('its status: a row of its own, and one for each node', async () => {
    const h = cluster();
    const [own, ...nodes] = await rows(h, '/cluster/status');
    expect(own).toEqual({ type: 'cluster', id: 'cluster', name: 'demo', nodes: 3, version: 3, quorate: 1 });
    expect(nodes.map(({ name, nodeid, local, online }) => [name, nodeid, local, online])).toEqual([
      ['a', 1, 1, 1],
      ['b', 2, 0, 1],
      ['c', 3, 0, 1],
    ]);
    takeDown(h, 'b');
    expect((await rows(h, '/cluster/status'))[0]).toMatchObject({ quorate: 1 });
    takeDown(h, 'c');
    const left = await rows(h, '/cluster/status');
    expect(left[0]).toMatchObject({ quorate: 0 });
    expect(left.slice(1).map(({ online }) => online)).toEqual([1, 0, 0]);
  });

  it('its configuration, in texts', async () => {
    expect((await rows(cluster(), '/cluster/config/nodes'))[1]).toEqual({
      node: 'b',
      name: 'b',
      nodeid: '2',
      quorum_votes: '1',
      ring0_addr: '10.99.0.2',
    });
  });

  it('nodes, of which one that is down tells no figures', async () => {
    const h = cluster();
    takeDown(h, 'b');
    for (const path of ['/nodes', '/cluster/resources?type=node']) {
      const [where = '', query = ''] = path.split('?');
      const [a, b, c] = await rows(h, where, query === '' ? {} : { type: 'node' });
      expect(a).toMatchObject({ node: 'a', status: 'online', maxcpu: 4 });
      expect(b).toMatchObject({ node: 'b', status: 'offline' });
      expect(b).not.toHaveProperty('uptime');
      expect(c).toMatchObject({ node: 'c', status: 'online' });
    }
  });

  it('guests with their nodes, and what is known of them when a node is gone', async () => {
    const h = cluster();
    const states = async (): Promise<unknown[]> =>
      (await rows(h, '/cluster/resources', { type: 'vm' })).map(({ vmid, node, status, name }) => [
        vmid,
        node,
        status,
        name,
      ]);
    const before = await states();
    expect(before).toContainEqual([100, 'a', 'running', 'web']);
    expect(before).toContainEqual([132, 'c', 'running', 'edge2']);
    takeDown(h, 'c');
    // What it last said stays for five minutes.
    h.clock.advance(299_000);
    expect(await states()).toEqual(before);
    h.clock.advance(1000);
    expect(await states()).toContainEqual([132, 'c', 'unknown', undefined]);
  });

  it('storages of each node', async () => {
    const found = await rows(cluster(), '/cluster/resources', { type: 'storage' });
    expect(found.filter(({ storage }) => storage === 'nas').map(({ id }) => id)).toEqual([
      'storage/a/nas',
      'storage/b/nas',
      'storage/c/nas',
    ]);
    expect(found).toHaveLength(12);
  });

  it('tasks of all nodes, with the node that ran each in its UPID', async () => {
    const h = cluster();
    const { upid, exitstatus } = await h.run('full', 'POST', '/nodes/b/lxc/131/status/stop');
    expect(exitstatus).toBe('OK');
    expect(upid).toMatch(/^UPID:b:/);
    expect(await rows(h, '/cluster/tasks')).toContainEqual(expect.objectContaining({ upid, node: 'b' }));
    expect(await rows(h, '/nodes/a/tasks')).not.toContainEqual(expect.objectContaining({ upid }));
    const elsewhere = await h.call('full', 'GET', `/nodes/a/tasks/${encodeURIComponent(upid)}/status`);
    expect(elsewhere).toMatchObject({ status: 400, errors: { upid: 'no such task' } });
    takeDown(h, 'b');
    expect(await rows(h, '/cluster/tasks')).not.toContainEqual(expect.objectContaining({ upid }));
  });

  it('free numbers', async () => {
    const h = cluster();
    const used = await h.call('full', 'GET', '/cluster/nextid', { vmid: 131 });
    expect(used).toMatchObject({ status: 400, errors: { vmid: 'VM 131 already exists' } });
    await h.call('full', 'PUT', '/cluster/options', { 'next-id': 'lower=131,upper=140' });
    expect((await h.call('full', 'GET', '/cluster/nextid')).data).toBe('133');
  });
});

describe('a guest', () => {
  it('is found on its node only', async () => {
    const h = cluster();
    expect((await h.call('full', 'GET', '/nodes/b/lxc/131/config')).data).toMatchObject({
      hostname: 'edge1',
    });
    const wrong = await h.call('full', 'GET', '/nodes/a/lxc/131/config');
    expect(wrong).toMatchObject({
      status: 500,
      reason: "Configuration file 'nodes/a/lxc/131.conf' does not exist",
    });
    expect((await rows(h, '/nodes/b/lxc')).map(({ vmid }) => vmid)).toEqual([131]);
    expect(await rows(h, '/nodes/b/qemu')).toEqual([]);
  });

  it('takes its number from all of them', async () => {
    const values = { vmid: 131, ostemplate: template, rootfs: 'local-btrfs:1' };
    const taken = await cluster().call('full', 'POST', '/nodes/c/lxc', values);
    expect(taken).toMatchObject({ status: 500, reason: "CT 131 already exists on node 'b'" });
  });

  it('is made where it was asked for, on the storage of that node', async () => {
    const h = cluster();
    const values = { vmid: 300, ostemplate: template, rootfs: 'local-btrfs:1' };
    expect(await h.run('full', 'POST', '/nodes/c/lxc', values)).toMatchObject({ exitstatus: 'OK' });
    expect((await rows(h, '/nodes/c/lxc')).map(({ vmid }) => vmid)).toContain(300);
    const disks = (node: string): Promise<Row[]> =>
      rows(h, `/nodes/${node}/storage/local-btrfs/content`, { vmid: '300' });
    expect(await disks('c')).toHaveLength(1);
    expect(await disks('a')).toHaveLength(0);
  });

  it('cannot get a volume from a guest on another node', async () => {
    const h = cluster();
    const values = { volume: 'mp0', 'target-vmid': 131 };
    expect(await h.call('full', 'POST', '/nodes/a/lxc/102/move_volume', values)).toMatchObject({
      reason: 'Both containers need to be on the same node (a != b)',
    });
  });
});

describe('a request for another node', () => {
  it('has the same answer whichever node is asked', async () => {
    const h = cluster();
    const [, other] = h.engine.world.cluster.nodes;
    const request = {
      method: 'GET',
      path: '/api2/json/nodes/c/lxc/132/status/current',
      headers: { authorization: `PVEAPIToken=${h.tokens.full}` },
    };
    const direct = await h.engine.handle({ ...request });
    expect((await h.engine.handle({ ...request }, other)).body).toBe(direct.body);
    // The one that is asked is the one that is local.
    const status = { ...request, path: '/api2/json/cluster/status' };
    const local = JSON.parse((await h.engine.handle(status, other)).body ?? '').data.filter(
      (row: Row) => row['local'] === 1,
    );
    expect(local).toMatchObject([{ name: 'b' }]);
    const here = { ...request, path: '/api2/json/nodes/localhost/lxc' };
    expect((await h.engine.handle(here, other)).body).toContain('edge1');
  });

  it('is a 595 while that node is down, but for what every node knows', async () => {
    const h = cluster();
    takeDown(h, 'b');
    const answer = await h.call('full', 'GET', '/nodes/b/lxc');
    expect(answer).toMatchObject({ status: 595, reason: 'No route to host', body: undefined });
    nodeOf(h, 'b').down = undefined;
    nodeOf(h, 'b').apiDown = true;
    expect(await h.call('full', 'POST', '/nodes/b/lxc/131/status/stop')).toMatchObject({
      status: 595,
      reason: 'Connection refused',
    });
    expect((await h.call('full', 'GET', '/nodes/b')).status).toBe(200);
    const history = await h.call('full', 'GET', '/nodes/b/rrddata', { timeframe: 'hour' });
    expect(history.status).toBe(200);
    // Whether the caller may is asked first.
    expect((await h.call('noacl', 'GET', '/nodes/b/status')).status).toBe(403);
  });

  it('is for a ProxyError of the client, and another node can be asked', async () => {
    const host = new SimulatedHost({ clock: 'manual', nodes: [...names] });
    expect(host.nodes).toEqual(names);
    const at = (fetch: typeof host.fetch): Client =>
      new Client({
        url: host.url,
        token: host.tokens.full,
        transport: fetchTransport(fetch),
        retries: 0,
        clock: new FastClock(),
      });
    const lost = await at(host.fetch).lxc.list({ node: 'b' });
    expect(lost.map(({ vmid }) => vmid)).toEqual([131]);
    const local = await at(host.fetchAt('b')).cluster.status();
    expect(local.find((row) => row.local)?.name).toBe('b');
    expect(() => host.fetchAt('d')).toThrow(/there is no node 'd': a, b, c/);
    host.faults.add({ fault: { kind: 'status', status: 595, when: 'before' }, times: 1 });
    await failure(at(host.fetch).lxc.list({ node: 'b' }), ProxyError);
  });

  it('needs the rights on that node', async () => {
    const h = cluster();
    h.engine.world.accounts.acl.push({
      path: '/nodes/b',
      type: 'user',
      ugid: 'noacl@pve',
      roleid: 'PVEAuditor',
      propagate: true,
    });
    expect((await h.call('noacl', 'GET', '/nodes/b/status')).status).toBe(200);
    expect(await h.call('noacl', 'GET', '/nodes/c/status')).toMatchObject({
      status: 403,
      reason: 'Permission check failed (/nodes/c, Sys.Audit)',
    });
  });
});

it('a shared storage has the same volumes on every node', async () => {
  const h = cluster();
  for (const { storages } of h.engine.world.cluster.nodes) {
    const nas = storages.get('nas');
    if (nas !== undefined) storages.set('nas', { ...nas, online: true, total: 2 ** 40 });
  }
  const vzdump = await h.run('full', 'POST', '/nodes/b/vzdump', { vmid: 131, storage: 'nas' });
  expect(vzdump.exitstatus).toBe('OK');
  const on = (node: string): Promise<Row[]> => rows(h, `/nodes/${node}/storage/nas/content`);
  expect(await on('c')).toEqual(await on('b'));
  expect(await on('c')).toHaveLength(1);
});

describe('a backup', () => {
  it('of guests elsewhere alone is nothing to do', async () => {
    const { status, data } = await cluster().call('full', 'POST', '/nodes/a/vzdump', { vmid: 131 });
    expect([status, data]).toEqual([200, 'OK']);
  });

  it('leaves out those elsewhere, and says so', async () => {
    const { log, exitstatus } = await cluster().run('full', 'POST', '/nodes/a/vzdump', {
      vmid: '101,132,131',
    });
    expect(exitstatus).toBe('OK');
    expect(log).toContain('INFO: skip external VMs: 131, 132');
    expect(log.join('\n')).not.toContain('Starting Backup of VM 131');
  });
});

it('a console of another node runs as a task of the node that was asked', async () => {
  const h = cluster();
  const { data } = await h.call('full', 'POST', '/nodes/b/lxc/131/termproxy');
  expect(data.upid).toMatch(/^UPID:a:/);
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Harness } from './harness.js';

let h: Harness;
beforeEach(() => {
  h = new Harness({ nodes: 2 });
});

const second = '/nodes/demo-felhom-2';

describe('in a cluster of two', () => {
  it('a storage is defined, changed and removed on both nodes', async () => {
    const storages = () => h.engine.world.cluster.nodes.map(({ storages: own }) => own.get('x1'));
    await h.call('full', 'POST', '/storage', { storage: 'x1', type: 'dir', path: '/srv/x1', content: 'iso' });
    expect(storages()).toMatchObject([{ content: ['iso'] }, { content: ['iso'] }]);
    const [one, other] = storages();
    expect(one?.volumes).not.toBe(other?.volumes);
    await h.call('full', 'PUT', '/storage/x1', { content: 'vztmpl' });
    expect(storages()).toMatchObject([{ content: ['vztmpl'] }, { content: ['vztmpl'] }]);
    expect((await h.call('full', 'GET', `${second}/storage/x1/status`)).data).toMatchObject({ type: 'dir' });
    await h.call('full', 'DELETE', '/storage/x1');
    expect(storages()).toEqual([undefined, undefined]);
  });

  it('a guest of the other node is looked after', async () => {
    expect((await h.call('full', 'POST', '/cluster/ha/resources', { sid: 'ct:131' })).status).toBe(200);
    h.clock.advance(60_000);
    await Promise.resolve();
    expect((await h.call('full', 'GET', `${second}/lxc/131/status/current`)).data).toMatchObject({
      status: 'running',
      ha: { managed: 1 },
    });
  });

  it('all that can go to the other node do', async () => {
    const sent = await h.run('full', 'POST', '/cluster/bulk-action/guest/migrate', {
      vms: [101],
      target: 'demo-felhom-2',
    });
    expect(sent.log.join('\n')).toContain("starting migration of CT 101 to node 'demo-felhom-2'");
    expect((await h.call('full', 'GET', `${second}/lxc/101/config`)).status).toBe(200);
    const nowhere = await h.run('full', 'POST', '/cluster/bulk-action/guest/migrate', {
      vms: [101],
      target: 'x',
    });
    expect(nowhere.log.join('\n')).toContain("no such cluster node 'x'");
  });

  it('a reset brings back what was configured', async () => {
    const { saveState, restoreState } = await import('~/simulator/host-state.js');
    const { createEngine } = await import('~/simulator/create-engine.js');
    const made = createEngine({ nodes: 2, clock: 'manual' });
    const { world } = made.engine;
    const state = saveState(made);
    world.datacenter.sections.of('mapping/dir').set('d1', new Map([['description', 'x']]));
    world.datacenter.ha.states.set('ct:101', 'started');
    world.system.settings.timezone = 'Europe/Berlin';
    restoreState(made, state);
    expect(world.datacenter.sections.of('mapping/dir').size).toBe(0);
    expect(world.datacenter.ha.states.size).toBe(0);
    expect(world.system.settings.timezone).toBe('Etc/UTC');
  });
});

describe('what a cluster tells a host that is to join', () => {
  it('is its nodes, with addresses and fingerprints, and how they talk', async () => {
    const h = new Harness({ nodes: ['a', 'b'] });
    const { data } = await h.call('full', 'GET', '/cluster/config/join', { node: 'b' });
    const nodes: { node: string; ssl_fingerprint: string }[] = (await h.call('full', 'GET', '/nodes')).data;
    expect(data).toMatchObject({
      preferred_node: 'b',
      totem: { config_version: '2', version: '2' },
      config_digest: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(data.nodelist).toHaveLength(2);
    expect(data.nodelist[1]).toMatchObject({ name: 'b', nodeid: '2', pve_addr: '10.99.0.2' });
    expect(data.nodelist[1].pve_fp).toBe(nodes.find(({ node }) => node === 'b')?.ssl_fingerprint);
    expect((await h.call('full', 'GET', '/cluster/config/totem')).data).toEqual(data.totem);
    expect((await h.call('full', 'GET', '/cluster/config/join', { node: 'x' })).reason).toBe(
      "unknown node 'x'",
    );
  });

  it('is nothing where there is no cluster', async () => {
    const alone = new Harness();
    expect((await alone.call('full', 'GET', '/cluster/config/totem')).data).toEqual({});
    expect(await alone.call('full', 'GET', '/cluster/config/join')).toMatchObject({ status: 424 });
  });
});

it('a node is woken by the address that it was given', async () => {
  const h = new Harness({ nodes: ['a', 'b'] });
  const wake = async () => await h.call('full', 'POST', '/nodes/b/wakeonlan');
  expect((await wake()).reason).toBe("No wake on LAN MAC address defined for 'b'!");
  await h.call('full', 'PUT', '/nodes/b/config', { wakeonlan: 'mac=02:00:00:00:00:01,bind-interface=vmbr0' });
  expect((await wake()).data).toBe('02:00:00:00:00:01');
});

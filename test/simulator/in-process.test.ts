import { Client, fetchTransport, OutcomeUnknownError, PermissionError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { getResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';

/** A client of a host that has no server. */
function clientOf(host: SimulatedHost, token = host.tokens.agent): Client {
  const transport = fetchTransport(host.fetch);
  return new Client({ url: host.url, token, transport, retries: 0, clock: new FastClock() });
}

describe('a host without a server', () => {
  it('answers a client as the one behind HTTPS does', async () => {
    const host = new SimulatedHost({ clock: 'manual' });
    const client = clientOf(host);
    const upid = await client.lxc.start({ node: host.node, vmid: 101 });
    expect((await client.tasks.status(upid)).status).toBe('running');
    host.advance(60_000);
    expect(await client.tasks.status(upid)).toMatchObject({ status: 'stopped', exitstatus: 'OK' });
    expect((await client.lxc.status({ node: host.node, vmid: 101 })).status).toBe('running');
    const refused = clientOf(host, host.tokens.noacl).lxc.start({ node: host.node, vmid: 101 });
    await failure(refused, PermissionError);
  });

  it('notes which task a request started, whatever became of the answer', async () => {
    const host = new SimulatedHost({ clock: 'manual' });
    const client = clientOf(host);
    const upid = await client.lxc.start({ node: host.node, vmid: 101 });
    host.advance(60_000);
    host.faults.add({ on: 'POST', fault: { kind: 'drop', when: 'after' } });
    await failure(client.lxc.stop({ node: host.node, vmid: 101 }), OutcomeUnknownError);
    const [task] = await client.tasks.list({ node: host.node, source: 'active', typefilter: 'vzstop' });
    await client.lxc.status({ node: host.node, vmid: 101 });
    expect(host.requests.map((entry) => entry.task)).toEqual([upid, task?.upid, undefined, undefined]);
    expect(task?.upid).toContain(':vzstop:101:');
  });

  it('keeps its state to itself', async () => {
    const [one, other] = [new SimulatedHost({ clock: 'manual' }), new SimulatedHost({ clock: 'manual' })];
    await clientOf(one).lxc.update({ node: one.node, vmid: 101, hostname: 'changed' });
    expect((await clientOf(one).lxc.config({ node: one.node, vmid: 101 })).hostname).toBe('changed');
    expect((await clientOf(other).lxc.config({ node: other.node, vmid: 101 })).hostname).toBe('dns');
    expect(other.requests).toHaveLength(1);
  });

  it('is the handler of a mock in one line', async () => {
    const host = new SimulatedHost();
    const handlers = [http.all('https://pve1:8006/*', ({ request }) => host.fetch(request))];
    const transport = fetchTransport((request) => getResponse(handlers, request));
    const client = new Client({ url: 'https://pve1', token: host.tokens.agent, transport });
    expect((await client.nodes.list()).map(({ node }) => node)).toEqual([host.node]);
  });

  it.each([
    { kind: 'drop', when: 'after' },
    { kind: 'cut', at: 5 },
    { kind: 'status', status: 596, when: 'after' },
  ] as const)('has the same faults: $kind', async (fault) => {
    const host = new SimulatedHost();
    host.faults.add({ on: 'POST', fault });
    await failure(clientOf(host).lxc.start({ node: host.node, vmid: 101 }), OutcomeUnknownError);
    expect(host.requests).toMatchObject([{ status: 200, fault }]);
  });

  it('logs in with a ticket', async () => {
    const host = new SimulatedHost();
    const { username: user, password } = host.logins.root;
    const client = new Client({ url: host.url, user, password, transport: fetchTransport(host.fetch) });
    expect((await client.access.permissions({ path: '/' }))['/']).toMatchObject({ 'Sys.Modify': true });
  });
});

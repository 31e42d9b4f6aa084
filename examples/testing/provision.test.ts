// A host for each test, in process: its time passes as the client waits, and nothing is slow.
import { Client, fetchTransport, PermissionError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { beforeEach, expect, test } from 'vitest';
import { provision } from './provision.js';

let host: SimulatedHost;
beforeEach(() => {
  host = new SimulatedHost({ clock: 'manual' });
});

function clientOf(token: string): Client {
  const clock = { now: () => host.now, sleep: async (ms: number) => host.advance(ms) };
  return new Client({ url: host.url, token, transport: fetchTransport(host.fetch), clock });
}

/** What was sent that changes something, as `POST /lxc/103/status/start`. */
function changes(): string[] {
  const sent = host.requests.filter(({ method }) => method !== 'GET');
  return sent.map(({ method, path }) => `${method} ${path.replace(`/api2/json/nodes/${host.node}`, '')}`);
}

test('makes a container, and makes it once', async () => {
  const client = clientOf(host.tokens.agent);
  const vmid = await provision(client, host.node, 'new');
  expect(await client.lxc.status({ node: host.node, vmid })).toMatchObject({ status: 'running' });
  expect(await provision(client, host.node, 'new')).toBe(vmid);
  expect(changes()).toEqual(['POST /lxc', `POST /lxc/${vmid}/status/start`]);
});

test('is told what it may not do, and has done nothing', async () => {
  const refused = provision(clientOf(host.tokens.readonly), host.node, 'new');
  await expect(refused).rejects.toBeInstanceOf(PermissionError);
  expect(host.requests.at(-1)).toMatchObject({ user: 'audit@pve!ro', status: 403 });
});

test('leaves nothing behind when the container does not start', async () => {
  const on = 'POST /nodes/{node}/lxc/{vmid}/status/start';
  // What a proxy says for a host that is away.
  host.faults.add({ on, fault: { kind: 'status', status: 503, when: 'before' } });
  const client = clientOf(host.tokens.agent);
  await expect(provision(client, host.node, 'new')).rejects.toThrow('503');
  expect(changes().at(-1)).toMatch(/^DELETE \/lxc\/\d+$/);
  expect((await client.lxc.list({ node: host.node })).map(({ name }) => name)).not.toContain('new');
});

test('sees a task go on, step by step', async () => {
  const client = clientOf(host.tokens.agent);
  const upid = await client.lxc.start({ node: host.node, vmid: 101 });
  expect(await client.tasks.status(upid)).toMatchObject({ status: 'running' });
  host.advance(60_000);
  expect(await client.tasks.status(upid)).toMatchObject({ status: 'stopped', exitstatus: 'OK' });
});

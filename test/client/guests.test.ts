import { AuthenticationError, Client, HttpError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { failure, token } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { clientAs, simulated } from '../support/simulated.js';

/** What a host answers: data, or the status of an error. */
type Answers = Readonly<Record<string, unknown>>;

/** A client of a cluster that answers these paths; all else is an error of the cluster file system. */
function clusterOf(answers: Answers): { client: Client; asked: string[] } {
  const asked: string[] = [];
  const client = new Client({
    url: 'https://pve1',
    token,
    clock: new FastClock(),
    retries: 0,
    transport: async ({ url }) => {
      const path = url.pathname.replace('/api2/json', '');
      asked.push(path);
      const data = answers[path] ?? 500;
      const status = typeof data === 'number' ? data : 200;
      const body = status === 200 ? { data } : { data: null, message: `error ${status}\n` };
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      return { status, reason: `error ${status}`, headers: {}, body: bytes };
    },
  });
  return { client, asked };
}

const nodes = [
  { id: 'node/a', type: 'node', node: 'a', status: 'online' },
  { id: 'node/b', type: 'node', node: 'b', status: 'offline' },
];
const web = { id: 'lxc/100', type: 'lxc', vmid: 100, node: 'a', status: 'running', name: 'web', template: 0 };
const win = {
  id: 'qemu/120',
  type: 'qemu',
  vmid: 120,
  node: 'a',
  status: 'stopped',
  name: 'win',
  tags: 'b;a',
};
const lost = { id: 'lxc/101', type: 'lxc', vmid: 101, node: 'b', status: 'running', name: 'db', mem: 5 };
const nameless = { id: 'qemu/121', type: 'qemu', vmid: 121, node: 'b', status: 'unknown' };
const other = { id: 'storage/a/local', type: 'storage', node: 'a', storage: 'local', status: 'available' };
const cluster = [nameless, lost, ...nodes, win, other, web];

describe('guests.list', () => {
  it('gives containers and virtual machines in one call, by vmid', async () => {
    const { host, client, node } = simulated();
    const { guests, problems } = await client.guests.list();
    expect(problems).toEqual([]);
    expect(guests.map(({ type, vmid, status }) => [type, vmid, status])).toEqual([
      ['lxc', 100, 'running'],
      ['lxc', 101, 'stopped'],
      ['lxc', 102, 'running'],
      ['lxc', 110, 'stopped'],
      ['qemu', 120, 'stopped'],
    ]);
    expect(guests[0]).toMatchObject({ node, name: 'web', tags: ['prod', 'web'], template: false, maxcpu: 4 });
    expect(host.requests).toHaveLength(1);
  });

  it('keeps the guests of a node that is away, as unknown, and says which node', async () => {
    const { client, asked } = clusterOf({ '/cluster/resources': cluster });
    const { guests, problems } = await client.guests.list();
    expect(asked).toEqual(['/cluster/resources']);
    expect(guests.map(({ vmid, status, name, mem }) => ({ vmid, status, name, mem }))).toEqual([
      { vmid: 100, status: 'running', name: 'web', mem: undefined },
      { vmid: 101, status: 'unknown', name: 'db', mem: 5 },
      { vmid: 120, status: 'stopped', name: 'win', mem: undefined },
      { vmid: 121, status: 'unknown', name: undefined, mem: undefined },
    ]);
    expect(problems).toEqual([
      { node: 'b', kind: 'offline', message: expect.stringContaining('node b is offline') },
    ]);
  });

  it('tells a node that is there and does not tell', async () => {
    const silent = { ...web, status: 'unknown', name: undefined };
    const { client } = clusterOf({ '/cluster/resources': [silent, win, nodes[0]] });
    expect((await client.guests.list()).problems).toMatchObject([{ node: 'a', kind: 'silent' }]);
  });

  it('asks each node where the cluster does not answer, and keeps what it gets', async () => {
    const { client, asked } = clusterOf({
      '/nodes': [...nodes, { node: 'c', status: 'online' }],
      '/nodes/a/lxc': [{ vmid: '100', status: 'running', name: 'web', cpus: '0.5' }],
      '/nodes/a/qemu': [{ vmid: 120, status: 'stopped' }],
      '/nodes/c/lxc': [{ vmid: 102, status: 'running' }],
      '/nodes/c/qemu': 596,
    });
    const { guests, problems } = await client.guests.list();
    expect(guests.map(({ type, vmid, node, maxcpu }) => [type, vmid, node, maxcpu])).toEqual([
      ['lxc', 100, 'a', 0.5],
      ['lxc', 102, 'c', undefined],
      ['qemu', 120, 'a', undefined],
    ]);
    expect(problems).toMatchObject([
      { node: undefined, kind: 'failed', error: { status: 500 } },
      { node: 'c', kind: 'failed', message: expect.stringMatching(/^qemu of c: /), error: { status: 596 } },
      { node: 'b', kind: 'offline' },
    ]);
    expect(asked.filter((path) => path.startsWith('/nodes/b'))).toEqual([]);
  });

  it('is an error where nothing can be told', async () => {
    await failure(clusterOf({}).client.guests.list(), HttpError);
    const { client, asked } = clusterOf({ '/cluster/resources': 401 });
    await failure(client.guests.list(), AuthenticationError);
    expect(asked).toEqual(['/cluster/resources']);
  });

  it('leaves out what the caller may not audit', async () => {
    const { host } = simulated();
    expect(await clientAs(host, 'noacl').guests.list()).toEqual({ guests: [], problems: [] });
  });
});

describe('guests.list with live', () => {
  it('has what the nodes say now', async () => {
    const { client, asked } = clusterOf({
      '/cluster/resources': cluster,
      '/nodes/a/lxc': [
        { vmid: 100, status: 'stopped', name: 'web' },
        { vmid: 105, status: 'running' },
      ],
      '/nodes/a/qemu': [],
    });
    const { guests, problems } = await client.guests.list({ live: true });
    expect(guests.map(({ vmid, status }) => [vmid, status])).toEqual([
      [100, 'stopped'],
      [101, 'unknown'],
      [105, 'running'],
      [121, 'unknown'],
    ]);
    expect(problems).toMatchObject([{ node: 'b', kind: 'offline' }]);
    expect(asked.sort()).toEqual(['/cluster/resources', '/nodes/a/lxc', '/nodes/a/qemu']);
  });

  it('keeps the guests of a node that fails, as unknown', async () => {
    const { client } = clusterOf({ '/cluster/resources': cluster, '/nodes/a/lxc': 595, '/nodes/a/qemu': [] });
    const { guests, problems } = await client.guests.list({ live: true });
    expect(guests.map(({ vmid, status }) => [vmid, status])).toEqual([
      [100, 'unknown'],
      [101, 'unknown'],
      [121, 'unknown'],
    ]);
    expect(problems.map(({ node, kind }) => [node, kind])).toEqual([
      ['a', 'failed'],
      ['b', 'offline'],
    ]);
  });

  it('has a guest that moves meanwhile once, where it runs', async () => {
    const { client } = clusterOf({
      '/cluster/resources': [{ ...nodes[0] }, { ...nodes[1], status: 'online' }, web],
      '/nodes/a/lxc': [{ vmid: 100, status: 'running' }],
      '/nodes/a/qemu': [],
      '/nodes/b/lxc': [{ vmid: 100, status: 'stopped' }],
      '/nodes/b/qemu': [],
    });
    const { guests } = await client.guests.list({ live: true });
    expect(guests).toMatchObject([{ vmid: 100, node: 'a', status: 'running' }]);
  });

  it('agrees with the cluster’s list', async () => {
    const { client } = simulated();
    const names = ({ guests }: Awaited<ReturnType<typeof client.guests.list>>) =>
      guests.map(({ type, vmid, status, name, maxcpu }) => ({ type, vmid, status, name, maxcpu }));
    expect(names(await client.guests.list({ live: true }))).toEqual(names(await client.guests.list()));
  });
});

describe('guests.find', () => {
  it('finds a guest of either kind on any node', async () => {
    const { client } = clusterOf({ '/cluster/resources': cluster });
    expect(await client.guests.find(120)).toMatchObject({
      type: 'qemu',
      node: 'a',
      name: 'win',
      tags: ['a', 'b'],
    });
    expect(await client.guests.find(101)).toMatchObject({ type: 'lxc', node: 'b', status: 'unknown' });
    expect(await client.guests.find(999)).toBeUndefined();
  });

  it('does not say that there is none where a node could not be asked', async () => {
    const { client } = clusterOf({ '/nodes': [nodes[0]], '/nodes/a/lxc': 595, '/nodes/a/qemu': [] });
    await failure(client.guests.find(100), HttpError);
  });
});

import {
  type Client,
  type ClientOptions,
  ConnectionError,
  HttpError,
  OutcomeUnknownError,
  TlsPinError,
} from '@felhom/proxmox';
import type { SimulatedHost } from '@felhom/proxmox/simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { errorOf, failure, makeClient, token } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { type Name, type NodeServer, names, startCluster } from '../support/cluster.js';
import { listen } from '../support/heard.js';
import { certificate, json, ScriptedServer, version } from '../support/server.js';

const edge = { node: 'b', vmid: 131 };

describe('a client of a cluster', () => {
  let host: SimulatedHost;
  let servers: Record<Name, NodeServer>;
  let clock: FastClock;

  beforeEach(async () => {
    ({ host, servers } = await startCluster());
    clock = new FastClock();
  });

  /** The nodes with their pins and names. */
  const named = () =>
    names.map((node) => ({ url: servers[node].url, fingerprint: servers[node].fingerprint, node }));
  /** The same, whose names the client has to find out. */
  const unnamed = () =>
    names.map((node) => ({ url: servers[node].url, fingerprint: servers[node].fingerprint }));

  function client(options: Partial<ClientOptions> = {}): Client {
    return makeClient({
      url: named(),
      token: host.tokens.full,
      clock,
      retries: 0,
      ...options,
    } as ClientOptions);
  }

  /** What each node was asked since the last time. */
  const asked = () => Object.fromEntries(names.map((name) => [name, servers[name].asked.splice(0)]));
  const read = 'GET /nodes/b/lxc';
  const start = 'POST /nodes/b/lxc/131/status/start';
  const stop = 'POST /nodes/b/lxc/131/status/stop';

  it('asks the first one what is about no node, and else the node itself', async () => {
    const c = client();
    expect(c.url).toBe(`${servers.a.url}/`);
    await c.version();
    await c.lxc.list({ node: 'b' });
    await c.lxc.stop(edge);
    await c.nodes.list();
    expect(asked()).toEqual({ a: ['GET /version', 'GET /nodes'], b: [read, stop], c: [] });
  });

  it('finds out the names once, from each node itself', async () => {
    const c = client({ url: unnamed() });
    await c.version();
    expect(asked()).toEqual({ a: ['GET /version'], b: [], c: [] });
    await Promise.all([c.lxc.list({ node: 'b' }), c.lxc.list({ node: 'c' })]);
    const who = 'GET /cluster/status';
    expect(asked()).toEqual({ a: [who], b: [who, read], c: [who, 'GET /nodes/c/lxc'] });
    await c.lxc.list({ node: 'b' });
    await failure(c.lxc.list({ node: 'd' }), HttpError);
    expect(asked()).toEqual({ a: ['GET /nodes/d/lxc'], b: [read], c: [] });
  });

  it('goes without the names where it may not know them, and does not ask again', async () => {
    const c = client({ url: unnamed(), token: host.tokens.noacl });
    await c.lxc.list({ node: 'b' });
    clock.advance(3_600_000);
    await c.lxc.list({ node: 'b' });
    const who = 'GET /cluster/status';
    expect(asked()).toEqual({ a: [who, read, read], b: [who], c: [who] });
  });

  it('finds out the name of a node that was away when it is back', async () => {
    await servers.b.stop();
    const c = client({ url: unnamed() });
    await c.lxc.list({ node: 'b' });
    expect(asked()['a']).toEqual(['GET /cluster/status', read]);
    await servers.b.start();
    await c.lxc.list({ node: 'b' });
    expect(asked()).toEqual({ a: [read], b: [], c: [] });
    clock.advance(60_000);
    await c.lxc.list({ node: 'b' });
    expect(asked()['b']).toEqual(['GET /cluster/status', read]);
  });

  it('of one host asks nobody for a name', async () => {
    const { url, fingerprint } = servers.a;
    await client({ url, fingerprint }).lxc.list({ node: 'b' });
    await client({ url: [url], fingerprint }).lxc.list({ node: 'b' });
    expect(asked()).toEqual({ a: [read, read], b: [], c: [] });
  });

  it.each([
    ['a read', read, (c: Client) => c.lxc.list({ node: 'b' })],
    ['a change', stop, (c: Client) => c.lxc.stop(edge)],
  ])(
    'goes on to the next one where nothing listens, and comes back later: %s',
    async (_what, request, call) => {
      const heard = listen('failover', 'breaker');
      const c = client();
      await servers.b.stop();
      // Only its door is closed: its neighbour reaches it.
      await call(c);
      expect(asked()).toEqual({ a: [request], b: [], c: [] });
      expect(heard.map(({ name, event }) => [name, event])).toMatchObject([
        ['breaker', { origin: servers.b.url, decision: 'rest', failures: 1 }],
        ['failover', { from: servers.b.url, to: servers.a.url, error: { kind: 'refused', sent: 'no' } }],
      ]);
      heard.length = 0;
      await c.lxc.list({ node: 'b' });
      expect(asked()).toEqual({ a: [read], b: [], c: [] });
      expect(heard).toEqual([]);
      await servers.b.start();
      clock.advance(5_000);
      await c.lxc.list({ node: 'b' });
      await c.lxc.list({ node: 'b' });
      expect(asked()).toEqual({ a: [], b: [read, read], c: [] });
      expect(heard.map(({ event }) => event)).toMatchObject([{ decision: 'probe' }, { decision: 'close' }]);
    },
  );

  it('sends one call alone to see whether a node is back', async () => {
    const c = client();
    await servers.a.stop();
    await c.version();
    clock.advance(5_000);
    const heard = listen('failover');
    asked();
    await Promise.all(Array.from({ length: 20 }, () => c.version()));
    expect(heard).toHaveLength(1);
    expect(asked()['b']).toHaveLength(20);
  });

  it('passes over several that are away', async () => {
    await Promise.all([servers.a.stop(), servers.b.stop()]);
    await client().version();
    expect(asked()).toEqual({ a: [], b: [], c: ['GET /version'] });
  });

  it('never sends a change again that may have arrived', async () => {
    servers.b.instead = async () => undefined;
    const error = await failure(client({ retries: 3 }).lxc.start(edge), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ kind: 'reset', sent: 'unknown' });
    expect(asked()).toEqual({ a: [], b: [start], c: [] });
  });

  it.each([502, 503, 504, 595, 596, 599])(
    'asks the next one after a %i, if it only reads',
    async (status) => {
      servers.b.instead = async () => new Response(null, { status, statusText: 'x' });
      const c = client();
      await c.lxc.list({ node: 'b' });
      expect(asked()).toEqual({ a: [read], b: [read], c: [] });
      // What was not answered well rests, too, where the answer was about the node itself.
      await c.lxc.list({ node: 'b' });
      expect(asked()).toEqual({ a: [read], b: [], c: [] });
      clock.advance(5_000);
      const error = await errorOf(c.lxc.start(edge));
      expect(error).toBeInstanceOf(status === 595 ? HttpError : OutcomeUnknownError);
      expect(asked()).toEqual({ a: [], b: [start], c: [] });
    },
  );

  it('asks the next one after a connection that broke and an answer that was cut, if it only reads', async () => {
    servers.b.instead = async () => undefined;
    await client().lxc.list({ node: 'b' });
    expect(asked()).toEqual({ a: [read], b: [read], c: [] });
    servers.b.instead = async () => new Response('{"data": [');
    await client().lxc.list({ node: 'b' });
    expect(asked()).toEqual({ a: [read], b: [read], c: [] });
  });

  it.each([400, 401, 403, 500, 501])('takes a %i for the answer that it is', async (status) => {
    servers.a.instead = async () => new Response(null, { status, statusText: 'no' });
    const c = client();
    for (let call = 0; call < 30; call += 1) await failure(c.version(), HttpError);
    expect(asked()['a']).toHaveLength(30);
    expect(asked()['b']).toEqual([]);
  });

  it('does not hold it against a node that another one is down', async () => {
    const c = client({ url: named().slice(0, 2) });
    host.conditions.nodeDown({ node: 'c' });
    for (let call = 0; call < 3; call += 1) await failure(c.lxc.list({ node: 'c' }), HttpError);
    asked();
    await c.version();
    expect(asked()).toEqual({ a: ['GET /version'], b: [], c: [] });
  });

  it('leaves `localhost` to the first one, because that is another node elsewhere', async () => {
    await servers.a.stop();
    await failure(
      client().request('POST /nodes/{node}/lxc/{vmid}/status/stop', { ...edge, node: 'localhost' }),
      ConnectionError,
    );
    await failure(client().request('GET /nodes/{node}/lxc', { node: 'localhost' }), ConnectionError);
    expect(asked()).toEqual({ a: [], b: [], c: [] });
  });

  it('has a budget of retries for each node', async () => {
    const heard = listen('retry');
    const lost = async () => new Response(null, { status: 599, statusText: 'x' });
    for (const name of names) servers[name].instead = lost;
    const c = client({ retries: 10 });
    // That is always about the first one.
    await failure(c.request('GET /nodes/{node}/lxc', { node: 'localhost' }), HttpError);
    await failure(c.request('GET /nodes/{node}/lxc', { node: 'localhost' }), HttpError);
    expect(heard.map(({ event }) => 'attempt' in event && event.decision)).toEqual([
      ...Array.from({ length: 10 }, () => 'retry'),
      'no-budget',
    ]);
    heard.length = 0;
    await failure(c.lxc.list({ node: 'b' }), HttpError);
    expect(heard[0]).toMatchObject({ event: { decision: 'retry' } });
  });

  it('knows a node by the name of its host, without asking', async () => {
    const went: string[] = [];
    const transport: ClientOptions['transport'] = async ({ url, route }) => {
      went.push(`${url.hostname} ${route}`);
      return { status: 200, reason: '', headers: {}, body: Buffer.from('{"data":[]}') };
    };
    const url = ['https://pve1.example.com', 'https://pve2.example.com', 'https://pve3'];
    const c = makeClient({ url, token, clock, transport } as ClientOptions);
    for (const node of ['pve3', 'pve2', 'pve1', 'PVE9']) await c.request('GET /nodes/{node}/lxc', { node });
    expect(went).toEqual([
      'pve3 GET /nodes/{node}/lxc',
      'pve2.example.com GET /nodes/{node}/lxc',
      'pve1.example.com GET /nodes/{node}/lxc',
      ...['pve1.example.com', 'pve2.example.com', 'pve3'].map((host) => `${host} GET /cluster/status`),
      'pve1.example.com GET /nodes/{node}/lxc',
    ]);
  });

  it('goes nowhere else when the caller gives up', async () => {
    const controller = new AbortController();
    servers.a.instead = async () => {
      controller.abort();
      return undefined;
    };
    const c = client({ connections: 1 });
    // The second one waits in line, and was not sent.
    const calls = [
      c.version({}, { signal: controller.signal }),
      c.version({}, { signal: controller.signal }),
    ];
    for (const call of calls) expect(await failure(call, ConnectionError)).toMatchObject({ kind: 'aborted' });
    expect(asked()).toEqual({ a: ['GET /version'], b: [], c: [] });
  });

  it('sends an upload once, to the node itself', async () => {
    const params = {
      node: 'b',
      storage: 'local',
      content: 'iso',
      filename: 'x.iso',
      source: Buffer.from('x'),
    } as const;
    await client().storage.upload(params);
    expect(asked()).toMatchObject({ a: [], b: ['POST /nodes/b/storage/local/upload'], c: [] });
    const c = client();
    await servers.b.stop();
    expect(await failure(c.storage.upload(params), ConnectionError)).toMatchObject({
      kind: 'refused',
      sent: 'no',
    });
    expect(asked()).toEqual({ a: [], b: [], c: [] });
    await c.storage.upload(params);
    expect(asked()['a']).toEqual(['POST /nodes/b/storage/local/upload']);
  });

  it('logs in once for all nodes, wherever that can be done', async () => {
    await servers.a.stop();
    const { username: user, password } = host.logins.root;
    const c = client({ token: undefined, user, password } as object);
    await c.lxc.list({ node: 'b' });
    await c.lxc.stop(edge);
    await c.lxc.list({ node: 'c' });
    expect(asked()).toEqual({ a: [], b: ['POST /access/ticket', read, stop], c: ['GET /nodes/c/lxc'] });
  });

  it('gives the error of the last one where all are away, and refuses in the end', async () => {
    await Promise.all(names.map((name) => servers[name].stop()));
    const heard = listen('breaker');
    const c = client({ breaker: { failures: 3, rest: 1_000 } });
    for (let call = 0; call < 3; call += 1)
      expect(await failure(c.version(), ConnectionError)).toMatchObject({ kind: 'refused', sent: 'no' });
    const error = await failure(c.lxc.stop(edge), ConnectionError);
    expect(error).toMatchObject({ kind: 'resting', sent: 'no', cause: { kind: 'refused' } });
    for (const name of names) expect(error.message).toContain(servers[name].url);
    expect(heard.filter(({ event }) => 'decision' in event && event.decision === 'refuse')).toHaveLength(3);
    await servers.c.start();
    clock.advance(1_000);
    await c.version();
    expect(asked()['c']).toEqual(['GET /version']);
  });

  it('trusts each node by its own certificate alone', async () => {
    const [a, b] = named();
    if (a === undefined || b === undefined) throw new Error('too few nodes');
    const swapped = client({
      url: [
        { ...a, fingerprint: b.fingerprint },
        { ...b, fingerprint: a.fingerprint },
      ],
    });
    await failure(swapped.version(), TlsPinError);
    const mixed = client({ url: [a.url, b], fingerprint: a.fingerprint });
    await mixed.version();
    await mixed.lxc.list({ node: 'b' });
    expect(asked()).toMatchObject({ a: ['GET /version'], b: [read] });
  });

  it('goes on to the next where the certificate is wrong, says so, and tells that one nothing', async () => {
    const stranger = await ScriptedServer.start(() => json(version));
    const warned: object[] = [];
    const logger = { debug: () => {}, warn: (fields: object) => void warned.push(fields) };
    const [, b] = named();
    if (b === undefined) throw new Error('too few nodes');
    const c = client({ url: [{ url: stranger.url, fingerprint: b.fingerprint }, b], logger });
    await c.version();
    expect(stranger.applicationBytes).toBe(0);
    expect(warned).toMatchObject([
      { from: stranger.url, error: expect.stringContaining('not the pinned one') },
    ]);
  });

  it('shares what it reserved with a client of the same cluster', async () => {
    const [a, b, c] = named();
    const first = client({ url: [a, b] as never });
    const second = client({ url: [c, b] as never });
    const one = await first.cluster.reserve();
    const two = await second.cluster.reserve();
    expect(two.vmid).not.toBe(one.vmid);
    one.release();
    two.release();
  });

  it('shares with clients that were there before it was known that they are of one cluster', async () => {
    const [a, b] = named();
    const first = client({ url: [a] as never });
    const second = client({ url: [b] as never });
    const one = await first.cluster.reserve();
    client({ url: [a, b] as never });
    const two = await second.cluster.reserve();
    expect(two.vmid).not.toBe(one.vmid);
    one.release();
    two.release();
    const three = await second.cluster.reserve();
    expect(three.vmid).toBe(one.vmid);
    three.release();
  });

  it('ends all connections when it is closed', async () => {
    const c = client();
    await c.version();
    await c.lxc.list({ node: 'b' });
    await c.close();
    expect(await failure(c.version(), ConnectionError)).toMatchObject({ kind: 'closed' });
    asked();
    await failure(c.lxc.list({ node: 'b' }), ConnectionError);
    expect(asked()).toEqual({ a: [], b: [], c: [] });
  });
});

it('a console stays on the host that gave the ticket for it', async () => {
  const ticket = {
    port: 5900,
    ticket: 'PVEVNC:x',
    user: 'robot@pve',
    upid: 'UPID:b:0000C350:0012D687:6A1B2C3D:vncproxy:131:robot@pve:',
  };
  const clock = new FastClock();
  const own = await ScriptedServer.start(() => json({ data: ticket }));
  const { port } = own;
  await own.close();
  let back: ScriptedServer | undefined;
  const first = await ScriptedServer.start(async (request) => {
    if (request.method === 'GET') return 'HTTP/1.1 500 no\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
    // Between the two, the node itself is back, and would be asked first.
    back = await ScriptedServer.start(() => json({ data: ticket }), { port });
    clock.advance(60_000);
    return json({ data: ticket });
  });
  const { fingerprint } = certificate();
  const client = makeClient({ url: [first.url, { url: own.url, node: 'b' }], fingerprint, token, clock });
  await failure(client.lxc.console(edge), HttpError);
  expect(first.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(back?.requests).toEqual([]);
  // A read would have gone there.
  await client.request('GET /nodes/{node}/lxc', { node: 'b' });
  expect(back?.requests).toHaveLength(1);
});

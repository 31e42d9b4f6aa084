import { Client, ConnectionError, fetchTransport, OutcomeUnknownError } from '@felhom/proxmox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { canary, clientOf, errorOf, failure, makeClient, token } from '../support/client.js';
import { StoppedClock } from '../support/clock.js';
import { certificate, type Handler, json, refusal, ScriptedServer, version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:robot@pve!tests:';
const answer: Handler = (request) => json(request.method === 'GET' ? version : { data: upid });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Answers nothing until `most` requests are there at once, which proves that they are let through together. */
function together(most: number): Handler {
  let waiting: (() => void)[] = [];
  return async () => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length < most) return;
      for (const go of waiting) go();
      waiting = [];
    });
    return json(version);
  };
}

describe('connections', () => {
  it('are as many as allowed, and no more, however many calls there are', async () => {
    const server = await ScriptedServer.start(together(4));
    const client = clientOf(server, { connections: 4 });
    await Promise.all(Array.from({ length: 32 }, () => client.version()));
    expect(server.mostOpen).toBe(4);
    expect(server.connections).toBe(4);
  });

  it('are 8 by default', async () => {
    const server = await ScriptedServer.start(together(8));
    const client = clientOf(server);
    await Promise.all(Array.from({ length: 24 }, () => client.version()));
    expect(server.connections).toBe(8);
  });

  it('stay within the bound after failures, and nobody is left behind', async () => {
    const broken = await ScriptedServer.startTcp((socket) => socket.destroy());
    const { port } = broken;
    const client = clientOf(broken, { connections: 4, retries: 0 });
    const errors = await Promise.all(
      Array.from({ length: 32 }, () => failure(client.version(), ConnectionError)),
    );
    expect(errors.every((error) => error.kind === 'reset' && error.sent === 'no')).toBe(true);
    await broken.close();
    const server = await ScriptedServer.start(together(4), { port });
    await Promise.all(Array.from({ length: 32 }, () => client.version()));
    expect(server.mostOpen).toBe(4);
  });

  it('are reused by calls that follow each other', async () => {
    const server = await ScriptedServer.start(answer);
    const client = clientOf(server);
    for (let call = 0; call < 20; call += 1) await client.version();
    await client.lxc.start(guest);
    await client.call('DELETE /nodes/{node}/lxc/{vmid}', guest);
    expect(server.requests).toHaveLength(22);
    expect(server.connections).toBe(1);
  });

  it('are let go after 4 s without use: pveproxy drops them after 5 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const server = await ScriptedServer.start(answer);
    const client = clientOf(server);
    const callAndRest = async () => {
      await client.version();
      // A connection counts as idle from the next turn on.
      await turn();
      await turn();
    };
    await callAndRest();
    vi.advanceTimersByTime(3_990);
    await callAndRest();
    expect(server.connections).toBe(1);
    vi.advanceTimersByTime(3_990);
    await turn();
    expect(server.open).toBe(1);
    vi.advanceTimersByTime(20);
    await server.until(() => server.open === 0);
    await client.version();
    expect(server.connections).toBe(2);
  });

  it('that the server closed while idle are noticed: a write goes over a new one', async () => {
    const server = await ScriptedServer.start((request, socket) => {
      if (request.method === 'GET') setImmediate(() => socket.end());
      return json(request.method === 'GET' ? version : { data: upid });
    });
    const client = clientOf(server);
    await client.version();
    await server.until(() => server.open === 0);
    await turn();
    await expect(client.lxc.start(guest)).resolves.toBe(upid);
  });

  it('that are reset while idle break nothing', async () => {
    const server = await ScriptedServer.start(answer);
    const client = clientOf(server);
    await client.version();
    server.reset();
    await server.until(() => server.open === 0);
    await turn();
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });

  it('do not take an answer that nobody asked for', async () => {
    const server = await ScriptedServer.start((request, socket) => {
      if (request.method !== 'GET') return json({ data: upid });
      setTimeout(() => socket.write(json({ data: `${upid}evil` })), 5);
      return json(version);
    });
    const client = clientOf(server);
    await client.version();
    await server.until(() => server.open === 0);
    await expect(client.lxc.start(guest)).resolves.toBe(upid);
  });

  it('of one client are not shared with another', async () => {
    const server = await ScriptedServer.start(answer);
    await clientOf(server).version();
    await clientOf(server).version();
    expect(server.connections).toBe(2);
  });

  it('survive an error that PVE answers, unless PVE closes them', async () => {
    const server = await ScriptedServer.start([() => refusal(500, 'no'), answer]);
    const client = clientOf(server);
    await errorOf(client.version());
    await client.version();
    await client.version();
    expect(server.connections).toBe(2);
  });
});

describe('a closed client', () => {
  const closed = (sent: 'no' | 'unknown') => ({ kind: 'closed', sent, code: 'PVE_CONNECTION' });

  it('refuses calls, says why, and has no connection', async () => {
    const server = await ScriptedServer.start(answer);
    const client = clientOf(server);
    await client.version();
    await client.close();
    await server.until(() => server.open === 0);
    for (const call of [client.version(), client.lxc.start(guest), client.call('GET /version')]) {
      const error = await failure(call, ConnectionError);
      expect(error).toMatchObject(closed('no'));
      expect(error.message).toMatch(/the client is closed/);
    }
    expect(server.connections).toBe(1);
  });

  it('may be closed again, and before its first call', async () => {
    const server = await ScriptedServer.start(answer);
    const client = clientOf(server);
    await client.close();
    await client.close();
    await failure(client.version(), ConnectionError);
    expect(server.connections).toBe(0);
  });

  it('fails what is under way: a read is over, a write is in doubt, who waits in line was not sent', async () => {
    const server = await ScriptedServer.start(() => undefined);
    const client = clientOf(server, { connections: 2 });
    const read = failure(client.version(), ConnectionError);
    const write = failure(client.lxc.start(guest), OutcomeUnknownError);
    await server.until(() => server.requests.length === 2);
    const waiting = failure(client.lxc.start(guest), ConnectionError);
    await turn();
    await client.close();
    expect(await read).toMatchObject(closed('unknown'));
    expect((await write).cause).toMatchObject(closed('unknown'));
    expect(await waiting).toMatchObject(closed('no'));
    await server.until(() => server.open === 0);
    expect(server.requests).toHaveLength(2);
  });

  it('hangs up while it connects', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.resume());
    const client = clientOf(server);
    const call = failure(client.lxc.start(guest), ConnectionError);
    await server.until(() => server.open === 1);
    await client.close();
    expect(await call).toMatchObject(closed('no'));
    await server.until(() => server.open === 0);
    expect(server.connections).toBe(1);
  });

  it('ends a wait at its next poll', async () => {
    const status = { upid, node: 'pve1', type: 'vzstart', id: '101', user: 'x@pve', starttime: 1 };
    const server = await ScriptedServer.start(() => json({ data: { ...status, status: 'running' } }));
    let client: Client | undefined;
    const clock = {
      now: () => 0,
      sleep: async () => {
        await client?.close();
      },
    };
    client = clientOf(server, { clock });
    expect(await failure(client.tasks.wait(upid), ConnectionError)).toMatchObject(closed('no'));
  });

  it('that has a transport of its own refuses calls all the same', async () => {
    const transport = fetchTransport(async () => Response.json(version));
    const client = makeClient({ url: 'https://pve', token, transport });
    await client.version();
    await client.close();
    expect(await failure(client.version(), ConnectionError)).toMatchObject(closed('no'));
  });

  it('logs in no more', async () => {
    const server = await ScriptedServer.start(answer);
    const options = { token: undefined, user: 'root@pam', password: 'x' } as object;
    const client = clientOf(server, options);
    await client.close();
    expect(await failure(client.version(), ConnectionError)).toMatchObject(closed('no'));
    expect(server.connections).toBe(0);
  });

  it('does not answer a call that is pausing before a retry', async () => {
    const server = await ScriptedServer.start(() => refusal(596, 'x'));
    const clock = new StoppedClock();
    const client = clientOf(server, { clock });
    const controller = new AbortController();
    const call = errorOf(client.version({}, { signal: controller.signal }));
    await clock.untilPaused();
    await client.close();
    controller.abort();
    expect(await call).toMatchObject({ code: 'PVE_ABORTED' });
    expect(server.requests).toHaveLength(1);
  });

  it('is what `await using` leaves behind', async () => {
    const server = await ScriptedServer.start(answer);
    let kept: Client;
    {
      await using client = new Client({ url: server.url, token, fingerprint: certificate().fingerprint });
      await client.version();
      kept = client;
    }
    await server.until(() => server.open === 0);
    expect(await failure(kept.version(), ConnectionError)).toMatchObject(closed('no'));
    expect(server.requests[0]?.headers['authorization']).toContain(canary);
  });
});

describe('a thousand calls at once', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => index + 100);

  /** Two hosts of a cluster, which share the calls by the node that they are about. */
  async function twoHosts(connections: number) {
    const handler: Handler = async (request) => {
      await turn();
      return json({ data: { digest: request.target } });
    };
    const servers = [await ScriptedServer.start(handler), await ScriptedServer.start(handler)] as const;
    const [a, b] = servers;
    const url = [
      { url: a.url, node: 'a' },
      { url: b.url, node: 'b' },
    ];
    const client = clientOf(a, { url, connections });
    const config = (vmid: number, signal?: AbortSignal) =>
      client.request(
        'GET /nodes/{node}/lxc/{vmid}/config',
        { node: vmid % 2 === 0 ? 'a' : 'b', vmid },
        { signal },
      );
    const asked = (server: ScriptedServer) =>
      server.requests.map(({ target }) => Number(/lxc\/(\d+)/.exec(target)?.[1]));
    return { servers, config, asked };
  }

  it.each([1, 4])('finish, over %i connections to each host', async (connections) => {
    const { servers, config, asked } = await twoHosts(connections);
    await Promise.all(ids.map((vmid) => config(vmid)));
    for (const [index, server] of servers.entries()) {
      const own = ids.filter((vmid) => vmid % 2 === index);
      // Over several, the first ones may overtake each other while the connections are made.
      const inOrder = asked(server);
      expect(connections === 1 ? inOrder : inOrder.sort((x, y) => x - y)).toEqual(own);
      expect(server.mostOpen).toBe(connections);
      expect(server.connections).toBe(connections);
    }
  });

  it('of which many are aborted leave their places to the others', async () => {
    const { servers, config, asked } = await twoHosts(1);
    const controller = new AbortController();
    // The first of each host are under way when the rest gives up.
    const gone = (vmid: number) => vmid % 3 === 0 || vmid < 102;
    const calls = ids.map((vmid) =>
      config(vmid, gone(vmid) ? controller.signal : undefined).then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    );
    await servers[0].until(() => servers[0].requests.length > 0);
    controller.abort();
    const ends = await Promise.all(calls);
    expect(ends).toEqual(ids.map((vmid) => (gone(vmid) ? 'PVE_ABORTED' : 'done')));
    for (const server of servers) {
      const own = ids.filter((vmid) => vmid % 2 === servers.indexOf(server));
      expect(asked(server).filter((vmid) => !gone(vmid))).toEqual(own.filter((vmid) => !gone(vmid)));
      expect(asked(server).filter(gone).length).toBeLessThanOrEqual(1);
      expect(server.mostOpen).toBeLessThanOrEqual(2);
    }
  });
});

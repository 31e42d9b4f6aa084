import { once } from 'node:events';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  HttpError,
  OutcomeUnknownError,
  ParamsError,
  PermissionError,
  ResponseShapeError,
  TimeoutError,
  TlsPinError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { createCertificate } from '~/simulator/certificate.js';
import { clientOf, errorOf, failure, makeClient, token } from '../support/client.js';
import { HandClock, StoppedClock } from '../support/clock.js';
import { data, frame, host, switching, terminal, vncTicket } from '../support/console.js';
import { type Handler, json, raw, refusal, ScriptedServer } from '../support/server.js';

const guest = { node: 'pve1', vmid: 100 };

/** A client whose clock stands still: nothing is kept alive, and no goodbye is given up. */
async function clientAt(handler: Handler | readonly Handler[], options = {}) {
  const server = await ScriptedServer.start(handler);
  return { server, client: clientOf(server, { clock: new StoppedClock(), ...options }) };
}

/** The error of a console that is refused after its terminal was had. */
async function refusedWith(answer: Handler) {
  const { client, server } = await clientAt([() => terminal, answer]);
  return { error: await errorOf(client.lxc.console(guest)), server };
}

describe('opening', () => {
  it('the credentials, the ticket and the subprotocol are where PVE looks for them', async () => {
    const { client, server } = await clientAt(host((socket) => void socket.write(data('OK'))));
    const stream = await client.lxc.console(guest);
    const [post, get] = server.requests;
    expect(post).toMatchObject({ method: 'POST', target: '/api2/json/nodes/pve1/lxc/100/termproxy' });
    expect(get?.target).toBe(
      `/api2/json/nodes/pve1/lxc/100/vncwebsocket?port=5900&vncticket=${encodeURIComponent(vncTicket)}`,
    );
    expect(get?.headers).toMatchObject({
      authorization: `PVEAPIToken=${token}`,
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'binary',
    });
    expect(get?.headers['sec-websocket-key']).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(get?.headers['sec-websocket-extensions']).toBeUndefined();
    expect(stream).toMatchObject({
      user: 'robot@pve!tests',
      upid: expect.stringContaining(':vncproxy:100:'),
    });
    stream.destroy();
  });

  it('a node has its own routes', async () => {
    const { client, server } = await clientAt(host((socket) => void socket.write(data('OK'))));
    (await client.nodes.console({ node: 'pve1', cmd: 'login' })).destroy();
    expect(server.requests.map(({ target }) => target.split('?')[0])).toEqual([
      '/api2/json/nodes/pve1/termproxy',
      '/api2/json/nodes/pve1/vncwebsocket',
    ]);
    expect(server.requests[0]?.body).toBe('cmd=login');
  });

  it.each<[string, Handler, abstract new (...args: never[]) => HttpError, object]>([
    ['a 401', () => raw('401 Authentication failed!', { Connection: 'close' }), AuthenticationError, {}],
    [
      'a wrong ticket',
      () => refusal(401, 'permission denied - invalid PVEVNC ticket'),
      AuthenticationError,
      { text: 'permission denied - invalid PVEVNC ticket' },
    ],
    [
      'a 403',
      () => refusal(403, 'Permission check failed (/vms/100, VM.Console)'),
      PermissionError,
      { privileges: ['VM.Console'] },
    ],
    ['a 500', () => refusal(500, 'command failed'), HttpError, { status: 500, text: 'command failed' }],
    ['a 501', () => refusal(501, "Method 'GET /x' not implemented"), HttpError, { status: 501 }],
  ])('%s in place of the WebSocket is that error', async (_what, answer, kind, facts) => {
    const { error, server } = await refusedWith(answer);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ route: 'GET /nodes/{node}/lxc/{vmid}/vncwebsocket', ...facts });
    // A ticket is good for one time.
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, Handler]>([
    ['a proxy that drops the Upgrade header', () => json({ data: { port: '5900' } })],
    ['a redirect', () => raw('302 Found', { Location: '/login' })],
    ['a handshake with a wrong answer', (request) => switching(request, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=')],
    ['a handshake without an answer', (request) => switching(request, '')],
  ])('%s is named, with what to look at', async (_what, answer) => {
    const { error } = await refusedWith(answer);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ kind: 'other', hint: expect.stringContaining('reverse proxy') });
  });

  it.each([
    ['hangs up without OK', (socket: { end(): unknown }) => void socket.end()],
    ['says something else than OK', (socket: { write(b: Buffer): unknown }) => void socket.write(data('NO'))],
  ])('a terminal that %s refused the ticket', async (_what, play) => {
    const { client } = await clientAt(host(play));
    const error = await failure(client.lxc.console(guest), AuthenticationError);
    expect(error.hint).toMatch(/log of the task UPID:.*since Proxmox VE 9\.0/);
  });

  it('an OK in pieces, with output behind it, loses nothing', async () => {
    const { client } = await clientAt(
      host(
        (socket) =>
          void socket.write(Buffer.concat([data('O'), frame(0x02, 'Kwe'), frame(0x80, 'lc'), data('ome')])),
      ),
    );
    const stream = (await client.lxc.console(guest)).setEncoding('utf8');
    let text = '';
    while (text !== 'welcome') text += String((await once(stream, 'data'))[0]);
    stream.destroy();
  });

  it('the host that resets is a ConnectionError', async () => {
    const { client, server } = await clientAt(host(() => setImmediate(() => server.reset())));
    expect(await failure(client.lxc.console(guest), ConnectionError)).toMatchObject({ kind: 'reset' });
  });

  it('one deadline counts for all of it', async () => {
    const { client } = await clientAt(host(() => {}));
    const error = await failure(client.lxc.console(guest, { timeout: 300 }), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', timeout: 300 });
  });

  it('an abort while it waits for OK ends it, and its connection', async () => {
    const controller = new AbortController();
    const { client, server } = await clientAt(host(() => controller.abort(new Error('enough'))));
    const error = await failure(client.lxc.console(guest, { signal: controller.signal }), AbortedError);
    expect(error.cause).toEqual(new Error('enough'));
    await client.close();
    await server.until(() => server.open === 0);
  });

  it('a lost answer of termproxy leaves its outcome open', async () => {
    const { client, server } = await clientAt((_request, socket) => void socket.destroy());
    await failure(client.lxc.console(guest), OutcomeUnknownError);
    expect(server.requests).toHaveLength(1);
  });

  it('a termproxy answer without a port cannot be used, and its error says nothing of the ticket', async () => {
    const { client } = await clientAt(() => json({ data: { ticket: vncTicket, user: 'x', upid: 'no' } }));
    const error = await failure(client.lxc.console(guest), OutcomeUnknownError);
    expect(error.cause).toBeInstanceOf(ResponseShapeError);
    expect(inspect(error, { depth: 9 })).not.toContain('c4nary');
  });

  it('a server with another certificate gets no byte', async () => {
    const { client, server } = await clientAt(
      host(() => {}),
      { fingerprint: 'AB'.repeat(32) },
    );
    await failure(client.lxc.console(guest), TlsPinError);
    expect(server.applicationBytes).toBe(0);
  });

  it('the pin counts for the WebSocket too: a server that took the place of the first gets no byte', async () => {
    const other = await ScriptedServer.start(
      host(() => {}),
      { certificate: createCertificate() },
    );
    const first = await ScriptedServer.start(() => terminal);
    // The way to the host ends somewhere else from the second connection on.
    const ways = [first.port, other.port];
    const between = await ScriptedServer.startTcp((socket) => {
      const way = connect(ways.shift() ?? 0, '127.0.0.1').on('error', () => {});
      socket.pipe(way).pipe(socket);
    });
    const url = between.url;
    const client = clientOf(first, { url, clock: new StoppedClock() });
    await failure(client.lxc.console(guest), TlsPinError);
    expect(first.requests).toHaveLength(1);
    expect(other.applicationBytes).toBe(0);
  });

  it('a transport without upgrade is told before anything is sent', async () => {
    const sent: string[] = [];
    const client = makeClient({
      url: 'https://pve1',
      token,
      transport: async ({ route }) => {
        sent.push(route);
        return { status: 500, reason: '', headers: {}, body: new Uint8Array() };
      },
    });
    const error = await failure(client.lxc.console(guest), ParamsError);
    expect(error.issues).toEqual([{ path: 'transport', message: expect.stringContaining('no `upgrade`') }]);
    expect(sent).toEqual([]);
  });

  it.each([
    [{ size: { cols: 0, rows: 24 } }, 'cols'],
    [{ size: { cols: 80, rows: 1.5 } }, 'rows'],
    [{ size: { cols: 80, rows: 65_536 } }, 'rows'],
    [{ keepAlive: 0 }, 'keepAlive'],
    [{ timeout: -1 }, 'timeout'],
  ])('%j is refused before anything is sent', async (options, path) => {
    const { client, server } = await clientAt(host(() => {}));
    expect((await failure(client.lxc.console(guest, options), ParamsError)).issues[0]?.path).toBe(path);
    expect(server.requests).toEqual([]);
  });
});

describe('an open one', () => {
  /** A console, and what its host does after the welcome. */
  async function opened(play: Parameters<typeof host>[0]) {
    const { client, server } = await clientAt(
      host((socket, seen) => {
        socket.write(data('OK'));
        play(socket, seen);
      }),
    );
    return { stream: await client.lxc.console(guest), client, server };
  }

  it.each<[string, Buffer, RegExp]>([
    ['reserved bits', frame(0xc2, 'x'), /reserved bits/],
    ['a mask', Buffer.from('8281000000001', 'hex'), /mask/],
    ['an unknown opcode', frame(0x83, 'x'), /opcode 3/],
    ['an unknown control opcode', frame(0x8b, 'x'), /opcode 11/],
    ['a ping in pieces', frame(0x09, 'x'), /control frame/],
    ['a ping that is too long', frame(0x89, 'x'.repeat(126)), /control frame/],
    ['a piece of nothing', frame(0x80, 'x'), /wrong order/],
    ['a message inside another', Buffer.concat([frame(0x02, 'x'), data('y')]), /wrong order/],
    ['a length beyond all numbers', Buffer.from(`827f${'ff'.repeat(8)}`, 'hex'), /its length/],
    ['HTTP', Buffer.from('HTTP/1.1 500 no\r\n\r\n'), /none of its frames/],
  ])('garbage (%s) breaks it, and says what', async (_what, bytes, expected) => {
    const { stream } = await opened((socket) => void socket.write(bytes));
    const error = await failure(once(stream.resume(), 'end'), ConnectionError);
    expect(error.message).toMatch(expected);
    expect(await stream.ended).toEqual({ by: 'host', error });
  });

  it('frames of any size are handed on, byte by byte as well', async () => {
    const whole = Buffer.concat([data('a'), data('b'.repeat(300)), frame(0x8a, 'pong'), data(''), data('c')]);
    const { stream } = await opened(async (socket) => {
      for (const byte of whole) {
        socket.write(Buffer.of(byte));
        if (byte === 0x82) await new Promise((resolve) => setImmediate(resolve));
      }
      socket.end();
    });
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += chunk;
    expect(text).toBe(`a${'b'.repeat(300)}c`);
  });

  it('a frame of 4 GiB is handed on as it comes: nothing of it is kept', async () => {
    const { stream } = await opened((socket) => {
      socket.write(Buffer.from('827f0000000100000000', 'hex'));
      socket.write('the begin of much');
    });
    expect(String((await once(stream, 'data'))[0])).toBe('the begin of much');
    stream.destroy();
  });

  it('a ping is answered', async () => {
    let seen: () => string[] = () => [];
    let looked = (): void => {};
    const { stream } = await opened((socket, all) => {
      seen = all;
      socket.write(frame(0x89, 'are you there'));
      socket.on('data', () => looked());
    });
    stream.resume();
    const answered = new Promise<void>((resolve) => {
      looked = () => void (seen().includes('pong:are you there') && resolve());
    });
    looked();
    await answered;
    stream.destroy();
  });

  it.each([
    [1000, undefined],
    [1001, undefined],
    [1011, /ended the WebSocket with 1011 no more of this/],
  ])('a close frame with %i', async (status, expected) => {
    const { stream } = await opened((socket) => {
      socket.write(
        frame(0x88, Buffer.concat([Buffer.of(status >> 8, status & 255), Buffer.from('no more of this')])),
      );
    });
    stream.on('error', () => {}).resume();
    const { by, error } = await stream.ended;
    expect(by).toBe('host');
    if (expected === undefined) expect(error).toBeUndefined();
    else expect(error?.message).toMatch(expected);
  });

  it('a reason that repeats the ticket is masked', async () => {
    const { stream } = await opened((socket) => {
      socket.write(frame(0x88, Buffer.concat([Buffer.of(0x03, 0xf3), Buffer.from(`bad ${vncTicket}`)])));
    });
    stream.on('error', () => {}).resume();
    const { error } = await stream.ended;
    expect(error?.message).toContain('bad ********');
    expect(inspect(error, { depth: 9 })).not.toContain('c4nary');
  });

  it('a host that resets is an error, one that hangs up an end', async () => {
    const reset = await opened(() => {});
    const failed = failure(once(reset.stream.resume(), 'end'), ConnectionError);
    reset.server.reset();
    const error = await failed;
    expect(error.kind).toBe('reset');
    const end = await opened((socket) => void setImmediate(() => socket.end()));
    await once(end.stream.resume(), 'close');
    expect(await end.stream.ended).toEqual({ by: 'host' });
  });

  it('closing the client ends it', async () => {
    const { stream, client, server } = await opened(() => {});
    const failed = failure(once(stream.resume(), 'end'), ConnectionError);
    await client.close();
    expect((await failed).kind).toBe('closed');
    expect((await stream.ended).by).toBe('client');
    await server.until(() => server.open === 0);
  });

  it('no log has the ticket', async () => {
    const lines: unknown[] = [];
    const logger = {
      debug: (...line: unknown[]) => lines.push(line),
      warn: (...line: unknown[]) => lines.push(line),
    };
    const { client } = await clientAt(
      host((socket) => void socket.write(data('OK'))),
      { logger },
    );
    (await client.lxc.console(guest)).destroy();
    expect(lines).toHaveLength(2);
    expect(inspect(lines, { depth: 9 })).not.toContain('c4nary');
    const { error } = await refusedWith(({ target }) =>
      refusal(500, `no: ${target} ${decodeURIComponent(target)}`),
    );
    expect(inspect(error, { depth: 9 })).toContain('vncticket=********');
    expect(inspect(error, { depth: 9 })).not.toContain('c4nary');
  });

  describe('that is silent', () => {
    /** A console on a clock of the test's, and a host that says nothing by itself. */
    async function silent() {
      let looked = (): void => {};
      let seen: () => string[] = () => [];
      let say = (_bytes: Buffer): void => {};
      const clock = new HandClock();
      const play = host((socket, all) => {
        seen = all;
        say = (bytes) => void socket.write(bytes);
        say(data('OK'));
        socket.on('data', () => looked());
      });
      const { client } = await clientAt(play, { clock });
      const stream = await client.lxc.console(guest, { keepAlive: 1_000 });
      /** Resolves once the client sent this so many times. */
      const got = (what: string, times: number) =>
        new Promise<void>((resolve) => {
          looked = () => void (seen().filter((each) => each === what).length >= times && resolve());
          looked();
        });
      return { stream, clock, got, say: (bytes: Buffer) => say(bytes) };
    }

    it('is kept alive as long as the host answers pings', async () => {
      const { stream, clock, got, say } = await silent();
      for (let count = 1; count <= 5; count += 1) {
        clock.advance(1_000);
        await got('ping:', count);
        await got('binary:2', count);
        say(frame(0x8a));
        // Its answer shows that what came before has arrived.
        say(frame(0x89, `${count}`));
        await got(`pong:${count}`, 1);
      }
      expect(stream.destroyed).toBe(false);
      stream.destroy();
    });

    it('is taken for gone after two times without a sign', async () => {
      const { stream, clock, got } = await silent();
      const failed = failure(once(stream.resume(), 'end'), ConnectionError);
      for (let count = 1; count <= 2; count += 1) {
        clock.advance(1_000);
        await got('ping:', count);
      }
      expect(stream.destroyed).toBe(false);
      clock.advance(1_000);
      const error = await failed;
      expect(error).toMatchObject({ kind: 'timeout', message: expect.stringContaining('for 2000 ms') });
      expect(await stream.ended).toEqual({ by: 'host', error });
    });
  });
});

import type { TLSSocket } from 'node:tls';
import { OutcomeUnknownError, ParamsError, systemClock, TimeoutError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { preload } from '../support/preload.js';
import { json, raw, refusal, ScriptedServer, version } from '../support/server.js';

// Else what the first of these limits covers is the loading of files.
await preload();

const guest = { node: 'pve1', vmid: 101 };
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n';

/** A server that writes this and then nothing more. */
const says = (bytes: string) =>
  ScriptedServer.start((_request, socket) => {
    socket.write(bytes);
    return undefined;
  });

/** Writes a chunk every few milliseconds, `count` times or for ever, and then the end. */
function drip(socket: TLSSocket, chunk: string, count: number, end: string): undefined {
  let left = count;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else if (left > 0) socket.write(chunk);
    else {
      clearInterval(timer);
      socket.write(end);
    }
    left -= 1;
  }, 10);
}

describe('the limit on waiting for an answer', () => {
  it('ends a read that is never answered, and hangs up', async () => {
    const server = await says('');
    const error = await failure(clientOf(server, { timeouts: { headers: 40 } }).version(), TimeoutError);
    expect(error).toMatchObject({
      phase: 'headers',
      timeout: 40,
      kind: 'timeout',
      sent: 'unknown',
      code: 'PVE_TIMEOUT',
      message: `${server.url}: waiting for the answer took longer than 40 ms`,
      hint: expect.stringMatching(/timeouts\.headers/),
    });
    await server.until(() => server.open === 0);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves a write in doubt', async () => {
    const server = await says('');
    const client = clientOf(server, { timeouts: { headers: 40 } });
    const error = await failure(client.lxc.start(guest), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ phase: 'headers', sent: 'unknown' });
    expect(error.cause).toBeInstanceOf(TimeoutError);
    expect(server.requests).toHaveLength(1);
  });

  it('is not met by half a head, nor by an interim answer', async () => {
    for (const bytes of ['HTTP/1.1 200 OK\r\nContent-Le', 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n']) {
      const server = await says(bytes);
      const error = await failure(clientOf(server, { timeouts: { headers: 40 } }).version(), TimeoutError);
      expect(error.phase).toBe('headers');
    }
  });
});

describe('the limit on silence in the body', () => {
  it.each([
    ['after the head', head],
    ['after half the JSON', `${head}{"data": {"version"`],
    ['after a whole JSON that is announced to be longer', `${head}${JSON.stringify(version)}`],
    ['in a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"dat\r\n'],
    ['in an error', 'HTTP/1.1 500 no\r\nContent-Length: 9\r\n\r\n{'],
  ])('ends a read %s', async (_where, bytes) => {
    const server = await says(bytes);
    const error = await failure(clientOf(server, { timeouts: { body: 40 } }).version(), TimeoutError);
    expect(error).toMatchObject({ phase: 'body', timeout: 40, sent: 'unknown' });
    await server.until(() => server.open === 0);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves a write in doubt', async () => {
    const server = await says(`${head}{"data":"UPID`);
    const client = clientOf(server, { timeouts: { body: 40 } });
    const error = await failure(client.lxc.start(guest), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ phase: 'body' });
  });

  it('begins anew with each piece, so a slow body arrives', async () => {
    const body = JSON.stringify(version);
    const server = await ScriptedServer.start((_request, socket) => {
      const count = 60;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${count + body.length}\r\n\r\n`);
      return drip(socket, ' ', count, body);
    });
    // 60 pieces at 10 ms are more than the limit, and each single pause is far from it.
    const client = clientOf(server, { timeouts: { body: 400 } });
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });

  it('does not save an endless drip from the limit on the call', async () => {
    const server = await ScriptedServer.start((_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      return drip(socket, ' ', Number.POSITIVE_INFINITY, '');
    });
    const client = clientOf(server, { timeouts: { body: 5_000, call: 100 } });
    const error = await failure(client.version(), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', timeout: 100, sent: 'unknown' });
    await server.until(() => server.open === 0);
  });
});

describe('the limit on the whole call', () => {
  it('is what the call says, else what the client says', async () => {
    const server = await says('');
    const client = clientOf(server, { timeouts: { call: 50 } });
    expect(await failure(client.version(), TimeoutError)).toMatchObject({ phase: 'call', timeout: 50 });
    const short = await failure(client.version({}, { timeout: 20 }), TimeoutError);
    expect(short).toMatchObject({ phase: 'call', timeout: 20 });
    const called = await failure(client.call('GET /version', {}, { timeout: 30 }), TimeoutError);
    expect(called.timeout).toBe(30);
  });

  it('covers waiting in line', async () => {
    const server = await says('');
    const client = clientOf(server, { connections: 1, timeouts: { headers: 300 } });
    const first = failure(client.version(), TimeoutError);
    await server.until(() => server.requests.length === 1);
    const second = await failure(client.lxc.start(guest, { timeout: 30 }), TimeoutError);
    expect(second).toMatchObject({ phase: 'call', sent: 'no' });
    await first;
    expect(server.requests).toHaveLength(1);
  });

  it('covers making the connection', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.resume());
    const error = await failure(clientOf(server).lxc.start(guest, { timeout: 40 }), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', sent: 'no' });
    await server.until(() => server.open === 0);
  });

  it('covers the pauses between retries', async () => {
    const server = await ScriptedServer.start(() => refusal(596, 'Connection timed out'));
    const client = clientOf(server, { clock: systemClock, random: () => 0 });
    const error = await failure(client.version({}, { timeout: 100 }), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', timeout: 100, sent: 'unknown' });
    expect(server.requests).toHaveLength(1);
  });

  it('leaves a write that was sent in doubt', async () => {
    const server = await says('');
    // Long enough for a connection on a machine that has other things to do.
    const error = await failure(clientOf(server).lxc.start(guest, { timeout: 1_000 }), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ phase: 'call', code: 'PVE_TIMEOUT' });
  });

  it('may be very long, or none', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const client = clientOf(server);
    for (const timeout of [2 ** 40, Number.POSITIVE_INFINITY])
      await expect(client.version({}, { timeout })).resolves.toBeDefined();
  });

  it.each([0, -1, Number.NaN])('cannot be %d', async (timeout) => {
    const server = await ScriptedServer.start(() => raw('500 no'));
    const error = await failure(clientOf(server).version({}, { timeout }), ParamsError);
    expect(error.issues).toMatchObject([{ path: 'timeout' }]);
    expect(server.connections).toBe(0);
  });
});

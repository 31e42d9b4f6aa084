import {
  type Client,
  ConflictError,
  ConnectionError,
  HttpError,
  LockedError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProxyError,
  ResponseShapeError,
} from '@felhom/proxmox';
import { describe, expect, it, vi } from 'vitest';
import { mayRetry } from '~/client/retry.js';
import { clientOf, errorOf, failure, identity } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { type Handler, json, raw, refusal, ScriptedServer, version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:robot@pve!tests:';
const start = (client: Client) => client.lxc.start(guest);

const breaks: Handler = (_request, socket) => {
  socket.destroy();
  return undefined;
};
const resets: Handler = (_request, socket, server) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"data":', () => server.reset());
  return undefined;
};
/** Announces more than it sends, and closes properly. */
const truncates: Handler = () =>
  Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{"data":{"version":"9"}}');
/** Ends a chunked body without its last chunk. */
const endsEarly: Handler = (_request, socket) => {
  socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n8\r\n{"data":\r\n');
  return undefined;
};
const answers =
  (bytes: Buffer): Handler =>
  () =>
    bytes;

describe('a write that was not sent', () => {
  it('because the connection was refused is tried again, and then a ConnectionError', async () => {
    const server = await ScriptedServer.start(breaks);
    await server.close();
    const clock = new FastClock();
    const error = await failure(start(clientOf(server, { clock })), ConnectionError);
    expect(error).toMatchObject({ kind: 'refused', sent: 'no', code: 'PVE_CONNECTION' });
    expect(clock.pauses).toHaveLength(2);
  });

  it('because the handshake broke is tried again, and works then', async () => {
    const broken = await ScriptedServer.startTcp((socket) => socket.destroy());
    const { port } = broken;
    const clock = new FastClock();
    let real: ScriptedServer | undefined;
    vi.spyOn(clock, 'sleep').mockImplementation(async () => {
      await broken.close();
      real ??= await ScriptedServer.start(() => json({ data: upid }), { port });
    });
    await expect(start(clientOf(broken, { clock }))).resolves.toBe(upid);
    expect(real?.requests).toHaveLength(1);
  });

  it('is never retried with `retries: 0`', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.destroy());
    await failure(start(clientOf(server, { retries: 0 })), ConnectionError);
    expect(server.connections).toBe(1);
  });
});

describe('a write whose answer is lost', () => {
  it.each([
    ['the connection breaks', breaks, ConnectionError, { kind: 'reset', sent: 'unknown' }],
    ['the connection is reset in the answer', resets, ConnectionError, { kind: 'reset', sent: 'unknown' }],
    ['the answer is cut off', truncates, ConnectionError, { kind: 'reset', sent: 'unknown' }],
    ['a chunked answer is cut off', endsEarly, ConnectionError, { kind: 'reset', sent: 'unknown' }],
    ['the answer is no HTTP', answers(Buffer.from('hello\r\n\r\n')), ConnectionError, { kind: 'other' }],
    ['596', answers(refusal(596, 'Connection timed out')), ProxyError, { status: 596 }],
    ['597', answers(refusal(597, 'error while reading')), ProxyError, { status: 597 }],
    ['598', answers(refusal(598, 'x')), ProxyError, { status: 598 }],
    ['599', answers(refusal(599, 'Too many redirections')), ProxyError, { status: 599 }],
    ['502 of a proxy', answers(raw('502 Bad Gateway', {}, '<html>')), HttpError, { status: 502 }],
    ['503 of a proxy', answers(raw('503 Unavailable')), HttpError, { status: 503 }],
    ['504 of a proxy', answers(raw('504 Gateway Time-out')), HttpError, { status: 504 }],
    ['524 of a content network', answers(raw('524 A Timeout Occurred')), HttpError, { status: 524 }],
    [
      'an HTML page with 200',
      answers(raw('200 OK', {}, '<!DOCTYPE html>')),
      ResponseShapeError,
      { why: 'html' },
    ],
    ['half a JSON', answers(raw('200 OK', {}, '{"data":"UP')), ResponseShapeError, { why: 'truncated' }],
    ['an empty 200', answers(raw('200 OK')), ResponseShapeError, { why: 'truncated' }],
    ['a 204', answers(Buffer.from('HTTP/1.1 204 No\r\n\r\n')), ResponseShapeError, { why: 'truncated' }],
    ['a 202 of a proxy', answers(raw('202 Accepted', {}, 'queued')), ResponseShapeError, { why: 'not-json' }],
    ['no task where one belongs', answers(json({ data: null })), ResponseShapeError, { why: 'no-data' }],
    ['something else than a task', answers(json({ data: 'OK' })), ResponseShapeError, { why: 'shape' }],
  ])('(%s) is an OutcomeUnknownError, sent exactly once', async (_what, answer, cause, facts) => {
    const server = await ScriptedServer.start(answer);
    const clock = new FastClock(1_790_000_000_000);
    const error = await failure(start(clientOf(server, { clock })), OutcomeUnknownError);
    expect(error).toMatchObject({
      code: 'PVE_OUTCOME_UNKNOWN',
      route: 'POST /nodes/{node}/lxc/{vmid}/status/start',
      since: 1_790_000_000_000,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(error.hint).toMatch(/Read the state/);
    expect(error.cause).toBeInstanceOf(cause);
    expect(error.cause).toMatchObject(facts);
    expect(server.requests).toHaveLength(1);
    expect(clock.pauses).toEqual([]);
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)(
    'is one for every method that changes things (%s)',
    async (method) => {
      const server = await ScriptedServer.start(breaks);
      const error = await failure(
        clientOf(server).request(`${method} /nodes/{node}/config`, { node: 'pve1' }),
        OutcomeUnknownError,
      );
      expect(error.cause).toMatchObject({ kind: 'reset' });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('on a kept connection is in doubt too: nobody knows how far it came', async () => {
    const server = await ScriptedServer.start([() => json(version), breaks]);
    const client = clientOf(server);
    await client.version();
    await failure(start(client), OutcomeUnknownError);
    expect(server.requests).toHaveLength(2);
    expect(server.connections).toBe(1);
  });
});

describe('a write that was refused', () => {
  it.each([
    ['595', refusal(595, 'No route to host'), ProxyError, { status: 595 }],
    ['400', refusal(400, 'Parameter verification failed.', { vmid: 'no' }), HttpError, { status: 400 }],
    [
      '403',
      refusal(403, 'Permission check failed (/vms/101, VM.PowerMgmt)'),
      PermissionError,
      { status: 403 },
    ],
    ['500', refusal(500, 'CT 101 already running'), HttpError, { status: 500 }],
    ['500 with a lock', refusal(500, 'CT is locked (backup)'), LockedError, { lock: 'backup' }],
    [
      '500 with an old digest',
      refusal(500, 'detected modified configuration - file changed by other user? Try again.'),
      ConflictError,
      { kind: 'digest' },
    ],
    [
      '500 without the guest',
      refusal(500, "Configuration file 'nodes/pve1/lxc/101.conf' does not exist"),
      NotFoundError,
      { kind: 'guest' },
    ],
    ['501', refusal(501, "Method 'POST /x' not implemented"), HttpError, { status: 501 }],
    ['506', refusal(506, 'http protocol version 2.0 not supported'), HttpError, { status: 506 }],
    ['301', raw('301 Moved', { Location: 'https://elsewhere/' }), HttpError, { status: 301 }],
    ['404 of another server', raw('404 Not Found'), HttpError, { status: 404 }],
  ])('(%s) keeps its error, and is not tried again', async (_what, answer, kind, facts) => {
    const server = await ScriptedServer.start(answers(answer));
    const error = await failure(start(clientOf(server)), kind);
    expect(error).toMatchObject(facts);
    expect(server.requests).toHaveLength(1);
  });

  it('says which right is missing, and how to give it to this caller', async () => {
    const text = 'Permission check failed (/vms/101, VM.PowerMgmt)';
    const server = await ScriptedServer.start(answers(refusal(403, text)));
    const error = await failure(start(clientOf(server)), PermissionError);
    expect(error).toMatchObject({ path: '/vms/101', privileges: ['VM.PowerMgmt'], rootOnly: false });
    expect(error.fix).toContain(identity);
    expect(error.hint).toContain(error.fix);
  });
});

describe('a read', () => {
  it.each([
    ['a broken connection', breaks],
    ['a reset in the answer', resets],
    ['an answer that is cut off', truncates],
    ['a chunked answer that is cut off', endsEarly],
    ['half a JSON', answers(raw('200 OK', {}, '{"data":{"ver'))],
    ['an empty body', answers(raw('200 OK'))],
    ...[502, 503, 504, 595, 596, 597, 598, 599].map((status): [string, Handler] => [
      String(status),
      answers(raw(`${status} x`, { Connection: 'close' })),
    ]),
  ])('is tried again after %s', async (_what, bad) => {
    const clock = new FastClock();
    const server = await ScriptedServer.start([bad, bad, () => json(version)]);
    await expect(clientOf(server, { clock, random: () => 0 }).version()).resolves.toMatchObject({
      release: '9.2',
    });
    expect(server.requests).toHaveLength(3);
    expect(clock.pauses).toEqual([250, 750]);
  });

  it.each([
    ...[400, 401, 403, 404, 500, 501, 301].map((status): [string, Handler] => [
      String(status),
      answers(raw(`${status} no`, { Connection: 'close' })),
    ]),
    ['an HTML page with 200', answers(raw('200 OK', {}, '<html></html>'))],
    ['a wrong shape', answers(json({ data: { version: 9 } }))],
    ['no data', answers(json({ data: null }))],
  ])('is not tried again after %s', async (_what, bad) => {
    const server = await ScriptedServer.start(bad);
    await errorOf(clientOf(server).version());
    expect(server.requests).toHaveLength(1);
  });

  it('gives up after the retries it has, with the last error', async () => {
    const server = await ScriptedServer.start([
      breaks,
      answers(refusal(596, 'first')),
      answers(refusal(599, 'second')),
    ]);
    const clock = new FastClock();
    const error = await failure(clientOf(server, { clock }).version(), ProxyError);
    expect(error).toMatchObject({ status: 599, text: 'second' });
    expect(clock.pauses).toHaveLength(2);
    await failure(clientOf(server, { retries: 0, clock }).version(), ProxyError);
    expect(clock.pauses).toHaveLength(2);
    expect(server.requests).toHaveLength(4);
  });

  it('pauses longer each time, up to 4 s, with jitter, on the injected clock alone', async () => {
    const server = await ScriptedServer.start(answers(refusal(596, 'x')));
    const clock = new FastClock();
    const random = vi.fn(() => 0);
    await errorOf(clientOf(server, { clock, random, retries: 6 }).version());
    expect(clock.pauses).toEqual([250, 750, 2_250, 4_000, 4_000, 4_000]);
    expect(random).toHaveBeenCalledTimes(6);
    const jittered = new FastClock();
    await errorOf(clientOf(server, { clock: jittered, random: () => 1, retries: 2 }).version());
    expect(jittered.pauses).toEqual([0, 0]);
  });

  it('shares a budget of retries with the other calls of the client, which successes fill again', async () => {
    let bad = true;
    const server = await ScriptedServer.start(() => (bad ? refusal(596, 'x') : json(version)));
    const client = clientOf(server);
    for (let call = 0; call < 10; call += 1) await failure(client.version(), ProxyError);
    // 10 calls with a first try each, and 10 retries in all.
    expect(server.requests).toHaveLength(20);
    bad = false;
    for (let call = 0; call < 10; call += 1) await client.version();
    bad = true;
    await failure(client.version(), ProxyError);
    expect(server.requests).toHaveLength(32);
  });
});

describe('what may be tried again', () => {
  const connection = (
    kind: 'refused' | 'dns' | 'tls' | 'certificate' | 'closed',
    sent: 'no' | 'unknown',
    cause = {},
  ) => new ConnectionError('x', { kind, sent, cause });

  it('is a name server that is busy, and not a name that is wrong', () => {
    expect(mayRetry(connection('dns', 'no', { code: 'EAI_AGAIN' }), false)).toBe(true);
    expect(mayRetry(connection('dns', 'no', { code: 'ENOTFOUND' }), true)).toBe(false);
    expect(mayRetry(connection('dns', 'no', undefined), true)).toBe(false);
  });

  it('is no write that may have been sent, whoever asks', () => {
    expect(mayRetry(connection('refused', 'no'), false)).toBe(true);
    expect(mayRetry(connection('refused', 'unknown'), false)).toBe(false);
    expect(mayRetry(connection('refused', 'unknown'), true)).toBe(true);
  });

  it('is nothing that will be the same next time', () => {
    for (const kind of ['tls', 'certificate', 'closed'] as const)
      expect(mayRetry(connection(kind, 'no'), true)).toBe(false);
    expect(mayRetry(new TypeError('a bug'), true)).toBe(false);
    expect(mayRetry(undefined, true)).toBe(false);
  });
});

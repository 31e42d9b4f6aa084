import { getEventListeners } from 'node:events';
import {
  AbortedError,
  type Client,
  ConnectionError,
  OutcomeUnknownError,
  type TransportRequest,
} from '@felhom/proxmox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { undiciTransport } from '~/client/transport.js';
import { clientOf, failure } from '../support/client.js';
import { StoppedClock } from '../support/clock.js';
import { certificate, json, refusal, ScriptedServer, version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:robot@pve!tests:';
const silent = () => ScriptedServer.start(() => undefined);
const reason = new Error('the operator pressed ^C');

const reading = (client: Client, signal: AbortSignal) => client.version({}, { signal });
const writing = (client: Client, signal: AbortSignal) => client.lxc.start(guest, { signal });

const aborted = (sent: 'no' | 'unknown') => ({
  name: 'AbortError',
  code: 'PVE_ABORTED',
  kind: 'aborted',
  sent,
  cause: reason,
});

describe('an abort', () => {
  it.each([
    ['read', reading],
    ['write', writing],
  ])('before the call sends nothing (%s)', async (_what, call) => {
    const server = await silent();
    const error = await failure(call(clientOf(server), AbortSignal.abort(reason)), AbortedError);
    expect(error).toMatchObject(aborted('no'));
    expect(server.connections).toBe(0);
  });

  it.each([
    ['read', reading],
    ['write', writing],
  ])('while waiting in line leaves the line (%s)', async (_what, call) => {
    let answer: () => void = () => {};
    const free = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const server = await ScriptedServer.start(async () => {
      await free;
      return json(version);
    });
    const client = clientOf(server, { connections: 1 });
    const first = client.version();
    await server.until(() => server.requests.length === 1);
    const controller = new AbortController();
    const second = failure(call(client, controller.signal), AbortedError);
    const third = client.version();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    expect(await second).toMatchObject(aborted('no'));
    answer();
    await Promise.all([first, third]);
    expect(server.requests.map((request) => request.method)).toEqual(['GET', 'GET']);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['read', reading],
    ['write', writing],
  ])('while connecting hangs up (%s)', async (_what, call) => {
    const server = await ScriptedServer.startTcp((socket) => socket.resume());
    const controller = new AbortController();
    const result = failure(call(clientOf(server), controller.signal), AbortedError);
    await server.until(() => server.open === 1);
    controller.abort(reason);
    expect(await result).toMatchObject(aborted('no'));
    await server.until(() => server.open === 0);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['before the head', ''],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"data":'],
  ])('%s hangs up: a read is over, a write is in doubt', async (_when, bytes) => {
    const server = await ScriptedServer.start((_request, socket) => {
      socket.write(bytes);
      return undefined;
    });
    const client = clientOf(server);
    const [forRead, forWrite] = [new AbortController(), new AbortController()];
    const read = failure(reading(client, forRead.signal), AbortedError);
    await server.until(() => server.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    forRead.abort(reason);
    expect(await read).toMatchObject(aborted('unknown'));
    const write = failure(writing(client, forWrite.signal), OutcomeUnknownError);
    await server.until(() => server.requests.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 10));
    forWrite.abort(reason);
    const { cause } = await write;
    expect(cause).toBeInstanceOf(AbortedError);
    expect(cause).toMatchObject(aborted('unknown'));
    await server.until(() => server.open === 0);
    expect(server.requests).toHaveLength(2);
  });

  it('in the pause after a failed read ends it', async () => {
    const server = await ScriptedServer.start(() => refusal(596, 'Connection timed out'));
    const clock = new StoppedClock();
    const controller = new AbortController();
    const result = failure(reading(clientOf(server, { clock }), controller.signal), AbortedError);
    await clock.untilPaused();
    controller.abort(reason);
    expect(await result).toMatchObject(aborted('unknown'));
    expect(server.requests).toHaveLength(1);
  });

  it('in the pause after a refused connection ends a write that was never sent', async () => {
    const server = await silent();
    await server.close();
    const clock = new StoppedClock();
    const controller = new AbortController();
    const result = failure(writing(clientOf(server, { clock }), controller.signal), AbortedError);
    await clock.untilPaused();
    controller.abort(reason);
    expect(await result).toMatchObject(aborted('no'));
  });

  it('that comes while the HTTP library is still being loaded is not lost', async () => {
    const server = await silent();
    const { fingerprint } = certificate();
    const transport = undiciTransport({
      origin: server.url,
      trust: { kind: 'pins', pins: [fingerprint] },
      connections: 1,
      connectTimeout: 1_000,
    });
    onTestFinished(() => transport.close?.());
    const controller = new AbortController();
    const request: TransportRequest = {
      route: 'GET /version',
      method: 'GET',
      url: new URL(`${server.url}/api2/json/version`),
      headers: {},
      body: undefined,
      timeouts: { connect: 1_000, headers: 1_000, body: 1_000 },
      maxBody: 1_000,
      signal: controller.signal,
    };
    const result = failure(transport(request), AbortedError);
    controller.abort(reason);
    expect(await result).toMatchObject(aborted('no'));
    expect(server.connections).toBe(0);
  });

  it.each([
    ['without a reason', AbortSignal.abort(), expect.objectContaining({ name: 'AbortError' })],
    ['with a text', AbortSignal.abort('enough'), 'enough'],
    ['with null', AbortSignal.abort(null), null],
  ])('%s keeps it as the cause', async (_what, signal, cause) => {
    const server = await silent();
    const error = await failure(clientOf(server).version({}, { signal }), AbortedError);
    expect(error.cause).toEqual(cause);
    expect(() => JSON.stringify(error)).not.toThrow();
  });

  it('by AbortSignal.timeout is an abort, with its reason', async () => {
    const server = await silent();
    const error = await failure(
      clientOf(server).version({}, { signal: AbortSignal.timeout(20) }),
      AbortedError,
    );
    expect(error.cause).toMatchObject({ name: 'TimeoutError' });
  });

  it('after the answer changes nothing', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const controller = new AbortController();
    const client = clientOf(server);
    await reading(client, controller.signal);
    controller.abort(reason);
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
    expect(server.connections).toBe(1);
  });

  it('frees its connection for the next call', async () => {
    const server = await ScriptedServer.start([() => undefined, () => json(version)]);
    const client = clientOf(server, { connections: 1 });
    const controller = new AbortController();
    const first = failure(reading(client, controller.signal), AbortedError);
    await server.until(() => server.requests.length === 1);
    controller.abort(reason);
    await first;
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });
});

describe('a signal that lives long', () => {
  const activeTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  it('gathers no listeners and no timers, however calls end', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => {
      process.off('warning', onWarning);
    });
    const { signal } = new AbortController();
    const server = await ScriptedServer.start((request, socket) => {
      if (request.number % 50 === 7) socket.destroy();
      if (request.number % 50 === 8) return refusal(500, 'no');
      return json(request.method === 'GET' ? version : { data: upid });
    });
    const client = clientOf(server, { connections: 4 });
    await client.version();
    const before = activeTimers();
    for (let round = 0; round < 10; round += 1) {
      const calls = Array.from({ length: 100 }, (_, index) =>
        index % 5 === 0 ? writing(client, signal) : reading(client, signal),
      );
      await Promise.allSettled(calls);
    }
    const gone = await silent();
    await gone.close();
    await failure(reading(clientOf(gone), signal), ConnectionError);
    expect(server.requests.length).toBeGreaterThan(1_000);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
    expect(activeTimers()).toBeLessThanOrEqual(before);
  });

  it('gathers none in waits either', async () => {
    const { signal } = new AbortController();
    const status = { upid, node: 'pve1', type: 'vzstart', id: '101', user: 'robot@pve', starttime: 1 };
    const server = await ScriptedServer.start((request) =>
      json({
        data: { ...status, status: request.number % 4 === 0 ? 'stopped' : 'running', exitstatus: 'OK' },
      }),
    );
    const client = clientOf(server);
    for (let round = 0; round < 10; round += 1) await client.tasks.wait(upid, { signal });
    expect(server.requests).toHaveLength(40);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

import {
  AbortedError,
  type ClientOptions,
  ConnectionError,
  type FetchLike,
  fetchTransport,
  OutcomeUnknownError,
  ResponseShapeError,
  TimeoutError,
} from '@felhom/proxmox';
import { getResponse, HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { failure, makeClient, token } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const reason = new Error('^C');

function clientOver(fetch: FetchLike, options: Partial<ClientOptions> = {}) {
  const transport = fetchTransport(fetch);
  const clock = new FastClock();
  return makeClient({ url: 'https://pve1', token, transport, clock, ...options } as ClientOptions);
}

/** A body that begins and never ends. */
const endless = () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
const never = () => new Promise<Response>(() => {});

describe('a transport over fetch', () => {
  it('makes the request that the built-in one makes', async () => {
    const seen: Request[] = [];
    const client = clientOver(async (request) => {
      seen.push(request);
      return Response.json({ data: null });
    });
    await client.request('GET /nodes/{node}/lxc', { node: 'pve1', full: true });
    await client.request('POST /nodes/{node}/lxc', { node: 'pve1', vmid: 101 });
    await client.request('PUT /nodes/{node}/dns', { node: 'pve1' });
    expect(seen.map((request) => `${request.method} ${request.url}`)).toEqual([
      'GET https://pve1:8006/api2/json/nodes/pve1/lxc?full=1',
      'POST https://pve1:8006/api2/json/nodes/pve1/lxc',
      'PUT https://pve1:8006/api2/json/nodes/pve1/dns',
    ]);
    const [get, post, put] = seen;
    expect(get?.body).toBeNull();
    expect(await post?.text()).toBe('vmid=101');
    expect(await put?.text()).toBe('');
    for (const request of seen) {
      expect(request.redirect).toBe('manual');
      expect(request.headers.get('authorization')).toBe(`PVEAPIToken=${token}`);
    }
  });

  it('works with msw: answers, errors with a reason, and requests that nobody mocked', async () => {
    const handlers = [
      http.get('https://pve1:8006/api2/json/version', () => HttpResponse.json(version)),
      http.get('https://pve1:8006/api2/json/nodes', () =>
        HttpResponse.json({ data: null }, { status: 500, statusText: 'cluster not ready' }),
      ),
      http.post('https://pve1:8006/api2/json/nodes/pve1/lxc/101/status/start', () => HttpResponse.error()),
    ];
    const client = clientOver((request) => getResponse(handlers, request));
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
    await expect(client.nodes.list()).rejects.toMatchObject({ status: 500, text: 'cluster not ready' });
    const lost = await failure(client.lxc.start(guest), OutcomeUnknownError);
    expect(lost.cause).toMatchObject({ kind: 'other', sent: 'unknown' });
    const unmocked = await failure(client.call('GET /cluster/resources'), ConnectionError);
    expect(unmocked.message).toMatch(/no answer to this request is mocked/);
  });

  it('does not unpack what fetch has unpacked', async () => {
    const client = clientOver(async () =>
      Response.json(version, { headers: { 'Content-Encoding': 'gzip' } }),
    );
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });

  it('has the time limits of the built-in one, whether or not the function heeds its signal', async () => {
    const timeouts = { headers: 30, body: 30 };
    const silent = clientOver(never, { timeouts });
    expect(await failure(silent.version(), TimeoutError)).toMatchObject({
      phase: 'headers',
      sent: 'unknown',
    });
    const stuck = clientOver(async () => new Response(endless()), { timeouts });
    expect(await failure(stuck.version(), TimeoutError)).toMatchObject({ phase: 'body' });
    const call = await failure(clientOver(never).version({}, { timeout: 30 }), TimeoutError);
    expect(call).toMatchObject({ phase: 'call', sent: 'unknown' });
    const write = await failure(clientOver(never).lxc.start(guest, { timeout: 30 }), OutcomeUnknownError);
    expect(write.cause).toBeInstanceOf(TimeoutError);
  });

  it('tells the function when a request is over', async () => {
    let signal: AbortSignal | undefined;
    const client = clientOver(
      (request) => {
        signal = request.signal;
        return never();
      },
      { timeouts: { headers: 20 } },
    );
    await failure(client.version(), TimeoutError);
    expect(signal?.aborted).toBe(true);
  });

  it.each<[string, FetchLike]>([
    ['before the head', never],
    ['in the body', async () => new Response(endless())],
  ])('is ended by an abort %s', async (_when, fetch) => {
    for (const call of ['read', 'write']) {
      const controller = new AbortController();
      const { signal } = controller;
      const client = clientOver((request) => {
        setImmediate(() => controller.abort(reason));
        return fetch(request);
      });
      if (call === 'read') {
        const error = await failure(client.version({}, { signal }), AbortedError);
        expect(error).toMatchObject({ cause: reason, sent: 'unknown' });
      } else {
        const error = await failure(client.lxc.start(guest, { signal }), OutcomeUnknownError);
        expect(error.cause).toMatchObject({ code: 'PVE_ABORTED', cause: reason });
      }
    }
  });

  it('reads no more than `maxBody`', async () => {
    let cancelled = false;
    const flood = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
        cancel: () => {
          cancelled = true;
        },
      });
    const client = clientOver(async () => new Response(flood()), { maxBody: 10_000 });
    const error = await failure(client.version(), ResponseShapeError);
    expect(error.why).toBe('too-large');
    expect(cancelled).toBe(true);
  });

  it.each([
    ['ECONNREFUSED', 'refused', 'no'],
    ['ENOTFOUND', 'dns', 'no'],
    ['ECONNRESET', 'reset', 'unknown'],
    ['UND_ERR_SOCKET', 'reset', 'unknown'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', 'unknown'],
    ['EWHATEVER', 'other', 'unknown'],
  ])('reads what a fetch that failed says of it: %s', async (code, kind, sent) => {
    const client = clientOver(
      () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })),
      { retries: 0 },
    );
    expect(await failure(client.version(), ConnectionError)).toMatchObject({ kind, sent });
  });

  it.each<[string, FetchLike]>([
    [
      'throws at once',
      () => {
        throw new Error('not today');
      },
    ],
    ['rejects with a text', () => Promise.reject('not today')],
    [
      'gives a body that breaks',
      async () => new Response(new ReadableStream({ pull: () => Promise.reject(new Error('not today')) })),
    ],
  ])('is a ConnectionError where the function %s', async (_what, fetch) => {
    const error = await failure(clientOver(fetch).version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'other', sent: 'unknown' });
  });

  it('takes an answer without a body', async () => {
    const client = clientOver(async () => new Response(null, { status: 500, statusText: 'no' }));
    await expect(client.version()).rejects.toMatchObject({ status: 500, text: 'no' });
  });
});

import { HttpError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '~/client/retry.js';
import { clientOf, failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { listen } from '../support/heard.js';
import { json, raw, refusal, ScriptedServer, version } from '../support/server.js';

const now = Date.UTC(2026, 0, 1);
const busy = (after: string, status = 503) =>
  raw(`${status} x`, { 'Retry-After': after, Connection: 'close' });

describe('Retry-After', () => {
  it('is in seconds, or a date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (seconds) => {
        expect(readRetryAfter(` ${seconds} `, now)).toBe(seconds * 1_000);
        const at = new Date(now + seconds);
        expect(readRetryAfter(at.toUTCString(), now)).toBe(Math.floor(seconds / 1_000) * 1_000);
        expect(readRetryAfter(new Date(now - seconds).toUTCString(), now)).toBe(0);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '-1',
    '1.5',
    '1e3',
    'soon',
    '2026-01-01',
    'Thu, 99 Foo 2026 00:00:00 GMT',
    '1'.repeat(30),
  ])('is nothing where it is %j', (text) => {
    expect(readRetryAfter(text, now)).toBeUndefined();
  });

  it('is nothing of any other text, and never a number below 0 or that is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = readRetryAfter(text, now);
        expect(ms === undefined || (Number.isFinite(ms) && ms >= 0)).toBe(true);
      }),
    );
    expect(readRetryAfter(undefined, now)).toBeUndefined();
  });

  it.each([429, 503])('of a %i is kept to by a read', async (status) => {
    const heard = listen('retry');
    const server = await ScriptedServer.start([() => busy('7', status), () => json(version)]);
    const clock = new FastClock();
    await clientOf(server, { clock }).version();
    expect(clock.pauses).toEqual([7_000]);
    expect(heard).toMatchObject([
      { event: { route: 'GET /version', attempt: 1, decision: 'retry', delay: 7_000, error: { status } } },
    ]);
  });

  it('as a date goes by the clock of the client', async () => {
    const clock = new FastClock();
    const server = await ScriptedServer.start([
      () => busy(new Date(clock.now() + 9_000).toUTCString()),
      () => json(version),
    ]);
    await clientOf(server, { clock }).version();
    expect(clock.pauses).toEqual([9_000]);
  });

  it('that is short makes no pause shorter', async () => {
    const server = await ScriptedServer.start([() => busy('0'), () => json(version)]);
    const clock = new FastClock();
    await clientOf(server, { clock, random: () => 0 }).version();
    expect(clock.pauses).toEqual([250]);
  });

  it('that is long is for the caller to decide', async () => {
    const heard = listen('retry');
    const server = await ScriptedServer.start(() => busy('31'));
    const clock = new FastClock();
    const error = await failure(clientOf(server, { clock }).version(), HttpError);
    expect(error.retryAfter).toBe(31_000);
    expect(clock.pauses).toEqual([]);
    expect(server.requests).toHaveLength(1);
    expect(heard).toMatchObject([{ event: { decision: 'too-long', delay: 31_000 } }]);
  });

  it('makes no change go twice', async () => {
    const server = await ScriptedServer.start(() => busy('1', 429));
    await failure(clientOf(server).lxc.start({ node: 'pve1', vmid: 101 }), HttpError);
    expect(server.requests).toHaveLength(1);
  });

  it('that is not there leaves no trace', async () => {
    const server = await ScriptedServer.start(() => refusal(500, 'no'));
    const error = await failure(clientOf(server).version(), HttpError);
    expect('retryAfter' in error).toBe(false);
  });
});

describe('a retry that cannot be afforded', () => {
  it('is told of', async () => {
    const heard = listen('retry');
    const server = await ScriptedServer.start(() => refusal(596, 'x'));
    const client = clientOf(server, { retries: 10 });
    await failure(client.version(), HttpError);
    expect(heard).toHaveLength(10);
    await failure(client.version(), HttpError);
    expect(heard[10]).toMatchObject({ event: { attempt: 1, decision: 'no-budget' } });
    expect(server.requests).toHaveLength(12);
  });
});

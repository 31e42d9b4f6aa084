import { ConnectionError, HttpError, TlsPinError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breaker, type BreakerDecision } from '~/client/breaker.js';
import { clientOf, errorOf, failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { listen } from '../support/heard.js';
import { json, raw, refusal, ScriptedServer, version } from '../support/server.js';

function breakerWith(options: { failures?: number; rest?: number; random?: () => number } = {}) {
  const clock = new FastClock(0);
  const told: [BreakerDecision, number, number][] = [];
  const breaker = new Breaker({
    clock,
    random: options.random ?? (() => 0),
    failures: options.failures ?? 3,
    rest: options.rest ?? 5_000,
    probe: 10_000,
    told: (...words) => void told.push(words),
  });
  /** A call that fails by itself. */
  const fail = (): void => breaker.failed(new Error('away'), breaker.enter());
  return { breaker, clock, told, fail };
}

describe('a breaker', () => {
  it('rests from the first failure, refuses after some in a row, and lets one call at a time see', () => {
    const { breaker, clock, told, fail } = breakerWith();
    expect([breaker.isWell, breaker.rests, breaker.refuses]).toEqual([true, 0, 0]);
    fail();
    expect([breaker.isWell, breaker.rests, breaker.refuses]).toEqual([false, 5_000, 0]);
    fail();
    fail();
    expect([breaker.failures, breaker.refuses]).toEqual([3, 1_000]);
    clock.advance(999);
    expect(breaker.refuses).toBe(1);
    clock.advance(1);
    expect(breaker.refuses).toBe(0);
    const probe = breaker.enter();
    expect(probe.probe).toBe(true);
    expect(breaker.refuses).toBe(10_000);
    expect(breaker.enter().probe).toBe(false);
    breaker.answered();
    expect([breaker.isWell, breaker.rests, breaker.refuses]).toEqual([true, 0, 0]);
    expect(told).toEqual([
      ['rest', 1, 5_000],
      ['open', 3, 1_000],
      ['probe', 3, 10_000],
      ['close', 3, 0],
    ]);
  });

  it('refuses for longer each time, up to its limit, and begins anew after an answer', () => {
    const { breaker, clock, fail } = breakerWith({ failures: 1 });
    const times: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      fail();
      times.push(breaker.refuses);
      clock.advance(breaker.refuses);
    }
    expect(times).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    breaker.answered();
    fail();
    expect(breaker.refuses).toBe(1_000);
  });

  it('has jitter, so that clients do not come back together', () => {
    const { breaker, fail } = breakerWith({ failures: 1, random: () => 1 });
    fail();
    expect([breaker.refuses, breaker.rests]).toEqual([500, 2_500]);
  });

  it('counts calls that were under way together as one', () => {
    const { breaker } = breakerWith();
    const passes = Array.from({ length: 50 }, () => breaker.enter());
    for (const pass of passes) breaker.failed(new Error('away'), pass);
    expect(breaker.failures).toBe(1);
  });

  it('frees the place of a probe that came to nothing, and of one that takes too long', () => {
    const { breaker, clock, fail } = breakerWith({ failures: 1 });
    fail();
    clock.advance(1_000);
    breaker.left(breaker.enter());
    expect(breaker.refuses).toBe(0);
    breaker.enter();
    expect(breaker.refuses).toBe(10_000);
    clock.advance(10_000);
    expect(breaker.refuses).toBe(0);
  });

  it('whatever happens: refuses only after enough failures in a row, never for longer than it may, never two probes', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('enter' as const) }),
        fc.record({
          do: fc.constantFrom('fail' as const, 'answer' as const, 'leave' as const),
          which: fc.nat(),
        }),
        fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
      ),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (list, failures) => {
        const { breaker, clock } = breakerWith({ failures, rest: 3_000 });
        const under: { pass: ReturnType<Breaker['enter']>; until: number }[] = [];
        let inRow = 0;
        for (const step of list) {
          if (step.do === 'wait') clock.advance(step.ms);
          else if (step.do === 'enter') {
            if (breaker.refuses > 0) continue;
            const pass = breaker.enter();
            const probes = under.filter((one) => one.pass.probe && one.until > clock.now());
            if (pass.probe) expect(probes).toEqual([]);
            under.push({ pass, until: clock.now() + 10_000 });
          } else {
            const [one] = under.splice(step.which % Math.max(1, under.length), 1);
            if (one === undefined) continue;
            if (step.do === 'answer') {
              breaker.answered();
              for (const other of under) other.until = 0;
              inRow = 0;
            } else if (step.do === 'leave') breaker.left(one.pass);
            else {
              breaker.failed(new Error('away'), one.pass);
              inRow += 1;
            }
          }
          if (inRow < failures) expect(breaker.refuses).toBe(0);
          expect(breaker.refuses).toBeLessThanOrEqual(10_000);
          expect(breaker.isWell).toBe(breaker.failures === 0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a client of one host', () => {
  const breaker = { failures: 3, rest: 5_000 };

  it('refuses calls after many failures, says so everywhere, and comes back', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const { port } = server;
    await server.close();
    const clock = new FastClock();
    const heard = listen('breaker');
    const warned: string[] = [];
    const logger = { debug: () => {}, warn: (_: object, message: string) => void warned.push(message) };
    const client = clientOf(server, { clock, random: () => 0, retries: 0, breaker, logger });
    for (let call = 0; call < 3; call += 1)
      expect(await failure(client.version(), ConnectionError)).toMatchObject({ kind: 'refused' });
    for (const call of [client.version(), client.lxc.start({ node: 'pve1', vmid: 101 })]) {
      const error = await failure(call, ConnectionError);
      expect(error).toMatchObject({
        kind: 'resting',
        sent: 'no',
        code: 'PVE_CONNECTION',
        cause: { kind: 'refused' },
      });
      expect(error.message).toBe(`${server.url} failed 3 times in a row: not tried for the next 1000 ms`);
      expect(error.hint).toMatch(/Nothing was sent.*`breaker`/s);
    }
    await ScriptedServer.start(() => json(version), { port });
    clock.advance(1_000);
    const three = await Promise.allSettled([client.version(), client.version(), client.version()]);
    expect(three.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await client.version();
    expect(heard.map(({ event }) => 'decision' in event && event.decision)).toEqual([
      'open',
      'refuse',
      'refuse',
      'probe',
      'refuse',
      'refuse',
      'close',
    ]);
    expect(warned).toEqual(['the host is not called any more for now']);
  });

  it('is never refused a call with `breaker: false`', async () => {
    const server = await ScriptedServer.start(() => json(version));
    await server.close();
    const client = clientOf(server, { retries: 0, breaker: false });
    for (let call = 0; call < 30; call += 1)
      expect(await failure(client.version(), ConnectionError)).toMatchObject({ kind: 'refused' });
  });

  it('stands ten failures one after the other by default, and any number at once', async () => {
    const server = await ScriptedServer.start(() => json(version));
    await server.close();
    const client = clientOf(server, { retries: 0 });
    const together = await Promise.all(Array.from({ length: 40 }, () => errorOf(client.version())));
    expect(together.every((error) => (error as ConnectionError).kind === 'refused')).toBe(true);
    for (let call = 0; call < 9; call += 1)
      expect(await errorOf(client.version())).toMatchObject({ kind: 'refused' });
    expect(await errorOf(client.version())).toMatchObject({ kind: 'resting' });
  });

  it.each([400, 401, 403, 429, 500, 501, 595, 596, 599])(
    'is asked on after any number of %i',
    async (status) => {
      const server = await ScriptedServer.start(() => refusal(status, 'no'));
      const client = clientOf(server, { retries: 0, breaker });
      for (let call = 0; call < 12; call += 1) await failure(client.version(), HttpError);
      expect(server.requests).toHaveLength(12);
    },
  );

  it.each([502, 503, 504])('rests after many %i of a proxy whose host is away', async (status) => {
    const server = await ScriptedServer.start(() => raw(`${status} x`, { Connection: 'close' }));
    const client = clientOf(server, { retries: 0, breaker });
    for (let call = 0; call < 3; call += 1) await failure(client.version(), HttpError);
    expect(await failure(client.version(), ConnectionError)).toMatchObject({
      kind: 'resting',
      cause: { status },
    });
    expect(server.requests).toHaveLength(3);
  });

  it('is told of a wrong certificate each time', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const client = clientOf(server, { retries: 0, breaker, fingerprint: 'AB'.repeat(32) });
    for (let call = 0; call < 6; call += 1) await failure(client.version(), TlsPinError);
  });

  it('does not count a call that took too long, or that was aborted', async () => {
    let silent = true;
    const server = await ScriptedServer.start(() => (silent ? new Promise(() => {}) : json(version)));
    const client = clientOf(server, { retries: 0, breaker });
    for (let call = 0; call < 5; call += 1) {
      expect(await errorOf(client.version({}, { timeout: 20 }))).toMatchObject({
        code: 'PVE_TIMEOUT',
        phase: 'call',
      });
      const controller = new AbortController();
      const before = server.requests.length;
      const aborted = errorOf(client.version({}, { signal: controller.signal }));
      await server.until(() => server.requests.length > before);
      controller.abort();
      expect(await aborted).toMatchObject({ code: 'PVE_ABORTED' });
    }
    silent = false;
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });

  it.each([
    [{ failures: 0 }],
    [{ failures: 1.5 }],
    [{ rest: 0 }],
    [{ rest: Number.NaN }],
    [{ rests: 1 }],
    [true],
    ['off'],
    [null],
  ])('takes no breaker that is %j', async (wrong) => {
    const server = await ScriptedServer.start(() => json(version));
    expect(() => clientOf(server, { breaker: wrong as never })).toThrow(/^breaker[.:]/);
  });
});

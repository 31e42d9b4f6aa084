import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeatSchedule } from '~/agent/daemon/beat-schedule.js';

/** Numbers from 0 to below 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the schedule of heartbeats', () => {
  it('is every 30 s, a fifth more or less', () => {
    expect(new BeatSchedule(() => 0).answered(undefined)).toBe(24_000);
    expect(new BeatSchedule(() => 0.999_999).answered(undefined)).toBeCloseTo(36_000, -1);
  });

  it.each([
    [10, 10],
    [1, 2],
    [-5, 2],
    [100_000, 900],
    [Number.NaN, 30],
  ])('takes the wish of the hub within limits: %s s is %s s', (wished, seconds) => {
    expect(new BeatSchedule(() => 0.5).answered(wished)).toBeCloseTo(seconds * 1_000);
  });

  it('keeps the wish of the hub until another one', () => {
    const schedule = new BeatSchedule(() => 0.5);
    schedule.answered(10);
    schedule.failed();
    expect(schedule.answered(undefined)).toBe(10_000);
  });

  it('waits longer after each failure, and at most two minutes', () => {
    const schedule = new BeatSchedule(() => 1);
    expect(Array.from({ length: 9 }, () => schedule.failed())).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000, 120_000,
    ]);
    expect(schedule.hubAway).toBe(true);
    schedule.answered(undefined);
    expect([schedule.hubAway, schedule.failures]).toEqual([false, 0]);
    expect(schedule.failed(60)).toBe(62_000);
  });

  it('never stops and never storms, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ ok: fc.constant(true), wish: fc.option(fc.double(), { nil: undefined }) }),
      fc.record({ ok: fc.constant(false), wish: fc.option(fc.nat(), { nil: undefined }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), fc.integer(), (steps, seed) => {
        const schedule = new BeatSchedule(seeded(seed));
        for (const { ok, wish } of steps) {
          const pause = ok ? schedule.answered(wish) : schedule.failed(wish);
          expect(pause).toBeGreaterThanOrEqual(1_000);
          expect(pause).toBeLessThanOrEqual(1_080_000);
        }
      }),
    );
  });

  it('brings a thousand agents back one by one when their hub was away for an hour', () => {
    const random = seeded(1);
    const [lost, back, end] = [600_000, 4_200_000, 4_800_000];
    const tries: number[] = [];
    for (let agent = 0; agent < 1_000; agent += 1) {
      const schedule = new BeatSchedule(random);
      for (let at = schedule.first(); at < end; ) {
        if (at >= back) tries.push(at);
        at += at < lost || at >= back ? schedule.answered(undefined) : schedule.failed();
      }
    }
    const bins = new Array<number>((end - back) / 1_000).fill(0);
    for (const at of tries)
      bins[Math.floor((at - back) / 1_000)] = (bins[Math.floor((at - back) / 1_000)] ?? 0) + 1;
    // The first minutes, in which all of them find it again, and the time after.
    for (const part of [bins.slice(0, 120), bins.slice(120)]) {
      const mean = part.reduce((sum, each) => sum + each, 0) / part.length;
      expect(Math.max(...part)).toBeLessThan(3 * mean);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Backoff, pause } from '~/core/backoff.js';

const backoff: Backoff = { initial: 1_000, max: 5_000, factor: 1.5, jitter: 0.2 };

describe('the pause between two tries', () => {
  it('grows by the factor up to the longest', () => {
    const pauses = [0, 1, 2, 3, 4, 50].map((attempt) => pause(backoff, attempt, () => 0));
    expect(pauses).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000]);
  });

  it('is shorter by chance, by the share that is random', () => {
    expect(pause(backoff, 0, () => 1)).toBe(800);
    expect(pause(backoff, 0, () => 0.5)).toBe(900);
  });

  it('stays within its bounds, however often it is tried', () => {
    const settings = fc.record({
      initial: fc.integer({ min: 1, max: 10_000 }),
      max: fc.integer({ min: 1, max: 60_000 }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(settings, fc.nat({ max: 2_000 }), chance, (given, attempt, random) => {
        const ms = pause(given, attempt, () => random);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeLessThanOrEqual(given.max);
        expect(ms).toBeGreaterThanOrEqual(
          Math.floor(Math.min(given.initial, given.max) * (1 - given.jitter)),
        );
      }),
    );
  });
});

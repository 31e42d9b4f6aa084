import { ManualClock, SimulatedHost } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Duration, milliseconds } from '~/simulator/duration.js';

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const unit = fc.constantFrom('ms', 's', 'm', 'h', 'd');

it('is so many of its unit', () => {
  fc.assert(
    fc.property(fc.nat(100_000), unit, (count, name) => {
      expect(milliseconds(`${count}${name}`)).toBe(count * units[name]);
    }),
  );
});

it('is a fraction of its unit, to the nearest millisecond', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 0, max: 999 }), unit, (whole, part, name) => {
      const text: Duration = `${Number(`${whole}.${part}`)}${name}`;
      expect(Math.abs(milliseconds(text) - Number(`${whole}.${part}`) * units[name])).toBeLessThanOrEqual(
        0.5,
      );
    }),
  );
});

it('is a number of milliseconds as it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
      expect(milliseconds(ms)).toBe(ms);
    }),
  );
});

it('is none of all else', () => {
  const isOne = /^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/;
  fc.assert(
    fc.property(
      fc
        .oneof(fc.string(), fc.stringMatching(/^-?\d{0,3}\.?\d{0,2} ?[a-z]{0,2}\n?$/))
        .filter((text) => !isOne.test(text)),
      (text) => {
        expect(() => milliseconds(text as Duration)).toThrow(TypeError);
      },
    ),
  );
  for (const number of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => milliseconds(number)).toThrow(RangeError);
  expect(() => milliseconds(`${'9'.repeat(20)}d` as Duration)).toThrow(TypeError);
});

it('is what a host advances by', () => {
  const clock = new ManualClock(0);
  const host = new SimulatedHost({ clock });
  host.advance('1.5s');
  host.advance('10m');
  host.advance(1);
  expect([host.now, clock.now()]).toEqual([601_501, 601_501]);
});

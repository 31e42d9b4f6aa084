import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubClock } from '~/agent/daemon/hub-clock.js';

function clocks(wall: number) {
  const state = { wall, monotonic: 1_000 };
  return {
    state,
    pass: (ms: number) => {
      state.wall += ms;
      state.monotonic += ms;
    },
    wall: () => state.wall,
    monotonic: () => state.monotonic,
  };
}
const day = 86_400_000;

describe('the time of day that can be trusted', () => {
  it('is the system clock where the hub has said nothing', () => {
    expect(new HubClock(clocks(5_000)).now()).toBe(5_000);
  });

  it('is never before what the hub signed, and what has passed since', () => {
    const system = clocks(10 * day);
    const clock = new HubClock(system);
    expect(clock.observe(10 * day + 500)).toBe(true);
    system.pass(1_000);
    system.state.wall -= day;
    expect(clock.now()).toBe(10 * day + 1_500);
    expect(clock.behind).toBe(day + 500);
  });

  it('takes a system clock that is ahead: commands are void too early, never too late', () => {
    const system = clocks(10 * day);
    const clock = new HubClock(system, 10 * day);
    system.state.wall += day;
    expect(clock.now()).toBe(11 * day);
    expect(clock.behind).toBe(0);
  });

  it('takes no older time of the hub for news', () => {
    const system = clocks(10 * day);
    const clock = new HubClock(system, 10 * day);
    system.pass(5_000);
    expect(clock.observe(10 * day + 4_000)).toBe(false);
    expect(clock.observe(10 * day + 6_000)).toBe(true);
  });

  it('is the later of the two, however the system clock jumps', () => {
    const steps = fc.record({
      pass: fc.integer({ min: 0, max: day }),
      jump: fc.integer({ min: -day, max: day }),
      hub: fc.option(fc.integer({ min: -day, max: day })),
    });
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (moves) => {
        const system = clocks(100 * day);
        const clock = new HubClock(system, 100 * day);
        let floor = 100 * day;
        for (const { pass, jump, hub } of moves) {
          system.pass(pass);
          floor += pass;
          system.state.wall += jump;
          if (hub !== null) {
            clock.observe(100 * day + hub);
            floor = Math.max(floor, 100 * day + hub);
          }
          expect(clock.now()).toBe(Math.max(system.state.wall, floor));
        }
      }),
    );
  });
});

import { Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { ManualClock, pass, RealClock, seconds } from '~/simulator/clock.js';
import { Random } from '~/simulator/random.js';

describe('the manual clock', () => {
  it('stands still, and runs what falls due in order', () => {
    const clock = new ManualClock(1000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now()}`));
    clock.after(10, () => {
      seen.push(`a@${clock.now()}`);
      clock.after(5, () => seen.push(`nested@${clock.now()}`));
      clock.after(500, () => seen.push('too late'));
    });
    clock.after(20, () => seen.push(`c@${clock.now()}`));
    const cancel = clock.after(12, () => seen.push('cancelled'));
    cancel();
    clock.advance(9);
    expect(seen).toEqual([]);
    clock.advance(100);
    expect(seen).toEqual(['a@1010', 'nested@1015', 'b@1020', 'c@1020']);
    expect(clock.now()).toBe(1109);
  });

  it('refuses to go back, and forgets everything when closed', () => {
    const clock = new ManualClock();
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
    clock.after(1, () => expect.unreachable());
    clock.close();
    clock.advance(10);
  });
});

describe('the real clock', () => {
  it('runs at its speed, is never early, and keeps no process alive', async () => {
    const clock = new RealClock(1000);
    const before = clock.now();
    await pass(clock, 5000);
    expect(clock.now() - before).toBeGreaterThanOrEqual(5000);
    expect(Math.abs(seconds(new RealClock()) - Date.now() / 1000)).toBeLessThan(2);
    const cancel = clock.after(1, () => expect.unreachable());
    cancel();
    clock.after(1, () => expect.unreachable());
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const others = timers();
    clock.after(60_000_000, () => expect.unreachable());
    expect(timers()).toBe(others);
    clock.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('has to run forwards', () => {
    expect(() => new RealClock(0)).toThrow(RangeError);
  });
});

it('repeats random numbers for a seed', () => {
  const [a, b, c] = [new Random(7), new Random(7), new Random(8)];
  const first = Array.from({ length: 20 }, () => a.between(3, 9));
  expect(Array.from({ length: 20 }, () => b.between(3, 9))).toEqual(first);
  expect(Array.from({ length: 20 }, () => c.between(3, 9))).not.toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...first)).toBeLessThanOrEqual(9);
  expect(a.mac()).toMatch(/^BC:24:11(?::[0-9A-F]{2}){3}$/);
});

it('can only be advanced by hand where it is manual', async () => {
  await using sim = await Simulator.start();
  expect(() => sim.advance(1)).toThrow(TypeError);
});

it('can be somebody else’s', async () => {
  const clock = new ManualClock(5_000_000);
  await using sim = await Simulator.start({ clock });
  clock.advance(1);
  sim.advance(1);
  expect(sim.now).toBe(5_000_002);
});

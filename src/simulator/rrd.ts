import { seconds } from './clock.js';
import { usage } from './guest-status.js';
import type { Guest, World } from './world.js';

/** Seconds of a sample and how many there are, by time frame, as PVE 9 keeps them. */
const frames: Readonly<Record<string, readonly [step: number, count: number]>> = {
  hour: [60, 60],
  day: [60, 1440],
  week: [1800, 336],
  month: [1800, 1440],
  year: [21_600, 1460],
};

export const timeframes = Object.keys(frames);

/** A guest's load over time. Before it was started there was nothing to measure but its limits. */
export function rrdSamples(world: World, guest: Guest, timeframe: string): object[] {
  const [step, count] = frames[timeframe] ?? [60, 0];
  const last = Math.floor(seconds(world.clock) / step) * step;
  const { cpus: maxcpu, maxmem, maxdisk, ...now } = usage(world, guest);
  const perSecond = (total: number): number => (now.uptime === 0 ? 0 : total / now.uptime);
  const load = {
    cpu: now.cpu,
    mem: now.mem,
    netin: perSecond(now.netin),
    netout: perSecond(now.netout),
    diskread: perSecond(now.diskread),
    diskwrite: perSecond(now.diskwrite),
  };
  return Array.from({ length: count }, (_, index) => {
    const time = last - (count - 1 - index) * step;
    const since = guest.running === undefined ? Number.POSITIVE_INFINITY : guest.running.since / 1000;
    const limits = { time, maxcpu, maxmem, maxdisk };
    return time >= since ? { ...limits, disk: now.disk, ...load } : limits;
  });
}

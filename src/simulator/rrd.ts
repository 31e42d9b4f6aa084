import { seconds } from './clock.js';
import { usage } from './guest-status.js';
import { type HostVersion, isSince } from './host-version.js';
import type { Guest, World } from './world.js';

type Frames = Readonly<Record<string, readonly [step: number, count: number]>>;

/** Seconds of a sample and how many there are, by time frame, as PVE 9 keeps them. */
const frames: Frames = {
  hour: [60, 60],
  day: [60, 1440],
  week: [1800, 336],
  month: [1800, 1440],
  year: [21_600, 1460],
  decade: [604_800, 520],
};

/** The same before PVE 9. */
const earlierFrames: Frames = {
  hour: [60, 70],
  day: [1800, 70],
  week: [10_800, 70],
  month: [43_200, 70],
  year: [604_800, 70],
};

/** Seconds of a sample of a time frame, and how many there are. */
export function frameOf(version: HostVersion, timeframe: string): readonly [step: number, count: number] {
  const all = isSince(version, 9) ? frames : earlierFrames;
  return all[timeframe] ?? [60, 0];
}

/** A guest's load over time. Before it was started there was nothing to measure but its limits. */
export function rrdSamples(world: World, guest: Guest, timeframe: string): object[] {
  const [step, count] = frameOf(world.version, timeframe);
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

import { performance } from 'node:perf_hooks';

/** Time, as far as a runner needs it. */
export interface Timers {
  /** Milliseconds that only ever go up. */
  now(): number;
  /** Calls back after so many milliseconds; gives what ends the wait. */
  after(ms: number, callback: () => void): () => void;
}

/** A longer wait is a mistake of `setTimeout`, which makes it a short one. */
const longest = 2 ** 31 - 1;

export const systemTimers: Timers = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, longest));
    return () => clearTimeout(timer);
  },
};

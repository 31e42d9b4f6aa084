import { type Backoff, pause } from '../core/backoff.js';
import { LockedError } from '../core/http-errors.js';
import type { Clock } from './clock.js';
import { rest } from './rest.js';

/** Locks are held for seconds (a configuration is changed) or for minutes (a backup). */
const backoff: Backoff = { initial: 500, max: 5_000, factor: 2, jitter: 0.5 };

/** How long to wait for a lock. */
interface LockWait {
  /** Milliseconds in all. */
  limit: number;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
}

/**
 * Makes a call again while PVE refuses it because of a lock: what it refuses it has not begun. A lock that is met in a task is
 * not seen here. Throws the last refusal when the time is over.
 */
export async function withLockWait<T>(
  call: () => Promise<T>,
  { limit, clock, random, signal }: LockWait,
): Promise<T> {
  const until = clock.now() + limit;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const left = until - clock.now();
      if (!(error instanceof LockedError) || left <= 0) throw error;
      await rest(clock, Math.min(pause(backoff, attempt, random), left), signal);
    }
  }
}

import { AbortedError } from '../core/connection-errors.js';

/** Time, as the client uses it for pauses and ages. Inject another one to test without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects at once when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A timer that is longer than this fires at once. */
export const longest = 2_147_483_647;

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const aborted = () => {
        clearTimeout(timer);
        reject(new AbortedError({ sent: 'no', cause: signal?.reason }));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', aborted);
          resolve();
        },
        Math.min(ms, longest),
      );
      if (signal?.aborted === true) aborted();
      else signal?.addEventListener('abort', aborted, { once: true });
    }),
};

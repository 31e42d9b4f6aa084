import { AbortedError, type Sent } from '../core/connection-errors.js';
import { abortError, onAbort } from './abort.js';

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

/**
 * A pause on a clock. Ended by the signal it throws what a call does that the signal ended, whatever this clock
 * throws: an injected one may know nothing of our errors, or of signals.
 */
export async function rest(clock: Clock, ms: number, signal?: AbortSignal, sent: Sent = 'no'): Promise<void> {
  if (signal === undefined) return clock.sleep(ms);
  if (signal.aborted) throw abortError(signal.reason, sent);
  const controller = new AbortController();
  const leave = onAbort(signal, () => controller.abort(signal.reason));
  try {
    await clock.sleep(ms, controller.signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
  if (signal.aborted) throw abortError(signal.reason, sent);
}

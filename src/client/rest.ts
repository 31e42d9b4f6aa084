import type { Sent } from '../core/connection-errors.js';
import { abortError, onAbort } from './abort.js';
import type { Clock } from './clock.js';

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

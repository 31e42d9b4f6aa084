import { abortError, CallDeadline, onAbort } from './abort.js';
import { CallSignal } from './call-signal.js';
import { longest } from './clock.js';

/**
 * Runs `work` with a signal that fires with the caller's signal, or after `timeout` milliseconds with a
 * CallDeadline as its reason. Leaves no timer and no listener behind. `work` is not begun for a caller that has
 * already given up.
 */
export async function withDeadline<T>(
  timeout: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  origin?: string,
): Promise<T> {
  if (outer?.aborted === true) throw abortError(outer.reason, 'no');
  const controller = new CallSignal();
  const over = () => controller.abort(new CallDeadline(timeout, origin));
  const timer = setTimeout(over, Math.min(timeout, longest));
  const leave = outer === undefined ? () => {} : onAbort(outer, () => controller.abort(outer.reason));
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    leave();
  }
}

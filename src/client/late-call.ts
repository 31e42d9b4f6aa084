import type { CallOptions, Send } from '../core/op.js';
import { CallDeadline, onAbort } from './abort.js';
import { callOptionIssues, type LateOptions, waited } from './call-options.js';
import { CallSignal } from './call-signal.js';
import { longest } from './clock.js';
import type { Settings } from './options.js';

/**
 * Gives a call that had to wait until something was loaded what is left of its time. It ends in the same way and with the
 * same words as one that has begun at once.
 */
export async function onTime<R>(
  options: CallOptions | undefined,
  { timeouts, base }: Settings,
  work: (options: CallOptions | undefined) => Promise<R>,
  limit = timeouts.call,
): Promise<R> {
  const { [waited]: lost, ...given } = Object(options) as LateOptions;
  // What is wrong with the options the call itself says.
  if (lost === undefined || callOptionIssues(given).length > 0) return work(options);
  const { timeout = limit, lockWait = 0, signal: outer } = given;
  const total = timeout + lockWait;
  const left = total - lost;
  const call = new CallSignal();
  const over = () => call.abort(new CallDeadline(total, base.origin));
  if (outer?.aborted === true) call.abort(outer.reason);
  else if (left <= 0) over();
  const timer = setTimeout(over, Math.min(Math.max(left, 1), longest));
  const leave = outer === undefined ? () => {} : onAbort(outer, () => call.abort(outer.reason));
  try {
    return await work({ ...given, signal: call.signal });
  } finally {
    clearTimeout(timer);
    leave();
  }
}

/** Sends operations as `inner` does; those that had to wait have what is left of their time. */
export function sendOnTime(inner: Send, settings: Settings): Send {
  return (op, params, options) =>
    (options as LateOptions | undefined)?.[waited] === undefined
      ? inner(op, params, options)
      : onTime(options, settings, (given) => inner(op, params, given));
}

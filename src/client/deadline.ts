import { CallDeadline } from './transport.js';

/**
 * Runs `work` with a signal that fires with the caller's signal, or after `timeout` milliseconds with a
 * CallDeadline as its reason. Leaves no timer and no listener behind.
 */
export async function withDeadline<T>(
  timeout: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new CallDeadline(timeout)), timeout);
  if (outer?.aborted === true) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  }
}

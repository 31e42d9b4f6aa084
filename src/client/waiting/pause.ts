import { onAbort } from '../abort.js';
import type { Clock } from '../clock.js';

/** A pause that each of these signals ends, without a word: look at them afterwards. `waker` is given what ends it, too. */
export async function pauseUntil(
  clock: Clock,
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  waker?: (wake: () => void) => void,
): Promise<void> {
  const controller = new AbortController();
  // A reason of its own saves Node the making of an error with a stack.
  const end = () => controller.abort('woken');
  const leave: (() => void)[] = [];
  try {
    for (const signal of signals) {
      if (signal?.aborted === true) return;
      if (signal !== undefined) leave.push(onAbort(signal, end));
    }
    waker?.(end);
    await clock.sleep(ms, controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    for (const undo of leave) undo();
  }
}

import { onAbort } from '../abort.js';
import type { Clock } from '../clock.js';

/** A pause that each of these signals ends, without a word: look at them afterwards. */
export async function pauseUntil(
  clock: Clock,
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<void> {
  const controller = new AbortController();
  const end = () => controller.abort();
  const leave: (() => void)[] = [];
  try {
    for (const signal of signals) {
      if (signal?.aborted === true) return;
      if (signal !== undefined) leave.push(onAbort(signal, end));
    }
    await clock.sleep(ms, controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    for (const undo of leave) undo();
  }
}

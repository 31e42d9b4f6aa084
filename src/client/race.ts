import { abortError } from './abort.js';

/** Waits for a shared promise, and gives up waiting (only that) when the signal fires. */
export function race<T>(shared: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(abortError(signal.reason, 'no'));
    if (signal.aborted) {
      aborted();
      shared.catch(() => {});
      return;
    }
    signal.addEventListener('abort', aborted, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

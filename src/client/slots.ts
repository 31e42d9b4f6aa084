import { abortError } from './abort.js';

/** A fixed set of things that one caller at a time uses. Whoever finds none free waits in line. */
export class Slots<T> {
  readonly #free: T[];
  readonly #line = new Set<(item: T) => void>();

  constructor(items: readonly T[]) {
    this.#free = [...items];
  }

  /** Takes the one that was used last (a connection that is still warm), if any is free. */
  take(): T | undefined {
    return this.#free.pop();
  }

  /** Waits for one, in line. The signal ends the waiting. */
  wait(signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const turn = (given: T) => {
        signal.removeEventListener('abort', aborted);
        resolve(given);
      };
      const aborted = () => {
        this.#line.delete(turn);
        reject(abortError(signal.reason, 'no'));
      };
      this.#line.add(turn);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  /** Gives it back, or on to the first in line. */
  give(item: T): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#free.push(item);
      return;
    }
    this.#line.delete(next);
    next(item);
  }
}

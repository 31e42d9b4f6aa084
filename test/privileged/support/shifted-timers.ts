import { performance } from 'node:perf_hooks';
import type { Timers } from '~/privileged/timers.js';

interface Wait {
  due: number;
  callback: () => void;
  timer: NodeJS.Timeout;
}

/** The real time, which can be put forward: what waits for that moment happens at once. */
export class ShiftedTimers implements Timers {
  readonly #waits = new Set<Wait>();
  #ahead = 0;

  now(): number {
    return performance.now() + this.#ahead;
  }

  after(ms: number, callback: () => void): () => void {
    const wait: Wait = {
      due: this.now() + ms,
      callback: () => {},
      timer: setTimeout(() => this.#fire(wait), ms),
    };
    wait.callback = callback;
    this.#waits.add(wait);
    return () => this.#forget(wait);
  }

  /** How many waits there are. */
  get waiting(): number {
    return this.#waits.size;
  }

  skip(ms: number): void {
    this.#ahead += ms;
    const due = [...this.#waits].filter((wait) => wait.due <= this.now()).sort((a, b) => a.due - b.due);
    for (const wait of due) if (this.#waits.has(wait)) this.#fire(wait);
  }

  #fire(wait: Wait): void {
    this.#forget(wait);
    wait.callback();
  }

  #forget(wait: Wait): void {
    clearTimeout(wait.timer);
    this.#waits.delete(wait);
  }
}

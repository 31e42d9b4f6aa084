import type { Clock } from '@felhom/proxmox';
import { preload } from './preload.js';

await preload();

interface Entry {
  due: number;
  seq: number;
  /** Missing of a pause that was ended. */
  wake: (() => void) | undefined;
}

/** A clock that jumps from pause to pause, once everybody else has had their turn. */
export class VirtualClock implements Clock {
  /** Told how many milliseconds pass, before anybody wakes: for another clock that is to go along. */
  onAdvance: (ms: number) => void = () => {};
  readonly #heap: Entry[] = [];
  #now: number;
  #seq = 0;
  #sleeping = 0;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** How many pauses are under way. */
  get sleeping(): number {
    return this.#sleeping;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      this.#sleeping += 1;
      const entry: Entry = {
        due: this.#now + ms,
        seq: this.#seq++,
        wake: () => {
          this.#sleeping -= 1;
          signal?.removeEventListener('abort', aborted);
          resolve();
        },
      };
      const aborted = () => {
        entry.wake = undefined;
        this.#sleeping -= 1;
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', aborted, { once: true });
      this.#push(entry);
    });
  }

  /** Runs until `work` is over, or nobody sleeps any more. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) return work;
      const next = this.#pop();
      if (next === undefined) throw new Error('everybody waits, and nothing will happen any more');
      const passed = Math.max(0, next.due - this.#now);
      this.#now += passed;
      if (passed > 0) this.onAdvance(passed);
      next.wake?.();
      // Those of the same moment together, which is quicker.
      for (let same = this.#heap[0]; same !== undefined && same.due <= this.#now; same = this.#heap[0])
        this.#pop()?.wake?.();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(entry, heap[up])) break;
      heap[at] = heap[up] as Entry;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    for (;;) {
      const top = heap[0];
      const last = heap.pop();
      if (top === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        let at = 0;
        for (;;) {
          let child = 2 * at + 1;
          if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child += 1;
          if (child >= heap.length || !before(heap[child], last)) break;
          heap[at] = heap[child] as Entry;
          at = child;
        }
        heap[at] = last;
      }
      if (top.wake !== undefined) return top;
    }
  }
}

function before(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return one.due < other.due || (one.due === other.due && one.seq < other.seq);
}

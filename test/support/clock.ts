import type { Clock } from '@felhom/proxmox';
import { ManualClock } from '~/simulator/clock.js';

/** A clock on which a pause passes at once. It records each pause, and stands still otherwise. */
export class FastClock implements Clock {
  readonly pauses: number[] = [];
  #now: number;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.pauses.push(ms);
    this.#now += ms;
    // Leaves the other parties of a test their turn, as a real pause would.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

/** A clock whose pauses never end by themselves: only their signal ends them. */
export class StoppedClock implements Clock {
  /** How many pauses are under way. */
  paused = 0;
  #wake: (() => void)[] = [];

  now(): number {
    return 0;
  }

  async untilPaused(): Promise<void> {
    if (this.paused > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake.push(resolve);
    });
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.paused += 1;
    for (const wake of this.#wake.splice(0)) wake();
    return new Promise((_resolve, reject) => {
      const aborted = () => {
        this.paused -= 1;
        reject(signal?.reason);
      };
      if (signal?.aborted === true) aborted();
      else signal?.addEventListener('abort', aborted, { once: true });
    });
  }
}

/** A clock that goes on when a test says so. */
export class HandClock implements Clock {
  readonly #clock = new ManualClock();

  now(): number {
    return this.#clock.now();
  }

  advance(ms: number): void {
    this.#clock.advance(ms);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
  }
}

import type { SimulatorClock } from './clock.js';

/** The clock of the host: what it shows may be wrong, but what waits on it waits as long as it should. */
export class HostClock implements SimulatorClock {
  /** The time that really passes. */
  readonly base: SimulatorClock;
  /** How far it is ahead of that, in milliseconds; negative for behind. */
  offset = 0;
  readonly #timers = new Set<() => void>();

  constructor(base: SimulatorClock) {
    this.base = base;
  }

  now(): number {
    return this.base.now() + this.offset;
  }

  after(ms: number, action: () => void): () => void {
    const cancel = this.base.after(ms, () => {
      this.#timers.delete(cancel);
      action();
    });
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  /** Drops everything that waits on this clock, and nothing else that waits on the one it is made from. */
  drop(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  close(): void {
    this.base.close();
  }
}

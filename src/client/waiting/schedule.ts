import { type Backoff, pause } from '../../core/backoff.js';

/** When a wait looks next. Its pauses grow with its looks; looks that others made for it count by the time that has passed. */
export class Schedule {
  readonly #backoff: Backoff;
  readonly #random: () => number;
  readonly #started: number;
  /** Which pause comes next. */
  #next = 0;
  /** Which pause would be under way if there were no jitter, and when it would end, in milliseconds since the start. */
  #step = 0;
  #stepEnd: number;

  /** `started` and `now` differ where a wait is taken up again: it goes on with the pauses that it had reached. */
  constructor(backoff: Backoff, random: () => number, started: number, now: number) {
    this.#backoff = backoff;
    this.#random = random;
    this.#started = started;
    this.#stepEnd = this.#full(0);
    if (now > started) this.#next = this.#stepAt(now);
  }

  /** How long to pause after a look of its own, in milliseconds. */
  afterOwn(): number {
    const ms = pause(this.#backoff, this.#next, this.#random);
    this.#next += 1;
    return ms;
  }

  /** The same after a look that another wait made at `now`: what it may be, so that the next look is not too late. */
  afterShared(now: number): number {
    this.#next = Math.max(this.#stepAt(now), this.#next - 1);
    return this.afterOwn();
  }

  #full(step: number): number {
    return pause({ ...this.#backoff, jitter: 0 }, step, this.#random);
  }

  #stepAt(now: number): number {
    const { max, factor } = this.#backoff;
    const elapsed = now - this.#started;
    while (factor > 1 && this.#stepEnd <= elapsed && this.#full(this.#step) < max) {
      this.#step += 1;
      this.#stepEnd += this.#full(this.#step);
    }
    return this.#step;
  }
}

import type { Clock } from '../clock.js';

/** What a node is asked on average at most, in requests a second, by the waits that share their looks. */
export const sharedRate = 2;
/** Requests that may be made before any time has passed. */
const first = 4;
/** Requests that may be saved up in calm times: for the logs of many tasks that fail at once. */
const most = 500;

/** Counts requests so that they are not more than `rate` a second on average. */
export class Pace {
  /** Requests a second. */
  rate = sharedRate;
  readonly #clock: Clock;
  #saved = first;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.now();
  }

  /** Counts a request. What cannot wait is made in any case, and later ones pay for it. */
  take(): void {
    this.#grow();
    this.#saved -= 1;
  }

  /** Milliseconds until `count` requests may be made; 0 if they may now. */
  delay(count: number): number {
    this.#grow();
    return this.#saved >= count ? 0 : Math.ceil(((count - this.#saved) / this.rate) * 1_000);
  }

  #grow(): void {
    const now = this.#clock.now();
    // A clock that was set back gives nothing, and takes nothing.
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#saved = Math.min(most, this.#saved + (passed / 1_000) * this.rate);
  }
}

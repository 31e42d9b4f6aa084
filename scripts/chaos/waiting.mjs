import { setImmediate as turn } from 'node:timers/promises';

/** An answer that waits for nothing is there after fewer turns of the event loop: what takes longer waits for time to pass. */
const usual = 300;
/** Turns between two steps of the time. */
const step = 10;

/** What a host works on at this moment. Has time pass where that is what it waits for: a lock, for instance. */
export class Waiting {
  #work = new Set();
  #pass;
  #isWatched = false;

  /** @param {() => void} pass Lets a little time of the host pass. */
  constructor(pass) {
    this.#pass = pass;
  }

  /** Counts something in until it is over. */
  async during(work) {
    const entry = { turns: 0 };
    this.#work.add(entry);
    void this.#watch();
    try {
      return await work;
    } finally {
      this.#work.delete(entry);
    }
  }

  async #watch() {
    if (this.#isWatched) return;
    this.#isWatched = true;
    while (this.#work.size > 0) {
      await turn();
      for (const entry of this.#work) entry.turns += 1;
      const [oldest] = this.#work;
      if (oldest !== undefined && oldest.turns > usual && oldest.turns % step === 0) this.#pass();
    }
    this.#isWatched = false;
  }
}

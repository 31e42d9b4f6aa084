/** A pause that somebody can shorten. */
export class Wake {
  readonly #now: () => number;
  #due = Number.POSITIVE_INFINITY;
  #look: () => void = () => {};

  /** @param now Milliseconds of a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Resolves after these milliseconds, earlier where {@link Wake.within} said so, or when the signal fires. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    this.within(ms);
    while (!signal.aborted && this.#now() < this.#due) await this.#sleep(this.#due - this.#now(), signal);
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** The pause, this one or the next, ends within these milliseconds. */
  within(ms: number): void {
    this.#due = Math.min(this.#due, this.#now() + ms);
    this.#look();
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#look = () => {};
        resolve();
      };
      const timer = setTimeout(end, Math.ceil(ms));
      this.#look = end;
      signal.addEventListener('abort', end, { once: true });
    });
  }
}

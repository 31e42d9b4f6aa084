/** So many at once, and the others in a queue. */
export class Slots {
  #free: number;
  readonly #queue = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Takes a slot; `giveBack` once. False where none became free in `wait` ms (no limit if undefined) or before `signal` was aborted.
   */
  async take(wait: number | undefined, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted === true) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return new Promise<boolean>((resolve) => {
      const end = (taken: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', refuse);
        this.#queue.delete(accept);
        resolve(taken);
      };
      const accept = () => end(true);
      const refuse = () => end(false);
      const timer = wait === undefined ? undefined : setTimeout(refuse, wait);
      signal?.addEventListener('abort', refuse, { once: true });
      this.#queue.add(accept);
    });
  }

  giveBack(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#free += 1;
    else next();
  }
}

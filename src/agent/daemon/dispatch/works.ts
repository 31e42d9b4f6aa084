/** Work that nobody waits for, until the agent ends. */
export class Works {
  readonly #running = new Set<Promise<unknown>>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(work: Promise<unknown>): void {
    const followed: Promise<unknown> = work.catch(this.#failed).finally(() => this.#running.delete(followed));
    this.#running.add(followed);
  }

  /** Resolves when nothing runs any more, also nothing that was begun meanwhile. */
  async over(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}

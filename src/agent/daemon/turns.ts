/** Lets steps about the same thing wait for each other, and those about different things not. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Does this once everything before it about `key` is over, however that ended. */
  take<T>(key: string, step: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(step);
    const over = result.then(
      () => {},
      () => {},
    );
    this.#last.set(key, over);
    void over.then(() => {
      if (this.#last.get(key) === over) this.#last.delete(key);
    });
    return result;
  }
}

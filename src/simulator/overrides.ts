/** Sets a value. */
type Write = () => void;

interface Entry {
  /** Brings back what was there before. */
  readonly restore: Write;
  /** The oldest first. */
  readonly layers: Map<number, Write>;
}

/** What `Overrides` was at one moment. */
export type OverridesState = ReadonlyMap<string, Entry>;

/** Values that something else stands in for, for a while. Of several for the same one, the last counts. */
export class Overrides {
  #entries = new Map<string, Entry>();
  #next = 1;

  /**
   * Puts something in the place of the value that `key` names. `keep` is asked once how to bring back what is there; the
   * result takes this one back, in whatever order, and does nothing the second time.
   */
  add(key: string, keep: () => Write, write: Write): () => void {
    const entry = this.#entries.get(key) ?? { restore: keep(), layers: new Map() };
    this.#entries.set(key, entry);
    const id = this.#next;
    this.#next += 1;
    entry.layers.set(id, write);
    write();
    return () => this.#remove(key, id);
  }

  /** Takes all of them back, the newest value first. */
  clear(): void {
    const entries = [...this.#entries.values()].reverse();
    this.#entries.clear();
    for (const { restore } of entries) restore();
  }

  get state(): OverridesState {
    return new Map([...this.#entries].map(([key, entry]) => [key, copy(entry)]));
  }

  /** Only notes what is overridden: the values themselves have to be set back with it. */
  set state(state: OverridesState) {
    this.#entries = new Map([...state].map(([key, entry]) => [key, copy(entry)]));
  }

  #remove(key: string, id: number): void {
    const entry = this.#entries.get(key);
    if (entry?.layers.delete(id) !== true) return;
    const last = [...entry.layers.values()].at(-1);
    if (last === undefined) {
      this.#entries.delete(key);
      entry.restore();
    } else {
      last();
    }
  }
}

function copy({ restore, layers }: Entry): Entry {
  return { restore, layers: new Map(layers) };
}

/** The ids of one host that this process is about to use, and those of all that turned out to be of the same cluster. */
export class HeldIds {
  readonly #ids = new Set<number>();
  /** Let go while somebody was asking: an answer that is on its way may be older than the guest that has this id now. */
  readonly #late = new Set<number>();
  #asking = 0;
  /** Itself and those that it was joined with. */
  #group = new Set<HeldIds>([this]);

  join(other: HeldIds): void {
    for (const each of other.#group) this.#group.add(each);
    for (const each of this.#group) each.#group = this.#group;
  }

  has(vmid: number): boolean {
    return [...this.#group].some((each) => each.#ids.has(vmid) || each.#late.has(vmid));
  }

  add(vmid: number): void {
    this.#ids.add(vmid);
  }

  release(vmid: number): void {
    this.#ids.delete(vmid);
    if (this.#isAsking()) this.#late.add(vmid);
  }

  async whileAsking<T>(ask: () => Promise<T>): Promise<T> {
    this.#asking += 1;
    try {
      return await ask();
    } finally {
      this.#asking -= 1;
      if (!this.#isAsking()) for (const each of this.#group) each.#late.clear();
    }
  }

  #isAsking(): boolean {
    return [...this.#group].some((each) => each.#asking > 0);
  }
}

/** By the URL of the host: clients of one host share them, and clients of a cluster, whichever of its nodes they know. */
const hosts = new Map<string, HeldIds>();

/** What is held by these hosts, which are of one cluster from now on. */
export function heldBy(urls: readonly string[]): HeldIds {
  const [first = new HeldIds(), ...others] = urls.flatMap((url) => hosts.get(url) ?? []);
  for (const other of others) first.join(other);
  for (const url of urls) if (!hosts.has(url)) hosts.set(url, first);
  return first;
}

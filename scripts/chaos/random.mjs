/** Chance that repeats: the same seed and the same questions have the same answers. */
export class Chance {
  #random;

  /** @param {{ next(): number, between(low: number, high: number): number }} random Of the simulator. */
  constructor(random) {
    this.#random = random;
  }

  between(low, high) {
    return this.#random.between(low, high);
  }

  chance(share) {
    return this.#random.next() < share;
  }

  /** One of a list; undefined of an empty one. */
  pick(list) {
    return list.length === 0 ? undefined : list[this.between(0, list.length - 1)];
  }

  /** One of the names of an object, whose values say how often each is to come. */
  weighed(weights) {
    const names = Object.entries(weights).flatMap(([name, weight]) =>
      Array.from({ length: weight }, () => name),
    );
    return this.pick(names);
  }
}

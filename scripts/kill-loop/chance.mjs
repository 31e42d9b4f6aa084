import { Chance } from '../chaos/random.mjs';

/** Chance with a number from 0 to below 1. */
export class Share extends Chance {
  #random;

  constructor(random) {
    super(random);
    this.#random = random;
  }

  share() {
    return this.#random.next();
  }
}

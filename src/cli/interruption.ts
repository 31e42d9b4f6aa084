import type { Leftover } from '../agent/snapshot-trip.js';
import { describeLeftover } from './show-leftover.js';
import type { Writer } from './writer.js';

/** Where signals come from: `process`, or a test's own. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

// SIGHUP is a terminal that was closed: what was made has to go then, too.
const caught: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Turns signals into an AbortSignal, and keeps the program alive until it has cleaned up. The second signal says
 * what would be left, the third gives up, and says it.
 */
export class Interruption {
  readonly #source: SignalSource;
  readonly #writer: Writer;
  readonly #giveUp: () => void;
  readonly #controller = new AbortController();
  readonly #listeners = caught.map((name) => ({ name, listener: () => this.#received(name) }));
  #count = 0;
  /** What would be left if the program ended now. */
  leftover: Leftover | undefined;

  constructor(source: SignalSource, writer: Writer, giveUp: () => void) {
    this.#source = source;
    this.#writer = writer;
    this.#giveUp = giveUp;
    for (const { name, listener } of this.#listeners) source.on(name, listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The signal that came first. */
  get name(): string {
    return String(this.#controller.signal.reason ?? '');
  }

  /** Signals do again what they usually do. */
  close(): void {
    for (const { name, listener } of this.#listeners) this.#source.off(name, listener);
  }

  #received(name: NodeJS.Signals): void {
    this.#count += 1;
    const left = this.leftover;
    if (this.#count === 1) {
      this.#writer.note(`${name}: ${left === undefined ? 'ending' : 'cleaning up, please wait'}`);
      this.#controller.abort(name);
    } else if (this.#count === 2) {
      const what = left === undefined ? 'still ending, nothing is left behind' : 'still cleaning up';
      this.#writer.note(`${name} again: ${what}. Once more ends the program at once.`);
      if (left !== undefined) this.#writer.note(describeLeftover(left, 'Then this would be left:'));
    } else {
      this.#writer.note(
        left === undefined ? `${name}: ended` : describeLeftover(left, 'Gave up. Left behind:'),
      );
      this.#giveUp();
    }
  }
}

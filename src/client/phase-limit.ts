import type { RequestTimeouts } from './transport-types.js';

/** What a request is at: sending its body, waiting for the head of the answer, reading the answer's body. */
export type Phase = 'send' | 'headers' | 'body';

/** The time limit of what a request is at. */
export class PhaseLimit {
  readonly #timeouts: RequestTimeouts;
  readonly #over: (phase: Phase, ms: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #phase: Phase | undefined;

  constructor(timeouts: RequestTimeouts, over: (phase: Phase, ms: number) => void) {
    this.#timeouts = timeouts;
    this.#over = over;
  }

  begin(phase: Phase): void {
    // One of many pieces: the same limit begins anew.
    if (phase === this.#phase && this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#phase = phase;
    const ms = this.#timeouts[phase === 'send' ? 'body' : phase];
    this.#timer = setTimeout(() => this.#over(phase, ms), ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

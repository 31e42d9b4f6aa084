import type { RequestTimeouts } from './transport-types.js';

/** What a request is at: sending its body, waiting for the head of the answer, reading the answer's body. */
export type Phase = 'send' | 'headers' | 'body';

/** A request with time limits. */
export interface Limited {
  readonly timeouts: RequestTimeouts;
  /** What it is at took longer than `ms`. */
  overdue(phase: Phase, ms: number): void;
}

/**
 * The time limits of the requests of one connection, which follow each other. Its timers outlive a request, and are set back
 * by the next: to make them anew costs several times as much. They keep no process alive, as a request is on an open
 * connection, which does.
 */
export class PhaseLimit {
  #of: Limited | undefined;
  #phase: Phase | undefined;
  readonly #head = new Alarm(() => this.#rang('headers'));
  readonly #body = new Alarm(() => this.#rang(this.#phase === 'send' ? 'send' : 'body'));

  /** The request is at this now, or at another piece of it: the limit begins anew. */
  begin(phase: Phase, of: Limited): void {
    this.#of = of;
    this.#phase = phase;
    if (phase === 'headers') this.#head.set(of.timeouts.headers);
    else this.#body.set(of.timeouts.body);
  }

  /** Nothing is waited for. */
  stop(): void {
    this.#of = undefined;
  }

  /** Takes the timers away, until the next phase begins. */
  clear(): void {
    this.#head.clear();
    this.#body.clear();
  }

  // One that was set for an earlier phase says nothing of this one.
  #rang(phase: Phase): void {
    const of = this.#of;
    if (phase === this.#phase) of?.overdue(phase, of.timeouts[phase === 'headers' ? 'headers' : 'body']);
  }
}

/** A timer that can be set again and again. */
class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #ms = 0;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  set(ms: number): void {
    if (this.#timer !== undefined && ms === this.#ms) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#ms = ms;
    this.#timer = setTimeout(this.#ring, ms).unref();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

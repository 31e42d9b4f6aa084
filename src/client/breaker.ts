import { type Backoff, pause } from '../core/backoff.js';
import type { Clock } from './clock.js';
import type { BreakerOptions } from './options.js';

/** What a breaker decided. `rest`: other hosts go first; `open`: calls are refused; `probe`: one call goes to see. */
export type BreakerDecision = 'rest' | 'open' | 'probe' | 'close' | 'refuse';

/** What a breaker is made from. */
export interface BreakerContext extends Required<BreakerOptions> {
  clock: Clock;
  random: () => number;
  /** How long a probe may take until another call may try, in milliseconds. */
  probe: number;
  told(decision: BreakerDecision, failures: number, ms: number): void;
}

/** What a call is given when it goes to a host, and is to show when it comes back. */
export interface Pass {
  /** The failure that was the last one then. */
  after: number;
  /** It goes to see whether the host is back. */
  probe: boolean;
}

/** How long a host that failed is passed over while there are others. */
const resting: Backoff = { initial: 5_000, max: 60_000, factor: 2, jitter: 0.5 };

/**
 * Counts how often in a row a host could not be reached; calls that were under way together and failed together count as one. From the first time on it rests: hosts that are well go first.
 * After many times calls to it are refused for a while. When a rest is over, one call at a time goes to see; the first answer
 * ends it all.
 */
export class Breaker {
  readonly #context: BreakerContext;
  #failures = 0;
  /** The usual pass. */
  #pass: Pass = { after: 0, probe: false };
  /** Until when others go first, and how often that began. */
  #restsUntil = 0;
  #rests = 0;
  /** Until when calls are refused, and how often that began. */
  #shutUntil = 0;
  #openings = 0;
  /** Until when a probe has time. */
  #probeUntil = 0;
  /** What went wrong last. */
  lastError: unknown;

  constructor(context: BreakerContext) {
    this.#context = context;
  }

  /** Nothing is wrong with the host, as far as is known. */
  get isWell(): boolean {
    return this.#failures === 0;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds for which other hosts should go first. 0 where the host is well, or due for a probe. */
  get rests(): number {
    if (this.#failures === 0) return 0;
    const now = this.#context.clock.now();
    return Math.max(this.#restsUntil - now, this.#probeUntil - now, 0);
  }

  /** Milliseconds for which calls are refused. */
  get refuses(): number {
    if (this.#failures < this.#context.failures) return 0;
    const now = this.#context.clock.now();
    return Math.max(this.#shutUntil - now, this.#probeUntil - now, 0);
  }

  /** A call goes to the host. */
  enter(): Pass {
    if (this.#failures === 0) return this.#pass;
    const { clock, failures, probe, told } = this.#context;
    const now = clock.now();
    const open = this.#failures >= failures;
    if (this.#probeUntil > now || (!open && this.#restsUntil > now)) return this.#pass;
    this.#probeUntil = now + probe;
    told('probe', this.#failures, probe);
    return { ...this.#pass, probe: true };
  }

  /** The host answered. */
  answered(): void {
    if (this.#failures === 0) return;
    const { told } = this.#context;
    const failures = this.#failures;
    this.#failures = 0;
    this.#rests = 0;
    this.#restsUntil = 0;
    this.#openings = 0;
    this.#shutUntil = 0;
    this.#probeUntil = 0;
    this.lastError = undefined;
    told('close', failures, 0);
  }

  /** The host could not be reached. */
  failed(error: unknown, pass: Pass): void {
    this.left(pass);
    this.lastError = error;
    if (pass.after !== this.#pass.after) return;
    this.#pass = { after: pass.after + 1, probe: false };
    this.#failures += 1;
    const { clock, failures, rest, random, told } = this.#context;
    const now = clock.now();
    if (now >= this.#restsUntil) {
      const ms = pause(resting, this.#rests, random);
      this.#rests += 1;
      this.#restsUntil = now + ms;
      told('rest', this.#failures, ms);
    }
    if (this.#failures >= failures && now >= this.#shutUntil) {
      const ms = pause({ initial: rest / 5, max: rest, factor: 2, jitter: 0.5 }, this.#openings, random);
      this.#openings += 1;
      this.#shutUntil = now + ms;
      told('open', this.#failures, ms);
    }
  }

  /** A call ended without a word on whether the host is there. */
  left(pass: Pass): void {
    if (pass.probe) this.#probeUntil = 0;
  }

  /** A call was refused. */
  refused(ms: number): void {
    this.#context.told('refuse', this.#failures, ms);
  }
}

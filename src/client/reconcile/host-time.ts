import type { ClockOffset } from '../../core/intent.js';

/** An hour: what was measured earlier says little, clocks drift and are set. */
const longest = 3_600_000;

/** How far the clocks of hosts are ahead of this machine's, as far as answers have told. */
export class HostTime {
  readonly #offsets = new Map<string, ClockOffset>();
  /** The last `Date`, and what it means: many answers of one second have the same. */
  #date = '';
  #seconds = Number.NaN;

  /**
   * A host's clock showed `seconds`, at some moment between two of this machine's clock. `source` is a node's name, or empty for
   * whatever answers at the client's URL.
   */
  note(source: string, seconds: number, sent: number, received: number): ClockOffset {
    // Whole seconds: the clock may have been almost a second further.
    const seen = {
      low: seconds * 1000 - received,
      high: seconds * 1000 + 1000 - sent,
      at: received,
      of: source,
    };
    const known = this.latest(source, received);
    if (known !== undefined) {
      const low = Math.max(known.low, seen.low);
      const high = Math.min(known.high, seen.high);
      // Where the two do not fit, a clock was set in between.
      if (low <= high) {
        seen.low = low;
        seen.high = high;
      }
    }
    this.#offsets.set(source, seen);
    return seen;
  }

  /** What was measured last, if that is not too long ago. */
  latest(source: string, now: number): ClockOffset | undefined {
    const known = this.#offsets.get(source);
    return known !== undefined && Math.abs(now - known.at) < longest ? known : undefined;
  }

  /** Takes the `Date` of an answer; `source` is as for `note`. */
  noteDate(source: string, header: string | undefined, sent: number, received: number): void {
    if (header === undefined) return;
    if (header !== this.#date) {
      this.#date = header;
      this.#seconds = Math.floor(Date.parse(header) / 1000);
    }
    if (Number.isFinite(this.#seconds)) this.note(source, this.#seconds, sent, received);
  }
}

/** The span that holds both. */
export function hull(a: ClockOffset, b: ClockOffset): ClockOffset {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), at: Math.max(a.at, b.at), of: b.of };
}

import type { ClockOffset } from '../../core/intent.js';

/** An hour: what was measured earlier says little, clocks drift and are set. */
const longest = 3_600_000;

/** How far the clocks of hosts are ahead of this machine's, as far as answers have told. */
export class HostTime {
  readonly #offsets = new Map<string, ClockOffset>();

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
    const both = known === undefined ? seen : { ...seen, ...overlap(known, seen) };
    // Where the two do not fit, a clock was set in between.
    const offset = both.low <= both.high ? both : seen;
    this.#offsets.set(source, offset);
    return offset;
  }

  /** What was measured last, if that is not too long ago. */
  latest(source: string, now: number): ClockOffset | undefined {
    const known = this.#offsets.get(source);
    return known !== undefined && Math.abs(now - known.at) < longest ? known : undefined;
  }

  /** Takes the `Date` of an answer; `source` is as for `note`. */
  noteDate(source: string, header: string | undefined, sent: number, received: number): void {
    const time = header === undefined ? Number.NaN : Date.parse(header);
    if (Number.isFinite(time)) this.note(source, Math.floor(time / 1000), sent, received);
  }
}

function overlap(a: ClockOffset, b: ClockOffset): { low: number; high: number } {
  return { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
}

/** The span that holds both. */
export function hull(a: ClockOffset, b: ClockOffset): ClockOffset {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), at: Math.max(a.at, b.at), of: b.of };
}

import { HttpError } from '../../core/http-errors.js';
import type { ClockOffset, Intent } from '../../core/intent.js';
import type { CallOptions } from '../../core/op.js';
import type { Clock } from '../clock.js';
import type { Sender } from '../send.js';
import { hull } from './host-time.js';

/** The moment of sending by the clock of the node that does the work, in milliseconds since the epoch. */
export interface Moment {
  /** Not before this: a task that is older is another call's. */
  earliest: number;
  latest: number;
  /**
   * A task that seems to be older than the moment by no more than this may be younger in truth: clocks are set now and then, and
   * how they differed at the moment of sending may only be known from later.
   */
  doubt: number;
}

/** A measurement counts as one of the moment of sending if it is no further from it. */
const near = 60_000;
/** Where nothing tells of the host's clock: it is kept by NTP, as this machine's is. */
const allowance = 5_000;
const doubt = { measuredThen: 5_000, measuredLater: 300_000 };

/** Finds out when a call was sent, by the node's clock: from what was measured then, else from what its clock shows now. */
export async function momentOf(
  intent: Intent,
  node: string,
  { sender, clock }: { sender: Sender; clock: Clock },
  options: CallOptions,
): Promise<Moment> {
  const { since, clock: then } = intent;
  const at = (offset: ClockOffset, room: number): Moment => ({
    earliest: since + offset.low,
    latest: since + offset.high,
    doubt: room,
  });
  const now = await measure(node, sender, clock, options);
  if (then !== undefined && Math.abs(since - then.at) <= near)
    return at(shifted(then, now), doubt.measuredThen);
  const known = then === undefined ? now.offset : hull(then, now.offset ?? then);
  return at(known ?? { low: -allowance, high: allowance, at: since, of: '' }, doubt.measuredLater);
}

interface Measured {
  offset: ClockOffset | undefined;
  /** How much further the node's clock is than that of the node which answers at the client's URL. */
  beyondEntry: number;
}

async function measure(node: string, sender: Sender, clock: Clock, options: CallOptions): Promise<Measured> {
  const { time } = sender.ledger;
  const sent = clock.now();
  try {
    const { data } = await sender.request('GET /nodes/{node}/time', { node }, options);
    const seconds = Number((Object(data) as { time?: unknown }).time);
    const entry = time.latest('', clock.now());
    if (Number.isFinite(seconds)) {
      const received = clock.now();
      const offset = {
        low: seconds * 1000 - received,
        high: seconds * 1000 + 1000 - sent,
        at: received,
        of: node,
      };
      return { offset, beyondEntry: entry === undefined ? 0 : gap(entry, offset) };
    }
  } catch (error) {
    // Not everybody may ask (Sys.Audit on the node): any answer has the time of the node that gave it.
    if (!(error instanceof HttpError) || error.status >= 502) throw error;
  }
  return { offset: time.latest('', clock.now()), beyondEntry: 0 };
}

/** How far the second is above (or below) the first; 0 where they overlap. */
function gap(a: ClockOffset, b: ClockOffset): number {
  if (b.low > a.high) return b.low - a.high;
  return b.high < a.low ? b.high - a.low : 0;
}

function shifted(offset: ClockOffset, { beyondEntry }: Measured): ClockOffset {
  if (offset.of !== '') return offset;
  return { ...offset, low: offset.low + beyondEntry, high: offset.high + beyondEntry };
}

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
  const isNear = then !== undefined && Math.abs(since - then.at) <= near;
  if (isNear && isOfNode(then, now)) return at(narrowed(then, now.node ?? now.entry), doubt.measuredThen);
  // Another node's clock went on as this machine's did; so did the node's own, then.
  if (isNear && now.node !== undefined && overlap(then, now.entry)) return at(now.node, doubt.measuredThen);
  const later = now.node ?? now.entry;
  const known = then === undefined ? later : hull(then, later ?? then);
  return at(known ?? { low: -allowance, high: allowance, at: since, of: '' }, doubt.measuredLater);
}

/** What clocks show at this moment. */
interface Measured {
  node: ClockOffset | undefined;
  /** Of the node that answers at the client's URL. */
  entry: ClockOffset | undefined;
}

async function measure(node: string, sender: Sender, clock: Clock, options: CallOptions): Promise<Measured> {
  const { time } = sender.ledger;
  const sent = clock.now();
  try {
    const { data } = await sender.request('GET /nodes/{node}/time', { node }, options);
    const seconds = Number((Object(data) as { time?: unknown }).time);
    const received = clock.now();
    const entry = time.latest('', received);
    if (Number.isFinite(seconds)) {
      const span = { low: seconds * 1000 - received, high: seconds * 1000 + 1000 - sent };
      return { node: { ...span, at: received, of: node }, entry };
    }
  } catch (error) {
    // Not everybody may ask (Sys.Audit on the node): any answer has the time of the node that gave it.
    if (!(error instanceof HttpError) || error.status >= 502) throw error;
  }
  return { node: undefined, entry: time.latest('', clock.now()) };
}

/** Whether a measurement is of the node's own clock, or of one that shows the same. */
function isOfNode(then: ClockOffset, { node, entry }: Measured): boolean {
  return then.of !== '' || node === undefined || entry === undefined || overlap(node, entry);
}

function overlap(a: ClockOffset, b: ClockOffset | undefined): boolean {
  return b !== undefined && a.low <= b.high && b.low <= a.high;
}

/** A measurement on an answer that took long says little. Where one of now fits it, no clock was set: what both say is true. */
function narrowed(then: ClockOffset, now: ClockOffset | undefined): ClockOffset {
  if (!overlap(then, now) || now === undefined) return then;
  return { ...then, low: Math.max(then.low, now.low), high: Math.min(then.high, now.high) };
}

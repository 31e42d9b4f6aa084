import type { Intent } from '../../core/intent.js';
import { isUpid, parseUpid, type Upid } from '../../core/upid.js';
import { expectedTask } from '../../core/worker-types.js';
import { HostTime } from './host-time.js';

/** A call whose answer has not come. */
export interface OpenCall {
  readonly intent: Intent;
  /** True once it is known that no answer will come. */
  lost: boolean;
}

/** So old a measurement of the node's own clock is better than a younger one of another node's. */
const fresh = 60_000;
/** How many tasks and open calls are remembered. */
const most = 500;

/**
 * What a client has sent and been answered: a task that belongs to another of its calls is not the one that a lost call
 * started.
 */
export class Ledger {
  readonly time = new HostTime();
  readonly #answered = new Map<Upid, number>();
  readonly #open = new Map<string, OpenCall>();

  /** A call that changes something is about to be sent. */
  begin(intent: Intent): void {
    this.#open.set(keyOf(intent), { intent, lost: false });
    if (this.#open.size > most) this.#open.delete([...this.#open.keys()][0] ?? '');
  }

  /** Its answer is there: `data` may be a UPID or hold one. */
  answered(intent: Intent, data: unknown, now: number): void {
    const upid = isUpid(data) ? data : (Object(data) as { upid?: unknown }).upid;
    if (isUpid(upid)) {
      const { node, starttime } = parseUpid(upid);
      this.time.note(node, starttime, intent.since, now);
    }
    this.settle(intent, isUpid(upid) ? upid : undefined, now);
  }

  /** It is known what came of it. */
  settle(intent: Intent, upid: Upid | undefined, now: number): void {
    this.#open.delete(keyOf(intent));
    if (upid === undefined) return;
    this.#answered.set(upid, now);
    if (this.#answered.size > most) this.#answered.delete([...this.#answered.keys()][0] as Upid);
  }

  /** No answer will come. Gives the intent with what is known at this moment. */
  lost(intent: Intent, now: number): Intent {
    const open = this.#open.get(keyOf(intent));
    if (open !== undefined) open.lost = true;
    const node = expectedTask(intent.route, intent.params)?.node ?? '';
    const [own, any] = [this.time.latest(node, now), this.time.latest('', now)];
    const clock = own !== undefined && (any === undefined || now - own.at < fresh) ? own : any;
    const others = this.others(intent);
    return {
      ...intent,
      ...(clock === undefined ? {} : { clock }),
      ...(others.length === 0 ? {} : { others }),
    };
  }

  /** The tasks that other calls started and this one could have, by all but the time. */
  others(intent: Intent): Upid[] {
    const task = expectedTask(intent.route, intent.params);
    if (task === undefined) return [];
    return [...this.#answered.keys()].filter((upid) => {
      const { node, type, id } = parseUpid(upid);
      return node === task.node && task.types.includes(type) && task.isAbout(id);
    });
  }

  /** Other calls without an answer. */
  openBeside(intent: Intent): OpenCall[] {
    const own = keyOf(intent);
    return [...this.#open].filter(([key]) => key !== own).map(([, call]) => call);
  }
}

// Two calls with the same parameters may be sent in one millisecond: each has a number of its own.
function keyOf({ id }: Intent): string {
  return id;
}

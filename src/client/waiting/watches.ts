import type { Backoff } from '../../core/backoff.js';
import { ConnectionError } from '../../core/connection-errors.js';
import { parseUpid, type Upid } from '../../core/upid.js';
import { NodeWatch, type WatchContext } from './node-watch.js';
import { pollTeller } from './poll-events.js';
import { Schedule } from './schedule.js';
import { Watched } from './watched.js';

/** All waits of a client, by node. */
export class Watches {
  readonly #context: WatchContext;
  readonly #nodes = new Map<string, NodeWatch>();
  readonly #closed = new AbortController();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  /** Begins a wait; `leave` of what this gives ends it. */
  join(upid: Upid, backoff: Backoff, facts: { started: number; reports: boolean }): Watched {
    const { node: name } = parseUpid(upid);
    const { clock, random } = this.#context;
    const schedule = new Schedule(backoff, random, facts.started, clock.now());
    const node = this.#nodes.get(name) ?? this.#watch(name);
    const scale = Math.min(1, backoff.initial / 1_000, backoff.max / 5_000);
    const watched = new Watched(node, upid, schedule, { reports: facts.reports, scale });
    node.join(watched);
    return watched;
  }

  /** Fires when the client is closed, with the error to throw then. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Ends all pauses, and with them the waits. */
  close(): void {
    this.#closed.abort(new ConnectionError('the client is closed', { kind: 'closed', sent: 'no' }));
  }

  #watch(name: string): NodeWatch {
    const watch = new NodeWatch(name, this.#context, {
      closed: this.#closed.signal,
      tell: pollTeller(this.#context.clock),
      onEmpty: () => void this.#nodes.delete(name),
    });
    this.#nodes.set(name, watch);
    return watch;
  }
}

import { channel } from 'node:diagnostics_channel';
import type { ReconcileEvent } from './reconcile/options.js';
import type { TaskPollEvent } from './waiting/poll-events.js';

/** What is wrong, in few words and without secrets. */
export interface ErrorFacts {
  name: string;
  /** The `code` of an error of this package. */
  code: string | undefined;
  message: string;
  /** Of an HTTP error. */
  status?: number | undefined;
  /** Of a connection that failed. */
  kind?: string | undefined;
  /** Of a connection that failed: whether the request may have reached the host. */
  sent?: string | undefined;
}

/** One HTTP request to one host. */
export interface RequestFacts {
  /** The same in all events of one request, and in no other of this process. */
  id: number;
  /** The route's template: `GET /nodes/{node}/lxc`. */
  route: string;
  method: string;
  /** The path, with its ids, and without the query. */
  path: string;
  /** The host: `https://pve1:8006`. */
  origin: string;
}

/** A try failed that may be repeated, and it was decided whether it is. */
export interface RetryEvent {
  route: string;
  /** The try that failed, from 1. */
  attempt: number;
  /** `no-budget`: too many calls failed lately. `too-long`: the host asked for a longer pause than is waited for. */
  decision: 'retry' | 'no-budget' | 'too-long';
  /** Milliseconds until the next try, or that the host asked for. */
  delay: number;
  error: ErrorFacts;
}

/** A request goes to another host of the list, because one could not be reached or had no answer. */
export interface FailoverEvent {
  route: string;
  from: string;
  to: string;
  error: ErrorFacts;
}

/** The state of a host changed, or a call was refused because of it. */
export interface BreakerEvent {
  origin: string;
  /** `rest`: others go first. `open`: calls are refused. `probe`: one call goes to see. `close`: the host answered. `refuse`: a call was refused. */
  decision: 'rest' | 'open' | 'probe' | 'close' | 'refuse';
  /** Failed tries in a row. */
  failures: number;
  /** How long that lasts, in milliseconds, where it does. */
  ms: number;
}

/**
 * What the client tells on `node:diagnostics_channel`, by the name of the channel without its prefix. Plain data, and no
 * secrets: of parameters none but those in the path.
 */
export interface ClientEvents {
  'request:start': RequestFacts;
  /** An answer came, whatever its status. `ms` since the start. */
  'request:end': RequestFacts & { status: number; ms: number };
  /** No answer came. */
  'request:error': RequestFacts & { error: ErrorFacts; ms: number };
  retry: RetryEvent;
  failover: FailoverEvent;
  breaker: BreakerEvent;
  'task:poll': TaskPollEvent;
  /** What came of a call whose answer was lost. */
  reconcile: ReconcileEvent;
}

/** What the name of each channel begins with. */
export const channelPrefix = 'felhom-proxmox:';

const channels = new Map<string, ReturnType<typeof channel>>();

/** Tells an event to who listens; `event` is only asked for where somebody does. */
export function publish<K extends keyof ClientEvents & string>(name: K, event: () => ClientEvents[K]): void {
  let found = channels.get(name);
  if (found === undefined) {
    found = channel(`${channelPrefix}${name}`);
    channels.set(name, found);
  }
  if (found.hasSubscribers) found.publish(event());
}

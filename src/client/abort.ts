import { AbortedError, type ConnectionError, type Sent, TimeoutError } from '../core/connection-errors.js';

/** The reason of a signal that fired because the whole call took too long. */
export class CallDeadline {
  readonly timeout: number;
  /** The server that was called, where one was. */
  readonly origin: string | undefined;
  constructor(timeout: number, origin?: string) {
    this.timeout = timeout;
    this.origin = origin;
  }
}

/** The error of a request that its signal ended. */
export function abortError(reason: unknown, sent: Sent): ConnectionError {
  return reason instanceof CallDeadline
    ? new TimeoutError('call', reason.timeout, { sent, origin: reason.origin })
    : new AbortedError({ sent, cause: reason });
}

interface Following {
  actions: Set<() => void>;
  listener: () => void;
}

const followed = new WeakMap<AbortSignal, Following>();

/**
 * Calls `action` when the signal fires; the result takes that back. However many calls share a signal, it has one
 * listener of ours: Node warns of a leak at eleven.
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const following = followed.get(signal) ?? follow(signal);
  following.actions.add(action);
  return () => {
    following.actions.delete(action);
    if (following.actions.size > 0) return;
    signal.removeEventListener('abort', following.listener);
    followed.delete(signal);
  };
}

function follow(signal: AbortSignal): Following {
  const actions = new Set<() => void>();
  const listener = () => {
    for (const action of [...actions]) action();
  };
  const following = { actions, listener };
  followed.set(signal, following);
  signal.addEventListener('abort', listener, { once: true });
  return following;
}

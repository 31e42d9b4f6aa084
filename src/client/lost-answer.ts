import { AbortedError, ConnectionError, TimeoutError } from '../core/connection-errors.js';
import { ResponseShapeError } from '../core/errors.js';
import { HttpError } from '../core/http-errors.js';

/**
 * The error of a call that was never sent, because a request before it (a login, a read) got no answer. That one changes
 * nothing, so nothing is in doubt. `what` goes before the message.
 */
export function neverSent(error: unknown, what: string): unknown {
  if (!(error instanceof ConnectionError) || error.sent === 'no') return error;
  if (error instanceof AbortedError) return new AbortedError({ sent: 'no', cause: error.cause });
  const facts = { sent: 'no', cause: error, hint: error.hint } as const;
  return error instanceof TimeoutError
    ? new TimeoutError(error.phase, error.timeout, { ...facts, origin: error.origin })
    : new ConnectionError(`${what}: ${error.message}`, { kind: error.kind, ...facts });
}

/** True where a request that changes something may have been carried out although its answer is an error. */
export function mayHaveHappened(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent === 'unknown';
  // 595 never reached the node that would do the work. The others come from something in between that lost the
  // answer: pveproxy (596 to 599), a reverse proxy (502 to 504) or a content network (520 and up).
  if (error instanceof HttpError) return lostAnswer(error.status);
  return error instanceof ResponseShapeError;
}

function lostAnswer(status: number): boolean {
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 599 && status !== 595);
}

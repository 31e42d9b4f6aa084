import { ConnectionError } from '../core/connection-errors.js';
import { isPveError } from '../core/errors.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import { type Mask, presentable } from './server-text.js';
import type { TransportRequest, TransportResponse } from './transport-types.js';

/**
 * The error of a request that its transport did not carry. One of the caller's own may fail in any way: whatever is no
 * error of ours says nothing of how far the request came, so it counts as sent.
 */
export function carriageError(error: unknown, request: TransportRequest, mask: Mask): unknown {
  if (isPveError(error)) return error;
  if (request.signal.aborted) return abortError(request.signal.reason, 'unknown');
  return failed(error, request, mask);
}

/** Makes sure that a transport gave an answer. @throws ConnectionError */
export function assertResponse(response: TransportResponse, request: TransportRequest): void {
  if (isResponse(response)) return;
  throw new ConnectionError(`${request.url.origin}: the transport gave no HTTP answer`, {
    kind: 'other',
    sent: 'unknown',
    hint: 'The `transport` of the client must give a whole status, a reason, headers and a body of bytes.',
  });
}

function failed(error: unknown, request: TransportRequest, mask: Mask): ConnectionError {
  const { message, kind, hint } = connectionError(error, 'unknown', request.url.origin);
  const shown = presentable(message, mask);
  // An error that quotes what was sent is not handed on: logs show the chain of causes.
  const cause = shown === message ? { cause: error } : {};
  return new ConnectionError(shown, {
    kind,
    sent: 'unknown',
    hint: hint ?? 'Look at the `transport` of the client: it failed.',
    ...cause,
  });
}

function isResponse(value: unknown): value is TransportResponse {
  const parts = Object(value) as Partial<Record<keyof TransportResponse, unknown>>;
  return (
    Number.isInteger(parts.status) &&
    typeof parts.reason === 'string' &&
    typeof parts.headers === 'object' &&
    parts.headers !== null &&
    ArrayBuffer.isView(parts.body)
  );
}

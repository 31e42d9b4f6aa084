import { ConnectionError } from '../core/connection-errors.js';
import { isPveError } from '../core/errors.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import { type Mask, presentable } from './server-text.js';
import type { TransportRequest, TransportResponse } from './transport-types.js';

/**
 * Has a transport carry a request. One of the caller's own may fail in any way: whatever is no error of ours says
 * nothing of how far the request came, so it counts as sent.
 */
export async function carry<R extends TransportResponse>(
  transport: (request: TransportRequest) => Promise<R>,
  request: TransportRequest,
  mask: Mask,
): Promise<R> {
  let response: R;
  try {
    response = await transport(request);
  } catch (error) {
    if (isPveError(error)) throw error;
    if (request.signal.aborted) throw abortError(request.signal.reason, 'unknown');
    throw failed(error, request, mask);
  }
  if (isResponse(response)) return response;
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

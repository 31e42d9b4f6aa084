import { TimeoutError } from '../core/connection-errors.js';
import { ResponseShapeError } from '../core/errors.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import { type Transport, type TransportRequest, tooLarge } from './transport.js';

/** The part of the Fetch API that `fetchTransport` needs. */
export type FetchLike = (request: Request) => Promise<Response | undefined>;

/**
 * A transport over any fetch-shaped function: another runtime's, or a mock's. It has that function's TLS rules and
 * connection limits, not this package's: a `fingerprint` or `ca` cannot be used with it.
 */
export function fetchTransport(fetch: FetchLike): Transport {
  return async (request) => {
    if (request.signal.aborted) throw abortError(request.signal.reason, 'no');
    // Ends the fetch for whatever reason the request ends; a function that ignores it is simply not waited for.
    const controller = new AbortController();
    try {
      const response = await step(send(fetch, request, controller.signal), 'headers', request);
      const { 'content-encoding': _decoded, ...headers } = Object.fromEntries(response.headers);
      const body = await readAll(response, request);
      return { status: response.status, reason: response.statusText, headers, body };
    } catch (error) {
      controller.abort();
      throw meaning(error, request);
    }
  };
}

async function send(fetch: FetchLike, request: TransportRequest, signal: AbortSignal): Promise<Response> {
  const { url, method, headers, body } = request;
  const init: RequestInit = { method, headers: { ...headers }, redirect: 'manual', signal };
  if (body !== undefined) init.body = body;
  const response = await fetch(new Request(url, init));
  if (response === undefined) throw new Error('no answer to this request is mocked');
  if (response.type === 'error') throw new Error('the network failed');
  return response;
}

async function readAll(response: Response, request: TransportRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  try {
    for (let size = 0; ; ) {
      const { done, value } = await step(reader.read(), 'body', request);
      if (done) return Buffer.concat(chunks);
      size += value.length;
      if (size > request.maxBody) throw tooLarge(request);
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

/** Waits for a step of the answer, no longer than its time limit and the request's signal allow. */
async function step<T>(
  work: Promise<T>,
  phase: 'headers' | 'body',
  { timeouts, signal, url }: TransportRequest,
): Promise<T> {
  const ms = timeouts[phase];
  let stop = () => {};
  const over = new Promise<never>((_resolve, reject) => {
    const aborted = () => reject(abortError(signal.reason, 'unknown'));
    const facts = { sent: 'unknown', origin: url.origin } as const;
    const timer = setTimeout(() => reject(new TimeoutError(phase, ms, facts)), ms);
    signal.addEventListener('abort', aborted, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
    };
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    stop();
  }
}

function meaning(error: unknown, request: TransportRequest): unknown {
  if (error instanceof ResponseShapeError) return error;
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
  // A fetch does not tell how far it came, so nothing is proven, but for a connection that was never made.
  const found = connectionError(cause, 'unknown', request.url.origin);
  const unmade = found.kind === 'refused' || found.kind === 'dns';
  return unmade ? connectionError(cause, 'no', request.url.origin) : found;
}

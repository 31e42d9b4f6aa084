import type { Dispatcher, Pool } from 'undici';
import {
  AbortedError,
  type ConnectionError,
  ResponseShapeError,
  type Sent,
  TimeoutError,
} from '../core/errors.js';
import type { Method } from '../core/route.js';
import { connectionError } from './connection-error.js';
import { createConnector, type Trust } from './tls.js';

/** Time limits of one request, in milliseconds. */
export interface RequestTimeouts {
  /** Making the connection, TLS included. */
  connect: number;
  /** From the request to the head of its answer. PVE itself gives up on a silent node after 30 s, with 596. */
  headers: number;
  /** Between two pieces of the answer's body. */
  body: number;
}

/** One HTTP request. */
export interface TransportRequest {
  /** The route's template, for logs and errors. */
  route: string;
  method: Method;
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** A complete form body; pveproxy refuses chunked ones. */
  body: string | undefined;
  timeouts: RequestTimeouts;
  /** More bytes than this in the answer's body end the request. */
  maxBody: number;
  /** Ends the request at any stage; its reason says why. */
  signal: AbortSignal;
}

/** The answer, whatever its status. */
export interface TransportResponse {
  status: number;
  /** The reason phrase; empty where the transport has none. */
  reason: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/**
 * Carries one request to the server and its answer back. Never repeats one. It throws a ConnectionError whose
 * `sent` tells whether anything may have reached the server, or a ResponseShapeError (`too-large`).
 */
export interface Transport {
  (request: TransportRequest): Promise<TransportResponse>;
  /** Ends all connections. Requests after it fail. */
  close?(): Promise<void>;
}

/** The reason of a signal that fired because the whole call took too long. */
export class CallDeadline {
  readonly timeout: number;
  constructor(timeout: number) {
    this.timeout = timeout;
  }
}

/** The error of a request that its signal ended. */
export function abortError(reason: unknown, sent: Sent): ConnectionError {
  return reason instanceof CallDeadline
    ? new TimeoutError('call', reason.timeout, { sent })
    : new AbortedError({ sent, cause: reason });
}

/** The usual transport: HTTPS by undici with a bounded pool of its own. undici is loaded by the first request. */
export function undiciTransport(options: {
  origin: string;
  trust: Trust;
  connections: number;
  connectTimeout: number;
}): Transport {
  let pool: Promise<Pool> | undefined;
  let closed = false;
  const open = async (): Promise<Pool> => {
    const { Pool } = await import('undici');
    return new Pool(options.origin, {
      connections: options.connections,
      pipelining: 1,
      // pveproxy drops an idle connection after 5 s: let go before it, or the next request meets a closed one.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 4_000,
      // The exchange below has finer timers of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: createConnector(options.trust, options.connectTimeout) as NonNullable<Pool.Options['connect']>,
    });
  };
  const transport: Transport = async (request) => {
    if (closed) throw connectionError({ code: 'UND_ERR_CLOSED' }, 'no', options.origin);
    if (request.signal.aborted) throw abortError(request.signal.reason, 'no');
    pool ??= open();
    const dispatcher = await pool;
    return new Exchange(dispatcher, request, options.origin).answer;
  };
  transport.close = async () => {
    closed = true;
    await (await pool)?.destroy();
  };
  return transport;
}

/** One request and its answer: the state between undici's callbacks. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<TransportResponse>;
  readonly #request: TransportRequest;
  readonly #origin: string;
  readonly #chunks: Uint8Array[] = [];
  #resolve: (response: TransportResponse) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #settled = false;
  #sent: Sent = 'no';
  #size = 0;
  #head: Omit<TransportResponse, 'body'> = { status: 0, reason: '', headers: {} };

  constructor(dispatcher: Dispatcher, request: TransportRequest, origin: string) {
    this.#request = request;
    this.#origin = origin;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    request.signal.addEventListener('abort', this.#aborted, { once: true });
    try {
      dispatcher.dispatch(
        {
          origin,
          path: `${request.url.pathname}${request.url.search}`,
          method: request.method,
          headers: { ...request.headers },
          body: request.body ?? null,
        },
        this,
      );
    } catch (error) {
      this.#fail(connectionError(error, 'no', origin));
    }
  }

  readonly #aborted = () => this.#fail(abortError(this.#request.signal.reason, this.#sent));

  #limit(phase: 'headers' | 'body'): void {
    clearTimeout(this.#timer);
    const ms = this.#request.timeouts[phase];
    this.#timer = setTimeout(() => this.#fail(new TimeoutError(phase, ms, { sent: this.#sent })), ms);
  }

  #end(): void {
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal.removeEventListener('abort', this.#aborted);
  }

  #fail(error: Error): void {
    if (this.#settled) return;
    this.#end();
    this.#reject(error);
    this.#controller?.abort(error);
  }

  // Called when a connection is there and the request is about to be written to it, not before.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) {
      controller.abort(new AbortedError({ sent: 'no' }));
      return;
    }
    this.#sent = 'unknown';
    this.#limit('headers');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    reason = '',
  ): void {
    if (status < 200) return;
    this.#head = { status, reason, headers: flatten(headers) };
    this.#limit('body');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#size += chunk.length;
    if (this.#size > this.#request.maxBody) {
      this.#fail(tooLarge(this.#request));
      return;
    }
    this.#chunks.push(chunk);
    this.#limit('body');
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#end();
    this.#resolve({ ...this.#head, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(connectionError(error, this.#sent, this.#origin));
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}

function tooLarge(request: TransportRequest): ResponseShapeError {
  return new ResponseShapeError(request.route, 'too-large', [
    { path: '', message: `the body has more than ${request.maxBody} bytes` },
  ]);
}

/** The part of the Fetch API that `fetchTransport` needs. */
export type FetchLike = (request: Request) => Promise<Response | undefined>;

/**
 * A transport over any fetch-shaped function: another runtime's, or a mock's. It has that function's TLS rules and
 * connection limits, not this package's: a `fingerprint` or `ca` cannot be used with it.
 */
export function fetchTransport(fetch: FetchLike): Transport {
  return async (request) => {
    if (request.signal.aborted) throw abortError(request.signal.reason, 'no');
    const { origin } = request.url;
    try {
      const init = { method: request.method, headers: { ...request.headers }, signal: request.signal };
      const response = await fetch(
        new Request(request.url, {
          ...init,
          redirect: 'manual',
          ...(request.body === undefined ? {} : { body: request.body }),
        }),
      );
      if (response === undefined) throw new Error('no answer to this request is mocked');
      const { 'content-encoding': _decoded, ...headers } = Object.fromEntries(response.headers);
      return {
        status: response.status,
        reason: response.statusText,
        headers,
        body: await readAll(response, request),
      };
    } catch (error) {
      if (error instanceof ResponseShapeError) throw error;
      if (request.signal.aborted) throw abortError(request.signal.reason, 'unknown');
      // A fetch does not tell how far it came, so nothing is proven, but for a connection that was refused.
      const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
      const found = connectionError(cause, 'unknown', origin);
      throw found.kind === 'refused' || found.kind === 'dns' ? connectionError(cause, 'no', origin) : found;
    }
  };
}

async function readAll(response: Response, request: TransportRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > request.maxBody) throw tooLarge(request);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

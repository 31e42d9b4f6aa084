import type { Client, Dispatcher } from 'undici';
import { type Sent, TimeoutError } from '../core/connection-errors.js';
import { ResponseShapeError } from '../core/errors.js';
import type { Method } from '../core/route.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import { shapeHints } from './shape-hints.js';
import { Slots } from './slots.js';
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

/** One connection to the server, made when a request needs it, and made anew after a failure. */
class Lane {
  readonly #options: TransportOptions;
  #client: Client | undefined;
  #ended = new AbortController();

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  client(undici: Undici): Client {
    if (this.#client !== undefined) return this.#client;
    const { origin, trust, connectTimeout } = this.#options;
    this.#ended = new AbortController();
    const connector = createConnector(trust, connectTimeout, this.#ended.signal);
    this.#client = new undici.Client(origin, {
      pipelining: 1,
      // pveproxy drops an idle connection after 5 s: let go before it, or the next request meets a closed one.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 4_000,
      // The exchange below has finer timers of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connector as NonNullable<Client.Options['connect']>,
    });
    return this.#client;
  }

  /** Ends the connection, also one that is still being made. */
  async drop(): Promise<void> {
    // In this order: requests on it then fail because it was ended, not because it broke.
    const gone = this.#client?.destroy();
    this.#client = undefined;
    this.#ended.abort();
    await gone;
  }
}

type Undici = typeof import('undici');

/** What the usual transport is made from. */
export interface TransportOptions {
  origin: string;
  trust: Trust;
  connections: number;
  connectTimeout: number;
}

/**
 * The usual transport: HTTPS by undici, which the first request loads. Each connection is a `Client` of undici's; its
 * `Pool` is not used, because after a failed connection it opens more than it may, and can leave callers waiting
 * for ever behind it.
 */
export function undiciTransport(options: TransportOptions): Transport {
  const { origin, connections } = options;
  const lanes = Array.from({ length: connections }, () => new Lane(options));
  const slots = new Slots(lanes);
  let undici: Promise<Undici> | undefined;
  let closed = false;
  const transport: Transport = async (request) => {
    const { signal } = request;
    const assertWanted = () => {
      if (closed) throw connectionError({ code: 'UND_ERR_CLOSED' }, 'no', origin);
      if (signal.aborted) throw abortError(signal.reason, 'no');
    };
    assertWanted();
    const lane = await slots.take(signal);
    let ok = false;
    try {
      undici ??= import('undici');
      const client = lane.client(await undici);
      assertWanted();
      const response = await new Exchange(client, request, origin).answer;
      ok = true;
      return response;
    } finally {
      // Whatever state a failed exchange left behind goes with its connection.
      if (!ok) void lane.drop();
      slots.give(lane);
    }
  };
  transport.close = async () => {
    closed = true;
    await Promise.all(lanes.map((lane) => lane.drop()));
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
    this.#timer = setTimeout(() => {
      this.#fail(new TimeoutError(phase, ms, { sent: this.#sent, origin: this.#origin }));
    }, ms);
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
  }

  // Called when a connection is there and the request is about to be written to it, not before.
  onRequestStart(): void {
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

/** The error of an answer with a body of more than `maxBody` bytes. */
export function tooLarge(request: TransportRequest): ResponseShapeError {
  const issue = { path: '', message: `the body has more than ${request.maxBody} bytes` };
  return new ResponseShapeError(request.route, 'too-large', [issue], { hint: shapeHints['too-large'] });
}

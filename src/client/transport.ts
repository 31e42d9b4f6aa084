import type { Duplex, Readable } from 'node:stream';
import type { Client, Dispatcher } from 'undici';
import { type Sent, TimeoutError } from '../core/connection-errors.js';
import { isPveError } from '../core/errors.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import { type Limited, type Phase, PhaseLimit } from './phase-limit.js';
import { flatten, type RawHeaders } from './raw-headers.js';
import { tooLarge } from './shape-hints.js';
import { Slots } from './slots.js';
import { createConnector, type Trust } from './tls.js';
import type {
  BodySink,
  StreamBody,
  Transport,
  TransportRequest,
  TransportResponse,
} from './transport-types.js';

/** One connection to the server, made when a request needs it, and made anew after a failure. */
class Lane {
  /** Of the request that is on it. */
  readonly limit = new PhaseLimit();
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
    this.limit.clear();
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
  const sockets = new Set<Duplex>();
  let undici: Undici | undefined;
  let closed = false;
  const assertWanted = (signal: AbortSignal) => {
    if (closed) throw connectionError({ code: 'UND_ERR_CLOSED' }, 'no', origin);
    if (signal.aborted) throw abortError(signal.reason, 'no');
  };
  const transport: Transport = async (request) => {
    const { signal } = request;
    assertWanted(signal);
    const lane = slots.take() ?? (await slots.wait(signal));
    let ok = false;
    try {
      // The source of a stream may be good for one try only: it is not risked on a connection that may have gone stale.
      if (typeof request.body === 'object') void lane.drop();
      undici ??= await import('undici');
      const client = lane.client(undici);
      assertWanted(signal);
      const response = await new Exchange(lane.limit, request, origin).on(client);
      ok = true;
      return response;
    } finally {
      // Whatever state a failed exchange left behind goes with its connection.
      if (!ok) void lane.drop();
      slots.give(lane);
    }
  };
  transport.upgrade = async (request) => {
    assertWanted(request.signal);
    // A connection of its own, beyond the others: it may stay for days.
    const lane = new Lane(options);
    lanes.push(lane);
    try {
      undici ??= await import('undici');
      const exchange = new Exchange(lane.limit, request, origin);
      const response = await exchange.on(lane.client(undici), 'websocket');
      const { socket } = exchange;
      if (socket === undefined) return response;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return { ...response, socket };
    } finally {
      lanes.splice(lanes.indexOf(lane), 1);
      void lane.drop();
    }
  };
  transport.close = async () => {
    closed = true;
    const ended = connectionError({ code: 'UND_ERR_CLOSED' }, 'unknown', origin);
    for (const socket of sockets) socket.destroy(ended);
    await Promise.all(lanes.map((lane) => lane.drop()));
  };
  return transport;
}

type Controller = Dispatcher.DispatchController;

/** One request and its answer: the state between undici's callbacks. */
class Exchange implements Dispatcher.DispatchHandler, Limited {
  /** The bare connection, once the server went over to another protocol. */
  socket: Duplex | undefined;
  readonly timeouts: Limited['timeouts'];
  readonly #limit: PhaseLimit;
  readonly #request: TransportRequest;
  readonly #origin: string;
  #resolve: ((response: TransportResponse) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #settled = false;
  #sent: Sent = 'no';
  #status = 0;
  #reason = '';
  #headers: Record<string, string> = {};
  #sink: BodySink | undefined;
  /** The pieces of the body: most have one. */
  #pieces: Buffer[] | undefined;
  #size = 0;

  constructor(limit: PhaseLimit, request: TransportRequest, origin: string) {
    this.#limit = limit;
    this.#request = request;
    this.#origin = origin;
    this.timeouts = request.timeouts;
  }

  /** Sends the request. */
  on(dispatcher: Dispatcher, upgrade: string | null = null): Promise<TransportResponse> {
    const request = this.#request;
    const { method, headers, body } = request;
    const answer = new Promise<TransportResponse>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    request.signal.addEventListener('abort', this.#aborted, { once: true });
    try {
      dispatcher.dispatch(
        {
          origin: this.#origin,
          path: request.target ?? `${request.url.pathname}${request.url.search}`,
          method,
          headers,
          // undici takes an async iterable; its types do not know.
          body: typeof body === 'object' ? (this.#send(body) as unknown as Readable) : (body ?? null),
          upgrade,
        },
        this,
      );
    } catch (error) {
      this.#fail(connectionError(error, 'no', this.#origin));
    }
    return answer;
  }

  readonly #aborted = () => this.#fail(abortError(this.#request.signal.reason, this.#sent));

  overdue(phase: Phase, ms: number): void {
    this.#fail(new TimeoutError(phase, ms, { sent: this.#sent, origin: this.#origin }));
  }

  // undici asks for the next piece once the connection has room for it.
  async *#send({ length, pieces }: StreamBody): AsyncGenerator<Uint8Array, void, undefined> {
    let left = length;
    try {
      for await (const piece of pieces) {
        if (this.#settled) return;
        left -= piece.length;
        if (left <= 0) this.#sent = 'unknown';
        // An answer that comes before the end of the body has time limits of its own.
        if (this.#status === 0) this.#limit.begin(left <= 0 ? 'headers' : 'send', this);
        yield piece;
      }
    } catch (error) {
      this.#fail(isPveError(error) ? error : connectionError(error, this.#sent, this.#origin));
      throw error;
    }
  }

  #end(): void {
    this.#settled = true;
    this.#limit.stop();
    this.#request.signal.removeEventListener('abort', this.#aborted);
  }

  #fail(error: Error): void {
    if (this.#settled) return;
    this.#end();
    this.#reject?.(error);
  }

  // Called when a connection is there and the request is about to be written to it, not before.
  onRequestStart(): void {
    const streams = typeof this.#request.body === 'object';
    this.#sent = streams ? 'partial' : 'unknown';
    this.#limit.begin(streams ? 'send' : 'headers', this);
  }

  onRequestUpgrade(_: Controller, status: number, headers: RawHeaders, socket: Duplex): void {
    if (this.#settled) {
      socket.destroy();
      return;
    }
    this.#end();
    this.socket = socket;
    this.#resolve?.({ status, reason: '', headers: flatten(headers), body: new Uint8Array() });
  }

  onResponseStart(_controller: Controller, status: number, headers: RawHeaders, reason = ''): void {
    if (status < 200 || this.#settled) return;
    this.#status = status;
    this.#reason = reason;
    this.#headers = flatten(headers);
    if (status === 200) this.#sink = this.#request.sink;
    this.#sink?.begin();
    this.#limit.begin('body', this);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#settled) return;
    if (this.#sink !== undefined) {
      this.#pass(this.#sink, chunk, controller);
      return;
    }
    this.#size += chunk.length;
    if (this.#size > this.#request.maxBody) {
      this.#fail(tooLarge(this.#request));
      return;
    }
    if (this.#pieces === undefined) this.#pieces = [chunk];
    else this.#pieces.push(chunk);
    this.#limit.begin('body', this);
  }

  #pass(sink: BodySink, chunk: Buffer, controller: Controller): void {
    this.#limit.begin('body', this);
    // undici gives an empty piece, too, when it goes on with a body that only the end of the connection ends: to pause
    // for that would be to pause for ever.
    const room = chunk.length === 0 ? undefined : sink.write(chunk);
    if (room === undefined) return;
    // A reader may take its time: no limit runs until it wants more.
    this.#limit.stop();
    controller.pause();
    void room.then(() => {
      if (this.#settled) return;
      this.#limit.begin('body', this);
      controller.resume();
    });
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#end();
    const pieces = this.#pieces ?? [];
    const [only] = pieces;
    const body = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, this.#size);
    this.#resolve?.({ status: this.#status, reason: this.#reason, headers: this.#headers, body });
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#fail(connectionError(error, this.#sent, this.#origin));
  }
}

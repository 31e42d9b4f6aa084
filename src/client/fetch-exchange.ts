import { ConnectionError, type Sent, TimeoutError } from '../core/connection-errors.js';
import { isPveError } from '../core/errors.js';
import { abortError } from './abort.js';
import { connectionError } from './connection-error.js';
import type { FetchLike } from './fetch-transport.js';
import { tooLarge } from './shape-hints.js';
import type { StreamBody, TransportRequest, TransportResponse } from './transport-types.js';

type Phase = 'send' | 'headers' | 'body';

/** One request and its answer. */
export class FetchExchange {
  readonly #request: TransportRequest;
  // Ends the fetch for whatever reason the request ends; a function that ignores it is simply not waited for.
  readonly #controller = new AbortController();
  readonly #over: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #sent: Sent = 'unknown';

  constructor(request: TransportRequest) {
    this.#request = request;
    this.#over = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    // It is waited for only while there is something to wait for.
    this.#over.catch(() => {});
  }

  async run(fetch: FetchLike): Promise<TransportResponse> {
    const { signal } = this.#request;
    if (signal.aborted) throw abortError(signal.reason, 'no');
    const aborted = () => this.#fail(abortError(signal.reason, this.#sent));
    signal.addEventListener('abort', aborted, { once: true });
    try {
      this.#limit('headers');
      const response = await Promise.race([this.#answer(fetch), this.#over]);
      const { 'content-encoding': _decoded, ...headers } = Object.fromEntries(response.headers);
      const body = await this.#read(response);
      return { status: response.status, reason: response.statusText, headers, body };
    } catch (error) {
      this.#controller.abort();
      throw this.#meaning(error);
    } finally {
      clearTimeout(this.#timer);
      signal.removeEventListener('abort', aborted);
    }
  }

  async #answer(fetch: FetchLike): Promise<Response> {
    const { url, method, headers, body } = this.#request;
    const { signal } = this.#controller;
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      headers: { ...headers },
      redirect: 'manual',
      signal,
    };
    if (typeof body === 'object') {
      if (!streamsBodies()) throw cannotStream(url.origin);
      this.#sent = 'partial';
      init.body = ReadableStream.from(this.#send(body)) as unknown as NonNullable<RequestInit['body']>;
      init.duplex = 'half';
    } else if (body !== undefined) init.body = body;
    const response = await fetch(new Request(url, init));
    if (response === undefined) throw new Error('no answer to this request is mocked');
    if (response.type === 'error') throw new Error('the network failed');
    return response;
  }

  async *#send({ length, pieces }: StreamBody): AsyncGenerator<Uint8Array, void, undefined> {
    let left = length;
    try {
      for await (const piece of pieces) {
        if (this.#controller.signal.aborted) return;
        left -= piece.length;
        if (left <= 0) this.#sent = 'unknown';
        this.#limit(left <= 0 ? 'headers' : 'send');
        yield piece;
      }
    } catch (error) {
      // A fetch would wrap it.
      this.#fail(error);
      throw error;
    }
  }

  async #read(response: Response): Promise<Uint8Array> {
    const { sink: wanted, maxBody } = this.#request;
    const sink = response.status === 200 ? wanted : undefined;
    sink?.begin();
    const chunks: Uint8Array[] = [];
    const reader = response.body?.getReader();
    if (reader === undefined) return new Uint8Array();
    try {
      for (let size = 0; ; ) {
        this.#limit('body');
        const { done, value } = await Promise.race([reader.read(), this.#over]);
        if (done) return Buffer.concat(chunks);
        clearTimeout(this.#timer);
        size += value.length;
        if (sink !== undefined) await Promise.race([sink.write(value), this.#over]);
        else if (size > maxBody) throw tooLarge(this.#request);
        else chunks.push(value);
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error;
    }
  }

  #limit(phase: Phase): void {
    clearTimeout(this.#timer);
    const ms = this.#request.timeouts[phase === 'send' ? 'body' : phase];
    this.#timer = setTimeout(() => {
      this.#fail(new TimeoutError(phase, ms, { sent: this.#sent, origin: this.#request.url.origin }));
    }, ms);
  }

  #meaning(error: unknown): unknown {
    if (isPveError(error)) return error;
    const { origin } = this.#request.url;
    const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
    // A fetch does not tell how far it came, so nothing is proven, but for a connection that was never made.
    const found = connectionError(cause, this.#sent, origin);
    const unmade = found.kind === 'refused' || found.kind === 'dns';
    return unmade ? connectionError(cause, 'no', origin) : found;
  }
}

// A runtime that cannot stream a body takes the stream for a text, and never looks at `duplex`.
function streamsBodies(): boolean {
  if (typeof ReadableStream.from !== 'function') return false;
  let asked = false;
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      asked = true;
      return 'half';
    },
  };
  const request = new Request('https://localhost', init as unknown as RequestInit);
  return asked && !request.headers.has('content-type');
}

function cannotStream(origin: string): ConnectionError {
  return new ConnectionError(`${origin}: this fetch cannot stream a body`, {
    kind: 'other',
    sent: 'no',
    hint: 'Upload with the usual transport, or with a fetch that takes a ReadableStream (`duplex: half`).',
  });
}

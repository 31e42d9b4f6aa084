import { randomUUID } from 'node:crypto';
import { classify } from '../core/classify.js';
import { encodeParams, formEncode, type Params } from '../core/codec.js';
import { ConnectionError } from '../core/connection-errors.js';
import { ParamsError } from '../core/errors.js';
import { AuthenticationError } from '../core/http-errors.js';
import type { Intent } from '../core/intent.js';
import type { CallOptions, Op, Send } from '../core/op.js';
import { OutcomeUnknownError } from '../core/outcome-errors.js';
import { isSecretName, maskTokens, Redactor, secretsIn } from '../core/redact.js';
import { fillRoute, type Route } from '../core/route.js';
import { issuesOf } from '../core/validate.js';
import { type Auth, createAuth } from './auth.js';
import { type Envelope, readEnvelope, readFailure } from './body.js';
import { assertCallOptions } from './call-options.js';
import { carry } from './carry.js';
import { checkAnswer } from './check-answer.js';
import { withDeadline } from './deadline.js';
import { withLockWait } from './lock-wait.js';
import { loginLost, mayHaveHappened } from './lost-answer.js';
import type { Settings } from './options.js';
import { intentOf, markedParams } from './reconcile/intent-of.js';
import { Ledger } from './reconcile/ledger.js';
import { bodyOf, type RequestOptions } from './request-body.js';
import { RetryBudget, withRetry } from './retry.js';
import type { Mask } from './server-text.js';
import { undiciTransport } from './transport.js';
import type { Transport, TransportRequest } from './transport-types.js';

/** An answer that was checked. */
interface Counted<R> {
  data: R;
  total: number | undefined;
}

/** A request that is ready to go. */
interface Prepared {
  route: Route;
  isRead: boolean;
  request: Omit<TransportRequest, 'signal' | 'headers'>;
  /** The headers of its body. */
  entity: Readonly<Record<string, string>>;
  /** The secrets among its parameters. */
  secrets: Redactor;
  /** What it is to do. Its digest is without secrets: a short password could be guessed from its hash. */
  intent: Omit<Intent, 'since' | 'id'>;
}

/** Makes a result of a good answer, or throws a ResponseShapeError. */
type Read<R> = (envelope: Envelope, mask: Mask) => R;

type Upgrading = NonNullable<Transport['upgrade']>;

/** The way of every call: check, encode, credentials, transport, retry, decode, classify. */
export class Sender {
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #redactor = new Redactor();
  readonly #budget = new RetryBudget();
  readonly #auth: Auth;
  /** @internal What was sent, and what the host's clock shows. */
  readonly ledger = new Ledger();
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#transport =
      settings.transport ??
      undiciTransport({
        origin: settings.base.origin,
        trust: settings.trust,
        connections: settings.connections,
        connectTimeout: settings.timeouts.connect,
      });
    this.#auth = createAuth(settings, this.#redactor, (params, signal) => this.#login(params, signal));
  }

  /** Who calls: `user@realm!token` or `user@realm`. */
  get identity(): string {
    return this.#auth.identity;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#transport.close?.();
  }

  /** Carries out an operation: its parameters and its answer are checked. */
  readonly send: Send = async <P, R>(
    op: Op<P, R>,
    params: P | undefined,
    options?: CallOptions,
  ): Promise<R> => {
    return (await this.counted(op, params, options)).data;
  };

  /** Like `send`, and gives the number of rows too, where the route counts them. */
  async counted<P, R>(op: Op<P, R>, params: P | undefined, options?: RequestOptions): Promise<Counted<R>> {
    return this.#call(
      op.route,
      { ...(checkedParams(op, params) as Params), ...op.fixed },
      { ...options, repeat: op.repeat },
      ({ data, total }, mask) => ({ data: checkAnswer(op, data, mask), total }),
    );
  }

  /** Sends a request for any route. Parameters and answer are taken as they are, but for what the wire demands. */
  request(route: Route, params: Params, options: RequestOptions = {}): Promise<Envelope> {
    return this.#call(route, params, options, (envelope) => envelope);
  }

  /** Whether `upgrade` can work at all: not with every transport. */
  get canUpgrade(): boolean {
    return this.#transport.upgrade !== undefined;
  }

  /**
   * Sends a request that is to go over to the WebSocket protocol, once: what stands in it is good for one time. Gives
   * the answer, with the bare connection if that is a 101.
   * @throws HttpError where it is refused
   */
  async upgrade(
    route: Route,
    params: Params,
    headers: Record<string, string>,
    options: CallOptions,
  ): ReturnType<Upgrading> {
    const prepared = this.#prepare(route, params, {});
    const { request } = prepared;
    const mask = this.#maskOf(prepared);
    const transport: Upgrading = this.#transport.upgrade?.bind(this.#transport) ?? this.#transport;
    const work = async (signal: AbortSignal) => {
      const credentials = await this.#auth.headers(request.method, signal);
      if (this.#closed) throw new ConnectionError('the client is closed', { kind: 'closed', sent: 'no' });
      const asked = { ...request, headers: { ...headers, ...credentials }, signal };
      const response = await carry(transport, asked, mask);
      this.#log('debug', { route, path: request.url.pathname, status: response.status }, 'answered');
      if (response.status < 400) return response;
      throw classify(await readFailure(response, route, request.maxBody, mask), this.#auth.identity);
    };
    const timeout = options.timeout ?? this.#settings.timeouts.call;
    return withDeadline(timeout, options.signal, work, this.#settings.base.origin);
  }

  async #call<R>(route: Route, params: Params, options: RequestOptions, read: Read<R>): Promise<R> {
    assertCallOptions(options, route);
    const { given, marker } = markedParams(route, params, options.marker, this.#settings.markers);
    const prepared = this.#prepare(route, given, options, marker);
    // How long a whole file takes says nothing: it is the silence in between that counts.
    const timeout =
      options.timeout ?? (streams(options) ? Number.POSITIVE_INFINITY : this.#settings.timeouts.call);
    const attempts = (signal: AbortSignal) =>
      withRetry(() => this.#attempt(prepared, signal, read), {
        isRead: prepared.isRead,
        // What was streamed, either way, cannot be taken back.
        retries: streams(options) ? 0 : (options.retries ?? this.#settings.retries),
        budget: this.#budget,
        clock: this.#settings.clock,
        random: this.#settings.random,
        signal,
        onRetry: (error, attempt, delay) =>
          this.#log('warn', { route, attempt, delay, error: error.message }, 'retrying'),
      });
    const { clock, random, base } = this.#settings;
    const { lockWait: limit = 0, signal: outer } = options;
    // What was streamed cannot be sent again.
    if (limit === 0 || streams(options)) return withDeadline(timeout, outer, attempts, base.origin);
    const work = (signal: AbortSignal) =>
      withLockWait(() => attempts(signal), { limit, clock, random, signal });
    return withDeadline(timeout + limit, outer, work, base.origin);
  }

  #prepare(
    route: Route,
    params: Params,
    { repeat = [], encode, sink }: RequestOptions = {},
    marker?: string,
  ): Prepared {
    const { method, path, rest } = fillRoute(route, params);
    const pairs = this.#encode(route, rest, repeat);
    const secrets = new Redactor();
    for (const [name, value] of pairs)
      if (isSecretName(name)) for (const secret of secretsIn(value)) secrets.add(secret);
    const inQuery = method === 'GET' || method === 'DELETE';
    const url = new URL(this.#settings.base);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/api2/json${path}`;
    if (inQuery) url.search = formEncode(pairs);
    const { timeouts, maxBody } = this.#settings;
    const { body, entity } = inQuery ? { body: undefined, entity: {} } : bodyOf(pairs, encode);
    return {
      route,
      isRead: method === 'GET',
      secrets,
      intent: intentOf(route, path, params, pairs, { identity: this.#auth.identity, marker }),
      request: { route, method, url, body, sink, timeouts, maxBody },
      entity,
    };
  }

  #encode(route: Route, params: Params, repeat: readonly string[]): [string, string][] {
    try {
      return encodeParams(params, (key) => repeat.includes(key));
    } catch (error) {
      throw error instanceof ParamsError ? new ParamsError(error.issues, { route }) : error;
    }
  }

  async #attempt<R>(prepared: Prepared, signal: AbortSignal, read: Read<R>): Promise<R> {
    const credentials = await this.#auth.headers(prepared.request.method, signal);
    const intent = { ...prepared.intent, since: this.#settings.clock.now(), id: randomUUID() };
    const { ledger } = this;
    if (!prepared.isRead) ledger.begin(intent);
    try {
      const envelope = await this.#exchange(prepared, credentials, signal);
      const result = read(envelope, this.#maskOf(prepared));
      if (!prepared.isRead) ledger.answered(intent, envelope.data, this.#settings.clock.now());
      return result;
    } catch (error) {
      if (error instanceof AuthenticationError) this.#auth.refused(credentials);
      if (prepared.isRead) throw error;
      const at = this.#settings.clock.now();
      if (mayHaveHappened(error)) throw new OutcomeUnknownError(ledger.lost(intent, at), { cause: error });
      ledger.settle(intent, undefined, at);
      throw error;
    }
  }

  async #exchange(
    prepared: Prepared,
    credentials: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Envelope> {
    if (this.#closed) throw new ConnectionError('the client is closed', { kind: 'closed', sent: 'no' });
    const { request, route, entity } = prepared;
    const mask = this.#maskOf(prepared);
    const started = performance.now();
    const asked = this.#settings.clock.now();
    const headers = { accept: 'application/json', ...credentials, ...entity };
    const response = await carry(this.#transport, { ...request, headers, signal }, mask);
    const took = Math.round(performance.now() - started);
    this.ledger.time.noteDate(response.headers['date'], asked, this.#settings.clock.now());
    this.#log('debug', { route, path: request.url.pathname, status: response.status, ms: took }, 'answered');
    // PVE gives 200 alone. Another good status is a proxy's: the call may have worked, and its answer is not PVE's.
    if (response.status === 200 && request.sink !== undefined) return { data: undefined };
    if (response.status >= 200 && response.status <= 299)
      return readEnvelope(response, route, request.maxBody, mask);
    throw classify(await readFailure(response, route, request.maxBody, mask), this.#auth.identity);
  }

  /** Takes the secrets of this client out of a text. */
  readonly mask: Mask = (text, cut) => maskTokens(this.#redactor.mask(text, cut));

  #maskOf({ secrets }: Prepared): Mask {
    return (text, cut) => secrets.mask(this.mask(text, cut), cut);
  }

  #log(level: 'debug' | 'warn', fields: Record<string, unknown>, message: string): void {
    const { logger } = this.#settings;
    if (logger === undefined) return;
    const entries = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? this.mask(value) : value,
    ]);
    try {
      logger[level](Object.fromEntries(entries), message);
    } catch {
      // What became of the call counts for more than a log that is full.
    }
  }

  // A login changes nothing, so its outcome is never in doubt; and the call that waits for it has not been sent.
  async #login(params: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    const prepared = this.#prepare('POST /access/ticket', params);
    const { call } = this.#settings.timeouts;
    try {
      const login = (inner: AbortSignal) => this.#exchange(prepared, {}, inner);
      const { data } = await withDeadline(call, signal, login, this.#settings.base.origin);
      return data;
    } catch (error) {
      throw error instanceof ConnectionError && error.sent === 'unknown' ? loginLost(error) : error;
    }
  }
}

function streams({ encode, sink }: RequestOptions): boolean {
  return encode !== undefined || sink !== undefined;
}

/** @throws ParamsError unless they are what the operation takes. */
export function checkedParams<P, R>(op: Op<P, R>, params: P | undefined): P {
  const checked = op.params.safeParse(params ?? {});
  if (checked.success) return checked.data;
  throw new ParamsError(issuesOf(checked.error), { route: op.route });
}

import { randomUUID } from 'node:crypto';
import { classify } from '../core/classify.js';
import type { Params } from '../core/codec.js';
import { ConnectionError } from '../core/connection-errors.js';
import { ParamsError } from '../core/errors.js';
import { AuthenticationError } from '../core/http-errors.js';
import type { CallOptions, Op, Send } from '../core/op.js';
import { OutcomeUnknownError } from '../core/outcome-errors.js';
import { maskTokens, Redactor } from '../core/redact.js';
import type { Route } from '../core/route.js';
import { issuesOf } from '../core/validate.js';
import { type Auth, createAuth } from './auth.js';
import { type Envelope, plainText, readEnvelope, readFailure, unpackedText } from './body.js';
import { assertCallOptions } from './call-options.js';
import { assertResponse, carriageError } from './carry.js';
import { checkAnswer } from './check-answer.js';
import { withDeadline } from './deadline.js';
import { type Host, Hosts } from './hosts.js';
import { withLockWait } from './lock-wait.js';
import { mayHaveHappened, neverSent } from './lost-answer.js';
import type { Settings } from './options.js';
import { Prepared, streams } from './prepare.js';
import { markedParams } from './reconcile/intent-of.js';
import { Ledger } from './reconcile/ledger.js';
import { errorFacts, nextRequest, Report } from './report.js';
import type { RequestOptions } from './request-body.js';
import { withRetry } from './retry.js';
import type { Mask } from './server-text.js';
import type { Transport, TransportRequest, TransportResponse } from './transport-types.js';

/** An answer that was checked. */
interface Counted<R> {
  data: R;
  total: number | undefined;
}

/** Makes a result of a good answer, or throws a ResponseShapeError. */
type Read<R> = (envelope: Envelope, mask: Mask) => R;

type Upgrading = NonNullable<Transport['upgrade']>;

/** The way of every call: check, encode, credentials, transport, retry, decode, classify. */
export class Sender {
  readonly #settings: Settings;
  readonly #redactor = new Redactor();
  readonly #report: Report;
  readonly #hosts: Hosts;
  readonly #auth: Auth;
  /** @internal What was sent, and what the host's clock shows. */
  readonly ledger = new Ledger();
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#report = new Report(settings.logger, (text, cut) => this.mask(text, cut));
    this.#hosts = new Hosts(settings, this.#report);
    this.#auth = createAuth(settings, this.#redactor, (params, signal) => this.#login(params, signal));
  }

  /** Who calls: `user@realm!token` or `user@realm`. */
  get identity(): string {
    return this.#auth.identity;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#hosts.close();
  }

  /** Carries out an operation: its parameters and its answer are checked. */
  readonly send: Send = async <P, R>(
    op: Op<P, R>,
    params: P | undefined,
    options?: CallOptions,
  ): Promise<R> => {
    const read: Read<R> = ({ data }, mask) => checkAnswer(op, data, mask);
    return await this.#operate(op, params, options, read);
  };

  /** Like `send`, and gives the number of rows too, where the route counts them. */
  async counted<P, R>(op: Op<P, R>, params: P | undefined, options?: RequestOptions): Promise<Counted<R>> {
    const read: Read<Counted<R>> = ({ data, total }, mask) => ({ data: checkAnswer(op, data, mask), total });
    return await this.#operate(op, params, options, read);
  }

  #operate<P, R, T>(
    op: Op<P, R>,
    params: P | undefined,
    options: RequestOptions | undefined,
    read: Read<T>,
  ): Promise<T> {
    const { fixed, repeat } = op;
    const checked = checkedParams(op, params) as Params;
    const given = repeat === options?.repeat ? options : { ...options, repeat };
    return this.#call(op.route, fixed === undefined ? checked : { ...checked, ...fixed }, given ?? {}, read);
  }

  /** Sends a request for any route. Parameters and answer are taken as they are, but for what the wire demands. */
  async request(route: Route, params: Params, options: RequestOptions = {}): Promise<Envelope> {
    return await this.#call(route, params, options, (envelope) => envelope);
  }

  /** Whether `upgrade` can work at all: not with every transport. */
  get canUpgrade(): boolean {
    return this.#hosts.first.transport.upgrade !== undefined;
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
    options: CallOptions & Pick<RequestOptions, 'way'>,
  ): ReturnType<Upgrading> {
    const prepared = new Prepared(this.#settings, route, params, options, this);
    const work = async (signal: AbortSignal) => {
      const credentials = await this.#auth.headers(prepared.method, signal);
      return this.#hosts.send(prepared, async (host) => {
        const { transport } = host;
        const upgrade: Upgrading = transport.upgrade?.bind(transport) ?? transport;
        const response = await this.#ask(host, prepared, { ...headers, ...credentials }, signal, upgrade);
        if (response.status < 400) return response;
        throw await this.#failure(prepared, response);
      });
    };
    const timeout = options.timeout ?? this.#settings.timeouts.call;
    return withDeadline(timeout, options.signal, work, this.#settings.base.origin);
  }

  #call<R>(route: Route, params: Params, options: RequestOptions, read: Read<R>): Promise<R> {
    assertCallOptions(options, route);
    const { given, marker } = markedParams(route, params, options.marker, this.#settings.markers);
    const prepared = new Prepared(this.#settings, route, given, options, this, marker);
    // How long a whole file takes says nothing: it is the silence in between that counts.
    const timeout =
      options.timeout ?? (streams(options) ? Number.POSITIVE_INFINITY : this.#settings.timeouts.call);
    const attempts = (signal: AbortSignal) =>
      withRetry(() => this.#attempt(prepared, signal, read), {
        isRead: prepared.isRead,
        // What was streamed, either way, cannot be taken back.
        retries: streams(options) ? 0 : (options.retries ?? this.#settings.retries),
        budget: () => (prepared.last ?? this.#hosts.first).budget,
        clock: this.#settings.clock,
        random: this.#settings.random,
        signal,
        decided: (decision, error, attempt, delay) => {
          const facts = { route, attempt, delay, error: error.message };
          this.#report.log('warn', facts, decision === 'retry' ? 'retrying' : `not retrying: ${decision}`);
          this.#report.event('retry', () => ({ ...facts, decision, error: errorFacts(error) }));
        },
      });
    const { clock, random, base } = this.#settings;
    const { lockWait: limit = 0, signal: outer } = options;
    // What was streamed cannot be sent again.
    if (limit === 0 || streams(options)) return withDeadline(timeout, outer, attempts, base.origin);
    const work = (signal: AbortSignal) =>
      withLockWait(() => attempts(signal), { limit, clock, random, signal });
    return withDeadline(timeout + limit, outer, work, base.origin);
  }

  async #attempt<R>(prepared: Prepared, signal: AbortSignal, read: Read<R>): Promise<R> {
    // Waiting for what is there already costs a turn.
    const had = this.#auth.headers(prepared.method, signal);
    const credentials = had instanceof Promise ? await had : had;
    const { ledger } = this;
    const { clock } = this.#settings;
    const intent = prepared.isRead ? undefined : { ...prepared.intent, since: clock.now(), id: randomUUID() };
    if (intent !== undefined) ledger.begin(intent);
    try {
      if (!this.#hosts.isOne)
        await this.#hosts.meet(prepared.path, signal, (host, timeout) =>
          this.#whoIs(host, credentials, timeout),
        );
      const go = (host: Host) => this.#exchange(host, prepared, credentials, signal);
      const envelope = await this.#hosts.send(prepared, go);
      const result = read(envelope, prepared.mask);
      if (intent !== undefined) ledger.answered(intent, envelope.data, clock.now());
      return result;
    } catch (error) {
      if (error instanceof AuthenticationError) this.#auth.refused(credentials);
      if (intent === undefined) throw error;
      const at = clock.now();
      if (mayHaveHappened(error)) throw new OutcomeUnknownError(ledger.lost(intent, at), { cause: error });
      ledger.settle(intent, undefined, at);
      throw error;
    }
  }

  async #exchange(
    host: Host,
    prepared: Prepared,
    credentials: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Envelope> {
    const { route, entity, mask, maxBody } = prepared;
    const headers = { accept: 'application/json', ...credentials, ...entity };
    const { clock } = this.#settings;
    const sent = clock.now();
    const response = await this.#ask(host, prepared, headers, signal, host.transport);
    const source = this.#hosts.isOne ? '' : host.node;
    if (source !== undefined) this.ledger.time.noteDate(source, response.headers['date'], sent, clock.now());
    // PVE gives 200 alone. Another good status is a proxy's: the call may have worked, and its answer is not PVE's.
    if (response.status === 200 && prepared.sink !== undefined) return { data: undefined };
    if (response.status < 200 || response.status > 299) throw await this.#failure(prepared, response);
    const text = plainText(response) ?? (await unpackedText(response, route, maxBody));
    return readEnvelope(text, response, route, mask);
  }

  /** One request to one host, and its answer. */
  async #ask<T extends TransportResponse>(
    host: Host,
    prepared: Prepared,
    headers: Record<string, string>,
    signal: AbortSignal,
    transport: (request: TransportRequest) => Promise<T>,
  ): Promise<T> {
    if (this.#closed) throw new ConnectionError('the client is closed', { kind: 'closed', sent: 'no' });
    const { route, method, mask } = prepared;
    const { origin } = host;
    const path = host.root + prepared.path;
    const request = prepared.to(host, headers, signal);
    const id = nextRequest();
    const started = performance.now();
    this.#report.event('request:start', () => ({ id, route, method, path, origin }));
    try {
      const response = await transport(request);
      assertResponse(response, request);
      const { status } = response;
      const ms = Math.round(performance.now() - started);
      this.#report.log('debug', { route, path, origin, status, ms }, 'answered');
      this.#report.event('request:end', () => ({ id, route, method, path, origin, status, ms }));
      return response;
    } catch (thrown) {
      const error = carriageError(thrown, request, mask);
      const ms = Math.round(performance.now() - started);
      const about = errorFacts(error);
      this.#report.event('request:error', () => ({ id, route, method, path, origin, error: about, ms }));
      throw error;
    }
  }

  async #failure(prepared: Prepared, response: TransportResponse): Promise<Error> {
    const { route, maxBody, mask } = prepared;
    const now = this.#settings.clock.now();
    const facts = await readFailure(response, route, maxBody, mask, now);
    return classify(facts, this.#auth.identity);
  }

  /** The rows of `GET /cluster/status` by one host: it is the local one. */
  async #whoIs(host: Host, credentials: Readonly<Record<string, string>>, timeout: number): Promise<unknown> {
    const prepared = new Prepared(this.#settings, 'GET /cluster/status', {}, {}, this);
    const ask = (signal: AbortSignal) => this.#exchange(host, prepared, credentials, signal);
    return (await withDeadline(timeout, undefined, ask, host.origin)).data;
  }

  /** Takes the secrets of this client out of a text. */
  readonly mask: Mask = (text, cut) => maskTokens(this.#redactor.mask(text, cut));

  // A login changes nothing, so its outcome is never in doubt; and the call that waits for it has not been sent.
  async #login(params: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    const prepared = new Prepared(this.#settings, 'POST /access/ticket', params, {}, this);
    const { call } = this.#settings.timeouts;
    try {
      const login = (inner: AbortSignal) =>
        this.#hosts.send(prepared, (host) => this.#exchange(host, prepared, {}, inner));
      const { data } = await withDeadline(call, signal, login, this.#settings.base.origin);
      return data;
    } catch (error) {
      throw neverSent(error, 'the login failed');
    }
  }
}

/** @throws ParamsError unless they are what the operation takes. */
export function checkedParams<P, R>(op: Op<P, R>, params: P | undefined): P {
  const checked = op.params.safeParse(params ?? {});
  if (checked.success) return checked.data;
  throw new ParamsError(issuesOf(checked.error), { route: op.route });
}

import { createHash } from 'node:crypto';
import { classify } from '../core/classify.js';
import { encodeParams, formEncode, type Params } from '../core/codec.js';
import {
  AuthenticationError,
  ConnectionError,
  HttpError,
  type HttpFacts,
  OutcomeUnknownError,
  ParamsError,
  ResponseShapeError,
} from '../core/errors.js';
import type { CallOptions, Op, Send } from '../core/op.js';
import { isSecretName, maskTokens, Redactor } from '../core/redact.js';
import { fillRoute, type Route } from '../core/route.js';
import { issuesOf } from '../core/validate.js';
import { type Auth, createAuth } from './auth.js';
import { type Envelope, readEnvelope, readFailure } from './body.js';
import { withDeadline } from './deadline.js';
import type { Settings } from './options.js';
import { RetryBudget, withRetry } from './retry.js';
import { abortError, type Transport, type TransportRequest, undiciTransport } from './transport.js';

/** How a request is sent, beside what the caller of a method may choose. */
export interface RequestOptions extends CallOptions {
  /** Parameters that are sent as repeated keys. */
  repeat?: readonly string[] | undefined;
  /** In place of the client's `retries`. */
  retries?: number | undefined;
}

/** A request that is ready to go. */
interface Prepared {
  route: Route;
  isRead: boolean;
  request: Omit<TransportRequest, 'signal' | 'headers'>;
  /** The secrets among its parameters. */
  secrets: Redactor;
  digest: string;
}

/** The way of every call: check, encode, credentials, transport, retry, decode, classify. */
export class Sender {
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #redactor = new Redactor();
  readonly #budget = new RetryBudget();
  readonly #auth: Auth;

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
    await this.#transport.close?.();
  }

  /** Carries out an operation: its parameters and its answer are checked. */
  readonly send: Send = async <P, R>(
    op: Op<P, R>,
    params: P | undefined,
    options?: CallOptions,
  ): Promise<R> => {
    const checked = op.params.safeParse(params ?? {});
    if (!checked.success) throw new ParamsError(issuesOf(checked.error), { route: op.route });
    const envelope = await this.request(
      op.route,
      { ...(checked.data as Params), ...op.fixed },
      { ...options, repeat: op.repeat },
    );
    return this.#check(op, envelope.data);
  };

  /** Sends a request for any route. Parameters and answer are taken as they are, but for what the wire demands. */
  async request(route: Route, params: Params, options: RequestOptions = {}): Promise<Envelope> {
    const prepared = this.#prepare(route, params, options.repeat ?? []);
    const timeout = options.timeout ?? this.#settings.timeouts.call;
    return withDeadline(timeout, options.signal, (signal) =>
      withRetry(() => this.#attempt(prepared, signal), {
        isRead: prepared.isRead,
        retries: options.retries ?? this.#settings.retries,
        budget: this.#budget,
        clock: this.#settings.clock,
        random: this.#settings.random,
        signal,
        onRetry: (error, attempt, delay) =>
          this.#log('warn', { route, attempt, delay, error: error.message }, 'retrying'),
      }).catch((error: unknown) => {
        // A pause between two tries ends by the signal, which knows why.
        throw error instanceof ConnectionError && error.kind === 'aborted' && signal.aborted
          ? abortError(signal.reason, error.sent)
          : error;
      }),
    );
  }

  #check<P, R>(op: Op<P, R>, data: unknown): R {
    const result = op.returns.safeParse(data);
    if (result.success) return result.data;
    const why = data === null || data === undefined ? 'no-data' : 'shape';
    throw new ResponseShapeError(op.route, why, issuesOf(result.error));
  }

  #prepare(route: Route, params: Params, repeat: readonly string[]): Prepared {
    const { method, path, rest } = fillRoute(route, params);
    const pairs = this.#encode(route, rest, repeat);
    const secrets = new Redactor();
    for (const [name, value] of pairs) if (isSecretName(name)) secrets.add(value);
    const inQuery = method === 'GET' || method === 'DELETE';
    const url = new URL(this.#settings.base);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/api2/json${path}`;
    const encoded = formEncode(pairs);
    if (inQuery) url.search = encoded;
    const { timeouts, maxBody } = this.#settings;
    return {
      route,
      isRead: method === 'GET',
      secrets,
      digest: createHash('sha256').update(`${method} ${path}\n${encoded}`).digest('hex'),
      request: { route, method, url, body: inQuery ? undefined : encoded, timeouts, maxBody },
    };
  }

  #encode(route: Route, params: Params, repeat: readonly string[]): [string, string][] {
    try {
      return encodeParams(params, (key) => repeat.includes(key));
    } catch (error) {
      throw error instanceof ParamsError ? new ParamsError(error.issues, { route }) : error;
    }
  }

  async #attempt(prepared: Prepared, signal: AbortSignal): Promise<Envelope> {
    const credentials = await this.#auth.headers(prepared.request.method, signal);
    const since = this.#settings.clock.now();
    try {
      return await this.#exchange(prepared, credentials, signal);
    } catch (error) {
      if (error instanceof AuthenticationError) this.#auth.refused(credentials);
      if (prepared.isRead || !mayHaveHappened(error)) throw error;
      throw new OutcomeUnknownError(prepared.route, { digest: prepared.digest, since, cause: error });
    }
  }

  async #exchange(
    { request, route, secrets }: Prepared,
    credentials: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Envelope> {
    const started = performance.now();
    const headers: Record<string, string> = { accept: 'application/json', ...credentials };
    if (request.body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const response = await this.#transport({ ...request, headers, signal });
    const took = Math.round(performance.now() - started);
    this.#log('debug', { route, path: request.url.pathname, status: response.status, ms: took }, 'answered');
    if (response.status === 200) return readEnvelope(response, route, request.maxBody);
    const facts = await readFailure(response, route, request.maxBody);
    throw classify(
      maskFacts(facts, (text) => secrets.mask(this.#mask(text))),
      this.#auth.identity,
    );
  }

  #mask(text: string): string {
    return maskTokens(this.#redactor.mask(text));
  }

  #log(level: 'debug' | 'warn', fields: Record<string, unknown>, message: string): void {
    const { logger } = this.#settings;
    if (logger === undefined) return;
    const masked = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? this.#mask(value) : value,
    ]);
    logger[level](Object.fromEntries(masked), message);
  }

  // A login is never repeated and changes nothing, so its outcome is never in doubt.
  async #login(params: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    const prepared = this.#prepare('POST /access/ticket', params, []);
    const { call } = this.#settings.timeouts;
    const { data } = await withDeadline(call, signal, (inner) => this.#exchange(prepared, {}, inner));
    return data;
  }
}

/** True where a request that changes something may have been carried out although its answer is an error. */
function mayHaveHappened(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent === 'unknown';
  // 595 never reached the node that would do the work. The others come from something in between that lost the answer.
  if (error instanceof HttpError)
    return (error.status >= 596 && error.status <= 599) || (error.status >= 502 && error.status <= 504);
  return error instanceof ResponseShapeError;
}

// PVE's texts may quote a parameter, and an error never holds a secret.
function maskFacts(facts: HttpFacts, mask: (text: string) => string): HttpFacts {
  const errors = facts.errors && Object.entries(facts.errors).map(([key, text]) => [key, mask(text)]);
  return {
    ...facts,
    text: mask(facts.text),
    reason: mask(facts.reason),
    errors: errors && Object.fromEntries(errors),
  };
}

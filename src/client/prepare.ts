import { encodeParams, formEncode, type Params } from '../core/codec.js';
import { ParamsError } from '../core/errors.js';
import type { Intent } from '../core/intent.js';
import { isSecretName, Redactor, secretsIn } from '../core/redact.js';
import { fillRoute, type Method, type Route } from '../core/route.js';
import type { Moves } from './host-verdict.js';
import type { Errand, Host, Way } from './hosts.js';
import type { Settings } from './options.js';
import { intentOf } from './reconcile/intent-of.js';
import { bodyOf, type RequestOptions } from './request-body.js';
import type { Mask } from './server-text.js';
import type { BodySink, RequestTimeouts, StreamBody, TransportRequest } from './transport-types.js';

/** Who makes a request. */
interface Caller {
  identity: string;
  /** Takes the caller's own secrets out of a text. */
  mask: Mask;
}

type Pairs = readonly (readonly [string, string])[];

const noHeaders: Readonly<Record<string, string>> = {};

// Classes, and no literals that take over the properties of others or have getters: V8 makes those a hundred times slower,
// and there is one of each for every call (docs/performance.md).

/** A request that is ready to go. */
export class Prepared implements Errand {
  readonly route: Route;
  readonly method: Method;
  /** From `/nodes` on, encoded. */
  readonly path: string;
  /** With its `?`, where there is one. */
  readonly query: string;
  readonly isRead: boolean;
  readonly moves: Moves;
  readonly way: Way | undefined;
  last: Host | undefined;
  readonly body: string | StreamBody | undefined;
  readonly sink: BodySink | undefined;
  /** The headers of its body. */
  readonly entity: Readonly<Record<string, string>>;
  readonly timeouts: RequestTimeouts;
  readonly maxBody: number;
  readonly #params: Params;
  readonly #pairs: Pairs;
  readonly #caller: Caller;
  readonly #marker: string | undefined;
  /** The secrets among its parameters. */
  readonly #secrets: Redactor | undefined;

  constructor(
    { timeouts, maxBody }: Settings,
    route: Route,
    params: Params,
    options: RequestOptions,
    caller: Caller,
    marker?: string,
  ) {
    const { encode, sink } = options;
    const { method, path, rest } = fillRoute(route, params);
    const pairs = encoded(route, rest, options.repeat);
    const inQuery = method === 'GET' || method === 'DELETE';
    this.route = route;
    this.method = method;
    this.path = path;
    this.query = inQuery && pairs.length > 0 ? `?${formEncode(pairs)}` : '';
    this.isRead = method === 'GET';
    this.moves = encode !== undefined ? 'never' : this.isRead && sink === undefined ? 'passing' : 'unsent';
    this.way = options.way;
    this.sink = sink;
    if (inQuery) {
      this.entity = noHeaders;
    } else {
      const { body, entity } = bodyOf(pairs, encode);
      this.body = body;
      this.entity = entity;
    }
    this.timeouts = timeouts;
    this.maxBody = maxBody;
    this.#params = params;
    this.#pairs = pairs;
    this.#caller = caller;
    this.#marker = marker;
    this.#secrets = secretsOf(pairs);
  }

  /** What it is to do; reads do not need it. Its digest is without secrets: a short password could be guessed from its hash. */
  get intent(): Omit<Intent, 'since' | 'id'> {
    const { identity } = this.#caller;
    return intentOf(this.route, this.path, this.#params, this.#pairs, { identity, marker: this.#marker });
  }

  /** Takes the caller's secrets and its own out of a text. */
  readonly mask: Mask = (text, cut) => {
    const masked = this.#caller.mask(text, cut);
    return this.#secrets?.mask(masked, cut) ?? masked;
  };

  /** As it goes to one host. */
  to({ api, root }: Host, headers: Readonly<Record<string, string>>, signal: AbortSignal): TransportRequest {
    return new HostRequest(this, api, root, headers, signal);
  }
}

/** A request to one host. */
class HostRequest implements TransportRequest {
  readonly route: string;
  readonly method: Method;
  readonly target: string;
  readonly body: string | StreamBody | undefined;
  readonly sink: BodySink | undefined;
  readonly timeouts: RequestTimeouts;
  readonly maxBody: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly #api: string;
  readonly #end: string;

  constructor(
    { route, method, path, query, body, sink, timeouts, maxBody }: Prepared,
    api: string,
    root: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) {
    this.route = route;
    this.method = method;
    this.body = body;
    this.sink = sink;
    this.timeouts = timeouts;
    this.maxBody = maxBody;
    this.headers = headers;
    this.signal = signal;
    this.#api = api;
    this.#end = path + query;
    this.target = root + this.#end;
  }

  /** Made for who asks for it: most go by `target`. */
  get url(): URL {
    return new URL(this.#api + this.#end);
  }
}

function secretsOf(pairs: Pairs): Redactor | undefined {
  let found: Redactor | undefined;
  for (const [name, value] of pairs) {
    if (!isSecretName(name)) continue;
    found ??= new Redactor();
    for (const secret of secretsIn(value)) found.add(secret);
  }
  return found;
}

function encoded(route: Route, params: Params, repeat: readonly string[] | undefined): [string, string][] {
  try {
    return encodeParams(params, (key) => repeat?.includes(key) === true);
  } catch (error) {
    throw error instanceof ParamsError ? new ParamsError(error.issues, { route }) : error;
  }
}

/** Whether a body is streamed, either way: what was streamed cannot be taken back. */
export function streams({ encode, sink }: RequestOptions): boolean {
  return encode !== undefined || sink !== undefined;
}

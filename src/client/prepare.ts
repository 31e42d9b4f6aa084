import { encodeParams, formEncode, type Params } from '../core/codec.js';
import { ParamsError } from '../core/errors.js';
import type { Intent } from '../core/intent.js';
import { isSecretName, Redactor, secretsIn } from '../core/redact.js';
import { fillRoute, type Route } from '../core/route.js';
import type { Errand } from './hosts.js';
import type { Settings } from './options.js';
import { intentOf } from './reconcile/intent-of.js';
import { bodyOf, type RequestOptions } from './request-body.js';
import type { TransportRequest } from './transport-types.js';

/** A request that is ready to go. */
export interface Prepared extends Errand {
  route: Route;
  isRead: boolean;
  /** With its `?`, where there is one. */
  query: string;
  request: Omit<TransportRequest, 'signal' | 'headers' | 'url'>;
  /** The headers of its body. */
  entity: Readonly<Record<string, string>>;
  /** The secrets among its parameters. */
  secrets: Redactor;
  /** What it is to do. Its digest is without secrets: a short password could be guessed from its hash. */
  readonly intent: Omit<Intent, 'since' | 'id'>;
}

/** Makes a request of a route and its parameters. @throws ParamsError */
export function prepare(
  { timeouts, maxBody }: Settings,
  route: Route,
  params: Params,
  options: RequestOptions,
  caller: { identity: string; marker?: string | undefined },
): Prepared {
  const { repeat = [], encode, sink, way } = options;
  const { method, path, rest } = fillRoute(route, params);
  const pairs = encoded(route, rest, repeat);
  const secrets = new Redactor();
  for (const [name, value] of pairs)
    if (isSecretName(name)) for (const secret of secretsIn(value)) secrets.add(secret);
  const inQuery = method === 'GET' || method === 'DELETE';
  const { body, entity } = inQuery ? { body: undefined, entity: {} } : bodyOf(pairs, encode);
  return {
    route,
    path,
    query: inQuery && pairs.length > 0 ? `?${formEncode(pairs)}` : '',
    isRead: method === 'GET',
    moves: encode !== undefined ? 'never' : method === 'GET' && sink === undefined ? 'passing' : 'unsent',
    way,
    last: undefined,
    secrets,
    // Reads do not need it.
    get intent() {
      return intentOf(route, path, params, pairs, caller);
    },
    request: { route, method, body, sink, timeouts, maxBody },
    entity,
  };
}

function encoded(route: Route, params: Params, repeat: readonly string[]): [string, string][] {
  try {
    return encodeParams(params, (key) => repeat.includes(key));
  } catch (error) {
    throw error instanceof ParamsError ? new ParamsError(error.issues, { route }) : error;
  }
}

/** Whether a body is streamed, either way: what was streamed cannot be taken back. */
export function streams({ encode, sink }: RequestOptions): boolean {
  return encode !== undefined || sink !== undefined;
}

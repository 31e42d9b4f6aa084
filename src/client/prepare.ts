import { createHash } from 'node:crypto';
import { encodeParams, formEncode, type Params } from '../core/codec.js';
import { ParamsError } from '../core/errors.js';
import type { CallOptions } from '../core/op.js';
import { isSecretName, masked, Redactor, secretsIn } from '../core/redact.js';
import { fillRoute, type Route } from '../core/route.js';
import type { Errand, Way } from './hosts.js';
import type { Settings } from './options.js';
import type { BodySink, StreamBody, TransportRequest } from './transport-types.js';

/** How a request is sent, beside what the caller of a method may choose. */
export interface RequestOptions extends CallOptions {
  /** Parameters that are sent as repeated keys. */
  repeat?: readonly string[] | undefined;
  /** In place of the client's `retries`. */
  retries?: number | undefined;
  /** Makes the body of a POST from the parameters that are not in its path, in place of a form. It is sent once. */
  encode?: ((pairs: readonly (readonly [string, string])[]) => EncodedBody) | undefined;
  /** Takes the bytes of a good answer, in place of a JSON with `data`. It is asked for once. */
  sink?: BodySink | undefined;
  /** Keeps this request on the host of another one. */
  way?: Way | undefined;
}

/** A body and its kind. */
export interface EncodedBody {
  contentType: string;
  body: StreamBody;
}

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
  /** Of route, path and parameters, secrets left out: a short password could be guessed from its hash. */
  readonly digest: string;
}

/** Makes a request of a route and its parameters. @throws ParamsError */
export function prepare(
  { timeouts, maxBody }: Settings,
  route: Route,
  params: Params,
  options: RequestOptions = {},
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
    // Few calls come to need it.
    get digest() {
      const shown = pairs.map(([name, value]) => [name, isSecretName(name) ? masked : value] as const);
      return createHash('sha256')
        .update(`${method} ${path}\n${formEncode(shown)}`)
        .digest('hex');
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

function bodyOf(
  pairs: readonly (readonly [string, string])[],
  encode: RequestOptions['encode'],
): { body: string | StreamBody; entity: Record<string, string> } {
  if (encode === undefined) {
    const entity = { 'content-type': 'application/x-www-form-urlencoded' };
    return { body: formEncode(pairs), entity };
  }
  const { contentType, body } = encode(pairs);
  return { body, entity: { 'content-type': contentType, 'content-length': String(body.length) } };
}

import type { ApiError } from './errors.js';

/** A request, whatever brought it here. */
export interface EngineRequest {
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Read only once the request got past authentication, as PVE does. */
  readonly body?: Uint8Array | string | (() => AsyncIterable<Uint8Array>);
}

/** An answer. Headers are pairs in wire order: PVE repeats one of them. */
export interface EngineResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Undefined for an answer without body and without a length. */
  readonly body: string | undefined;
  /** Its body is sent with gzip whatever the request accepts. */
  readonly packed?: boolean;
  /** What happens to it on its way out. */
  readonly mishap?: Mishap;
}

/** The bytes of a request's body, as they come. */
export async function* piecesOf({ body }: EngineRequest): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof body === 'function') yield* body();
  else if (body !== undefined) yield Buffer.from(body);
}

/** An answer that does not arrive as it should: see `Fault`. */
export type Mishap =
  /** With a `code`, the connection does not even come about. */
  | { readonly kind: 'drop'; readonly code?: 'EHOSTUNREACH' | 'ECONNREFUSED' }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number };

interface Answer {
  status: number;
  reason: string;
  body: string | undefined;
  contentType?: string;
  /** How the connection goes on: kept, closed, or what the privileged daemon's answers say: both. */
  connection: 'keep' | 'close' | 'both';
}

/** The answer of a route that worked. */
export function success(
  body: object,
  options: { protected: boolean; close: boolean; packed: boolean },
): EngineResponse {
  const { packed } = options;
  const response = respond({
    status: 200,
    reason: 'OK',
    body: JSON.stringify(body),
    contentType: packed ? 'application/json' : jsonType,
    connection: options.close ? 'close' : options.protected ? 'both' : 'keep',
  });
  return packed ? { ...response, packed } : response;
}

/** The answer to a refused request. */
export function failure(error: ApiError): EngineResponse {
  const body = {
    data: null,
    message: error.newline ? `${error.message}\n` : error.message,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
  return respond({
    status: error.status,
    reason: error.message,
    body: JSON.stringify(body),
    contentType: jsonType,
    connection: 'close',
  });
}

/** No answer at all: the connection goes, or with a code, does not even come about. */
export function noAnswer(code: 'EHOSTUNREACH' | 'ECONNREFUSED' | undefined): EngineResponse {
  const mishap = { kind: 'drop', ...(code === undefined ? {} : { code }) } as const;
  return { ...plain(500, '', undefined), mishap };
}

/** A complaint of the HTTP layer below the API: plain text, or no body at all. */
export function plain(status: number, reason: string, body: string | undefined): EngineResponse {
  return respond({ status, reason, body, connection: 'close' });
}

const jsonType = 'application/json;charset=UTF-8';

/** An answer with the headers that PVE gives to every one. */
export function respond(answer: Answer): EngineResponse {
  const date = new Date().toUTCString();
  const { body, contentType } = answer;
  const headers: [string, string][] = [['Cache-Control', 'max-age=0']];
  if (answer.connection !== 'keep') headers.push(['Connection', 'close']);
  if (answer.connection !== 'close') headers.push(['Connection', 'Keep-Alive']);
  headers.push(['Date', date], ['Pragma', 'no-cache'], ['Server', 'pve-api-daemon/3.0']);
  if (body !== undefined) headers.push(['Content-Length', String(Buffer.byteLength(body))]);
  if (contentType !== undefined) headers.push(['Content-Type', contentType]);
  headers.push(['Expires', date]);
  return { status: answer.status, reason: reasonPhrase(answer.reason), headers, body };
}

/** The first line of a message; bytes outside ASCII go out raw, as PVE lets them. */
function reasonPhrase(message: string): string {
  const [line = ''] = message.split('\n', 1);
  if (/^[\x20-\x7e]*$/.test(line)) return line;
  return Buffer.from(line, 'utf8')
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

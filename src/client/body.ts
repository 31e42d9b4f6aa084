import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ResponseShapeError, type ShapeReason } from '../core/errors.js';
import type { HttpFacts } from '../core/http-errors.js';
import { readRetryAfter } from './retry.js';
import { type Mask, presentable, presentableFacts } from './server-text.js';
import { shapeHints } from './shape-hints.js';
import type { TransportResponse } from './transport-types.js';

/** A good answer: `data`, and `total` where the route counts rows. */
export interface Envelope {
  data: unknown;
  total?: number | undefined;
}

/**
 * Reads the text of a 200's body. The journal's may be bare lines.
 * @throws ResponseShapeError for anything but a JSON object with `data`.
 */
export function readEnvelope(text: string, response: TransportResponse, route: string, mask: Mask): Envelope {
  if (isLines(response, route, text)) return { data: text.split('\n').filter((line) => line !== '') };
  const json = parseJson(text, route, response, mask);
  if (typeof json !== 'object' || json === null || !('data' in json)) {
    throw unusable(route, 'not-json', 'a JSON object with `data` is expected');
  }
  const total = Number((json as { total?: unknown }).total ?? Number.NaN);
  return { data: json.data, total: Number.isFinite(total) ? total : undefined };
}

// PVE pipes what its journal reader prints straight into the answer. That is JSON or, as seen on 9.2, bare lines that
// call themselves JSON; a text that does not comes from something else.
function isLines({ headers }: TransportResponse, route: string, text: string): boolean {
  return (
    route.endsWith('/journal') &&
    /^GET \/nodes\/[^/]+\/journal$/.test(route) &&
    /^application\/json\b/.test(headers['content-type'] ?? '') &&
    !/^\s*[{[<]/.test(text)
  );
}

/**
 * What an error answer says: the body's `message`, or else the reason phrase, which old hosts alone have. Without
 * secrets, and no longer than an error should be. `now` is in milliseconds since the epoch.
 */
export async function readFailure(
  response: TransportResponse,
  route: string,
  maxBody: number,
  mask: Mask,
  now: number,
): Promise<HttpFacts> {
  const { status, reason, headers } = response;
  const body = plainText(response) ?? (await unpackedText(response, route, maxBody).catch(() => ''));
  const fields = jsonObject(body);
  const message = typeof fields?.['message'] === 'string' ? fields['message'].trim() : '';
  // Errors of pveproxy's own HTTP core are plain text; a page of HTML is a proxy's, and says nothing here.
  const plain = fields === undefined && !looksLikeHtml(body) && body.length <= 1_000 ? body.trim() : '';
  const text = [message, reason.trim(), plain].find((candidate) => candidate !== '') ?? 'no reason given';
  const retryAfter = readRetryAfter(headers['retry-after'], now);
  return presentableFacts(
    { status, reason, text, errors: readErrors(fields?.['errors']), route, retryAfter },
    mask,
  );
}

function readErrors(errors: unknown): Record<string, string> | undefined {
  if (typeof errors !== 'object' || errors === null) return undefined;
  const entries = Object.entries(errors).map(([key, text]): [string, string] => [
    key,
    // A list that is nested deep enough has no text: `String` runs out of stack.
    typeof text === 'object' ? 'no text' : String(text),
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const decoders: Readonly<
  Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip) as never,
  'x-gzip': promisify(gunzip) as never,
  deflate: promisify(inflate) as never,
  br: promisify(brotliDecompress) as never,
};

/** The text of a body; undefined if it is compressed. */
export function plainText({ headers, body }: TransportResponse): string | undefined {
  const encoding = headers['content-encoding'];
  return encoding === undefined || !Object.hasOwn(decoders, encoding.toLowerCase()) ? utf8(body) : undefined;
}

/**
 * The text of a compressed body. Some routes compress whatever Accept-Encoding says: the journal, and a task's log as a
 * download.
 * @throws ResponseShapeError
 */
export async function unpackedText(
  response: TransportResponse,
  route: string,
  maxBody: number,
): Promise<string> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? '';
  const decode = decoders[encoding];
  if (decode === undefined) return utf8(response.body);
  try {
    return utf8(await decode(response.body, { maxOutputLength: maxBody }));
  } catch (cause) {
    const why = (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'truncated';
    throw unusable(route, why, `the ${encoding} body cannot be unpacked`, cause);
  }
}

/** As a TextDecoder reads it, a mark at the beginning left out, in half the time. */
function utf8(body: Uint8Array): string {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', marked ? 3 : 0);
}

function parseJson(text: string, route: string, { headers }: TransportResponse, mask: Mask): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the body, which may hold a secret: its kind is enough.
    if (looksLikeHtml(text)) {
      throw unusable(route, 'html', 'an HTML page: the URL leads to a reverse proxy or another server');
    }
    if (/^\s*[{[]/.test(text)) throw unusable(route, 'truncated', 'the JSON ends too early or is broken');
    if (text.trim() === '') throw unusable(route, 'truncated', 'the body is empty');
    const type = presentable(headers['content-type'] ?? 'no content type', mask);
    throw unusable(route, 'not-json', `no JSON (${type})`, cause instanceof SyntaxError ? undefined : cause);
  }
}

function looksLikeHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text);
}

function unusable(route: string, why: ShapeReason, message: string, cause?: unknown): ResponseShapeError {
  return new ResponseShapeError(route, why, [{ path: '', message }], {
    hint: shapeHints[why],
    ...(cause === undefined ? {} : { cause }),
  });
}

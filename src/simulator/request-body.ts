import { invalid } from './errors.js';
import { type EngineRequest, type EngineResponse, piecesOf, plain } from './http.js';
import { parseForm, parseJson } from './request-params.js';
import type { RawParams } from './schema.js';
import type { Upload } from './upload.js';

/** The body's text, or the answer to a body that may not be. */
export async function readBody(request: EngineRequest, maxBody: number): Promise<string | EngineResponse> {
  const { method, headers = {} } = request;
  const length = lengthOf(request);
  if (length === 0) return '';
  if (method !== 'POST' && method !== 'PUT') {
    const text = `Unexpected content for method '${method}'`;
    return plain(501, text, text);
  }
  if (length > maxBody) return plain(501, 'for data too large', 'for data too large');
  const type = headers['content-type'];
  if (type !== undefined && mediaType(type) !== formType && mediaType(type) !== jsonType) {
    const text = `upload 'Content-Type '${type}' not implemented`;
    return plain(506, text, text);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(request)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Bytes of the body, as far as that is told. */
export function lengthOf({ headers = {}, body }: EngineRequest): number {
  const direct = typeof body === 'function' ? 0 : Buffer.byteLength(body ?? '');
  return Number(headers['content-length'] ?? direct);
}

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** All parameters of a request. The query overrides the body; the path may not be contradicted. */
export function rawParams(
  request: EngineRequest,
  body: string | Upload,
  path: Readonly<Record<string, string>>,
): RawParams {
  if (typeof body === 'object') return { ...parseForm(request.query ?? ''), ...body.params, ...path };
  const isJson = mediaType(request.headers?.['content-type'] ?? '') === jsonType;
  const takesBody = request.method === 'POST' || request.method === 'PUT';
  const sent = takesBody ? (isJson ? parseJson(body) : parseForm(body)) : {};
  const given = { ...sent, ...parseForm(request.query ?? '') };
  for (const [key, value] of Object.entries(path)) {
    if (given[key] !== undefined && String(given[key]) !== value) {
      throw invalid({ [key]: 'duplicate parameter (already defined in URI) with conflicting values!' });
    }
  }
  return { ...given, ...path };
}

import { formEncode } from '../core/codec.js';
import type { RequestOptions } from './send.js';
import type { StreamBody } from './transport-types.js';

/** The body of a request and its headers: a form, or what `encode` makes of it. */
export function bodyOf(
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

import { formEncode } from '../core/codec.js';
import type { CallOptions } from '../core/op.js';
import type { Way } from './hosts.js';
import type { BodySink, StreamBody } from './transport-types.js';

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

import { createHash, randomUUID } from 'node:crypto';
import { formEncode, type Params } from '../../core/codec.js';
import { ParamsError } from '../../core/errors.js';
import type { Intent } from '../../core/intent.js';
import { canMark, withMarker } from '../../core/marker.js';
import { isSecretName, masked } from '../../core/redact.js';
import { parseRoute, type Route } from '../../core/route.js';

/** What a call is to do: its parameters as they are sent, without secrets. `pairs` are those that are not in the path. */
export function intentOf(
  route: Route,
  path: string,
  params: Params,
  pairs: readonly (readonly [string, string])[],
  { identity, marker }: { identity: string; marker?: string | undefined },
): Omit<Intent, 'since' | 'id'> {
  const shown: Record<string, string | string[]> = {};
  for (const segment of parseRoute(route).segments) {
    const key = segment.startsWith('{') ? segment.slice(1, -1) : undefined;
    if (key !== undefined) shown[key] = String(params[key]);
  }
  const secret = new Set<string>();
  for (const [key, value] of pairs) {
    if (isSecretName(key) || mayHoldSecret(value)) secret.add(key);
    else shown[key] = shown[key] === undefined ? value : [shown[key], value].flat();
  }
  const [method] = route.split(' ');
  const masks = pairs.map(([key, value]) => [key, isSecretName(key) ? masked : value] as const);
  const digest = createHash('sha256')
    .update(`${method} ${path}\n${formEncode(masks)}`)
    .digest('hex');
  const mark = marker === undefined ? {} : { marker };
  return { route, path, params: shown, secret: [...secret], identity, digest, ...mark };
}

/** A URL with a password, or with a query, in which signed links have theirs. */
function mayHoldSecret(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@|^https?:\/\/[^#]*\?/i.test(value);
}

/**
 * The parameters with a marker where one belongs: the caller's own, or with `always` a new one.
 * @throws ParamsError where the caller wants one, and what the call makes has no place for it.
 */
export function markedParams(
  route: Route,
  params: Params,
  wanted: string | undefined,
  always: boolean,
): { given: Params; marker?: string } {
  const can = (wanted !== undefined || always) && canMark(route, params, wanted !== undefined);
  if (!can && wanted !== undefined)
    throw new ParamsError([{ path: 'marker', message: 'what this call makes has no place for a marker' }], {
      route,
    });
  if (!can) return { given: params };
  const marker = wanted ?? randomUUID();
  return { given: withMarker(route, params, marker), marker };
}

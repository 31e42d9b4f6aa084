import type { Params } from '../../core/codec.js';
import type { Intent } from '../../core/intent.js';
import { isSecretName } from '../../core/redact.js';
import { parseRoute, type Route } from '../../core/route.js';

/** What a call is to do: its parameters as they are sent, without secrets. `pairs` are those that are not in the path. */
export function intentOf(
  route: Route,
  path: string,
  params: Params,
  pairs: readonly (readonly [string, string])[],
): Pick<Intent, 'route' | 'path' | 'params' | 'secret'> {
  const shown: Record<string, string | string[]> = {};
  for (const segment of parseRoute(route).segments) {
    const key = segment.startsWith('{') ? segment.slice(1, -1) : undefined;
    if (key !== undefined) shown[key] = String(params[key]);
  }
  const secret = new Set<string>();
  for (const [key, value] of pairs) {
    if (isSecretName(key)) secret.add(key);
    else shown[key] = shown[key] === undefined ? value : [shown[key], value].flat();
  }
  return { route, path, params: shown, secret: [...secret] };
}

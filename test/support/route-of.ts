import type { Params } from '@felhom/proxmox';
import type { ApiRoute } from '@felhom/proxmox/api';
import { routeNames } from '@felhom/proxmox/routes';

/** The route of a request, with the parameters of its path. A fixed word wins over a parameter. */
export function routeOf(method: string, path: string): { route: ApiRoute; params: Params } | undefined {
  const parts = path
    .replace(/^\/api2\/\w+/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  let best: { route: ApiRoute; params: Record<string, string> } | undefined;
  for (const route of routeNames()) {
    const [verb, template = ''] = route.split(' ');
    const segments = template.split('/').filter((part) => part !== '');
    if (verb !== method) continue;
    const params: Record<string, string> = {};
    const fits =
      (segments.length === parts.length ||
        (segments.at(-1) === '{volume}' && parts.length > segments.length)) &&
      segments.every((segment, index) => {
        const value = segment === '{volume}' ? parts.slice(index).join('/') : (parts[index] ?? '');
        if (!segment.startsWith('{')) return segment === value;
        params[segment.slice(1, -1)] = value;
        return true;
      });
    if (
      fits &&
      Object.keys(params).length < Object.keys(best?.params ?? { a: 0, b: 0, c: 0, d: 0, e: 0 }).length
    )
      best = { route, params };
  }
  return best;
}

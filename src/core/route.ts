import type { Params, ParamValue } from './codec.js';
import { type Issue, ParamsError } from './errors.js';

/** The HTTP methods of the API. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A route of the API: method and path template, `GET /nodes/{node}/lxc/{vmid}/config`. */
export type Route = `${Method} /${string}`;

/** A route taken apart. */
export interface RouteParts {
  method: Method;
  /** The template's path segments; a parameter is in braces. */
  segments: readonly string[];
}

/** Routes that were taken apart before. There are some hundreds in the API; of others, only so many are kept. */
const known = new Map<string, RouteParts>();
const mostKnown = 1_000;

const routePattern = /^(GET|POST|PUT|DELETE) (\/\S*)$/;

/** @throws ParamsError if it is not `METHOD /path` with a method that PVE has. */
export function parseRoute(route: string): RouteParts {
  const found = known.get(route);
  if (found !== undefined) return found;
  const parts = takeApart(route);
  if (known.size >= mostKnown) known.clear();
  known.set(route, parts);
  return parts;
}

function takeApart(route: string): RouteParts {
  const match = routePattern.exec(route);
  if (match === null) {
    throw new ParamsError([
      {
        path: 'route',
        message: 'not a route: `GET /nodes/{node}/lxc` is the form, with GET, POST, PUT or DELETE',
      },
    ]);
  }
  const [, method, path = ''] = match;
  const segments = path.split('/').filter((segment) => segment !== '');
  const bad = segments.find(
    (segment) => !/^(?:\{[\w-]+\}|[\w.~!$'()*+@:-]+)$/.test(segment) || /^\.\.?$/.test(segment),
  );
  if (bad !== undefined) {
    throw new ParamsError([
      {
        path: 'route',
        message: 'a route holds plain names and {parameters} only; put ids into the parameters',
      },
    ]);
  }
  return { method: method as Method, segments };
}

/** Parameters that swallow the rest of their path (pve-storage src/PVE/API2/Storage, pve-firewall src/PVE/API2/Firewall/IPSet.pm). */
const greedy: ReadonlySet<string> = new Set(['volume', 'cidr']);

/**
 * Fills the braces of a route. Gives the path, each segment percent-encoded, and the parameters that are left.
 *
 * `/` is refused everywhere but in a `{volume}` and a `{cidr}`: PVE decodes a path before it splits it, so an encoded
 * `/` would still separate (pve-http-server src/PVE/APIServer/AnyEvent.pm), and only their routes swallow the rest.
 *
 * @throws ParamsError for a missing, empty or dangerous segment.
 */
export function fillRoute(route: Route, params: Params): { method: Method; path: string; rest: Params } {
  const { method, segments } = parseRoute(route);
  const issues: Issue[] = [];
  const taken: string[] = [];
  let path = '';
  for (const segment of segments) {
    if (!segment.startsWith('{')) {
      path += `/${segment}`;
      continue;
    }
    const key = segment.slice(1, -1);
    const value = Object.hasOwn(params, key) ? params[key] : undefined;
    taken.push(key);
    const message = segmentProblem(value, greedy.has(key));
    if (message === undefined) path += `/${encodeURIComponent(String(value))}`;
    else issues.push({ path: key, message });
  }
  if (issues.length > 0) throw new ParamsError(issues, { route });
  return { method, path: path || '/', rest: taken.length === 0 ? params : without(params, taken) };
}

// Not by `delete`, after which V8 looks every property up in a table.
function without(params: Params, keys: readonly string[]): Params {
  const left = Object.keys(params).filter((key) => !keys.includes(key));
  return left.length === 0 ? none : Object.fromEntries(left.map((key) => [key, params[key]]));
}

const none: Params = {};
/** No character of these means anything in a URL. */
const plain = /^[\w-]+$/;

function segmentProblem(value: ParamValue, slashes: boolean): string | undefined {
  if (value === undefined) return 'missing: it is part of the path';
  if (typeof value !== 'string' && typeof value !== 'number')
    return 'a text or a number is expected in the path';
  const text = String(value);
  if (plain.test(text)) return undefined;
  if (text === '') return 'empty: it is part of the path';
  if (!text.isWellFormed()) return 'not well-formed Unicode';
  if (/\p{Cc}/u.test(text)) return 'control characters cannot be part of a path';
  const pieces = slashes ? text.split('/') : [text];
  if (!slashes && text.includes('/')) return '`/` cannot be part of this id';
  if (pieces.some((piece) => piece === '' || piece === '.' || piece === '..')) {
    return 'empty, `.` and `..` cannot be part of a path';
  }
  // `local:../x` climbs out of the storage as `local:x/../y` does.
  if (slashes && /:\.\.?(?:\/|$)/.test(text)) return '`.` and `..` cannot be part of a path';
  return undefined;
}

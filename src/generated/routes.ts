import type { ApiRoute } from './api.js';
import { conditions, permissions, releases, rows } from './route-data.js';

export { type Permission, type PermissionCheck, parsePermissionLine } from './permission.js';
export { releases };

/** A release of Proxmox VE that the table knows. */
export type Release = (typeof releases)[number];

/** A stretch of the releases that the table knows; without `since` from the first, without `until` to the last. */
export interface Span {
  since?: Release;
  until?: Release;
}

/** Who may call a route, during a stretch of releases. */
export interface RoutePeriod extends Span {
  /** What the caller needs: `VM.Audit on /vms/{vmid}`. `parsePermissionLine` takes it apart. */
  permission: string;
  /** No permission is declared: only root@pam itself may call it, with a ticket. */
  rootOnly: boolean;
  /** API tokens are accepted. */
  allowtoken: boolean;
  /** Runs in the daemon that is root, and not in the one that took the request. */
  protected: boolean;
}

/** What the API declares about a route beside its types. */
export interface RouteInfo extends RoutePeriod {
  route: ApiRoute;
  /** What held earlier where something changed, oldest first; the route's own fields say what holds now. */
  earlier: readonly RoutePeriod[];
  /** Parameters that not every release of the route has. */
  params: Readonly<Record<string, Span>>;
  /** Parameters that only root@pam may set: for which values, or the empty string for any. */
  rootOnlyParams: Readonly<Record<string, string>>;
}

interface Table {
  rows: ReadonlyMap<string, string>;
  permissions: readonly string[];
  conditions: readonly string[];
}

let table: Table | undefined;

/** The text is taken apart when it is first asked for, and a row when that row is. */
function readTable(): Table {
  table ??= {
    rows: new Map(rows.split('\n').map((row) => [row.slice(0, row.indexOf('\t')), row])),
    permissions: permissions.split('\n'),
    conditions: conditions.split('\n'),
  };
  return table;
}

/** All routes of the API. */
export function routeNames(): ApiRoute[] {
  return [...readTable().rows.keys()] as ApiRoute[];
}

/** What the API declares about a route; undefined if none of the releases has it. */
export function routeInfo(route: string): RouteInfo | undefined {
  const row = readTable().rows.get(route);
  if (row === undefined) return undefined;
  const [, span = '', periods = '', params = '', rootOnly = ''] = row.split('\t');
  const earlier = words(periods).map(readPeriod);
  const now = earlier.pop();
  if (now === undefined) throw new Error(`the table has no permission for ${route}`);
  return {
    route: route as ApiRoute,
    ...withoutSpan(now),
    ...readSpan(span),
    earlier,
    params: Object.fromEntries(words(params).map((word) => mapWord(word, readSpan))),
    rootOnlyParams: Object.fromEntries(words(rootOnly).map((word) => mapWord(word, readCondition))),
  };
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

function mapWord<T>(word: string, read: (value: string) => T): [string, T] {
  const [name = '', value = ''] = word.split(':');
  return [name, read(value)];
}

function readCondition(number: string): string {
  return number === '' ? '' : (readTable().conditions[Number(number)] ?? '');
}

/** `8.4-9.1`, `8.4-`, `-9.1`, or nothing. */
function readSpan(code: string): Span {
  const [since = '', until = ''] = code.split('-');
  return {
    ...(since === '' ? {} : { since: since as Release }),
    ...(until === '' ? {} : { until: until as Release }),
  };
}

/** `12p`, or `-8.4:12p`. */
function readPeriod(word: string): RoutePeriod {
  const [code = '', span = ''] = word.split(':').reverse();
  const permission = readTable().permissions[Number.parseInt(code, 10)] ?? '';
  return {
    ...readSpan(span),
    permission,
    rootOnly: permission === 'root@pam',
    allowtoken: !code.includes('t'),
    protected: code.includes('p'),
  };
}

/** The last period's own stretch would hide the route's. */
function withoutSpan({ since: _since, until: _until, ...facts }: RoutePeriod): Omit<RoutePeriod, keyof Span> {
  return facts;
}

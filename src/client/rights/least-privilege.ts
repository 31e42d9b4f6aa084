import type { Params } from '../../core/codec.js';
import { type Issue, ParamsError } from '../../core/errors.js';
import type { Need } from '../../core/op.js';
import { grantLine, shellWord, splitIdentity } from '../../core/permission.js';
import type { ApiRoute } from '../../generated/api.js';
import { releases } from '../../generated/routes.js';
import { callDemand } from './call-demand.js';
import { and, type Demand } from './demand.js';
import { type Goal, goalOf, type Obstacles, type Place } from './goal.js';
import { HostRelease } from './release.js';
import { smallestGrants } from './smallest.js';

/**
 * A call that a role is to allow: its route, and the parameters as far as they are known. With all that its path needs
 * it is taken as it stands, with PVE's defaults.
 */
export interface RouteUse {
  route: ApiRoute;
  params?: Params | undefined;
  /** What it needs beyond what its route and its parameters tell. */
  needs?: readonly Need[] | undefined;
}

/** Whom a role is for, and where. */
export interface LeastPrivilegeOptions {
  /** The user, or the token with privilege separation: `felhom@pve!agent` by default. */
  identity?: string;
  /**
   * Values for the places of all calls: `node`, `vmid`, `storage`, `pool`, … A place without one is granted as a whole:
   * `/vms` for `/vms/{vmid}`. With `pool` guests are meant that are in it, or are made in it.
   */
  places?: Readonly<Record<string, string | number | undefined>>;
  /** The release of the host: what a route needs has changed now and then. The newest known one by default. */
  release?: string;
}

/** The entry of one path. */
export interface RoleGrant {
  path: string;
  privileges: readonly string[];
  /** The paths below get it as well. */
  propagate: boolean;
  /** A line for a root shell on the host. */
  command: string;
}

/** What to grant so that a caller may make a set of calls, and no privilege more. */
export interface LeastPrivilege {
  identity: string;
  grants: readonly RoleGrant[];
  /** Lines for a root shell on the host: the user, the token, and each grant. */
  commands: readonly string[];
  /** Calls that no role allows: for root@pam itself, or not for tokens. */
  impossible: readonly { route: ApiRoute; reason: 'root-only' | 'ticket-only'; what: readonly string[] }[];
  /** Calls of which more is asked than can be told from here. */
  unknown: readonly { route: ApiRoute; why: readonly string[] }[];
}

/**
 * The least that a user or token needs for a set of calls: the smallest set of privileges for each path of the access
 * control list, and the `pveum` lines that grant them. Where PVE lets one choose, what makes the whole smallest is
 * taken. Nothing goes on below a path unless a call needs it there.
 *
 * ```ts
 * leastPrivilege(['GET /nodes/{node}/lxc/{vmid}/config'], { places: { vmid: 101 } }).commands;
 * ```
 * @throws ParamsError for an identity that is none, a place that is no id, and a route that no known release has.
 */
export function leastPrivilege(
  routes: readonly (ApiRoute | RouteUse)[],
  options: LeastPrivilegeOptions = {},
): LeastPrivilege {
  const { identity = 'felhom@pve!agent', places = {}, release = releases.at(-1) ?? '' } = options;
  assertOptions(identity, places);
  const host = new HostRelease(release);
  const goals: Goal[] = [];
  const impossible = [];
  const unknown = [];
  for (const use of routes) {
    const { route, params = {}, needs = [] }: RouteUse = typeof use === 'string' ? { route: use } : use;
    const obstacles: Obstacles = { root: new Set(), ticket: false, unknown: new Set() };
    const goal = goalOf(demandFor({ route, params, needs }, identity, host), placeWith(places), obstacles);
    const why = [...obstacles.unknown];
    if (goal !== undefined) goals.push(goal);
    else
      impossible.push({
        route,
        reason: obstacles.ticket ? ('ticket-only' as const) : ('root-only' as const),
        what: [...obstacles.root],
      });
    if (goal !== undefined && why.length > 0) unknown.push({ route, why });
  }
  const grants = smallestGrants(goals).map(({ path, privileges, propagate }): RoleGrant => {
    const names = [...privileges].sort();
    return { path, privileges: names, propagate, command: grantLine(path, names, identity, { propagate }) };
  });
  const commands = [...accountLines(identity), ...grants.map(({ command }) => command)];
  return { identity, grants, commands, impossible, unknown };
}

function demandFor(
  { route, params, needs }: Required<RouteUse>,
  identity: string,
  host: HostRelease,
): Demand {
  // A call whose path is whole is meant as it stands, with PVE's defaults; else its storage is as open as the rest.
  const keys = [...route.matchAll(/\{([\w-]+)\}/g)].map(([, key = '']) => key);
  const whole = Object.keys(params ?? {}).length > 0 && keys.every((key) => params?.[key] !== undefined);
  const open = whole ? {} : { storage: '{storage}' };
  const found = callDemand(route, { ...open, ...params }, identity, host);
  if (found === undefined)
    throw new ParamsError([{ path: 'routes', message: `no known release has ${route}` }]);
  return and(
    found.demand,
    ...(needs ?? []).flatMap(({ path, all = [], any = [] }): Demand[] => [
      { kind: 'privileges', path, mode: 'all', privileges: all },
      ...(any.length === 0 ? [] : [{ kind: 'privileges', path, mode: 'any', privileges: any } as const]),
    ]),
  );
}

/** Parameters that stand for the same kind of place. */
const alike: Readonly<Record<string, string>> = { poolid: 'pool', node_id: 'node' };

function placeWith(places: NonNullable<LeastPrivilegeOptions['places']>): Place {
  return (template) => {
    const filled = template.replace(/\{([\w-]+)\}/g, (brace, key: string) =>
      String(places[key] ?? places[alike[key] ?? ''] ?? brace),
    );
    const at = filled.indexOf('/{');
    if (at === -1) return { path: filled, below: false };
    const root = filled.slice(0, at);
    // The rights on a pool count on what is in it.
    if (root === '/vms' && places['pool'] !== undefined)
      return { path: `/pool/${places['pool']}`, below: false };
    return { path: root === '' ? '/' : root, below: true };
  };
}

/** Of a new account; where it is there already, `pveum` says so and the rest counts. */
function accountLines(identity: string): string[] {
  const [user, token] = splitIdentity(identity);
  return [
    ...(user === 'root@pam' ? [] : [`pveum user add ${shellWord(user)}`]),
    ...(token === undefined
      ? []
      : [`pveum user token add ${shellWord(user)} ${shellWord(token)} --privsep 1`]),
  ];
}

function assertOptions(identity: string, places: NonNullable<LeastPrivilegeOptions['places']>): void {
  const issues: Issue[] = [];
  if (!/^[^\s:/@!][^\s:/]*@[A-Za-z][\w.-]+(?:![A-Za-z][\w.-]+)?$/.test(identity))
    issues.push({ path: 'identity', message: '`user@realm` or `user@realm!token` is expected' });
  if (identity === 'root@pam')
    issues.push({
      path: 'identity',
      message: 'root@pam may do everything: name a token of it, or another user',
    });
  for (const [key, value] of Object.entries(places)) {
    if (value !== undefined && !/^[A-Za-z0-9][\w.:@-]*$/.test(String(value)))
      issues.push({ path: `places.${key}`, message: 'an id is expected' });
  }
  if (issues.length > 0) throw new ParamsError(issues);
}

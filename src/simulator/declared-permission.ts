import {
  type Permission,
  type PermissionCheck,
  parsePermissionLine,
  type RoutePeriod,
  releases,
  routeInfo,
} from '../generated/routes.js';
import type { Caller } from './acl.js';
import { forbidden } from './errors.js';
import type { HostVersion } from './host-version.js';
import { all, any, given, type Rule } from './rule.js';
import { type RawParams, splitList } from './schema.js';

/** Who may call a route, as a release declares it. */
export interface DeclaredRights {
  readonly rule: Rule;
  /** Only with a ticket: tokens are refused, whatever they may do. */
  readonly ticketOnly: boolean;
  readonly protected: boolean;
}

/** What a release declares of a route's callers. @throws TypeError if no release has the route. */
export function declaredRights(route: string, version: HostVersion): DeclaredRights {
  const info = routeInfo(route);
  if (info === undefined) throw new TypeError(`the API has no ${route}`);
  const period = info.earlier.find((earlier) => reaches(earlier, version)) ?? info;
  return {
    rule: ruleOf(parsePermissionLine(period.permission)),
    ticketOnly: !period.allowtoken,
    protected: period.protected,
  };
}

/** Whether somebody else could call a route, or otherwise, in an older release than in the newest. */
export function differsFromNow(route: string, version: HostVersion): boolean {
  return routeInfo(route)?.earlier.some((period) => reaches(period, version)) === true;
}

/** Periods of the past end with a release; the first that has not ended yet is the one. */
function reaches({ until }: RoutePeriod, version: HostVersion): boolean {
  return until !== undefined && releases.indexOf(until) >= releases.indexOf(version);
}

function ruleOf(permission: Permission): Rule {
  if (permission.kind === 'root' || permission.kind === 'world') return permission.kind;
  return permission.kind === 'user' ? 'everyone' : checkOf(permission.check);
}

/** One condition as a rule (pve-access-control src/PVE/RPCEnvironment.pm, exec_api2_perm_check). */
function checkOf(check: PermissionCheck): Rule {
  switch (check.kind) {
    case 'and':
      return { and: check.checks.map(checkOf) };
    case 'or':
      return { or: check.checks.map(checkOf) };
    case 'privileges': {
      const { path, mode, privileges, onlyWith } = check;
      const rule = mode === 'all' ? all(path, ...privileges) : any(path, ...privileges);
      return onlyWith === undefined ? rule : given(onlyWith, rule);
    }
    case 'self':
      return {
        asks: (caller, raw) => {
          if (caller.authId !== userOf(raw)) throw forbidden();
        },
      };
    case 'user-realm': {
      const { privilege } = check;
      return {
        asks: (caller, raw) => caller.need(`/access/realm/${userOf(raw).split('@').at(-1)}`, privilege),
      };
    }
    case 'modify-acl':
      return { asks: (caller, raw) => caller.needModifyAcl(String(raw['path'] ?? '/')) };
    case 'user-group': {
      const { privileges, given: when } = check;
      return { asks: (caller, raw) => needGroups(caller, raw, privileges, when) };
    }
  }
}

function userOf(raw: RawParams): string {
  return String(raw['userid'] ?? '');
}

/** The right to all groups, else to every group that the user is to get, and to one that it has. */
function needGroups(
  caller: Caller,
  raw: RawParams,
  privileges: readonly string[],
  when: 'create' | 'update' | undefined,
): void {
  if (caller.hasAny('/access/groups', ...privileges)) return;
  if (when !== undefined) {
    const groups = splitList(String(raw['groups'] ?? ''));
    if (groups.length === 0) throw forbidden(`/access/groups, ${privileges.join('|')}`);
    for (const group of groups) caller.needAny(`/access/groups/${group}`, ...privileges);
  }
  const held = caller
    .groupsOf(userOf(raw))
    .some((group) => caller.hasAny(`/access/groups/${group}`, ...privileges));
  if (when !== 'create' && !held) throw forbidden();
}

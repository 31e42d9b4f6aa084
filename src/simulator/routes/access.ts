import { type Caller, effectivePermissions, permissionRow, privilegesAt, splitAuthId } from '../acl.js';
import { isUsable } from '../auth.js';
import { ApiError } from '../errors.js';
import type { Context, Route } from '../route.js';
import { same, totpCode } from '../tickets.js';
import type { World } from '../world.js';

/** Logging in, and asking what one may do. */

export const accessRoutes: readonly Route[] = [
  { route: 'GET /access/ticket', permission: 'world', handler: () => null },
  {
    route: 'POST /access/ticket',
    permission: 'world',
    protected: true,
    handler: login,
  },
  {
    route: 'GET /access/permissions',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const userid = params.maybe('userid') ?? caller.authId;
      if (userid !== caller.authId && !ownsToken(caller, userid)) caller.need('/access', 'Sys.Audit');
      const path = params.maybe('path');
      if (path === undefined) return effectivePermissions(world.accounts, userid);
      return { [path]: permissionRow(privilegesAt(world.accounts, userid, path)) };
    },
  },
];

function ownsToken(caller: Caller, userid: string): boolean {
  return splitAuthId(userid).user === caller.authId;
}

function login({ world, tickets, params }: Context): unknown {
  const realm = params.maybe('realm');
  const user = realm === undefined ? params.text('username') : `${params.text('username')}@${realm}`;
  const password = params.text('password');
  const refused = new ApiError(401, 'authentication failure');
  if (!isUsable(world.accounts, world.clock, user)) throw refused;
  const info = world.accounts.users.get(user);
  const answer = { username: user, CSRFPreventionToken: tickets.csrfToken(user) };
  const challenge = params.maybe('tfa-challenge');
  if (challenge !== undefined) {
    const key = info?.totpKey;
    if (key === undefined || !tickets.isChallenge(challenge, user)) throw refused;
    if (!same(password, `totp:${totpCode(key, world.clock)}`)) throw refused;
  } else if (tickets.userOf(password) !== user) {
    // A ticket that still is good works as a password: that is how one is renewed.
    if (info?.password === undefined || !same(password, info.password)) throw refused;
    if (info.totpKey !== undefined) {
      const open = encodeURIComponent(JSON.stringify({ totp: true, recovery: null }));
      return { ...answer, ticket: tickets.issue(user, open), NeedTFA: 1 };
    }
  }
  return { ...answer, ticket: tickets.issue(user), cap: capabilities(world, user) };
}

/** What the web interface goes by: privileges by area. */
function capabilities(world: World, user: string): Record<string, Record<string, 1>> {
  const areas: [name: string, path: string, prefixes: RegExp][] = [
    ['vms', '/vms', /^(?:VM\.|Permissions\.Modify$)/],
    ['storage', '/storage', /^(?:Datastore\.|Permissions\.Modify$)/],
    ['access', '/access', /^(?:User\.|Group\.|Permissions\.Modify$)/],
    ['nodes', '/nodes', /^(?:Sys\.|Permissions\.Modify$)/],
    ['sdn', '/sdn', /^(?:SDN\.|Permissions\.Modify$)/],
    ['mapping', '/mapping', /^(?:Mapping\.|Permissions\.Modify$)/],
    ['dc', '/', /^(?:Sys\.Audit|Sys\.Modify|SDN\.(?:Use|Audit|Allocate))$/],
  ];
  return Object.fromEntries(
    areas.map(([name, path, pattern]) => {
      const held = [...privilegesAt(world.accounts, user, path).keys()].filter((privilege) =>
        pattern.test(privilege),
      );
      return [name, Object.fromEntries(held.map((privilege) => [privilege, 1 as const]))];
    }),
  );
}

import { type AclEntry, type Caller, privilegesAt, splitAuthId } from '../acl.js';
import { fail, invalid } from '../errors.js';
import { builtinRoles } from '../privileges.js';
import type { Context, Route } from '../route.js';
import { all, any } from '../rule.js';
import type { Params } from '../schema.js';
import type { World } from '../world.js';
import { attempt } from './pools.js';

/** Groups, roles, and the access control list. */

const manageGroups = all('/access/groups', 'Group.Allocate');
const manageRoles = all('/access', 'Sys.Modify');

export const accessRightsRoutes: readonly Route[] = [
  {
    route: 'GET /access/groups',
    permission: 'everyone',
    handler: ({ world, caller }) =>
      [...world.accounts.groups]
        .filter(([id]) => caller.hasAny(`/access/groups/${id}`, 'User.Modify', 'Sys.Audit', 'Group.Allocate'))
        .map(([groupid, { comment, members }]) => ({
          groupid,
          users: [...members].sort().join(','),
          ...(comment === undefined ? {} : { comment }),
        })),
  },
  {
    route: 'POST /access/groups',
    permission: manageGroups,
    protected: true,
    handler: ({ world, params }) => {
      const id = params.text('groupid');
      if (world.accounts.groups.has(id)) throw fail(`create group failed: group '${id}' already exists`);
      const comment = params.maybe('comment') ?? '';
      world.accounts.groups.set(id, { members: new Set(), ...(comment === '' ? {} : { comment }) });
    },
  },
  {
    route: 'GET /access/groups/{groupid}',
    permission: any('/access/groups', 'Sys.Audit', 'Group.Allocate'),
    handler: ({ world, params }) => {
      const { members, comment } = group(world, params);
      return { members: [...members], ...(comment === undefined ? {} : { comment }) };
    },
  },
  {
    route: 'PUT /access/groups/{groupid}',
    permission: manageGroups,
    protected: true,
    handler: ({ world, params }) => {
      const found = attempt('update group', () => group(world, params));
      if (params.has('comment')) found.comment = params.text('comment');
    },
  },
  {
    route: 'DELETE /access/groups/{groupid}',
    permission: manageGroups,
    protected: true,
    handler: ({ world, params }) => {
      attempt('delete group', () => group(world, params));
      world.accounts.groups.delete(params.text('groupid'));
      dropEntries(world, (entry) => entry.type === 'group' && entry.ugid === params.text('groupid'));
    },
  },
  {
    route: 'GET /access/roles',
    permission: 'everyone',
    handler: ({ world }) =>
      [...world.accounts.roles].map(([roleid, held]) => ({
        roleid,
        privs: [...held].sort().join(','),
        special: isSpecial(world, roleid) ? 1 : 0,
      })),
  },
  {
    route: 'POST /access/roles',
    permission: manageRoles,
    protected: true,
    handler: ({ world, params }) => {
      const id = params.text('roleid');
      if (/^PVE/i.test(id))
        throw invalid({ roleid: "cannot use role ID starting with the (case-insensitive) 'PVE' namespace" });
      if (world.accounts.roles.has(id)) throw fail(`create role failed: role '${id}' already exists`);
      world.accounts.roles.set(id, params.list('privs'));
    },
  },
  {
    route: 'GET /access/roles/{roleid}',
    permission: 'everyone',
    handler: ({ world, params }) =>
      Object.fromEntries(role(world, params.text('roleid')).map((privilege) => [privilege, 1])),
  },
  {
    route: 'PUT /access/roles/{roleid}',
    permission: manageRoles,
    protected: true,
    handler: ({ world, params }) => {
      const id = params.text('roleid');
      if (isSpecial(world, id)) throw fail(`auto-generated role '${id}' cannot be modified`);
      const old = attempt('update role', () => role(world, id));
      const kept = params.flag('append') ? old : [];
      world.accounts.roles.set(id, [...new Set([...kept, ...params.list('privs')])]);
    },
  },
  {
    route: 'DELETE /access/roles/{roleid}',
    permission: manageRoles,
    protected: true,
    handler: ({ world, params }) => {
      const id = params.text('roleid');
      if (isSpecial(world, id)) throw fail(`auto-generated role '${id}' cannot be deleted`);
      attempt('delete role', () => role(world, id));
      world.accounts.roles.delete(id);
      dropEntries(world, (entry) => entry.roleid === id);
    },
  },
  {
    route: 'GET /access/acl',
    permission: 'everyone',
    handler: ({ world, caller }) =>
      world.accounts.acl
        .filter(({ path }) => caller.has('/access', 'Sys.Audit') || caller.mayModifyAcl(path))
        .map((entry) => ({ ...entry, propagate: entry.propagate ? 1 : 0 })),
  },
  {
    route: 'PUT /access/acl',
    permission: 'everyone',
    protected: true,
    handler: updateAcl,
  },
];

/** Whether a role is one that PVE ships with. */
function isSpecial(world: World, id: string): boolean {
  return Object.hasOwn(builtinRoles(world.version), id);
}

function role(world: World, id: string): readonly string[] {
  const found = world.accounts.roles.get(id);
  if (found === undefined) throw fail(`role '${id}' does not exist`);
  return found;
}

function group(world: World, params: Params): { members: Set<string>; comment?: string } {
  const id = params.text('groupid');
  const found = world.accounts.groups.get(id);
  if (found === undefined) throw fail(`group '${id}' does not exist`);
  return found;
}

function dropEntries(world: World, isOut: (entry: AclEntry) => boolean): void {
  const { acl } = world.accounts;
  acl.splice(0, acl.length, ...acl.filter((entry) => !isOut(entry)));
}

const part = '[A-Za-z0-9.\\-_]+';
const aclPath = new RegExp(
  `^(?:/|/access|/access/groups|/access/groups/${part}|/access/realm|/access/realm/${part}|/nodes|/nodes/${part}|/pool|/pool/${part}(?:/${part}){0,2}|/sdn|/sdn/(?:controllers|dns|fabrics|ipams)(?:/${part})?|/sdn/zones(?:/${part}){0,2}(?:/[1-9]\\d{0,3})?|/storage|/storage/${part}|/vms|/vms/[1-9]\\d{2,}|/mapping(?:/${part}){0,2})$`,
);

function updateAcl({ world, caller, params }: Context): void {
  const given = params.text('path');
  // Like PVE: doubled slashes go, and one in front may be missing.
  const path = `/${given}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  caller.needModifyAcl(path);
  if (!['users', 'groups', 'tokens'].some((key) => params.has(key))) {
    const message = "either 'users', 'groups' or 'tokens' is required.";
    throw invalid({ users: message, groups: message, tokens: message });
  }
  const removes = params.flag('delete');
  if (!removes && !aclPath.test(path)) throw invalid({ path: `invalid ACL path '${given}'` });
  const propagate = params.has('propagate') ? params.flag('propagate') : true;
  const entries = attempt('ACL update', () => {
    for (const roleid of params.list('roles')) checkRole(world, caller, { path, roleid, propagate, removes });
    return subjects(world, params).flatMap((subject) =>
      params.list('roles').map((roleid): AclEntry => ({ path, roleid, propagate, ...subject })),
    );
  });
  const { acl } = world.accounts;
  for (const { ugid, roleid } of entries)
    dropEntries(world, (entry) => entry.path === path && entry.ugid === ugid && entry.roleid === roleid);
  if (!removes) acl.push(...entries);
}

/** Without Permissions.Modify only roles can be given of which the caller has every privilege. */
function checkRole(
  world: World,
  caller: Caller,
  {
    path,
    roleid,
    propagate,
    removes,
  }: { path: string; roleid: string; propagate: boolean; removes: boolean },
): void {
  const wanted = role(world, roleid);
  if (caller.has(path, 'Permissions.Modify')) return;
  const held = privilegesAt(world.accounts, caller.authId, path);
  const verb = removes ? 'remove' : 'add';
  if (roleid === 'NoAccess')
    throw invalid({ role: `Cannot ${verb} role '${roleid}' - requires 'Permissions.Modify'` });
  for (const privilege of wanted) {
    const own = held.get(privilege);
    if (own === undefined)
      throw invalid({
        role: `Cannot ${verb} role '${roleid}' - requires 'Permissions.Modify' or superset of privileges.`,
      });
    if (propagate && !own && !removes)
      throw invalid({
        role: `Cannot add role '${roleid}' with propagation - requires 'Permissions.Modify' or propagated superset of privileges.`,
      });
  }
}

function subjects(world: World, params: Params): Pick<AclEntry, 'type' | 'ugid'>[] {
  const { groups, users } = world.accounts;
  for (const id of params.list('groups')) if (!groups.has(id)) throw fail(`group '${id}' does not exist`);
  for (const id of params.list('users')) if (!users.has(id)) throw fail(`user '${id}' does not exist`);
  for (const id of params.list('tokens')) {
    const { user, token = '' } = splitAuthId(id);
    if (users.get(user)?.tokens.has(token) !== true)
      throw fail(`no such token '${token}' for user '${user}'`);
  }
  return [
    ...params.list('groups').map((ugid) => ({ type: 'group' as const, ugid })),
    ...params.list('users').map((ugid) => ({ type: 'user' as const, ugid })),
    ...params.list('tokens').map((ugid) => ({ type: 'token' as const, ugid })),
  ];
}

import { randomUUID } from 'node:crypto';
import {
  type Accounts,
  type Caller,
  type Person,
  splitAuthId,
  type TokenInfo,
  type UserInfo,
} from '../acl.js';
import { fail, forbidden, invalid } from '../errors.js';
import type { Context, Route } from '../route.js';
import type { Rule } from '../rule.js';
import type { Params } from '../schema.js';
import { attempt } from './pools.js';

/** Users and their API tokens. */

/**
 * Who may do it depends on the user that is meant, so the handlers ask. Its name is looked at with the rights, and so
 * before the schema gets to see it: a wrong one is a plain error.
 */
const named: Rule = {
  asks: (_, raw) => {
    const id = String(raw['userid'] ?? '');
    if (!/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(id))
      throw fail(`value '${id}' does not look like a valid user name`);
  },
};

export const accessUserRoutes: readonly Route[] = [
  {
    route: 'GET /access/users',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) =>
      [...world.accounts.users]
        .filter(
          ([id]) => id === caller.user || mayManage(world.accounts, caller, id, 'User.Modify', 'Sys.Audit'),
        )
        .filter(([, user]) => !params.has('enabled') || user.enable === params.flag('enabled'))
        .map(([id, user]) => ({
          userid: id,
          // The realms here are of the type that they are called; a user may be of one that there is not.
          ...(/^(?:pam|pve)$/.test(realmOf(id)) ? { 'realm-type': realmOf(id) } : {}),
          ...userRow(user),
          ...(params.flag('full')
            ? { groups: groupsOf(world.accounts, id).join(','), tokens: tokenRows(user) }
            : {}),
        })),
  },
  {
    route: 'POST /access/users',
    permission: named,
    protected: true,
    handler: createUser,
  },
  {
    route: 'GET /access/users/{userid}',
    permission: named,
    handler: ({ world, caller, params }) => {
      const id = params.text('userid');
      const user = existingUser(world.accounts, id);
      needManage(world.accounts, caller, id, 'User.Modify', 'Sys.Audit');
      const tokens = Object.fromEntries([...user.tokens].map(([name, info]) => [name, tokenRow(info)]));
      return { ...userRow(user), groups: groupsOf(world.accounts, id), tokens };
    },
  },
  {
    route: 'PUT /access/users/{userid}',
    permission: named,
    protected: true,
    handler: ({ world, caller, params }) => {
      const id = params.text('userid');
      const user = existingUser(world.accounts, id);
      needManage(world.accounts, caller, id, 'User.Modify');
      attempt('update user', () => setGroups(world.accounts, id, params));
      world.accounts.users.set(id, changed(user, params));
    },
  },
  {
    route: 'DELETE /access/users/{userid}',
    permission: named,
    protected: true,
    handler: ({ world, caller, params }) => {
      const id = params.text('userid');
      // Whether there is such a user is only looked at for the rights on it, which root needs none of.
      if (!caller.isRoot) existingUser(world.accounts, id);
      caller.need(`/access/realm/${realmOf(id)}`, 'Realm.AllocateUser');
      if (!caller.isRoot) needManage(world.accounts, caller, id, 'User.Modify');
      const { users, groups, acl } = world.accounts;
      users.delete(id);
      for (const group of groups.values()) group.members.delete(id);
      acl.splice(0, acl.length, ...acl.filter(({ ugid }) => splitAuthId(ugid).user !== id));
    },
  },
  {
    route: 'GET /access/users/{userid}/token',
    permission: named,
    handler: (context) => tokenRows(ownerOfTokens(context).user),
  },
  {
    route: 'GET /access/users/{userid}/token/{tokenid}',
    permission: named,
    handler: (context) => tokenRow(existingToken(context)),
  },
  {
    route: 'POST /access/users/{userid}/token/{tokenid}',
    permission: named,
    protected: true,
    handler: createToken,
  },
  {
    route: 'PUT /access/users/{userid}/token/{tokenid}',
    permission: named,
    protected: true,
    handler: updateToken,
  },
  {
    route: 'DELETE /access/users/{userid}/token/{tokenid}',
    permission: named,
    protected: true,
    handler: (context) => {
      existingToken(context);
      const { id, user, token } = ownerOfTokens(context);
      user.tokens.delete(token);
      const { acl } = context.world.accounts;
      acl.splice(0, acl.length, ...acl.filter(({ ugid }) => ugid !== `${id}!${token}`));
    },
  },
];

export function realmOf(id: string): string {
  return id.slice(id.lastIndexOf('@') + 1);
}

/** The user that is meant, if it can be one at all. */
export function verified(params: Params): string {
  const id = params.text('userid');
  if (!/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(id))
    throw fail(`value '${id}' does not look like a valid user name`);
  return id;
}

export function existingUser(accounts: Accounts, id: string): UserInfo {
  const user = accounts.users.get(id);
  if (user === undefined) throw fail(`no such user ('${id}')`);
  return user;
}

function groupsOf(accounts: Accounts, id: string): string[] {
  return [...accounts.groups].filter(([, { members }]) => members.has(id)).map(([name]) => name);
}

/** On all groups, or on one that the user is in. */
export function mayManage(accounts: Accounts, caller: Caller, id: string, ...privileges: string[]): boolean {
  const paths = groupsOf(accounts, id).map((group) => `/access/groups/${group}`);
  return ['/access/groups', ...paths].some((path) => caller.hasAny(path, ...privileges));
}

/** PVE does not say here what is missing. */
export function needManage(accounts: Accounts, caller: Caller, id: string, ...privileges: string[]): void {
  if (!mayManage(accounts, caller, id, ...privileges)) throw forbidden();
}

function userRow({ enable, expire: until, comment, email, firstname, lastname }: UserInfo): object {
  const person = Object.entries({ comment, email, firstname, lastname }).filter(
    ([, value]) => value !== undefined,
  );
  return { enable: enable ? 1 : 0, expire: until, ...Object.fromEntries(person) };
}

function tokenRow({ privsep, expire: until, comment }: TokenInfo): object {
  return { privsep: privsep ? 1 : 0, expire: until, ...(comment === undefined ? {} : { comment }) };
}

function tokenRows(user: UserInfo): object[] {
  return [...user.tokens].map(([name, info]) => ({ tokenid: name, ...tokenRow(info) }));
}

function changed(user: UserInfo, params: Params): UserInfo {
  const person: Person = Object.fromEntries(
    ['comment', 'email', 'firstname', 'lastname'].flatMap((key) =>
      params.has(key) ? [[key, params.text(key)]] : [],
    ),
  );
  return {
    ...user,
    ...person,
    enable: params.has('enable') ? params.flag('enable') : user.enable,
    expire: params.maybeInt('expire') ?? user.expire,
  };
}

function createUser({ world, caller, params }: Context): void {
  const id = params.text('userid');
  const { accounts } = world;
  caller.need(`/access/realm/${realmOf(id)}`, 'Realm.AllocateUser');
  const groups = params.list('groups').map((group) => `/access/groups/${group}`);
  for (const path of groups.length === 0 ? ['/access/groups'] : groups) caller.need(path, 'User.Modify');
  attempt('create user', () => {
    if (accounts.users.has(id)) throw fail(`user '${id}' already exists`);
    setGroups(accounts, id, params);
  });
  const password = params.maybe('password');
  const user = {
    enable: true,
    expire: 0,
    tokens: new Map(),
    ...(password === undefined ? {} : { password }),
  };
  accounts.users.set(id, changed(user, params));
}

function setGroups({ groups }: Accounts, id: string, params: Params): void {
  if (!params.has('groups')) return;
  const wanted = params.list('groups');
  const missing = wanted.find((name) => !groups.has(name));
  if (missing !== undefined) throw fail(`no such group '${missing}'`);
  for (const [name, { members }] of groups) {
    if (wanted.includes(name)) members.add(id);
    else if (!params.flag('append')) members.delete(id);
  }
}

/** A user may look after its own tokens, a token after none: it is not its user. */
function ownerOfTokens({ world, caller, params }: Context): { id: string; user: UserInfo; token: string } {
  const id = params.text('userid');
  if (caller.authId !== id && !mayManage(world.accounts, caller, id, 'User.Modify')) throw forbidden();
  return { id, user: existingUser(world.accounts, id), token: params.maybe('tokenid') ?? '' };
}

function existingToken(context: Context): TokenInfo {
  const { id, user, token } = ownerOfTokens(context);
  const info = user.tokens.get(token);
  if (info === undefined) throw fail(`no such token '${token}' for user '${id}'`);
  return info;
}

function createToken(context: Context): object {
  const { id, user, token } = ownerOfTokens(context);
  if (user.tokens.has(token)) throw invalid({ tokenid: 'Token already exists.' });
  const { params } = context;
  const [privsep, until, comment] = [
    params.maybe('privsep') ?? '1',
    params.maybeInt('expire'),
    params.maybe('comment'),
  ];
  const value = randomUUID();
  const said = comment === undefined || comment === '' ? {} : { comment };
  user.tokens.set(token, { secret: value, privsep: privsep === '1', expire: until ?? 0, ...said });
  // The flag comes back as it was sent: as text.
  const info = { privsep, ...(until === undefined ? {} : { expire: until }), ...said };
  return { info, value, 'full-tokenid': `${id}!${token}` };
}

function updateToken(context: Context): object {
  const old = existingToken(context);
  const { params } = context;
  const { id, user, token } = ownerOfTokens(context);
  const unknown = params.list('delete').find((key) => key !== 'comment');
  if (unknown !== undefined) throw invalid({ delete: `unknown option '${unknown}'` });
  const comment = params.has('delete') ? undefined : (params.maybe('comment') ?? old.comment);
  const value = params.flag('regenerate') ? randomUUID() : undefined;
  const info: TokenInfo = {
    secret: value ?? old.secret,
    privsep: params.has('privsep') ? params.flag('privsep') : old.privsep,
    expire: params.maybeInt('expire') ?? old.expire,
    ...(comment === undefined || comment === '' ? {} : { comment }),
  };
  user.tokens.set(token, info);
  return { ...tokenRow(info), ...(value === undefined ? {} : { value, 'full-tokenid': `${id}!${token}` }) };
}

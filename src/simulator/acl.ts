import { forbidden } from './errors.js';

/** One entry of the access control list. */
export interface AclEntry {
  readonly path: string;
  readonly type: 'user' | 'group' | 'token';
  /** User, group or token id. */
  readonly ugid: string;
  readonly roleid: string;
  readonly propagate: boolean;
}

export interface TokenInfo {
  readonly secret: string;
  /** With privilege separation a token has only what its own entries and its user's both give. */
  readonly privsep: boolean;
  /** Seconds since the epoch, 0 for never. */
  readonly expire: number;
  readonly comment?: string;
}

/** What a user says about itself. */
export interface Person {
  readonly comment?: string;
  readonly email?: string;
  readonly firstname?: string;
  readonly lastname?: string;
}

export interface UserInfo extends Person {
  readonly enable: boolean;
  readonly expire: number;
  readonly password?: string;
  /** Key of a time based one-time password, if the user has one. */
  readonly totpKey?: Buffer;
  readonly tokens: Map<string, TokenInfo>;
}

export interface Group {
  readonly members: Set<string>;
  comment?: string;
}

/** Guests and storages in a bundle. */
export interface Pool {
  comment: string | undefined;
  readonly vms: Set<number>;
  readonly storages: Set<string>;
}

/** Who there is and who may do what. */
export interface Accounts {
  readonly users: Map<string, UserInfo>;
  readonly groups: Map<string, Group>;
  readonly roles: Map<string, readonly string[]>;
  readonly pools: Map<string, Pool>;
  readonly acl: AclEntry[];
}

/** Privileges that hold at a path; the value tells whether they go on to the paths below. */
export type Privileges = ReadonlyMap<string, boolean>;

/** Parts of an auth id. A user name may hold `!` itself, so the token's name starts after the last `@`. */
export function splitAuthId(authId: string): { user: string; token: string | undefined } {
  const bang = authId.indexOf('!', authId.lastIndexOf('@'));
  return bang === -1
    ? { user: authId, token: undefined }
    : { user: authId.slice(0, bang), token: authId.slice(bang + 1) };
}

/** The privileges of a user or token at a path, as PVE works them out (pve-access-control src/PVE/RPCEnvironment.pm). */
export function privilegesAt(accounts: Accounts, authId: string, path: string): Privileges {
  if (authId === 'root@pam')
    return new Map((accounts.roles.get('Administrator') ?? []).map((name) => [name, true]));
  const { user, token } = splitAuthId(authId);
  if (token === undefined) return fromRoles(accounts, rolesWithPools(accounts, authId, path));
  const info = accounts.users.get(user)?.tokens.get(token);
  if (info === undefined) return new Map();
  const ofUser = privilegesAt(accounts, user, path);
  if (!info.privsep) return ofUser;
  const ofToken = fromRoles(accounts, rolesWithPools(accounts, authId, path));
  return new Map(
    [...ofToken]
      .filter(([name]) => ofUser.has(name))
      .map(([name, propagate]) => [name, propagate && ofUser.get(name) === true]),
  );
}

/** Whether one privilege is among `privilegesAt`: what lists ask for every row. */
function holds(accounts: Accounts, authId: string, path: string, name: string): boolean {
  const gives = (role: string): boolean => accounts.roles.get(role)?.includes(name) === true;
  if (authId === 'root@pam') return gives('Administrator');
  const { user, token } = splitAuthId(authId);
  const info = token === undefined ? undefined : accounts.users.get(user)?.tokens.get(token);
  if (token !== undefined && info === undefined) return false;
  if (info?.privsep === false) return holds(accounts, user, path, name);
  if (![...rolesWithPools(accounts, authId, path).keys()].some(gives)) return false;
  return token === undefined || holds(accounts, user, path, name);
}

/** The entries of the deepest path that has any count, and on it users beat groups. */
function rolesAt(accounts: Accounts, authId: string, path: string): Map<string, boolean> {
  const roles = new Map<string, boolean>();
  const clean = isClean(path)
    ? path
    : `/${path
        .split('/')
        .filter((part) => part !== '')
        .join('/')}`;
  let depth = 0;
  let byUser = false;
  // Every path that reaches this one is a beginning of it: the longer, the deeper.
  for (const entry of accounts.acl) {
    const { length } = entry.path;
    const isUser = entry.type !== 'group';
    if (length < depth || (length === depth && byUser && !isUser)) continue;
    if (!(isUser ? entry.ugid === authId : accounts.groups.get(entry.ugid)?.members.has(authId) === true))
      continue;
    if (!(entry.propagate ? isWithin(clean, entry.path) : entry.path === path)) continue;
    if (length > depth || (isUser && !byUser)) roles.clear();
    depth = length;
    byUser = isUser;
    roles.set(entry.roleid, entry.propagate);
  }
  return roles;
}

function isClean(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && !path.includes('//');
}

function isWithin(path: string, parent: string): boolean {
  return (
    parent === '/' ||
    (path.startsWith(parent) && (path.length === parent.length || path[parent.length] === '/'))
  );
}

/** The roles at a path and those of the pools that it is in. NoAccess beats all, wherever it comes from. */
function rolesWithPools(accounts: Accounts, authId: string, path: string): Map<string, boolean> {
  const roles = rolesAt(accounts, authId, path);
  if (roles.has('NoAccess')) return new Map();
  for (const [name, pool] of accounts.pools) {
    if (!isIn(pool, path)) continue;
    const ofPool = rolesAt(accounts, authId, `/pool/${name}`);
    if (ofPool.has('NoAccess')) return new Map();
    // What a pool gives never goes further down.
    for (const role of ofPool.keys()) if (!roles.has(role)) roles.set(role, false);
  }
  return roles;
}

/** Whether a path is one of `pathsIn`. */
function isIn(pool: Pool, path: string): boolean {
  const [, kind, id = ''] = path.split('/');
  const paths = kind === 'vms' ? pool.vms.has(Number(id)) : kind === 'storage' && pool.storages.has(id);
  return paths && path === `/${kind}/${kind === 'vms' ? Number(id) : id}`;
}

function pathsIn(pool: Pool): string[] {
  return [
    ...[...pool.vms].map((vmid) => `/vms/${vmid}`),
    ...[...pool.storages].map((id) => `/storage/${id}`),
  ];
}

function fromRoles(accounts: Accounts, roles: ReadonlyMap<string, boolean>): Privileges {
  const result = new Map<string, boolean>();
  for (const [role, propagate] of roles) {
    for (const name of accounts.roles.get(role) ?? [])
      result.set(name, propagate || result.get(name) === true);
  }
  return result;
}

/** Paths that PVE reports on even where the list of entries does not name them. */
const standardPaths = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms'];

/** Everything an auth id may do, by path, where it may do anything. */
export function effectivePermissions(
  accounts: Accounts,
  authId: string,
): Record<string, Record<string, 0 | 1>> {
  const result: Record<string, Record<string, 0 | 1>> = {};
  const named = accounts.acl.map((entry) => entry.path);
  for (const path of new Set([
    ...standardPaths,
    ...named,
    ...[...accounts.pools.values()].flatMap(pathsIn),
  ])) {
    const found = privilegesAt(accounts, authId, path);
    if (found.size > 0) result[path] = permissionRow(found);
  }
  return result;
}

export function permissionRow(privileges: Privileges): Record<string, 0 | 1> {
  return Object.fromEntries([...privileges].map(([name, propagate]) => [name, propagate ? 1 : 0]));
}

/** The caller of a request, with what it may do. */
export class Caller {
  /** `user@realm` or `user@realm!token`. */
  readonly authId: string;
  readonly user: string;
  readonly #accounts: Accounts;

  constructor(accounts: Accounts, authId: string) {
    this.#accounts = accounts;
    this.authId = authId;
    this.user = splitAuthId(authId).user;
  }

  /** The literal test of PVE's root-only places: a token of root fails it, whatever privileges it has. */
  get isRoot(): boolean {
    return this.authId === 'root@pam';
  }

  has(path: string, ...privileges: readonly string[]): boolean {
    return privileges.every((name) => holds(this.#accounts, this.authId, path, name));
  }

  hasAny(path: string, ...privileges: readonly string[]): boolean {
    return privileges.some((name) => this.has(path, name));
  }

  /** The groups of some user. */
  groupsOf(userid: string): string[] {
    return [...this.#accounts.groups].filter(([, { members }]) => members.has(userid)).map(([id]) => id);
  }

  /**
   * `has` for the guests of a list, which may be thousands: those that the entries do not name are all alike. For one
   * list only, since it does not see what changes afterwards.
   */
  guestsWith(privilege: string): (vmid: number) => boolean {
    const { acl, pools } = this.#accounts;
    const named = new Set([
      ...acl.flatMap(({ path }) => (path.startsWith('/vms/') ? [Number(path.slice('/vms/'.length))] : [])),
      ...[...pools.values()].flatMap(({ vms }) => [...vms]),
    ]);
    const others = this.has('/vms/others', privilege);
    return (vmid) => (named.has(vmid) ? this.has(`/vms/${vmid}`, privilege) : others);
  }

  /** Needs every one of the privileges; the first missing one is named. */
  need(path: string, ...privileges: readonly string[]): void {
    const missing = privileges.find((name) => !this.has(path, name));
    if (missing !== undefined) throw forbidden(`${path}, ${missing}`);
  }

  /** Refuses tokens: some calls are for those alone who have logged in. */
  needTicket(uri: string): void {
    if (splitAuthId(this.authId).token !== undefined)
      throw forbidden(`URI '${uri}' not available with API token, need proper ticket.\n`);
  }

  /** Whether the rights on a path may be changed: also by who owns what is there. */
  mayModifyAcl(path: string): boolean {
    return this.hasAny(path, ...modifying(path));
  }

  /** Needs the right to change the rights on a path. */
  needModifyAcl(path: string): void {
    this.needAny(path, ...modifying(path));
  }

  /** Needs one of the privileges; all of them are named. */
  needAny(path: string, ...privileges: readonly string[]): void {
    if (!this.hasAny(path, ...privileges)) throw forbidden(`${path}, ${privileges.join('|')}`);
  }
}

function modifying(path: string): string[] {
  const own = /^\/(storage|vms|pool)\/./.exec(path)?.[1];
  const privilege = { storage: 'Datastore.Allocate', vms: 'VM.Allocate', pool: 'Pool.Allocate' }[own ?? ''];
  return ['Permissions.Modify', ...(privilege === undefined ? [] : [privilege])];
}

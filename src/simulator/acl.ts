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
}

export interface UserInfo {
  readonly enable: boolean;
  readonly expire: number;
  readonly password?: string;
  /** Key of a time based one-time password, if the user has one. */
  readonly totpKey?: Buffer;
  readonly tokens: Map<string, TokenInfo>;
}

/** Who there is and who may do what. */
export interface Accounts {
  readonly users: Map<string, UserInfo>;
  readonly groups: Map<string, ReadonlySet<string>>;
  readonly roles: Map<string, readonly string[]>;
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
  if (token === undefined) return fromRoles(accounts, rolesAt(accounts, authId, path));
  const info = accounts.users.get(user)?.tokens.get(token);
  if (info === undefined) return new Map();
  const ofUser = privilegesAt(accounts, user, path);
  if (!info.privsep) return ofUser;
  const ofToken = fromRoles(accounts, rolesAt(accounts, authId, path));
  return new Map(
    [...ofToken]
      .filter(([name]) => ofUser.has(name))
      .map(([name, propagate]) => [name, propagate && ofUser.get(name) === true]),
  );
}

/** Walks from `/` down: each level with an entry replaces what came from above, and users beat groups on it. */
function rolesAt(accounts: Accounts, authId: string, path: string): Map<string, boolean> {
  let roles = new Map<string, boolean>();
  for (const level of levelsOf(path)) {
    const reaching = accounts.acl.filter(
      (entry) => entry.path === level && (entry.propagate || level === path),
    );
    const own = reaching.filter((entry) => entry.type !== 'group' && entry.ugid === authId);
    const shared = reaching.filter(
      (entry) => entry.type === 'group' && accounts.groups.get(entry.ugid)?.has(authId) === true,
    );
    const found = own.length > 0 ? own : shared;
    if (found.length > 0) roles = new Map(found.map((entry) => [entry.roleid, entry.propagate]));
  }
  return roles.has('NoAccess') ? new Map() : roles;
}

function levelsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
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
  for (const path of new Set([...standardPaths, ...accounts.acl.map((entry) => entry.path)])) {
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
    const held = privilegesAt(this.#accounts, this.authId, path);
    return privileges.every((name) => held.has(name));
  }

  hasAny(path: string, ...privileges: readonly string[]): boolean {
    return privileges.some((name) => this.has(path, name));
  }

  /** Needs every one of the privileges; the first missing one is named. */
  need(path: string, ...privileges: readonly string[]): void {
    const missing = privileges.find((name) => !this.has(path, name));
    if (missing !== undefined) throw forbidden(`${path}, ${missing}`);
  }

  /** Needs one of the privileges; all of them are named. */
  needAny(path: string, ...privileges: readonly string[]): void {
    if (!this.hasAny(path, ...privileges)) throw forbidden(`${path}, ${privileges.join('|')}`);
  }
}

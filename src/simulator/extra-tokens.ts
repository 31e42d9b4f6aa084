import { randomUUID } from 'node:crypto';
import { type Accounts, splitAuthId } from './acl.js';

/** What a token of one's own may do on a path, and below it unless `propagate` is false. */
export interface TokenRight {
  path: string;
  privileges: readonly string[];
  propagate?: boolean;
}

/** Whole ids of tokens: `user@realm!name`. */
export type TokenId = `${string}@${string}!${string}`;

/** Tokens of one's own, and what each may do. */
export type ExtraTokens = Readonly<Record<TokenId, readonly TokenRight[]>>;

/**
 * Makes tokens as `pveum` would: with privilege separation. A user that is not there yet is made and gets the same
 * entries, as a token never has more than its user. Gives them with their secrets, by their ids.
 * @throws TypeError for an id, a path or a privilege that PVE would not take.
 */
export function addTokens(accounts: Accounts, tokens: ExtraTokens): Record<TokenId, string> {
  const made: Record<TokenId, string> = {};
  const before = new Set(accounts.users.keys());
  for (const [id, rights] of Object.entries(tokens) as [TokenId, readonly TokenRight[]][]) {
    const { user, token } = splitAuthId(id);
    if (token === undefined || !/^[^\s:/]+@[A-Za-z][\w.-]+$/.test(user) || !/^[A-Za-z][\w.-]+$/.test(token))
      throw new TypeError(`tokens: '${id}' is no token id: user@realm!name is expected`);
    const secret = randomUUID();
    const owner = accounts.users.get(user) ?? { enable: true, expire: 0, tokens: new Map() };
    if (owner.tokens.has(token)) throw new TypeError(`tokens: '${id}' is there already`);
    accounts.users.set(user, owner);
    owner.tokens.set(token, { secret, privsep: true, expire: 0 });
    for (const [index, right] of rights.entries())
      grant(accounts, {
        ...right,
        roleid: `Role-${id}-${index}`,
        authIds: before.has(user) ? [id] : [user, id],
      });
    made[id] = `${id}=${secret}`;
  }
  return made;
}

function grant(accounts: Accounts, right: TokenRight & { roleid: string; authIds: readonly string[] }): void {
  const { path, privileges, propagate = true, roleid, authIds } = right;
  if (!/^\/(?:[^\s/]+(?:\/[^\s/]+)*)?$/.test(path)) throw new TypeError(`tokens: '${path}' is no ACL path`);
  const known = accounts.roles.get('Administrator') ?? [];
  const wrong = privileges.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new TypeError(`tokens: there is no privilege '${wrong}'`);
  accounts.roles.set(roleid, privileges);
  for (const ugid of authIds)
    accounts.acl.push({ path, type: ugid.includes('!') ? 'token' : 'user', ugid, roleid, propagate });
}

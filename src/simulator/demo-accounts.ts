import { randomBytes, randomUUID } from 'node:crypto';
import type { Accounts, TokenInfo, UserInfo } from './acl.js';
import { type SimulatorClock, seconds } from './clock.js';
import type { HostVersion } from './host-version.js';
import { agentRole, builtinRoles } from './privileges.js';

/** Secrets of the accounts, fresh for every world. */
export interface Secrets {
  readonly tokens: Readonly<Record<TokenName, string>>;
  readonly passwords: Readonly<Record<'root' | 'agent' | 'totp', string>>;
  readonly totpKey: Buffer;
}

const tokenIds = {
  full: 'root@pam!root',
  agent: 'agent@pve!selftest',
  readonly: 'audit@pve!ro',
  separated: 'agent@pve!sep',
  noacl: 'noacl@pve!tt',
  expired: 'agent@pve!expired',
  disabled: 'disabled@pve!tt',
} as const;

export type TokenName = keyof typeof tokenIds;

/** Users, tokens and rights of the demo host. */
export function createAccounts(
  clock: SimulatorClock,
  version: HostVersion,
): { accounts: Accounts; secrets: Secrets } {
  const values = Object.fromEntries(Object.keys(tokenIds).map((name) => [name, randomUUID()])) as Record<
    TokenName,
    string
  >;
  const password = (): string => randomBytes(12).toString('base64url');
  const passwords = { root: password(), agent: password(), totp: password() };
  const totpKey = randomBytes(20);
  const token = (name: TokenName, privsep = false, expire = 0): [string, TokenInfo] => [
    tokenIds[name].split('!')[1] ?? '',
    { secret: values[name], privsep, expire },
  ];
  const user = (tokens: [string, TokenInfo][], more: Partial<UserInfo> = {}): UserInfo => ({
    enable: true,
    expire: 0,
    tokens: new Map(tokens),
    ...more,
  });
  const past = seconds(clock) - 30 * 86_400;
  const agentTokens = [token('agent'), token('separated', true), token('expired', false, past)];
  const accounts: Accounts = {
    users: new Map([
      ['root@pam', user([token('full')], { password: passwords.root })],
      ['agent@pve', user(agentTokens, { password: passwords.agent })],
      ['audit@pve', user([token('readonly')])],
      ['noacl@pve', user([token('noacl')])],
      ['disabled@pve', user([token('disabled')], { enable: false })],
      ['totp@pve', user([], { password: passwords.totp, totpKey })],
    ]),
    groups: new Map([['admins', { members: new Set<string>() }]]),
    pools: new Map(),
    roles: new Map(Object.entries({ ...builtinRoles(version), AgentRole: agentRole(version) })),
    acl: [
      { path: '/', type: 'user', ugid: 'agent@pve', roleid: 'AgentRole', propagate: true },
      { path: '/', type: 'user', ugid: 'audit@pve', roleid: 'PVEAuditor', propagate: true },
      { path: '/', type: 'user', ugid: 'totp@pve', roleid: 'PVEAuditor', propagate: true },
    ],
  };
  const tokens = Object.fromEntries(
    Object.entries(tokenIds).map(([name, id]) => [name, `${id}=${values[name as TokenName]}`]),
  ) as Record<TokenName, string>;
  return { accounts, secrets: { tokens, passwords, totpKey } };
}

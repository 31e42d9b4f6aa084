import { type Accounts, Caller, splitAuthId } from './acl.js';
import { type SimulatorClock, seconds } from './clock.js';
import { same, type Tickets } from './tickets.js';

/** Why a request is not let in: the reason phrase of a 401. */
export class Unauthorized extends Error {
  /** What hosts say that still tell why: those before pve-manager 8.4.17. */
  readonly detail: string;

  constructor(
    reason: 'No ticket' | 'Authentication failed!' | 'Permission denied - invalid csrf token',
    detail: string = reason,
  ) {
    super(reason);
    this.name = 'Unauthorized';
    this.detail = detail;
  }
}

function failed(detail: string): Unauthorized {
  return new Unauthorized('Authentication failed!', detail);
}

/** What of a request tells who sends it. */
export interface Credentials {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly csrf: string | undefined;
}

/** Finds out who a request is from. A ticket comes first: a stray cookie overrides a token. */
export function authenticate(
  accounts: Accounts,
  tickets: Tickets,
  clock: SimulatorClock,
  credentials: Credentials,
): Caller {
  const ticket = ticketOf(credentials.cookie) ?? ticketOf(credentials.authorization);
  if (ticket !== undefined) return byTicket(accounts, tickets, clock, ticket, credentials);
  const token = tokenOf(credentials.authorization);
  if (token === undefined) throw new Unauthorized('No ticket');
  return byToken(accounts, clock, token);
}

/** Who a request says it is from, true or not. */
export function claimedBy(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const ticket = ticketOf(headers['cookie']) ?? ticketOf(headers['authorization']);
  if (ticket !== undefined) return /^PVE:(.*?):/.exec(ticket)?.[1];
  const token = tokenOf(headers['authorization']);
  return token === undefined ? undefined : token.slice(0, token.lastIndexOf('='));
}

function tokenOf(authorization: string | undefined): string | undefined {
  const token = /(?:^|\s)PVEAPIToken[= ]([^;]*)/.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : decodeOnce(token);
}

function byTicket(
  accounts: Accounts,
  tickets: Tickets,
  clock: SimulatorClock,
  ticket: string,
  { method, csrf }: Credentials,
): Caller {
  const user = tickets.userOf(ticket);
  if (user === undefined) throw failed('permission denied - invalid PVE ticket');
  checkUser(accounts, clock, user);
  if (method !== 'GET' && !tickets.isCsrfToken(csrf ?? '', user)) {
    throw new Unauthorized('Permission denied - invalid csrf token');
  }
  return new Caller(accounts, user);
}

function byToken(accounts: Accounts, clock: SimulatorClock, text: string): Caller {
  const equals = text.lastIndexOf('=');
  const authId = text.slice(0, equals);
  const { user, token } = splitAuthId(authId);
  if (token === undefined)
    throw failed(`'${authId}' is not a valid token ID - not able to split into user and token parts`);
  checkUser(accounts, clock, user);
  const info = accounts.users.get(user)?.tokens.get(token);
  if (info === undefined) throw failed(`no such token '${token}' for user '${user}'`);
  if (isPast(info.expire, clock)) throw failed(`token '${token}' access expired`);
  if (!same(info.secret, text.slice(equals + 1))) throw failed('invalid token value!');
  return new Caller(accounts, authId);
}

function checkUser(accounts: Accounts, clock: SimulatorClock, user: string): void {
  const info = accounts.users.get(user);
  if (info === undefined) throw failed(`no such user ('${user}')`);
  if (!info.enable) throw failed(`user '${user}' is disabled`);
  if (isPast(info.expire, clock)) throw failed(`user '${user}' access expired`);
}

/** Whether there is such a user, neither disabled nor expired. */
export function isUsable(accounts: Accounts, clock: SimulatorClock, user: string): boolean {
  const info = accounts.users.get(user);
  return info?.enable === true && !isPast(info.expire, clock);
}

function isPast(expire: number, clock: SimulatorClock): boolean {
  return expire !== 0 && expire < seconds(clock);
}

function ticketOf(header: string | undefined): string | undefined {
  const value = /(?:^|[\s;])PVEAuthCookie=([^;]*)/.exec(header ?? '')?.[1];
  return value === undefined ? undefined : decodeOnce(value);
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import * as z from 'zod';
import { ParamsError, ResponseShapeError } from '../core/errors.js';
import { AuthenticationError } from '../core/http-errors.js';
import type { Redactor } from '../core/redact.js';
import { authorization, parseToken } from '../core/token.js';
import { issuesOf } from '../core/validate.js';
import { flag } from '../core/wire.js';
import type { Clock } from './clock.js';
import type { SecretSource, Settings } from './options.js';
import { race } from './race.js';

/** Puts the caller's credentials on requests. */
export interface Auth {
  /** Who calls, without the secret: `user@realm!token` or `user@realm`. */
  readonly identity: string;
  /** The headers of a request; may log in first. */
  headers(
    method: string,
    signal: AbortSignal,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** The server refused these headers: do not use them again. */
  refused(headers: Readonly<Record<string, string>>): void;
}

/** Sends `POST /access/ticket` without credentials and gives `data`. */
export type Login = (params: Record<string, string>, signal: AbortSignal) => Promise<unknown>;

/** The credentials of the options, ready for use. */
export function createAuth(settings: Settings, redactor: Redactor, login: Login): Auth {
  const { credentials } = settings;
  if (credentials.kind === 'token') return tokenAuth(credentials.token, redactor);
  return new TicketAuth(credentials, settings.clock, redactor, login);
}

function tokenAuth(text: string, redactor: Redactor): Auth {
  const token = parseToken(text);
  redactor.add(token.secret);
  const headers = { authorization: authorization(token) };
  return { identity: token.identity, headers: () => headers, refused: () => {} };
}

// Both become headers, and a library that refuses a header may quote it.
const answer = z.looseObject({
  ticket: z.string().regex(/^[^\p{Cc}\p{Cs}]+$/u),
  CSRFPreventionToken: z
    .string()
    .regex(/^[\x20-\x7e]*$/)
    .optional(),
  NeedTFA: flag.optional(),
});

interface Ticket {
  ticket: string;
  csrf: string;
  /** What goes with a read, and with what changes something. */
  cookie: Readonly<Record<string, string>>;
  both: Readonly<Record<string, string>>;
  /** When it was had, by the clock. */
  since: number;
  /** When to renew it, by the clock. */
  renewAt: number;
}

const minute = 60_000;
// A ticket lives two hours (pve-access-control src/PVE/AccessControl.pm). Half of it leaves room for clocks that differ.
const renewAfter = 60 * minute;
const lifetime = 115 * minute;

/**
 * Logs in with user and password, renews the ticket before it expires, and does either once however many calls
 * wait for it. Renewal uses the ticket itself as the password, so a second factor is asked for at login only.
 */
class TicketAuth implements Auth {
  readonly identity: string;
  readonly #password: SecretSource;
  readonly #totp: SecretSource | undefined;
  readonly #clock: Clock;
  readonly #redactor: Redactor;
  readonly #login: Login;
  #ticket: Ticket | undefined;
  /** The secrets of the ticket before: requests with it may still be under way. */
  #former: readonly string[] = [];
  #pending: Promise<Ticket> | undefined;

  constructor(
    credentials: Extract<Settings['credentials'], { kind: 'ticket' }>,
    clock: Clock,
    redactor: Redactor,
    login: Login,
  ) {
    this.identity = credentials.user;
    this.#password = credentials.password;
    this.#totp = credentials.totp;
    this.#clock = clock;
    this.#redactor = redactor;
    this.#login = login;
  }

  headers(method: string, signal: AbortSignal): ReturnType<Auth['headers']> {
    const pick = ({ cookie, both }: Ticket) => (method === 'GET' ? cookie : both);
    if (this.#ticket !== undefined && this.#clock.now() < this.#ticket.renewAt) return pick(this.#ticket);
    return this.#fresh(signal).then(pick);
  }

  refused(headers: Readonly<Record<string, string>>): void {
    const ticket = this.#ticket?.ticket;
    if (ticket === undefined || headers['cookie']?.includes(encodeURIComponent(ticket)) !== true) return;
    this.#retire();
  }

  #age(ticket: Ticket): number {
    return this.#clock.now() - ticket.since;
  }

  #fresh(signal: AbortSignal): Promise<Ticket> {
    // The login is nobody's in particular: a caller that gives up leaves it to the others that wait.
    this.#pending ??= this.#obtain().finally(() => {
      this.#pending = undefined;
    });
    return race(this.#pending, signal);
  }

  async #obtain(): Promise<Ticket> {
    const signal = new AbortController().signal;
    return (await this.#renew(signal)) ?? (await this.#begin(signal));
  }

  /** A new ticket for the old one; undefined where that does not work. */
  async #renew(signal: AbortSignal): Promise<Ticket | undefined> {
    const old = this.#ticket;
    if (old === undefined || this.#age(old) >= lifetime) return undefined;
    try {
      const renewed = await this.#post({ password: old.ticket }, signal);
      return renewed.NeedTFA === true ? undefined : this.#keep(renewed);
    } catch (error) {
      if (error instanceof AuthenticationError) return undefined;
      // It is still good for a while: calls go on with it, and renewal is tried again later.
      old.renewAt = this.#clock.now() + minute;
      return old;
    }
  }

  /** A ticket for the password, and for the second factor where the user has one. */
  async #begin(signal: AbortSignal): Promise<Ticket> {
    const password = await this.#secret('password', this.#password);
    const first = await this.#post({ password }, signal);
    if (first.NeedTFA !== true) return this.#keep(first);
    if (this.#totp === undefined) throw secondFactorError(this.identity, 'no code was given');
    const code = await this.#secret('totp', this.#totp);
    const second = await this.#post({ password: `totp:${code}`, 'tfa-challenge': first.ticket }, signal);
    this.#redactor.delete(first.ticket);
    this.#redactor.delete(code);
    if (second.NeedTFA === true) throw secondFactorError(this.identity, 'the code was not enough');
    return this.#keep(second);
  }

  async #secret(name: string, source: SecretSource): Promise<string> {
    const secret: unknown = typeof source === 'function' ? await source() : source;
    if (typeof secret !== 'string' || secret === '')
      throw new ParamsError([{ path: name, message: 'the function gave no text' }]);
    this.#redactor.add(secret);
    return secret;
  }

  async #post(params: Record<string, string>, signal: AbortSignal): Promise<z.infer<typeof answer>> {
    const parsed = answer.safeParse(await this.#login({ username: this.identity, ...params }, signal));
    if (!parsed.success) throw new ResponseShapeError('POST /access/ticket', 'shape', issuesOf(parsed.error));
    this.#redactor.add(parsed.data.ticket);
    this.#redactor.add(parsed.data.CSRFPreventionToken ?? '');
    return parsed.data;
  }

  #keep(data: z.infer<typeof answer>): Ticket {
    const { ticket, CSRFPreventionToken: csrf = '' } = data;
    const since = this.#clock.now();
    this.#retire();
    const cookie = `PVEAuthCookie=${encodeURIComponent(ticket)}`;
    this.#ticket = {
      ticket,
      csrf,
      cookie: { cookie },
      both: { cookie, csrfpreventiontoken: csrf },
      since,
      renewAt: since + renewAfter,
    };
    for (const secret of [ticket, csrf]) this.#redactor.add(secret);
    return this.#ticket;
  }

  #retire(): void {
    if (this.#ticket === undefined) return;
    for (const secret of this.#former) this.#redactor.delete(secret);
    this.#former = [this.#ticket.ticket, this.#ticket.csrf];
    this.#ticket = undefined;
  }
}

function secondFactorError(user: string, what: string): AuthenticationError {
  return new AuthenticationError(
    {
      status: 401,
      reason: '',
      text: `${user} has a second factor, and ${what}`,
      route: 'POST /access/ticket',
    },
    { hint: 'Give `totp` (the code, or a function that asks for it), or use an API token.' },
  );
}

import * as z from 'zod';
import { AuthenticationError, ResponseShapeError } from '../core/errors.js';
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
  headers(method: string, signal: AbortSignal): Promise<Record<string, string>>;
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
  return { identity: token.identity, headers: async () => headers, refused: () => {} };
}

const answer = z.looseObject({
  ticket: z.string().min(1),
  CSRFPreventionToken: z.string().optional(),
  NeedTFA: flag.optional(),
});

interface Ticket {
  ticket: string;
  csrf: string;
  /** When it was had, by the clock. */
  since: number;
}

// A ticket lives two hours (pve-access-control src/PVE/AccessControl.pm). Half of it leaves room for clocks that differ.
const renewAfter = 60 * 60 * 1000;
const lifetime = 2 * 60 * 60 * 1000 - 5 * 60 * 1000;

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

  async headers(method: string, signal: AbortSignal): Promise<Record<string, string>> {
    const { ticket, csrf } = await this.#current(signal);
    const cookie = { cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}` };
    return method === 'GET' ? cookie : { ...cookie, csrfpreventiontoken: csrf };
  }

  refused(headers: Readonly<Record<string, string>>): void {
    const ticket = this.#ticket?.ticket;
    if (ticket !== undefined && headers['cookie']?.includes(encodeURIComponent(ticket)) === true)
      this.#ticket = undefined;
  }

  #age(ticket: Ticket): number {
    return this.#clock.now() - ticket.since;
  }

  async #current(signal: AbortSignal): Promise<Ticket> {
    if (this.#ticket !== undefined && this.#age(this.#ticket) < renewAfter) return this.#ticket;
    // The login is nobody's in particular: a caller that gives up leaves it to the others that wait.
    this.#pending ??= this.#obtain().finally(() => {
      this.#pending = undefined;
    });
    return race(this.#pending, signal);
  }

  async #obtain(): Promise<Ticket> {
    const signal = new AbortController().signal;
    const old = this.#ticket;
    if (old !== undefined && this.#age(old) < lifetime) {
      try {
        return this.#keep(await this.#post({ password: old.ticket }, signal));
      } catch (error) {
        if (!(error instanceof AuthenticationError)) throw error;
      }
    }
    const password = await this.#secret(this.#password);
    const first = await this.#post({ password }, signal);
    if (first.NeedTFA !== true) return this.#keep(first);
    const code = this.#totp === undefined ? undefined : await this.#secret(this.#totp);
    if (code === undefined) throw needsSecondFactor(this.identity);
    return this.#keep(await this.#post({ password: `totp:${code}`, 'tfa-challenge': first.ticket }, signal));
  }

  async #secret(source: SecretSource): Promise<string> {
    const secret = typeof source === 'function' ? await source() : source;
    this.#redactor.add(secret);
    return secret;
  }

  async #post(params: Record<string, string>, signal: AbortSignal): Promise<z.infer<typeof answer>> {
    const parsed = answer.safeParse(await this.#login({ username: this.identity, ...params }, signal));
    if (!parsed.success) throw new ResponseShapeError('POST /access/ticket', 'shape', issuesOf(parsed.error));
    this.#redactor.add(parsed.data.ticket);
    return parsed.data;
  }

  #keep(data: z.infer<typeof answer>): Ticket {
    const csrf = data.CSRFPreventionToken ?? '';
    this.#redactor.add(csrf);
    const old = this.#ticket;
    if (old !== undefined && old.ticket !== data.ticket) this.#redactor.delete(old.ticket);
    this.#ticket = { ticket: data.ticket, csrf, since: this.#clock.now() };
    return this.#ticket;
  }
}

function needsSecondFactor(user: string): AuthenticationError {
  return new AuthenticationError(
    {
      status: 401,
      reason: '',
      text: `${user} has a second factor, and no code was given`,
      route: 'POST /access/ticket',
    },
    { hint: 'Give `totp` (the code, or a function that asks for it), or use an API token.' },
  );
}

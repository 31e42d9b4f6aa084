import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { type Issue, ParamsError } from '../core/errors.js';
import { parseToken } from '../core/token.js';
import { issuesOf } from '../core/validate.js';
import { type BreakerOptions, breakerShape, readBreaker } from './breaker.js';
import { type Clock, systemClock } from './clock.js';
import { fail, type Place, readPin, readPlaces, type UrlOption, urlShape } from './places.js';
import type { Trust } from './tls.js';
import type { RequestTimeouts, Transport } from './transport-types.js';

/** Time limits, in milliseconds. */
export interface Timeouts extends RequestTimeouts {
  /** The whole call: queueing, login, retries and all. */
  call: number;
}

/** Takes what the client does, as data and a sentence. pino and console fit. Secrets are masked before. */
export interface Logger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** A secret, or how to get it when it is needed. */
export type SecretSource = string | (() => string | Promise<string>);

/** Who calls: an API token, or a user who logs in with a password. */
export type Credentials =
  | {
      /** `USER@REALM!TOKENID=SECRET`. */
      token: string;
      user?: never;
      password?: never;
      totp?: never;
    }
  | {
      token?: never;
      /** `user@realm`. */
      user: string;
      password: SecretSource;
      /** The current code of the second factor, where the user has one. A function is asked at each login. */
      totp?: SecretSource;
    };

/** What a client is made from. */
export type ClientOptions = Credentials & {
  /**
   * `https://HOST[:PORT]`; without a port it is 8006. A path in front of `/api2` is kept. A list of them is nodes of one
   * cluster: calls go on to the next where one cannot be reached (docs/failover.md).
   */
  url: UrlOption;
  /** SHA-256 fingerprint(s) of the server's certificate. Replaces the check of the chain, the name and the dates. */
  fingerprint?: string | readonly string[];
  /** PEM of the certificate authority (or several) that signed the server's certificate, in place of the system's. */
  ca?: string | readonly string[];
  timeouts?: Partial<Timeouts>;
  /** At most this many connections to the server, of several to each. Default 8. */
  connections?: number;
  /** How often a failed read is tried again. Default 2, so three tries in all; 0 is never. */
  retries?: number;
  /** When a host that cannot be reached is left alone for a while. `false` is never. */
  breaker?: BreakerOptions | false;
  /**
   * Where the answer of a call that changes something is lost, find out what came of it before the caller gets to know, as
   * `client.reconcile` does: the call gives its result as if nothing had been lost, or throws a DidNotHappenError, or an OutcomeUnknownError with
   * `reconciled`. That can take a minute longer. Before each change that starts no task, the state is read: one more request. Default false.
   */
  reconcile?: boolean;
  /**
   * Write a random marker into the description of each new container, machine, snapshot and into the notes of backups (and the
   * comments of pools, users and the like), so that they are known as the client's own: see `marker` of a call. Default false.
   */
  markers?: boolean;
  /** The biggest answer that is read, in bytes. Default 64 MiB. */
  maxBody?: number;
  /** Carries the requests instead of the built-in HTTPS; it then has its own rules of trust. */
  transport?: Transport;
  logger?: Logger;
  /** For tests: where pauses and ages come from. */
  clock?: Clock;
  /** For tests: where jitter comes from, 0..1. */
  random?: () => number;
};

/** The default time limits. */
export const defaultTimeouts: Timeouts = { connect: 10_000, headers: 45_000, body: 30_000, call: 120_000 };

/** Options, checked and completed. */
export interface Settings {
  /** Where the API begins, without a trailing slash: `https://host:8006`. Of several hosts the first. */
  base: URL;
  /** How that one proves who it is. */
  trust: Trust;
  /** All hosts, in order of preference. */
  places: readonly [Place, ...Place[]];
  credentials:
    | { kind: 'token'; token: string }
    | { kind: 'ticket'; user: string; password: SecretSource; totp?: SecretSource | undefined };
  timeouts: Timeouts;
  connections: number;
  retries: number;
  breaker: Required<BreakerOptions>;
  reconcile: boolean;
  markers: boolean;
  maxBody: number;
  transport: Transport | undefined;
  logger: Logger | undefined;
  clock: Clock;
  random: () => number;
}

const ms = z.number().int().min(1).max(2_147_483_647);
const callable = <T>() => z.custom<T>((value) => typeof value === 'function', 'a function is expected');
const source = z.union(
  [z.string().min(1, 'empty'), callable<() => string>()],
  'a text or a function is expected',
);
const texts = z.union([z.string(), z.array(z.string()).min(1)], 'a text or a list of texts is expected');

const shape = z.strictObject({
  url: urlShape,
  token: z.string('a text is expected').optional(),
  user: z
    .string()
    .regex(/^[^\s:/]+@[A-Za-z][\w.-]+$/, 'not a user: USER@REALM is expected, for example root@pam')
    .optional(),
  password: source.optional(),
  totp: source.optional(),
  fingerprint: texts.optional(),
  ca: texts.optional(),
  timeouts: z
    .strictObject({
      connect: ms.optional(),
      headers: ms.optional(),
      body: ms.optional(),
      call: ms.optional(),
    })
    .optional(),
  connections: z.number().int().min(1).max(256).optional(),
  retries: z.number().int().min(0).max(10).optional(),
  breaker: breakerShape.optional(),
  reconcile: z.boolean().optional(),
  markers: z.boolean().optional(),
  maxBody: z.number().int().min(1).optional(),
  transport: callable<Transport>().optional(),
  logger: z
    .custom<Logger>(
      (value) =>
        typeof (value as Logger)?.debug === 'function' && typeof (value as Logger)?.warn === 'function',
      'an object with the functions `debug` and `warn` is expected',
    )
    .optional(),
  clock: z
    .custom<Clock>(
      (value) => typeof (value as Clock)?.now === 'function' && typeof (value as Clock)?.sleep === 'function',
      'an object with the functions `now` and `sleep` is expected',
    )
    .optional(),
  random: callable<() => number>().optional(),
});

/**
 * Checks the options of a client.
 * @throws ParamsError that names every wrong option, and holds no secret.
 */
export function readOptions(options: ClientOptions): Settings {
  const parsed = shape.safeParse(options);
  const issues: Issue[] = parsed.success ? [] : issuesOf(parsed.error);
  // Options of a wrong type are named already; the others are looked at all the same, so that all is named at once.
  const wrong = new Set(issues.map((issue) => issue.path.split('.')[0]));
  const given = parsed.data ?? (Object(options) as Given);
  const collect = <T>(names: readonly string[], read: () => T): T | undefined =>
    names.some((name) => wrong.has(name)) ? undefined : gather(issues, read);
  const trust = collect(['', 'fingerprint', 'ca', 'transport'], () => readTrust(given));
  const places = collect(['', 'url'], () => readPlaces(given.url, trust, given.transport !== undefined));
  const credentials = collect(['', 'token', 'user', 'password', 'totp'], () => readCredentials(given));
  if (issues.length > 0 || places === undefined || trust === undefined || credentials === undefined)
    throw new ParamsError(issues);
  return {
    base: places[0].base,
    trust: places[0].trust,
    places,
    credentials,
    timeouts: { ...defaultTimeouts, ...defined(given.timeouts ?? {}) },
    connections: given.connections ?? 8,
    retries: given.retries ?? 2,
    breaker: readBreaker(given.breaker),
    reconcile: given.reconcile ?? false,
    markers: given.markers ?? false,
    maxBody: given.maxBody ?? 64 * 1024 * 1024,
    transport: given.transport,
    logger: given.logger,
    clock: given.clock ?? systemClock,
    random: given.random ?? Math.random,
  };
}

type Given = z.infer<typeof shape>;

function gather<T>(issues: Issue[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}

function readTrust({ fingerprint, ca, transport }: Given): Trust {
  if (fingerprint === undefined && ca === undefined) return { kind: 'system' };
  if (transport !== undefined)
    fail('transport', 'a transport of your own has its own rules of trust: leave out `fingerprint` and `ca`');
  if (fingerprint !== undefined && ca !== undefined)
    fail('fingerprint', 'give `fingerprint` or `ca`, not both: a fingerprint replaces the chain check');
  if (ca !== undefined) return { kind: 'ca', ca: [ca].flat().map(readCa) };
  return { kind: 'pins', pins: [fingerprint ?? []].flat().map((pin) => readPin(pin, 'fingerprint')) };
}

function readCa(pem: string): string {
  try {
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    throw new ParamsError(
      [{ path: 'ca', message: 'not a certificate in PEM form (-----BEGIN CERTIFICATE-----)' }],
      { cause },
    );
  }
}

function readCredentials({ token, user, password, totp }: Given): Settings['credentials'] {
  if (token !== undefined) {
    if (user !== undefined || password !== undefined || totp !== undefined)
      fail('token', 'give `token`, or `user` and `password` (and `totp`), not both');
    parseToken(token);
    return { kind: 'token', token };
  }
  if (user === undefined || password === undefined)
    fail('token', 'no credentials: give `token`, or `user` and `password`');
  return { kind: 'ticket', user, password, totp };
}

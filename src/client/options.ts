import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { type Issue, ParamsError } from '../core/errors.js';
import { parseToken } from '../core/token.js';
import { issuesOf } from '../core/validate.js';
import { type Clock, systemClock } from './clock.js';
import { normalizeFingerprint, type Trust } from './tls.js';
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
  /** `https://HOST[:PORT]`; without a port it is 8006. A path in front of `/api2` is kept. */
  url: string;
  /** SHA-256 fingerprint(s) of the server's certificate. Replaces the check of the chain, the name and the dates. */
  fingerprint?: string | readonly string[];
  /** PEM of the certificate authority (or several) that signed the server's certificate, in place of the system's. */
  ca?: string | readonly string[];
  timeouts?: Partial<Timeouts>;
  /** At most this many connections to the server. Default 8. */
  connections?: number;
  /** How often a failed read is tried again. Default 2, so three tries in all; 0 is never. */
  retries?: number;
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
  /** Where the API begins, without a trailing slash: `https://host:8006`. */
  base: URL;
  trust: Trust;
  credentials:
    | { kind: 'token'; token: string }
    | { kind: 'ticket'; user: string; password: SecretSource; totp?: SecretSource | undefined };
  timeouts: Timeouts;
  connections: number;
  retries: number;
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
  url: z.string('a URL is expected'),
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
  const base = collect(['', 'url'], () => parseUrl(given.url));
  const trust = collect(['', 'fingerprint', 'ca', 'transport'], () => readTrust(given));
  const credentials = collect(['', 'token', 'user', 'password', 'totp'], () => readCredentials(given));
  if (issues.length > 0 || base === undefined || trust === undefined || credentials === undefined)
    throw new ParamsError(issues);
  return {
    base,
    trust,
    credentials,
    timeouts: { ...defaultTimeouts, ...defined(given.timeouts ?? {}) },
    connections: given.connections ?? 8,
    retries: given.retries ?? 2,
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

function fail(path: string, message: string): never {
  throw new ParamsError([{ path, message }]);
}

/**
 * Reads the URL of a host. Without a port it is 8006, PVE's own; `:443` must be written out.
 * @throws ParamsError
 */
export function parseUrl(text: string): URL {
  const trimmed = text.trim();
  // A URL parser leaves these out without a word, and reads `\` as `/`.
  if (/[\s\p{Cc}\\]/u.test(trimmed)) fail('url', 'there is a blank, a line break or a `\\` in it');
  if (trimmed === '') fail('url', 'empty: https://HOST:8006 is expected');
  if (/^https?:(?!\/\/)/i.test(trimmed)) fail('url', 'not a URL: https://HOST:8006 is expected, with `//`');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(withScheme)
    ? new URL(withScheme)
    : fail('url', 'not a URL: https://HOST:8006 is expected');
  if (url.protocol === 'http:')
    fail('url', 'http:// would send the token in the clear: Proxmox VE speaks https:// only');
  if (url.protocol !== 'https:') fail('url', `${url.protocol}// is not https://`);
  if (url.username !== '' || url.password !== '')
    fail('url', 'a URL with a user or password: give the token or user as an option');
  if (url.search !== '' || url.hash !== '')
    fail('url', 'a URL with `?` or `#`: https://HOST:8006 is expected');
  const authority = withScheme.slice(withScheme.indexOf('//') + 2).replace(/[/?#].*$/s, '');
  if (!/:\d+$/.test(authority)) url.port = '8006';
  if (url.port === '0') fail('url', 'port 0 is no port');
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/api2(?:\/json)?$/, '');
  return url;
}

function readTrust({ fingerprint, ca, transport }: Given): Trust {
  if (fingerprint === undefined && ca === undefined) return { kind: 'system' };
  if (transport !== undefined)
    fail('transport', 'a transport of your own has its own rules of trust: leave out `fingerprint` and `ca`');
  if (fingerprint !== undefined && ca !== undefined)
    fail('fingerprint', 'give `fingerprint` or `ca`, not both: a fingerprint replaces the chain check');
  if (ca !== undefined) return { kind: 'ca', ca: [ca].flat().map(readCa) };
  return { kind: 'pins', pins: [fingerprint ?? []].flat().map(readPin) };
}

function readPin(text: string): string {
  return (
    normalizeFingerprint(text) ??
    fail('fingerprint', 'not a SHA-256 fingerprint: 64 hex digits, with or without colons, are expected')
  );
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

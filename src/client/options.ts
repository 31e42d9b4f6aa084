import {
  bool,
  type Check,
  type Checked,
  either,
  look,
  maybe,
  object,
  only,
  text,
  whole,
} from '../core/check.js';
import { type Issue, ParamsError } from '../core/errors.js';
import { parseToken } from '../core/token.js';
import { type Clock, systemClock } from './clock.js';
import { fail, type Place, readPin, readPlaces, texts, type UrlOption, urlCheck } from './places.js';
import type { Trust } from './tls.js';
import type { RequestTimeouts, Transport } from './transport-types.js';

/** Time limits, in milliseconds. */
export interface Timeouts extends RequestTimeouts {
  /** The whole call: queueing, login, retries and all. */
  call: number;
}

/** When calls to a host that cannot be reached are refused at once, without trying. */
export interface BreakerOptions {
  /** After how many failed tries in a row. Default 10. */
  failures?: number;
  /** For how long at most, in milliseconds, until the next call is let through to see. Default 5,000; it begins with a fifth. */
  rest?: number;
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

/** Who calls, without the secret. */
export function identityOf(credentials: Settings['credentials']): string {
  return credentials.kind === 'token' ? parseToken(credentials.token).identity : credentials.user;
}

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

const ms = maybe(whole(1, 2_147_483_647));
const callable = <T>() => only<T>((value) => typeof value === 'function', 'a function is expected', true);
const does = <T>(names: readonly (keyof T & string)[]) => {
  const list = names.map((name) => `\`${name}\``).join(' and ');
  return only<T>(
    (value) => names.every((name) => typeof (value as T)?.[name] === 'function'),
    `an object with the functions ${list} is expected`,
  );
};
const source: Check<SecretSource> = either(
  [text(/./s, 'empty'), callable<() => string>()],
  'a text or a function is expected',
);

const optionsCheck = object({
  url: urlCheck,
  token: maybe(only<string>((value) => typeof value === 'string', 'a text is expected')),
  user: maybe(text(/^[^\s:/]+@[A-Za-z][\w.-]+$/, 'not a user: USER@REALM is expected, for example root@pam')),
  password: maybe(source),
  totp: maybe(source),
  fingerprint: maybe(texts),
  ca: maybe(texts),
  timeouts: maybe(object({ connect: ms, headers: ms, body: ms, call: ms })),
  connections: maybe(whole(1, 256)),
  retries: maybe(whole(0, 10)),
  breaker: maybe(
    either(
      [
        only<false>((value) => value === false, 'Invalid input: expected false'),
        object({ failures: maybe(whole(1, 1_000)), rest: maybe(whole(1, 600_000)) }),
      ],
      '`false`, or an object with `failures` (1 to 1000) and `rest` (1 to 600000 ms) is expected',
    ),
  ),
  reconcile: maybe(bool),
  markers: maybe(bool),
  maxBody: maybe(whole(1)),
  transport: maybe(callable<Transport>()),
  logger: maybe(does<Logger>(['debug', 'warn'])),
  clock: maybe(does<Clock>(['now', 'sleep'])),
  random: maybe(callable<() => number>()),
});

/**
 * Checks the options of a client.
 * @throws ParamsError that names every wrong option, and holds no secret.
 */
export function readOptions(options: ClientOptions): Settings {
  const { issues, value } = look(optionsCheck, options);
  // Options of a wrong type are named already; the others are looked at all the same, so that all is named at once.
  const wrong = new Set(issues.map((issue) => issue.path.split('.')[0]));
  const given = Object(value) as Given;
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

type Given = Checked<typeof optionsCheck>;

/** The options, completed; `false` is a breaker that never opens. */
function readBreaker(given: Given['breaker']): Required<BreakerOptions> {
  if (given === false) return { failures: Number.POSITIVE_INFINITY, rest: 5_000 };
  return { failures: given?.failures ?? 10, rest: given?.rest ?? 5_000 };
}

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
    // Loaded only where it is needed, and at once.
    new (process.getBuiltinModule('node:crypto').X509Certificate)(pem);
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

import type { PermissionDetail } from './permission.js';

/** Set on every error of this package, so that two copies of it in one process still know each other's errors. */
const brand = Symbol.for('@felhom/proxmox/PveError');

/** The literal `code` of each error class: stable across releases, so switch on this rather than on `name`. */
export type PveErrorCode =
  | 'PVE_PARAMS'
  | 'PVE_CONNECTION'
  | 'PVE_TIMEOUT'
  | 'PVE_TLS_PIN'
  | 'PVE_ABORTED'
  | 'PVE_HTTP'
  | 'PVE_AUTHENTICATION'
  | 'PVE_PERMISSION'
  | 'PVE_NOT_FOUND'
  | 'PVE_LOCKED'
  | 'PVE_CONFLICT'
  | 'PVE_PROXY'
  | 'PVE_RESPONSE_SHAPE'
  | 'PVE_OUTCOME_UNKNOWN'
  | 'PVE_TASK'
  | 'PVE_TASK_TIMEOUT'
  | 'PVE_CONFIG';

/** Whether a byte of the request may have reached the server. `no` is proven, `unknown` is everything else. */
export type Sent = 'no' | 'unknown';

/** One thing that is wrong with a value: where it is, and what was expected there. Never holds the value. */
export interface Issue {
  path: string;
  message: string;
}

/**
 * The base of every error that this package throws on purpose. Fields are plain data without secrets; `cause`
 * holds the error underneath, where there is one.
 */
export abstract class PveError extends Error {
  abstract readonly code: PveErrorCode;
  /** What to do about it, in one sentence, where that is known. */
  readonly hint: string | undefined;

  constructor(message: string, options: { cause?: unknown; hint?: string | undefined } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.hint = options.hint;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Plain data for logs: the message, the fields and the chain of causes. */
  toJSON(): Record<string, unknown> {
    const fields = Object.fromEntries(Object.entries(this).filter(([, value]) => value !== undefined));
    const cause = this.cause instanceof Error ? { cause: jsonOfCause(this.cause) } : {};
    return { name: this.name, message: this.message, ...fields, ...cause };
  }
}

function jsonOfCause(cause: Error): unknown {
  if (isPveError(cause)) return cause.toJSON();
  const code = (cause as { code?: unknown }).code;
  return { name: cause.name, message: cause.message, ...(code === undefined ? {} : { code }) };
}

/** True for every error of this package, also one thrown by another copy of it. */
export function isPveError(value: unknown): value is PveError {
  return typeof value === 'object' && value !== null && brand in value;
}

function issueText(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}

/** A call or an option was wrong, and nothing was sent. `issues` names each place. */
export class ParamsError extends PveError {
  readonly code = 'PVE_PARAMS';
  readonly issues: readonly Issue[];
  readonly route: string | undefined;

  constructor(
    issues: readonly Issue[],
    options: { route?: string | undefined; cause?: unknown; hint?: string } = {},
  ) {
    super(
      options.route === undefined ? issueText(issues) : `${options.route}: ${issueText(issues)}`,
      options,
    );
    this.issues = issues;
    this.route = options.route;
  }
}

/** What went wrong on the way to the server. */
export type ConnectionKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'certificate'
  | 'tls'
  | 'timeout'
  | 'pin'
  | 'aborted'
  | 'closed'
  | 'other';

/** No usable HTTP answer came back. `sent` tells whether the request may have reached the server. */
export class ConnectionError extends PveError {
  readonly code: 'PVE_CONNECTION' | 'PVE_TIMEOUT' | 'PVE_TLS_PIN' | 'PVE_ABORTED' = 'PVE_CONNECTION';
  readonly kind: ConnectionKind;
  readonly sent: Sent;

  constructor(
    message: string,
    options: { kind: ConnectionKind; sent: Sent; cause?: unknown; hint?: string | undefined },
  ) {
    super(message, options);
    this.kind = options.kind;
    this.sent = options.sent;
  }
}

/** Which of the time limits ran out: making the connection, waiting for headers, a silent body, or the whole call. */
export type TimeoutPhase = 'connect' | 'headers' | 'body' | 'call';

/** A time limit ran out. `phase` says which, `timeout` its milliseconds. */
export class TimeoutError extends ConnectionError {
  override readonly code = 'PVE_TIMEOUT';
  readonly phase: TimeoutPhase;
  readonly timeout: number;
  /** The server that was called, where that is known: `https://HOST:8006`. */
  readonly origin: string | undefined;

  constructor(
    phase: TimeoutPhase,
    timeout: number,
    options: { sent: Sent; cause?: unknown; origin?: string | undefined; hint?: string | undefined },
  ) {
    const { origin, ...rest } = options;
    const text = `${phaseText[phase]} took longer than ${timeout} ms`;
    super(origin === undefined ? text : `${origin}: ${text}`, {
      hint: phaseHint[phase],
      ...rest,
      kind: 'timeout',
    });
    this.phase = phase;
    this.timeout = timeout;
    this.origin = origin;
  }
}

const phaseText: Record<TimeoutPhase, string> = {
  connect: 'connecting',
  headers: 'waiting for the answer',
  body: 'waiting for more of the answer',
  call: 'the call',
};

const phaseHint: Record<TimeoutPhase, string> = {
  connect: 'Check that the host is up, and any firewall in between: one that drops packets looks like this.',
  headers:
    'The host took the call and did not answer: it may be busy, or its storage may hang. `timeouts.headers` sets the limit.',
  body: 'The answer stopped half way: check the network and any proxy in between. `timeouts.body` sets the limit.',
  call: 'Give the call more time (`timeout`, or `timeouts.call` of the client), or check how busy the host is.',
};

/** The server's certificate is not the pinned one. Nothing of the request was sent, the token included. */
export class TlsPinError extends ConnectionError {
  override readonly code = 'PVE_TLS_PIN';
  /** The SHA-256 fingerprints that would have been accepted. */
  readonly expected: readonly string[];
  /** The SHA-256 fingerprint of the certificate that the server showed, or `none`. */
  readonly seen: string;

  constructor(expected: readonly string[], seen: string) {
    super(`the server's certificate is not the pinned one: expected ${expected.join(' or ')}, seen ${seen}`, {
      kind: 'pin',
      sent: 'no',
      hint: 'Compare the seen fingerprint with the host itself (pvenode cert info); pin the new one only if they match.',
    });
    this.expected = expected;
    this.seen = seen;
  }
}

/** The caller's AbortSignal fired. `cause` is the signal's reason. The name is `AbortError`, as everywhere in Node. */
export class AbortedError extends ConnectionError {
  override readonly code = 'PVE_ABORTED';

  constructor(options: { sent: Sent; cause?: unknown }) {
    super('the call was aborted', { ...options, kind: 'aborted' });
    this.name = 'AbortError';
  }
}

/** Facts of an HTTP answer that is an error. */
export interface HttpFacts {
  status: number;
  /** The reason phrase of the status line; empty where a proxy erased it. */
  reason: string;
  /** What PVE said: the body's `message` where there is one, else the reason phrase. */
  text: string;
  /** PVE's complaints by parameter, of a failed parameter check. */
  errors?: Readonly<Record<string, string>> | undefined;
  /** The route as a template: `GET /nodes/{node}/lxc/{vmid}/config`. */
  route: string;
}

/** The server answered with an error status. The subclasses name the cases that a program can act on. */
export class HttpError extends PveError {
  readonly code:
    | 'PVE_HTTP'
    | 'PVE_AUTHENTICATION'
    | 'PVE_PERMISSION'
    | 'PVE_NOT_FOUND'
    | 'PVE_LOCKED'
    | 'PVE_CONFLICT'
    | 'PVE_PROXY' = 'PVE_HTTP';
  readonly status: number;
  readonly reason: string;
  readonly text: string;
  readonly errors: Readonly<Record<string, string>> | undefined;
  readonly route: string;

  constructor(facts: HttpFacts, options: { hint?: string | undefined } = {}) {
    const details = Object.entries(facts.errors ?? {})
      .map(([key, text]) => `${key}: ${text.trim()}`)
      .join('; ');
    super(`${facts.route}: ${facts.status} ${facts.text}${details === '' ? '' : ` (${details})`}`, options);
    this.status = facts.status;
    this.reason = facts.reason;
    this.text = facts.text;
    this.errors = facts.errors;
    this.route = facts.route;
  }
}

/**
 * 401: PVE does not know who is calling. Since PVE 9.1.5 (and 8.4.17) a wrong, unknown, expired and disabled
 * token all read `Authentication failed!`; only the host's journal tells them apart (pve-manager src/PVE/HTTPServer.pm).
 */
export class AuthenticationError extends HttpError {
  override readonly code = 'PVE_AUTHENTICATION';
}

/** 403: the caller is known, and lacks a privilege. */
export class PermissionError extends HttpError implements PermissionDetail {
  override readonly code = 'PVE_PERMISSION';
  /** The ACL path that was checked, where PVE names it: `/vms/100`. */
  readonly path: string | undefined;
  /** The privileges that were missing, where PVE names them. */
  readonly privileges: readonly string[];
  /** Whether one of `privileges` would do, or each is needed. PVE names only the first missing one of several that are all needed. */
  readonly mode: 'any' | 'all';
  /** Only `root@pam` itself may do this: no privilege and no token helps, also not a token of root. */
  readonly rootOnly: boolean;
  /** Needs a ticket (a login with password): no token may do this. */
  readonly ticketOnly: boolean;
  /** A `pveum` command line that grants what is missing, where one can. */
  readonly fix: string | undefined;

  constructor(facts: HttpFacts, detail: PermissionDetail, options: { hint?: string | undefined } = {}) {
    super(facts, options);
    this.path = detail.path;
    this.privileges = detail.privileges;
    this.mode = detail.mode;
    this.rootOnly = detail.rootOnly;
    this.ticketOnly = detail.ticketOnly;
    this.fix = detail.fix;
  }
}

/** What a `NotFoundError` is about. */
export type MissingKind =
  | 'guest'
  | 'node'
  | 'storage'
  | 'volume'
  | 'snapshot'
  | 'task'
  | 'user'
  | 'pool'
  | 'other';

/** A thing that the call names does not exist. PVE says so with 400 or 500; it never answers 404. */
export class NotFoundError extends HttpError {
  override readonly code = 'PVE_NOT_FOUND';
  readonly kind: MissingKind;

  constructor(facts: HttpFacts, kind: MissingKind) {
    super(facts);
    this.kind = kind;
  }
}

/** The guest or file is locked by something else that runs. */
export class LockedError extends HttpError {
  override readonly code = 'PVE_LOCKED';
  /** The lock's name (`backup`, `snapshot`, …), or the lock file that could not be had in time. */
  readonly lock: string;

  constructor(facts: HttpFacts, lock: string) {
    super(facts);
    this.lock = lock;
  }
}

/** The call does not fit the state: the digest is old, or the thing exists already. */
export class ConflictError extends HttpError {
  override readonly code = 'PVE_CONFLICT';
  readonly kind: 'digest' | 'exists';

  constructor(facts: HttpFacts, kind: 'digest' | 'exists') {
    super(facts);
    this.kind = kind;
  }
}

/**
 * 595 to 599: the node that was asked could not get an answer from the node (or daemon) that does the work. 595
 * never reached it; after 596 and the rest the work may go on (pve-http-server src/PVE/APIServer/AnyEvent.pm).
 */
export class ProxyError extends HttpError {
  override readonly code = 'PVE_PROXY';
}

/** Why an answer with a good status is not usable. */
export type ShapeReason = 'html' | 'not-json' | 'truncated' | 'no-data' | 'shape' | 'too-large';

/** A 200 whose body is not what it should be: an HTML page, half a JSON, `null` where data belongs, a wrong shape. */
export class ResponseShapeError extends PveError {
  readonly code = 'PVE_RESPONSE_SHAPE';
  readonly why: ShapeReason;
  readonly route: string;
  readonly issues: readonly Issue[];

  constructor(
    route: string,
    why: ShapeReason,
    issues: readonly Issue[],
    options: { cause?: unknown; hint?: string } = {},
  ) {
    super(`${route}: unusable answer (${why}): ${issueText(issues)}`, options);
    this.why = why;
    this.route = route;
    this.issues = issues;
  }
}

/**
 * A call that changes something was sent, and its answer was lost: it may or may not have happened. It is never
 * sent again by this package. `cause` says what went wrong.
 */
export class OutcomeUnknownError extends PveError {
  readonly code = 'PVE_OUTCOME_UNKNOWN';
  readonly route: string;
  /** SHA-256 of the parameters, to match this error with the call that was made without keeping its values. */
  readonly digest: string;
  /** When the request was sent, in milliseconds since the epoch, by this machine's clock. */
  readonly since: number;

  constructor(route: string, options: { digest: string; since: number; cause: unknown }) {
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(`${route}: it is unknown whether this happened: ${why}`, {
      cause: options.cause,
      hint: 'Read the state (the task list of the node, the guest, the storage) before you decide to send it again.',
    });
    this.route = route;
    this.digest = options.digest;
    this.since = options.since;
  }
}

/** A task ended, and not with `OK` or `WARNINGS: n`. */
export class TaskError extends PveError {
  readonly code = 'PVE_TASK';
  readonly upid: string;
  /** PVE's own words: free text, `job errors`, or `unexpected status` (cancelled, killed, or the host went down). */
  readonly exitstatus: string;
  /** The last lines of the task's log, oldest first; empty where the log could not be read. */
  readonly log: readonly string[];
  /** Set where the task failed for want of a privilege. */
  readonly permission: PermissionDetail | undefined;

  constructor(
    upid: string,
    exitstatus: string,
    options: {
      log: readonly string[];
      permission?: PermissionDetail | undefined;
      cause?: unknown;
      hint?: string | undefined;
    },
  ) {
    super(`task ${upid} failed: ${exitstatus}`, options);
    this.upid = upid;
    this.exitstatus = exitstatus;
    this.log = options.log;
    this.permission = options.permission;
  }
}

/** The wait was over before the task was. The task goes on: `tasks.wait` can be called again, or `tasks.stop`. */
export class TaskTimeoutError extends PveError {
  readonly code = 'PVE_TASK_TIMEOUT';
  readonly upid: string;
  /** How long was waited, in milliseconds. */
  readonly timeout: number;

  constructor(upid: string, timeout: number, options: { cause?: unknown } = {}) {
    super(`task ${upid} did not end within ${timeout} ms`, {
      ...options,
      hint: 'The task goes on: wait again with a longer timeout, or stop it.',
    });
    this.upid = upid;
    this.timeout = timeout;
  }
}

import { PveError } from './errors.js';
import type { PermissionDetail } from './permission.js';
import type { Problem } from './problem.js';

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
  /** How long the server asked to wait (`Retry-After`), in milliseconds. PVE never does; a reverse proxy may. */
  retryAfter?: number | undefined;
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
  /** How long the server asked to wait (`Retry-After`), in milliseconds: not PVE itself, but a reverse proxy may. */
  declare readonly retryAfter?: number;
  /** What PVE complains about, where its words are known. */
  readonly problem: Problem | undefined;

  constructor(facts: HttpFacts, options: { hint?: string | undefined; problem?: Problem | undefined } = {}) {
    const details = Object.entries(facts.errors ?? {})
      .map(([key, text]) => `${key}: ${text.trim()}`)
      .join('; ');
    super(`${facts.route}: ${facts.status} ${facts.text}${details === '' ? '' : ` (${details})`}`, options);
    this.status = facts.status;
    this.reason = facts.reason;
    this.text = facts.text;
    this.errors = facts.errors;
    this.route = facts.route;
    if (facts.retryAfter !== undefined) this.retryAfter = facts.retryAfter;
    this.problem = options.problem;
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
    super(facts, { problem: 'missing' });
    this.kind = kind;
  }
}

/** The guest or file is locked by something else that runs. */
export class LockedError extends HttpError {
  override readonly code = 'PVE_LOCKED';
  /** The lock's name (`backup`, `snapshot`, …), or the lock file that could not be had in time. */
  readonly lock: string;

  constructor(facts: HttpFacts, lock: string) {
    // A lock of a guest is a word in its configuration, and stays until what set it is done.
    super(facts, { problem: / is locked \(/.test(facts.text) ? 'locked' : 'lock-timeout' });
    this.lock = lock;
  }
}

/** The call does not fit the state: the digest is old, or the thing exists already. */
export class ConflictError extends HttpError {
  override readonly code = 'PVE_CONFLICT';
  readonly kind: 'digest' | 'exists';

  constructor(facts: HttpFacts, kind: 'digest' | 'exists') {
    super(facts, { problem: kind });
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

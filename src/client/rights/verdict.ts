import type { CallOptions } from '../../core/op.js';
import type { Permissions } from '../../core/rights.js';
import type { MissingPrivileges, RootOnly } from './demand.js';

export type { MissingPrivileges, RootOnly };

/**
 * What a caller may do on a host: the answer of `client.rights()`. Plain data, as it was when it was read; give it to
 * `client.can` to ask many questions about one state.
 */
export interface Rights {
  /** `user@realm!token` or `user@realm`. */
  readonly identity: string;
  /** The host's version: `9.2.11`. */
  readonly version: string;
  /** Privileges by ACL path, as `GET /access/permissions` gives them. */
  readonly permissions: Permissions;
}

/** The options of `client.can`. */
export interface CanOptions extends CallOptions {
  /** Rights that were read before; else they are read now. */
  rights?: Rights | undefined;
}

/**
 * Whether a call would be let through. `allowed` is `true`, `false` or, where permissions alone do not tell,
 * `'unknown'`, with the reason in words.
 */
export type Verdict =
  | {
      allowed: true;
      /** What there is to know all the same: a list that leaves rows out, a release newer than the table. */
      notes: readonly string[];
    }
  | { allowed: 'unknown'; why: readonly string[] }
  | {
      allowed: false;
      reason: 'privileges';
      missing: readonly MissingPrivileges[];
      /** Lines for a root shell on the host that grant what is missing and keep what is there. */
      fix: readonly string[];
    }
  | {
      allowed: false;
      /** Only root@pam itself may, with a ticket or on the host: no privilege and no token helps. */
      reason: 'root-only';
      what: readonly RootOnly[];
    }
  | {
      allowed: false;
      /** API tokens are refused here; a user that logs in with a password is not. */
      reason: 'ticket-only';
    }
  | {
      allowed: false;
      /** The host's release lacks the route or, with `param`, a parameter. Between known releases it is `'unknown'`. */
      reason: 'version';
      host: string;
      param?: string;
      /** The first and the last known release that has it. */
      since?: string;
      until?: string;
    };

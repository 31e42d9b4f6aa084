import { PveError } from './errors.js';
import type { Intent } from './intent.js';
import type { Upid } from './upid.js';

/** What came of a call whose answer was lost. */
export type Reconciled =
  | {
      outcome: 'happened';
      /** The task that it started, where it is known. */
      upid?: Upid | undefined;
      /** How that is known, in a sentence. */
      evidence: string;
    }
  | { outcome: 'did-not-happen'; evidence: string }
  | {
      outcome: 'cannot-tell';
      why: string;
      /** What the call was to change, as it is now: as the call wanted it, or not. Missing where it could not be read. */
      state?: 'as-wanted' | 'other' | undefined;
    };

/**
 * A call that changes something was sent, and its answer was lost: it may or may not have happened. It is never
 * sent again by this package. `cause` says what went wrong, `client.reconcile(error)` finds out what came of it.
 */
export class OutcomeUnknownError extends PveError {
  readonly code = 'PVE_OUTCOME_UNKNOWN';
  readonly route: string;
  /** SHA-256 of the parameters, to match this error with the call that was made without keeping its values. */
  readonly digest: string;
  /** When the request was sent, in milliseconds since the epoch, by this machine's clock. */
  readonly since: number;
  /** The vmid that the client had chosen for `any`: if it happened, this is the guest. */
  readonly vmid: number | undefined;
  /** What the call was to do, as plain JSON: `client.reconcile` takes it, in another process too. */
  readonly intent: Intent;
  /** Set where the client has looked already (`reconcile: true`), and could not give the result of the call. */
  readonly reconciled: Reconciled | undefined;

  constructor(
    intent: Intent,
    options: { cause: unknown; vmid?: number | undefined; reconciled?: Reconciled | undefined },
  ) {
    const { route, digest, since } = intent;
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    const chosen = options.vmid === undefined ? '' : ` with the vmid ${options.vmid}`;
    super(`${route}: ${unknownText(options.reconciled)}${chosen}: ${why}`, {
      cause: options.cause,
      hint: 'Read the state (`client.reconcile(error)` does) before you decide to send it again.',
    });
    this.route = route;
    this.digest = digest;
    this.since = since;
    this.vmid = options.vmid;
    this.intent = intent;
    this.reconciled = options.reconciled;
  }
}

function unknownText(reconciled: Reconciled | undefined): string {
  if (reconciled?.outcome === 'happened')
    return `this happened (${reconciled.evidence}), but its answer is lost`;
  const looked = reconciled?.outcome === 'cannot-tell' ? ` (${reconciled.why})` : '';
  return `it is unknown whether this happened${looked}`;
}

/**
 * The answer of a call that changes something was lost, and the client has found out that it did not happen: it may be
 * called again. Only with the option `reconcile: true`. `cause` says what became of the answer.
 */
export class DidNotHappenError extends PveError {
  readonly code = 'PVE_DID_NOT_HAPPEN';
  readonly route: string;
  readonly intent: Intent;
  /** How that is known. */
  readonly evidence: string;

  constructor(intent: Intent, options: { cause: unknown; evidence: string }) {
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(`${intent.route}: this did not happen (${options.evidence}): ${why}`, {
      cause: options.cause,
      hint: 'It was not sent again. Nothing was changed, so it can be.',
    });
    this.route = intent.route;
    this.intent = intent;
    this.evidence = options.evidence;
  }
}

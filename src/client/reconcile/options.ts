import type { Reconciled } from '../../core/outcome-errors.js';

/** How to find out what came of a call. */
export interface ReconcileOptions {
  /** Milliseconds to look for, in all. Default 120,000. What is not known by then is `cannot-tell`. */
  timeout?: number | undefined;
  /**
   * Milliseconds after the moment of sending before "it did not happen" is said: so long the request may still lie somewhere.
   * Default 60,000.
   */
  settle?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** What was told about a reconciliation on the channel `reconcile`. */
export interface ReconcileEvent {
  route: string;
  path: string;
  identity: string;
  /** When the call was sent, in milliseconds since the epoch. */
  since: number;
  outcome: Reconciled['outcome'];
  upid: string | undefined;
  /** The evidence, or why it cannot be told. */
  why: string;
  /** How often was looked. */
  looks: number;
  /** Milliseconds that it took, by the client's clock. */
  took: number;
}

import pRetry from 'p-retry';
import type { Backoff } from '../core/backoff.js';
import { pause } from '../core/backoff.js';
import { ConnectionError, type Sent } from '../core/connection-errors.js';
import { ResponseShapeError } from '../core/errors.js';
import { HttpError } from '../core/http-errors.js';
import type { Clock } from './clock.js';
import type { RetryEvent } from './diagnostics.js';
import { rest } from './rest.js';

// All of a pause is random, so that callers who failed together do not come back together.
const backoff: Backoff = { initial: 250, max: 4_000, factor: 3, jitter: 1 };

/** The longest pause that a host may ask for by Retry-After, in milliseconds. Who asks for more is not asked again. */
const longestAsked = 30_000;

/** Statuses of a server or proxy that could not get the answer, or wants no more for now; a read may be tried again. */
const passing = new Set([429, 502, 503, 504, 595, 596, 597, 598, 599]);

/**
 * True where trying again is safe and may help. A read is tried again after a lost connection and a passing
 * status; a call that changes something only if it provably never left. Time limits are not: the caller set them.
 */
export function mayRetry(error: unknown, isRead: boolean): boolean {
  if (error instanceof ConnectionError) {
    const lost = error.kind === 'refused' || error.kind === 'reset' || error.kind === 'unreachable';
    const nameServerBusy = error.kind === 'dns' && (error.cause as { code?: unknown })?.code === 'EAI_AGAIN';
    return (lost || nameServerBusy) && (isRead || error.sent === 'no');
  }
  if (!isRead) return false;
  if (error instanceof HttpError) return passing.has(error.status);
  return error instanceof ResponseShapeError && error.why === 'truncated';
}

/**
 * How many retries a client may still afford at a host. Each costs one, each success earns a tenth: when a host is down, a
 * busy client's retries fade out instead of doubling its load.
 */
export class RetryBudget {
  // Counted in tenths: ten times 0.1 is less than 1.
  readonly #most: number;
  #left: number;

  constructor(most = 10) {
    this.#most = most * 10;
    this.#left = this.#most;
  }

  take(): boolean {
    if (this.#left < 10) return false;
    this.#left -= 10;
    return true;
  }

  earn(): void {
    this.#left = Math.min(this.#most, this.#left + 1);
  }
}

/** What a `Retry-After` asks for, in milliseconds from `now`; undefined where there is none that can be read (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** What a retry needs to know. */
export interface RetryContext {
  isRead: boolean;
  retries: number;
  /** That of the host that was asked last. */
  budget(): RetryBudget;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
  /** What was decided about a failed try that may be repeated; `delay` in milliseconds. */
  decided(decision: RetryEvent['decision'], error: Error, attempt: number, delay: number): void;
}

/** Runs `attempt`, again and again while `mayRetry` allows, with growing, jittered pauses. Throws the last error. */
export async function withRetry<T>(attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  // Of all tries: one that may have reached the server is enough.
  let sent: Sent = 'no';
  let first: { error: unknown } | undefined;
  try {
    // Most calls need no retry, and nothing of what makes one.
    const result = await attempt();
    context.budget().earn();
    return result;
  } catch (error) {
    first = { error };
  }
  const again = async (): Promise<T> => {
    if (first === undefined) return attempt();
    const { error } = first;
    first = undefined;
    throw error;
  };
  const result = await pRetry(again, {
    retries: context.retries,
    // The pause is made here: by the injected clock, and ended by the signal.
    minTimeout: 0,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (attemptNumber > context.retries || !mayRetry(error, context.isRead)) return false;
      const asked = error instanceof HttpError ? (error.retryAfter ?? 0) : 0;
      const decide = (decision: RetryEvent['decision'], delay: number) => {
        context.decided(decision, error, attemptNumber, delay);
        return decision === 'retry';
      };
      if (asked > longestAsked) return decide('too-long', asked);
      if (!context.budget().take()) return decide('no-budget', 0);
      if (!(error instanceof ConnectionError && error.sent === 'no')) sent = 'unknown';
      const delay = Math.max(asked, pause(backoff, attemptNumber - 1, context.random));
      decide('retry', delay);
      await rest(context.clock, delay, context.signal, sent);
      return true;
    },
  });
  context.budget().earn();
  return result;
}

import pRetry from 'p-retry';
import type { Backoff } from '../core/backoff.js';
import { pause } from '../core/backoff.js';
import { ConnectionError, type Sent } from '../core/connection-errors.js';
import { ResponseShapeError } from '../core/errors.js';
import { HttpError } from '../core/http-errors.js';
import { type Clock, rest } from './clock.js';

const backoff: Backoff = { initial: 250, max: 4_000, factor: 3, jitter: 0.5 };

/** Statuses of a server or proxy that could not get the answer; a read may be tried again. */
const passing = new Set([502, 503, 504, 595, 596, 597, 598, 599]);

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
 * How many retries a client may still afford. Each costs one, each success earns a tenth: when a host is down, a
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

/** What a retry needs to know. */
export interface RetryContext {
  isRead: boolean;
  retries: number;
  budget: RetryBudget;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
  onRetry(error: Error, attempt: number, delay: number): void;
}

/** Runs `attempt`, again and again while `mayRetry` allows, with growing, jittered pauses. Throws the last error. */
export async function withRetry<T>(attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  // Of all tries: one that may have reached the server is enough.
  let sent: Sent = 'no';
  let first: { error: unknown } | undefined;
  try {
    // Most calls need no retry, and nothing of what makes one.
    const result = await attempt();
    context.budget.earn();
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
      if (!mayRetry(error, context.isRead) || !context.budget.take()) return false;
      if (!(error instanceof ConnectionError && error.sent === 'no')) sent = 'unknown';
      const delay = pause(backoff, attemptNumber - 1, context.random);
      context.onRetry(error, attemptNumber, delay);
      await rest(context.clock, delay, context.signal, sent);
      return true;
    },
  });
  context.budget.earn();
  return result;
}

import { ParamsError } from '../core/errors.js';
import type { Upid } from '../core/upid.js';
import type { TaskResult, WaitOptions } from './wait.js';

/** What became of one of several waits: a result, or why there is none. */
export type TaskOutcome =
  | { upid: Upid; result: TaskResult; error?: undefined }
  | {
      upid: Upid;
      result?: undefined;
      /** What `wait` of this task alone would throw: a TaskError, a TaskTimeoutError, an AbortedError, … */
      error: unknown;
    };

/** How to wait for several tasks. */
export interface WaitAllOptions extends WaitOptions {
  /** Called once for each task, as soon as its wait is over. It ends no wait: what it throws is thrown when all are over. */
  onOutcome?: (outcome: TaskOutcome) => void;
}

/** What became of several tasks. */
export interface WaitAllResult {
  /** One for each UPID, in the order in which they were given. */
  outcomes: readonly TaskOutcome[];
  /** Those that ended well, in the same order. */
  ok: readonly TaskResult[];
  /** The others. */
  failed: readonly { upid: Upid; error: unknown }[];
}

/** Waits for each task once, however often it is named, and keeps what became of each. */
export async function waitForAll(
  upids: readonly Upid[],
  { onOutcome, ...options }: WaitAllOptions,
  wait: (upid: Upid, options: WaitOptions) => Promise<TaskResult>,
): Promise<WaitAllResult> {
  if (onOutcome !== undefined && typeof onOutcome !== 'function')
    throw new ParamsError([{ path: 'onOutcome', message: 'a function is expected' }]);
  const thrown: unknown[] = [];
  const settle = async (upid: Upid): Promise<TaskOutcome> => {
    const outcome = await wait(upid, options).then(
      (result): TaskOutcome => ({ upid, result }),
      (error: unknown): TaskOutcome => ({ upid, error }),
    );
    try {
      onOutcome?.(outcome);
    } catch (error) {
      thrown.push(error);
    }
    return outcome;
  };
  const waits = new Map([...new Set(upids)].map((upid) => [upid, settle(upid)]));
  const outcomes = await Promise.all(upids.map((upid) => waits.get(upid) as Promise<TaskOutcome>));
  if (thrown.length > 0) throw thrown[0];
  return {
    outcomes,
    ok: outcomes.flatMap(({ result }) => (result === undefined ? [] : [result])),
    failed: outcomes.flatMap((outcome) =>
      outcome.result === undefined ? [{ upid: outcome.upid, error: outcome.error }] : [],
    ),
  };
}

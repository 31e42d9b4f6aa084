import type { Upid } from '../../../core/upid.js';
import type { ActionContext } from '../actions/action.js';
import { endOf, endOfTask, endTask } from '../actions/task-end.js';
import type { Running } from '../command-types.js';
import type { CommandResult } from '../stored-result.js';
import { type EndReason, type Job, lookingContext, type Place } from './job.js';
import { outcomeOf } from './outcome.js';

/** The longest delay that a timer of Node takes. */
const longestTimer = 2 ** 31 - 1;

/** What must still hold in the moment in which a command begins. */
export interface Condition {
  /** The state that was approved, or for which the hub meant it; undefined where none was named. */
  readonly states: readonly (string | undefined)[] | undefined;
  /** The approval still counts. */
  stillApproved(): boolean;
}

/** Does what a command asks for. Called once its start is on the disk. */
export async function carryOut(
  job: Job,
  place: Place,
  running: Running,
  condition: Condition,
): Promise<CommandResult> {
  const { action, params } = job.bound;
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new Error(`it took longer than it may`)),
    Math.min(action.timeout(params), longestTimer),
  );
  const signal = AbortSignal.any([job.end.signal, limit.signal]);
  let upid: Upid | undefined;
  const context: ActionContext = {
    ...place,
    id: job.id,
    signal,
    started: async (given) => {
      upid = given;
      await running.note({ upid: given });
    },
    remember: (facts) => running.note({ probe: facts }),
  };
  try {
    const refusal = await changedSince(job, place, signal, condition);
    if (job.end.signal.aborted) return cancelled(String(job.end.signal.reason));
    if (refusal !== undefined) return refusal;
    const value = await action.run(context, params);
    return { outcome: 'succeeded', value };
  } catch (error) {
    const changes = action.state !== undefined;
    // Of an action of several tasks, one tells nothing about the whole.
    if (upid !== undefined && action.resume === 'upid') {
      const ended = isToEnd(job.end.signal) && (await endTask(place.client, upid));
      const told = await endOf(place.client, upid, ended ? endOfTask : 1_000);
      if (told !== undefined) return told;
    }
    return outcomeOf(error, { changes, task: upid !== undefined, ended: job.end.signal.aborted });
  } finally {
    clearTimeout(timer);
  }
}

/** The result of a command that was told to end before it began. */
export function cancelled(reason: string): CommandResult {
  return { outcome: 'cancelled', error: { code: reason, message: `${reason} before it began` } };
}

/** Looks at the state once more, as late as that can be done. */
async function changedSince(
  job: Job,
  place: Place,
  signal: AbortSignal,
  { states, stillApproved }: Condition,
): Promise<CommandResult | undefined> {
  const { action, params } = job.bound;
  if (states !== undefined) {
    const context = lookingContext(place, job.id, signal);
    let now: string | undefined;
    try {
      now = await action.state?.(context, params);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return refused('state-unknown', `the state that it is for cannot be read: ${message}`);
    }
    if (states.some((state) => state !== now))
      return refused('state-changed', 'what it is to change is not any more what was approved');
  }
  return stillApproved() ? undefined : refused('approval-expired', 'its approval came too late to begin');
}

export function refused(code: string, message: string): CommandResult {
  return { outcome: 'refused', error: { code, message } };
}

/** It is to end, and not only the agent. */
export function isToEnd(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason !== ('stopped' satisfies EndReason);
}

import type { Backoff } from '../core/backoff.js';
import { TaskError, TaskTimeoutError } from '../core/errors.js';
import { parseExitStatus } from '../core/exitstatus.js';
import { NotFoundError } from '../core/http-errors.js';
import { parseUpid, type Upid } from '../core/upid.js';
import { abortError } from './abort.js';
import { assertWaitOptions, defaultGrace, defaultTimeout } from './call-options.js';
import { withDeadline } from './deadline.js';
import { type Mask, presentable } from './server-text.js';
import { type ReadLog, readTail } from './task-log.js';
import { isFinal, ticketRefused } from './waiting/final.js';
import type { WatchContext } from './waiting/node-watch.js';
import { Progress, type TellProgress } from './waiting/progress.js';
import { fromHistory, type TaskState } from './waiting/task-rows.js';
import type { Watched } from './waiting/watched.js';
import type { Watches } from './waiting/watches.js';

/** How to wait for a task. */
export interface WaitOptions {
  /**
   * Milliseconds in all, from the call to the end, `onProgress` included. Default 600,000 (10 minutes). Once the task
   * has ended, the last report and the log of a failure may take a second longer than that.
   */
  timeout?: number;
  /** The first pause between two polls, in milliseconds. Default 1,000. The first poll is at once. */
  initialInterval?: number;
  /** The longest pause, in milliseconds. Default 5,000. */
  maxInterval?: number;
  /** How much longer each pause is than the one before. Default 1.5. */
  factor?: number;
  /** How long a task may be unknown to PVE before that is believed, in milliseconds. Default 10,000. */
  grace?: number;
  /** Ends the wait, not the task. */
  signal?: AbortSignal;
  /**
   * Called after each poll, with the new lines of the log; without it the log is not read. It is waited for as long
   * as `timeout` and `signal` allow, and what it throws ends the wait as it is.
   */
  onProgress?: TellProgress;
}

/** A task that ended well. */
export interface TaskResult {
  upid: Upid;
  exitstatus: string;
  /** `warnings` is success too. */
  outcome: 'ok' | 'warnings';
  /** How many warnings PVE counted; they are in the log. */
  warnings: number;
  /** Milliseconds that were waited. */
  elapsed: number;
}

/** What waiting needs of the client. */
export interface WaitContext extends WatchContext {
  watches: Watches;
  log: ReadLog;
  /** Whether the client logs in, and does so again when its ticket is refused. */
  renews: boolean;
  /** Takes the secrets of the client out of a text. */
  mask: Mask;
  identity: string;
}

/** Where a wait is that another process began. */
export interface WaitPosition {
  /** When it began, in milliseconds since the epoch. */
  started: number;
  /** How many lines of the log were reported. */
  lines: number;
}

const tailLines = 20;
const tailTimeout = 10_000;
/** What comes after the end of a task has this long at least, in milliseconds: its result is worth more than the time. */
const leastAtEnd = 1_000;

/** A task whose log may be gone is so old at least, in milliseconds: until then the list of ended tasks is not asked for it. */
const oldTask = 60_000;

/**
 * Waits until a task has ended. Polls that fail on the way do not fail the wait, unless the caller is refused. A wait
 * that goes on from a `position` looks once at least, however late it is.
 *
 * @throws TaskError if it ended with anything but `OK` or `WARNINGS: n`; TaskTimeoutError; AbortedError.
 */
export async function waitForTask(
  upid: Upid,
  options: WaitOptions,
  context: WaitContext,
  position?: WaitPosition,
): Promise<TaskResult> {
  assertWaitOptions(options);
  const { initialInterval: initial = 1_000, maxInterval: max = 5_000, factor = 1.5 } = options;
  const backoff: Backoff = { initial, max, factor, jitter: 0.2 };
  const at = position ?? { started: context.clock.now(), lines: 0 };
  const { started } = at;
  const facts = { started, reports: options.onProgress !== undefined };
  const watched = context.watches.join(upid, backoff, facts);
  try {
    return await waitOn(watched, options, context, at);
  } finally {
    watched.leave();
  }
}

async function waitOn(
  watched: Watched,
  options: WaitOptions,
  context: WaitContext,
  position: WaitPosition,
): Promise<TaskResult> {
  const { clock } = context;
  const { upid } = watched;
  const { signal, timeout = defaultTimeout, grace = defaultGrace, onProgress } = options;
  const { started } = position;
  const left = () => started + timeout - clock.now();
  const report =
    onProgress === undefined ? undefined : new Progress(upid, started, onProgress, context, position);
  let unknownSince: number | undefined;
  let lastError: unknown;

  for (let first = true; ; first = false) {
    if (signal?.aborted === true) throw abortError(signal.reason, 'no');
    const late = left() <= 0;
    if (late && !first)
      throw new TaskTimeoutError(upid, timeout, lastError === undefined ? {} : { cause: lastError });
    const limit = () => ({
      signal,
      timeout: Math.min(context.callTimeout, late ? tailTimeout : Math.max(1, left())),
    });
    let state: TaskState | undefined;
    try {
      state = await look(watched, limit, context);
      unknownSince = undefined;
      lastError = undefined;
    } catch (error) {
      const again = ticketRefused(error, context.renews) && !ticketRefused(lastError, context.renews);
      if (isFinal(error) && !again) throw error;
      if (error instanceof NotFoundError) {
        unknownSince ??= clock.now();
        if (clock.now() - unknownSince >= grace) throw error;
      }
      lastError = error;
    }
    if (state !== undefined) {
      const stopped = state.status === 'stopped';
      const within = (most: number) => Math.max(stopped ? leastAtEnd : 1, Math.min(most, left()));
      const reported = await report?.after(state, limit, () => within(timeout), signal);
      if (stopped) {
        const limits = { signal, timeout: within(tailTimeout) };
        return conclude(watched, state, clock.now() - started, context, limits);
      }
      if (reported === false) throw new TaskTimeoutError(upid, timeout);
    }
    await watched.rest(Math.max(0, left()), signal);
  }
}

/** Asks PVE; and its list of ended tasks, where it has no log of this one any more. */
async function look(
  watched: Watched,
  limit: () => { signal: AbortSignal | undefined; timeout: number },
  { clock, list }: WaitContext,
): Promise<TaskState> {
  try {
    return await watched.look(limit());
  } catch (error) {
    const { starttime } = parseUpid(watched.upid);
    const unknown = error instanceof NotFoundError && error.kind === 'task';
    if (!unknown || clock.now() - starttime * 1_000 < oldTask) throw error;
    const found = await fromHistory(list, watched.upid, limit()).catch(() => undefined);
    if (found === undefined) throw error;
    return found;
  }
}

interface TailLimit {
  signal: AbortSignal | undefined;
  /** Milliseconds for all of it. */
  timeout: number;
}

async function conclude(
  watched: Watched,
  state: TaskState,
  elapsed: number,
  context: WaitContext,
  limit: TailLimit,
): Promise<TaskResult> {
  const { upid } = watched;
  const exitstatus = presentable(state.exitstatus ?? 'unexpected status', context.mask);
  const { outcome, warnings, permission } = parseExitStatus(exitstatus, context.identity);
  if (outcome === 'ok' || outcome === 'warnings') return { upid, exitstatus, outcome, warnings, elapsed };
  const hint = permission?.fix === undefined ? undefined : `On the host, as root: ${permission.fix}`;
  throw new TaskError(upid, exitstatus, { log: await lastLines(watched, context, limit), permission, hint });
}

// The failure itself is what matters: a log that cannot be read leaves its lines empty.
async function lastLines(
  watched: Watched,
  context: WaitContext,
  { signal, timeout }: TailLimit,
): Promise<string[]> {
  try {
    if (!watched.mayReadLog()) return [];
    const lines = await withDeadline(timeout, signal, (inner) =>
      readTail(context.log, watched.upid, tailLines, { signal: inner, timeout }),
    );
    return lines.map((line) => presentable(line.t, context.mask));
  } catch {
    return [];
  }
}

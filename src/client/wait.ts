import { type Backoff, pause } from '../core/backoff.js';
import { ConnectionError, TimeoutError } from '../core/connection-errors.js';
import { type Issue, ParamsError, ResponseShapeError, TaskError, TaskTimeoutError } from '../core/errors.js';
import { parseExitStatus, parsePercent } from '../core/exitstatus.js';
import { AuthenticationError, HttpError, NotFoundError, PermissionError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';
import { abortError, CallDeadline } from './abort.js';
import { numberIssues, signalIssues } from './call-options.js';
import { type Clock, rest } from './clock.js';
import { withDeadline } from './deadline.js';
import { type Mask, presentable } from './server-text.js';
import { pageSize, type ReadLog, readOn, readTail } from './task-log.js';

/** What PVE says of a task at one moment. */
export interface TaskState {
  status: string;
  exitstatus?: string | undefined;
}

/** How a task goes. */
export interface TaskProgress {
  upid: Upid;
  status: string;
  /** Milliseconds since the wait began. */
  elapsed: number;
  /** Log lines that are new since the last report. */
  lines: readonly string[];
  /** 0..100, where the worker prints one; the latest seen. */
  percent: number | undefined;
}

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
  onProgress?: (progress: TaskProgress) => void | Promise<void>;
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
export interface WaitContext {
  status(upid: Upid, options: CallOptions): Promise<TaskState>;
  log: ReadLog;
  clock: Clock;
  random: () => number;
  /** The call time limit of the client, in milliseconds. */
  callTimeout: number;
  /** Takes the secrets of the client out of a text. */
  mask: Mask;
  identity: string;
}

/** How long a task may be unknown to PVE right after it was accepted, in milliseconds. */
export const defaultGrace = 10_000;
const tailLines = 20;
const tailTimeout = 10_000;
/** What comes after the end of a task has this long at least, in milliseconds: its result is worth more than the time. */
const leastAtEnd = 1_000;

/**
 * Waits until a task has ended. Polls that fail on the way do not fail the wait, unless the caller is refused.
 *
 * @throws TaskError if it ended with anything but `OK` or `WARNINGS: n`; TaskTimeoutError; AbortedError.
 */
export async function waitForTask(
  upid: Upid,
  options: WaitOptions,
  context: WaitContext,
): Promise<TaskResult> {
  assertOptions(options);
  const { clock } = context;
  const { signal, timeout = 600_000, grace = defaultGrace, onProgress } = options;
  const { initialInterval: initial = 1_000, maxInterval: max = 5_000, factor = 1.5 } = options;
  const backoff: Backoff = { initial, max, factor, jitter: 0.2 };
  const started = clock.now();
  const left = () => started + timeout - clock.now();
  const report = onProgress === undefined ? undefined : new Progress(upid, started, onProgress, context);
  let unknownSince: number | undefined;
  let lastError: unknown;

  for (let polls = 0; ; polls += 1) {
    if (signal?.aborted === true) throw abortError(signal.reason, 'no');
    if (left() <= 0)
      throw new TaskTimeoutError(upid, timeout, lastError === undefined ? {} : { cause: lastError });
    const limit = () => ({ signal, timeout: Math.min(context.callTimeout, Math.max(1, left())) });
    let state: TaskState | undefined;
    try {
      state = await context.status(upid, limit());
      unknownSince = undefined;
      lastError = undefined;
    } catch (error) {
      if (isFinal(error)) throw error;
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
        return conclude(upid, state, clock.now() - started, context, limits);
      }
      if (reported === false) throw new TaskTimeoutError(upid, timeout);
    }
    await rest(clock, Math.min(pause(backoff, polls, context.random), Math.max(0, left())), signal);
  }
}

/** A pause of nothing or NaN would poll without end: wrong numbers are refused. */
function assertOptions(options: WaitOptions): void {
  const least = { timeout: 1, initialInterval: 1, maxInterval: 1, factor: 1, grace: 0 } as const;
  if (typeof options !== 'object' || options === null)
    throw new ParamsError([{ path: 'options', message: 'an object is expected' }]);
  const { signal, onProgress } = options;
  const numbers = Object.entries(least).flatMap(([path, min]) => {
    const value = options[path as keyof typeof least];
    return value === undefined ? [] : numberIssues(path, value, min);
  });
  const other = onProgress === undefined || typeof onProgress === 'function' ? [] : [notCallable];
  const issues = [...numbers, ...signalIssues(signal), ...other];
  if (issues.length > 0) throw new ParamsError(issues);
}

const notCallable: Issue = { path: 'onProgress', message: 'a function is expected' };

/** True for what another poll would not change. */
function isFinal(error: unknown): boolean {
  if (error instanceof TaskError || error instanceof AuthenticationError || error instanceof PermissionError)
    return true;
  if (error instanceof TimeoutError) return false;
  if (error instanceof ConnectionError) {
    return ['pin', 'certificate', 'aborted', 'closed'].includes(error.kind);
  }
  if (error instanceof ResponseShapeError) return error.why === 'shape';
  if (error instanceof NotFoundError) return error.kind !== 'task' && error.kind !== 'node';
  // PVE answers 500 to everything while its cluster file system is down, and 400 and 501 to what will never work.
  return !(error instanceof HttpError) || error.status === 400 || error.status === 501;
}

interface TailLimit {
  signal: AbortSignal | undefined;
  /** Milliseconds for all of it. */
  timeout: number;
}

async function conclude(
  upid: Upid,
  state: TaskState,
  elapsed: number,
  context: WaitContext,
  limit: TailLimit,
): Promise<TaskResult> {
  const exitstatus = presentable(state.exitstatus ?? 'unexpected status', context.mask);
  const { outcome, warnings, permission } = parseExitStatus(exitstatus, context.identity);
  if (outcome === 'ok' || outcome === 'warnings') return { upid, exitstatus, outcome, warnings, elapsed };
  const hint = permission?.fix === undefined ? undefined : `On the host, as root: ${permission.fix}`;
  throw new TaskError(upid, exitstatus, { log: await lastLines(upid, context, limit), permission, hint });
}

// The failure itself is what matters: a log that cannot be read leaves its lines empty.
async function lastLines(
  upid: Upid,
  context: WaitContext,
  { signal, timeout }: TailLimit,
): Promise<string[]> {
  try {
    const lines = await withDeadline(timeout, signal, (inner) =>
      readTail(context.log, upid, tailLines, { signal: inner, timeout }),
    );
    return lines.map((line) => presentable(line.t, context.mask));
  } catch {
    return [];
  }
}

/** Reads what is new in the log after each poll, and tells. */
class Progress {
  readonly #upid: Upid;
  readonly #started: number;
  readonly #tell: NonNullable<WaitOptions['onProgress']>;
  readonly #context: WaitContext;
  #seen = 0;
  #percent: number | undefined;

  constructor(
    upid: Upid,
    started: number,
    tell: NonNullable<WaitOptions['onProgress']>,
    context: WaitContext,
  ) {
    this.#upid = upid;
    this.#started = started;
    this.#tell = tell;
    this.#context = context;
  }

  /** False where the caller did not take the report in time. */
  async after(
    state: TaskState,
    limit: () => CallOptions,
    timeout: () => number,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const lines = await this.#newLines(limit);
    for (const line of lines) this.#percent = parsePercent(line.split('\r').at(-1) ?? line) ?? this.#percent;
    const report: TaskProgress = {
      upid: this.#upid,
      status: state.status,
      elapsed: this.#context.clock.now() - this.#started,
      lines,
      percent: this.#percent,
    };
    return withDeadline(timeout(), signal, async (inner) => {
      const over = new Promise<boolean>((resolve, reject) => {
        const ended = ({ reason }: AbortSignal) =>
          reason instanceof CallDeadline ? resolve(false) : reject(abortError(reason, 'no'));
        inner.addEventListener('abort', () => ended(inner), { once: true });
      });
      over.catch(() => {});
      return Promise.race([Promise.resolve(this.#tell(report)).then(() => true), over]);
    });
  }

  // All of them: a task that has just stopped may have printed more than a page since the last look.
  async #newLines(limit: () => CallOptions): Promise<string[]> {
    const found: string[] = [];
    try {
      const range = { start: this.#seen, limit: pageSize };
      for await (const lines of readOn(this.#context.log, this.#upid, range, limit)) {
        this.#seen += lines.length;
        for (const line of lines) found.push(line.t);
      }
      return found;
    } catch (error) {
      // A log that cannot be read fails no wait: the next poll asks again.
      if (isFinal(error) && !(error instanceof HttpError) && !(error instanceof ResponseShapeError))
        throw error;
      return found;
    }
  }
}

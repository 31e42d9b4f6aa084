import { NotFoundError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';
import { abortError, onAbort } from './abort.js';
import type { Clock } from './clock.js';
import { rest } from './rest.js';
import { type LogLine, pageSize, type ReadLog, readOn } from './task-log.js';
import { isFinal, ticketRefused } from './waiting/final.js';
import type { TaskState } from './waiting/task-rows.js';

/** How to follow a task's log. */
export interface FollowOptions {
  /** Milliseconds between two looks. Default 1,000. */
  interval?: number;
  /** For how long the host may fail to answer before that is thrown, in milliseconds. Default 600,000 (10 minutes). */
  patience?: number;
  /** How long a task may be unknown to PVE before that is believed, in milliseconds. Default 10,000. */
  grace?: number;
  /** Ends the following, not the task. */
  signal?: AbortSignal;
}

/** What following needs of the client. */
export interface FollowContext {
  status(upid: Upid, options: CallOptions): Promise<TaskState>;
  log: ReadLog;
  clock: Clock;
  /** Whether the client logs in, and does so again when its ticket is refused. */
  renews: boolean;
  /** Fires when the client is closed, with the error to throw then. */
  closed: AbortSignal;
}

/** The lines of a log as they come, until the task has ended. */
export async function* followLog(
  upid: Upid,
  { signal, ...options }: Required<Omit<FollowOptions, 'signal'>> & { signal: AbortSignal | undefined },
  context: FollowContext,
): AsyncGenerator<LogLine, void, undefined> {
  const { closed } = context;
  const either = new AbortController();
  const end = () => either.abort();
  const leave = [signal, closed].map((one) => (one === undefined ? undefined : onAbort(one, end)));
  const check = () => {
    if (signal?.aborted === true) throw abortError(signal.reason, 'no');
    if (closed.aborted) throw closed.reason;
  };
  try {
    check();
    yield* linesOf(upid, { ...options, signal: either.signal }, context);
  } catch (error) {
    check();
    throw error;
  } finally {
    for (const undo of leave) undo?.();
  }
}

async function* linesOf(
  upid: Upid,
  { interval, patience, grace, signal }: Required<FollowOptions>,
  { status, log, clock, renews }: FollowContext,
): AsyncGenerator<LogLine, void, undefined> {
  const options = { signal };
  let last: LogLine | undefined;
  let failing: number | undefined;
  let lastError: unknown;
  for (;;) {
    try {
      // Asked before the lines are read, so that none that came between the two is missed.
      const { status: state } = await status(upid, options);
      // The last line may have been read while it was written: it is read again, and given again if it has grown.
      const range = { start: last === undefined ? 0 : last.n - 1, limit: pageSize };
      for await (const lines of readOn(log, upid, range, () => options)) {
        for (const line of lines) {
          if (line.n === last?.n && line.t === last.t) continue;
          last = line;
          yield line;
        }
      }
      failing = undefined;
      lastError = undefined;
      if (state === 'stopped') return;
    } catch (error) {
      failing ??= clock.now();
      const unknown = error instanceof NotFoundError && error.kind === 'task';
      const again = ticketRefused(error, renews) && !ticketRefused(lastError, renews);
      lastError = error;
      if (again) continue;
      if (isFinal(error) || clock.now() - failing >= (unknown ? grace : patience)) throw error;
    }
    await rest(clock, interval, signal);
  }
}

import * as z from 'zod';
import { ParamsError } from '../core/errors.js';
import { upid as upidSchema } from '../core/ids.js';
import type { Upid } from '../core/upid.js';
import { issuesOf } from '../core/validate.js';
import { type TaskResult, type WaitContext, type WaitOptions, waitForTask } from './wait.js';

/** A wait as plain data, to be stored and taken up again: by `tasks.resume`, in any process. Holds no secret. */
export interface TaskWaitState {
  /** The form of this data. */
  version: 1;
  upid: Upid;
  /** When the wait began, in milliseconds since the epoch. */
  started: number;
  /** When it gives up, in milliseconds since the epoch; null is never. */
  deadline: number | null;
  /** How many lines of the log `onProgress` was told. */
  lines: number;
}

const time = z.number().min(0).max(8_640_000_000_000_000);

const shape = z.strictObject({
  version: z.literal(1, 'a wait that this release can read is expected: version 1'),
  upid: upidSchema,
  started: time,
  deadline: time.nullable(),
  lines: z.number().int().min(0),
});

/** @throws ParamsError unless this is what `toJSON` of a wait gave. */
export function readWaitState(state: unknown): TaskWaitState {
  const parsed = shape.safeParse(state);
  if (parsed.success) return parsed.data;
  throw new ParamsError(
    issuesOf(parsed.error).map(({ path, message }) => ({
      path: path === '' ? 'state' : `state.${path}`,
      message,
    })),
  );
}

/**
 * A wait that outlives its process: `JSON.stringify` it whenever you like, and go on with `tasks.resume` of what
 * `JSON.parse` gives. Nothing is asked before `result` is called, but the time runs from the start.
 */
export class TaskWait {
  readonly upid: Upid;
  /** When it began, in milliseconds since the epoch. */
  readonly started: number;
  /** When it gives up, in milliseconds since the epoch; Infinity is never. */
  readonly deadline: number;
  readonly #context: WaitContext;
  readonly #options: WaitOptions;
  readonly #position: { started: number; lines: number };

  /** @internal */
  constructor(state: TaskWaitState, options: WaitOptions, context: WaitContext) {
    this.upid = state.upid;
    this.started = state.started;
    this.deadline = state.deadline ?? Number.POSITIVE_INFINITY;
    this.#options = options;
    this.#context = context;
    this.#position = { started: state.started, lines: state.lines };
  }

  /**
   * Waits until the task has ended, as `tasks.wait` does; it looks once at least, however late it is. May be called again, after an
   * abort for example.
   *
   * @throws TaskError if the task failed; TaskTimeoutError; AbortedError; NotFoundError if PVE does not know it, and its history does not, either.
   */
  result(options: Pick<WaitOptions, 'signal' | 'onProgress'> = {}): Promise<TaskResult> {
    const timeout = Math.max(1, this.deadline - this.started);
    return waitForTask(this.upid, { ...this.#options, ...options, timeout }, this.#context, this.#position);
  }

  /** What `tasks.resume` takes: as it is now. */
  toJSON(): TaskWaitState {
    const { upid, started, deadline } = this;
    const { lines } = this.#position;
    return { version: 1, upid, started, deadline: Number.isFinite(deadline) ? deadline : null, lines };
  }
}

import { assured, between, type Check, object, only, whole } from '../core/check.js';
import { isUpid, notUpid, type Upid } from '../core/upid.js';
import type { TaskResult, WaitOptions, WaitPosition } from './wait.js';

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

const time = between(0, 8_640_000_000_000_000);

const stateCheck = object({
  version: only<1>((value) => value === 1, 'a wait that this release can read is expected: version 1'),
  upid: only<Upid>(isUpid, notUpid),
  started: time,
  deadline: (value, wrong) => (value === null ? null : time(value, wrong)),
  lines: whole(0),
} satisfies Record<keyof TaskWaitState, Check<unknown>>);

/** @throws ParamsError unless this is what `toJSON` of a wait gave. */
export function readWaitState(state: unknown): TaskWaitState {
  return assured(stateCheck, state, 'state');
}

/** Waits for a task, from a position on. */
type WaitFor = (upid: Upid, options: WaitOptions, position: WaitPosition) => Promise<TaskResult>;

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
  readonly #wait: WaitFor;
  readonly #options: WaitOptions;
  readonly #position: WaitPosition;

  /** @internal */
  constructor(state: TaskWaitState, options: WaitOptions, wait: WaitFor) {
    this.upid = state.upid;
    this.started = state.started;
    this.deadline = state.deadline ?? Number.POSITIVE_INFINITY;
    this.#options = options;
    this.#wait = wait;
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
    return this.#wait(this.upid, { ...this.#options, ...options, timeout }, this.#position);
  }

  /** What `tasks.resume` takes: as it is now. */
  toJSON(): TaskWaitState {
    const { upid, started, deadline } = this;
    const { lines } = this.#position;
    return { version: 1, upid, started, deadline: Number.isFinite(deadline) ? deadline : null, lines };
  }
}

import type * as z from 'zod';
import { type Issue, ParamsError } from '../core/errors.js';
import type { Bound, CallOptions } from '../core/op.js';
import { isUpid, notUpid, parseUpid, type Upid } from '../core/upid.js';
import {
  assertWaitOptions,
  defaultGrace,
  defaultTimeout,
  numberIssues,
  signalIssues,
} from './call-options.js';
import type { FollowOptions } from './follow.js';
import type { Loading } from './loading.js';
import type { Settings } from './options.js';
import type { tasks as table } from './resources/tasks.js';
import { type LogLine, TaskLog } from './task-log.js';
import { readWaitState, TaskWait, type TaskWaitState } from './task-wait.js';
import type { TaskResult, WaitOptions, WaitPosition } from './wait.js';
import type { WaitAllOptions, WaitAllResult } from './wait-all.js';

/** What PVE says of a task. */
export type TaskStatus = z.infer<typeof table.status.returns>;

/** How to read a task's log. */
export interface LogOptions extends CallOptions {
  /** Go on reading until the task has ended. */
  follow?: boolean;
  /** Milliseconds between two looks while following. Default 1,000. */
  interval?: number;
}

/** Tasks: what PVE does in the background. A task is asked of the node that its UPID names. */
export class Tasks {
  /** The tasks of a node, newest finished first; by default the finished ones, 50 at most. */
  readonly list: Bound<typeof table>['list'];
  readonly #routes: Bound<typeof table>;
  readonly #loading: Loading;
  readonly #settings: Settings;

  /** @internal */
  constructor(loading: Loading, settings: Settings) {
    this.#routes = loading.bound.tasks;
    this.list = this.#routes.list;
    this.#loading = loading;
    this.#settings = settings;
  }

  /**
   * Asks once how a task is.
   * @throws NotFoundError (`task`) if PVE does not know it.
   */
  async status(upid: string, options?: CallOptions): Promise<TaskStatus> {
    return this.#routes.status(addressed(upid), options);
  }

  /**
   * Waits until a task has ended: polls at once, then after 1 s, growing to 5 s, for 10 minutes at most; all of
   * that can be set. A poll that fails (a node that restarts, a 59x) does not fail the wait. Several waits on one node
   * share their polls: with the default pauses they make 2 requests a second on average at most, however many they are.
   *
   * @throws TaskError if the task failed, with the last lines of its log; TaskTimeoutError if it goes on longer;
   *   AbortedError by the signal, after which the task goes on; NotFoundError if PVE does not know it for `grace`.
   */
  async wait(upid: string, options: WaitOptions = {}): Promise<TaskResult> {
    return this.waitSince(undefined, upid, options);
  }

  /** @internal A wait that began earlier, in milliseconds since the epoch. */
  async waitSince(started: number | undefined, upid: string, options: WaitOptions): Promise<TaskResult> {
    const target = addressed(upid).upid;
    assertWaitOptions(options);
    return this.#wait(target, options, { started: started ?? this.#settings.clock.now(), lines: 0 });
  }

  /**
   * Waits until all of these tasks have ended, and keeps what became of each: one that fails, or that PVE does not know, takes
   * nothing from the others. Options are those of `wait`, for each task; `onProgress` is told of all of them, and
   * reads a log for each at each poll.
   *
   * @throws ParamsError if a UPID is none or an option is wrong; nothing else.
   */
  async waitAll(upids: readonly string[], options: WaitAllOptions = {}): Promise<WaitAllResult> {
    if (!Array.isArray(upids))
      throw new ParamsError([{ path: 'upids', message: 'a list of UPIDs is expected' }]);
    const issues = upids.flatMap((upid, index) => (isUpid(upid) ? [] : [noUpid(`upids[${index}]`)]));
    if (issues.length > 0) throw new ParamsError(issues);
    assertWaitOptions(options);
    const position = { started: this.#settings.clock.now(), lines: 0 };
    return this.#loading.calls('taskWork', upids as readonly Upid[], options, (work, taken, given) =>
      work.waitAll(taken, given, position),
    );
  }

  /**
   * A wait that can be stored and taken up again, by another process too: `JSON.stringify(wait)`, then
   * `tasks.resume(JSON.parse(text))`. Its time begins now; `result()` waits.
   */
  track(upid: string, options: Omit<WaitOptions, 'signal' | 'onProgress'> = {}): TaskWait {
    const target = addressed(upid).upid;
    assertWaitOptions(options);
    const started = this.#settings.clock.now();
    const deadline = started + (options.timeout ?? defaultTimeout);
    const end = Number.isFinite(deadline) ? deadline : null;
    return new TaskWait({ version: 1, upid: target, started, deadline: end, lines: 0 }, options, this.#wait);
  }

  /**
   * Takes up a wait that `track` began: with its start, its deadline, and the lines that were reported. How often it
   * looks is said anew. Tasks whose log is gone by now are looked up in the node's history.
   *
   * @throws ParamsError if the state is none.
   */
  resume(
    state: TaskWaitState,
    options: Omit<WaitOptions, 'signal' | 'onProgress' | 'timeout'> = {},
  ): TaskWait {
    assertWaitOptions(options);
    return new TaskWait(readWaitState(state), options, this.#wait);
  }

  /**
   * A task's log, line by line as it comes, until the task has ended: `for await (const { t } of tasks.follow(upid))`.
   * A host that does not answer for a while is waited for; a task that has printed nothing gives nothing (PVE's
   * `no content` is no line). A line that was read before it was complete comes again, with the same `n`.
   *
   * @throws what `status` and the log throw, where it does not pass; AbortedError by the signal.
   */
  follow(upid: string, options: FollowOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    const { interval = 1_000, patience = 600_000, grace = defaultGrace, signal } = options;
    const issues = [
      ...numberIssues('interval', interval, 1),
      ...numberIssues('patience', patience, 0),
      ...numberIssues('grace', grace, 0),
      ...signalIssues(signal),
    ];
    if (issues.length > 0) throw new ParamsError(issues);
    const { upid: target } = addressed(upid);
    return this.#follow(target, { interval, patience, grace, signal });
  }

  /** A task's log: `for await (const line of log)`, `log.page()`, `log.tail(20)`. With `follow` the loop ends with the task. */
  log(upid: string, options: LogOptions = {}): TaskLog {
    const { follow = false, interval = 1_000, ...call } = options;
    const issues = numberIssues('interval', interval, 1);
    if (issues.length > 0) throw new ParamsError(issues);
    const target = addressed(upid).upid;
    return new TaskLog(
      target,
      (task, range, each) =>
        this.#loading.call('taskWork', range, each, (work, taken, given) => work.readLog(task, taken, given)),
      follow ? this.#untilStopped(target, interval, call) : undefined,
      call,
    );
  }

  /** Stops a task: SIGTERM, and SIGKILL after 5 s. It does not clean up: a lock of its guest can stay. */
  async stop(upid: string, options?: CallOptions): Promise<void> {
    return this.#routes.stop(addressed(upid), options);
  }

  readonly #wait = (upid: Upid, options: WaitOptions, position: WaitPosition): Promise<TaskResult> => {
    return this.#loading.calls('taskWork', upid, options, (work, taken, given) =>
      work.wait(taken, given, position),
    );
  };

  async *#follow(
    upid: Upid,
    options: Required<Omit<FollowOptions, 'signal'>> & { signal: AbortSignal | undefined },
  ): AsyncGenerator<LogLine, void, undefined> {
    yield* await this.#loading.calls('taskWork', upid, options, (work, taken, given) =>
      work.follow(taken, given),
    );
  }

  #untilStopped(upid: Upid, interval: number, options: CallOptions): () => Promise<boolean> {
    let more: (() => Promise<boolean>) | undefined;
    return async () => {
      more ??= await this.#loading.calls('taskWork', upid, options, (work, taken, given) =>
        work.untilStopped(taken, interval, given),
      );
      return more();
    };
  }
}

function noUpid(path: string): Issue {
  return { path, message: 'not a UPID: UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER: is expected' };
}

function addressed(upid: string): { node: string; upid: Upid } {
  if (!isUpid(upid)) throw new ParamsError([{ path: 'upid', message: notUpid }]);
  return { node: parseUpid(upid).node, upid };
}

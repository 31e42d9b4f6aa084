import type * as z from 'zod';
import { type Issue, ParamsError } from '../core/errors.js';
import { NotFoundError } from '../core/http-errors.js';
import { upid as upidSchema } from '../core/ids.js';
import { type Bound, bind, type CallOptions } from '../core/op.js';
import { isUpid, parseUpid, type Upid } from '../core/upid.js';
import { issuesOf } from '../core/validate.js';
import { abortError } from './abort.js';
import { numberIssues, signalIssues } from './call-options.js';
import { type FollowOptions, followLog } from './follow.js';
import type { Settings } from './options.js';
import { tasks as table } from './resources/tasks.js';
import type { Sender } from './send.js';
import { type LogLine, type ReadLog, type ReadPage, readPage, TaskLog } from './task-log.js';
import { readWaitState, TaskWait, type TaskWaitState } from './task-wait.js';
import {
  assertWaitOptions,
  defaultGrace,
  defaultTimeout,
  type TaskResult,
  type WaitContext,
  type WaitOptions,
  waitForTask,
} from './wait.js';
import { type WaitAllOptions, type WaitAllResult, waitForAll } from './wait-all.js';
import { pauseUntil } from './waiting/pause.js';
import { Watches } from './waiting/watches.js';

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
  readonly #sender: Sender;
  readonly #settings: Settings;
  readonly #context: WaitContext;

  /** @internal */
  constructor(sender: Sender, settings: Settings) {
    this.#routes = bind(sender.send, table);
    this.list = this.#routes.list;
    this.#sender = sender;
    this.#settings = settings;
    const { clock, random, timeouts } = settings;
    const looks = { ...looksOf(sender), clock, random, callTimeout: timeouts.call };
    const { mask, identity } = sender;
    const renews = settings.credentials.kind === 'ticket';
    this.#context = { ...looks, watches: new Watches(looks), log: this.#readLog, renews, mask, identity };
  }

  /** @internal Ends all waits, at once. */
  close(): void {
    this.#context.watches.close();
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
    return waitForTask(addressed(upid).upid, options, this.#context);
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
    const issues = upids.flatMap((upid, index) => (isUpid(upid) ? [] : [notUpid(`upids[${index}]`)]));
    if (issues.length > 0) throw new ParamsError(issues);
    assertWaitOptions(options);
    return waitForAll(upids as readonly Upid[], options, (upid, each) =>
      waitForTask(upid, each, this.#context),
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
    return new TaskWait(
      { version: 1, upid: target, started, deadline: end, lines: 0 },
      options,
      this.#context,
    );
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
    return new TaskWait(readWaitState(state), options, this.#context);
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
    const { status, log, clock, renews, watches } = this.#context;
    const times = { interval, patience, grace };
    return followLog(target, { ...times, signal }, { status, log, clock, renews, closed: watches.closed });
  }

  /** A task's log: `for await (const line of log)`, `log.page()`, `log.tail(20)`. With `follow` the loop ends with the task. */
  log(upid: string, options: LogOptions = {}): TaskLog {
    const { follow = false, interval = 1_000, ...call } = options;
    const issues = numberIssues('interval', interval, 1);
    if (issues.length > 0) throw new ParamsError(issues);
    const target = addressed(upid).upid;
    return new TaskLog(
      target,
      this.#readLog,
      follow ? this.#untilStopped(target, interval, call) : undefined,
      call,
    );
  }

  /** Stops a task: SIGTERM, and SIGKILL after 5 s. It does not clean up: a lock of its guest can stay. */
  async stop(upid: string, options?: CallOptions): Promise<void> {
    return this.#routes.stop(addressed(upid), options);
  }

  readonly #readLog: ReadLog = async (upid, { start, limit }, options): Promise<ReadPage> => {
    const params = { node: parseUpid(upid).node, upid, start, limit };
    const { data, total } = await this.#sender.counted(table.log, params, options);
    return readPage(data, total, start);
  };

  // Pauses before each look but the first. True while lines may still come.
  #untilStopped(upid: Upid, interval: number, options: CallOptions): () => Promise<boolean> {
    const { clock, watches } = this.#context;
    let since: number | undefined;
    return async () => {
      if (since !== undefined) await pauseUntil(clock, interval, [options.signal, watches.closed]);
      if (options.signal?.aborted === true) throw abortError(options.signal.reason, 'no');
      since ??= clock.now();
      try {
        return (await this.status(upid, options)).status === 'running';
      } catch (error) {
        // Right after it was accepted a task may still be unknown.
        const early =
          error instanceof NotFoundError && error.kind === 'task' && clock.now() - since < defaultGrace;
        if (early) return true;
        throw error;
      }
    };
  }
}

/** How waits ask. A look is not retried: the next one comes anyway. */
function looksOf(sender: Sender): Pick<WaitContext, 'status' | 'list'> {
  return {
    status: async (upid, options) => {
      const params = { node: parseUpid(upid).node, upid };
      return (await sender.counted(table.status, params, { ...options, retries: 0 })).data;
    },
    list: async (node, query, options) =>
      (await sender.counted(table.list, { node, ...query }, { ...options, retries: 0 })).data,
  };
}

function notUpid(path: string): Issue {
  return { path, message: 'not a UPID: UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER: is expected' };
}

function addressed(text: string): { node: string; upid: Upid } {
  const parsed = upidSchema.safeParse(text);
  if (!parsed.success)
    throw new ParamsError(issuesOf(parsed.error).map((issue) => ({ ...issue, path: 'upid' })));
  return { node: parseUpid(parsed.data).node, upid: parsed.data };
}

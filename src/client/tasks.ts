import type * as z from 'zod';
import { ParamsError } from '../core/errors.js';
import { NotFoundError } from '../core/http-errors.js';
import { upid as upidSchema } from '../core/ids.js';
import { type Bound, bind, type CallOptions } from '../core/op.js';
import { parseUpid, type Upid } from '../core/upid.js';
import { issuesOf } from '../core/validate.js';
import { numberIssues } from './call-options.js';
import { rest } from './clock.js';
import type { Settings } from './options.js';
import { tasks as table } from './resources/tasks.js';
import type { Sender } from './send.js';
import { type ReadLog, type ReadPage, readPage, TaskLog } from './task-log.js';
import { defaultGrace, type TaskResult, type WaitContext, type WaitOptions, waitForTask } from './wait.js';

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

  /** @internal */
  constructor(sender: Sender, settings: Settings) {
    this.#routes = bind(sender.send, table);
    this.list = this.#routes.list;
    this.#sender = sender;
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
   * that can be set. A poll that fails (a node that restarts, a 59x) does not fail the wait.
   *
   * @throws TaskError if the task failed, with the last lines of its log; TaskTimeoutError if it goes on longer;
   *   AbortedError by the signal, after which the task goes on; NotFoundError if PVE does not know it for `grace`.
   */
  async wait(upid: string, options: WaitOptions = {}): Promise<TaskResult> {
    return waitForTask(addressed(upid).upid, options, this.#context());
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

  #context(): WaitContext {
    return {
      // A poll is not retried: the next one comes anyway.
      status: async (upid, options) => {
        const params = { node: parseUpid(upid).node, upid };
        return (await this.#sender.counted(table.status, params, { ...options, retries: 0 })).data;
      },
      log: this.#readLog,
      mask: this.#sender.mask,
      clock: this.#settings.clock,
      random: this.#settings.random,
      callTimeout: this.#settings.timeouts.call,
      identity: this.#sender.identity,
    };
  }

  readonly #readLog: ReadLog = async (upid, { start, limit }, options): Promise<ReadPage> => {
    const params = { node: parseUpid(upid).node, upid, start, limit };
    const { data, total } = await this.#sender.counted(table.log, params, options);
    return readPage(data, total, start);
  };

  // Pauses before each look but the first. True while lines may still come.
  #untilStopped(upid: Upid, interval: number, options: CallOptions): () => Promise<boolean> {
    const { clock } = this.#settings;
    let since: number | undefined;
    return async () => {
      if (since !== undefined) await rest(clock, interval, options.signal);
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

function addressed(text: string): { node: string; upid: Upid } {
  const parsed = upidSchema.safeParse(text);
  if (!parsed.success)
    throw new ParamsError(issuesOf(parsed.error).map((issue) => ({ ...issue, path: 'upid' })));
  return { node: parseUpid(parsed.data).node, upid: parsed.data };
}

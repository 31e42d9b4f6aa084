import { NotFoundError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import { parseUpid, type Upid } from '../core/upid.js';
import { abortError } from './abort.js';
import { defaultGrace } from './call-options.js';
import { type FollowOptions, followLog } from './follow.js';
import { onTime } from './late-call.js';
import type { Settings } from './options.js';
import { tasks as table } from './resources/tasks.js';
import type { Sender } from './send.js';
import { type LogLine, type ReadLog, type ReadPage, readPage } from './task-log.js';
import {
  type TaskResult,
  type WaitContext,
  type WaitOptions,
  type WaitPosition,
  waitForTask,
} from './wait.js';
import { type WaitAllOptions, type WaitAllResult, waitForAll } from './wait-all.js';
import { pauseUntil } from './waiting/pause.js';
import { Watches } from './waiting/watches.js';

/** What waits for tasks, follows them and reads their logs: the work of `Tasks`. */
export class TaskWork {
  readonly #sender: Sender;
  readonly #settings: Settings;
  readonly #context: WaitContext;

  constructor(sender: Sender, settings: Settings) {
    this.#sender = sender;
    this.#settings = settings;
    const { clock, random, timeouts } = settings;
    const looks = { ...looksOf(sender), clock, random, callTimeout: timeouts.call };
    const { mask, identity } = sender;
    const renews = settings.credentials.kind === 'ticket';
    this.#context = { ...looks, watches: new Watches(looks), log: this.readLog, renews, mask, identity };
  }

  /** Ends all waits, at once. */
  close(): void {
    this.#context.watches.close();
  }

  wait(upid: Upid, options: WaitOptions, position: WaitPosition): Promise<TaskResult> {
    return waitForTask(upid, options, this.#context, position);
  }

  /** `position` is where each of them is. */
  waitAll(upids: readonly Upid[], options: WaitAllOptions, position: WaitPosition): Promise<WaitAllResult> {
    return waitForAll(upids, options, (upid, each) => this.wait(upid, each, { ...position }));
  }

  follow(
    upid: Upid,
    options: Required<Omit<FollowOptions, 'signal'>> & { signal: AbortSignal | undefined },
  ): AsyncGenerator<LogLine, void, undefined> {
    const { status, log, clock, renews, watches } = this.#context;
    return followLog(upid, options, { status, log, clock, renews, closed: watches.closed });
  }

  readonly readLog: ReadLog = (upid, { start, limit }, options): Promise<ReadPage> =>
    onTime(options, this.#settings, async (given) => {
      const params = { node: parseUpid(upid).node, upid, start, limit };
      const { data, total } = await this.#sender.counted(table.log, params, given);
      return readPage(data, total, start);
    });

  /** Pauses before each look but the first. True while lines may still come. */
  untilStopped(upid: Upid, interval: number, options: CallOptions): () => Promise<boolean> {
    const { clock, watches } = this.#context;
    const { node } = parseUpid(upid);
    let since: number | undefined;
    return async () => {
      if (since !== undefined) await pauseUntil(clock, interval, [options.signal, watches.closed]);
      if (options.signal?.aborted === true) throw abortError(options.signal.reason, 'no');
      since ??= clock.now();
      try {
        return (await this.#sender.send(table.status, { node, upid }, options)).status === 'running';
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

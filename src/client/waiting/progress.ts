import { ResponseShapeError } from '../../core/errors.js';
import { HttpError } from '../../core/http-errors.js';
import type { CallOptions } from '../../core/op.js';
import { ProgressReader, type WorkProgress } from '../../core/task-progress.js';
import type { Upid } from '../../core/upid.js';
import { abortError, CallDeadline } from '../abort.js';
import type { Clock } from '../clock.js';
import { withDeadline } from '../deadline.js';
import { pageSize, type ReadLog, readOn } from '../task-log.js';
import { isFinal } from './final.js';
import type { TaskState } from './task-rows.js';

/** How a task goes. `bytes` and `totalBytes` are of the disk, the guest or the file that it is at, where its log has them. */
export interface TaskProgress extends WorkProgress {
  upid: Upid;
  status: string;
  /** Milliseconds since the wait began. */
  elapsed: number;
  /** Log lines that are new since the last report. */
  lines: readonly string[];
  /** 0..100, where the worker prints one or it follows from the bytes; the latest seen. */
  percent: number | undefined;
}

/** Takes a report. */
export type TellProgress = (progress: TaskProgress) => void | Promise<void>;

/** Reads what is new in the log after each poll, and tells; `position` says how far, and goes on with it. */
export class Progress {
  readonly #upid: Upid;
  readonly #started: number;
  readonly #tell: TellProgress;
  readonly #context: { log: ReadLog; clock: Clock };
  readonly #reader = new ProgressReader();
  readonly #position: { lines: number };

  constructor(
    upid: Upid,
    started: number,
    tell: TellProgress,
    context: { log: ReadLog; clock: Clock },
    position: { lines: number },
  ) {
    this.#position = position;
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
    for (const line of lines) this.#reader.add(line);
    const report: TaskProgress = {
      upid: this.#upid,
      status: state.status,
      elapsed: this.#context.clock.now() - this.#started,
      lines,
      ...this.#reader.now,
    };
    return withDeadline(timeout(), signal, async (inner) => {
      const over = new Promise<boolean>((resolve, reject) => {
        const ended = ({ reason }: AbortSignal) =>
          reason instanceof CallDeadline ? resolve(false) : reject(abortError(reason, 'no'));
        inner.addEventListener('abort', () => ended(inner), { once: true });
      });
      over.catch(() => {});
      this.#position.lines += lines.length;
      return Promise.race([Promise.resolve(this.#tell(report)).then(() => true), over]);
    });
  }

  // All of them: a task that has just stopped may have printed more than a page since the last look.
  async #newLines(limit: () => CallOptions): Promise<string[]> {
    const found: string[] = [];
    try {
      const range = { start: this.#position.lines, limit: pageSize };
      for await (const lines of readOn(this.#context.log, this.#upid, range, limit)) {
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

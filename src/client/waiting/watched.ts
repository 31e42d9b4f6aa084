import type { CallOptions } from '../../core/op.js';
import { parseUpid, type Upid } from '../../core/upid.js';
import { abortError } from '../abort.js';
import type { Clock } from '../clock.js';
import { pauseUntil } from './pause.js';
import type { Schedule } from './schedule.js';
import type { TaskState } from './task-rows.js';

/** The options of a look. */
export interface LookOptions extends CallOptions {
  /** Milliseconds. */
  timeout: number;
}

/** What looks at the tasks of a node. */
export interface Lookout {
  readonly clock: Clock;
  /** Fires when the client is closed. */
  readonly closed: AbortSignal;
  look(watched: Watched, options: LookOptions): Promise<TaskState>;
  mayReadLog(): boolean;
  leave(watched: Watched): void;
}

/** One wait, as the watch of its node sees it. */
export class Watched {
  readonly upid: Upid;
  /** Seconds since the epoch, by the clock of the node. */
  readonly starttime: number;
  /** How much faster than by default it looks, as a divisor: 1 is not faster. */
  readonly scale: number;
  /** How the task ended, as soon as anybody knows. */
  end: TaskState | undefined;
  /** Whether the last list had it among the running ones. */
  listed = false;
  /** Resolves when its end is known. */
  readonly ended: Promise<void>;
  /** When its own status was last read, in milliseconds since the epoch. */
  verified: number;
  readonly #node: Lookout;
  readonly #schedule: Schedule;
  readonly #reports: boolean;
  /** When it looks next by itself; undefined while it looks. */
  #due: number | undefined;
  #wake: (() => void) | undefined;
  #tellEnd: () => void = () => {};

  constructor(node: Lookout, upid: Upid, schedule: Schedule, facts: { reports: boolean; scale: number }) {
    this.upid = upid;
    this.starttime = parseUpid(upid).starttime;
    this.scale = facts.scale;
    this.verified = node.clock.now();
    this.#node = node;
    this.#schedule = schedule;
    this.#reports = facts.reports;
    this.ended = new Promise((resolve) => {
      this.#tellEnd = resolve;
    });
  }

  /** Asks how the task is now. */
  look(options: LookOptions): Promise<TaskState> {
    return this.#node.look(this, options);
  }

  /** Pauses until its next look, for `left` milliseconds at most; ends early when the end of the task is known. */
  async rest(left: number, signal: AbortSignal | undefined): Promise<void> {
    const { clock, closed } = this.#node;
    const until = clock.now() + left;
    let due = clock.now() + this.#schedule.afterOwn();
    this.#due = due;
    try {
      while (this.end === undefined) {
        const ms = Math.min(due, until) - clock.now();
        if (ms <= 0) return;
        await pauseUntil(clock, ms, [signal, closed], (wake) => {
          this.#wake = wake;
        });
        this.#wake = undefined;
        if (signal?.aborted === true) throw abortError(signal.reason, 'no');
        if (closed.aborted) throw closed.reason;
        if (due === this.#due) return;
        due = this.#due;
      }
    } finally {
      this.#due = undefined;
    }
  }

  /** Its task was seen to run, in a list that another wait asked for too: its own look may be later. */
  postpone(): void {
    // One that reports keeps its own rhythm: a look is a report.
    if (this.#reports || this.#due === undefined) return;
    const now = this.#node.clock.now();
    this.#due = Math.max(this.#due, now + this.#schedule.afterShared(now));
  }

  /** The end of its task is known. */
  settle(end: TaskState): void {
    this.end ??= end;
    this.#tellEnd();
    this.#wake?.();
  }

  /** Waits no longer. */
  leave(): void {
    this.#node.leave(this);
  }

  /** Whether the log of its failure may be read; not where many others have just failed, too. */
  mayReadLog(): boolean {
    return this.#node.mayReadLog();
  }
}

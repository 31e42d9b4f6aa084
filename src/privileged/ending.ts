import { Family, isAlive, type Process } from './process-table.js';
import type { Finished } from './runner.js';
import type { Timers } from './timers.js';

/** Milliseconds between looks at who is left. */
const interval = 50;

/** Milliseconds that the kernel gets to end what got SIGKILL. What hangs in a disk that does not answer takes longer. */
const patience = 2_000;

/** How a process that was started is ended. */
export interface EndingOptions {
  /** Of the process, which leads a group and a session of its own. */
  readonly pid: number;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly grace: number;
  readonly timers: Timers;
  /**
   * `all`: this process may send signals to all of it. `first`: to the first one only, which is sudo: it passes SIGTERM on to `timeout`,
   * and that ends the group of the command with SIGTERM and SIGKILL. SIGKILL for sudo itself would leave the command alone.
   */
  readonly reach: 'all' | 'first';
}

/** Ends a process with all that it has started, and tells when that is over. */
export class Ending {
  /** Why it was asked for. */
  why: Finished['ended'];
  /** Settles when nothing of it is left, or nothing more can be done; gives who is left. */
  readonly over: Promise<readonly number[]>;
  readonly #options: EndingOptions;
  readonly #family: Family;
  #settle: (left: readonly number[]) => void = () => {};
  #stop: () => void = () => {};
  /** Who got SIGKILL by itself, once that is what everybody gets. */
  #killed: Set<number> | undefined;

  constructor(options: EndingOptions) {
    this.#options = options;
    this.#family = new Family(options.pid);
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Ends it; a second call changes nothing. */
  begin(why: NonNullable<Finished['ended']>): void {
    if (this.why !== undefined) return;
    this.why = why;
    // Before the first signal: who is orphaned by it is not found any more.
    this.#family.living();
    send(-this.#options.pid, 'SIGTERM');
    const { timers, grace, reach } = this.#options;
    const since = timers.now();
    if (reach === 'all') this.#wait(since + grace, () => this.#kill());
    else this.#wait(since + grace + patience, (left) => this.#settle(left.map(({ pid }) => pid)));
  }

  /** No look at it is due any more. */
  stop(): void {
    this.#stop();
  }

  #kill(): void {
    send(-this.#options.pid, 'SIGKILL');
    this.#killed = new Set();
    this.#wait(this.#options.timers.now() + patience, (left) => this.#settle(left.map(({ pid }) => pid)));
  }

  /** Looks until nobody is left, or the time is over. */
  #wait(until: number, then: (left: readonly Process[]) => void): void {
    const left = this.#family.living('recently');
    if (left.length === 0 && this.#family.living().length === 0) {
      this.#settle([]);
      return;
    }
    // Also who was started since, and is found only now.
    for (const each of this.#killed === undefined ? [] : left) {
      if (this.#killed?.has(each.pid) === true || !isAlive(each)) continue;
      this.#killed?.add(each.pid);
      send(each.pid, 'SIGKILL');
    }
    const { timers } = this.#options;
    const rest = until - timers.now();
    if (rest <= 0) {
      then(left);
      return;
    }
    this.#stop = timers.after(Math.min(interval, rest), () => this.#wait(until, then));
  }
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, or is another user's: then it stays, and is told of.
  }
}

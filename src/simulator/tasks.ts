import { formatUpid, type Upid } from '../core/upid.js';
import { type SimulatorClock, seconds } from './clock.js';
import { taskText } from './errors.js';
import type { Random } from './random.js';

/**
 * What a task does, as a generator: each `yield` is a number of milliseconds that pass before it goes on. Returning
 * is `TASK OK`, throwing is `TASK ERROR`.
 */
export type Work = Generator<number, void, void>;

/** What a worker can say while it works. */
export interface TaskOutput {
  line(text: string): void;
  /** A line with `WARN:` in front; a task with warnings ends as `WARNINGS: n`. */
  warn(text: string): void;
}

/** Thrown into a worker that is stopped. What it lets escape becomes the task's end. */
export class Interrupted extends Error {
  constructor(text = 'received interrupt') {
    super(text);
    this.name = 'Interrupted';
  }
}

/** Ends a task without its closing line, which PVE reads as `unexpected status`. */
export class Vanished extends Error {
  constructor() {
    super('unexpected status');
    this.name = 'Vanished';
  }
}

/** One task, running while it has no `endtime`. */
export interface Task {
  readonly upid: Upid;
  readonly node: string;
  readonly pid: number;
  readonly pstart: number;
  readonly starttime: number;
  readonly type: string;
  readonly id: string;
  /** `user@realm`, or `user@realm!token`: whoever started it. */
  readonly owner: string;
  readonly lines: string[];
  endtime?: number;
  exitstatus?: string;
}

/** The tasks of a node that have ended, and what the next ones go on from. */
export interface TasksState {
  readonly finished: readonly Task[];
  readonly pid: number;
  readonly boot: number;
}

/** Time between the fork of a worker and its first deed: a task that was just started has no output yet. */
const forkDelay = 60;

let stepping: Task | undefined;

/** The task whose worker is at work at this moment. */
export function currentTask(): Task | undefined {
  return stepping;
}

/** The workers of the node: runs them on the clock and remembers how they ended. */
export class Tasks {
  readonly #clock: SimulatorClock;
  readonly #random: Random;
  readonly #node: string;
  readonly #cancels = new Map<Task, () => void>();
  /** When the node booted, in milliseconds since the epoch. */
  boot: number;
  readonly #stops = new Map<Task, (reason: Error) => void>();
  readonly #endings = new Map<Task, (() => void)[]>();
  readonly #readers = new Map<Task, (line: string) => void>();
  readonly #running: Task[] = [];
  /** Newest end first. */
  readonly #finished: Task[] = [];
  #pid = 1200;

  constructor(node: string, boot: number, clock: SimulatorClock, random: Random) {
    this.#node = node;
    this.boot = boot;
    this.#clock = clock;
    this.#random = random;
  }

  /** Running ones, newest first. */
  get running(): readonly Task[] {
    return this.#running;
  }

  /** Ended ones, the newest end first. */
  get finished(): readonly Task[] {
    return this.#finished;
  }

  find(upid: string): Task | undefined {
    return [...this.#running, ...this.#finished].find((task) => task.upid === upid);
  }

  /** Forks a worker. */
  start(owner: string, type: string, id: string | number, work: (output: TaskOutput) => Work): Task {
    const task = this.#create(owner, type, String(id), this.#clock.now());
    let warnings = 0;
    const say = (text: string): void => {
      task.lines.push(text);
      this.#readers.get(task)?.(text);
    };
    const worker = work({
      line: say,
      warn: (text) => {
        warnings += 1;
        for (const line of `WARN: ${text}`.split('\n')) say(line);
      },
    });
    this.#running.unshift(task);
    const step = (advance: () => IteratorResult<number, void>): void => {
      const before = stepping;
      stepping = task;
      try {
        const { done, value } = advance();
        if (done === true) this.#end(task, warnings === 0 ? 'OK' : `WARNINGS: ${warnings}`);
        else wait(value);
      } catch (error) {
        this.#end(task, error instanceof Vanished ? undefined : taskText(error).replaceAll('\n', ' '), true);
      } finally {
        stepping = before;
      }
    };
    const wait = (ms: number): void => {
      const cancel = this.#clock.after(ms, () => step(() => worker.next()));
      this.#cancels.set(task, cancel);
      this.#stops.set(task, (reason) => {
        cancel();
        step(() => {
          const { done } = worker.throw(reason);
          // One that goes on regardless is killed.
          if (done !== true) throw new Vanished();
          return { done: true, value: undefined };
        });
      });
    };
    wait(forkDelay);
    return task;
  }

  /** Ends a task as `DELETE …/tasks/{upid}` does, or for another reason. One that has ended stays as it is. */
  stop(task: Task, reason: Error = new Interrupted()): void {
    this.#stops.get(task)?.(reason);
  }

  /** Ends a task as the end of its process does: it cleans up nothing, and leaves no last line. */
  kill(task: Task): void {
    if (task.endtime !== undefined) return;
    this.#cancels.get(task)?.();
    this.#end(task, undefined);
  }

  /** What there is once nothing runs. */
  get state(): TasksState {
    return { finished: [...this.#finished], pid: this.#pid, boot: this.boot };
  }

  /** Drops what runs, as if it had never begun. */
  set state({ finished, pid, boot }: TasksState) {
    for (const cancel of this.#cancels.values()) cancel();
    for (const map of [this.#cancels, this.#stops, this.#endings, this.#readers]) map.clear();
    this.#running.length = 0;
    this.#finished.splice(0, this.#finished.length, ...finished);
    this.#pid = pid;
    this.boot = boot;
  }

  /** Resolves when the task has ended. */
  ended(task: Task): Promise<void> {
    if (task.endtime !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#endings.set(task, [...(this.#endings.get(task) ?? []), resolve]);
    });
  }

  /**
   * Tells of each line as the worker says it, the closing one left out: what the terminal shows that a task was
   * started from. What `reader` throws meets the worker, as a broken pipe does: with `Vanished` it dies at once.
   */
  follow(task: Task, reader: (line: string) => void): void {
    if (task.endtime === undefined) this.#readers.set(task, reader);
  }

  /** Puts a task of the past into the archive. */
  record(past: {
    owner: string;
    type: string;
    id: string;
    started: number;
    took: number;
    lines: string[];
  }): void {
    const task = this.#create(past.owner, past.type, past.id, past.started);
    task.lines.push(...past.lines, 'TASK OK');
    task.exitstatus = 'OK';
    task.endtime = Math.floor((past.started + past.took) / 1000);
    this.#finished.unshift(task);
  }

  /** Adds a task that ended elsewhere, or before there was this node. */
  archive(task: Task): void {
    this.#finished.unshift(task);
  }

  #create(owner: string, type: string, id: string, now: number): Task {
    this.#pid += this.#random.between(2, 40);
    const parts = {
      node: this.#node,
      pid: this.#pid,
      pstart: Math.max(0, Math.floor((now - this.boot) / 10)),
      starttime: Math.floor(now / 1000),
      type,
      id,
    };
    return { ...parts, upid: formatUpid({ ...parts, user: owner }), owner, lines: [] };
  }

  #end(task: Task, status: string | undefined, failed = false): void {
    if (status !== undefined) task.lines.push(closingLine(status, failed));
    task.exitstatus = status ?? 'unexpected status';
    task.endtime = seconds(this.#clock);
    this.#stops.delete(task);
    this.#cancels.delete(task);
    this.#readers.delete(task);
    this.#running.splice(this.#running.indexOf(task), 1);
    this.#finished.unshift(task);
    for (const resolve of this.#endings.get(task) ?? []) resolve();
    this.#endings.delete(task);
  }
}

function closingLine(status: string, failed: boolean): string {
  return failed ? `TASK ERROR: ${status}` : `TASK ${status}`;
}

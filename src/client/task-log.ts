import { ParamsError } from '../core/errors.js';
import type { CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';

/** A line of a task's log. */
export interface LogLine {
  /** Its number, from 1. */
  n: number;
  /** Its text. Progress lines may hold carriage returns. */
  t: string;
}

/** A part of a task's log. */
export interface LogPage {
  lines: readonly LogLine[];
  /** How many lines there are in all, so far. */
  total: number;
  /** False where PVE has no log of this task (any more). */
  found: boolean;
}

/** A page as it was read. */
export interface ReadPage extends LogPage {
  /** Whether PVE told the total. Without it, `total` is what has been seen. */
  counted: boolean;
}

/** Reads lines `start` (from 0) and on, at most `limit`. */
export type ReadLog = (
  upid: Upid,
  range: { start: number; limit: number },
  options?: CallOptions,
) => Promise<ReadPage>;

/** How many lines are read at once. */
export const pageSize = 500;

/**
 * What an answer of the log route means. PVE has no empty log: a task that has printed nothing yet reads as one
 * line `no content`, and one without a log as one line that says so, both with status 200 (pve-common src/PVE/Tools.pm).
 */
export function readPage(lines: readonly LogLine[], total: number | undefined, start: number): ReadPage {
  const only = lines.length === 1 && (total ?? 1) === 1 ? lines[0] : undefined;
  if (only?.n === 1 && only.t === 'no content') return { lines: [], total: 0, found: true, counted: true };
  if (only?.n === 1 && /^unable to open file - /.test(only.t))
    return { lines: [], total: 0, found: false, counted: true };
  return { lines, total: total ?? start + lines.length, found: true, counted: total !== undefined };
}

/**
 * Reads from line `start` (from 0) to the end, page by page. The end is where the total says, or an empty page: a
 * page that is shorter than was asked for is none, something in between may have its own limit.
 */
export async function* readOn(
  read: ReadLog,
  upid: Upid,
  range: { start: number; limit: number },
  options: () => CallOptions | undefined,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  for (let { start } = range; ; ) {
    const { lines, total, counted } = await read(upid, { start, limit: range.limit }, options());
    if (lines.length === 0) return;
    start += lines.length;
    yield lines;
    if (counted && start >= total) return;
  }
}

/** The **last** `n` lines, oldest first. */
export async function readTail(
  read: ReadLog,
  upid: Upid,
  n: number,
  options?: CallOptions,
): Promise<readonly LogLine[]> {
  if (!Number.isSafeInteger(n))
    throw new ParamsError([{ path: 'n', message: 'a whole number of lines is expected' }]);
  if (n <= 0) return [];
  // Most logs are short: asked for as many as are wanted, one answer is all.
  const { lines, total, counted } = await read(upid, { start: 0, limit: n }, options);
  if (lines.length === 0 || (counted && total <= lines.length)) return lines.slice(-n);
  // Where nobody knows how many there are, the last ones are found by reading them all.
  const range = counted ? { start: Math.max(0, total - n), limit: n } : { start: 0, limit: pageSize };
  let last: readonly LogLine[] = [];
  for await (const page of readOn(read, upid, range, () => options)) last = [...last, ...page].slice(-n);
  return last;
}

/** A task's log: pages, the last lines, or line by line with `for await`. */
export class TaskLog implements AsyncIterable<LogLine> {
  readonly upid: Upid;
  readonly #read: ReadLog;
  readonly #more: (() => Promise<boolean>) | undefined;
  readonly #options: CallOptions;

  /** @internal `more` waits a while and tells whether lines may still come. */
  constructor(upid: Upid, read: ReadLog, more: (() => Promise<boolean>) | undefined, options: CallOptions) {
    this.upid = upid;
    this.#read = read;
    this.#more = more;
    this.#options = options;
  }

  /** Lines `start` (from 0, default 0) and on, at most `limit` (default 500). */
  async page({ start = 0, limit = pageSize }: { start?: number; limit?: number } = {}): Promise<LogPage> {
    const { lines, total, found } = await this.#read(this.upid, { start, limit }, this.#options);
    return { lines, total, found };
  }

  /** The **last** `n` lines, oldest first. */
  tail(n: number): Promise<readonly LogLine[]> {
    return readTail(this.#read, this.upid, n, this.#options);
  }

  /** Every line once, in order; with `follow`, until the task has ended. */
  async *[Symbol.asyncIterator](): AsyncIterator<LogLine> {
    let seen = 0;
    for (;;) {
      // Asked before the lines are read, so that none that came between the two is missed.
      const more = this.#more === undefined ? false : await this.#more();
      const range = { start: seen, limit: pageSize };
      for await (const lines of readOn(this.#read, this.upid, range, () => this.#options)) {
        yield* lines;
        seen += lines.length;
      }
      if (!more) return;
    }
  }
}

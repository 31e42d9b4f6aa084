/** How much goes into a log. */
export interface LogLimits {
  /** Lines of one message in a minute. */
  same: number;
  /** Lines of all messages together in a minute. */
  all: number;
}

/** Lines that were left out. */
export interface LeftOut<T> {
  count: number;
  /** The first line of that message, or undefined where all messages together were too many. */
  first: T | undefined;
}

interface Span<T> {
  until: number;
  count: number;
  first: T | undefined;
}

/** Milliseconds. */
const minute = 60_000;
/** Messages that are counted one by one. */
const most = 500;

/**
 * Lets a message through so many times a minute, and counts what it keeps back. A message is known by its text without what differs from
 * line to line: numbers, ids, and what stands in quotes.
 */
export class LogLimit<T> {
  readonly #limits: LogLimits;
  readonly #told: (left: LeftOut<T>) => void;
  /** By what the messages have in common. */
  readonly #same = new Map<string, Span<T>>();
  #all: Span<T> | undefined;

  constructor(limits: LogLimits, told: (left: LeftOut<T>) => void) {
    this.#limits = limits;
    this.#told = told;
  }

  /** True where the line is to be written. `now` in milliseconds of a clock that does not jump. */
  admit(text: string, line: T, now: number): boolean {
    this.sweep(now);
    const same = this.#sameAs(templateOf(text), line, now);
    same.count += 1;
    if (same.count > this.#limits.same) return false;
    this.#all ??= { until: now + minute, count: 0, first: undefined };
    this.#all.count += 1;
    return this.#all.count <= this.#limits.all;
  }

  /** Tells of what was left out in the minutes that are over. */
  sweep(now: number): void {
    for (const [template, span] of this.#same) if (span.until <= now) this.#end(template, span);
    if (this.#all !== undefined && this.#all.until <= now) this.#endAll(this.#all);
  }

  /** When there is something to tell of; undefined where nothing was left out. */
  get due(): number | undefined {
    const late = [...this.#same.values()].filter(({ count }) => count > this.#limits.same);
    if (this.#all !== undefined && this.#all.count > this.#limits.all) late.push(this.#all);
    return late.length === 0 ? undefined : Math.min(...late.map(({ until }) => until));
  }

  /** Tells of all that was left out. */
  end(): void {
    for (const [template, span] of this.#same) this.#end(template, span);
    if (this.#all !== undefined) this.#endAll(this.#all);
  }

  #sameAs(template: string, first: T, now: number): Span<T> {
    const known = this.#same.get(template);
    if (known !== undefined) return known;
    const [oldest] = this.#same;
    if (oldest !== undefined && this.#same.size >= most) this.#end(...oldest);
    const span = { until: now + minute, count: 0, first };
    this.#same.set(template, span);
    return span;
  }

  #end(template: string, { count, first }: Span<T>): void {
    this.#same.delete(template);
    if (count > this.#limits.same) this.#told({ count: count - this.#limits.same, first });
  }

  #endAll({ count }: Span<T>): void {
    this.#all = undefined;
    if (count > this.#limits.all) this.#told({ count: count - this.#limits.all, first: undefined });
  }
}

function templateOf(text: string): string {
  return text.replace(/"[^"]*"|`[^`]*`|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d+/gi, '#');
}

import { type Line, linesOf, seal, unseal } from './sealed-line.js';

/** The version of the format, in the first line of a journal. */
const version = 1;
const digits = 32;

/** A record that was read: its number, and what it holds. */
export interface JournalRecord {
  n: number;
  data: unknown;
}

/** Bytes that are no record that could be believed. */
export interface Damage {
  offset: number;
  length: number;
  /** Its bytes are not those that were written, its number was there before, or a first line stands in the middle. */
  why: 'changed' | 'repeated' | 'misplaced';
}

/** Records that are missing: those after number `after`, up to that before `before`, or an unknown count at the end. */
export interface Gap {
  after: number;
  before: number | undefined;
}

/** What is in a journal. */
export interface Scan {
  /** Records and gaps in the order of the file. */
  items: ({ record: JournalRecord } | { gap: Gap })[];
  damaged: Damage[];
  /** What a write that never ended left at the end: no `append` has resolved for it. Where it does not look like that, a gap tells so. */
  torn: { offset: number; length: number } | undefined;
  /** Where the last thing ends that is to stay. */
  end: number;
  /** The last thing that is to stay has its newline. */
  closed: boolean;
  /** The number of the last record, lost ones counted. */
  last: number;
  /** The format is that of another release. */
  foreign: boolean;
}

/** @param json the record as JSON, in one line */
export function recordLine(n: number, json: string): Buffer {
  return seal(`{"n":${n},"d":${json}}`, 'c', digits).line;
}

/** The first line: records follow from number `base` + 1. */
export function headerLine(base: number): Buffer {
  return seal(`{"felhom":"journal","version":${version},"base":${base}}`, 'c', digits).line;
}

/** The end of a record and what was its newline; the next record follows, or nothing. */
const seam = /,"c":"[0-9a-f]{32}"\}.(?=\{"n":\d+,"d":|$)/gs;

/** Reads the bytes of a journal. Believes whole lines alone, goes on behind broken ones, and tells of everything else. */
export function scanJournal(bytes: Buffer): Scan {
  const reader = new Reader();
  for (const line of linesOf(bytes)) reader.line(bytes, line);
  return reader.end(bytes.length);
}

class Reader {
  readonly #scan: Scan = {
    items: [],
    damaged: [],
    torn: undefined,
    end: 0,
    closed: true,
    last: 0,
    foreign: false,
  };
  #first = true;
  /** Broken lines since the last record: each may have held one. */
  #broken = 0;

  line(bytes: Buffer, { start, end, whole }: Line): void {
    let from = start;
    for (const cut of [...this.#seams(bytes, start, end), end]) {
      // Only what is whole from the begin of a line on: the text of a record may hold what looks like another.
      if (cut <= from) continue;
      if (!this.#take(bytes.subarray(from, cut), from)) continue;
      this.#scan.end = cut === end && whole ? end + 1 : cut;
      this.#scan.closed = cut === end && whole;
      from = cut + 1;
    }
    if (from < end && whole) this.#damage(from, end, 'changed');
    if (from < end && !whole && !this.#isBegun(bytes.subarray(from, end))) this.#broken += 1;
  }

  end(size: number): Scan {
    const scan = this.#scan;
    if (size > scan.end) scan.torn = { offset: scan.end, length: size - scan.end };
    if (this.#broken > 0) {
      scan.items.push({ gap: { after: scan.last, before: undefined } });
      scan.last += this.#broken;
    }
    return scan;
  }

  /** A write that never ended leaves the begin of the next record. Anything else may be all that is left of records that were there. */
  #isBegun(bytes: Buffer): boolean {
    const begin = this.#first ? '{"felhom":"journal",' : `{"n":${this.#scan.last + 1},"d":`;
    const there = bytes.toString('latin1', 0, begin.length);
    if (!begin.startsWith(there) || bytes.some((byte) => byte < 32)) return false;
    try {
      // A character may be cut in two.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  }

  /** Where a newline was changed inside a line, as a bit that flips does. */
  *#seams(bytes: Buffer, start: number, end: number): Generator<number> {
    if (unseal(bytes.subarray(start, end), 'c', digits) !== undefined) return;
    for (const match of bytes.toString('latin1', start, end).matchAll(seam)) {
      yield start + match.index + match[0].length - 1;
    }
  }

  #take(line: Buffer, offset: number): boolean {
    const value = unseal(line, 'c', digits)?.value;
    if (value === undefined) return false;
    const n = value['n'];
    if (value['felhom'] === 'journal') this.#header(value, offset, line.length);
    else if (typeof n === 'number') this.#record(n, value['d'], offset, line.length);
    else return false;
    this.#first = false;
    return true;
  }

  #header(value: Record<string, unknown>, offset: number, length: number): void {
    if (!this.#first) {
      this.#damage(offset, offset + length, 'misplaced', false);
      return;
    }
    this.#scan.foreign = value['version'] !== version;
    this.#scan.last = Number(value['base']);
  }

  #record(n: number, data: unknown, offset: number, length: number): void {
    const scan = this.#scan;
    if (n <= scan.last) {
      this.#damage(offset, offset + length, 'repeated', false);
      return;
    }
    if (n > scan.last + 1) scan.items.push({ gap: { after: scan.last, before: n } });
    scan.items.push({ record: { n, data } });
    scan.last = n;
    // A broken line between two records in sequence never was one.
    this.#broken = 0;
  }

  #damage(start: number, end: number, why: Damage['why'], mayBeRecord = true): void {
    this.#scan.damaged.push({ offset: start, length: end - start, why });
    this.#scan.end = end + 1;
    this.#scan.closed = true;
    this.#first = false;
    if (mayBeRecord) this.#broken += 1;
  }
}

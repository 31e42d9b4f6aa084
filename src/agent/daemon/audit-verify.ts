import { readFile } from 'node:fs/promises';
import { readAnchor } from './audit-anchor.js';
import { type AuditHead, type AuditLine, isKnownVersion, readAuditLine } from './audit-lines.js';
import { StateError } from './errors.js';
import { type Line, linesOf } from './sealed-line.js';

/**
 * What is wrong with a line: its bytes were `changed`; the one before it was `replaced` by another; records before it were `removed`; it
 * stands in the wrong place (`moved`) or a second time; a file begins without its first line (`headless`); the log ends before the record that the
 * anchor names (`truncated`), or has another one there (`rewritten`).
 */
export type AuditBreak =
  | 'changed'
  | 'replaced'
  | 'removed'
  | 'moved'
  | 'headless'
  | 'truncated'
  | 'rewritten';

/** What became of an audit log. */
export interface AuditVerdict {
  ok: boolean;
  records: number;
  /** The number of the first record; those before it are in files that were not given. */
  first: number | undefined;
  last: AuditHead | undefined;
  /** The first place where the chain is broken. */
  broken: { file: string; line: number; n: number | undefined; why: AuditBreak } | undefined;
  /** Bytes at the end that a write left which never ended. */
  torn: number;
  /** How far the log had come, as the anchor has it. */
  anchor: AuditHead | undefined;
}

/**
 * Follows the chain through the files of an audit log, in the order of their records. Without an anchor, nothing tells whether records are
 * missing at the end.
 *
 * @throws StateError for a file that cannot be read, an anchor that says nothing, or a file of another release
 */
export async function verifyAudit(
  paths: readonly string[],
  options: { anchor?: string | undefined } = {},
): Promise<AuditVerdict> {
  const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await read(path) })));
  const { anchor } = options;
  return verifyChain(files, anchor === undefined ? undefined : { path: anchor, bytes: await read(anchor) });
}

interface NamedBytes {
  path: string;
  bytes: Buffer;
}

/** The same for bytes. */
export function verifyChain(files: readonly NamedBytes[], anchor?: NamedBytes): AuditVerdict {
  const head = anchor && readAnchor(anchor.bytes);
  if (anchor !== undefined && head === undefined)
    throw new StateError(anchor.path, 'is no anchor of an audit log, or no byte of it can be believed');
  const check = new ChainCheck(head);
  const sorted = [...files].sort((one, other) => firstOf(one.bytes) - firstOf(other.bytes));
  for (const [index, { path, bytes }] of sorted.entries())
    check.file(path, bytes, index === sorted.length - 1);
  return check.end();
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new StateError(
      path,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      {
        cause: error,
      },
    );
  }
}

function firstOf(bytes: Buffer): number {
  const first = parts(bytes)[0]?.read;
  if (first === undefined) return Number.POSITIVE_INFINITY;
  return first.kind === 'header' ? first.first : first.n;
}

function parts(bytes: Buffer): (Line & { read: AuditLine | undefined })[] {
  return linesOf(bytes).map((line) => ({
    ...line,
    read: readAuditLine(bytes.subarray(line.start, line.end)),
  }));
}

class ChainCheck {
  readonly #anchor: AuditHead | undefined;
  #records = 0;
  #first: number | undefined;
  #last: AuditHead | undefined;
  #broken: AuditVerdict['broken'];
  #torn = 0;
  #anchored: string | undefined;
  #path = '';

  constructor(anchor: AuditHead | undefined) {
    this.#anchor = anchor;
  }

  file(path: string, bytes: Buffer, isLast: boolean): void {
    this.#path = path;
    const lines = parts(bytes);
    const numbers = new Set(lines.flatMap(({ read }) => (read?.kind === 'record' ? [read.n] : [])));
    let end = 0;
    for (const [index, { read, whole, end: stop }] of lines.entries()) {
      if (read === undefined && !whole && isLast) break;
      end = whole ? stop + 1 : stop;
      if (read === undefined) this.#break(index + 1, undefined, 'changed');
      else if (read.kind === 'header') this.#header(read, index);
      else this.#record(read, index, numbers);
    }
    this.#torn += bytes.length - end;
  }

  end(): AuditVerdict {
    const anchor = this.#anchor;
    if (anchor !== undefined && anchor.n > 0) {
      if ((this.#last?.n ?? 0) < anchor.n) this.#break(0, anchor.n, 'truncated');
      else if (this.#anchored !== anchor.hash) this.#break(0, anchor.n, 'rewritten');
    }
    return {
      ok: this.#broken === undefined,
      records: this.#records,
      first: this.#first,
      last: this.#last,
      broken: this.#broken,
      torn: this.#torn,
      anchor,
    };
  }

  #header({ version, first, prev }: AuditLine & { kind: 'header' }, index: number): void {
    if (!isKnownVersion(version)) throw new StateError(this.#path, 'was written by another release');
    if (index > 0) this.#break(index + 1, undefined, 'moved');
    else if (this.#last === undefined) this.#last = { n: first - 1, hash: prev };
    else this.#follows(index, first, prev, new Set());
  }

  #record(
    { n, prev, hash }: AuditLine & { kind: 'record' },
    index: number,
    numbers: ReadonlySet<number>,
  ): void {
    if (index === 0) this.#break(1, n, 'headless');
    this.#follows(index, n, prev, numbers);
    this.#records += 1;
    this.#first ??= n;
    this.#last = { n, hash };
    if (n === this.#anchor?.n) this.#anchored = hash;
  }

  #follows(index: number, n: number, prev: string, numbers: ReadonlySet<number>): void {
    const before = this.#last;
    if (before === undefined) return;
    const missing = before.n + 1;
    if (n === missing && prev !== before.hash) this.#break(index + 1, n, 'replaced');
    if (n > missing) this.#break(index + 1, missing, numbers.has(missing) ? 'moved' : 'removed');
    if (n < missing) this.#break(index + 1, n, 'moved');
  }

  #break(line: number, n: number | undefined, why: AuditBreak): void {
    this.#broken ??= { file: this.#path, line, n, why };
  }
}

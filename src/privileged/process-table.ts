import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process. A number alone may belong to another one later; with the time of its start it does not. */
export interface Process {
  readonly pid: number;
  /** Clock ticks since the host's boot (proc(5), field 22 of `stat`). */
  readonly start: string;
}

interface Row extends Process {
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Where its output goes; undefined until somebody asks. */
  outputs?: readonly (string | undefined)[];
}

/** Milliseconds that a look at all processes is good for where it need not be the latest one. */
const goodFor = 40;
let last: { at: number; rows: readonly Row[] } | undefined;

/**
 * The processes that came from one that was started with a session of its own: those that descend from it, that are in a group or session
 * of it or of a descendant, and that hold its output open. Ended ones that nobody has collected are left out.
 *
 * What forked twice, made a session of its own and closed the output (a daemon, as it means to be) cannot be told from others any more.
 */
export class Family {
  readonly #root: number;
  readonly #outputs: ReadonlySet<string>;
  /** Everyone who was ever seen: their parents may have ended since, and nothing else leads to them. */
  readonly #seen = new Map<number, string>();

  /** Is made right after the start: before the program can have put something else in the place of its output. */
  constructor(root: number) {
    this.#root = root;
    const start = rowOf(String(root))?.start;
    if (start !== undefined) this.#seen.set(root, start);
    const links = [1, 2].flatMap((fd) => linkOf(`/proc/${root}/fd/${fd}`) ?? []);
    // Anything else, such as /dev/null, is everybody's.
    this.#outputs = new Set(links.filter((link) => /^(?:socket|pipe):/.test(link)));
  }

  /** Who of it lives now; `recently`, if a look that another family has just had will do: many that are ended at once share theirs. */
  living(when: 'now' | 'recently' = 'now'): Process[] {
    const rows = when === 'now' ? table() : recentTable();
    const mine = new Set<number>();
    for (const row of rows)
      if (this.#seen.get(row.pid) === row.start || this.#holdsOutput(row)) mine.add(row.pid);
    // The number of a group or session is nobody else's while it has members, also if its first process has ended.
    const groups = new Set([this.#root]);
    for (let before = -1; before !== mine.size + groups.size; ) {
      before = mine.size + groups.size;
      for (const row of rows) {
        const related = mine.has(row.parent) || groups.has(row.group) || groups.has(row.session);
        if (!mine.has(row.pid) && !related) continue;
        mine.add(row.pid);
        // 0 is of those whose group is outside of this container.
        for (const number of [row.group, row.session]) if (number !== 0) groups.add(number);
      }
    }
    const found = rows.filter(({ pid }) => mine.has(pid) && pid !== process.pid);
    for (const { pid, start } of found) this.#seen.set(pid, start);
    return found.map(({ pid, start }) => ({ pid, start }));
  }

  // Names of sockets and pipes have numbers that no other one has at the time.
  #holdsOutput(row: Row): boolean {
    const { pid } = row;
    if (pid === process.pid || this.#outputs.size === 0) return false;
    row.outputs ??= [1, 2].map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
    return row.outputs.some((link) => this.#outputs.has(link ?? ''));
  }
}

/** True while it lives, and is not another process of the same number. */
export function isAlive({ pid, start }: Process): boolean {
  return rowOf(String(pid))?.start === start;
}

function table(): readonly Row[] {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => rowOf(name) ?? []);
  last = { at: performance.now(), rows };
  return rows;
}

function recentTable(): readonly Row[] {
  return last !== undefined && performance.now() - last.at < goodFor ? last.rows : table();
}

function rowOf(pid: string): Row | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
  // The name before it may hold anything, parentheses too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = 'X', parent, group, session] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return {
    pid: Number(pid),
    start: fields[19] ?? '',
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
  };
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

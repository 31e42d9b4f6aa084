import type { CommandEntry, CommandRecord } from './command-records.js';

type Told = Exclude<CommandRecord, { t: 'entry' } | { t: 'damage' }>;

/** A command and the number of the record that brought it where it is. */
interface Kept {
  entry: CommandEntry;
  n: number;
}

/**
 * What all records together say. It believes them in any order and with any of them missing: what is left is never less careful than
 * what was lost.
 */
export class CommandState {
  readonly #kept = new Map<string, Kept>();
  /** Gaps whose time is known. */
  readonly #dated = new Set<number>();
  #doubtBefore = Number.NEGATIVE_INFINITY;

  /** An unknown command that was issued before this may have run: the records that would tell are lost. */
  get doubtBefore(): number {
    return this.#doubtBefore;
  }

  get(id: string): CommandEntry | undefined {
    return this.#kept.get(id)?.entry;
  }

  /** In the order in which they came to their phase. */
  entries(phase?: CommandEntry['phase']): CommandEntry[] {
    return [...this.#kept.values()]
      .filter(({ entry }) => phase === undefined || entry.phase === phase)
      .sort((one, other) => one.n - other.n)
      .map(({ entry }) => entry);
  }

  /** The number of the record that brought a command to its phase. */
  placeOf(id: string): number {
    return this.#kept.get(id)?.n ?? 0;
  }

  apply(record: CommandRecord, n: number): void {
    if (record.t === 'damage') {
      for (const after of record.after) this.#dated.add(after);
      this.#doubtBefore = Math.max(this.#doubtBefore, record.before);
    } else if (record.t === 'entry') {
      this.#kept.set(record.entry.id, { entry: record.entry, n });
    } else {
      const before = this.get(record.id);
      // The first bytes of an id are the ones that count.
      if (before !== undefined && before.digest !== record.digest) return;
      const entry = next(before, record);
      if (entry !== undefined) this.#kept.set(record.id, { entry, n });
    }
  }

  /** Records are missing here. Everything that was waiting may have been started by one of them. */
  gap(): void {
    for (const { entry } of this.#kept.values()) if (entry.phase === 'accepted') entry.uncertain = true;
  }

  /** No record gives a time for the gap behind this number. */
  isNew(after: number): boolean {
    return !this.#dated.has(after);
  }

  /** Forgets what was acknowledged and expired before this time, and tells how many. */
  forget(before: number): number {
    const old = this.entries('acked').filter(({ expiresAt }) => expiresAt < before);
    for (const { id } of old) this.#kept.delete(id);
    return old.length;
  }

  /** Records that say the same. */
  snapshot(): CommandRecord[] {
    const entries = this.entries().map((entry) => ({ t: 'entry' as const, entry }));
    if (this.#doubtBefore === Number.NEGATIVE_INFINITY) return entries;
    return [{ t: 'damage', after: [], before: this.#doubtBefore }, ...entries];
  }
}

const order = { accepted: 0, started: 1, finished: 2, acked: 3 } as const;
const phases = {
  accepted: 'accepted',
  started: 'started',
  noted: 'started',
  finished: 'finished',
  acked: 'acked',
} as const;

/** A command after a record; undefined if the record changes nothing. Nothing leads back to an earlier phase. */
function next(before: CommandEntry | undefined, record: Told): CommandEntry | undefined {
  const phase = phases[record.t];
  const { id, digest, expiresAt } = record;
  const known = before ?? { id, digest, expiresAt, phase, uncertain: false };
  const again = before !== undefined && order[phase] <= order[before.phase];
  // A note goes with the phase that it finds.
  if (again && !(record.t === 'noted' && before.phase === 'started')) return undefined;
  if (record.t === 'accepted')
    return {
      ...known,
      uncertain: record.uncertain === true,
      receivedAt: record.receivedAt,
      ...defined({ bytes: record.bytes }),
    };
  if (record.t === 'started')
    return {
      ...known,
      phase,
      uncertain: false,
      startedAt: record.at,
      resume: record.resume,
      ...defined({ probe: record.probe }),
    };
  if (record.t === 'noted')
    return { ...known, phase, uncertain: false, ...defined({ upid: record.upid, probe: record.probe }) };
  // From here on, nothing of how it was done is needed any more.
  const { bytes, probe, ...rest } = known;
  if (record.t === 'finished')
    return {
      ...rest,
      phase,
      uncertain: false,
      finishedAt: record.at,
      result: record.result,
      resultDigest: record.resultDigest,
    };
  const { value, error, ...result } = rest.result ?? {};
  return {
    ...rest,
    phase,
    uncertain: false,
    ackedAt: record.at,
    resultDigest: record.resultDigest,
    ...('outcome' in result ? { result: { ...result, outcome: result.outcome } } : {}),
  };
}

function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

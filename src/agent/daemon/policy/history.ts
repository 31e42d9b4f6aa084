import * as z from 'zod';
import { type FileLayer, realFiles } from '../file-layer.js';
import { Journal, type JournalReport } from '../journal.js';
import type { History } from './evaluate.js';

const week = 7 * 24 * 3_600_000;
/** Length of the file from which on it is written anew. */
const compactBytes = 256 << 10;

const record = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Risk that runs without an approval. */
  points: z.number(),
  /** Groups whose spacing begins anew. */
  groups: z.array(z.string()),
});
type Run = z.infer<typeof record>;

/** Records were found to be missing at this time. */
const loss = z.strictObject({ lost: z.number() });

/**
 * What has run, as far as the policy asks: on disk before the effect, and kept over restarts. Where the file has lost something, anything
 * may have run: all risk counts as spent, and every group as just used, until a week has passed or its own time.
 */
export class PolicyHistory {
  readonly #journal: Journal;
  readonly #now: () => number;
  #runs: Run[];
  /** When records were found to be missing. */
  #lost: number | undefined;

  private constructor(journal: Journal, runs: Run[], lost: number | undefined, now: () => number) {
    this.#journal = journal;
    this.#runs = runs;
    this.#lost = lost;
    this.#now = now;
  }

  /** @throws StateError as {@link Journal.open} */
  static async open(options: {
    path: string;
    /** Milliseconds since 1970, never behind the last signed time of the hub. */
    now: () => number;
    files?: FileLayer;
  }): Promise<{ history: PolicyHistory; report: JournalReport & { missing: boolean } }> {
    const { path, now, files = realFiles } = options;
    const limits = { capBytes: 4 << 20, reserveBytes: 0, recordBytes: 16 << 10 };
    const { journal, items, report } = await Journal.open(path, limits, files);
    const runs: Run[] = [];
    let lost: number | undefined;
    let missing = false;
    for (const item of items) {
      const data = 'gap' in item ? undefined : item.record.data;
      const run = record.safeParse(data);
      const known = loss.safeParse(data);
      if (run.success) runs.push(run.data);
      else if (known.success) lost = known.data.lost;
      else missing = true;
    }
    const history = new PolicyHistory(journal, runs, missing ? now() : lost, now);
    // A file written anew has no gap: the loss is a record of it from then on. Without room it is found again by the next start.
    if (missing) await history.#compact().catch(() => undefined);
    return { history, report: { ...report, missing } };
  }

  /** What the policy is asked with, for these groups. */
  view(groups: readonly string[]): History {
    const lost = this.#lost;
    const doubt = lost === undefined ? [] : groups.map((group) => ({ at: lost, group }));
    return {
      spent: [
        ...this.#runs.map(({ at, points }) => ({ at, points })),
        ...(lost === undefined ? [] : [{ at: lost, points: Number.MAX_SAFE_INTEGER }]),
      ],
      runs: [...this.#runs.flatMap(({ at, groups }) => groups.map((group) => ({ at, group }))), ...doubt],
    };
  }

  /**
   * Counts a run from this moment on, and resolves when that is on the disk. What cannot be written still counts in this process.
   *
   * @throws JournalFullError, StateError: it must not run then
   */
  async add(points: number, groups: readonly string[]): Promise<void> {
    if (points === 0 && groups.length === 0) return;
    const run = { at: this.#now(), points, groups: [...groups] };
    this.#runs.push(run);
    await this.#journal.append(run, 'work');
    if (this.#journal.size > compactBytes) await this.#compact();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #compact(): Promise<void> {
    await this.#journal.compact(() => {
      const since = this.#now() - week;
      this.#runs = this.#runs.filter(({ at }) => at > since);
      if (this.#lost !== undefined && this.#lost <= since) this.#lost = undefined;
      return this.#lost === undefined ? this.#runs : [{ lost: this.#lost }, ...this.#runs];
    });
  }
}

import { isPveError, ParamsError } from '../../core/errors.js';
import { isUpid } from '../../core/upid.js';
import type { Worth } from './append-file.js';
import { type CommandEntry, type CommandRecord, commandId } from './command-records.js';
import type { CommandState } from './command-state.js';
import type {
  Acceptance,
  CommandStoreOptions,
  IncomingCommand,
  Recovery,
  Running,
  StartPlan,
} from './command-types.js';
import { CommandPhaseError, JournalFullError } from './errors.js';
import { realFiles } from './file-layer.js';
import { Journal, type JournalReport } from './journal.js';
import { holdsSecret, maskParts, plainJson } from './masking.js';
import { recoveryOf, replay } from './recovery.js';
import { sha256 } from './sealed-line.js';
import { type CommandResult, pageOf, type ResultPage, storedResultOf } from './stored-result.js';
import { Turns } from './turns.js';

const hour = 3_600_000;
/** What a command may write beside its result. */
const noteBytes = 8192;

/** Commands, each done once. Every method resolves when what it says is on the disk, and not before. */
export class CommandStore {
  readonly #journal: Journal;
  readonly #state: CommandState;
  readonly #options: CommandStoreOptions;
  readonly #turns = new Turns();
  /** Bytes that are not kept, of commands that came in since the start. */
  readonly #held = new Map<string, Uint8Array>();
  /** Started by this process, also those whose record is on its way. */
  readonly #live = new Set<string>();
  /** Results that had no room. */
  readonly #unsaved = new Map<string, CommandResult>();
  /** Length of the journal after it was compacted last. */
  #compacted = 0;
  /** Ids that are in the journal and forgotten. */
  #forgotten = 0;

  private constructor(journal: Journal, state: CommandState, options: CommandStoreOptions) {
    this.#journal = journal;
    this.#state = state;
    this.#options = options;
  }

  /** @throws StateError as {@link Journal.open} */
  static async open(
    options: CommandStoreOptions,
  ): Promise<{ store: CommandStore; report: JournalReport & { unreadable: number; missing: boolean } }> {
    const { path, files = realFiles, now, skewMs = hour / 6 } = options;
    const { journal, items, report } = await Journal.open(path, options, files);
    const { state, fresh, unreadable } = replay(items);
    if (fresh.length > 0) {
      const record: CommandRecord = { t: 'damage', after: fresh, before: now() + skewMs };
      // Without room it is known to this process alone, and found again by the next.
      state.apply(record, 0);
      await journal.append(record, 'result').catch(() => undefined);
    }
    const store = new CommandStore(journal, state, options);
    return { store, report: { ...report, unreadable, missing: fresh.length > 0 } };
  }

  /** Keeps a command that came in. @throws JournalFullError when there is no room for new work */
  async accept(command: IncomingCommand): Promise<Acceptance> {
    const { id, issuedAt, expiresAt, withhold = false } = command;
    if (!commandId.safeParse(id).success)
      throw new ParamsError([{ path: 'id', message: 'up to 128 letters, digits and `._:-` are expected' }]);
    const bytes = Buffer.from(command.bytes);
    const digest = sha256(bytes);
    return this.#turns.take(id, async () => {
      const known = this.#state.get(id);
      if (known !== undefined && known.digest !== digest) return { kind: 'conflict', entry: known };
      if (known !== undefined) {
        if (known.phase === 'accepted' && known.bytes === undefined) this.#held.set(id, bytes);
        return { kind: 'known', entry: known };
      }
      const doubtful = issuedAt < this.#state.doubtBefore;
      const secret = withhold || holdsSecret(bytes.toString('utf8'), this.#options.mask);
      await this.#work({
        t: 'accepted',
        id,
        digest,
        expiresAt,
        receivedAt: this.#options.now(),
        ...(secret ? {} : { bytes: bytes.toString('base64') }),
        ...(doubtful ? { uncertain: true } : {}),
      });
      if (secret) this.#held.set(id, bytes);
      return { kind: doubtful ? 'doubtful' : 'accepted', entry: this.#known(id) };
    });
  }

  /** The bytes of a command that has not ended; undefined where they were not kept and have not come again. */
  bytesOf(id: string): Buffer | undefined {
    const held = this.#held.get(id);
    const { bytes } = this.#state.get(id) ?? {};
    if (held !== undefined) return Buffer.from(held);
    return bytes === undefined ? undefined : Buffer.from(bytes, 'base64');
  }

  /**
   * Starts a command: only once this has resolved may anything be done for it. {@link CommandStore.run} is harder to use wrongly.
   *
   * @throws CommandPhaseError for a command that was started before, or may have been
   * @throws JournalFullError when there is no room for it and for its result
   */
  start(id: string, plan: StartPlan): Promise<void> {
    return this.#turns.take(id, async () => {
      const { phase, uncertain } = this.#known(id);
      if (phase !== 'accepted') throw new CommandPhaseError(id, `is ${phase}, and cannot start`);
      if (uncertain) throw new CommandPhaseError(id, 'may have been started before, and cannot start');
      const claim = this.#resultBytes + noteBytes;
      const left = new Set([...this.#live, ...this.#state.entries('started').map((entry) => entry.id)]);
      if ((left.size + 1) * claim > this.#journal.reserveBytes)
        throw new JournalFullError(this.#options.path, 'reserve');
      this.#live.add(id);
      try {
        const { resume, probe } = plan;
        const at = this.#options.now();
        await this.#work({ t: 'started', ...this.#name(id), at, resume, ...this.#probe(probe) });
      } catch (error) {
        this.#live.delete(id);
        throw error;
      }
    });
  }

  /** Keeps what leads to the end of a command that runs. @throws ParamsError for what is no UPID */
  async note(id: string, facts: { upid?: string; probe?: unknown }): Promise<void> {
    const { upid, probe } = facts;
    if (upid !== undefined && !isUpid(upid)) throw new ParamsError([{ path: 'upid', message: 'not a UPID' }]);
    return this.#turns.take(id, async () => {
      const { phase } = this.#known(id);
      if (phase !== 'started') throw new CommandPhaseError(id, `is ${phase}: only what runs is noted`);
      const record = { t: 'noted' as const, ...this.#name(id), ...this.#probe(probe) };
      await this.#write(upid === undefined ? record : { ...record, upid }, 'result');
    });
  }

  /**
   * Keeps how a command ended. The first result counts; the same again changes nothing. What is too long leaves its outcome.
   *
   * @throws JournalFullError when even the reserve is used up; the result stays in memory, and {@link CommandStore.flush} tries again
   * @throws CommandPhaseError for a success of a command that never started
   */
  finish(id: string, result: CommandResult): Promise<CommandEntry> {
    return this.#turns.take(id, async () => {
      const known = this.#known(id);
      if (known.phase === 'finished' || known.phase === 'acked') return known;
      const { outcome } = result;
      if (known.phase === 'accepted' && !known.uncertain && (outcome === 'succeeded' || outcome === 'failed'))
        throw new CommandPhaseError(id, `never started, and cannot have ${outcome}`);
      const stored = storedResultOf(result, this.#options.mask, this.#resultBytes - 1024);
      const resultDigest = sha256(JSON.stringify(stored));
      const at = this.#options.now();
      this.#unsaved.set(id, result);
      await this.#write({ t: 'finished', ...this.#name(id), at, result: stored, resultDigest }, 'result');
      this.#unsaved.delete(id);
      this.#live.delete(id);
      this.#held.delete(id);
      return this.#known(id);
    });
  }

  /** Tries again to keep the results that had no room, and tells how many are left. */
  async flush(): Promise<number> {
    for (const [id, result] of this.#unsaved) await this.finish(id, result).catch(() => undefined);
    return this.#unsaved.size;
  }

  /**
   * Starts a command, does it, and keeps what came of it. `effect` is called once the start is on the disk. An effect that throws says nothing
   * about what it has done: the outcome is `unknown`.
   */
  async run(
    id: string,
    plan: StartPlan,
    effect: (running: Running) => Promise<CommandResult>,
  ): Promise<CommandEntry> {
    await this.start(id, plan);
    let result: CommandResult;
    try {
      result = await effect({ note: (facts) => this.note(id, facts) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      result = { outcome: 'unknown', error: { code: isPveError(error) ? error.code : name, message } };
    }
    return this.finish(id, result);
  }

  /** An acknowledgement by the hub. False, and without effect, where it is about another result, or about none. */
  ack(id: string, resultDigest: string): Promise<boolean> {
    return this.#turns.take(id, async () => {
      const known = this.#state.get(id);
      if (known === undefined || known.resultDigest !== resultDigest) return false;
      if (known.phase === 'finished')
        await this.#write({ t: 'acked', ...this.#name(id), at: this.#options.now(), resultDigest }, 'plain');
      return true;
    });
  }

  /** Forgets acknowledged ids that expired long ago, and compacts the journal when that is worth it. Gives how many it forgot. */
  async expire(): Promise<number> {
    const { now, tombstoneMs = 25 * hour, compactBytes = 8 << 20 } = this.#options;
    const count = this.#state.forget(now() - tombstoneMs);
    this.#forgotten += count;
    if (this.#journal.size > Math.max(compactBytes, 2 * this.#compacted)) await this.compact();
    return count;
  }

  /** Writes the journal anew, without what is no longer needed. @throws JournalFullError without room; nothing has changed then */
  async compact(): Promise<void> {
    const runs = this.#live.size + this.#state.entries('started').length + this.#unsaved.size;
    await this.#journal.compact(() => this.#state.snapshot(), runs === 0);
    this.#compacted = this.#journal.size;
    this.#forgotten = 0;
  }

  get(id: string): CommandEntry | undefined {
    return this.#state.get(id);
  }

  /** All commands that are not forgotten, in the order in which they came to their phase. */
  list(phase?: CommandEntry['phase']): CommandEntry[] {
    return this.#state.entries(phase);
  }

  /** Results that wait for their acknowledgement, the oldest first: at most 500 of them and 1 MiB. */
  page(limits: { after?: number | undefined; count?: number; bytes?: number } = {}): ResultPage {
    const { after = 0, count = 500, bytes = 1 << 20 } = limits;
    const waiting = this.#state
      .entries('finished')
      .map((entry) => ({ entry, place: this.#state.placeOf(entry.id) }))
      .filter(({ place }) => place > after);
    return pageOf(waiting, { count, bytes });
  }

  /** What is neither running nor at its end. */
  recovery(): Recovery {
    return recoveryOf(this.#state, this.#live, (id) => this.bytesOf(id) !== undefined);
  }

  /** Bytes of the journal. */
  get size(): number {
    return this.#journal.size;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  get #resultBytes(): number {
    return this.#options.resultBytes ?? 128 << 10;
  }

  #known(id: string): CommandEntry {
    const entry = this.#state.get(id);
    if (entry === undefined) throw new CommandPhaseError(id, 'is not known');
    return entry;
  }

  #name(id: string): Pick<CommandEntry, 'id' | 'digest' | 'expiresAt'> {
    const { digest, expiresAt } = this.#known(id);
    return { id, digest, expiresAt };
  }

  #probe(probe: unknown): { probe?: unknown } {
    return probe === undefined ? {} : { probe: maskParts(plainJson(probe), this.#options.mask) };
  }

  #write(record: CommandRecord, worth: Worth): Promise<void> {
    return this.#journal.append(record, worth, (n) => this.#state.apply(record, n));
  }

  /** New work. A journal at its cap may be shorter after a compaction. */
  async #work(record: CommandRecord): Promise<void> {
    try {
      await this.#write(record, 'work');
    } catch (error) {
      const full = error instanceof JournalFullError && error.why === 'cap';
      const worthIt = this.#forgotten > 0 || this.#journal.size > 1.25 * this.#compacted;
      if (!full || !worthIt) throw error;
      await this.compact();
      await this.#write(record, 'work');
    }
  }
}

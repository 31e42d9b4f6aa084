import type { CallOptions } from '../../core/op.js';
import type { Clock } from '../clock.js';
import { withDeadline } from '../deadline.js';
import { race } from '../race.js';
import { refusesLists } from './final.js';
import { Pace, sharedRate } from './pace.js';
import { pauseUntil } from './pause.js';
import type { PollTeller } from './poll-events.js';
import { type ListTasks, stateOf, type TaskRow, type TaskState, wholeList } from './task-rows.js';
import type { LookOptions, Lookout, Watched } from './watched.js';

/** What looking at the tasks of a node needs. */
export interface WatchContext {
  status(upid: Watched['upid'], options: CallOptions): Promise<TaskState>;
  list: ListTasks;
  clock: Clock;
  random: () => number;
  /** The call time limit of the client, in milliseconds. */
  callTimeout: number;
}

/** The shortest time between two lists, in milliseconds. */
const gap = 500;
/** A task that only lists have shown to run for so long is asked for by itself, one in `patrolGap`; milliseconds. */
const staleAfter = 60_000;
const patrolGap = 5_000;
/** So many logs of failures are read in any case, once: who waits for a few tasks gets the log of each that fails. */
const logsAtLeast = 20;

const running: TaskState = { status: 'running' };

/**
 * The waits on the tasks of one node. One alone asks for the status of its task. Several share a list of the running
 * tasks; it answers all of them, whoever asked. Tasks that are not in it any more are looked up in one list of the ended ones.
 */
export class NodeWatch implements Lookout {
  readonly clock: Clock;
  /** Fires when the client is closed. */
  readonly closed: AbortSignal;
  readonly #node: string;
  readonly #context: WatchContext;
  readonly #tell: PollTeller;
  readonly #watched = new Set<Watched>();
  readonly #pace: Pace;
  readonly #empty = new AbortController();
  readonly #onEmpty: () => void;
  #shares = true;
  #scale = 1;
  /** The list that is about to be asked for: who wants to know joins it. */
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  /** The list that was asked for, and the waits that it is for. */
  #under: { asked: ReadonlySet<Watched>; reading: Promise<void> } | undefined;
  #sent = Number.NEGATIVE_INFINITY;
  #patrolled = Number.NEGATIVE_INFINITY;
  #turns: Promise<void> = Promise.resolve();
  #logs = logsAtLeast;

  constructor(
    node: string,
    context: WatchContext,
    facts: { closed: AbortSignal; tell: PollTeller; onEmpty: () => void },
  ) {
    this.clock = context.clock;
    this.closed = facts.closed;
    this.#node = node;
    this.#context = context;
    this.#tell = facts.tell;
    this.#onEmpty = facts.onEmpty;
    this.#pace = new Pace(context.clock);
  }

  join(watched: Watched): void {
    this.#watched.add(watched);
    this.#rescale();
  }

  leave(watched: Watched): void {
    this.#watched.delete(watched);
    this.#rescale();
    if (this.#watched.size > 0) return;
    this.#empty.abort('nobody waits');
    this.#onEmpty();
  }

  /** How a task is now, by a look that begins now or later. */
  async look(watched: Watched, options: LookOptions): Promise<TaskState> {
    // Waits that begin in the same turn are several from the first look on.
    await Promise.resolve();
    if (watched.end !== undefined) return watched.end;
    if (!this.#sharing) return this.#status(watched, options);
    return withDeadline(options.timeout, options.signal, (signal) =>
      race(this.#shared(watched, signal), signal),
    );
  }

  /** Whether a log may be read now. It cannot wait: the end of the task is to be told now. */
  mayReadLog(): boolean {
    if (!this.#sharing) return true;
    if (this.#pace.delay(2) === 0) this.#pace.take();
    else if (this.#logs > 0) this.#logs -= 1;
    else return false;
    return true;
  }

  get #sharing(): boolean {
    return this.#shares && this.#watched.size > 1;
  }

  // The rate is for the default pauses; who asks for shorter ones means it.
  #rescale(): void {
    this.#scale = 1;
    for (const { scale } of this.#watched) this.#scale = Math.min(this.#scale, scale);
    this.#pace.rate = sharedRate / this.#scale;
  }

  async #shared(watched: Watched, signal: AbortSignal): Promise<TaskState> {
    // One that is under way and will tell of this task will do: it is a look that this wait makes a little early.
    if (this.#under?.asked.has(watched) === true) await this.#under.reading;
    else {
      this.#next ??= this.#round();
      await this.#next;
    }
    if (watched.end !== undefined) return watched.end;
    if (watched.listed) return running;
    if (this.#shares) {
      // Not shown, and not among the ended ones either: it is asked for when a request is free. Lists go on meanwhile.
      const turn = this.#turn(() => signal.aborted || watched.end !== undefined);
      await Promise.race([turn, watched.ended]);
      if (watched.end !== undefined) return watched.end;
    }
    return this.#status(watched, { signal });
  }

  async #status(watched: Watched, options: CallOptions): Promise<TaskState> {
    const facts = { node: this.#node, kind: 'status', upid: watched.upid } as const;
    const state = await this.#tell(
      { ...facts, waits: 1 },
      () => this.#context.status(watched.upid, options),
      (found) => (found.status === 'stopped' ? 1 : 0),
    );
    watched.verified = this.clock.now();
    if (state.status === 'stopped') watched.settle(state);
    return state;
  }

  // Never more than one at a time, and not too soon after the one before.
  async #round(): Promise<void> {
    await this.#last;
    const ms = Math.max(this.#pace.delay(1), this.#sent + gap * this.#scale - this.clock.now());
    if (ms > 0) await this.#sleep(ms);
    // From here on it is too late to join: what was asked before an end does not tell of it.
    this.#next = undefined;
    const asked = [...this.#watched].filter(({ end }) => end === undefined);
    const reading = this.#read(asked);
    const under = { asked: new Set(asked), reading };
    this.#under = under;
    this.#last = reading
      .catch(() => {})
      .then(() => {
        if (this.#under === under) this.#under = undefined;
      });
    return reading;
  }

  async #read(asked: readonly Watched[]): Promise<void> {
    if (asked.length === 0) return;
    this.#sent = this.clock.now();
    this.#pace.take();
    let rows: Map<string, TaskRow>;
    try {
      rows = await this.#list('active', asked);
    } catch (error) {
      if (!refusesLists(error)) throw error;
      this.#shares = false;
      for (const watched of asked) watched.listed = false;
      return;
    }
    const gone = asked.filter((watched) => !judge(watched, rows.get(watched.upid)));
    await this.#findEnds(gone);
    void this.#patrol(asked);
  }

  /** Finds out about tasks that are not among the running ones; where that fails, they are asked for one by one. */
  async #findEnds(gone: readonly Watched[]): Promise<void> {
    const [only] = gone;
    if (only === undefined) return;
    this.#pace.take();
    try {
      if (gone.length === 1) return void (await this.#status(only, this.#limits()));
      const rows = await this.#list('archive', gone);
      for (const watched of gone) judge(watched, rows.get(watched.upid), 'stopped');
    } catch {
      // Each of them looks for itself next, and meets the same if it lasts.
    }
  }

  // A list can be behind: after a restart of PVE's daemons until its next round of statistics, 10 s as a rule.
  async #patrol(asked: readonly Watched[]): Promise<void> {
    const now = this.clock.now();
    if (now - this.#patrolled < patrolGap || this.#pace.delay(2) > 0) return;
    let oldest: Watched | undefined;
    for (const watched of asked)
      if (watched.listed && watched.verified < (oldest?.verified ?? now - staleAfter)) oldest = watched;
    if (oldest === undefined) return;
    this.#patrolled = now;
    this.#pace.take();
    await this.#status(oldest, this.#limits()).catch(() => {});
  }

  async #list(source: 'active' | 'archive', asked: readonly Watched[]): Promise<Map<string, TaskRow>> {
    let since = Number.POSITIVE_INFINITY;
    let until = 0;
    for (const { starttime } of asked) {
      since = Math.min(since, starttime);
      until = Math.max(until, starttime);
    }
    const query = { source, since, until, limit: wholeList };
    const kind = source === 'active' ? 'list' : 'history';
    const found = await this.#tell(
      { node: this.#node, kind, waits: asked.length },
      async () => {
        const rows = await this.#context.list(this.#node, query, this.#limits());
        return new Map(rows.map((row) => [row.upid, row]));
      },
      (rows) => asked.filter(({ upid }) => stateOf(rows.get(upid))?.status === 'stopped').length,
    );
    return found;
  }

  #limits(): CallOptions {
    return { timeout: this.#context.callTimeout, signal: this.#empty.signal };
  }

  /** Waits until a request is free. `skip` tells that it is not wanted any more. */
  #turn(skip: () => boolean): Promise<void> {
    const turn = this.#turns.then(async () => {
      const ms = skip() ? 0 : this.#pace.delay(2);
      if (ms > 0) await this.#sleep(ms);
      if (!skip()) this.#pace.take();
    });
    this.#turns = turn.catch(() => {});
    return turn;
  }

  async #sleep(ms: number): Promise<void> {
    await pauseUntil(this.clock, ms, [this.closed, this.#empty.signal]);
    if (this.closed.aborted) throw this.closed.reason;
  }
}

/** Takes over what a row says of a task. False where it says nothing. */
function judge(watched: Watched, row: TaskRow | undefined, only?: 'stopped'): boolean {
  const state = stateOf(row);
  if (only === undefined) watched.listed = state?.status === 'running';
  if (state?.status === 'stopped') watched.settle(state);
  else if (only === undefined && state !== undefined) watched.postpone();
  return state !== undefined;
}

import { bindAction } from '../actions/registry.js';
import type { Outcome } from '../command-records.js';
import type { ApprovalRequest, SignedApproval } from '../protocol/approval.js';
import type { Authentic } from '../protocol/command.js';
import type { CommandResult } from '../stored-result.js';
import { Approvals } from './approvals.js';
import { AuditTrail } from './audit-trail.js';
import { cancelled, refused } from './carry.js';
import { cleanResult } from './clean.js';
import { type EndReason, type Job, jobOf } from './job.js';
import { Judge, type Rules } from './judge.js';
import { readKept } from './kept.js';
import { Leftovers } from './leftovers.js';
import type { DispatcherOptions } from './options.js';
import { Starter } from './starter.js';
import { Works } from './works.js';

/**
 * Does commands, each once, in their order, one at a time on each thing, if the policy and the people whom it names allow it, and not
 * otherwise.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #approvals: Approvals;
  readonly #judge: Judge;
  readonly #trail: AuditTrail;
  readonly #stop = new AbortController();
  readonly #leftovers: Leftovers;
  readonly #starter: Starter;
  readonly #works: Works;
  readonly #bind: typeof bindAction;
  #halted = false;

  constructor(options: DispatcherOptions) {
    const { agent, epoch, clock, history, audit, store, place, secrets } = options;
    this.#options = options;
    this.#approvals = new Approvals({ agent, epoch }, () => clock.elapsed());
    this.#judge = new Judge(history, clock);
    this.#works = new Works((error) => {
      options.log.error('the state folder fails', { error: String(error) });
    });
    const trail = new AuditTrail(audit, agent, () => clock.now());
    this.#trail = trail;
    this.#bind = options.bind ?? bindAction;
    const clean = (result: CommandResult) => this.#cleaned(result);
    this.#starter = new Starter(options, {
      approvals: this.#approvals,
      judge: this.#judge,
      trail,
      stop: this.#stop.signal,
      clean,
      refuse: (job, result) => this.#refuse(job, result),
      told: (job, outcome, duration) => this.#told(job, outcome, duration),
      unsaved: (job, error) => {
        this.#unsaved(job, error);
        this.#jobs.delete(job.id);
        this.#release(job.id);
      },
    });
    this.#leftovers = new Leftovers({ store, place, secrets, bind: this.#bind, trail, clean });
  }

  /** Takes up what an earlier run has left. */
  recover(): void {
    const { runnable, toConclude } = this.#options.store.recovery();
    for (const { entry } of toConclude) this.#conclude(entry.id);
    for (const { id } of runnable) this.#works.add(this.#enqueue(id));
  }

  /** The rules from now on. Waiting commands are judged by them, too. */
  setRules(rules: Rules): void {
    this.#judge.rules = rules;
    this.#pump();
  }

  /** Keeps a command that came in; when this has resolved, it is on disk. @throws JournalFullError, StateError */
  async take({ command, bytes, digest }: Authentic): Promise<'received' | 'acked' | 'id-conflict'> {
    const { store, secrets } = this.#options;
    const bound = this.#bind(command.action, command.version, command.params);
    if (!('reason' in bound)) secrets.add(command.id, bound.action.secrets(bound.params));
    const { kind, entry } = await store.accept({
      id: command.id,
      bytes,
      issuedAt: command.iat * 1_000,
      expiresAt: command.exp * 1_000,
      // Where a secret is in them is known by the parameters only.
      withhold: 'reason' in bound,
    });
    if (kind === 'conflict') {
      await this.#trail.decided(command, digest, { decision: 'refuse', reason: 'id-conflict' });
      this.#release(command.id);
      return 'id-conflict';
    }
    if (kind === 'doubtful') this.#conclude(command.id);
    else if (entry.phase === 'accepted' && !entry.uncertain) await this.#enqueue(command.id);
    this.#release(command.id);
    return entry.phase === 'acked' ? 'acked' : 'received';
  }

  /** Takes an approval whose signature is right. */
  async approve(given: SignedApproval): Promise<void> {
    const taken = this.#approvals.take(given);
    const { id } = given.approval;
    if (taken.kind === 'void') this.#options.log.warn('an approval does not count', { id, why: taken.why });
    const job = this.#jobs.get(id);
    if (taken.kind === 'rejected' && job?.state === 'waiting')
      await this.#refuse(job, refused('rejected', `rejected by ${taken.by.join(' and ')}`), taken.by);
    this.#pump();
  }

  /** Does not begin these, and ends those that run. */
  cancel(ids: readonly string[]): void {
    for (const id of ids) this.#end(id, 'cancelled');
  }

  /** Takes no work any more, gives up what waits, and ends what runs, also what an earlier run has left. */
  halt(): void {
    this.#halted = true;
    this.#leftovers.endAll('halted');
    for (const id of this.#jobs.keys()) this.#end(id, 'halted');
    for (const id of this.#waitingForBytes()) this.#end(id, 'halted');
  }

  /** Takes work again. */
  resume(): void {
    this.#halted = false;
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** Everything that is to be done or being done. */
  jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** What an earlier run has begun, and what becomes of it is not found out yet. */
  leftovers(): { id: string; action: string; startedAt: number }[] {
    const { store } = this.#options;
    return this.#leftovers.all.map((left) => ({ ...left, startedAt: store.get(left.id)?.startedAt ?? 0 }));
  }

  /** What the hub is to have approved. */
  requests(): ApprovalRequest[] {
    return this.#approvals.requests();
  }

  /** Looks again at what waits: to be called every second while something does. */
  tick(): void {
    this.#pump();
  }

  /**
   * Begins nothing more, and waits for what runs. What is not done after `grace` milliseconds is told to end; tasks of Proxmox VE go on, and
   * are concluded by the next start.
   */
  async close(grace: number): Promise<void> {
    const reason: EndReason = 'stopped';
    this.#stop.abort(reason);
    this.#leftovers.endAll(reason);
    const late = setTimeout(() => {
      for (const { end } of this.#jobs.values()) end.abort(reason);
    }, grace);
    await this.#works.over();
    clearTimeout(late);
  }

  /** Makes a job of a command that is on disk. */
  async #enqueue(id: string): Promise<void> {
    const { store, agent, epoch, secrets, changed } = this.#options;
    const kept = readKept(store, id, this.#bind);
    if (kept === undefined || this.#jobs.has(id)) return;
    const { command, bound, entry } = kept;
    // Enrolled anew since: what was asked before is void.
    const ours = command.agent === agent && command.epoch === epoch;
    if (!ours || 'reason' in bound) {
      const reason = ours && 'reason' in bound ? bound.reason : 'wrong-epoch';
      const detail = ours && 'reason' in bound ? bound.detail : 'it is for an earlier enrolment';
      await this.#trail.decided(command, entry.digest, { decision: 'refuse', reason });
      await store.finish(id, this.#cleaned(refused(reason, detail)));
      changed?.();
      return;
    }
    secrets.add(id, bound.action.secrets(bound.params));
    const job = jobOf({ id, digest: entry.digest, command, bound, bytes: entry.bytes });
    this.#jobs.set(id, job);
    if (this.#halted) await this.#refuse(job, refused('halted', 'the agent is halted'));
    else this.#pump();
  }

  #conclude(id: string): void {
    const work = this.#leftovers.follow(id);
    if (work === undefined) return;
    if (this.#halted) this.#leftovers.end(id, 'halted');
    this.#works.add(
      work.then(() => {
        this.#options.changed?.();
        this.#pump();
      }),
    );
  }

  /** Commands that were accepted, and whose bytes the hub has to send again. */
  #waitingForBytes(): string[] {
    return this.#options.store.recovery().awaitingBytes.map(({ id }) => id);
  }

  /** Begins what may begin. */
  #pump(): void {
    if (this.#stop.signal.aborted) return;
    const now = this.#options.clock.now();
    const active = this.jobs().filter(({ state }) => state !== 'waiting');
    let free = (this.#options.concurrency ?? 20) - active.length;
    const locked = new Set([...active.flatMap(({ locks }) => locks), ...this.#leftovers.locks]);
    for (const job of this.jobs()) {
      if (job.state !== 'waiting' || job.end.signal.aborted) continue;
      if (now >= job.command.exp * 1_000) {
        const message = `it expired while it waited for ${job.waitsFor}`;
        job.state = 'busy';
        this.#works.add(this.#finish(job, { outcome: 'expired', error: { code: 'expired', message } }));
      } else if (job.notBefore <= now && !this.#waitsForPeople(job)) {
        const lock = job.locks.find((each) => locked.has(each));
        for (const each of job.locks) locked.add(each);
        if (lock !== undefined) job.waitsFor = `another command on ${lock}`;
        else if (free <= 0) job.waitsFor = 'others to end';
        else {
          free -= 1;
          job.state = 'busy';
          this.#works.add(Promise.race([this.#begin(job).then(() => this.#pump()), job.left]));
        }
      }
    }
  }

  #waitsForPeople({ id }: Job): boolean {
    return this.#approvals.isAsked(id) && this.#approvals.granted(id) === undefined;
  }

  async #begin(job: Job): Promise<void> {
    try {
      await this.#starter.begin(job);
    } finally {
      await this.#settle(job);
    }
  }

  /** It has ended: what came of it, or the record of that, had no room. The store keeps trying. */
  #unsaved({ id }: Job, error: unknown): void {
    this.#options.log.error('a result is not on the disk yet', { id, error: String(error) });
  }

  /** After it was looked at, or has run: it is gone, or waits again. */
  async #settle(job: Job): Promise<void> {
    if (!this.#jobs.has(job.id)) return;
    job.state = 'waiting';
    job.startedAt = undefined;
    if (job.end.signal.aborted && !this.#stop.signal.aborted)
      await this.#finish(job, cancelled(job.end.signal.reason));
  }

  #end(id: string, reason: EndReason): void {
    this.#leftovers.end(id, reason);
    const job = this.#jobs.get(id);
    job?.end.abort(reason);
    if (job?.state === 'waiting') this.#works.add(this.#finish(job, cancelled(reason)));
    if (job === undefined && this.#waitingForBytes().includes(id))
      this.#works.add(this.#options.store.finish(id, cancelled(reason)));
  }

  async #refuse(job: Job, result: CommandResult, by?: readonly string[]): Promise<void> {
    const facts = { decision: 'refuse' as const, reason: result.error?.code, approvers: by };
    await this.#trail.decided(job.command, job.digest, facts);
    await this.#finish(job, result);
  }

  /** Ends a command that never began. */
  async #finish(job: Job, result: CommandResult): Promise<void> {
    job.state = 'busy';
    const kept = this.#options.store.finish(job.id, this.#cleaned(result));
    await kept.catch((error: unknown) => this.#unsaved(job, error));
    await this.#told(job, result.outcome);
  }

  async #told(job: Job, outcome: Outcome, duration?: number): Promise<void> {
    const { log, changed } = this.#options;
    this.#approvals.forget(job.id);
    this.#jobs.delete(job.id);
    this.#release(job.id);
    log.info('a command has ended', { id: job.id, action: job.command.action, outcome });
    changed?.();
    await this.#trail.ended(job.command, job.digest, outcome, duration);
  }

  /** What has ended, or was there before, needs its secrets no longer. */
  #release(id: string): void {
    if (!this.#jobs.has(id) && !this.#leftovers.has(id)) this.#options.secrets.release(id);
  }

  #cleaned(result: CommandResult): CommandResult {
    return cleanResult(result, this.#options.secrets);
  }
}

import { isPveError } from '../../../core/errors.js';
import { ActionError } from '../actions/action.js';
import type { Outcome } from '../command-records.js';
import { JournalFullError, StateError } from '../errors.js';
import type { CommandResult } from '../stored-result.js';
import type { Approvals } from './approvals.js';
import type { AuditTrail } from './audit-trail.js';
import { carryOut, refused } from './carry.js';
import { type EndReason, type Job, lookingContext } from './job.js';
import type { Judge, Ruling } from './judge.js';
import type { DispatcherOptions } from './options.js';
import { isAway } from './outcome.js';

/** Milliseconds after which what is away is asked again. */
const again = 5_000;

/** What a starter shares with its dispatcher. */
interface Shared {
  readonly approvals: Approvals;
  readonly judge: Judge;
  readonly trail: AuditTrail;
  /** Aborted when the agent ends. */
  readonly stop: AbortSignal;
  clean(result: CommandResult): CommandResult;
  /** Ends a command that never began. */
  refuse(job: Job, result: CommandResult): Promise<void>;
  /** It has ended. */
  told(job: Job, outcome: Outcome, duration: number): Promise<void>;
  /** It has ended, and the record of that is not on the disk. */
  unsaved(job: Job, error: unknown): void;
}

/** Begins commands: everything that has to be so before an effect, in its order. */
export class Starter {
  readonly #options: DispatcherOptions;
  readonly #with: Shared;

  constructor(options: DispatcherOptions, shared: Shared) {
    this.#options = options;
    this.#with = shared;
  }

  /** Looks whether it may begin, and does it where it may. Does not reject for what the action does. */
  async begin(job: Job): Promise<void> {
    try {
      if (!(await this.#isReady(job))) return;
      // Nothing is awaited between this last look at the rules and the record of it.
      const ruling = this.#with.judge.rule(job);
      const granted = this.#with.approvals.granted(job.id);
      const late = this.#options.clock.now() >= job.command.exp * 1_000;
      if (job.end.signal.aborted || this.#with.stop.aborted || late) return;
      if (ruling.kind === 'wait' || ruling.kind === 'refuse') await this.#hold(job, ruling);
      else if (ruling.kind === 'run' || granted !== undefined) await this.#run(job, ruling, granted);
    } catch (error) {
      await this.#notBegun(job, error);
    }
  }

  /** Whether it may run as far as that takes time to find out. Where it needs an approval, one is asked for. */
  async #isReady(job: Job): Promise<boolean> {
    const ruling = this.#with.judge.rule(job);
    if (ruling.kind === 'wait' || ruling.kind === 'refuse') {
      await this.#hold(job, ruling);
      return false;
    }
    const { action, params } = job.bound;
    const signal = AbortSignal.any([job.end.signal, this.#with.stop]);
    const context = lookingContext(this.#options.place, job.id, signal);
    await action.precheck?.(context, params);
    if (ruling.kind === 'run' || this.#with.approvals.granted(job.id) !== undefined) return true;
    const state = await action.state?.(context, params);
    if (signal.aborted) return false;
    const { risk, reasons } = ruling.decision;
    const texts = reasons.map(({ text }) => text).slice(0, 16);
    const { id, digest, bytes } = job;
    this.#with.approvals.ask({ id, digest, bytes, state, risk, reasons: texts });
    job.waitsFor = 'an approval';
    this.#options.changed?.();
    return false;
  }

  async #hold(job: Job, ruling: Extract<Ruling, { kind: 'wait' | 'refuse' }>): Promise<void> {
    if (ruling.kind === 'refuse') await this.#with.refuse(job, ruling.result);
    else this.#wait(job, ruling.until, ruling.waitsFor);
  }

  #wait(job: Job, until: number, waitsFor: string): void {
    job.notBefore = until;
    job.waitsFor = waitsFor;
  }

  async #run(
    job: Job,
    { kind, decision }: Extract<Ruling, { kind: 'run' | 'ask' }>,
    granted: ReturnType<Approvals['granted']>,
  ): Promise<void> {
    const { store, history, clock, place } = this.#options;
    const { action } = job.bound;
    const approval = kind === 'ask' ? granted : undefined;
    const wanted = job.command.precondition;
    const states = [
      ...(approval === undefined ? [] : [approval.state]),
      ...(wanted === undefined ? [] : [wanted.digest]),
    ];
    const stillApproved = () => approval === undefined || this.#with.approvals.granted(job.id) !== undefined;
    job.state = 'running';
    job.startedAt = clock.now();
    const began = clock.elapsed();
    // On disk before the effect, or there is none.
    await Promise.all([
      history.add(approval === undefined ? decision.points : 0, decision.groups),
      this.#with.trail.decided(job.command, job.digest, { decision: 'run', approvers: approval?.by }),
    ]);
    this.#options.changed?.();
    const condition = { states: states.length === 0 ? undefined : states, stillApproved };
    const { result } = await store.run(job.id, { resume: action.resume }, async (running) =>
      this.#leaveOrTell(job, await carryOut(job, place, running, condition)),
    );
    await this.#with.told(job, result?.outcome ?? 'unknown', clock.elapsed() - began);
  }

  /** What goes on without the agent is concluded by its next start: it gets no result now. */
  #leaveOrTell(job: Job, result: CommandResult): CommandResult | Promise<never> {
    const { reason } = job.end.signal;
    const open = result.outcome === 'interrupted' || result.outcome === 'unknown';
    if (reason !== ('stopped' satisfies EndReason) || !open || job.bound.action.resume === 'none')
      return this.#with.clean(result);
    job.leave();
    return new Promise(() => {});
  }

  /** Something failed that is not the action itself. */
  async #notBegun(job: Job, error: unknown): Promise<void> {
    const { store, clock } = this.#options;
    const phase = store.get(job.id)?.phase;
    const message = error instanceof Error ? error.message : String(error);
    if (phase !== 'accepted') {
      this.#with.unsaved(job, error);
    } else if (error instanceof JournalFullError) this.#wait(job, clock.now() + again, 'room on the disk');
    else if (error instanceof StateError)
      this.#wait(job, clock.now() + again, 'a state folder that can be written');
    else if (isAway(error)) this.#wait(job, clock.now() + again, `who is away: ${message}`);
    else if (!job.end.signal.aborted && !this.#with.stop.aborted)
      await this.#with.refuse(job, refused(codeOf(error), message));
  }
}

/** A stable word for why it cannot be done. */
function codeOf(error: unknown): string {
  if (error instanceof ActionError) return error.reason;
  return isPveError(error) ? error.code : 'not-possible';
}

import { isPveError } from '../../../core/errors.js';
import type { Upid } from '../../../core/upid.js';
import { type ActionContext, type Json, plain } from './action.js';
import type { Bound } from './bind.js';
import { saysNotDone } from './certainty.js';
import { PlanError } from './plan-error.js';
import { defined, messageOf, type StepReport, skipped } from './plan-report.js';
import { endOf, endOfTask, endTask } from './task-end.js';

/** Does the steps of a plan, up to the first that fails. @throws PlanError */
export async function runSteps(context: ActionContext, steps: readonly Bound[]): Promise<Json> {
  const reports: StepReport[] = [];
  for (const [index, bound] of steps.entries()) {
    const { action: each, params } = bound;
    const notes = new StepNotes(context, index);
    try {
      context.signal.throwIfAborted();
      await notes.begin();
      const limit = AbortSignal.timeout(each.timeout(params));
      const value = await each.run(
        {
          ...context,
          signal: AbortSignal.any([context.signal, limit]),
          started: (upid) => notes.add({ upid }),
          remember: (facts) => notes.add({ facts }),
        },
        params,
      );
      reports.push({ action: each.name, outcome: 'succeeded', value });
    } catch (error) {
      const report = await reportOf(context, bound, notes, error);
      // It was only the look at its task that failed.
      const isDone = report.outcome === 'succeeded';
      if (isDone) reports.push(report);
      if (isDone && (!context.signal.aborted || index === steps.length - 1)) continue;
      throw new PlanError(
        `step ${index + 1} of ${steps.length} (${each.name}) ${isDone ? 'was the last' : 'failed'}: ${messageOf(error)}`,
        {
          cause: error,
          code: report.outcome === 'unknown' ? 'PVE_OUTCOME_UNKNOWN' : 'PVE_ACTION',
          value: plain([...reports, ...(isDone ? [] : [report]), ...skipped(steps, index + 1)]),
        },
      );
    }
  }
  return plain(reports);
}

/** What a step has to be found by after a restart. Written down as a whole each time: the last note counts. */
class StepNotes {
  readonly #context: ActionContext;
  readonly #step: number;
  #upid: Upid | undefined;
  #facts: Json | undefined;
  #begun = false;

  constructor(context: ActionContext, step: number) {
    this.#context = context;
    this.#step = step;
  }

  get begun(): boolean {
    return this.#begun;
  }

  get upid(): Upid | undefined {
    return this.#upid;
  }

  async begin(): Promise<void> {
    await this.add({});
    this.#begun = true;
  }

  async add({ upid = this.#upid, facts = this.#facts }: { upid?: Upid; facts?: Json }): Promise<void> {
    this.#upid = upid;
    this.#facts = facts;
    await this.#context.remember(
      plain({ step: this.#step, ...defined('upid', upid), ...defined('facts', facts) }),
    );
  }
}

/** What became of a step that threw. A task is asked itself, and ended where the plan is to end. */
async function reportOf(
  { client, signal }: ActionContext,
  { action: each }: Bound,
  { begun, upid }: StepNotes,
  error: unknown,
): Promise<StepReport> {
  const { name } = each;
  const facts = { code: isPveError(error) ? error.code : 'PVE_ACTION', message: messageOf(error) };
  if (!begun) return { action: name, outcome: 'skipped', error: facts };
  // What changes nothing has changed nothing.
  if (each.state === undefined || saysNotDone(error, { task: upid !== undefined }))
    return { action: name, outcome: 'failed', error: facts };
  const unknown: StepReport = { action: name, outcome: 'unknown', error: facts };
  if (upid === undefined || each.resume !== 'upid') return unknown;
  // An agent that only ends itself leaves tasks as they are: its next start finds out.
  const isToEnd = signal.aborted && signal.reason !== 'stopped';
  const isTold = isToEnd && (await endTask(client, upid));
  const told = await endOf(client, upid, isTold ? endOfTask : 1_000);
  return told === undefined ? unknown : { action: name, ...told };
}

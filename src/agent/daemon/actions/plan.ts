import * as z from 'zod';
import { isPveError, type PveErrorCode, TaskError } from '../../../core/errors.js';
import { isUpid, type Upid } from '../../../core/upid.js';
import type { Touched } from '../policy/evaluate.js';
import { risks } from '../policy/schema.js';
import {
  type Action,
  type ActionContext,
  action,
  type Concluded,
  type Json,
  plain,
  type Step,
} from './action.js';
import { allBound, type Bind, type Bound, riskOf } from './bind.js';
import { saysNotDone } from './certainty.js';
import { digestOf } from './digest.js';
import { PlanError } from './plan-error.js';

const day = 86_400_000;

const step = z.strictObject({
  action: z.string().max(64),
  version: z.int().min(1).max(1_000),
  params: z.record(z.string(), z.json()),
});

export interface PlanParams {
  steps: z.infer<typeof step>[];
}

/** What became of one step. `unknown`: it began, and nobody can tell how it ended. */
export interface StepReport {
  readonly action: string;
  readonly outcome: 'succeeded' | 'failed' | 'unknown' | 'skipped';
  readonly value?: Json;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What is written down before a step and while it runs: all earlier ones have succeeded. Short, as it competes with results for room. */
const remembered = z.looseObject({
  step: z.int().min(0),
  upid: z.string().refine(isUpid).optional(),
  facts: z.json().optional(),
});

/**
 * Several actions, one after the other, up to the first that fails. All of them are checked before the first begins, so what a step needs has
 * to be there before the plan.
 *
 * @param bind Finds the actions that a step may be: all but plans.
 */
export function planRun(bind: Bind): Action<PlanParams> {
  const stepsOf = ({ steps }: PlanParams): Bound[] => allBound(bind, steps as readonly Step[]);
  const union = (params: PlanParams, of: (bound: Bound) => readonly string[]): string[] => [
    ...new Set(stepsOf(params).flatMap(of)),
  ];
  return action<PlanParams>({
    name: 'plan.run',
    version: 1,
    params: z.strictObject({
      steps: z
        .array(
          step.superRefine((given, context) => {
            const bound = bind(given.action, given.version, given.params);
            if (!('reason' in bound)) return;
            if (bound.reason !== 'bad-params') {
              context.addIssue({ code: 'custom', path: ['action'], message: bound.detail });
              return;
            }
            for (const { path, message } of bound.error.issues)
              context.addIssue({ code: 'custom', path: ['params', ...path], message });
          }),
        )
        .min(1)
        .max(10),
    }),
    risk: (params) =>
      risks[Math.max(...stepsOf(params).map((each) => risks.indexOf(riskOf(each))))] ?? 'CRITICAL',
    executor: 'agent',
    timeout: (params) =>
      Math.min(
        day,
        stepsOf(params).reduce((sum, each) => sum + each.action.timeout(each.params), 0),
      ),
    locks: (params) => union(params, (each) => each.action.locks(each.params)),
    secrets: (params) => union(params, (each) => each.action.secrets(each.params)),
    touches: (params) => touchedBy(stepsOf(params)),
    steps: ({ steps }) => steps as readonly Step[],
    state: async (context, params) => {
      const states: unknown[] = [];
      for (const { action: each, params: given } of stepsOf(params))
        states.push([each.name, (await each.state?.(context, given)) ?? null]);
      return digestOf(states);
    },
    precheck: async (context, params) => {
      for (const [index, { action: each, params: given }] of stepsOf(params).entries()) {
        try {
          await each.precheck?.(context, given);
        } catch (error) {
          const code = isPveError(error) ? error.code : 'PVE_ACTION';
          throw new PlanError(`step ${index + 1} (${each.name}) cannot be done: ${messageOf(error)}`, {
            cause: error,
            code,
          });
        }
      }
    },
    run: async (context, params) => runSteps(context, stepsOf(params)),
    resume: 'probe',
    probe: async (context, params, facts) => concludeSteps(context, stepsOf(params), facts),
  });
}

async function runSteps(context: ActionContext, steps: readonly Bound[]): Promise<Json> {
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
      throw stopped({ steps, index, reports, error, notes });
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

  get hasTask(): boolean {
    return this.#upid !== undefined;
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

function stopped(at: {
  steps: readonly Bound[];
  index: number;
  reports: readonly StepReport[];
  error: unknown;
  notes: StepNotes;
}): PlanError {
  const { steps, index, reports, error, notes } = at;
  const { name, state } = steps[index]?.action ?? { name: '', state: undefined };
  const harmless = !notes.begun || state === undefined;
  const certain = harmless || saysNotDone(error, { task: notes.hasTask });
  const code: PveErrorCode = !certain
    ? 'PVE_OUTCOME_UNKNOWN'
    : !harmless && isPveError(error)
      ? error.code
      : 'PVE_ACTION';
  const failed: StepReport = {
    action: name,
    outcome: !notes.begun ? 'skipped' : certain ? 'failed' : 'unknown',
    error: { code: isPveError(error) ? error.code : code, message: messageOf(error) },
  };
  return new PlanError(`step ${index + 1} of ${steps.length} (${name}) failed: ${messageOf(error)}`, {
    cause: error,
    code,
    value: plain([...reports, failed, ...skipped(steps, index + 1)]),
  });
}

/** Finds out how far an interrupted plan has come. Nothing of it is run again, and what had not begun never begins. */
async function concludeSteps(
  context: ActionContext,
  steps: readonly Bound[],
  facts: unknown,
): Promise<Concluded | undefined> {
  const known = remembered.safeParse(facts);
  const current = known.success ? steps[known.data.step] : undefined;
  if (!known.success || current === undefined) {
    // The first step is written down before it begins.
    if (facts !== undefined && facts !== null) return undefined;
    return { outcome: 'failed', value: plain(skipped(steps, 0)), message: 'it ended before its first step' };
  }
  const { step: index } = known.data;
  const done = steps
    .slice(0, index)
    .map((each): StepReport => ({ action: each.action.name, outcome: 'succeeded' }));
  const own = await concludeStep(context, current, known.data);
  const reports = [...done, own, ...skipped(steps, index + 1)];
  const isLast = index === steps.length - 1;
  if (isLast && own.outcome === 'unknown') return undefined;
  if (isLast && own.outcome === 'succeeded') return { outcome: 'done', value: plain(reports) };
  return {
    outcome: 'failed',
    value: plain(reports),
    message: `it was interrupted at step ${index + 1} of ${steps.length} (${own.action}), which ${words[own.outcome]}`,
  };
}

const words = {
  succeeded: 'succeeded; the others were not begun',
  failed: 'failed',
  unknown: 'may have been done',
  skipped: 'was not begun',
} as const;

async function concludeStep(
  context: ActionContext,
  { action: each, params }: Bound,
  { upid, facts }: z.infer<typeof remembered>,
): Promise<StepReport> {
  const { name } = each;
  if (upid !== undefined && each.resume === 'upid') return concludeTask(context, name, upid as Upid);
  const told = each.resume === 'probe' ? await each.probe?.(context, params, facts) : undefined;
  if (told === undefined) return { action: name, outcome: 'unknown' };
  return {
    action: name,
    outcome: told.outcome === 'done' ? 'succeeded' : 'failed',
    ...defined('value', told.value),
    ...(told.message === undefined ? {} : { error: { code: 'PVE_ACTION', message: told.message } }),
  };
}

async function concludeTask(context: ActionContext, name: string, upid: Upid): Promise<StepReport> {
  const { client, signal } = context;
  try {
    const { outcome, warnings } = await client.tasks.wait(upid, { signal });
    return { action: name, outcome: 'succeeded', value: plain({ upid, outcome, warnings }) };
  } catch (error) {
    signal.throwIfAborted();
    const failed = error instanceof TaskError;
    return {
      action: name,
      outcome: failed ? 'failed' : 'unknown',
      error: { code: isPveError(error) ? error.code : 'PVE_OUTCOME_UNKNOWN', message: messageOf(error) },
    };
  }
}

function skipped(steps: readonly Bound[], from: number): StepReport[] {
  return steps.slice(from).map(({ action: { name } }) => ({ action: name, outcome: 'skipped' }));
}

function touchedBy(steps: readonly Bound[]): Touched {
  const all = steps.map(({ action: each, params }) => each.touches(params));
  const kinds = ['vmids', 'storages', 'units', 'disks', 'templates'] as const;
  const found = kinds.map((kind) => [
    kind,
    [...new Set(all.flatMap((each): readonly unknown[] => each[kind] ?? []))],
  ]);
  return Object.fromEntries(found.filter(([, names]) => names?.length !== 0)) as Touched;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}

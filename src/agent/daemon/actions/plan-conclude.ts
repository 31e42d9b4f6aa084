import * as z from 'zod';
import { isUpid } from '../../../core/upid.js';
import { type ActionContext, type Concluded, plain } from './action.js';
import type { Bound } from './bind.js';
import { defined, type StepReport, skipped } from './plan-report.js';
import { endOf } from './task-end.js';

/** What is written down before a step and while it runs: all earlier ones have succeeded. Short, as it competes with results for room. */
const remembered = z.looseObject({
  step: z.int().min(0),
  upid: z.string().refine(isUpid).optional(),
  facts: z.json().optional(),
});

/** Finds out how far an interrupted plan has come. Nothing of it is run again, and what had not begun never begins. */
export async function concludeSteps(
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
  if (upid !== undefined && each.resume === 'upid') {
    const { client, signal } = context;
    const told = await endOf(client, upid, longestTask, signal);
    signal.throwIfAborted();
    return { action: name, ...(told ?? { outcome: 'unknown' as const }) };
  }
  const told = each.resume === 'probe' ? await each.probe?.(context, params, facts) : undefined;
  if (told === undefined) return { action: name, outcome: 'unknown' };
  return {
    action: name,
    outcome: told.outcome === 'done' ? 'succeeded' : 'failed',
    ...defined('value', told.value),
    ...(told.message === undefined ? {} : { error: { code: 'PVE_ACTION', message: told.message } }),
  };
}

/** Milliseconds that a task is waited for at most. */
const longestTask = 24 * 3_600_000;

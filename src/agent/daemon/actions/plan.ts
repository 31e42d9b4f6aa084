import * as z from 'zod';
import { isPveError } from '../../../core/errors.js';
import { issueWords } from '../issue-text.js';
import type { Touched } from '../policy/evaluate.js';
import { risks } from '../policy/schema.js';
import { type Action, action, type Step } from './action.js';
import { allBound, type Bind, type Bound, riskOf } from './bind.js';
import { digestOf } from './digest.js';
import { concludeSteps } from './plan-conclude.js';
import { PlanError } from './plan-error.js';
import { messageOf } from './plan-report.js';
import { runSteps } from './plan-steps.js';

const day = 86_400_000;

const step = z.strictObject({
  action: z.string().max(64),
  version: z.int().min(1).max(1_000),
  params: z.record(z.string(), z.json()),
});

export interface PlanParams {
  steps: z.infer<typeof step>[];
}

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
            for (const issue of bound.error.issues)
              context.addIssue({
                code: 'custom',
                path: ['params', ...issue.path],
                message: issueWords(issue),
              });
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

function touchedBy(steps: readonly Bound[]): Touched {
  const all = steps.map(({ action: each, params }) => each.touches(params));
  const kinds = ['vmids', 'storages', 'units', 'disks', 'templates'] as const;
  const found = kinds.map((kind) => [
    kind,
    [...new Set(all.flatMap((each): readonly unknown[] => each[kind] ?? []))],
  ]);
  return Object.fromEntries(found.filter(([, names]) => names?.length !== 0)) as Touched;
}

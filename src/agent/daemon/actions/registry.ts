import type * as z from 'zod';
import type { Action } from './action.js';
import * as basics from './basics.js';
import * as guests from './guests.js';

type AnyAction = Action<never>;

/** Every action there is, by name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map(
  [...Object.values(basics), ...Object.values(guests)].map((each) => [
    each.name,
    each as unknown as AnyAction,
  ]),
);

/** An action with parameters that its schema has let through. */
export interface Bound {
  readonly action: AnyAction;
  readonly params: never;
  /** Of a plan: what it is made of. */
  readonly steps: readonly Bound[] | undefined;
}

/** Why an action cannot be had. */
export type Unbound =
  | { readonly reason: 'unknown-action' | 'other-version'; readonly detail: string }
  | { readonly reason: 'bad-params'; readonly detail: string; readonly error: z.ZodError };

/** Looks an action up and checks its parameters. */
export function bindAction(name: string, version: number, params: unknown): Bound | Unbound {
  const action = actions.get(name);
  if (action === undefined) return { reason: 'unknown-action', detail: `this agent has no ${name}` };
  if (action.version !== version)
    return { reason: 'other-version', detail: `this agent has version ${action.version} of ${name}` };
  const checked = action.params.safeParse(params);
  if (checked.success) return withSteps(action, checked.data);
  const [issue] = checked.error.issues;
  const where = issue?.path.join('.') ?? '';
  return { reason: 'bad-params', detail: `${where}: ${issue?.message ?? ''}`, error: checked.error };
}

function withSteps(action: AnyAction, params: never): Bound | Unbound {
  const steps: Bound[] = [];
  for (const [index, step] of (action.steps?.(params) ?? []).entries()) {
    const bound = bindAction(step.action, step.version, step.params);
    if ('reason' in bound) return { ...bound, detail: `step ${index + 1}: ${bound.detail}` };
    steps.push(bound);
  }
  return { action, params, steps: action.steps === undefined ? undefined : steps };
}

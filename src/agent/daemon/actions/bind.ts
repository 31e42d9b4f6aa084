import type * as z from 'zod';
import { issueText } from '../issue-text.js';
import type { Action, Step } from './action.js';

export type AnyAction = Action<never>;

/** An action with parameters that its schema has let through. */
export interface Bound {
  readonly action: AnyAction;
  readonly params: never;
  /** Of a plan: its steps, bound. */
  readonly steps: readonly Bound[] | undefined;
}

/** Why an action cannot be had. */
export type Unbound =
  | { readonly reason: 'unknown-action' | 'other-version'; readonly detail: string }
  | { readonly reason: 'bad-params'; readonly detail: string; readonly error: z.ZodError };

/** Looks an action up and checks its parameters. */
export type Bind = (name: string, version: number, params: unknown) => Bound | Unbound;

/** A look-up among these actions. */
export function binderOf(actions: ReadonlyMap<string, AnyAction>): Bind {
  const bind: Bind = (name, version, params) => {
    const action = actions.get(name);
    if (action === undefined) return { reason: 'unknown-action', detail: `this agent has no ${name}` };
    if (action.version !== version)
      return { reason: 'other-version', detail: `this agent has version ${action.version} of ${name}` };
    const checked = action.params.safeParse(params);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      return { reason: 'bad-params', detail: issueText(issue), error: checked.error };
    }
    const steps = action.steps?.(checked.data);
    return {
      action,
      params: checked.data,
      steps: steps === undefined ? undefined : allBound(bind, steps),
    };
  };
  return bind;
}

/** Steps that a schema has let through, which means that each of them can be bound. */
export function allBound(bind: Bind, steps: readonly Step[]): Bound[] {
  return steps.map(({ action, version, params }) => {
    const bound = bind(action, version, params);
    if ('reason' in bound)
      throw new TypeError(`${action} was let through, and cannot be bound: ${bound.detail}`);
    return bound;
  });
}

/** How much harm it can do with these parameters. */
export function riskOf({ action, params }: Bound): 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL' {
  return typeof action.risk === 'function' ? action.risk(params) : action.risk;
}

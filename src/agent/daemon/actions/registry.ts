import * as basics from './basics.js';
import { type AnyAction, type Bind, binderOf } from './bind.js';
import * as guests from './guests.js';
import { planRun } from './plan.js';

export type { Bound, Unbound } from './bind.js';

const known = new Map<string, AnyAction>(
  [...Object.values(basics), ...Object.values(guests)].map((each) => [
    each.name,
    each as unknown as AnyAction,
  ]),
);
const plan = planRun(binderOf(known));

/** Every action there is, by name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map([
  ...known,
  [plan.name, plan as unknown as AnyAction],
]);

/** Looks an action up and checks its parameters. */
export const bindAction: Bind = binderOf(actions);

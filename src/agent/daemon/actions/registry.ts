import * as basics from './basics.js';
import { type AnyAction, type Bind, binderOf } from './bind.js';
import { certCheck } from './certificates.js';
import * as disks from './disks.js';
import { lxcCreateGolden } from './golden.js';
import * as guests from './guests.js';
import { planRun } from './plan.js';
import { hostLog, hostService } from './services.js';
import { templateRun } from './templates.js';

export type { Bound, Unbound } from './bind.js';

const known = new Map<string, AnyAction>(
  [
    ...Object.values(basics),
    ...Object.values(guests),
    ...Object.values(disks),
    lxcCreateGolden,
    hostLog,
    hostService,
    certCheck,
    templateRun,
  ].map((each) => [each.name, each as unknown as AnyAction]),
);
const plan = planRun(binderOf(known));

/** Every action there is, by name. */
export const actions: ReadonlyMap<string, AnyAction> = new Map([
  ...known,
  [plan.name, plan as unknown as AnyAction],
]);

/** Looks an action up and checks its parameters. */
export const bindAction: Bind = binderOf(actions);

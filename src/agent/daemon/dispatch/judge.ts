import type { HubClock } from '../hub-clock.js';
import type { Decision } from '../policy/evaluate.js';
import type { PolicyHistory } from '../policy/history.js';
import type { Policy } from '../policy/schema.js';
import type { CommandResult } from '../stored-result.js';
import { refused } from './carry.js';
import type { Job } from './job.js';
import { groupsOf, questionsOf, verdictOf } from './verdict.js';

/** The rules as they are now. */
export interface Rules {
  /** Undefined where it cannot be read: nothing runs then. */
  readonly own: Policy | undefined;
  /** The hub's, which can only take away. */
  readonly tighter: Policy | undefined;
  /** Another host says that it is this agent: only what is of low risk runs. */
  readonly readOnly: boolean;
}

/** What becomes of a command now. */
export type Ruling =
  | { readonly kind: 'run' | 'ask'; readonly decision: Decision }
  | { readonly kind: 'wait'; readonly until: number; readonly waitsFor: string }
  | { readonly kind: 'refuse'; readonly result: CommandResult };

/** Milliseconds after which a rule that cannot be read is looked for again. */
const again = 5_000;

/** Holds commands against the rules, as they are in that moment. */
export class Judge {
  rules: Rules = { own: undefined, tighter: undefined, readOnly: false };
  readonly #history: PolicyHistory;
  readonly #clock: HubClock;

  constructor(history: PolicyHistory, clock: HubClock) {
    this.#history = history;
    this.#clock = clock;
  }

  rule({ bound, command }: Job): Ruling {
    const { own, tighter, readOnly } = this.rules;
    const at = this.#clock.now();
    if (own === undefined) return { kind: 'wait', until: at + again, waitsFor: 'a policy that can be read' };
    const policies = { own, tighter };
    const decision = verdictOf(policies, questionsOf(bound, at), this.#history.view(groupsOf(policies)));
    if (readOnly && decision.risk !== 'LOW')
      return {
        kind: 'refuse',
        result: refused('read-only', 'another host says that it is this agent: enrol this one anew'),
      };
    if (decision.verdict !== 'DENY') return { kind: decision.verdict === 'AUTO' ? 'run' : 'ask', decision };
    const texts = decision.reasons.filter(({ verdict }) => verdict === 'DENY').map(({ text }) => text);
    const { retryAt } = decision;
    if (retryAt !== undefined && retryAt < command.exp * 1_000)
      return { kind: 'wait', until: retryAt, waitsFor: `its time: ${texts.join('; ')}` };
    const rules = decision.reasons.filter(({ verdict }) => verdict === 'DENY').map(({ rule }) => rule);
    return { kind: 'refuse', result: refused(rules[0] ?? 'policy', texts.join('; ')) };
  }
}

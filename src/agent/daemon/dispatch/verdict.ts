import { type Bound, riskOf } from '../actions/bind.js';
import { type Decision, decide, type History, type Question } from '../policy/evaluate.js';
import { type Policy, type Risk, risks, verdicts } from '../policy/schema.js';

/** What the policy is asked about a command: of a plan, about each of its steps, in their order. */
export function questionsOf(bound: Bound, at: number): Question[] {
  const { action, params, steps } = bound;
  const risk = riskOf(bound);
  const own = { action: action.name, touches: action.touches(params), at };
  if (steps === undefined) return [{ ...own, risk }];
  // What a plan does, its steps do: by itself it has no risk.
  return [{ ...own, touches: {}, risk: 'LOW' }, ...steps.flatMap((step) => questionsOf(step, at))];
}

/** What becomes of a command: the strictest that becomes of any part of it. Later parts are judged as if the earlier ones had run. */
export function verdictOf(
  policies: { own: Policy; tighter: Policy | undefined },
  questions: readonly Question[],
  history: History,
): Decision {
  const spent = [...history.spent];
  const runs = [...history.runs];
  const decisions = questions.map((question) => {
    const decision = decide(policies.own, question, { spent, runs }, policies.tighter);
    spent.push({ at: question.at, points: decision.points });
    runs.push(...decision.groups.map((group) => ({ at: question.at, group })));
    return decision;
  });
  const blocked = decisions.filter(({ verdict }) => verdict !== 'AUTO').map(({ retryAt }) => retryAt);
  const times = blocked.filter((time) => time !== undefined);
  return {
    verdict: highest(
      verdicts,
      decisions.map(({ verdict }) => verdict),
    ),
    risk: highest<Risk>(
      risks,
      decisions.map(({ risk }) => risk),
    ),
    reasons: decisions.flatMap(({ reasons }) => reasons),
    // A plan that is in its own way would be so at any time.
    retryAt:
      times.length > 0 && times.length === blocked.length && questions.length === 1
        ? Math.max(...times)
        : undefined,
    points: decisions.reduce((sum, { points }) => sum + points, 0),
    groups: [...new Set(decisions.flatMap(({ groups }) => groups))],
  };
}

/** The names of all groups of the policies. */
export function groupsOf({ own, tighter }: { own: Policy; tighter: Policy | undefined }): string[] {
  return [...own.spacing, ...(tighter?.spacing ?? [])].map(({ name }) => name);
}

function highest<T>(order: readonly T[], values: readonly T[]): T {
  return order[Math.max(0, ...values.map((value) => order.indexOf(value)))] as T;
}

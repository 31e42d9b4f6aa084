import { hasName, hasNumber } from './ranges.js';
import { type Bounds, type Policy, type Risk, risks, type Verdict, verdicts } from './schema.js';

/** What a command would touch. */
export interface Touched {
  readonly vmids?: readonly number[];
  readonly storages?: readonly string[];
  readonly units?: readonly string[];
  readonly disks?: readonly string[];
  readonly templates?: readonly string[];
}

/** What is asked of the policy. */
export interface Question {
  readonly action: string;
  /** The action's own; the policy may have another. */
  readonly risk: Risk;
  readonly touches: Touched;
  /** Milliseconds since 1970, by a clock that can be trusted. */
  readonly at: number;
}

/** What has run before: kept over restarts. */
export interface History {
  /** Risk that ran without an approval. */
  readonly spent: readonly { readonly at: number; readonly points: number }[];
  /** Runs that count for the spacing of a group. */
  readonly runs: readonly { readonly at: number; readonly group: string }[];
}

export type Rule =
  | 'not-allowed'
  | 'outside-bounds'
  | 'level'
  | 'action'
  | 'session'
  | 'quiet-hours'
  | 'spacing';

export interface Reason {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly text: string;
}

export interface Decision {
  /** The strictest of all reasons; AUTO where there is none. */
  readonly verdict: Verdict;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
  /** From when on a time rule would no longer stand in the way, where only those do. Milliseconds since 1970. */
  readonly retryAt: number | undefined;
  /** To be added to the history when it runs without an approval. */
  readonly points: number;
  /** Groups to be added to the history when it runs. */
  readonly groups: readonly string[];
}

/**
 * What becomes of a command. Every rule speaks, and the strictest counts: so a hub's own rules (`tighter`) can only take away.
 */
export function decide(policy: Policy, question: Question, history: History, tighter?: Policy): Decision {
  const own = judge(policy, question, history);
  if (tighter === undefined) return own;
  const theirs = judge(tighter, question, history);
  const reasons = [...own.reasons, ...theirs.reasons];
  const times = [own, theirs].map(({ retryAt, verdict }) => (verdict === 'AUTO' ? 0 : retryAt));
  const known = times.filter((time) => time !== undefined);
  return {
    ...own,
    verdict: strictest(reasons),
    risk: riskier(own.risk, theirs.risk),
    reasons,
    retryAt: known.length < times.length || reasons.length === 0 ? undefined : Math.max(...known),
    points: Math.max(own.points, theirs.points),
    groups: [...new Set([...own.groups, ...theirs.groups])],
  };
}

function judge(policy: Policy, question: Question, history: History): Decision {
  const rule = Object.hasOwn(policy.actions, question.action) ? policy.actions[question.action] : undefined;
  const risk = rule?.risk ?? question.risk;
  const points = policy.session?.weights[risk] ?? 0;
  const groups = policy.spacing.filter((group) => concerns(group, question));
  const reasons: (Reason & { until?: number })[] = [];
  if (rule === undefined) {
    reasons.push({
      rule: 'not-allowed',
      verdict: 'DENY',
      text: `the policy does not allow ${question.action}`,
    });
  } else {
    for (const text of [
      ...outside(policy.bounds, question.touches),
      ...(rule.bounds === undefined ? [] : outside(rule.bounds, question.touches)),
    ])
      reasons.push({ rule: 'outside-bounds', verdict: 'DENY', text });
    if (rule.verdict !== undefined && rule.verdict !== 'AUTO')
      reasons.push({
        rule: 'action',
        verdict: rule.verdict,
        text: `the policy says ${rule.verdict} for ${question.action}`,
      });
  }
  const level = policy.levels[risk];
  if (level !== 'AUTO')
    reasons.push({ rule: 'level', verdict: level, text: `the policy says ${level} for risk ${risk}` });
  reasons.push(...sessionReasons(policy, points, question.at, history));
  for (const { from, to, zone, atLeast, verdict } of policy.quietHours)
    if (rank(risk) >= rank(atLeast) && isWithin(question.at, from, to, zone))
      reasons.push({ rule: 'quiet-hours', verdict, text: `quiet hours from ${from} to ${to} (${zone})` });
  for (const { name, minutes } of groups) {
    const last = Math.max(...history.runs.filter(({ group }) => group === name).map(({ at }) => at));
    const free = last + minutes * 60_000;
    if (free > question.at)
      reasons.push({
        rule: 'spacing',
        verdict: 'DENY',
        text: `${name} had its last run ${Math.floor((question.at - last) / 60_000)} minutes ago, and ${minutes} are to be between`,
        until: free,
      });
  }
  const untils = reasons.map(({ until }) => until);
  const known = untils.filter((until) => until !== undefined);
  return {
    verdict: strictest(reasons),
    risk,
    reasons: reasons.map(({ rule, verdict, text }) => ({ rule, verdict, text })),
    retryAt: reasons.length > 0 && known.length === untils.length ? Math.max(...known) : undefined,
    points,
    groups: groups.map(({ name }) => name),
  };
}

function sessionReasons({ session }: Policy, points: number, at: number, { spent }: History): Reason[] {
  if (session === undefined || points === 0) return [];
  const since = at - session.minutes * 60_000;
  const used = spent.filter((each) => each.at > since).reduce((sum, each) => sum + each.points, 0);
  if (used + points <= session.points) return [];
  const text = `${used} of ${session.points} points of risk are used within ${session.minutes} minutes, and this is ${points} more`;
  return [{ rule: 'session', verdict: session.beyond, text }];
}

function concerns(group: Policy['spacing'][number], { action, touches }: Question): boolean {
  if (group.actions !== undefined && !group.actions.includes(action)) return false;
  const { vmids, units } = group;
  if (vmids === undefined && units === undefined) return true;
  return (
    (vmids !== undefined && (touches.vmids ?? []).some((vmid) => hasNumber(vmids, vmid))) ||
    (units !== undefined && (touches.units ?? []).some((unit) => hasName(units, unit)))
  );
}

function outside(bounds: Bounds, touches: Touched): string[] {
  const numbers = (touches.vmids ?? []).filter((vmid) => !hasNumber(bounds.vmids ?? [], vmid));
  const names = (['storages', 'units', 'disks', 'templates'] as const).flatMap((kind) =>
    (touches[kind] ?? [])
      .filter((name) => !hasName(bounds[kind] ?? [], name))
      .map((name) => `${kind.slice(0, -1)} ${name}`),
  );
  return [...numbers.map((vmid) => `vmid ${vmid}`), ...names].map(
    (what) => `${what} is not among what the policy allows`,
  );
}

/** Minutes of the day at a place. */
function minuteOfDay(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  });
  const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return (found['hour'] ?? 0) * 60 + (found['minute'] ?? 0);
}

function isWithin(at: number, from: string, to: string, zone: string): boolean {
  const minute = minuteOfDay(at, zone);
  const [first, last] = [from, to].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) as [
    number,
    number,
  ];
  return first < last ? first <= minute && minute < last : minute >= first || minute < last;
}

function strictest(reasons: readonly Reason[]): Verdict {
  return verdicts[Math.max(0, ...reasons.map(({ verdict }) => verdicts.indexOf(verdict)))] ?? 'DENY';
}

const rank = (risk: Risk): number => risks.indexOf(risk);
const riskier = (a: Risk, b: Risk): Risk => (rank(a) >= rank(b) ? a : b);

import type { Permissions } from '../../core/rights.js';
import { type Atom, type Goal, isReached } from './goal.js';

/** What to grant on one path. */
export interface PathGrant {
  path: string;
  privileges: ReadonlySet<string>;
  /** The paths below get it too. */
  propagate: boolean;
}

/** So many steps of the search; beyond them the best that was found counts. */
const mostSteps = 20_000;

/** The smallest grants that reach all goals: nothing of them can be taken away. */
export function smallestGrants(goals: readonly Goal[]): PathGrant[] {
  const whole: Goal = { kind: 'and', of: goals };
  const spread = new Set<string>();
  collectSpread(whole, spread);
  const grants = grantsOf(new Search().best(whole), spread);
  return reduced(grants, whole);
}

/** The paths whose entries must go on below. */
function collectSpread(goal: Goal, spread: Set<string>): void {
  if (goal.kind !== 'atom') for (const part of goal.of) collectSpread(part, spread);
  else if (goal.below) spread.add(goal.atom.path);
}

/** Branch and bound: what is needed in any case first, then the ways of each choice, the cheapest first. */
class Search {
  #best: ReadonlyMap<string, Atom> = new Map();
  #bestCost = Number.POSITIVE_INFINITY;
  #steps = 0;

  best(goal: Goal): readonly Atom[] {
    this.#go([goal], new Map());
    return [...this.#best.values()];
  }

  #go(goals: readonly Goal[], before: ReadonlyMap<string, Atom>): void {
    const taken = new Map(before);
    const choices = goals.flatMap((goal) => settle(goal, taken)).filter((choice) => !isMet(choice, taken));
    const cost = costOf(taken);
    if (cost >= this.#bestCost) return;
    const [choice, ...rest] = choices;
    if (choice === undefined) {
      this.#best = taken;
      this.#bestCost = cost;
      return;
    }
    const ways = choice.of.map((way) => {
      const after = new Map(taken);
      settle(way, after);
      return { way, cost: costOf(after) };
    });
    for (const { way } of ways.sort((a, b) => a.cost - b.cost)) {
      this.#steps += 1;
      if (this.#steps > mostSteps && this.#bestCost < Number.POSITIVE_INFINITY) return;
      this.#go([way, ...rest], taken);
    }
  }
}

type Choice = Goal & { of: readonly Goal[] };

/** Takes what a goal needs whichever way is gone, and gives the choices that it leaves. */
function settle(goal: Goal, taken: Map<string, Atom>): Choice[] {
  if (goal.kind === 'atom') taken.set(keyOf(goal.atom), goal.atom);
  else if (goal.kind === 'and' || goal.of.length === 1) return goal.of.flatMap((part) => settle(part, taken));
  else return [goal];
  return [];
}

function keyOf({ path, privilege }: Atom): string {
  return `${path} ${privilege}`;
}

/** Each privilege counts as one; among equals the one that changes less, and not on `/`, is better. */
function costOf(taken: ReadonlyMap<string, Atom>): number {
  let cost = 0;
  for (const { path, privilege } of taken.values()) {
    const power = /\.(?:Audit|Use)$/.test(privilege)
      ? 0
      : /\.(?:Modify|Allocate)$/.test(privilege)
        ? 0.002
        : 0.001;
    cost += 1 + power + (path === '/' ? 0.1 : 0);
  }
  return cost;
}

function isMet(goal: Goal, taken: ReadonlyMap<string, Atom>): boolean {
  if (goal.kind === 'atom') return taken.has(keyOf(goal.atom));
  return goal.kind === 'and'
    ? goal.of.every((part) => isMet(part, taken))
    : goal.of.some((part) => isMet(part, taken));
}

/** An entry replaces what is inherited at its path, so one below a path that goes on holds that one's privileges too. */
function grantsOf(atoms: readonly Atom[], spread: ReadonlySet<string>): PathGrant[] {
  const byPath = new Map<string, Set<string>>();
  for (const { path, privilege } of atoms) byPath.set(path, (byPath.get(path) ?? new Set()).add(privilege));
  const paths = [...byPath.keys()].sort((a, b) => a.length - b.length);
  for (const path of paths) {
    const above = paths.findLast(
      (other) => other !== path && spread.has(other) && path.startsWith(other === '/' ? other : `${other}/`),
    );
    for (const privilege of byPath.get(above ?? '') ?? []) byPath.get(path)?.add(privilege);
  }
  return paths
    .sort()
    .map((path) => ({ path, privileges: byPath.get(path) ?? new Set(), propagate: spread.has(path) }));
}

/** Takes away what is not needed, one by one. */
function reduced(grants: readonly PathGrant[], whole: Goal): PathGrant[] {
  for (const [index, grant] of grants.entries()) {
    for (const privilege of grant.privileges) {
      const privileges = new Set(grant.privileges);
      privileges.delete(privilege);
      const fewer = grants.with(index, { ...grant, privileges }).filter((one) => one.privileges.size > 0);
      if (isReached(whole, permissionsOf(fewer))) return reduced(fewer, whole);
    }
  }
  // A whole entry may say nothing that the one above does not: `/vms/101` with what `/vms` has.
  for (const grant of grants) {
    const fewer = grants.filter((one) => one !== grant);
    if (isReached(whole, permissionsOf(fewer))) return reduced(fewer, whole);
  }
  return [...grants];
}

/** What a caller with these entries, and no others, has. */
export function permissionsOf(grants: readonly PathGrant[]): Permissions {
  return Object.fromEntries(
    grants.map(({ path, privileges, propagate }) => [
      path,
      Object.fromEntries([...privileges].map((name) => [name, propagate])),
    ]),
  );
}

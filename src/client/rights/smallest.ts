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
  const grants = grantsOf(new Search(whole).best(), spread);
  return reduced(grants, whole);
}

/** The paths whose entries must go on below. */
function collectSpread(goal: Goal, spread: Set<string>): void {
  if (goal.kind !== 'atom') for (const part of goal.of) collectSpread(part, spread);
  else if (goal.below) spread.add(goal.atom.path);
}

/**
 * Takes every privilege that is needed in any case, then goes through the choices that are left: branch and bound,
 * cheapest way first.
 */
class Search {
  readonly #whole: Goal;
  #best: ReadonlyMap<string, Atom> = new Map();
  #bestCost = Number.POSITIVE_INFINITY;
  #steps = 0;

  constructor(whole: Goal) {
    this.#whole = whole;
  }

  best(): readonly Atom[] {
    this.#go(new Map(), 0);
    return [...this.#best.values()];
  }

  #go(chosen: ReadonlyMap<string, Atom>, before: number): void {
    const taken = new Map(chosen);
    addForced(this.#whole, taken);
    const cost =
      before + [...taken].reduce((sum, [key, atom]) => sum + (chosen.has(key) ? 0 : costOf(atom)), 0);
    if (cost >= this.#bestCost) return;
    const choice = firstOpen(this.#whole, taken);
    if (choice === undefined) {
      this.#best = taken;
      this.#bestCost = cost;
      return;
    }
    const ways = choice.map((way) => {
      const next = new Map(taken);
      addForced(way, next);
      const more = [...next].reduce((sum, [key, atom]) => sum + (taken.has(key) ? 0 : costOf(atom)), 0);
      return { next, more };
    });
    for (const { next, more } of ways.sort((a, b) => a.more - b.more)) {
      this.#steps += 1;
      if (this.#steps > mostSteps && this.#bestCost < Number.POSITIVE_INFINITY) return;
      this.#go(next, cost + more);
    }
  }
}

function keyOf({ path, privilege }: Atom): string {
  return `${path} ${privilege}`;
}

/** Each privilege counts as one; among equals the one that changes less, and not on `/`, is better. */
function costOf({ path, privilege }: Atom): number {
  const power = /\.(?:Audit|Use)$/.test(privilege)
    ? 0
    : /\.(?:Modify|Allocate)$/.test(privilege)
      ? 0.002
      : 0.001;
  return 1 + power + (path === '/' ? 0.1 : 0);
}

/** What a goal needs whichever way is taken. */
function addForced(goal: Goal, taken: Map<string, Atom>): void {
  if (goal.kind === 'atom') taken.set(keyOf(goal.atom), goal.atom);
  else if (goal.kind === 'and') for (const part of goal.of) addForced(part, taken);
  else if (goal.of.length === 1) for (const part of goal.of) addForced(part, taken);
}

/** The ways of the first choice that nothing taken so far has settled. */
function firstOpen(goal: Goal, taken: ReadonlyMap<string, Atom>): readonly Goal[] | undefined {
  if (goal.kind === 'atom' || isMet(goal, taken)) return undefined;
  if (goal.kind === 'or' && goal.of.length > 1) return goal.of;
  for (const part of goal.of) {
    const open = firstOpen(part, taken);
    if (open !== undefined) return open;
  }
  return undefined;
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

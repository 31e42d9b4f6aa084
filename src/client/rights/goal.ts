import { type Permissions, rightsAt, thingBelow } from '../../core/rights.js';
import type { Demand } from './demand.js';

/** A privilege on a path of the access control list. */
export interface Atom {
  path: string;
  privilege: string;
}

/** What a role must make possible: a demand without what no role can change. */
export type Goal =
  | {
      kind: 'atom';
      atom: Atom /** It must hold for everything below the path, not on the path itself. */;
      below: boolean;
    }
  | { kind: 'and' | 'or'; of: readonly Goal[] };

/** Why a role cannot do it, and what stays open. */
export interface Obstacles {
  root: Set<string>;
  ticket: boolean;
  unknown: Set<string>;
}

/** Where a path with braces is granted. */
export type Place = (template: string) => { path: string; below: boolean };

/** The goal of a demand; undefined where no role reaches it. What is in the way is put into `obstacles`. */
export function goalOf(demand: Demand, place: Place, obstacles: Obstacles): Goal | undefined {
  switch (demand.kind) {
    case 'and': {
      const of = demand.of.map((part) => goalOf(part, place, obstacles));
      return of.every((part) => part !== undefined) ? { kind: 'and', of } : undefined;
    }
    case 'or':
      return choiceOf(demand.of, place, obstacles);
    case 'privileges': {
      const of = demand.privileges.map((privilege) => atomGoal(demand.path, privilege, place));
      return { kind: demand.mode === 'all' ? 'and' : 'or', of };
    }
    case 'somewhere':
      return atomGoal(demand.grant, demand.privilege, place);
    case 'root':
      obstacles.root.add(demand.param === undefined ? demand.what : `${demand.param}: ${demand.what}`);
      return undefined;
    case 'ticket':
      obstacles.ticket = true;
      return undefined;
    case 'never':
      return undefined;
    case 'note':
      return { kind: 'and', of: [] };
    case 'unknown':
      obstacles.unknown.add(demand.why);
      return { kind: 'and', of: [] };
  }
}

/** The ways in that a role opens for sure; one that stays unknown only where there is no other. */
function choiceOf(ways: readonly Demand[], place: Place, obstacles: Obstacles): Goal | undefined {
  const judged = ways.map((way) => {
    const own: Obstacles = { root: new Set(), ticket: false, unknown: new Set() };
    return { goal: goalOf(way, place, own), own };
  });
  const open = judged.filter(({ goal }) => goal !== undefined);
  const sure = open.filter(({ own }) => own.unknown.size === 0);
  const counting = sure.length > 0 ? sure : open.length > 0 ? open : judged;
  for (const { own } of counting) {
    for (const why of own.unknown) obstacles.unknown.add(why);
    if (open.length > 0) continue;
    for (const what of own.root) obstacles.root.add(what);
    obstacles.ticket ||= own.ticket;
  }
  const of = counting.flatMap(({ goal }) => goal ?? []);
  return of.length === 0 ? undefined : { kind: 'or', of };
}

export function atomGoal(template: string, privilege: string, place: Place): Goal {
  const { path, below } = place(template);
  return { kind: 'atom', atom: { path, privilege }, below };
}

/** Whether a goal is reached with these rights. One that is meant for everything below a path asks everywhere there. */
export function isReached(goal: Goal, permissions: Permissions): boolean {
  if (goal.kind !== 'atom') {
    const reached = (part: Goal) => isReached(part, permissions);
    return goal.kind === 'and' ? goal.of.every(reached) : goal.of.some(reached);
  }
  const { path, privilege } = goal.atom;
  if (!goal.below) return rightsAt(permissions, path).has(privilege);
  const start = path === '/' ? path : `${path}/`;
  const inside = Object.keys(permissions).filter((other) => other !== path && other.startsWith(start));
  return [thingBelow(path), ...inside].every((other) => rightsAt(permissions, other).has(privilege));
}

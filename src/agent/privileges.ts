import type { AnyOp, Need, Table } from '../core/op.js';
import { isOp } from '../core/op.js';
import { missingOf, type Permissions, rightsAt, thingBelow } from '../core/rights.js';
import type { Route } from '../core/route.js';

/** What there is on a host, as far as the caller may see it: where privileges can count. */
export interface Places {
  nodes: readonly string[];
  storages: readonly string[];
  containers: readonly number[];
  /** All guests, containers among them. */
  guests: readonly number[];
}

/** Where one need of an operation is met. */
export interface NeedVerdict {
  need: Need;
  /** The path above all places of the need: `/vms` for `/vms/{vmid}`. */
  root: string;
  /** `somewhere`: not everywhere below `root`. */
  met: 'everywhere' | 'somewhere' | 'nowhere';
  /** Where: `root` for everything below it, or single paths. */
  on: readonly string[];
  /** Paths below `root` where it is not met, although `on` has `root`. */
  except: readonly string[];
  /** The path is that of a guest which does not exist yet. */
  newGuest: boolean;
}

/** Whether the caller may carry out an operation, and where. */
export interface OperationVerdict {
  /** Its name in the client: `lxc.snapshots.create`. */
  name: string;
  route: Route;
  /**
   * `partly`: on some guests, storages or nodes. Needs that only some parameters have (`need.when`) do not count
   * here: without them the rest of the operation works.
   */
  may: 'yes' | 'partly' | 'no';
  /** One for each need. None: any authenticated user may. */
  needs: readonly NeedVerdict[];
}

/** Judges every operation of a table. */
export function judge(table: Table, permissions: Permissions, places: Places): OperationVerdict[] {
  return operationsOf(table).map(([name, op]) => {
    const needs = (op.needs ?? []).map((need) => judgeNeed(need, op.route, permissions, places));
    return { name, route: op.route, may: overall(needs), needs };
  });
}

/** All operations of a table, by their names in the client. */
export function operationsOf(table: Table, prefix = ''): [name: string, op: AnyOp][] {
  return Object.entries(table).flatMap(([key, entry]): [string, AnyOp][] =>
    isOp(entry) ? [[`${prefix}${key}`, entry]] : operationsOf(entry, `${prefix}${key}.`),
  );
}

function overall(needs: readonly NeedVerdict[]): OperationVerdict['may'] {
  const always = needs.filter(({ need }) => need.when === undefined);
  if (always.some(({ met }) => met === 'nowhere')) return 'no';
  return always.every(({ met }) => met === 'everywhere') ? 'yes' : 'partly';
}

function judgeNeed(need: Need, route: Route, permissions: Permissions, places: Places): NeedVerdict {
  const isMet = (path: string) => missingOf(need, rightsAt(permissions, path)).length === 0;
  const { root, known, newGuest } = expand(need, route, permissions, places);
  const good = known.filter(isMet);
  const except = known.filter((path) => !good.includes(path));
  if (isMet(anyBelow(root, need))) {
    const met = except.length === 0 ? 'everywhere' : 'somewhere';
    return { need, root, newGuest, met, on: [root], except };
  }
  return { need, root, newGuest, met: good.length === 0 ? 'nowhere' : 'somewhere', on: good, except: [] };
}

/** Where a need counts for things that have no entry of their own. */
export function anyBelow(root: string, need: Need): string {
  return need.path === root ? root : thingBelow(root);
}

interface Expanded {
  root: string;
  /** The paths of the things that are there, or that an entry names. */
  known: string[];
  newGuest: boolean;
}

function expand(need: Need, route: Route, permissions: Permissions, places: Places): Expanded {
  const [, root, parameter] = /^(.*)\/\{([\w-]+)\}$/.exec(need.path) ?? [];
  if (root === undefined || parameter === undefined) return { root: need.path, known: [], newGuest: false };
  const named = Object.keys(permissions).filter(
    (path) => path.startsWith(`${root}/`) && !path.slice(root.length + 1).includes('/'),
  );
  const newGuest = isNewGuest(need, parameter, route);
  const guests = places.guests.map((vmid) => `${root}/${vmid}`);
  // An entry for a vmid that is no guest we see: one that is still to come, or that we may not look at.
  const strangers = named.filter((path) => !guests.includes(path));
  if (newGuest) return { root, known: strangers, newGuest };
  const there = seen(parameter, route, places).map((id) => `${root}/${id}`);
  const others = parameter === 'vmid' ? strangers : named;
  return { root, known: [...new Set([...there, ...others])], newGuest };
}

// A new guest's id is no part of the route: `POST /nodes/{node}/lxc` with VM.Allocate on it.
function isNewGuest(need: Need, parameter: string, route: Route): boolean {
  if (parameter === 'newid') return true;
  if (parameter !== 'vmid' || route.includes('{vmid}')) return false;
  // What it is configured with counts there as well.
  return (need.all ?? []).some((name) => name === 'VM.Allocate' || name.startsWith('VM.Config.'));
}

function seen(parameter: string, route: Route, places: Places): readonly (string | number)[] {
  if (parameter === 'node') return places.nodes;
  if (parameter === 'storage') return places.storages;
  if (parameter !== 'vmid') return [];
  return route.includes('/lxc/') ? places.containers : places.guests;
}

import { type Permissions, rightsAt, thingBelow } from '../../core/rights.js';

/** What a call asks of its caller, for its own parameters: every path is filled in. */
export type Demand =
  | { kind: 'privileges'; path: string; mode: 'all' | 'any'; privileges: readonly string[] }
  /** A privilege on things of the host that the call does not name: the storages of a container's volumes. */
  | {
      kind: 'somewhere';
      /** They are all below this path. */
      below: string;
      /** What a role would be granted on, with braces for what is not known. */
      grant: string;
      privilege: string;
      why: string;
      /** There may be none of these things. */
      optional?: boolean;
    }
  /** Only root@pam itself may. `param` is missing where the whole call is meant. */
  | { kind: 'root'; param?: string; what: string }
  /** No token may, whatever it has. */
  | { kind: 'ticket' }
  /** Cannot be known from permissions; with `unless` met, it does not matter. */
  | { kind: 'unknown'; why: string; unless?: Demand }
  /** This way in is closed for this caller. */
  | { kind: 'never' }
  | { kind: 'note'; text: string }
  | { kind: 'and' | 'or'; of: readonly Demand[] };

/** Privileges that are not there, in PVE's own terms: all of these or any of these on the path. */
export interface MissingPrivileges {
  path: string;
  privileges: readonly string[];
  mode: 'all' | 'any';
}

/** What only root@pam may do about a call. */
export interface RootOnly {
  param?: string;
  what: string;
}

/** How a demand is met. */
export interface Outcome {
  met: 'yes' | 'no' | 'unknown';
  missing: readonly MissingPrivileges[];
  rootOnly: readonly RootOnly[];
  ticketOnly: boolean;
  /** Why it is unknown. */
  why: readonly string[];
  notes: readonly string[];
}

/** The rights of a caller, and which paths a judgement looked at. */
export interface Holder {
  permissions: Permissions;
  look(path: string): void;
}

export function all(path: string, ...privileges: string[]): Demand {
  return { kind: 'privileges', path, mode: 'all', privileges };
}

export function any(path: string, ...privileges: string[]): Demand {
  return { kind: 'privileges', path, mode: 'any', privileges };
}

export function and(...of: readonly Demand[]): Demand {
  return { kind: 'and', of };
}

export function or(...of: readonly Demand[]): Demand {
  return { kind: 'or', of };
}

export function unknown(why: string, unless?: Demand): Demand {
  return { kind: 'unknown', why, ...(unless === undefined ? {} : { unless }) };
}

export function note(text: string): Demand {
  return { kind: 'note', text };
}

/** Nothing at all. */
export const nothing: Demand = and();

const plain: Outcome = { met: 'yes', missing: [], rootOnly: [], ticketOnly: false, why: [], notes: [] };

/** How a caller with these rights meets a demand. */
export function judge(demand: Demand, holder: Holder): Outcome {
  switch (demand.kind) {
    case 'and':
      return both(demand.of.map((part) => judge(part, holder)));
    case 'or':
      return either(demand.of.map((part) => judge(part, holder)));
    case 'privileges':
      return judgePrivileges(demand, holder);
    case 'somewhere':
      return judgeSomewhere(demand, holder);
    case 'root': {
      const { param, what } = demand;
      return { ...plain, met: 'no', rootOnly: [param === undefined ? { what } : { param, what }] };
    }
    case 'ticket':
      return { ...plain, met: 'no', ticketOnly: true };
    case 'never':
      return { ...plain, met: 'no' };
    case 'note':
      return { ...plain, notes: [demand.text] };
    case 'unknown':
      if (demand.unless !== undefined && judge(demand.unless, holder).met === 'yes') return plain;
      return { ...plain, met: 'unknown', why: [demand.why] };
  }
}

function judgePrivileges(demand: Demand & { kind: 'privileges' }, { permissions, look }: Holder): Outcome {
  const { path, mode, privileges } = demand;
  look(path);
  const rights = rightsAt(permissions, path);
  const lacking = privileges.filter((name) => !rights.has(name));
  if (mode === 'all' ? lacking.length === 0 : lacking.length < privileges.length) return plain;
  return { ...plain, met: 'no', missing: [{ path, mode, privileges: lacking }] };
}

function judgeSomewhere(demand: Demand & { kind: 'somewhere' }, { permissions }: Holder): Outcome {
  const { below, privilege, why, optional = false } = demand;
  const has = (path: string) => rightsAt(permissions, path).has(privilege);
  const listed = Object.keys(permissions).filter((path) => path.startsWith(`${below}/`));
  const inherited = has(thingBelow(below));
  if (inherited && listed.every(has)) return plain;
  if (inherited || optional || listed.some(has)) return { ...plain, met: 'unknown', why: [why] };
  return { ...plain, met: 'no', missing: [{ path: below, mode: 'all', privileges: [privilege] }] };
}

function both(outcomes: readonly Outcome[]): Outcome {
  const worst = (['no', 'unknown'] as const).find((met) => outcomes.some((one) => one.met === met));
  return {
    met: worst ?? 'yes',
    missing: merged(outcomes.flatMap(({ missing }) => missing)),
    rootOnly: outcomes.flatMap(({ rootOnly }) => rootOnly),
    ticketOnly: outcomes.some(({ ticketOnly }) => ticketOnly),
    why: [...new Set(outcomes.flatMap(({ why }) => why))],
    notes: [...new Set(outcomes.flatMap(({ notes }) => notes))],
  };
}

/** The way in that is open; else one that may be; else the one that takes the least. */
function either(outcomes: readonly Outcome[]): Outcome {
  const open = outcomes.find(({ met }) => met === 'yes');
  if (open !== undefined) return open;
  const perhaps = outcomes.filter(({ met }) => met === 'unknown');
  if (perhaps.length > 0) return both(perhaps);
  const cost = ({ missing, rootOnly, ticketOnly }: Outcome) =>
    rootOnly.length > 0 || ticketOnly || missing.length === 0
      ? Number.POSITIVE_INFINITY
      : missing.reduce((sum, { mode, privileges }) => sum + (mode === 'any' ? 1 : privileges.length), 0);
  const [first = { ...plain, met: 'no' as const }, ...rest] = outcomes;
  return rest.reduce((best, one) => (cost(one) < cost(best) ? one : best), first);
}

/** One entry for each path, but for choices, which stay apart. */
function merged(missing: readonly MissingPrivileges[]): MissingPrivileges[] {
  const byKey = new Map<string, MissingPrivileges>();
  for (const one of missing) {
    const key = one.mode === 'all' ? one.path : JSON.stringify(one);
    const privileges = [...new Set([...(byKey.get(key)?.privileges ?? []), ...one.privileges])];
    byKey.set(key, { ...one, privileges });
  }
  return [...byKey.values()];
}

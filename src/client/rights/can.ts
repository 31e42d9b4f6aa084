import type { Params } from '../../core/codec.js';
import { ParamsError } from '../../core/errors.js';
import { grantLine } from '../../core/permission.js';
import { type Permissions, rightsAt } from '../../core/rights.js';
import { fillRoute, type Route } from '../../core/route.js';
import { callDemand } from './call-demand.js';
import { type Demand, judge, type MissingPrivileges, type Outcome } from './demand.js';
import { HostRelease } from './release.js';
import type { Rights, Verdict } from './verdict.js';

/** Asks for the exact row of one path: `GET /access/permissions?path=…`. */
export type AskRow = (path: string) => Promise<Readonly<Record<string, boolean>>>;

/** Rows that were asked for, of rights that outlive one question. */
const asked = new WeakMap<Rights, Map<string, Readonly<Record<string, boolean>>>>();

/**
 * Judges a call.
 * @throws ParamsError if a parameter is missing that the path or the permission depends on.
 */
export async function judgeCall(route: Route, params: Params, rights: Rights, ask: AskRow): Promise<Verdict> {
  fillRoute(route, params);
  const host = new HostRelease(rights.version);
  const found = callDemand(route, params, rights.identity, host);
  if (found === undefined) return { allowed: 'unknown', why: [`No known release has the route ${route}.`] };
  const { demand, presence } = found;
  if (presence.has === 'no') {
    const { has: _has, ...what } = presence;
    return { allowed: false, reason: 'version', host: rights.version, ...what };
  }
  const doubts = presence.has === 'maybe' ? [presence.why] : newerMajor(host);
  // root@pam itself is asked for nothing.
  const outcome = rights.identity === 'root@pam' ? nobodyAsks : await outcomeOf(demand, route, rights, ask);
  return verdictOf(outcome, doubts, newerMinor(host), rights);
}

const nobodyAsks: Outcome = { met: 'yes', missing: [], rootOnly: [], ticketOnly: false, why: [], notes: [] };

/**
 * The list of permissions leaves out paths where somebody has nothing at all (role NoAccess), and these look like ones
 * that inherit. So before a yes, or a fix that keeps what is there, the paths in question are asked for one by one.
 */
async function outcomeOf(demand: Demand, route: Route, rights: Rights, ask: AskRow): Promise<Outcome> {
  assertFilled(demand, route);
  const rows = asked.get(rights) ?? new Map();
  asked.set(rights, rows);
  for (;;) {
    const permissions: Permissions = { ...rights.permissions, ...Object.fromEntries(rows) };
    const open = new Set<string>();
    const look = (path: string) => !Object.hasOwn(permissions, path) && open.add(path);
    const outcome = judge(demand, { permissions, look });
    if (open.size === 0) return outcome;
    await Promise.all([...open].map(async (path) => rows.set(path, await ask(path))));
  }
}

/** Every path of a demand must be whole: `/pool/{pool}` says nothing. */
function assertFilled(demand: Demand, route: Route): void {
  if (demand.kind === 'and' || demand.kind === 'or') for (const part of demand.of) assertFilled(part, route);
  if (demand.kind !== 'privileges') return;
  const [, key] = /\{([\w-]+)\}/.exec(demand.path) ?? [];
  if (key === undefined) return;
  throw new ParamsError([{ path: key, message: 'missing: what is needed depends on it' }], { route });
}

function newerMajor(host: HostRelease): string[] {
  return host.isNewerMajor ? [`The host has ${host.text}: its release line is not known.`] : [];
}

function newerMinor(host: HostRelease): string[] {
  return host.isNewer ? [`The host has ${host.text}, which is newer than what is known.`] : [];
}

function verdictOf(
  outcome: Outcome,
  doubts: readonly string[],
  notes: readonly string[],
  rights: Rights,
): Verdict {
  if (outcome.met === 'no') return refusal(outcome, rights);
  const why = [...doubts, ...outcome.why];
  return why.length > 0
    ? { allowed: 'unknown', why }
    : { allowed: true, notes: [...outcome.notes, ...notes] };
}

function refusal({ ticketOnly, rootOnly, missing }: Outcome, rights: Rights): Verdict {
  if (ticketOnly) return { allowed: false, reason: 'ticket-only' };
  if (rootOnly.length > 0) return { allowed: false, reason: 'root-only', what: rootOnly };
  return { allowed: false, reason: 'privileges', missing, fix: fixOf(missing, rights) };
}

/** One line for each path. An entry replaces what is inherited there, so a role also holds what the caller has. */
function fixOf(missing: readonly MissingPrivileges[], rights: Rights): string[] {
  const { identity } = rights;
  const permissions: Permissions = { ...rights.permissions, ...Object.fromEntries(asked.get(rights) ?? []) };
  const wanted = new Map<string, string[]>();
  for (const { path, privileges, mode } of missing) {
    const names = mode === 'any' ? privileges.slice(0, 1) : privileges;
    wanted.set(path, [...(wanted.get(path) ?? []), ...names]);
  }
  return [...wanted].map(([path, names]) => {
    // Nothing is above `/`, so nothing is replaced there, and nothing need go on below.
    if (path === '/') return grantLine(path, names.sort(), identity, { propagate: false });
    const kept = [...rightsAt(permissions, path)];
    return grantLine(path, [...new Set([...kept, ...names])].sort(), identity);
  });
}

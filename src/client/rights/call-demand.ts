import type { Params } from '../../core/codec.js';
import { type RouteInfo, type RoutePeriod, routeInfo, type Span } from '../../generated/routes.js';
import { codeDemand, nameFits, rootOnlyDemands } from './code-checks.js';
import { declaredDemand } from './declared.js';
import { and, type Demand, or, unknown } from './demand.js';
import { CallFacts } from './facts.js';
import { between, type HostRelease, isIn } from './release.js';

/** Whether a host's release has a route, and the parameters that a call gives it. */
export type Presence =
  | { has: 'yes' }
  | { has: 'maybe'; why: string }
  /** Of the route, or, with `param`, of a parameter. */
  | ({ has: 'no'; param?: string } & Span);

/** What a call of a route asks of its caller on a host. Undefined where no known release has the route. */
export function callDemand(
  route: string,
  params: Params,
  identity: string,
  host: HostRelease,
): { demand: Demand; presence: Presence } | undefined {
  const info = routeInfo(route);
  if (info === undefined) return undefined;
  const call = new CallFacts(route, params, identity, host);
  return { demand: demandFor(info, call), presence: presenceOf(info, call) };
}

function demandFor(info: RouteInfo, call: CallFacts): Demand {
  const demands = periodsOf(info, call.host).map((period) => periodDemand(period, call));
  // Between two known releases that differ it is sure only if both say the same.
  const why = `What it needs changed ${between(call.host.neighbours)}.`;
  const declared =
    demands.length > 1 ? or(and(...demands), and(or(...demands), unknown(why))) : and(...demands);
  return and(declared, ...rootOnlyDemands(call));
}

function periodDemand(period: RoutePeriod, call: CallFacts): Demand {
  const { permission, allowtoken } = period;
  const open = permission === 'all' || permission.startsWith('all; ');
  return and(
    ...(call.isToken && !allowtoken ? [{ kind: 'ticket' } as const] : []),
    declaredDemand(permission, call),
    codeDemand(call, open),
  );
}

/** What held in the known releases on both sides of the host's. */
function periodsOf(info: RouteInfo, host: HostRelease): RoutePeriod[] {
  const sides = host.neighbours.filter((side) => side !== undefined);
  const found = sides.map((side) => info.earlier.find((period) => isIn(side, period)) ?? info);
  return [...new Map(found.map((period) => [period.permission, period])).values()];
}

function presenceOf(info: RouteInfo, call: CallFacts): Presence {
  const { host } = call;
  if (!host.isReadable)
    return { has: 'maybe', why: `The host's version, ${host.text}, is no release number.` };
  const spans: [param: string | undefined, span: Span][] = [[undefined, info]];
  for (const key of call.keys) {
    const span = Object.entries(info.params).find(([name]) => nameFits(name, key))?.[1];
    if (span !== undefined) spans.push([key, span]);
  }
  const judged = spans.map(([param, span]) => ({ param, span, has: host.has(span) }));
  const missing = judged.find(({ has }) => has === 'no');
  if (missing !== undefined) {
    const { param, span } = missing;
    const { since, until } = span;
    return {
      has: 'no',
      ...(param === undefined ? {} : { param }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
  }
  const unsure = judged.find(({ has }) => has === 'maybe');
  if (unsure !== undefined) {
    const what = unsure.param === undefined ? 'The route' : `The parameter ${unsure.param}`;
    return {
      has: 'maybe',
      why: `${what} came or went ${between(host.neighbours)}; the host has ${host.text}.`,
    };
  }
  return { has: 'yes' };
}

import { routeInfo } from '../generated/routes.js';
import { Declarations } from './declared.js';
import { declaredRights, differsFromNow } from './declared-permission.js';
import { notModelled } from './errors.js';
import type { HostVersion } from './host-version.js';
import { type Method, type Route, Router } from './route.js';
import { routes } from './routes.js';
import type { Fields } from './schema.js';

/** A route as a host of one release has it. */
export interface HostRoute extends Route {
  readonly params: Fields;
  /** Parameters that it does not know are let through. */
  readonly open: boolean;
  /** Tokens are refused, whatever they may do. */
  readonly ticketOnly: boolean;
}

const known = new Map<HostVersion, Router<HostRoute>>();

/**
 * Every route of a release: those that the simulator models, and the others, which check who calls and with what, and
 * then say that they are not modelled.
 */
export function routesOf(version: HostVersion): Router<HostRoute> {
  const router = known.get(version) ?? new Router(listRoutes(version));
  known.set(version, router);
  return router;
}

function listRoutes(version: HostVersion): HostRoute[] {
  const declarations = Declarations.of(version);
  const modelled = new Map(routes.map((route) => [`${route.route}`, route]));
  // What no release declares is the index at the very top.
  const extra = routes.filter(({ route }) => routeInfo(route) === undefined);
  return [
    ...extra.map((route) => ({ ...route, params: route.params ?? {}, open: false, ticketOnly: false })),
    ...declarations.routes.map((name) => hostRoute(name, modelled.get(name), version)),
  ];
}

type Facts = Pick<HostRoute, 'permission' | 'params' | 'open' | 'ticketOnly'> & {
  readonly protected: boolean;
};

/** What a release says of a route is read when somebody asks for it: there are hundreds, and most are never called. */
function hostRoute(name: string, modelled: Route | undefined, version: HostVersion): HostRoute {
  let read: Facts | undefined;
  const facts = (): Facts => {
    read ??= factsOf(name, modelled, version);
    return read;
  };
  return {
    ...(modelled ?? { route: asRoute(name), handler: () => unmodelled(name) }),
    get permission() {
      return facts().permission;
    },
    get protected() {
      return facts().protected;
    },
    get ticketOnly() {
      return facts().ticketOnly;
    },
    get open() {
      return facts().open;
    },
    get params() {
      return facts().params;
    },
  };
}

function factsOf(name: string, modelled: Route | undefined, version: HostVersion): Facts {
  const { rule, ticketOnly, protected: isProtected } = declaredRights(name, version);
  const { fields = {}, open = false } = Declarations.of(version).find(name) ?? {};
  return {
    permission: modelled === undefined || differsFromNow(name, version) ? rule : modelled.permission,
    protected: modelled === undefined ? isProtected : modelled.protected === true,
    ticketOnly,
    open,
    params: { ...fields, ...modelled?.params },
  };
}

function unmodelled(name: string): never {
  throw notModelled(`'${name}'`);
}

const isMethod = (text: string): text is Method => /^(?:GET|POST|PUT|DELETE)$/.test(text);

function asRoute(name: string): Route['route'] {
  const [method = '', path = ''] = name.split(' ');
  if (!isMethod(method)) throw new TypeError(`${name} is no route`);
  return `${method} /${path.slice(1)}`;
}

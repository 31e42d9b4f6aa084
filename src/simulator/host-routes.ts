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

function hostRoute(name: string, modelled: Route | undefined, version: HostVersion): HostRoute {
  const declarations = Declarations.of(version);
  // Rights are read when somebody asks for them: there are hundreds of routes, and most are never called.
  const rights = (): ReturnType<typeof declaredRights> => declaredRights(name, version);
  return {
    ...(modelled ?? { route: asRoute(name), handler: () => unmodelled(name) }),
    get permission() {
      return modelled === undefined || differsFromNow(name, version) ? rights().rule : modelled.permission;
    },
    get protected() {
      return modelled === undefined ? rights().protected : modelled.protected === true;
    },
    get ticketOnly() {
      return rights().ticketOnly;
    },
    get open() {
      return declarations.find(name)?.open === true;
    },
    get params() {
      return { ...declarations.find(name)?.fields, ...modelled?.params };
    },
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

import { Caller } from './acl.js';
import type { Engine } from './engine.js';
import { notModelled } from './errors.js';
import { type HostRoute, routesOf } from './host-routes.js';
import { joinerOf } from './older-answers.js';
import { Counted } from './route.js';
import { enforce } from './rule.js';
import { checkParams, type RawParams } from './schema.js';
import type { World } from './world.js';

/** A route by its name, `POST /nodes/{node}/lxc`, as a host of this release has it. */
export function routeNamed({ version }: Pick<World, 'version'>, name: string): HostRoute | undefined {
  const [method = '', path = ''] = name.split(' ');
  // The names of parameters stand for any value.
  return routesOf(version).find(method, path)?.value;
}

/**
 * The `data` of a call on a node by somebody who is let in already, as its own command line is: without HTTP, so that no
 * fault strikes it and the journal does not have it. `raw` has the parameters of the path, too.
 * @throws ApiError for what the API refuses.
 */
export async function callAs(
  engine: Engine,
  world: World,
  authId: string,
  name: string,
  raw: RawParams,
): Promise<unknown> {
  const route = routeNamed(world, name);
  if (route === undefined) throw notModelled(`'${name}'`);
  const caller = new Caller(world.accounts, authId);
  enforce(route.permission, caller, raw);
  const params = checkParams(route.params, raw, { open: route.open, joinedBy: joinerOf(world.version) });
  const result = await route.handler({ world, door: world, tickets: engine.tickets, caller, params });
  return result instanceof Counted ? result.data : (result ?? null);
}

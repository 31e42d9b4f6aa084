import { fail } from '../errors.js';
import { resourcesOf } from '../high-availability.js';
import { isSince } from '../host-version.js';
import { plainFields } from '../plain-fields.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { splitList } from '../schema.js';
import type { Sections } from '../sections.js';
import type { World } from '../world.js';
import { collectionRoutes, words } from './collection.js';

/**
 * Groups of nodes that resources may run on, as releases before 9 have them; a host of 9 has rules in their place, and
 * says so. They are configuration only, as rules are: the simulator's manager moves nothing by itself.
 */

const audit = all('/', 'Sys.Audit');
const manage = all('/', 'Sys.Console');

export function groupsOf(world: World): Sections {
  return world.datacenter.sections.of('ha/groups');
}

const routes = collectionRoutes({
  path: '/cluster/ha/groups',
  id: 'group',
  fields: plainFields('comment nodes! nofailback:b restricted:b'),
  rules: { list: audit, read: audit, create: manage, update: manage, remove: manage },
  sections: groupsOf,
  constant: { type: 'group' },
  digestInList: true,
  exists: words.defined('ha group ID'),
  missing: (name) => fail(`no such ha group '${name}'`),
  // One that is not there is gone already.
  cannotRemove: () => undefined,
  failing: (verb) => `${verb} ha group`,
  // A node that comes twice is there once.
  check: (_context, _name, group) => {
    group.set('nodes', [...new Set(splitList(String(group.get('nodes'))))].join(','));
  },
  beforeRemove: ({ world }, name) => {
    const user = [...resourcesOf(world)].find(([, resource]) => resource.get('group') === name);
    if (user !== undefined) throw fail(`ha group is used by service '${user[0]}'`);
  },
});

/** What a host of 9 says it cannot do, by the beginning of the route. */
const refused: readonly (readonly [string, string])[] = [
  ['GET /cluster/ha/groups/', 'read group'],
  ['GET ', 'index groups'],
  ['POST ', 'create group'],
  ['PUT ', 'update group'],
  ['DELETE ', 'delete group'],
];

export const clusterHaGroupRoutes: readonly Route[] = routes.map((each) => ({
  ...each,
  handler: (context) => {
    const { world, params } = context;
    if (isSince(world.version, 9)) {
      const what = refused.find(([start]) => each.route.startsWith(start))?.[1];
      throw fail(`cannot ${what}: ha groups have been migrated to rules`);
    }
    // There is one type only; lists and removals do not ask for it.
    if ((params.maybe('type') ?? 'group') !== 'group') throw fail('types does not match');
    return each.handler(context);
  },
}));

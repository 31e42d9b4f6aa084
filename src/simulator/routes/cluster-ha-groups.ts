import { fail } from '../errors.js';
import { resourcesOf } from '../high-availability.js';
import { isSince } from '../host-version.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { splitList } from '../schema.js';
import {
  assertDigest,
  assign,
  removeKeys,
  type Section,
  type Sections,
  sectionRow,
  sectionsDigest,
} from '../sections.js';
import type { World } from '../world.js';
import { attempt } from './pools.js';

/**
 * Groups of nodes that resources may run on, as releases before 9 have them; a host of 9 has rules in their place, and
 * says so. They are configuration only, as rules are: the simulator's manager moves nothing by itself.
 */

const audit = all('/', 'Sys.Audit');
const manage = all('/', 'Sys.Console');
const fields = plainFields('comment nodes! nofailback:b restricted:b');
const one = '/cluster/ha/groups/{group}';

export function groupsOf(world: World): Sections {
  return world.datacenter.sections.of('ha/groups');
}

/** Refuses everything on a host that has rules. */
function older(words: string, handler: Route['handler']): Route['handler'] {
  return (context) => {
    if (isSince(context.world.version, 9))
      throw fail(`cannot ${words}: ha groups have been migrated to rules`);
    return handler(context);
  };
}

export const clusterHaGroupRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/ha/groups',
    permission: audit,
    handler: older('index groups', ({ world }) =>
      [...groupsOf(world)].map(([name, group]) => row(world, name, group)),
    ),
  },
  {
    route: 'POST /cluster/ha/groups',
    permission: manage,
    protected: true,
    handler: older('create group', create),
  },
  {
    route: `GET ${one}`,
    permission: audit,
    handler: older('read group', ({ world, params }) => {
      const name = params.text('group');
      return row(world, name, existing(world, name));
    }),
  },
  {
    route: `PUT ${one}`,
    permission: manage,
    protected: true,
    handler: older('update group', update),
  },
  {
    route: `DELETE ${one}`,
    permission: manage,
    protected: true,
    handler: older('delete group', remove),
  },
];

function existing(world: World, name: string): Section {
  const group = groupsOf(world).get(name);
  if (group === undefined) throw fail(`no such ha group '${name}'`);
  return group;
}

function row(world: World, name: string, group: Section): object {
  return {
    group: name,
    type: 'group',
    ...sectionRow(fields, group),
    digest: sectionsDigest(groupsOf(world)),
  };
}

function checkType({ params }: Context): void {
  if ((params.maybe('type') ?? 'group') !== 'group') throw fail('types does not match');
}

/** Writes what a request says. A node that comes twice is there once. */
function write(context: Context, group: Section): void {
  assign(group, fields, context.params);
  group.set('nodes', [...new Set(splitList(String(group.get('nodes'))))].join(','));
}

function create(context: Context): void {
  const { world, params } = context;
  checkType(context);
  const name = params.text('group');
  attempt('create ha group', () => {
    if (groupsOf(world).has(name)) throw fail(`ha group ID '${name}' already defined`);
    const group: Section = new Map();
    write(context, group);
    groupsOf(world).set(name, group);
  });
}

function update(context: Context): void {
  const { world, params } = context;
  checkType(context);
  const name = params.text('group');
  attempt('update ha group', () => {
    assertDigest(sectionsDigest(groupsOf(world)), params.maybe('digest'));
    const group: Section = new Map(existing(world, name));
    write(context, group);
    removeKeys(group, { fields, keys: params.list('delete'), params });
    groupsOf(world).set(name, group);
  });
}

function remove({ world, params }: Context): void {
  const name = params.text('group');
  attempt('delete ha group', () => {
    const user = [...resourcesOf(world)].find(([, resource]) => resource.get('group') === name);
    if (user !== undefined) throw fail(`ha group is used by service '${user[0]}'`);
    // One that is not there is gone already.
    groupsOf(world).delete(name);
  });
}

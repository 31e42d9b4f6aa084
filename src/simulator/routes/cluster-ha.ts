import { fail } from '../errors.js';
import { forgetInRules, guestAnywhere, parseSid, resourcesOf, wake } from '../high-availability.js';
import { isSince } from '../host-version.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { Fields } from '../schema.js';
import { assertDigest, assign, removeKeys, type Section, sectionRow, sectionsDigest } from '../sections.js';
import type { World } from '../world.js';
import { groupsOf } from './cluster-ha-groups.js';
import { attempt } from './pools.js';

/** Guests that the cluster keeps running. */

const audit = all('/', 'Sys.Audit');
const manage = all('/', 'Sys.Console');

const states = ['started', 'stopped', 'enabled', 'disabled', 'ignored'];
const count = { type: 'integer', minimum: 0 } as const;

const fields: Fields = {
  comment: { type: 'string', maxLength: 4096 },
  failback: { type: 'boolean' },
  group: { type: 'string' },
  max_relocate: count,
  max_restart: count,
  state: { type: 'string', enum: states },
};

export const clusterHaRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/ha/resources',
    permission: audit,
    handler: ({ world, params }) =>
      [...resourcesOf(world)]
        .filter(([, section]) => !params.has('type') || section.get('type') === params.text('type'))
        .map(([sid, section]) => row(world, sid, section)),
  },
  {
    route: 'POST /cluster/ha/resources',
    permission: manage,
    protected: true,
    handler: create,
  },
  {
    route: 'GET /cluster/ha/resources/{sid}',
    permission: audit,
    handler: ({ world, params }) => {
      const { sid } = parseSid(world, params.text('sid'));
      return row(world, sid, existing(world, sid));
    },
  },
  {
    route: 'PUT /cluster/ha/resources/{sid}',
    permission: manage,
    protected: true,
    handler: update,
  },
  {
    route: 'DELETE /cluster/ha/resources/{sid}',
    permission: manage,
    protected: true,
    handler: ({ world, params }) => {
      const { sid } = parseSid(world, params.text('sid'));
      if (!resourcesOf(world).delete(sid)) throw fail(`cannot delete service '${sid}', not HA managed!`);
      if (params.maybe('purge') !== '0') forgetInRules(world, sid);
      wake(world);
    },
  },
  ...(['migrate', 'relocate'] as const).map(
    (action): Route => ({
      route: `POST /cluster/ha/resources/{sid}/${action}`,
      permission: manage,
      protected: true,
      handler: ({ world, params }) => {
        const { sid } = parseSid(world, params.text('sid'));
        if (!resourcesOf(world).has(sid)) throw fail(`resource '${sid}' is not HA managed`);
        // The manager drops a wish for a node where the resource is already, and there is no other.
        return { sid, 'requested-node': params.text('node') };
      },
    }),
  ),
];

function existing(world: World, sid: string): Section {
  const section = resourcesOf(world).get(sid);
  if (section === undefined) throw fail(`no such resource '${sid}'`);
  return section;
}

function row(world: World, sid: string, section: Section): object {
  return { sid, ...sectionRow(fields, section), digest: sectionsDigest(resourcesOf(world)) };
}

function create({ world, params }: Context): void {
  const { sid, type, vmid } = parseSid(world, params.text('sid'));
  if (params.has('type') && params.text('type') !== type) throw fail('types does not match');
  refuseGroup(world, params.has('group'));
  if (type !== 'ct' && type !== 'vm') throw fail(`unknown service type '${type}'`);
  if (!/^[1-9]\d+$/.test(sid.slice(type.length + 1))) throw fail('invalid VMID');
  const guest = guestAnywhere(world, vmid);
  if (guest === undefined) throw fail(`resource '${sid}' does not exist in cluster`);
  if ((guest.kind === 'lxc') !== (type === 'ct'))
    throw fail(
      `resource '${sid}' - guest with ID ${vmid} is not a ${type === 'ct' ? 'container' : 'virtual machine'}`,
    );
  attempt('create resource', () => {
    if (resourcesOf(world).has(sid)) throw fail(`resource ID '${sid}' already defined`);
    const section: Section = new Map([
      ['type', type],
      ['state', 'started'],
    ]);
    assign(section, fields, params);
    resourcesOf(world).set(sid, asked(section));
  });
  wake(world);
}

/** `enabled` is an old word. */
function asked(section: Section): Section {
  if (section.get('state') === 'enabled') section.set('state', 'started');
  return section;
}

/** Groups were migrated to rules in 9.0. */
function refuseGroup({ version }: World, isGiven: boolean): void {
  if (isGiven && isSince(version, 9))
    throw fail("invalid parameter 'group': ha groups have been migrated to rules");
}

function update({ world, params }: Context): void {
  const { sid } = parseSid(world, params.text('sid'));
  refuseGroup(world, params.has('group'));
  const group = params.maybe('group') ?? '';
  if (group !== '' && !groupsOf(world).has(group)) throw fail(`HA group '${group}' does not exist`);
  attempt('update resources config', () => {
    assertDigest(sectionsDigest(resourcesOf(world)), params.maybe('digest'));
    const section: Section = new Map(existing(world, sid));
    removeKeys(section, { fields, keys: params.list('delete'), params });
    assign(section, fields, params);
    if (!section.has('state')) section.set('state', 'started');
    resourcesOf(world).set(sid, asked(section));
  });
  wake(world);
}

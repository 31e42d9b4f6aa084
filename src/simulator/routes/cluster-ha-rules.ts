import { fail, invalid } from '../errors.js';
import { resourcesOf, serviceState } from '../high-availability.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { type Fields, missingProperty, splitList, undefinedProperty } from '../schema.js';
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

/** Where resources are to run, and how the manager of them is. */

const audit = all('/', 'Sys.Audit');
const manage = all('/', 'Sys.Console');
const types = ['node-affinity', 'resource-affinity'];
const own: Readonly<Record<string, readonly string[]>> = {
  'node-affinity': ['nodes', 'strict'],
  'resource-affinity': ['affinity'],
};
const fields: Fields = {
  ...plainFields('disable:b nodes strict:b resources'),
  comment: { type: 'string', maxLength: 4096 },
  affinity: { type: 'string', enum: ['positive', 'negative'] },
};

export const clusterHaRuleRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/ha/rules',
    permission: audit,
    handler: ({ world, params }) =>
      [...rulesOf(world)]
        .filter(([, section]) => !params.has('type') || section.get('type') === params.text('type'))
        .filter(
          ([, section]) =>
            !params.has('resource') ||
            splitList(String(section.get('resources'))).includes(params.text('resource')),
        )
        .map(([name, section]) => row(world, name, section)),
  },
  {
    route: 'POST /cluster/ha/rules',
    permission: manage,
    protected: true,
    handler: create,
  },
  {
    route: 'GET /cluster/ha/rules/{rule}',
    permission: audit,
    handler: ({ world, params }) => {
      const name = params.text('rule');
      const section = rulesOf(world).get(name);
      if (section === undefined) throw fail(`no such ha rule '${name}'`);
      return row(world, name, section);
    },
  },
  {
    route: 'PUT /cluster/ha/rules/{rule}',
    permission: manage,
    protected: true,
    handler: update,
  },
  {
    route: 'DELETE /cluster/ha/rules/{rule}',
    permission: manage,
    protected: true,
    handler: ({ world, params }) => {
      rulesOf(world).delete(params.text('rule'));
    },
  },
  { route: 'GET /cluster/ha/status/current', permission: audit, handler: ({ world }) => current(world) },
  {
    route: 'GET /cluster/ha/status/manager_status',
    permission: audit,
    handler: ({ world }) => {
      const { name } = world.node;
      const states = [...world.datacenter.ha.states].map(([sid, state]) => [sid, { node: name, state }]);
      const isUsed = resourcesOf(world).size > 0;
      return {
        manager_status: isUsed
          ? {
              master_node: name,
              timestamp: Math.floor(world.clock.now() / 1000),
              node_status: { [name]: 'online' },
              service_status: Object.fromEntries(states),
            }
          : {},
        quorum: { node: name, quorate: 1 },
      };
    },
  },
  {
    route: 'POST /cluster/ha/status/disarm-ha',
    permission: manage,
    protected: true,
    handler: ({ world, params }) => {
      world.datacenter.ha.disarmed = params.text('resource-mode') === 'freeze' ? 'freeze' : 'ignore';
    },
  },
  {
    route: 'POST /cluster/ha/status/arm-ha',
    permission: manage,
    protected: true,
    handler: ({ world }) => {
      world.datacenter.ha.disarmed = undefined;
    },
  },
];

function rulesOf(world: World): Sections {
  return world.datacenter.sections.of('ha/rules');
}

function row(world: World, name: string, section: Section): object {
  const order = [...rulesOf(world).keys()].indexOf(name) + 1;
  return { rule: name, ...sectionRow(fields, section), order, digest: sectionsDigest(rulesOf(world)) };
}

/** Refuses what the other type of rule has. */
function checkType({ params }: Context): void {
  const other = types.filter((name) => name !== params.text('type')).flatMap((name) => own[name] ?? []);
  const errors = other.filter((key) => params.has(key)).map((key) => [key, undefinedProperty]);
  if (errors.length > 0) throw invalid(Object.fromEntries(errors));
}

function create(context: Context): void {
  const { world, params } = context;
  checkType(context);
  const needed = ['resources', params.text('type') === 'node-affinity' ? 'nodes' : 'affinity'];
  const missing = needed.filter((key) => !params.has(key)).map((key) => [key, missingProperty]);
  if (missing.length > 0) throw invalid(Object.fromEntries(missing));
  attempt('create ha rule', () => {
    const name = params.text('rule');
    if (rulesOf(world).has(name)) throw fail(`HA rule '${name}' already defined`);
    const section: Section = new Map([['type', params.text('type')]]);
    assign(section, fields, params);
    checkTargets(world, section);
    rulesOf(world).set(name, section);
  });
}

function update(context: Context): void {
  const { world, params } = context;
  checkType(context);
  attempt('update HA rules', () => {
    assertDigest(sectionsDigest(rulesOf(world)), params.maybe('digest'));
    const name = params.text('rule');
    const old = rulesOf(world).get(name);
    if (old === undefined) throw fail(`HA rule '${name}' does not exist`);
    const section: Section = new Map(old);
    removeKeys(section, {
      fields: { ...fields, resources: { type: 'string', required: true } },
      keys: params.list('delete'),
      params,
    });
    assign(section, fields, params);
    checkTargets(world, section);
    rulesOf(world).set(name, section);
  });
}

/** Rules are about what the manager looks after, on nodes that there are. */
function checkTargets(world: World, section: Section): void {
  const resources = splitList(String(section.get('resources') ?? ''));
  if (resources.length === 0) throw fail('no resources were specified');
  const unknown = resources.filter((sid) => !resourcesOf(world).has(sid));
  if (unknown.length > 0) throw fail(`cannot use unmanaged resource(s) ${unknown.join(', ')}.`);
  const nodes = splitList(String(section.get('nodes') ?? '')).map((item) => item.split(':')[0] ?? '');
  const missing = nodes.filter((name) => name !== world.node.name);
  if (missing.length > 0) throw fail(`cannot use non-existent node(s) ${missing.join(', ')}.`);
}

/** Quorum, the manager, and every resource: first those that it has looked at. */
function current(world: World): object[] {
  const { name: node } = world.node;
  const { disarmed } = world.datacenter.ha;
  const resources = [...resourcesOf(world)].sort(([a], [b]) => (a < b ? -1 : 1));
  const timestamp = Math.floor(world.clock.now() / 1000);
  const time = new Date(timestamp * 1000).toUTCString();
  const active = resources.length > 0;
  const armed = disarmed === undefined ? (active ? 'armed' : 'standby') : 'disarmed';
  const watchdog =
    disarmed === undefined ? `CRM watchdog ${active ? 'active' : 'standby'}` : 'CRM watchdog released';
  return [
    { id: 'quorum', type: 'quorum', node, status: 'OK', quorate: 1 },
    ...(active
      ? [{ id: 'master', type: 'master', node, status: `${node} (active, ${time})`, timestamp }]
      : []),
    {
      id: 'fencing',
      type: 'fencing',
      node,
      status:
        disarmed === undefined
          ? `${armed} (${watchdog})`
          : `disarmed, resource mode: ${disarmed} (${watchdog})`,
      'armed-state': armed,
      ...(disarmed === undefined ? {} : { resource_mode: disarmed }),
    },
    ...(active
      ? [
          {
            id: `lrm:${node}`,
            type: 'lrm',
            node,
            status: `${node} (active, watchdog active, ${time})`,
            timestamp,
          },
        ]
      : []),
    ...resources.map(([sid, section]) => {
      const state = disarmed === 'ignore' ? 'ignore' : serviceState(world, sid, section);
      const crm = world.datacenter.ha.states.get(sid);
      const { state: request_state, type: _, ...rest } = sectionRow(fields, section);
      return {
        id: `service:${sid}`,
        type: 'service',
        sid,
        node,
        ...(crm === undefined ? {} : { crm_state: crm }),
        state,
        status: `${sid} (${node}, ${state})`,
        request_state,
        ...rest,
      };
    }),
  ];
}

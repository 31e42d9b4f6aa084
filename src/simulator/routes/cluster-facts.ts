import { nextEvents } from '../calendar-event.js';
import { seconds } from '../clock.js';
import { fail, invalid } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Route } from '../route.js';
import { all, any, both, either, type Rule } from '../rule.js';
import type { Task } from '../tasks.js';
import { realmsOf } from './access-realms.js';
import { type Collection, collectionRoutes, refusalOnly } from './collection.js';

/** The cluster's log, its synchronised realms, and the processors of its machines. */

const audit = all('/', 'Sys.Audit');
const modify = all('/', 'Sys.Modify');
const sync = both(all('/access/realm/{realm}', 'Realm.AllocateUser'), all('/access/groups', 'User.Modify'));
const cpu = '/mapping/cpu/{cputype}';

const realmSync: Collection = {
  path: '/cluster/jobs/realm-sync',
  id: 'id',
  fields: plainFields('comment enable-new:b enabled:b remove-vanished schedule! scope=users|groups|both'),
  fixed: plainFields('realm'),
  rules: { list: audit, read: audit, create: sync, update: sync, remove: modify },
  createAt: 'item',
  sections: (world) => world.datacenter.sections.of('realm-sync'),
  exists: (id) => fail(`Job '${id}' already exists`),
  missing: (id) => invalid({ id: `No such job '${id}'` }),
  cannotUpdate: () => fail('no such realm-sync job'),
  check: ({ world }, _, section) => {
    const realm = String(section.get('realm') ?? '');
    const type = realmsOf(world).get(realm)?.get('type');
    if (type === undefined) throw invalid({ realm: `No such realm '${realm}'` });
    if (type !== 'ldap' && type !== 'ad') throw invalid({ realm: 'Only LDAP/AD realms can be synced.' });
    if (!section.has('enabled')) section.set('enabled', '1');
  },
};

const models: Collection = {
  path: '/cluster/qemu/custom-cpu-models',
  id: 'cputype',
  fields: plainFields('flags guest-phys-bits:i hidden:b hv-vendor-id level:i phys-bits reported-model!'),
  rules: {
    list: 'everyone',
    read: either(all(cpu, 'Mapping.Audit'), all(cpu, 'Mapping.Use'), all(cpu, 'Mapping.Modify')),
    create: all('/mapping/cpu', 'Mapping.Modify'),
    update: all(cpu, 'Mapping.Modify'),
    remove: all(cpu, 'Mapping.Modify'),
  },
  sections: (world) => world.datacenter.sections.of('cpu-models'),
  sees: (caller, id) => caller.hasAny(`/mapping/cpu/${id}`, 'Mapping.Audit', 'Mapping.Use', 'Mapping.Modify'),
  exists: (id) => fail(`custom CPU model '${id}' already exists`),
  missing: (id) => fail(`custom CPU model '${id}' does not exist`),
  digestInList: true,
};

/** Flags that a machine may be given, as far as anybody asks for one. */
export const cpuFlags = ['aes', 'md-clear', 'pcid', 'pdpe1gb', 'spec-ctrl', 'ssbd'].map((name) => ({
  name,
  description: `The processor feature ${name}.`,
}));

export const clusterFactRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/log',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const seesAll = caller.has('/', 'Sys.Syslog');
      const entries = [...world.tasks.running, ...world.tasks.finished]
        .filter(({ owner }) => seesAll || owner === caller.authId)
        .flatMap(entriesOf)
        .sort((a, b) => a.time - b.time)
        .map((entry, index) => ({ ...entry, uid: String(index + 1), id: `${index + 1}:${entry.node}` }))
        .reverse();
      return entries.slice(0, params.maybeInt('max') ?? 50);
    },
  },
  { route: 'GET /cluster/config/qdevice', permission: audit, protected: true, handler: () => ({}) },
  { route: 'GET /cluster/config/apiversion', permission: audit, handler: () => 1 },
  refusalOnly('POST /cluster/config', 'root'),
  refusalOnly('POST /cluster/config/join', 'root'),
  refusalOnly('POST /cluster/config/nodes/{node}', 'root'),
  refusalOnly('DELETE /cluster/config/nodes/{node}', 'root'),
  ...collectionRoutes(realmSync).map(
    (route): Route => (route.route === 'GET /cluster/jobs/realm-sync' ? withNextRun(route) : route),
  ),
  ...collectionRoutes(models),
  {
    route: 'GET /cluster/qemu/cpu-flags',
    permission: either(all('/nodes', 'Sys.Audit'), anyMapping()),
    handler: ({ world }) => cpuFlags.map((flag) => ({ ...flag, 'supported-on': [world.node.name] })),
  },
];

function anyMapping(): Rule {
  return any('/mapping/cpu', 'Mapping.Audit', 'Mapping.Use', 'Mapping.Modify');
}

function withNextRun(route: Route): Route {
  return {
    ...route,
    handler: (context) =>
      [...realmSync.sections(context.world)].map(([id, section]) => ({
        id,
        ...Object.fromEntries(section),
        enabled: Number(section.get('enabled')),
        'next-run': nextEvents(String(section.get('schedule')), seconds(context.world.clock), 1)[0],
      })),
  };
}

interface Entry {
  readonly time: number;
  readonly user: string;
  readonly tag: string;
  readonly pri: number;
  readonly pid: number;
  readonly node: string;
  readonly msg: string;
}

/** A task is told of when it starts and when it ends. */
function entriesOf({ upid, owner, node, starttime, endtime, exitstatus }: Task): Entry[] {
  const entry = { user: owner, tag: 'pvedaemon', pid: 812, node };
  const start = { ...entry, time: starttime, pri: 6, msg: `starting task ${upid}` };
  if (endtime === undefined) return [start];
  const pri = exitstatus === 'OK' ? 6 : 3;
  return [start, { ...entry, time: endtime, pri, msg: `end task ${upid}: ${exitstatus}` }];
}

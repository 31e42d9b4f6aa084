import { fail } from '../errors.js';
import { usage } from '../guest-status.js';
import { nodeUsage } from '../node-status.js';
import { plainFields } from '../plain-fields.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { usageOf } from '../volumes.js';
import type { World } from '../world.js';
import { type Collection, collectionRoutes } from './collection.js';

/** Where measurements are sent to, and the measurements themselves. Nothing is ever sent. */

const audit = all('/', 'Sys.Audit');
const modify = all('/', 'Sys.Modify');

const servers: Collection = {
  path: '/cluster/metrics/server',
  id: 'id',
  fixed: plainFields('type=graphite|influxdb|opentelemetry!'),
  fields: {
    ...plainFields(
      'api-path-prefix bucket disable:b influxdbproto=udp|http|https max-body-size:i mtu:i organization otel-compression=none|gzip otel-headers otel-max-body-size:i otel-path otel-protocol=http|https otel-resource-attributes otel-timeout:i otel-verify-ssl:b path proto=udp|tcp server! timeout:i token verify-certificate:b',
    ),
    port: { type: 'integer', minimum: 1, maximum: 65_536, required: true },
  },
  secret: ['token'],
  rules: { list: audit, read: audit, create: modify, update: modify, remove: modify },
  createAt: 'item',
  sections: (world) => world.datacenter.sections.of('metrics/server'),
  exists: (id) => fail(`Metric server '${id}' already exists`),
  missing: (id) => fail(`status server entry '${id}' does not exist`),
  cannotUpdate: (id) => fail(`no such server '${id}'`),
  cannotRemove: () => undefined,
};

interface Metric {
  readonly id: string;
  readonly metric: string;
  readonly timestamp: number;
  readonly type: 'gauge' | 'derive';
  readonly value: number;
}

export const clusterMetricRoutes: readonly Route[] = [
  ...collectionRoutes(servers).map(
    (route): Route =>
      route.route === 'GET /cluster/metrics/server' ? { ...route, params: {}, handler: serverList } : route,
  ),
  {
    route: 'GET /cluster/metrics/export',
    permission: audit,
    handler: ({ world, params }) => {
      const known = params.list('node-list').filter((name) => name !== world.node.name);
      if (known.length > 0) throw fail(`Requested node-list contains unknown nodes - ${known.join(', ')}`);
      const rows = metrics(world).filter(({ timestamp }) => timestamp > (params.maybeInt('start-time') ?? 0));
      return { data: rows };
    },
  },
];

function serverList({ world }: { world: World }): object[] {
  return [...servers.sections(world)].map(([id, section]) => ({
    id,
    type: section.get('type'),
    server: section.get('server'),
    port: Number(section.get('port')),
    disable: Number(section.get('disable') ?? 0),
  }));
}

/** Everything that is measured, as of now: what was before is not kept. */
function metrics(world: World): Metric[] {
  const timestamp = Math.floor(world.clock.now() / 10_000) * 10;
  const rows = (id: string, type: Metric['type'], values: Record<string, number>): Metric[] =>
    Object.entries(values).map(([metric, value]) => ({ id, metric, timestamp, type, value }));
  const { cpu, memory, uptime } = nodeUsage(world);
  const node = world.node.name;
  return [
    ...rows(`node/${node}`, 'gauge', {
      uptime,
      cpu_current: cpu,
      cpu_max: world.node.cpus,
      mem_total: memory.total,
      mem_used: memory.used,
    }),
    ...[...world.guests.values()].flatMap((guest) => {
      const id = `${guest.kind}/${guest.vmid}`;
      const { cpu: load, cpus, mem, maxmem, uptime: up, netin, netout } = usage(world, guest);
      return [
        ...rows(id, 'gauge', {
          uptime: up,
          cpu_current: load,
          cpu_max: cpus,
          mem_used: mem,
          mem_total: maxmem,
        }),
        ...rows(id, 'derive', { net_in: netin, net_out: netout }),
      ];
    }),
    ...[...world.storages.values()].flatMap((storage) => {
      const { total, used } = usageOf(storage);
      return rows(`storage/${node}/${storage.id}`, 'gauge', { disk_total: total, disk_used: used });
    }),
  ];
}

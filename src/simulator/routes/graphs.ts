import { seconds } from '../clock.js';
import { fail } from '../errors.js';
import { machine } from '../machine.js';
import { blankPng } from '../png.js';
import type { Context, Route } from '../route.js';
import { frameOf, rrdSamples } from '../rrd.js';
import { all, any, type Rule } from '../rule.js';
import { usageOf } from '../volumes.js';
import { container, storageOf } from '../world.js';

const mayLook = any('/storage/{storage}', 'Datastore.Audit', 'Datastore.AllocateSpace');
const audit = all('/vms/{vmid}', 'VM.Audit');

export const graphRoutes: readonly Route[] = [
  graph('/nodes/{node}/lxc/{vmid}', audit, ({ world, params }) => {
    const vmid = params.int('vmid');
    container(world, vmid);
    return `pve-vm-9.0/${vmid}`;
  }),
  graph('/nodes/{node}/qemu/{vmid}', audit, ({ world, params }) => {
    const vmid = params.int('vmid');
    machine(world, vmid);
    return `pve-vm-9.0/${vmid}`;
  }),
  graph('/nodes/{node}/storage/{storage}', mayLook, ({ world, params }) => {
    const { id } = storageOf(world, params.text('storage'));
    return `pve-storage-9.0/${world.node.name}/${id}`;
  }),
  graph('/nodes/{node}', all('/nodes/{node}', 'Sys.Audit'), ({ world }) => `pve-node-9.0/${world.node.name}`),
  {
    route: 'GET /nodes/{node}/storage/{storage}/rrddata',
    permission: mayLook,
    protected: true,
    handler: ({ world, params }) => {
      const storage = storageOf(world, params.text('storage'));
      const [step, count] = frameOf(world.version, params.text('timeframe'));
      const last = Math.floor(seconds(world.clock) / step) * step;
      const { total, used } = usageOf(storage);
      return Array.from({ length: count }, (_, index) => {
        const time = last - (count - 1 - index) * step;
        // Nothing is measured of one that is away, nor was anything before the host was up.
        return total === 0 || time * 1000 < world.node.boot ? { time } : { time, total, used };
      });
    },
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/rrddata',
    permission: audit,
    protected: true,
    handler: ({ world, params }) =>
      rrdSamples(world, machine(world, params.int('vmid')), params.text('timeframe')),
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/identity',
    permission: mayLook,
    protected: true,
    handler: ({ world, params }) => {
      const { type, options, id } = storageOf(world, params.text('storage'));
      const where = options['server'] ?? world.node.name;
      return { type, id: `${where}:${options['path'] ?? options['export'] ?? id}` };
    },
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/import-metadata',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const { id, type } = storageOf(world, params.text('storage'));
      caller.needAny(`/storage/${id}`, 'Datastore.Audit', 'Datastore.AllocateSpace');
      throw fail(`storage type '${type}' does not support guest import`);
    },
  },
];

/** A drawing comes as a text that holds the picture's bytes, one character each. */
function graph(path: `/${string}`, permission: Rule, file: (context: Context) => string): Route {
  return {
    route: `GET ${path}/rrd`,
    permission,
    protected: true,
    handler: (context) => {
      const sources = context.params.list('ds').join('_');
      return {
        filename: `/var/lib/rrdcached/db/${file(context)}_${sources}.png`,
        image: blankPng(800, 200).toString('latin1'),
      };
    },
  };
}

import { fail } from '../errors.js';
import type { Service } from '../node-system.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';

/** System services: only whether the name is known is looked at before the task. */

/** Without these nobody could start them again. */
const essential = new Set(['pveproxy', 'pvedaemon', 'pve-cluster']);

const took = 400;

export const nodeServiceRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/services',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    protected: true,
    handler: ({ world }) => [...world.system.services.values()].map(row),
  },
  {
    route: 'GET /nodes/{node}/services/{service}',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: () => ['state', 'start', 'stop', 'restart', 'reload'].map((subdir) => ({ subdir })),
  },
  {
    route: 'GET /nodes/{node}/services/{service}/state',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    protected: true,
    handler: (context) => row(serviceOf(context)),
  },
  command('start', 'start', true),
  command('stop', 'stop', false),
  command('restart', 'restart', true),
  command('reload', 'try-reload-or-restart', undefined),
];

/** `leaves`: whether it runs afterwards; undefined for as it was. */
function command(action: string, verb: string, leaves: boolean | undefined): Route {
  return {
    route: `POST /nodes/{node}/services/{service}/${action}`,
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: (context) => {
      const service = serviceOf(context);
      const { world, caller } = context;
      const work = (output: TaskOutput): Work => drive(service, verb, leaves, output);
      return world.tasks.start(caller.authId, `srv${action}`, service.name, work).upid;
    },
  };
}

function* drive(service: Service, verb: string, leaves: boolean | undefined, output: TaskOutput): Work {
  const { name, installed } = service;
  if (verb === 'stop' && essential.has(name))
    throw fail(`invalid service cmd '${name} ${verb}': refusing to stop essential service!`);
  if (!installed) {
    output.line(
      `Failed to ${verb} ${name}.service: Unit ${name}.service not ${verb === 'stop' ? 'loaded' : 'found'}.`,
    );
    throw fail(`command 'systemctl ${verb} ${name}' failed: exit code 5`);
  }
  yield took;
  service.running = leaves ?? service.running;
}

function serviceOf({ world, params }: Context): Service {
  const service = world.system.services.get(params.text('service'));
  if (service === undefined) throw new TypeError('the schema of this route lets unknown services through');
  return service;
}

function row({ name, description, installed, running }: Service): object {
  return {
    service: name,
    name,
    desc: description,
    state: running ? 'running' : 'dead',
    'active-state': running ? 'active' : 'inactive',
    'unit-state': installed ? 'enabled' : 'not-found',
  };
}

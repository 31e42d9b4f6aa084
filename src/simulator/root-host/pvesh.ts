import { notModelled } from '../errors.js';
import { routesOf } from '../host-routes.js';
import type { Host, Program } from './command.js';
import type { Exit, Invocation } from './invocation.js';
import { runCommand } from './run-command.js';
import { showResult } from './table.js';

/** `pvesh get`, after pve-manager PVE/CLI/pvesh.pm: any path of this node and of the cluster, as JSON. */
export async function runPvesh(host: Host, invocation: Invocation): Promise<Exit> {
  const [verb = '', path = ''] = invocation.argv;
  const { world } = host;
  const found = routesOf(world.version).find('GET', path);
  if (verb === 'get' && path.startsWith('/') && found === undefined) {
    invocation.err(`No 'get' handler defined for '${path}'\n`);
    return 1;
  }
  const { node, ...values } = found?.params ?? {};
  const isHere = node === undefined || node === 'localhost' || node === world.node.name;
  const program: Program = {
    name: 'pvesh',
    groups: [
      [
        { usage: 'create <api_path> [OPTIONS] [FORMAT_OPTIONS]' },
        { usage: 'delete <api_path> [OPTIONS] [FORMAT_OPTIONS]' },
        {
          usage: 'get <api_path> [OPTIONS] [FORMAT_OPTIONS]',
          ...(found === undefined || !isHere ? {} : { route: found.value.route }),
          prepare: ({ params, format }) => {
            if (!format.type.startsWith('json')) throw notModelled("'pvesh get' without JSON");
            delete params['api_path'];
            Object.assign(params, values);
            return undefined;
          },
          show: showResult,
        },
        { usage: 'ls <api_path> [OPTIONS] [FORMAT_OPTIONS]' },
        { usage: 'set <api_path> [OPTIONS] [FORMAT_OPTIONS]' },
        { usage: 'usage <api_path> [OPTIONS]' },
      ],
      [{ usage: 'help [<extra-args>] [OPTIONS]' }],
    ],
  };
  return await runCommand(program, host, invocation);
}

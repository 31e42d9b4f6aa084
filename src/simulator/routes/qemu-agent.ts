import { fail } from '../errors.js';
import { machine } from '../machine.js';
import type { Route } from '../route.js';
import { all, any, type Rule } from '../rule.js';

/** The guest agent: no simulated machine has a system that could run one, and every route of it says so. */

const of = (...names: string[]): Rule =>
  any('/vms/{vmid}', ...names.map((name) => `VM.GuestAgent.${name}`), 'VM.GuestAgent.Unrestricted');
const audit = of('Audit');
const files = of('FileSystemMgmt');
const power = any('/vms/{vmid}', 'VM.PowerMgmt', 'VM.GuestAgent.Unrestricted');
const unrestricted = all('/vms/{vmid}', 'VM.GuestAgent.Unrestricted');

const routes: readonly (readonly [line: string, permission: Rule])[] = [
  ['POST /ping', audit],
  ...'fsinfo host-name memory-block-info memory-blocks osinfo time timezone users vcpus'
    .split(' ')
    .map((name) => [`GET /get-${name}`, audit] as const),
  ['GET /info', audit],
  ['GET /network-get-interfaces', audit],
  ['POST /fsfreeze-status', of('Audit', 'FileSystemMgmt')],
  ['POST /fsfreeze-freeze', files],
  ['POST /fsfreeze-thaw', files],
  ['POST /fstrim', files],
  ['POST /shutdown', power],
  ['POST /suspend-disk', power],
  ['POST /suspend-hybrid', power],
  ['POST /suspend-ram', power],
  ['POST ', unrestricted],
  ['POST /set-user-password', unrestricted],
  ['POST /exec', unrestricted],
  ['GET /exec-status', unrestricted],
  ['GET /file-read', of('FileRead')],
  ['POST /file-write', of('FileWrite')],
];

export const qemuAgentRoutes: readonly Route[] = routes.map(([line, permission]): Route => {
  const [method = '', path = ''] = line.split(' ');
  return {
    route: `${method === 'POST' ? 'POST' : 'GET'} /nodes/{node}/qemu/{vmid}/agent${path}`,
    permission,
    protected: true,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      if (!guest.config.has('agent')) throw fail('No QEMU guest agent configured');
      if (guest.running === undefined) throw fail(`VM ${guest.vmid} is not running`);
      throw fail('QEMU guest agent is not running');
    },
  };
});

import { drivesOf } from '../drives.js';
import { fail, invalid } from '../errors.js';
import { machine, machineConfig, machineRow } from '../machine.js';
import { checkConfigWrite } from '../quorum.js';
import type { Route } from '../route.js';
import { all, any } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { freeDisk } from '../volumes.js';
import { checkLock, checkProtection, type Guest, type World } from '../world.js';
import { hasFeature } from './lxc.js';
import { forgetGuest } from './lxc-copy.js';
import { snapshotOf } from './snapshot.js';

/** Virtual machines: what can be read about one, its guest agent, and its end. */

const audit = all('/vms/{vmid}', 'VM.Audit');
const agent = any('/vms/{vmid}', 'VM.GuestAgent.Audit', 'VM.GuestAgent.Unrestricted');
const unrestricted = all('/vms/{vmid}', 'VM.GuestAgent.Unrestricted');

export const qemuRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/qemu',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller }) => {
      const sees = caller.guestsWith('VM.Audit');
      return [...world.guests.values()]
        .filter(({ kind, vmid }) => kind === 'qemu' && sees(vmid))
        .map((guest) => machineRow(world, guest));
    },
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/status/current',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      const row = machineRow(world, guest);
      const has = (key: string): object => (guest.config.has(key) ? { [key]: 1 } : {});
      return { ...row, qmpstatus: row['status'], ha: { managed: 0 }, ...has('agent') };
    },
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/config',
    permission: audit,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      const name = params.maybe('snapshot');
      if (name !== undefined && params.flag('current'))
        throw invalid({ snapshot: "cannot use 'snapshot' parameter with 'current'" });
      return machineConfig(guest, name === undefined ? guest.config : snapshotOf(guest, name).config);
    },
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/pending',
    permission: audit,
    // Nothing here changes a configuration, so nothing waits.
    handler: ({ world, params }) =>
      [...machine(world, params.int('vmid')).config].map(([key, value]) => ({ key, value })),
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/feature',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => {
      const has = hasFeature(world, machine(world, params.int('vmid')), params.text('feature'));
      return { hasFeature: has ? 1 : 0, nodes: [world.node.name] };
    },
  },
  ...['ping POST', 'info GET', 'get-osinfo GET', 'get-host-name GET', 'network-get-interfaces GET'].map(
    (line): Route => {
      const [name = '', method = ''] = line.split(' ');
      return {
        route: `${method === 'POST' ? 'POST' : 'GET'} /nodes/{node}/qemu/{vmid}/agent/${name}`,
        permission: agent,
        protected: true,
        handler: ({ world, params }) => askAgent(machine(world, params.int('vmid'))),
      };
    },
  ),
  {
    route: 'POST /nodes/{node}/qemu/{vmid}/agent/exec',
    permission: unrestricted,
    protected: true,
    handler: ({ world, params }) => askAgent(machine(world, params.int('vmid'))),
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/agent/exec-status',
    permission: unrestricted,
    protected: true,
    handler: ({ world, params }) => askAgent(machine(world, params.int('vmid'))),
  },
  {
    route: 'DELETE /nodes/{node}/qemu/{vmid}',
    permission: all('/vms/{vmid}', 'VM.Allocate'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = machine(world, params.int('vmid'));
      checkProtection(guest, `can't remove VM ${guest.vmid}`);
      checkLock(guest);
      if (guest.running !== undefined) throw fail(`VM ${guest.vmid} is running - destroy failed`);
      return world.tasks.start(caller.authId, 'qmdestroy', guest.vmid, (output) =>
        destroy(world, guest, output),
      ).upid;
    },
  },
];

/** No simulated machine has a system that could run an agent. */
function askAgent(guest: Guest): never {
  if (!guest.config.has('agent')) throw fail('No QEMU guest agent configured');
  if (guest.running === undefined) throw fail(`VM ${guest.vmid} is not running`);
  throw fail('QEMU guest agent is not running');
}

function* destroy(world: World, guest: Guest, output: TaskOutput): Work {
  checkLock(guest);
  checkConfigWrite(world, guest);
  guest.config.set('lock', 'destroyed');
  yield 700;
  for (const { volid } of drivesOf(guest.config)) {
    output.line(`Removed volume '${volid}'`);
    freeDisk(world, volid, guest.vmid);
  }
  forgetGuest(world, guest.vmid);
}

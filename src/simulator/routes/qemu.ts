import { drivesOf } from '../drives.js';
import { fail, invalid } from '../errors.js';
import { mergedConfig } from '../guest-config.js';
import { checkManaged, haStatus } from '../high-availability.js';
import { machine, machineConfig, machineRow } from '../machine.js';
import { checkConfigWrite } from '../quorum.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { freeDisk } from '../volumes.js';
import { checkLock, checkProtection, type Guest, type World } from '../world.js';
import { hasFeature } from './lxc.js';
import { forgetGuest } from './lxc-copy.js';
import { snapshotOf } from './snapshot.js';

/** Virtual machines: what can be read about one, and its end. */

const audit = all('/vms/{vmid}', 'VM.Audit');

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
      return { ...row, qmpstatus: row['status'], ha: haStatus(world, guest), ...has('agent') };
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
      if (name !== undefined) return machineConfig(guest, snapshotOf(guest, name).config);
      return machineConfig(guest, params.flag('current') ? guest.config : mergedConfig(guest));
    },
  },
  {
    route: 'GET /nodes/{node}/qemu/{vmid}/pending',
    permission: audit,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      const hide = (key: string, value: string): string => (key === 'cipassword' ? '**********' : value);
      return [...new Set([...guest.config.keys(), ...guest.pending.keys()])].map((key) => {
        const [value, pending] = [guest.config.get(key), guest.pending.get(key)];
        const removal = guest.pendingDeletes.get(key);
        return {
          key,
          ...(value === undefined ? {} : { value: hide(key, value) }),
          ...(pending === undefined ? {} : { pending: hide(key, pending) }),
          ...(removal === undefined ? {} : { delete: removal }),
        };
      });
    },
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
  {
    route: 'DELETE /nodes/{node}/qemu/{vmid}',
    permission: all('/vms/{vmid}', 'VM.Allocate'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = machine(world, params.int('vmid'));
      checkProtection(guest, `can't remove VM ${guest.vmid}`);
      checkLock(guest);
      if (guest.running !== undefined) throw fail(`VM ${guest.vmid} is running - destroy failed`);
      checkManaged(world, guest, params.flag('purge'));
      return world.tasks.start(caller.authId, 'qmdestroy', guest.vmid, (output) =>
        destroy(world, guest, output),
      ).upid;
    },
  },
];

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

import { fail } from '../errors.js';
import { bringUp, exclusively } from '../guest-work.js';
import { request } from '../high-availability.js';
import { machine } from '../machine.js';
import { applyMachinePending } from '../machine-config.js';
import { bringMachineUp, machineTimes, takeMachineDown } from '../machine-work.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { Work } from '../tasks.js';
import { checkLock, type Guest, type World } from '../world.js';

/** Virtual machines, up and down. Whether one is up is looked at before the task for some actions only. */

export const qemuPowerRoutes: readonly Route[] = [
  power('start', 'qmstart', ({ world, params }) => bringMachineUp(world, params.int('vmid'))),
  power('stop', 'qmstop', ({ world, params }) => takeMachineDown(world, params.int('vmid'))),
  power('shutdown', 'qmshutdown', (context) => alone(context, shutdownWork(context))),
  power('reboot', 'qmreboot', (context) => alone(context, cycleWork(context, machineTimes.reboot)), true),
  power('reset', 'qmreset', (context) => alone(context, cycleWork(context, machineTimes.reset)), true),
];

/** What the resource manager is asked for in place of an action. */
const wishes: Readonly<Record<string, 'started' | 'stopped'>> = {
  start: 'started',
  stop: 'stopped',
  shutdown: 'stopped',
};

function power(action: string, task: string, work: (context: Context) => Work, mustRun = false): Route {
  return {
    route: `POST /nodes/{node}/qemu/{vmid}/status/${action}`,
    permission: all('/vms/{vmid}', 'VM.PowerMgmt'),
    protected: true,
    handler: (context) => {
      const { world, caller, params } = context;
      const vmid = params.int('vmid');
      if (mustRun && world.guests.get(vmid)?.running === undefined) throw fail(`VM ${vmid} not running`);
      const guest = world.guests.get(vmid);
      const wanted = wishes[action];
      // With a resource manager it is that one's to start and stop.
      const asked =
        guest?.kind !== 'qemu' || wanted === undefined
          ? undefined
          : request(world, guest, caller.authId, wanted);
      return asked ?? world.tasks.start(caller.authId, task, vmid, () => work(context)).upid;
    },
  };
}

function found({ world, params }: Context): { world: World; guest: Guest } {
  return { world, guest: machine(world, params.int('vmid')) };
}

/** Holds the machine's configuration file all the time. */
function* alone(context: Context, work: Work): Work {
  yield* exclusively(found(context).guest, work);
}

/** A simulated machine hears its power button, if it is given the time. */
function* shutdownWork(context: Context): Work {
  const { guest } = found(context);
  checkLock(guest);
  const patience = (context.params.maybeInt('timeout') ?? 60) * 1000;
  if (guest.running === undefined) return;
  yield Math.min(machineTimes.shutdown, patience);
  if (patience < machineTimes.shutdown && !context.params.flag('forceStop'))
    throw fail('VM quit/powerdown failed - got timeout');
  guest.running = undefined;
}

function* cycleWork(context: Context, time: number): Work {
  const { world, guest } = found(context);
  checkLock(guest);
  yield time;
  if (time !== machineTimes.reboot) return;
  applyMachinePending(world, guest);
  bringUp(world, guest);
}

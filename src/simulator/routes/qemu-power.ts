import { fail } from '../errors.js';
import { bringUp } from '../guest-work.js';
import { machine } from '../machine.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { Work } from '../tasks.js';
import { checkLock, type Guest, type World } from '../world.js';

/** Virtual machines, up and down. Whether one is up is looked at before the task for some actions only. */

const took = { start: 1500, stop: 400, shutdown: 4000, reboot: 6000, reset: 200 };

export const qemuPowerRoutes: readonly Route[] = [
  power('start', 'qmstart', (context) => startWork(context)),
  power('stop', 'qmstop', (context) => downWork(context, took.stop)),
  power('shutdown', 'qmshutdown', (context) => shutdownWork(context)),
  power('reboot', 'qmreboot', (context) => cycleWork(context, took.reboot), true),
  power('reset', 'qmreset', (context) => cycleWork(context, took.reset), true),
];

function power(action: string, task: string, work: (context: Context) => Work, mustRun = false): Route {
  return {
    route: `POST /nodes/{node}/qemu/{vmid}/status/${action}`,
    permission: all('/vms/{vmid}', 'VM.PowerMgmt'),
    protected: true,
    handler: (context) => {
      const { world, caller, params } = context;
      const vmid = params.int('vmid');
      if (mustRun && world.guests.get(vmid)?.running === undefined) throw fail(`VM ${vmid} not running`);
      return world.tasks.start(caller.authId, task, vmid, () => work(context)).upid;
    },
  };
}

function found({ world, params }: Context): { world: World; guest: Guest } {
  return { world, guest: machine(world, params.int('vmid')) };
}

function* startWork(context: Context): Work {
  const { world, guest } = found(context);
  checkLock(guest);
  if (guest.config.get('template') === '1') throw fail("you can't start a vm if it's a template");
  if (guest.running !== undefined) throw fail(`VM ${guest.vmid} already running`);
  yield took.start;
  bringUp(world, guest);
}

function* downWork(context: Context, time: number): Work {
  const { guest } = found(context);
  checkLock(guest);
  yield time;
  guest.running = undefined;
}

/** A simulated machine hears its power button, if it is given the time. */
function* shutdownWork(context: Context): Work {
  const { guest } = found(context);
  checkLock(guest);
  const patience = (context.params.maybeInt('timeout') ?? 60) * 1000;
  if (guest.running === undefined) return;
  yield Math.min(took.shutdown, patience);
  if (patience < took.shutdown && !context.params.flag('forceStop'))
    throw fail('VM quit/powerdown failed - got timeout');
  guest.running = undefined;
}

function* cycleWork(context: Context, time: number): Work {
  const { world, guest } = found(context);
  checkLock(guest);
  yield time;
  if (time === took.reboot) bringUp(world, guest);
}

import { fail } from './errors.js';
import { bringUp, exclusively } from './guest-work.js';
import { machine } from './machine.js';
import { applyMachinePending } from './machine-config.js';
import type { Work } from './tasks.js';
import { checkLock, type Guest, type World } from './world.js';

/** How long a virtual machine takes, in milliseconds. */
export const machineTimes = {
  start: 1500,
  stop: 400,
  shutdown: 4000,
  reboot: 6000,
  reset: 200,
  suspend: 300,
};

/** Starts a virtual machine. What is wrong with it shows in the task. */
export function* bringMachineUp(world: World, vmid: number): Work {
  const guest = machine(world, vmid);
  yield* exclusively(guest, start(world, guest));
}

function* start(world: World, guest: Guest): Work {
  checkLock(guest);
  if (guest.config.get('template') === '1') throw fail("you can't start a vm if it's a template");
  if (guest.running !== undefined) throw fail(`VM ${guest.vmid} already running`);
  yield machineTimes.start;
  applyMachinePending(world, guest);
  bringUp(world, guest);
}

/** Takes a virtual machine down the hard way. */
export function* takeMachineDown(world: World, vmid: number): Work {
  const guest = machine(world, vmid);
  yield* exclusively(
    guest,
    (function* () {
      checkLock(guest);
      yield machineTimes.stop;
      guest.running = undefined;
    })(),
  );
}

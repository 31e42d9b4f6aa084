import type { Caller } from '../acl.js';
import { fail, invalid } from '../errors.js';
import { rebootWork, resumeWork, shutdownWork, startWork, stopWork, suspendWork } from '../guest-work.js';
import { request } from '../high-availability.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import type { World } from '../world.js';

/**
 * Up and down. Only whether the container runs is looked at before the task; all else, also that there is none,
 * shows in the task.
 */

export const lxcPowerRoutes: readonly Route[] = [
  power('start', ({ world, caller, params }, vmid) => {
    rootOnlySkiplock(params.flag('skiplock'), caller);
    mustBeStopped(world, vmid);
    const asked = askManager(world, caller, vmid, 'started');
    return (
      asked ?? { type: 'vzstart', work: () => startWork(world, vmid, { skiplock: params.flag('skiplock') }) }
    );
  }),
  power('stop', ({ world, caller, params }, vmid) => {
    rootOnlySkiplock(params.flag('skiplock'), caller);
    mustRun(world, vmid, 'CT');
    const asked = askManager(world, caller, vmid, 'stopped');
    if (params.flag('overrule-shutdown')) {
      if (asked !== undefined) throw invalid({ 'overrule-shutdown': 'Not applicable for HA resources.' });
      overrule(world, vmid);
    }
    return asked ?? { type: 'vzstop', work: () => stopWork(world, vmid) };
  }),
  power('shutdown', ({ world, caller, params }, vmid) => {
    mustRun(world, vmid, 'CT');
    const asked = askManager(world, caller, vmid, 'stopped');
    if (asked !== undefined) return asked;
    const options = { timeout: params.maybeInt('timeout') ?? 60, force: params.flag('forceStop') };
    return { type: 'vzshutdown', work: (output) => shutdownWork(world, vmid, output, options) };
  }),
  power('reboot', ({ world, params }, vmid) => {
    // Says VM where the others say CT.
    mustRun(world, vmid, 'VM');
    return { type: 'vzreboot', work: () => rebootWork(world, vmid, params.maybeInt('timeout') ?? 60) };
  }),
  power('suspend', ({ world }, vmid) => {
    mustRun(world, vmid, 'CT');
    return { type: 'vzsuspend', work: (output) => suspendWork(world, vmid, output) };
  }),
  power('resume', ({ world }, vmid) => {
    mustBeStopped(world, vmid);
    return { type: 'vzresume', work: () => resumeWork(world, vmid) };
  }),
];

type Planned = { type: string; work: (output: TaskOutput) => Work } | { upid: string };

/** With a resource manager it is that one's to start and stop. */
function askManager(
  world: World,
  caller: Caller,
  vmid: number,
  wanted: 'started' | 'stopped',
): { upid: string } | undefined {
  const guest = world.guests.get(vmid);
  if (guest?.kind !== 'lxc') return undefined;
  const upid = request(world, guest, caller.authId, wanted);
  return upid === undefined ? undefined : { upid };
}

function power(action: string, plan: (context: Context, vmid: number) => Planned): Route {
  return {
    route: `POST /nodes/{node}/lxc/{vmid}/status/${action}`,
    permission: all('/vms/{vmid}', 'VM.PowerMgmt'),
    protected: true,
    handler: (context) => {
      const vmid = context.params.int('vmid');
      const planned = plan(context, vmid);
      if ('upid' in planned) return planned.upid;
      return context.world.tasks.start(context.caller.authId, planned.type, vmid, planned.work).upid;
    },
  };
}

/** `skiplock=0` is nothing that anybody is refused for. */
function rootOnlySkiplock(wanted: boolean, caller: Caller): void {
  if (wanted && !caller.isRoot) throw invalid({ skiplock: 'Only root may use this option.' });
}

function isRunning(world: World, vmid: number): boolean {
  const guest = world.guests.get(vmid);
  return guest?.kind === 'lxc' && guest.running !== undefined;
}

function mustRun(world: World, vmid: number, word: 'CT' | 'VM'): void {
  if (!isRunning(world, vmid)) throw fail(`${word} ${vmid} not running`);
}

function mustBeStopped(world: World, vmid: number): void {
  if (isRunning(world, vmid)) throw fail(`CT ${vmid} already running`);
}

/** Ends shutdowns of the container that still wait. */
function overrule(world: World, vmid: number): void {
  for (const task of [...world.tasks.running]) {
    if (task.type === 'vzshutdown' && task.id === String(vmid)) world.tasks.stop(task);
  }
}

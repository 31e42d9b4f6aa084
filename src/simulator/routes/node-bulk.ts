import type { Caller } from '../acl.js';
import { taskText } from '../errors.js';
import { shutdownWork, startWork } from '../guest-work.js';
import type { Route } from '../route.js';
import type { Params } from '../schema.js';
import { Interrupted, type TaskOutput, type Work } from '../tasks.js';
import type { Guest, World } from '../world.js';

/** All guests of a node at once. Each gets its turn, and one that fails does not keep the others from theirs. */

export const nodeBulkRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/startall',
    // The right is asked for guest by guest, or for all of them.
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      checkPower(caller, params);
      const force = params.flag('force');
      const chosen = containers(world, params).filter(
        (guest) =>
          guest.running === undefined &&
          guest.config.get('template') !== '1' &&
          (force || guest.config.get('onboot') === '1'),
      );
      return world.tasks.start(caller.authId, 'startall', '', (output) => startAll(world, chosen, output))
        .upid;
    },
  },
  {
    route: 'POST /nodes/{node}/stopall',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      checkPower(caller, params);
      const options = {
        timeout: params.maybeInt('timeout') ?? 180,
        force: !params.has('force-stop') || params.flag('force-stop'),
      };
      const chosen = containers(world, params).filter((guest) => guest.running !== undefined);
      return world.tasks.start(caller.authId, 'stopall', '', (output) =>
        stopAll(world, chosen, options, output),
      ).upid;
    },
  },
];

function checkPower(caller: Caller, params: Params): void {
  if (caller.has('/', 'VM.PowerMgmt')) return;
  const vmids = params.list('vms');
  if (vmids.length === 0) caller.need('/', 'VM.PowerMgmt');
  for (const vmid of vmids) caller.need(`/vms/${vmid}`, 'VM.PowerMgmt');
}

/** The chosen containers, by number. An id that is not here is passed over, as are virtual machines, which do not run here. */
function containers(world: World, params: Params): Guest[] {
  const only = params.has('vms') ? new Set(params.list('vms').map(Number)) : undefined;
  return [...world.guests.values()]
    .filter((guest) => guest.kind === 'lxc' && (only?.has(guest.vmid) ?? true))
    .sort((a, b) => a.vmid - b.vmid);
}

/** Starts guests one after the other. */
export function* startAll(world: World, guests: readonly Guest[], output: TaskOutput): Work {
  for (const { vmid } of guests) {
    output.line(`Starting CT ${vmid}`);
    yield* attempt(`Starting CT ${vmid} failed`, startWork(world, vmid, { skiplock: false }), output);
  }
}

function* stopAll(
  world: World,
  guests: readonly Guest[],
  options: { timeout: number; force: boolean },
  output: TaskOutput,
): Work {
  for (const { vmid } of [...guests].reverse()) {
    output.line(`Stopping CT ${vmid} (timeout = ${options.timeout} seconds)`);
    yield* attempt(`Stopping CT ${vmid} failed`, shutdownWork(world, vmid, output, options), output);
  }
}

function* attempt(complaint: string, work: Work, output: TaskOutput): Work {
  try {
    yield* work;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    output.line(`${complaint}: ${taskText(error)}`);
  }
}

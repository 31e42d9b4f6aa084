import type { Caller } from '../acl.js';
import { fail, forbidden, notModelled, taskText } from '../errors.js';
import { shutdownWork, startWork } from '../guest-work.js';
import { bringMachineUp, machineTimes, takeMachineDown } from '../machine-work.js';
import { migrateWork, parseStorageMap } from '../migrate-work.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { Interrupted, type TaskOutput, type Work } from '../tasks.js';
import { type Guest, memberNamed, type World } from '../world.js';

export const clusterBulkRoutes: readonly Route[] = [
  {
    route: 'POST /cluster/bulk-action/guest/start',
    permission: 'everyone',
    protected: true,
    handler: (context) =>
      run(
        context,
        ['VM.PowerMgmt'],
        { type: 'bulk-start', verb: 'Starting', past: 'start:' },
        (world, guest) => {
          if (guest.running !== undefined) throw fail(`500 ${kindOf(guest)} ${guest.vmid} already running`);
          return guest.kind === 'lxc'
            ? startWork(world, guest.vmid, { skiplock: false })
            : bringMachineUp(world, guest.vmid);
        },
      ),
  },
  {
    route: 'POST /cluster/bulk-action/guest/shutdown',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      const { params } = context;
      const options = {
        timeout: params.maybeInt('timeout') ?? 180,
        force: params.maybe('force-stop') !== '0',
      };
      const words = { type: 'bulk-shutdown', verb: 'Shutting down', past: 'shutdown' };
      return run(context, ['VM.PowerMgmt'], words, (world, guest, output) => {
        if (guest.running === undefined) throw fail(`500 ${kindOf(guest)} ${guest.vmid} not running`);
        return guest.kind === 'lxc'
          ? shutdownWork(world, guest.vmid, output, options)
          : takeMachineDown(world, guest.vmid);
      });
    },
  },
  {
    route: 'POST /cluster/bulk-action/guest/suspend',
    permission: 'everyone',
    protected: true,
    handler: (context) =>
      run(
        context,
        ['VM.PowerMgmt'],
        { type: 'bulk-suspend', verb: 'Suspending', past: 'suspend' },
        (_, guest) => {
          if (guest.kind === 'lxc') throw fail('only VMs can be suspended');
          if (guest.running === undefined) throw fail(`500 VM ${guest.vmid} not running`);
          return suspended(guest);
        },
      ),
  },
  {
    route: 'POST /cluster/bulk-action/guest/migrate',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      const target = context.params.text('target');
      const words = { type: 'bulk-migrate', verb: 'Migrating', past: 'migrate' };
      const online = context.params.flag('online');
      return run(context, ['VM.Migrate'], words, (world, guest, output) => {
        return moved(world, guest, { target: targetOf(world, target), online }, output);
      });
    },
  },
  {
    route: 'POST /nodes/{node}/suspendall',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const vmids = params.list('vms');
      if (!caller.has('/', 'VM.PowerMgmt', 'VM.Config.Disk')) {
        if (vmids.length === 0) throw forbidden('/, VM.PowerMgmt && VM.Config.Disk');
        for (const vmid of vmids) caller.need(`/vms/${vmid}`, 'VM.PowerMgmt');
      }
      const chosen = chosenOf(world, vmids).filter(({ running }) => running !== undefined);
      return world.tasks.start(caller.authId, 'suspendall', '', function* (output) {
        for (const guest of chosen) {
          if (guest.kind !== 'qemu') output.warn(`skipping ${guest.vmid}, only VMs can be suspended`);
          else yield* suspended(guest);
        }
      }).upid;
    },
  },
  {
    route: 'POST /nodes/{node}/migrateall',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const vmids = params.list('vms');
      if (!caller.has('/', 'VM.Migrate')) {
        if (vmids.length === 0) throw forbidden('/, VM.Migrate');
        for (const vmid of vmids) caller.need(`/vms/${vmid}`, 'VM.Migrate');
      }
      const target = targetOf(world, params.text('target'));
      return world.tasks.start(caller.authId, 'migrateall', '', function* (output) {
        for (const guest of chosenOf(world, vmids)) {
          output.line(`Migrating ${kindOf(guest)} ${guest.vmid}`);
          try {
            yield* moved(world, guest, { target, online: guest.running !== undefined }, output);
          } catch (error) {
            if (error instanceof Interrupted) throw error;
            output.warn(taskText(error));
          }
        }
      }).upid;
    },
  },
  {
    route: 'POST /nodes/{node}/status',
    permission: all('/nodes/{node}', 'Sys.PowerMgmt'),
    protected: true,
    // The host goes down with what runs on it, and its containers that start by themselves come up again.
    handler: ({ world, params }) => {
      const restarts = params.text('command') === 'reboot';
      world.clock.after(2000, () => powerCycle(world, restarts));
    },
  },
];

function kindOf(guest: Guest): 'CT' | 'VM' {
  return guest.kind === 'lxc' ? 'CT' : 'VM';
}

/** The other node that guests are to go to. */
function targetOf(world: World, name: string): World {
  if (name === world.node.name) throw fail('target is local node.');
  return memberNamed(world, name);
}

function moved(
  world: World,
  guest: Guest,
  { target, online }: { target: World; online: boolean },
  output: TaskOutput,
): Work {
  if (guest.kind === 'qemu') throw notModelled('moving a virtual machine to another node');
  const storages = parseStorageMap(undefined);
  // A container that runs is always restarted on its way.
  return migrateWork(
    world,
    { vmid: guest.vmid, target, online, restart: true, timeout: 180, storages },
    output,
  );
}

function chosenOf(world: World, vmids: readonly string[]): Guest[] {
  const only = vmids.length === 0 ? undefined : new Set(vmids.map(Number));
  return [...world.guests.values()]
    .filter(({ vmid }) => only?.has(vmid) ?? true)
    .sort((a, b) => a.vmid - b.vmid);
}

function needOn(caller: Caller, vmids: readonly string[], privileges: readonly string[]): void {
  if (vmids.length === 0) {
    if (!caller.has('/', ...privileges)) throw forbidden(`/, ${privileges.join(', ')}`);
  } else for (const vmid of vmids) caller.need(`/vms/${vmid}`, ...privileges);
}

/** Each guest in its turn; one that fails does not keep the others from theirs, and the task fails in the end. */
function run(
  { world, caller, params }: Context,
  privileges: readonly string[],
  words: { type: string; verb: string; past: string },
  work: (world: World, guest: Guest, output: TaskOutput) => Work,
): string {
  const vmids = params.items('vms').flatMap((item) => item.split(','));
  needOn(caller, vmids, privileges);
  return world.tasks.start(caller.authId, words.type, '', function* (output) {
    output.line(
      vmids.length === 0 ? `${words.verb} all guests` : `${words.verb} guests: ${vmids.join(', ')}`,
    );
    const failed: number[] = [];
    const chosen = world.cluster.nodes
      .flatMap((home) => chosenOf(home, vmids).map((guest) => ({ home, guest })))
      .sort((a, b) => a.guest.vmid - b.guest.vmid);
    for (const { home, guest } of chosen) {
      if (guest.config.get('template') === '1') continue;
      output.line(`${words.verb} ${kindOf(guest)} ${guest.vmid}`);
      try {
        yield* work(home, guest, output);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        output.line(`WARN: ${taskText(error)}`);
        failed.push(guest.vmid);
      }
    }
    if (failed.length > 0) throw fail(`Some guests failed to ${words.past} ${failed.join(', ')}`);
  }).upid;
}

/** To disk, so that it does not run any more and goes on from there when it is started. */
function* suspended(guest: Guest): Work {
  yield machineTimes.suspend;
  guest.running = undefined;
}

function powerCycle(world: World, restarts: boolean): void {
  const up = [...world.guests.values()].filter(({ running }) => running !== undefined);
  for (const guest of up) guest.running = undefined;
  for (const task of [...world.tasks.running]) world.tasks.stop(task);
  if (!restarts) return;
  world.clock.after(60_000, () => {
    const chosen = [...world.guests.values()].filter(
      ({ kind, config }) => kind === 'lxc' && config.get('onboot') === '1',
    );
    world.tasks.start('root@pam', 'startall', '', function* (output) {
      for (const { vmid } of chosen) {
        output.line(`Starting CT ${vmid}`);
        yield* startWork(world, vmid, { skiplock: false });
      }
    });
  });
}

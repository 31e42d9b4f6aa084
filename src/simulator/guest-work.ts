import { pass } from './clock.js';
import { applyPending } from './config-update.js';
import { fail } from './errors.js';
import { isNet, netSchema } from './lxc-schema.js';
import { splitProperties } from './property-string.js';
import { checkConfigWrite } from './quorum.js';
import { currentTask, Interrupted, type Task, type TaskOutput, Vanished, type Work } from './tasks.js';
import { checkLock, container, type Guest, type World } from './world.js';

/** How long things take, in milliseconds. */
const took = { start: 900, stop: 500, shutdown: 1800, reboot: 2600 };

/** Holds a lock on a guest while `body` runs. Like PVE, it leaves alone what somebody else put there meanwhile. */
export function* holding(world: World, guest: Guest, lock: string, body: Work): Work {
  yield* exclusively(guest, nothing());
  checkLock(guest);
  checkConfigWrite(world, guest);
  guest.config.set('lock', lock);
  try {
    yield* body;
  } finally {
    if (guest.config.get('lock') === lock) guest.config.delete('lock');
  }
}

/** No work at all. */
export function* nothing(): Work {}

/** Who holds the configuration file of a guest: one worker, or several that only read it. */
interface Hold {
  /** The worker; what one held that was killed is free. */
  readonly task: Task | undefined;
  readonly shared: boolean;
}

/** How a worker wants to have the configuration file of a guest. */
export interface Wanted {
  /** It only reads: others that only read may have it at the same time. */
  readonly shared?: boolean;
  /** How long it waits, in milliseconds. */
  readonly patience?: number;
}

const holds = new WeakMap<Guest, Set<Hold>>();
const lockPatience = 10_000;
const lockPoll = 100;

function isTaken(guest: Guest, shared: boolean): boolean {
  if (guest.held === true) return true;
  return [...(holds.get(guest) ?? [])].some(
    (hold) => hold.task?.endtime === undefined && !(shared && hold.shared),
  );
}

function lockTimeout({ kind, vmid }: Guest): Error {
  const file =
    kind === 'lxc' ? `/run/lock/lxc/pve-config-${vmid}.lock` : `/var/lock/qemu-server/lock-${vmid}.conf`;
  return fail(`can't lock file '${file}' - got timeout`);
}

/** Waits, outside of a task, until nobody holds the guest's configuration file: neither a worker nor somebody else. */
export async function whenFree({ clock }: World, guest: Guest): Promise<void> {
  const end = clock.now() + lockPatience;
  while (isTaken(guest, false)) {
    if (clock.now() >= end) throw lockTimeout(guest);
    await pass(clock, lockPoll);
  }
}

/** Runs `body` while nobody else holds the guest's configuration file, waiting for it as long as PVE does. */
export function* exclusively(guest: Guest, body: Work, wanted: Wanted = {}): Work {
  const { shared = false, patience = lockPatience } = wanted;
  for (let waited = 0; isTaken(guest, shared); waited += lockPoll) {
    if (waited >= patience) throw lockTimeout(guest);
    yield lockPoll;
  }
  const hold: Hold = { task: currentTask(), shared };
  const others = holds.get(guest) ?? new Set();
  holds.set(guest, others.add(hold));
  try {
    yield* body;
  } finally {
    others.delete(hold);
  }
}

/** Brings a container up. Everything that can be wrong with it shows here, in the task. */
export function* startWork(world: World, vmid: number, options: { skiplock: boolean }): Work {
  const guest = container(world, vmid);
  yield* exclusively(guest, start(world, guest, options));
}

function* start(world: World, guest: Guest, options: { skiplock: boolean }): Work {
  if (guest.config.get('template') === '1') throw fail("you can't start a CT if it's a template");
  if (!options.skiplock) checkLock(guest);
  for (const [key, value] of guest.config) {
    const bridge = isNet(key) ? splitProperties(netSchema, value).get('bridge') : undefined;
    if (bridge !== undefined && !world.node.bridges.has(bridge))
      throw fail(`bridge '${bridge}' does not exist`);
  }
  // Somebody else was quicker: there is nothing left to do.
  if (guest.running !== undefined) return;
  yield took.start;
  bringUp(world, guest);
}

export function bringUp(world: World, guest: Guest): void {
  applyPending(world, guest);
  guest.running = { pid: world.random.between(2000, 60_000), since: world.clock.now() };
}

export function* stopWork(world: World, vmid: number): Work {
  const guest = container(world, vmid);
  yield* exclusively(guest, stop(guest));
}

function* stop(guest: Guest): Work {
  yield took.stop;
  guest.running = undefined;
}

/** How a container is to be shut down. */
export interface Shutdown {
  /** Seconds that it gets. */
  readonly timeout: number;
  /** Whether it is stopped the hard way after them. */
  readonly force: boolean;
}

export function* shutdownWork(world: World, vmid: number, output: TaskOutput, options: Shutdown): Work {
  const guest = container(world, vmid);
  checkLock(guest);
  yield* exclusively(guest, shutdown(guest, output, options));
}

/** Asks a container to go down. One whose first program is no init system does not hear it. */
function* shutdown(guest: Guest, output: TaskOutput, options: Shutdown): Work {
  const command = `command 'lxc-stop -n ${guest.vmid} --nokill --timeout ${options.timeout}' failed`;
  try {
    yield Math.min(timeToStop(guest), options.timeout * 1000);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    output.line(`${command}: received interrupt`);
    throw new Vanished();
  }
  if (timeToStop(guest) > options.timeout * 1000) {
    if (!options.force) throw fail(`${command}: exit code 1`);
    yield took.stop;
  }
  guest.running = undefined;
}

function timeToStop(guest: Guest): number {
  const entrypoint = guest.config.get('entrypoint');
  return entrypoint === undefined || entrypoint === '/sbin/init' ? took.shutdown : Number.POSITIVE_INFINITY;
}

export function* rebootWork(world: World, vmid: number, timeout: number): Work {
  const guest = container(world, vmid);
  checkLock(guest);
  yield* exclusively(guest, reboot(world, guest, timeout));
}

function* reboot(world: World, guest: Guest, timeout: number): Work {
  if (timeToStop(guest) > timeout * 1000) {
    yield timeout * 1000;
    throw fail(
      `command 'lxc-stop -n ${guest.vmid} --nokill --reboot --timeout ${timeout}' failed: exit code 1`,
    );
  }
  yield took.reboot;
  bringUp(world, guest);
}

/** Checkpoints need a program that hosts do not have by default. */
// biome-ignore lint/correctness/useYield: it fails before anything takes time.
export function* suspendWork(world: World, vmid: number, output: TaskOutput): Work {
  container(world, vmid);
  output.line(
    `lxc-checkpoint: ${vmid}: ../src/lxc/criu.c: criu_version_ok: 767 No such file or directory - execing criu failed, is it installed?`,
  );
  output.line(
    `lxc-checkpoint: ${vmid}: ../src/lxc/tools/lxc_checkpoint.c: checkpoint: 182 Checkpointing ${vmid} failed`,
  );
  throw fail(`command 'lxc-checkpoint -n ${vmid} -s -D /var/lib/vz/dump' failed: exit code 1`);
}

// biome-ignore lint/correctness/useYield: it fails before anything takes time.
export function* resumeWork(world: World, vmid: number): Work {
  container(world, vmid);
  throw fail(`command 'lxc-checkpoint -n ${vmid} -r --foreground -D /var/lib/vz/dump' failed: exit code 1`);
}

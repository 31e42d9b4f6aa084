import { ManualClock } from './clock.js';
import type { Conditions } from './conditions.js';
import type { Engine } from './engine.js';
import type { FaultsState } from './faults.js';
import type { HostClock } from './host-clock.js';
import type { JournalEntry } from './journal.js';
import type { OverridesState } from './overrides.js';
import { copyOf, setBack } from './state.js';
import type { TasksState } from './tasks.js';
import type { Tickets } from './tickets.js';
import type { World } from './world.js';

/** A host's state at one moment, to go back to: of use for `reset` of that host, and nothing else. */
export class HostState {
  readonly #saved: Saved;
  readonly #owner: Engine;

  /** @internal */
  constructor(owner: Engine, saved: Saved) {
    this.#owner = owner;
    this.#saved = saved;
  }

  /** @internal What was saved, if it was of this engine. */
  of(engine: Engine): Saved | undefined {
    return engine === this.#owner ? this.#saved : undefined;
  }
}

/** A snapshot that cannot be taken: tasks are running, and a program that is half done cannot be put away. */
export class BusyError extends Error {
  /** The UPIDs of what runs. */
  readonly upids: readonly string[];

  /** @internal */
  constructor(upids: readonly string[]) {
    super(
      `${upids.length} ${upids.length === 1 ? 'task is' : 'tasks are'} running: a snapshot is taken between tasks. Let time pass until they end. ${upids.join(' ')}`,
    );
    this.name = 'BusyError';
    this.upids = upids;
  }
}

/** All that a host consists of. */
export interface Parts {
  readonly engine: Engine;
  readonly tickets: Tickets;
  readonly conditions: Conditions;
  readonly clock: HostClock;
}

interface Saved {
  /** The data of the nodes and of what they share. */
  readonly data: unknown;
  readonly tasks: readonly TasksState[];
  readonly quorumLost: boolean;
  readonly now: number;
  readonly offset: number;
  readonly random: number;
  readonly faults: FaultsState;
  readonly journal: readonly JournalEntry[];
  readonly conditions: OverridesState;
  readonly key: Buffer<ArrayBuffer>;
}

/** What the nodes are, but for what has a state of its own. The certificate is the door's, and stays as it is. */
function dataOf({ cluster }: World): unknown {
  return cluster.nodes.map((world) => {
    const { cluster: _cluster, clock: _clock, random: _random, tasks: _tasks, consoles: _, ...data } = world;
    return data;
  });
}

/**
 * The state of a host.
 * @throws BusyError while tasks run.
 */
export function saveState({ engine, tickets, conditions, clock }: Parts): HostState {
  const { world, faults, journal } = engine;
  const { nodes, quorumLost } = world.cluster;
  const upids = nodes.flatMap(({ tasks }) => tasks.running.map(({ upid }) => upid));
  if (upids.length > 0) throw new BusyError(upids);
  return new HostState(engine, {
    data: copyOf(dataOf(world)),
    tasks: nodes.map(({ tasks }) => tasks.state),
    quorumLost,
    now: clock.now(),
    offset: clock.offset,
    random: world.random.state,
    faults: faults.state,
    journal: [...journal],
    conditions: conditions.state,
    key: tickets.state,
  });
}

/**
 * Goes back to a state: tasks that run and requests that wait are dropped.
 * @throws TypeError for the state of another host.
 */
export function restoreState({ engine, tickets, conditions, clock }: Parts, state: HostState): void {
  const saved = state.of(engine);
  if (saved === undefined) throw new TypeError('that is the state of another host');
  const { world, faults, journal } = engine;
  engine.abandon();
  clock.drop();
  world.consoles.close();
  for (const [index, node] of world.cluster.nodes.entries()) {
    const tasks = saved.tasks[index];
    if (tasks !== undefined) node.tasks.state = tasks;
  }
  setBackNodes(world, copyOf(saved.data));
  world.cluster.quorumLost = saved.quorumLost;
  world.random.state = saved.random;
  faults.state = saved.faults;
  journal.splice(0, journal.length, ...saved.journal);
  conditions.state = saved.conditions;
  tickets.state = saved.key;
  setClock(clock, saved);
}

function setBackNodes({ cluster }: World, data: unknown): void {
  // What the nodes share is set back once.
  const done = new Set<unknown>([cluster]);
  for (const [index, world] of cluster.nodes.entries()) {
    const { fingerprint, certificate } = world.node;
    const saved: unknown = Array.isArray(data) ? data[index] : undefined;
    if (typeof saved !== 'object') throw new TypeError('a state without its nodes');
    const { clock, random, tasks, consoles } = world;
    setBack(world, { ...saved, cluster, clock, random, tasks, consoles }, done);
    world.node.fingerprint = fingerprint;
    if (certificate !== undefined) world.node.certificate = certificate;
  }
}

/** A manual clock is set back. Others go on, and the host takes them for earlier than they are. */
function setClock(clock: HostClock, { now, offset }: Saved): void {
  if (clock.base instanceof ManualClock) {
    clock.offset = offset;
    clock.base.set(now - offset);
  } else {
    clock.offset = now - clock.base.now();
  }
}

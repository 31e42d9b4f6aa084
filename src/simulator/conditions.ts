import { type Duration, milliseconds } from './duration.js';
import type { Engine } from './engine.js';
import type { HostClock } from './host-clock.js';
import { boot, powerOff } from './node-power.js';
import { Overrides, type OverridesState } from './overrides.js';
import { GiB, roomIn } from './volumes.js';
import { type Guest, homeOf, nodeNamed, type World } from './world.js';

/** Something that is wrong with the host. */
export interface Condition extends Disposable {
  /** Sets it right. Conditions can be undone in any order; a second time does nothing. */
  undo(): void;
}

/** Which node it is about. */
export interface OfNode {
  /** Its name. Without one: every node for storages, the first one for all else. */
  node?: string;
}

/** Locks that PVE sets in the configuration of a guest. */
const locks = new Set(
  'backup clone create destroyed disk fstrim migrate mounted rollback snapshot snapshot-delete suspended suspending'.split(
    ' ',
  ),
);

/** What a storage has that was away all along, if nobody says how much. */
const usualTotal = 2048 * GiB;

/**
 * What can be wrong with a host: state that lasts until it is undone, where a fault is about single requests. Every
 * method gives the `Condition` to undo, or to put into a `using`.
 *
 * ```ts
 * const full = host.conditions.storageFull('local', { free: 10 * 1024 ** 2 });
 * // … what the program under test makes of it …
 * full.undo();
 * ```
 *
 * All of them throw a TypeError for a node, a storage or a guest that is not there.
 */
export class Conditions {
  readonly #engine: Engine;
  readonly #clock: HostClock;
  readonly #overrides = new Overrides();
  #count = 0;

  /** @internal */
  constructor(engine: Engine, clock: HostClock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /**
   * Cuts the power of a node. Its running tasks end as `unexpected status`; its neighbours answer 595 `No route to host`
   * for it, and its own door does not answer. Undone, it boots: uptime starts again, and guests with `onboot` start.
   */
  nodeDown({ node }: OfNode = {}): Condition {
    const world = this.#node(node);
    const write = (): void => {
      if (world.down !== undefined) return;
      powerOff(world);
      this.#engine.cut(world);
    };
    return this.#start({ key: `down ${world.node.name}`, write, keep: () => () => boot(world) });
  }

  /** Stops the API of a node: `Connection refused` at its door, 595 at the others. Guests and tasks go on. */
  apiDown({ node }: OfNode = {}): Condition {
    const world = this.#node(node);
    const write = (): void => {
      world.apiDown = true;
      this.#engine.cut(world);
    };
    const restore = (): void => {
      world.apiDown = false;
    };
    return this.#start({ key: `api ${world.node.name}`, write, keep: () => restore });
  }

  /** Takes the cluster file system of a node away: everything is a 500 there, even `/version`. */
  clusterFilesystemDown({ node }: OfNode = {}): Condition {
    const world = this.#node(node);
    const set = (down: boolean) => (): void => {
      world.cfsDown = down;
    };
    return this.#start({ key: `cfs ${world.node.name}`, write: set(true), keep: () => set(false) });
  }

  /**
   * Takes the cluster its quorum: what it knows can be read, and guests run on. Changes of its files fail, some at once
   * and some after the 10 s of the simulator's clock that PVE waits for a lock.
   */
  noQuorum(): Condition {
    const { cluster } = this.#engine.world;
    const set = (lost: boolean) => (): void => {
      cluster.quorumLost = lost;
    };
    return this.#start({ key: 'quorum', write: set(true), keep: () => set(false) });
  }

  /** Takes a storage away, on one node or all. */
  storageOffline(storage: string, { node }: OfNode = {}): Condition {
    return this.#online(storage, node, { online: false });
  }

  /** Brings a storage back that is away by itself, as `nas` is. `total` is its size in bytes, where it has none. */
  storageOnline(storage: string, { node, total = usualTotal }: OfNode & { total?: number } = {}): Condition {
    checkBytes('total', total);
    return this.#online(storage, node, { online: true, total });
  }

  /**
   * Fills a storage up to `free` bytes, 0 by default. What is deleted makes room again, and what does not fit fails as
   * with PVE: `No space left on device`, in the log of its task.
   */
  storageFull(storage: string, { node, free = 0 }: OfNode & { free?: number } = {}): Condition {
    checkBytes('free', free);
    const changes = this.#holders(storage, node).map((world): Change => {
      const found = world.storages.get(storage);
      const filler = found === undefined ? 0 : Math.max(0, roomIn(found) - free);
      const add = (bytes: number) => (): void => {
        const each = world.storages.get(storage);
        if (each !== undefined) each.base += bytes;
      };
      return { key: this.#unique('full'), write: add(filler), keep: () => add(-filler) };
    });
    return this.#start(...changes);
  }

  /**
   * Holds the configuration file of a guest, as another program on the host would. What needs it fails with
   * `can't lock file '…' - got timeout`, after 10 s of the simulator's clock.
   */
  configLocked(vmid: number): Condition {
    this.#guest(vmid);
    const set = (held: boolean) => (): void => {
      const guest = this.#find(vmid);
      if (guest !== undefined) guest.held = held;
    };
    return this.#start({ key: `config ${vmid}`, write: set(true), keep: () => set(false) });
  }

  /**
   * Gives a guest a lock, as an operation does that is under way or was broken off: `backup`, `snapshot`, `migrate`, ….
   * @throws TypeError for a lock that PVE does not have.
   */
  guestLocked(vmid: number, lock: string): Condition {
    if (!locks.has(lock)) throw new TypeError(`'${lock}' is no lock: ${[...locks].join(', ')}`);
    const before = this.#guest(vmid).config.get('lock');
    const keep = () => (): void => {
      const config = this.#find(vmid)?.config;
      if (before === undefined) config?.delete('lock');
      else config?.set('lock', before);
    };
    const write = (): void => void this.#find(vmid)?.config.set('lock', lock);
    return this.#start({ key: `lock ${vmid}`, write, keep });
  }

  /**
   * Sets the clock of the host forward, or with a negative number of milliseconds back: its times jump, what waits
   * goes on as it would, and uptimes stay.
   */
  clockJump(by: Duration): Condition {
    const ms = typeof by === 'number' && by < 0 ? -milliseconds(-by) : milliseconds(by);
    const jump = (by: number) => (): void => this.#jump(by);
    return this.#start({ key: this.#unique('clock'), write: jump(ms), keep: () => jump(-ms) });
  }

  /** Undoes all of them. */
  clear(): void {
    this.#overrides.clear();
  }

  /** @internal Which of them there are. */
  get state(): OverridesState {
    return this.#overrides.state;
  }

  /** @internal Only notes which there are: their effects belong to the state of the host. */
  set state(state: OverridesState) {
    this.#overrides.state = state;
  }

  #start(...changes: readonly Change[]): Condition {
    const undos = changes.map(({ key, keep, write }) => this.#overrides.add(key, keep, write));
    const undo = (): void => {
      for (const each of undos.reverse()) each();
    };
    return { undo, [Symbol.dispose]: undo };
  }

  /** For what adds up: such things do not stand in for each other. */
  #unique(kind: string): string {
    this.#count += 1;
    return `${kind} ${this.#count}`;
  }

  #online(id: string, node: string | undefined, state: { online: boolean; total?: number }): Condition {
    const changes = this.#holders(id, node).map((world): Change => {
      const set = (online: boolean, total: number) => (): void => {
        const storage = world.storages.get(id);
        if (storage !== undefined) Object.assign(storage, { online, total });
      };
      const { online = false, total = 0 } = world.storages.get(id) ?? {};
      return {
        key: `online ${world.node.name} ${id}`,
        write: set(state.online, total === 0 ? (state.total ?? 0) : total),
        keep: () => set(online, total),
      };
    });
    return this.#start(...changes);
  }

  #jump(ms: number): void {
    this.#clock.offset += ms;
    for (const world of this.#engine.world.cluster.nodes) {
      world.node.boot += ms;
      world.tasks.boot += ms;
      if (world.down !== undefined) world.down = { since: world.down.since + ms };
      for (const guest of world.guests.values()) {
        const { running } = guest;
        if (running !== undefined) guest.running = { ...running, since: running.since + ms };
      }
    }
  }

  #node(name: string | undefined): World {
    const { world } = this.#engine;
    const found = name === undefined ? world : nodeNamed(world, name);
    if (found === undefined) throw new TypeError(`there is no node '${name}'`);
    return found;
  }

  /** The nodes that have a storage. */
  #holders(id: string, node: string | undefined): World[] {
    const nodes = node === undefined ? this.#engine.world.cluster.nodes : [this.#node(node)];
    const found = nodes.filter(({ storages }) => storages.has(id));
    if (found.length === 0) throw new TypeError(`there is no storage '${id}'`);
    return found;
  }

  #find(vmid: number): Guest | undefined {
    return homeOf(this.#engine.world, vmid)?.guests.get(vmid);
  }

  #guest(vmid: number): Guest {
    const guest = this.#find(vmid);
    if (guest === undefined) throw new TypeError(`there is no guest ${vmid}`);
    return guest;
  }
}

/** What a condition does, for one value. */
interface Change {
  readonly key: string;
  readonly keep: () => () => void;
  readonly write: () => void;
}

function checkBytes(name: string, bytes: number): void {
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new TypeError(`${name} is a number of bytes, from 0 up`);
}

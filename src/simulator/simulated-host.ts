import { ManualClock } from './clock.js';
import type { Conditions } from './conditions.js';
import { createEngine, type HostOptions, type Made } from './create-engine.js';
import type { TokenName } from './demo-accounts.js';
import { type Duration, milliseconds } from './duration.js';
import type { TokenId } from './extra-tokens.js';
import type { Faults } from './faults.js';
import { fetchDoor } from './fetch-door.js';
import { arrange, type HostSpec } from './host-spec.js';
import { type HostState, restoreState, saveState } from './host-state.js';
import type { JournalEntry } from './journal.js';
import { RootHost, type RootHostOptions } from './root-host/root-host.js';
import { totpCode } from './tickets.js';
import { nodeNamed, type World } from './world.js';

/** A user that can log in with a password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * A simulated Proxmox VE host without a server: `fetch` is its only door. It costs nothing to make, so every test can
 * have its own.
 *
 * ```ts
 * const host = new SimulatedHost({ clock: 'manual' });
 * const client = new Client({ url: host.url, token: host.tokens.agent, transport: fetchTransport(host.fetch) });
 * ```
 */
export class SimulatedHost {
  /** Where it is; of one without a server just a name. */
  readonly url: string;
  /** The name of its node; of a cluster, the one that answers. */
  readonly node: string;
  /** The names of all nodes, its own first. */
  readonly nodes: readonly string[];
  /**
   * API tokens, complete: `user@realm!name=SECRET`. `full` is one of root, `agent` has what automation needs,
   * `readonly` may look, `separated` and `noacl` may nothing, `expired` and `disabled` are not let in. Tokens of
   * your own are here by their ids.
   */
  readonly tokens: Readonly<Record<TokenName, string> & Record<TokenId, string>>;
  /** Users with a password. The one with a second factor has its current code, too. */
  readonly logins: {
    readonly root: Login;
    readonly agent: Login;
    readonly totp: Login & { readonly code: () => string };
  };
  /**
   * Answers a request as the host would: for `fetchTransport`, or as the handler of a mock,
   * `http.all('https://pve1:8006/*', ({ request }) => host.fetch(request))` with msw. The host of the URL does not matter.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What is wrong with the host, until it is undone: nodes and storages that are away, locks, no quorum, a wrong clock. */
  readonly conditions: Conditions;
  readonly #parts: Made;
  readonly #start: HostState;
  readonly #rootHosts: RootHost[] = [];

  constructor(
    options: HostOptions = {},
    made: Made = createEngine(options),
    url = 'https://pve.invalid:8006',
  ) {
    const { engine, conditions, secrets } = made;
    const { world } = engine;
    const { passwords, tokens, totpKey } = secrets;
    this.#parts = made;
    this.conditions = conditions;
    this.#start = saveState(made);
    this.url = url;
    this.node = world.node.name;
    this.nodes = world.cluster.nodes.map(({ node }) => node.name);
    this.tokens = tokens;
    this.logins = {
      root: { username: 'root@pam', password: passwords.root },
      agent: { username: 'agent@pve', password: passwords.agent },
      totp: { username: 'totp@pve', password: passwords.totp, code: () => totpCode(totpKey, world.clock) },
    };
    this.fetch = fetchDoor(engine);
  }

  /**
   * `fetch` of another node of the cluster, as a client has it that connects there.
   * @throws TypeError for a name that no node has.
   */
  fetchAt(node: string): (request: Request) => Promise<Response> {
    return fetchDoor(this.#parts.engine, this.#nodeNamed(node));
  }

  #nodeNamed(name: string): World {
    const world = nodeNamed(this.#parts.engine.world, name);
    if (world === undefined) throw new TypeError(`there is no node '${name}': ${this.nodes.join(', ')}`);
    return world;
  }

  /** What goes wrong on purpose: nothing, until rules are added. */
  get faults(): Faults {
    return this.#parts.engine.faults;
  }

  /** Every request so far, the oldest first, with secrets masked. */
  get requests(): readonly JournalEntry[] {
    return this.#parts.engine.journal;
  }

  /** The time on the simulator's clock, in milliseconds since the epoch. What the host takes for it may differ: `clockJump`. */
  get now(): number {
    return this.#parts.clock.base.now();
  }

  /**
   * Changes what the host has, past its API and at once: guests, storages, users. What is not named stays as it is.
   * @throws TypeError for what no Proxmox VE host could have.
   */
  arrange(spec: HostSpec): void {
    arrange(this.#parts.engine.world, spec);
  }

  /**
   * Lets time pass, milliseconds or `30s`, `10m`, `2h`: tasks go on and end, tickets age.
   * @throws TypeError unless the clock is a manual one, and for text that is no span of time.
   */
  advance(duration: Duration): void {
    const { base } = this.#parts.clock;
    if (!(base instanceof ManualClock))
      throw new TypeError("only a simulator with clock: 'manual' can be advanced");
    base.advance(milliseconds(duration));
  }

  /**
   * The state of the host, to go back to with `reset`: what it has, what ran, what was asked, faults, conditions, time
   * and chance.
   * @throws BusyError while tasks run: they are programs that are half done.
   */
  snapshot(): HostState {
    return saveState(this.#parts);
  }

  /**
   * Goes back to a snapshot, or without one to how the host was when it was made. From there the same calls have the same answers
   * again, but for secrets that are made anew. Tasks that run are dropped, and requests that wait get no answer;
   * tokens, the clients that have them, and snapshots stay good. A manual clock goes back, too; another one goes on, and
   * the host takes the time to be earlier than it is.
   * @throws TypeError for the snapshot of another host.
   */
  reset(state: HostState = this.#start): void {
    restoreState(this.#parts, state);
  }

  /** Makes every login ticket so far worthless, as if two hours had passed for them alone. API tokens stay good. */
  expireTickets(): void {
    this.#parts.tickets.revoke();
  }

  /**
   * Kills the process of a running task: it ends as `unexpected status`, and what it had not cleaned up stays, such as
   * the lock of its guest.
   * @throws TypeError if no task of that UPID runs.
   */
  killTask(upid: string): void {
    for (const { tasks, consoles } of this.#parts.engine.world.cluster.nodes) {
      const task = tasks.running.find((each) => each.upid === upid);
      if (task === undefined) continue;
      tasks.kill(task);
      consoles.sweep();
      return;
    }
    throw new TypeError(`no task ${upid} runs`);
  }

  /**
   * Restarts a node, the first one by default, in no time: connections are cut, running tasks end as `unexpected
   * status`, guests without `onboot` stay stopped. For one that takes its time, `conditions.nodeDown`.
   * @throws TypeError for a name that no node has, or of one that is down.
   */
  restart(node: string = this.node): void {
    const world = this.#nodeNamed(node);
    if (world.down !== undefined) throw new TypeError(`node '${node}' is down: undo that, and it boots`);
    this.conditions.nodeDown({ node }).undo();
  }

  /**
   * Gives the host a command line: programs in a private folder that work as root on this host's state, `pct` and
   * others. It lives until it or this host is closed.
   * @throws TypeError for a name that no node has.
   */
  async rootHost(options: RootHostOptions = {}): Promise<RootHost> {
    const { node = this.node, ...more } = options;
    const host = await RootHost.open(this.#parts.engine, this.#nodeNamed(node), more);
    this.#rootHosts.push(host);
    return host;
  }

  /** Ends what is still to happen. A host without a server and a command line needs no end: its timers keep no process alive. */
  async close(): Promise<void> {
    this.#parts.clock.close();
    for (const host of this.#rootHosts.splice(0)) await host.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

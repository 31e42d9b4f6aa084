import { ManualClock } from './clock.js';
import { createEngine, type HostOptions, type Made } from './create-engine.js';
import type { TokenName } from './demo-accounts.js';
import type { Engine, JournalEntry } from './engine.js';
import type { TokenId } from './extra-tokens.js';
import type { Faults } from './faults.js';
import { fetchDoor } from './fetch-door.js';
import { arrange, type HostSpec } from './host-spec.js';
import { totpCode } from './tickets.js';
import { nodeNamed } from './world.js';

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
  readonly #engine: Engine;

  constructor(
    options: HostOptions = {},
    made: Made = createEngine(options),
    url = 'https://pve.invalid:8006',
  ) {
    const { engine, secrets } = made;
    const { world } = engine;
    const { passwords, tokens, totpKey } = secrets;
    this.#engine = engine;
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
    const world = nodeNamed(this.#engine.world, node);
    if (world === undefined) throw new TypeError(`there is no node '${node}': ${this.nodes.join(', ')}`);
    return fetchDoor(this.#engine, world);
  }

  /** What goes wrong on purpose: nothing, until rules are added. */
  get faults(): Faults {
    return this.#engine.faults;
  }

  /** Every request so far, the oldest first, with secrets masked. */
  get requests(): readonly JournalEntry[] {
    return this.#engine.journal;
  }

  /** The time on the simulator's clock, in milliseconds since the epoch. */
  get now(): number {
    return this.#engine.world.clock.now();
  }

  /**
   * Changes what the host has, past its API and at once: guests, storages, users. What is not named stays as it is.
   * @throws TypeError for what no Proxmox VE host could have.
   */
  arrange(spec: HostSpec): void {
    arrange(this.#engine.world, spec);
  }

  /**
   * Lets time pass: tasks go on and end, tickets age.
   * @throws TypeError unless the clock is a manual one.
   */
  advance(ms: number): void {
    const { clock } = this.#engine.world;
    if (!(clock instanceof ManualClock))
      throw new TypeError("only a simulator with clock: 'manual' can be advanced");
    clock.advance(ms);
  }

  /** Ends what is still to happen. A host without a server needs no end: its timers keep no process alive. */
  async close(): Promise<void> {
    this.#engine.world.clock.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

import { type CertificateOptions, createCertificate } from './certificate.js';
import { ManualClock, RealClock, type SimulatorClock } from './clock.js';
import { createDemo } from './demo.js';
import type { Secrets, TokenName } from './demo-accounts.js';
import { Engine, type JournalEntry } from './engine.js';
import type { Faults } from './faults.js';
import { type Door, openDoor } from './https-door.js';
import { Tickets, totpCode } from './tickets.js';

/** How a simulator is to be. */
export interface SimulatorOptions {
  /** Address to listen on. `127.0.0.1` by default. */
  host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number;
  /**
   * Milliseconds until a 401 is answered, on the simulator's clock. Like PVE 3000 by default; 0 with a manual clock,
   * where the answer would otherwise never come by itself.
   */
  authDelay?: number;
  /**
   * `real` (the default) follows the machine's clock. `manual` stands still until `advance`: tasks end exactly when a
   * test wants them to. Or a clock of your own.
   */
  clock?: SimulatorClock | 'real' | 'manual';
  /** How many times as fast the real clock runs; 1 by default. */
  speed?: number;
  /** Makes numbers that only look random repeat: process ids, MAC addresses. 1 by default. Secrets never repeat. */
  seed?: number;
  /** What the server's certificate says. */
  certificate?: CertificateOptions;
}

/** A user that can log in with a password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * A Proxmox VE host for tests and demonstrations: HTTPS, tokens and permissions, containers, storages and tasks, all
 * in memory. It refuses what PVE refuses, in PVE's words, and answers 501 to what it does not model.
 *
 * ```ts
 * await using sim = await Simulator.start({ clock: 'manual' });
 * // … requests to sim.url with sim.tokens.agent, trusting sim.ca …
 * sim.advance(5000);
 * ```
 */
export class Simulator implements AsyncDisposable {
  /** Where it listens: `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** SHA-256 of its certificate, `AA:BB:…`, for pinning. */
  readonly fingerprint: string;
  /** Its certificate, PEM; self-signed, so it is its own CA. */
  readonly ca: string;
  /** The name of its node. */
  readonly node: string;
  /**
   * API tokens, complete: `user@realm!name=SECRET`. `full` is one of root, `agent` has what automation needs,
   * `readonly` may look, `separated` and `noacl` may nothing, `expired` and `disabled` are not let in.
   */
  readonly tokens: Readonly<Record<TokenName, string>>;
  /** Users with a password. The one with a second factor has its current code, too. */
  readonly logins: {
    readonly root: Login;
    readonly agent: Login;
    readonly totp: Login & { readonly code: () => string };
  };
  readonly #engine: Engine;
  readonly #clock: SimulatorClock;
  readonly #door: Door;

  private constructor(engine: Engine, door: Door, facts: { host: string; ca: string; secrets: Secrets }) {
    const { world } = engine;
    const { passwords, tokens, totpKey } = facts.secrets;
    this.#engine = engine;
    this.#clock = world.clock;
    this.#door = door;
    this.url = `https://${facts.host.includes(':') ? `[${facts.host}]` : facts.host}:${door.port}`;
    this.fingerprint = world.node.fingerprint;
    this.ca = facts.ca;
    this.node = world.node.name;
    this.tokens = tokens;
    this.logins = {
      root: { username: 'root@pam', password: passwords.root },
      agent: { username: 'agent@pve', password: passwords.agent },
      totp: { username: 'totp@pve', password: passwords.totp, code: () => totpCode(totpKey, world.clock) },
    };
  }

  /** Starts a host with a few containers, storages and users. Each start has its own secrets. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const certificate = createCertificate({ commonName: 'demo-felhom.example.test', ...options.certificate });
    const { engine, secrets } = createEngine(options, certificate.fingerprint);
    const host = options.host ?? '127.0.0.1';
    const door = await openDoor(engine, { host, port: options.port ?? 0, certificate });
    return new Simulator(engine, door, { host, ca: certificate.cert, secrets });
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
    return this.#clock.now();
  }

  /**
   * Lets time pass: tasks go on and end, tickets age.
   * @throws TypeError unless the clock is a manual one.
   */
  advance(ms: number): void {
    if (!(this.#clock instanceof ManualClock))
      throw new TypeError("only a simulator with clock: 'manual' can be advanced");
    this.#clock.advance(ms);
  }

  /** Ends all connections at once and leaves nothing behind. */
  async close(): Promise<void> {
    this.#clock.close();
    await this.#door.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** An engine with its demo host, still without a door. */
export function createEngine(
  options: Pick<SimulatorOptions, 'authDelay' | 'clock' | 'seed' | 'speed'> = {},
  fingerprint = '00',
): { engine: Engine; secrets: Secrets } {
  const clock = clockFor(options);
  const seed = options.seed ?? 1;
  const { world, secrets } = createDemo({ clock, seed, fingerprint });
  const authDelay = options.authDelay ?? (clock instanceof ManualClock ? 0 : 3000);
  return { engine: new Engine(world, new Tickets(clock), { authDelay, seed }), secrets };
}

function clockFor({ clock = 'real', speed }: Pick<SimulatorOptions, 'clock' | 'speed'>): SimulatorClock {
  if (clock === 'manual') return new ManualClock();
  return clock === 'real' ? new RealClock(speed) : clock;
}

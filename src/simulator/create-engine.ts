import type { Certificate } from './certificate.js';
import { ManualClock, RealClock, type SimulatorClock } from './clock.js';
import { nodeNames } from './cluster.js';
import { Conditions } from './conditions.js';
import { createDemo } from './demo.js';
import type { Secrets } from './demo-accounts.js';
import { Engine } from './engine.js';
import { addTokens, type ExtraTokens, type TokenId } from './extra-tokens.js';
import { HostClock } from './host-clock.js';
import { arrange, clearAway, type HostSpec } from './host-spec.js';
import { type HostVersion, hostVersions } from './host-version.js';
import { Tickets } from './tickets.js';

/** How a simulated host is to be. */
export interface HostOptions {
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
  /**
   * Guests, storages and whatever else it is to have, in place of the demo's guests and storages. The demo's users and
   * tokens are there all the same. More can be put there, and taken away, with `arrange`.
   */
  spec?: HostSpec;
  /**
   * How many nodes it is a cluster of, or their names; the first is the one that it answers for. One, `demo-felhom`, by
   * default: a host by itself, in no cluster.
   */
  nodes?: number | readonly string[];
  /** How many times as fast the real clock runs; 1 by default. */
  speed?: number;
  /** Makes numbers that only look random repeat: process ids, MAC addresses, faults by chance. 1 by default. Secrets never repeat. */
  seed?: number;
  /**
   * Tokens of your own, by their ids, and what each may do: the way to try a role before it is made on a real host.
   * They have privilege separation; a user that is not there yet is made, and has the same rights.
   */
  tokens?: ExtraTokens;
  /**
   * The release of Proxmox VE that it is of; 9.2 by default. It decides which routes, parameters and privileges there
   * are, and how answers differ.
   */
  version?: HostVersion;
}

/** An engine, and the secrets of its accounts. */
export interface Made {
  readonly engine: Engine;
  readonly tickets: Tickets;
  readonly conditions: Conditions;
  readonly clock: HostClock;
  readonly secrets: Secrets & { readonly tokens: Readonly<Record<TokenId, string>> };
}

/** An engine with its demo host, still without a door. */
export function createEngine(
  options: HostOptions = {},
  door?: Pick<Certificate, 'cert' | 'fingerprint'>,
): Made {
  const base = clockFor(options);
  const clock = new HostClock(base);
  const seed = options.seed ?? 1;
  const version = options.version ?? '9.2';
  if (!hostVersions.includes(version))
    throw new TypeError(`version: a simulated host is of ${hostVersions.join(', ')}, not of '${version}'`);
  const nodes = nodeNames(options.nodes);
  const { world, secrets } = createDemo({
    clock,
    seed,
    version,
    nodes,
    ...(door === undefined ? {} : { door }),
  });
  if (options.spec !== undefined) {
    clearAway(world);
    arrange(world, options.spec);
  }
  const authDelay = options.authDelay ?? (base instanceof ManualClock ? 0 : 3000);
  const tokens = { ...secrets.tokens, ...addTokens(world.accounts, options.tokens ?? {}) };
  const tickets = new Tickets(clock);
  const engine = new Engine(world, tickets, { authDelay, seed });
  return {
    engine,
    tickets,
    conditions: new Conditions(engine, clock),
    clock,
    secrets: { ...secrets, tokens },
  };
}

function clockFor({ clock = 'real', speed }: HostOptions): SimulatorClock {
  if (clock === 'manual') return new ManualClock();
  return clock === 'real' ? new RealClock(speed) : clock;
}

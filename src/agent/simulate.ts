import type { ClientOptions } from '../client/options.js';
import type { Privileged } from '../privileged/privileged.js';

/** A simulated host, started in this process. */
export interface SimulatedHost {
  /** What a client of it takes: its address, its pinned certificate, a token of an automation user. */
  clientOptions: ClientOptions;
  /** The same with a token that may do everything. */
  adminOptions: ClientOptions;
  /** The name of its node. */
  node: string;
  /** Its root command line: the programs that it has, and nothing of the machine that this runs on. */
  openPrivileged(): Promise<Privileged>;
  close(): Promise<void>;
}

/** How much faster its tasks go than those of a real host: long enough to watch, short enough to wait for. */
const speed = 3;

/** Starts the embedded simulator: real HTTPS with a certificate of its own. It is loaded only now. */
export async function simulatedHost(): Promise<SimulatedHost> {
  const { Simulator } = await import('../simulator/index.js');
  const simulator = await Simulator.start({ speed });
  const { url, fingerprint, tokens, node } = simulator;
  return {
    clientOptions: { url, fingerprint, token: tokens.agent },
    adminOptions: { url, fingerprint, token: tokens.full },
    node,
    openPrivileged: async () => {
      const { simulatedPrivileged } = await import('./simulate-root.js');
      return simulatedPrivileged(await simulator.rootHost());
    },
    close: () => simulator.close(),
  };
}

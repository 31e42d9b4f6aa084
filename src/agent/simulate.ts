import type { ClientOptions } from '../client/options.js';

/** A simulated host, started in this process. */
export interface SimulatedHost {
  /** What a client of it takes: its address, its pinned certificate, a token of an automation user. */
  clientOptions: ClientOptions;
  close(): Promise<void>;
}

/** How much faster its tasks go than those of a real host: long enough to watch, short enough to wait for. */
const speed = 3;

/** Starts the embedded simulator: real HTTPS with a certificate of its own. It is loaded only now. */
export async function simulatedHost(): Promise<SimulatedHost> {
  const { Simulator } = await import('../simulator/index.js');
  const simulator = await Simulator.start({ speed });
  return {
    clientOptions: {
      url: simulator.url,
      fingerprint: simulator.fingerprint,
      token: simulator.tokens.agent,
    },
    close: () => simulator.close(),
  };
}

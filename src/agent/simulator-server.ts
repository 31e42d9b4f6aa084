import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostVersion, Login, Simulator } from '../simulator/index.js';

/** How the simulator is to be. */
export interface SimulatorWish {
  /** Where it listens. */
  host: string;
  port: number;
  seed: number;
  /** How many nodes it is a cluster of. */
  nodes: number;
  version: HostVersion;
}

/** A simulator that runs until it is closed, and what one needs to use it. */
export interface SimulatorServer {
  url: string;
  fingerprint: string;
  nodes: readonly string[];
  /** Its own, made fresh: they open nothing else. */
  tokens: Readonly<Record<'full' | 'agent' | 'readonly', string>>;
  root: Login;
  /** Its certificate in a file: `curl --cacert`. */
  caFile: string;
  /** The header of the token `full` in a file that nobody else may read: `curl --header @FILE`. */
  headerFile: string;
  /** Ends it, and removes the files. */
  close(): Promise<void>;
}

/** Starts the embedded simulator, which is loaded only now. */
export async function simulatorServer(wish: SimulatorWish): Promise<SimulatorServer> {
  const { Simulator } = await import('../simulator/index.js');
  const { host, ...options } = wish;
  const altNames = [...new Set(['localhost', '127.0.0.1', '::1', host])];
  const simulator = await Simulator.start({ ...options, host, certificate: { altNames } });
  try {
    return withFiles(simulator);
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

function withFiles(simulator: Simulator): SimulatorServer {
  const { url, fingerprint, nodes, tokens, logins } = simulator;
  // Closed to others by itself, as what mkdtemp makes is.
  const folder = mkdtempSync(join(tmpdir(), 'felhom-simulate-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const [caFile, headerFile] = [join(folder, 'ca.pem'), join(folder, 'header')];
  try {
    writeFileSync(caFile, simulator.ca, { mode: 0o644 });
    writeFileSync(headerFile, `Authorization: PVEAPIToken=${tokens.full}\n`, { mode: 0o600 });
  } catch (error) {
    remove();
    throw error;
  }
  return {
    url,
    fingerprint,
    nodes,
    tokens,
    root: logins.root,
    caFile,
    headerFile,
    close: async () => {
      remove();
      await simulator.close();
    },
  };
}

import { Client } from '../client/client.js';
import { masked } from '../core/redact.js';
import { readConfig } from './config.js';
import type { Environment } from './config-env.js';

/** A client of a host, and what there is to say about where it came from. */
export interface Session {
  client: Client;
  simulated: boolean;
  /** Who calls, without the secret. */
  credential: string;
  trust: string;
  /** The configuration file, if one was read. */
  file: string | undefined;
  close(): Promise<void>;
}

/**
 * A session with the host that the configuration names, or with a simulated one. Connects to nothing yet.
 * @throws ConfigError
 */
export async function openSession(options: {
  simulate: boolean;
  config: string | undefined;
  env: Environment;
  folder: string;
}): Promise<Session> {
  if (options.simulate) return simulated();
  const { env, folder } = options;
  const config = readConfig({ file: options.config, env, folder });
  const client = new Client(config.clientOptions());
  const { credential, trust, file } = config;
  return { client, simulated: false, credential, trust, file, close: () => client.close() };
}

/** The simulator is loaded only here, and only when it is asked for. */
async function simulated(): Promise<Session> {
  const { simulatedHost } = await import('./simulate.js');
  const host = await simulatedHost();
  const client = new Client(host.clientOptions);
  return {
    client,
    simulated: true,
    credential: `${client.identity}=${masked}`,
    trust: 'pinned certificate',
    file: undefined,
    close: async () => {
      await client.close();
      await host.close();
    },
  };
}

import { Client } from '../client/client.js';
// Would be loaded with the first call: the time that this takes is not the host's, which is what a report shows.
import '../client/engine.js';
import type { ClientOptions } from '../client/options.js';
import { masked, maskTokens, Redactor } from '../core/redact.js';
import { parseToken } from '../core/token.js';
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
  /** Masks the secrets of the configuration in a text. A host could send back what it was sent. */
  mask(text: string): string;
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
  const clientOptions = config.clientOptions();
  const client = new Client(clientOptions);
  const { credential, trust, file } = config;
  const mask = maskOf(clientOptions);
  return { client, simulated: false, credential, trust, file, mask, close: () => client.close() };
}

/** Masks the secrets of a client's options in a text. */
export function maskOf({ token, password, totp }: ClientOptions): Session['mask'] {
  const redactor = new Redactor();
  const secrets = [token === undefined ? undefined : parseToken(token).secret, password, totp];
  // Functions are for programs: a configuration has texts.
  for (const secret of secrets) if (typeof secret === 'string') redactor.add(secret);
  return (text) => maskTokens(redactor.mask(text));
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
    mask: maskOf(host.clientOptions),
    close: async () => {
      await client.close();
      await host.close();
    },
  };
}

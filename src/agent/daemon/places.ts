import { resolve } from 'node:path';
import type { Environment } from '../config-env.js';

/** Where the agent keeps its state, unless it is told otherwise. */
export const usualState = '/var/lib/felhom-agent';

/** Where the local policy is. */
export const usualPolicy = '/etc/felhom-agent/policy.json';

/** The state folder: the one that was named, else the one that systemd made for this service, else the usual one. */
export function stateFolder(named: string | undefined, env: Environment, folder: string): string {
  if (named !== undefined) return resolve(folder, named);
  // Several, with colons, are none that anybody could mean.
  const given = env['STATE_DIRECTORY'];
  return given?.startsWith('/') === true && !given.includes(':') ? given : usualState;
}

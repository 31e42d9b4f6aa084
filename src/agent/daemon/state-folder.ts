import { resolve } from 'node:path';
import type { Environment } from '../config-env.js';

/** The state folder: the one that is asked for, else the one that systemd gives a service (`StateDirectory=`), else the usual one. */
export function stateFolder(
  asked: string | undefined,
  { env, folder }: { env: Environment; folder: string },
): string {
  // systemd separates several by colons; the agent has one.
  const given = asked ?? env['STATE_DIRECTORY']?.split(':')[0];
  return given === undefined || given === '' ? '/var/lib/felhom-agent' : resolve(folder, given);
}

import { createHash } from 'node:crypto';
import { fail } from './errors.js';
import { renderConfig } from './guest-config.js';
import { type Usage, usage } from './guest-status.js';
import { isSince } from './host-version.js';
import { machineFields } from './machine-config.js';
import type { Random } from './random.js';
import { fieldOf } from './schema.js';
import type { Config, Guest, World } from './world.js';

/** What is particular to virtual machines. */

/** The machine of a number, or PVE's words for there being none. */
export function machine(world: World, vmid: number): Guest {
  const guest = world.guests.get(vmid);
  if (guest?.kind !== 'qemu')
    throw fail(`Configuration file 'nodes/${world.node.name}/qemu-server/${vmid}.conf' does not exist`);
  return guest;
}

/** A configuration as the API shows it. */
export function machineConfig(guest: Guest, config: Config): Record<string, string | number> {
  const shown = [...config].map(([key, value]) => [key, shownValue(key, value)]);
  const digest = createHash('sha1').update(renderConfig(guest)).digest('hex');
  return { ...Object.fromEntries(shown), digest };
}

/** Whole numbers and flags are numbers; a password is only known to be there. */
function shownValue(key: string, value: string): string | number {
  if (key === 'cipassword') return '**********';
  const type = fieldOf(machineFields, key)?.type;
  return type === 'integer' || type === 'boolean' ? Number(value) : value;
}

/** A machine as the list and its own status show it. */
export function machineRow(world: World, guest: Guest): Record<string, unknown> {
  const optional = ['lock', 'tags'].flatMap((key) => {
    const value = guest.config.get(key);
    return value === undefined ? [] : [[key, value]];
  });
  const { running } = guest;
  const { diskread, diskwrite, ...others }: Usage = usage(world, guest);
  return {
    vmid: guest.vmid,
    name: guest.config.get('name') ?? `VM ${guest.vmid}`,
    status: running === undefined ? 'stopped' : 'running',
    ...others,
    ...(running === undefined ? {} : { diskread, diskwrite }),
    disk: 0,
    ...(isSince(world.version, 9) ? { memhost: others.mem } : {}),
    ...Object.fromEntries(optional),
    ...(guest.config.get('template') === '1' ? { template: 1 } : {}),
    ...(running === undefined ? {} : { pid: running.pid }),
  };
}

/** Gives every network card a new address, as a copy of a machine needs. */
export function renewCards(config: Config, random: Random): void {
  for (const [key, value] of config)
    if (/^net\d+$/.test(key))
      config.set(
        key,
        value.replace(/^([\w-]+)=[0-9A-Fa-f:]{17}/, (_, model) => `${model}=${random.mac()}`),
      );
}

import { driveSize, drivesOf } from './drives.js';
import { diskSize, parseMount } from './guest-config.js';
import { isSince } from './host-version.js';
import { GiB, MiB } from './volumes.js';
import type { Guest, World } from './world.js';

/** Numbers of a guest at this moment. They are made up, but steady: the same time gives the same numbers. */
export interface Usage {
  readonly cpus: number;
  readonly cpu: number;
  readonly mem: number;
  readonly maxmem: number;
  readonly disk: number;
  readonly maxdisk: number;
  readonly uptime: number;
  readonly netin: number;
  readonly netout: number;
  readonly diskread: number;
  readonly diskwrite: number;
}

export function usage(world: World, guest: Guest): Usage {
  const { config, running } = guest;
  const size = rootSize(world, guest);
  const up = running === undefined ? 0 : (world.clock.now() - running.since) / 1000;
  const on = running === undefined ? 0 : 1;
  const maxmem = maxMemoryOf(guest);
  return {
    cpus: Number(config.get('cores') ?? world.node.cpus),
    cpu: cpuOf(guest),
    mem: memoryOf(guest, maxmem),
    maxmem,
    disk: on * Math.floor(size * 0.11),
    // A mounted file system is a little smaller than its disk.
    maxdisk: on === 1 ? Math.floor((size * 0.95) / 4096) * 4096 : size,
    uptime: Math.floor(up),
    netin: Math.floor(up * (180 + guest.vmid)),
    netout: Math.floor(up * (90 + guest.vmid)),
    diskread: Math.floor(up * 512),
    diskwrite: Math.floor(up * 256),
  };
}

/** The part of the node's processors that a guest has in use. */
export function cpuOf({ vmid, running }: Guest): number {
  return running === undefined ? 0 : 0.002 + (vmid % 7) / 1000;
}

/** Bytes that a guest has in use. */
export function memoryOf(guest: Guest, maxmem = maxMemoryOf(guest)): number {
  return guest.running === undefined ? 0 : Math.floor(maxmem * (0.12 + (guest.vmid % 5) / 20));
}

function maxMemoryOf({ config }: Guest): number {
  return Number(config.get('memory') ?? 512) * MiB;
}

/** Bytes of the first disk. */
function rootSize(world: World, guest: Guest): number {
  if (guest.kind === 'qemu') {
    const [drive] = drivesOf(guest.config);
    return drive === undefined ? 0 : driveSize(world, drive);
  }
  const text = guest.config.get('rootfs') ?? '';
  // Lists ask this of every guest: where the volume stands first and is known, that is enough.
  const colon = text.indexOf(':');
  const known = world.storages
    .get(text.slice(0, colon))
    ?.volumes.get(text.slice(colon + 1, text.indexOf(',')));
  if (known !== undefined) return known.size;
  const root = text === '' ? undefined : parseMount('rootfs', text);
  return root?.type === 'volume' ? diskSize(world, root) : 4 * GiB;
}

/** A container as the list and its own status show it. */
export function statusRow(world: World, guest: Guest): object {
  const lock = guest.config.get('lock');
  const tags = guest.config.get('tags');
  return {
    vmid: guest.vmid,
    type: 'lxc',
    name: nameOf(guest),
    status: guest.running === undefined ? 'stopped' : 'running',
    swap: 0,
    maxswap: Number(guest.config.get('swap') ?? 512) * MiB,
    ...usage(world, guest),
    ...(guest.running === undefined
      ? {}
      : { pid: guest.running.pid, ...(isSince(world.version, 9) ? pressure : {}) }),
    ...(guest.config.get('template') === '1' ? { template: 1 } : {}),
    ...(lock === undefined ? {} : { lock }),
    ...(tags === undefined ? {} : { tags }),
  };
}

export function nameOf(guest: Guest): string {
  return guest.config.get('hostname') ?? guest.config.get('name') ?? `CT${guest.vmid}`;
}

/** Numbers as text, as PVE has them. */
const pressure = {
  pressurecpusome: '0.17',
  pressurecpufull: '0.17',
  pressureiosome: '0.00',
  pressureiofull: '0.00',
  pressurememorysome: '0.00',
  pressurememoryfull: '0.00',
};

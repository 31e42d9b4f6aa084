import { driveSize, drivesOf } from './drives.js';
import { diskSize, mountsOf } from './guest-config.js';
import { isSince } from './host-version.js';
import { GiB, MiB } from './volumes.js';
import type { Guest, World } from './world.js';

/** Numbers of a guest at this moment. They are made up, but steady: the same time gives the same numbers. */
export interface Usage {
  readonly cpus: number;
  readonly cpu: number;
  readonly mem: number;
  readonly maxmem: number;
  readonly maxswap: number;
  readonly disk: number;
  readonly maxdisk: number;
  readonly uptime: number;
  readonly netin: number;
  readonly netout: number;
  readonly diskread: number;
  readonly diskwrite: number;
}

export function usage(world: World, guest: Guest): Usage {
  const number = (key: string, fallback: number): number => Number(guest.config.get(key) ?? fallback);
  const size = rootSize(world, guest);
  const up = guest.running === undefined ? 0 : (world.clock.now() - guest.running.since) / 1000;
  const on = guest.running === undefined ? 0 : 1;
  const maxmem = number('memory', 512) * MiB;
  return {
    cpus: number('cores', world.node.cpus),
    cpu: on * (0.002 + (guest.vmid % 7) / 1000),
    mem: on * Math.floor(maxmem * (0.12 + (guest.vmid % 5) / 20)),
    maxmem,
    maxswap: number('swap', 512) * MiB,
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

/** Bytes of the first disk. */
function rootSize(world: World, guest: Guest): number {
  const [drive] = drivesOf(guest.config);
  if (guest.kind === 'qemu') return drive === undefined ? 0 : driveSize(world, drive);
  const [root] = mountsOf(guest.config);
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

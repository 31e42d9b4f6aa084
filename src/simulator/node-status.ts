import { cpuOf, memoryOf } from './guest-status.js';
import { isSince } from './host-version.js';
import { GiB } from './volumes.js';
import type { World } from './world.js';

/** Numbers of the node: a host that idles, plus what its guests use. */
export function nodeUsage(world: World): {
  cpu: number;
  uptime: number;
  memory: { total: number; used: number; free: number; available?: number };
  rootfs: { total: number; used: number; avail: number; free: number };
} {
  const guests = [...world.guests.values()];
  const used = guests.reduce((sum, guest) => sum + memoryOf(guest), Math.floor(1.4 * GiB));
  const total = world.node.memory;
  const disk = { total: 94 * GiB, used: 11 * GiB };
  return {
    cpu: 0.0123 + guests.reduce((sum, guest) => sum + cpuOf(guest), 0),
    uptime: Math.floor((world.clock.now() - world.node.boot) / 1000),
    memory: {
      total,
      used,
      free: total - used - GiB,
      ...(isSince(world.version, 9) ? { available: total - used } : {}),
    },
    rootfs: { ...disk, free: disk.total - disk.used, avail: disk.total - disk.used - 5 * GiB },
  };
}

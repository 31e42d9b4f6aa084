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
  let cpu = 0.0123;
  let used = Math.floor(1.4 * GiB);
  for (const guest of world.guests.values()) {
    if (guest.running === undefined) continue;
    cpu += cpuOf(guest);
    used += memoryOf(guest);
  }
  const total = world.node.memory;
  const disk = { total: 94 * GiB, used: 11 * GiB };
  return {
    cpu,
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

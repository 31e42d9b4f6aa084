import type { Caller } from '../acl.js';
import { notModelled } from '../errors.js';
import { isSince, releaseOf } from '../host-version.js';
import { nodeUsage } from '../node-status.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import type { World } from '../world.js';

/** Version and node. */

/** What `GET /version` says. */
function versionOf({ version: release }: World): object {
  const { version, repoid } = releaseOf(release);
  return { version, release, repoid };
}

export const nodeRoutes: readonly Route[] = [
  {
    route: 'GET /',
    permission: 'everyone',
    handler: () =>
      ['version', 'cluster', 'nodes', 'storage', 'access', 'pools'].map((subdir) => ({ subdir })),
  },
  { route: 'GET /version', permission: 'everyone', handler: ({ world }) => versionOf(world) },
  { route: 'GET /nodes/{node}/version', permission: 'everyone', handler: ({ world }) => versionOf(world) },
  {
    route: 'GET /nodes',
    permission: 'everyone',
    handler: ({ world, caller }) => world.cluster.nodes.map((node) => nodeRow(node, caller)),
  },
  {
    route: 'GET /nodes/{node}',
    permission: 'everyone',
    handler: () =>
      'aplinfo apt capabilities ceph certificates config disks dns firewall hardware hosts journal lxc migrateall netstat network qemu query-oci-repo-tags query-url-metadata replication report rrd rrddata scan sdn services spiceshell startall status stopall storage subscription suspendall syslog tasks termproxy time version vncshell vzdump wakeonlan'
        .split(' ')
        .map((name) => ({ name })),
  },
  {
    route: 'GET /nodes/{node}/status',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: ({ world }) => {
      const { cpu, memory, rootfs, uptime } = nodeUsage(world);
      const { version, repoid, kernel, build } = releaseOf(world.version);
      return {
        uptime,
        cpu,
        wait: 0.0012,
        idle: 0,
        loadavg: ['0.23', '0.26', '0.19'],
        memory,
        swap: { total: 0, used: 0, free: 0 },
        rootfs,
        ksm: { shared: 0 },
        kversion: `Linux ${kernel} ${build}`,
        // Since 8.1.
        ...(isSince(world.version, 8)
          ? {
              'current-kernel': { sysname: 'Linux', release: kernel, version: build, machine: 'x86_64' },
              'boot-info': { mode: 'legacy-bios' },
            }
          : {}),
        pveversion: `pve-manager/${version}/${repoid}`,
        cpuinfo: {
          cpus: world.node.cpus,
          cores: world.node.cpus,
          sockets: 1,
          mhz: '2599.998',
          model: 'Intel(R) N100',
          vendor: 'GenuineIntel',
          family: '6',
          flags: 'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr vmx',
          hvm: '1',
          user_hz: 100,
        },
      };
    },
  },
  {
    // Only its refusal is of use here: no token may call it, whatever it may do otherwise.
    route: 'POST /nodes/{node}/execute',
    permission: 'root',
    protected: true,
    handler: () => {
      throw notModelled("'POST /nodes/{node}/execute'");
    },
  },
];

/** A node as the list shows it; of one that is down, hardly more than that it is. */
function nodeRow(world: World, caller: Caller): object {
  const { name, fingerprint } = world.node;
  const row = {
    node: name,
    id: `node/${name}`,
    type: 'node',
    status: world.down === undefined ? 'online' : 'offline',
    level: '',
    ssl_fingerprint: fingerprint,
  };
  if (world.down !== undefined || !caller.has(`/nodes/${name}`, 'Sys.Audit')) return row;
  const { cpu, memory, rootfs, uptime } = nodeUsage(world);
  return {
    ...row,
    cpu,
    maxcpu: world.node.cpus,
    mem: memory.used,
    maxmem: memory.total,
    disk: rootfs.used,
    maxdisk: rootfs.total,
    uptime,
  };
}

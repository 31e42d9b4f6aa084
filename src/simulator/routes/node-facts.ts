import { newestProperties } from '../declared.js';
import { fail } from '../errors.js';
import { isSince, releaseOf } from '../host-version.js';
import { nodeUsage } from '../node-status.js';
import { splitProperties } from '../property-string.js';
import type { Context, Route } from '../route.js';
import { frameOf } from '../rrd.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import type { World } from '../world.js';

/** What a node says of its system: packages, history. */

const audit = all('/nodes/{node}', 'Sys.Audit');
const wakeonlan = newestProperties('PUT /nodes/{node}/config', 'wakeonlan');

export const nodeFactRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/rrddata',
    permission: audit,
    protected: true,
    handler: history,
  },
  {
    route: 'GET /nodes/{node}/apt/update',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: ({ world }) => world.system.updates.map((name) => updateRow(world, name)),
  },
  {
    route: 'POST /nodes/{node}/apt/update',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: ({ world, caller }) =>
      world.tasks.start(caller.authId, 'aptupdate', '', (output) => refresh(world, output)).upid,
  },
  {
    route: 'GET /nodes/{node}/apt/versions',
    permission: audit,
    handler: ({ world }) => {
      const { version, repoid, kernel, container, corosync } = releaseOf(world.version);
      return [
        packageRow('proxmox-ve', `${world.version}${isSince(world.version, 8) ? '.0' : '-1'}`, {
          RunningKernel: kernel,
        }),
        packageRow('pve-manager', version, { ManagerVersion: `${version}/${repoid}` }),
        packageRow('pve-container', container),
        notInstalled(packageRow('corosync', corosync)),
      ];
    },
  },
  {
    route: 'POST /nodes/{node}/wakeonlan',
    permission: all('/nodes/{node}', 'Sys.PowerMgmt'),
    protected: true,
    handler: ({ world, door }) => {
      const { name } = world.node;
      if (world === door) throw fail(`'${name}' is local node, cannot wake my self!`);
      const setting = String(world.system.settings.config.get('wakeonlan') ?? '');
      const mac = splitProperties(wakeonlan, setting).get('mac');
      if (mac === undefined) throw fail(`No wake on LAN MAC address defined for '${name}'!`);
      return mac;
    },
  },
];

/** Samples up to now. Before the boot there was nothing to measure. */
function history({ world, params }: Context): object[] {
  const [step, count] = frameOf(world.version, params.text('timeframe'));
  const { cpu, memory, rootfs } = nodeUsage(world);
  const newest = Math.floor(world.clock.now() / 1000 / step) * step;
  return Array.from({ length: count }, (_, index) => {
    const time = newest - (count - index) * step;
    if (time * 1000 < world.node.boot) return { time };
    return {
      time,
      cpu,
      maxcpu: world.node.cpus,
      iowait: 0.0012,
      loadavg: 0.23,
      memtotal: memory.total,
      memused: memory.used,
      swaptotal: 0,
      swapused: 0,
      roottotal: rootfs.total,
      rootused: rootfs.used,
      netin: 1204.5,
      netout: 987.25,
      ...(isSince(world.version, 9) ? { ...newSources, memavailable: memory.available } : {}),
    };
  });
}

/** What is measured since PVE 9. */
const newSources = {
  arcsize: 0,
  pressurecpusome: 0.12,
  pressureiosome: 0,
  pressureiofull: 0,
  pressurememorysome: 0,
  pressurememoryfull: 0,
};

function packageRow(
  name: string,
  version: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    Package: name,
    Version: version,
    OldVersion: version,
    Title: name,
    Description: name,
    Origin: 'Proxmox',
    Section: 'admin',
    Priority: 'optional',
    Arch: 'amd64',
    CurrentState: 'Installed',
    ...more,
  };
}

function notInstalled({ OldVersion: _, ...row }: Record<string, string>): object {
  return { ...row, CurrentState: 'NotInstalled' };
}

function updateRow({ version: release }: World, name: string): object {
  const { version } = releaseOf(release);
  // One more than the one that is installed: the last number counts the builds.
  const next = version.replace(/\d+$/, (build) => String(Number(build) + 1));
  return { ...packageRow(name, next, { OldVersion: version }), CurrentState: undefined };
}

function* refresh(world: World, output: TaskOutput): Work {
  output.line('starting apt-get update');
  yield 3000;
  output.line('Reading package lists...');
  world.system.updates = ['pve-manager'];
}

import { fail, invalid } from '../errors.js';
import { field } from '../formats.js';
import { nodeUsage } from '../node-status.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import type { World } from '../world.js';

/** What a node says of its system: names, interfaces, packages, history. */

const onNode = { node: field.node };
const audit = all('/nodes/{node}', 'Sys.Audit');

export const nodeFactRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/dns',
    permission: audit,
    params: onNode,
    handler: () => ({ search: 'example.test', dns1: '10.99.0.53' }),
  },
  {
    route: 'GET /nodes/{node}/hosts',
    permission: all('/', 'Sys.Audit'),
    params: onNode,
    handler: ({ world: { node } }) => ({
      data: `127.0.0.1 localhost\n${node.ip} ${node.name}.example.test ${node.name}\n`,
      digest: 'bfcee1833b5ceeceedaccb77b5c3a026508225a7',
    }),
  },
  {
    route: 'GET /nodes/{node}/config',
    permission: all('/', 'Sys.Audit'),
    params: onNode,
    handler: () => ({}),
  },
  {
    route: 'GET /nodes/{node}/subscription',
    permission: 'everyone',
    params: onNode,
    handler: () => ({
      status: 'notfound',
      message: 'There is no subscription key',
      url: 'https://www.proxmox.com/en/proxmox-virtual-environment/pricing',
      serverid: '00000000000000000000000000000000',
    }),
  },
  {
    route: 'GET /nodes/{node}/network',
    permission: 'everyone',
    params: {
      ...onNode,
      type: { type: 'string', enum: ['bridge', 'eth', 'any_bridge', 'any_local_bridge'] },
    },
    handler: ({ world, caller, params }) => {
      const type = params.maybe('type')?.replace(/^any_(?:local_)?/, '');
      return Object.entries(interfaces(world))
        .filter(([, row]) => type === undefined || row['type'] === type)
        .filter(
          ([iface, row]) =>
            row['type'] !== 'bridge' ||
            caller.hasAny(`/sdn/zones/localnetwork/${iface}`, 'SDN.Audit', 'SDN.Use'),
        )
        .map(([iface, row]) => ({ iface, ...row }));
    },
  },
  {
    route: 'GET /nodes/{node}/network/{iface}',
    permission: audit,
    params: { ...onNode, iface: { type: 'string', minLength: 2, maxLength: 20, required: true } },
    handler: ({ world, params }) => {
      const row = new Map(Object.entries(interfaces(world))).get(params.text('iface'));
      if (row === undefined) throw invalid({ iface: 'interface does not exist' });
      return row;
    },
  },
  {
    route: 'GET /nodes/{node}/rrddata',
    permission: audit,
    protected: true,
    params: {
      ...onNode,
      timeframe: { type: 'string', enum: Object.keys(timeframes()), required: true },
      cf: { type: 'string', enum: ['AVERAGE', 'MAX'] },
    },
    handler: history,
  },
  {
    route: 'GET /nodes/{node}/apt/update',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    params: onNode,
    handler: ({ world }) => world.system.updates.map((name) => updateRow(name)),
  },
  {
    route: 'POST /nodes/{node}/apt/update',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    params: { ...onNode, notify: field.flag, quiet: field.flag },
    handler: ({ world, caller }) =>
      world.tasks.start(caller.authId, 'aptupdate', '', (output) => refresh(world, output)).upid,
  },
  {
    route: 'GET /nodes/{node}/apt/versions',
    permission: audit,
    params: onNode,
    handler: () => [
      packageRow('proxmox-ve', '9.2.0', { RunningKernel: '6.14.11-4-pve' }),
      packageRow('pve-manager', '9.2.11', { ManagerVersion: '9.2.11/14a22df35955d97d' }),
      packageRow('pve-container', '6.1.12'),
      notInstalled(packageRow('corosync', '3.1.9-pve2')),
    ],
  },
  {
    route: 'POST /nodes/{node}/wakeonlan',
    permission: all('/nodes/{node}', 'Sys.PowerMgmt'),
    protected: true,
    params: onNode,
    handler: ({ world, door }) => {
      const { name } = world.node;
      if (world === door) throw fail(`'${name}' is local node, cannot wake my self!`);
      throw fail(`No wake on LAN MAC address defined for '${name}'!`);
    },
  },
];

function interfaces(world: World): Record<string, Record<string, unknown>> {
  const port = { type: 'eth', method: 'manual', method6: 'manual', families: ['inet'], active: 1, exists: 1 };
  const bridges = [...world.node.bridges].map((name, index): [string, Record<string, unknown>] => [
    name,
    {
      type: 'bridge',
      method: 'static',
      method6: 'manual',
      families: ['inet'],
      address: world.node.ip,
      netmask: '24',
      cidr: `${world.node.ip}/24`,
      bridge_ports: 'enp1s0',
      bridge_stp: 'off',
      bridge_fd: '0',
      autostart: 1,
      active: 1,
      priority: 4 + index,
    },
  ]);
  return { enp1s0: { ...port, priority: 3 }, ...Object.fromEntries(bridges) };
}

/** How many samples of how many seconds, since PVE 9. */
function timeframes(): Readonly<Record<string, readonly [count: number, step: number]>> {
  return {
    hour: [60, 60],
    day: [1440, 60],
    week: [336, 1800],
    month: [1440, 1800],
    year: [1460, 21_600],
    decade: [520, 604_800],
  };
}

/** Samples up to now. Before the boot there was nothing to measure. */
function history({ world, params }: Context): object[] {
  const [count, step] = timeframes()[params.text('timeframe')] ?? [0, 1];
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
      memavailable: memory.available,
      swaptotal: 0,
      swapused: 0,
      roottotal: rootfs.total,
      rootused: rootfs.used,
      arcsize: 0,
      netin: 1204.5,
      netout: 987.25,
      pressurecpusome: 0.12,
      pressureiosome: 0,
      pressureiofull: 0,
      pressurememorysome: 0,
      pressurememoryfull: 0,
    };
  });
}

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

function updateRow(name: string): object {
  const { CurrentState: _, ...row } = packageRow(name, '9.2.12', { OldVersion: '9.2.11' });
  return row;
}

function* refresh(world: World, output: TaskOutput): Work {
  output.line('starting apt-get update');
  yield 3000;
  output.line('Reading package lists...');
  world.system.updates = ['pve-manager'];
}

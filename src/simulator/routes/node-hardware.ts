import { fail, invalid } from '../errors.js';
import { usage } from '../guest-status.js';
import { certificateRow } from '../node-certificate.js';
import { hostsOf } from '../node-settings.js';
import type { Route } from '../route.js';
import { all, any } from '../rule.js';
import type { World } from '../world.js';
import { cpuFlags } from './cluster-facts.js';
import { refusalOnly } from './collection.js';

const devices = [
  ['0000:00:02.0', '0x030000', '0x46d1', 'Demo Graphics', 0],
  ['0000:01:00.0', '0x020000', '0x125c', 'Demo Ethernet Controller', 12],
  ['0000:02:00.0', '0x010802', '0xa80a', 'Demo NVMe Controller', 13],
] as const;

const processors = [
  ['host', 'default'],
  ['kvm64', 'default'],
  ['max', 'default'],
  ['qemu64', 'default'],
  ['x86-64-v2-AES', 'default'],
  ['x86-64-v3', 'default'],
  ['EPYC', 'AuthenticAMD'],
  ['Skylake-Server', 'GenuineIntel'],
] as const;

export const nodeHardwareRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/hardware/pci',
    permission: any('/', 'Sys.Audit', 'Sys.Modify'),
    protected: true,
    handler: ({ params }) => {
      // Memory controllers, bridges and processors, unless somebody wants to see them.
      const hidden = params.has('pci-class-blacklist')
        ? params.list('pci-class-blacklist')
        : ['05', '06', '0b'];
      const verbose = params.maybe('verbose') !== '0';
      return devices
        .filter(([, type]) => !hidden.some((prefix) => type.slice(2).startsWith(prefix)))
        .map(([id, type, device, name, group]) => ({
          id,
          class: type,
          vendor: '0x8086',
          device,
          iommugroup: group,
          subsystem_vendor: '0x8086',
          subsystem_device: device,
          ...(verbose
            ? {
                vendor_name: 'Demo Corporation',
                device_name: name,
                subsystem_vendor_name: 'Demo Corporation',
              }
            : {}),
        }));
    },
  },
  {
    route: 'GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}/mdev',
    permission: any('/', 'Sys.Audit', 'Sys.Modify'),
    protected: true,
    // None of the devices can be divided.
    handler: () => [],
  },
  {
    route: 'GET /nodes/{node}/hardware/usb',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    handler: () => [],
  },
  {
    route: 'GET /nodes/{node}/capabilities/qemu/cpu',
    permission: 'everyone',
    handler: ({ world, caller }) => [
      ...processors.map(([name, vendor]) => ({ name, vendor, custom: 0 })),
      ...[...world.datacenter.sections.of('cpu-models').keys()]
        .filter((name) => caller.hasAny(`/mapping/cpu/${name}`, 'Mapping.Audit', 'Mapping.Use'))
        .map((name) => ({ name: `custom-${name}`, vendor: 'default', custom: 1 })),
    ],
  },
  {
    route: 'GET /nodes/{node}/capabilities/qemu/cpu-flags',
    permission: 'everyone',
    handler: () => cpuFlags,
  },
  {
    route: 'GET /nodes/{node}/capabilities/qemu/machines',
    permission: 'everyone',
    handler: () =>
      ['10.1', '10.0'].flatMap((version) => [
        { id: `pc-i440fx-${version}`, type: 'i440fx', version },
        { id: `pc-q35-${version}`, type: 'q35', version },
      ]),
  },
  {
    route: 'GET /nodes/{node}/capabilities/qemu/migration',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: () => ({ 'has-dbus-vmstate': 1 }),
  },
  {
    route: 'GET /nodes/{node}/certificates/info',
    permission: 'everyone',
    handler: ({ world }) => [certificateRow(world.node)],
  },
  refusalOnly('POST /nodes/{node}/certificates/custom', all('/nodes/{node}', 'Sys.Modify')),
  {
    route: 'DELETE /nodes/{node}/certificates/custom',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    // There is none, and removing none is no error.
    handler: () => null,
  },
  {
    route: 'GET /nodes/{node}/netstat',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: ({ world }) =>
      [...world.guests.values()]
        .filter((guest) => guest.running !== undefined)
        .flatMap((guest) => {
          const { netin, netout } = usage(world, guest);
          const cards = [...guest.config.keys()].filter((key) => /^net\d+$/.test(key));
          return cards.map((dev) => ({
            vmid: String(guest.vmid),
            dev,
            in: String(netin),
            out: String(netout),
          }));
        }),
  },
  {
    route: 'GET /nodes/{node}/report',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    protected: true,
    handler: ({ world }) => report(world),
  },
  {
    route: 'GET /nodes/{node}/apt/changelog',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    handler: ({ params }) => {
      const name = params.text('name');
      if (name !== 'pve-manager') throw fail(`Unable to find a source package for ${name}`);
      return `${name} (9.2.12) trixie; urgency=medium\n\n  * a change\n\n -- Demo <demo@example.com>  Fri, 20 Nov 2026 09:00:00 +0000\n`;
    },
  },
  {
    route: 'GET /nodes/{node}/apt/repositories',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: ({ world }) => ({
      digest: '6e1d3f0a8c5b4e7f9a2d1c0b3e5f7a8d',
      errors: [],
      infos: [],
      files: [
        {
          path: '/etc/apt/sources.list.d/proxmox.sources',
          'file-type': 'sources',
          digest: [110, 29, 63, 10],
          repositories: [
            {
              Enabled: world.system.settings.repositoryEnabled ? 1 : 0,
              FileType: 'sources',
              Types: ['deb'],
              URIs: ['http://download.proxmox.com/debian/pve'],
              Suites: ['trixie'],
              Components: ['pve-no-subscription'],
            },
          ],
        },
      ],
      'standard-repos': [
        { handle: 'enterprise', name: 'Enterprise' },
        {
          handle: 'no-subscription',
          name: 'No-Subscription',
          status: world.system.settings.repositoryEnabled ? 1 : 0,
        },
      ],
    }),
  },
  {
    route: 'POST /nodes/{node}/apt/repositories',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: ({ world, params }) => {
      if (params.text('path') !== '/etc/apt/sources.list.d/proxmox.sources' || params.int('index') !== 0)
        throw fail(`invalid parameter(s): path - ${params.text('path')}, index - ${params.text('index')}`);
      world.system.settings.repositoryEnabled = params.maybe('enabled') !== '0';
    },
  },
  {
    route: 'PUT /nodes/{node}/apt/repositories',
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: ({ world, params }) => {
      const handle = params.text('handle');
      if (!/^(?:enterprise|no-subscription|test)$/.test(handle))
        throw invalid({ handle: 'unknown repository handle' });
      if (handle === 'no-subscription') world.system.settings.repositoryEnabled = true;
    },
  },
];

function report(world: World): string {
  const section = (command: string, text: string): string => `\n# ${command}\n${text.trimEnd()}\n`;
  const guests = [...world.guests.values()].map(({ vmid, config }) =>
    section(
      `cat /etc/pve/local/${vmid}.conf`,
      [...config].map(([key, value]) => `${key}: ${value}`).join('\n'),
    ),
  );
  return [
    '\n==== general system info ====\n',
    section('hostname', world.node.name),
    section('date -R', new Date(world.clock.now()).toUTCString().replace('GMT', '+0000')),
    section('cat /etc/hosts', hostsOf(world).data),
    '\n==== info about storage ====\n',
    section('pvesm status', [...world.storages.keys()].join('\n')),
    '\n==== info about virtual guests ====\n',
    ...guests,
  ].join('');
}

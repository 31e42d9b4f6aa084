import { fail, invalid } from '../errors.js';
import { isSince } from '../host-version.js';
import {
  activeInterfaces,
  applyStaged,
  configuredInterfaces,
  type Interface,
  stagedChanges,
} from '../node-settings.js';
import { plainFields } from '../plain-fields.js';
import { type Context, Extended, type Route } from '../route.js';
import { all } from '../rule.js';
import { type Fields, type Params, splitList } from '../schema.js';
import type { World } from '../world.js';

const modify = all('/nodes/{node}', 'Sys.Modify');

const types = 'bridge bond eth alias vlan fabric OVSBridge OVSBond OVSPort OVSIntPort vnet unknown'.split(
  ' ',
);

const settings: Fields = {
  ...plainFields(
    'address address6 autostart:b bond-primary bond_mode bond_xmit_hash_policy bridge_ports bridge_vids bridge_vlan_aware:b cidr cidr6 comments comments6 gateway gateway6 netmask netmask6:i ovs_bonds ovs_bridge ovs_options ovs_ports ovs_tag:i slaves vlan-id:i vlan-raw-device',
  ),
  mtu: { type: 'integer', minimum: 1280, maximum: 65_520 },
  type: { type: 'string', enum: types, required: true },
};

export const nodeNetworkRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/network',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const type = params.maybe('type')?.replace(/^any_(?:local_)?/, '');
      const rows = [...configuredInterfaces(world)]
        .filter(([, row]) => type === undefined || type === 'include_sdn' || row['type'] === type)
        .filter(
          ([name, row]) =>
            row['type'] !== 'bridge' ||
            !isSince(world.version, 8) ||
            caller.hasAny(`/sdn/zones/localnetwork/${name}`, 'SDN.Audit', 'SDN.Use'),
        )
        .map(([name, row]) => ({ iface: name, ...row, ...isActive(world, name) }));
      const changes = stagedChanges(world);
      return changes === undefined ? rows : new Extended(rows, { changes });
    },
  },
  {
    route: 'GET /nodes/{node}/network/{iface}',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: ({ world, params }) => {
      const name = params.text('iface');
      return { ...existing(configuredInterfaces(world), name), ...isActive(world, name) };
    },
  },
  {
    route: 'POST /nodes/{node}/network',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      const interfaces = new Map(configuredInterfaces(world));
      const name = params.text('iface');
      if (interfaces.has(name)) throw invalid({ iface: 'interface already exists' });
      if (params.text('type').startsWith('OVS'))
        throw fail("Open VSwitch is not installed (need package 'openvswitch-switch')");
      interfaces.set(name, { ...described(interfaces, params), priority: interfaces.size + 2 });
      world.system.settings.staged = interfaces;
    },
  },
  {
    route: 'PUT /nodes/{node}/network/{iface}',
    permission: modify,
    protected: true,
    handler: update,
  },
  {
    route: 'DELETE /nodes/{node}/network/{iface}',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      const interfaces = new Map(configuredInterfaces(world));
      existing(interfaces, params.text('iface'));
      interfaces.delete(params.text('iface'));
      world.system.settings.staged = interfaces;
    },
  },
  {
    route: 'PUT /nodes/{node}/network',
    permission: modify,
    protected: true,
    handler: ({ world, caller }) =>
      world.tasks.start(caller.authId, 'srvreload', 'networking', function* () {
        applyStaged(world);
        yield 800;
      }).upid,
  },
  {
    route: 'DELETE /nodes/{node}/network',
    permission: modify,
    protected: true,
    handler: ({ world }) => {
      world.system.settings.staged = undefined;
    },
  },
];

function isActive(world: World, name: string): object {
  return activeInterfaces(world).has(name) ? { active: 1 } : {};
}

function existing(interfaces: ReadonlyMap<string, Interface>, name: string): Interface {
  const row = interfaces.get(name);
  if (row === undefined) throw invalid({ iface: 'interface does not exist' });
  return row;
}

function update({ world, params }: Context): void {
  const interfaces = new Map(configuredInterfaces(world));
  const name = params.text('iface');
  const kept = { ...existing(interfaces, name) };
  for (const key of params.list('delete')) {
    delete kept[key];
    const family = /^cidr(6?)$/.exec(key)?.[1];
    if (family === undefined) continue;
    delete kept[`address${family}`];
    delete kept[`netmask${family}`];
  }
  interfaces.set(name, { ...kept, ...described(interfaces, params) });
  world.system.settings.staged = interfaces;
}

/** An interface as a request describes it, after PVE's checks of it against the others. */
function described(interfaces: ReadonlyMap<string, Interface>, params: Params): Interface {
  const name = params.text('iface');
  const row: Interface = {};
  for (const key of Object.keys(settings)) {
    const value = params.maybe(key);
    if (value !== undefined) row[key] = settings[key]?.type === 'string' ? value : Number(value);
  }
  for (const [other, there] of interfaces) {
    if (other === name) continue;
    for (const key of ['gateway', 'gateway6'])
      if (row[key] !== undefined && there[key] !== undefined)
        throw invalid({ [key]: `Default gateway already exists on interface '${other}'.` });
    for (const key of ['bridge_ports', 'slaves']) {
      const used = splitList(['bridge_ports', 'slaves'].map((list) => String(there[list] ?? '')).join(' '));
      const twice = splitList(String(row[key] ?? '')).find((port) => used.includes(port));
      if (twice !== undefined) throw invalid({ [key]: `${twice} is already used on interface '${other}'.` });
    }
  }
  return { ...row, ...addressed(row, ''), ...addressed(row, '6'), ...families(row) };
}

/** `24` for `255.255.255.0`; a number of bits stays one. */
function bitsOf(netmask: Interface[string]): string {
  const text = String(netmask);
  if (!text.includes('.')) return text;
  const bits = text.split('.').map((part) => Number(part).toString(2).replaceAll('0', ''));
  return String(bits.join('').length);
}

/** Address and mask of a network in one, or the other way round. */
function addressed(row: Interface, family: '' | '6'): Interface {
  const [cidr, address, netmask] = ['cidr', 'address', 'netmask'].map((key) => row[`${key}${family}`]);
  const method = cidr === undefined && address === undefined ? 'manual' : 'static';
  if (typeof cidr === 'string') {
    const [ip = '', mask = ''] = cidr.split('/');
    if (address !== undefined && address !== ip)
      throw invalid({ [`address${family}`]: `address${family} conflicts with cidr${family}` });
    if (netmask !== undefined && bitsOf(netmask) !== mask)
      throw invalid({ [`netmask${family}`]: `netmask${family} conflicts with cidr${family}` });
    return { [`address${family}`]: ip, [`netmask${family}`]: mask, [`method${family}`]: method };
  }
  const both = address !== undefined && netmask !== undefined;
  return {
    ...(both ? { [`cidr${family}`]: `${address}/${bitsOf(netmask)}` } : {}),
    [`method${family}`]: method,
  };
}

function families(row: Interface): Interface {
  const found = [
    ...(row['cidr'] === undefined && row['address'] === undefined ? [] : ['inet']),
    ...(row['cidr6'] === undefined && row['address6'] === undefined ? [] : ['inet6']),
  ];
  return { families: found.length === 0 ? ['inet'] : found };
}

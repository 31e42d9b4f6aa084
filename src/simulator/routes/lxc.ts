import { drivesOf } from '../drives.js';
import { fail } from '../errors.js';
import { mountsOf } from '../guest-config.js';
import { statusRow } from '../guest-status.js';
import { haStatus } from '../high-availability.js';
import { isSince } from '../host-version.js';
import { isNet, netSchema } from '../lxc-schema.js';
import { splitProperties } from '../property-string.js';
import type { Route } from '../route.js';
import { rrdSamples } from '../rrd.js';
import { all } from '../rule.js';
import { splitVolid, supportsSnapshots } from '../volumes.js';
import { container, type Guest, storageOf, type World } from '../world.js';

/** What can be read about one container, its configuration aside. */

const audit = all('/vms/{vmid}', 'VM.Audit');

const subdirs = (text: string): object[] => text.split(' ').map((subdir) => ({ subdir }));

export const lxcRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/lxc',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller }) => {
      const sees = caller.guestsWith('VM.Audit');
      return [...world.guests.values()]
        .filter(({ kind, vmid }) => kind === 'lxc' && sees(vmid))
        .map((guest) => ({
          ...statusRow(world, guest),
          // A text before pve-container 5.0.10.
          ...(isSince(world.version, 8) ? {} : { vmid: String(guest.vmid) }),
        }));
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}',
    permission: 'everyone',
    handler: ({ world, params }) => {
      container(world, params.int('vmid'));
      return subdirs(
        'config pending status vncproxy termproxy vncwebsocket spiceproxy migrate clone rrd rrddata firewall snapshot resize interfaces',
      );
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/status',
    permission: 'everyone',
    handler: ({ world, params }) => {
      container(world, params.int('vmid'));
      return subdirs('current start stop shutdown reboot migrate');
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/status/current',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => {
      const guest = container(world, params.int('vmid'));
      return { ...statusRow(world, guest), ha: haStatus(world, guest) };
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/interfaces',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => {
      // Neither a stopped nor a missing container is an error here.
      const guest = world.guests.get(params.int('vmid'));
      return guest?.running === undefined ? null : interfaces(guest);
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/rrddata',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => {
      const vmid = params.int('vmid');
      const guest = world.guests.get(vmid);
      if (guest === undefined) {
        const file = `/var/lib/rrdcached/db/pve-vm-9.0/${vmid}`;
        throw fail(`RRD error: opening '${file}': No such file or directory`);
      }
      return rrdSamples(world, guest, params.text('timeframe'));
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/feature',
    permission: audit,
    protected: true,
    handler: ({ world, params }) => ({
      hasFeature: hasFeature(world, container(world, params.int('vmid')), params.text('feature')) ? 1 : 0,
    }),
  },
];

/** Whether all disks of a guest can do a thing. */
export function hasFeature(world: World, guest: Guest, feature: string): boolean {
  if (feature === 'copy') return true;
  const disks = guest.kind === 'lxc' ? mountsOf(guest.config) : drivesOf(guest.config);
  return disks.every((disk) => {
    if ('type' in disk && disk.type !== 'volume') return false;
    const { storage, volname } = splitVolid(disk.volid);
    return (
      supportsSnapshots(storageOf(world, storage)) || (feature === 'clone' && volname.includes('/base-'))
    );
  });
}

interface Address {
  'ip-address': string;
  'ip-address-type': 'inet' | 'inet6';
  prefix: string;
}

const noMac = '00:00:00:00:00:00';

function interfaces(guest: Guest): object[] {
  const nets = [...guest.config]
    .filter(([key]) => isNet(key))
    .map(([, value]) => splitProperties(netSchema, value));
  // A recorded container without a setting for its card had not even a loopback with addresses.
  const isUp =
    nets.some((net) => net.has('ip') || net.has('ip6')) && nets.some((net) => net.get('ip') !== 'manual');
  const loopback = row('lo', noMac, isUp ? [address('127.0.0.1', 8), address('::1', 128)] : []);
  return [
    loopback,
    ...nets.map((net) => {
      const mac = (net.get('hwaddr') ?? '').toLowerCase();
      const own = isUp ? [...ipv4(guest, net.get('ip')), address(linkLocal(mac), 64)] : [];
      return row(net.get('name') ?? '', mac, own);
    }),
  ];
}

function row(name: string, mac: string, addresses: readonly Address[]): object {
  const last = (type: Address['ip-address-type']): object => {
    const found = addresses.filter((item) => item['ip-address-type'] === type).at(-1);
    return found === undefined ? {} : { [type]: `${found['ip-address']}/${found.prefix}` };
  };
  const both = { ...last('inet'), ...last('inet6') };
  return { name, hwaddr: mac, 'hardware-address': mac, ...both, 'ip-addresses': addresses };
}

function address(ip: string, prefix: number): Address {
  return { 'ip-address': ip, 'ip-address-type': ip.includes(':') ? 'inet6' : 'inet', prefix: String(prefix) };
}

function ipv4(guest: Guest, setting: string | undefined): Address[] {
  if (setting === undefined || setting === 'manual') return [];
  // What a DHCP server on the bridge would have given out.
  if (setting === 'dhcp') return [address(`10.99.0.${(guest.vmid % 200) + 20}`, 24)];
  const [ip = '', prefix = ''] = setting.split('/');
  return [address(ip, Number(prefix))];
}

/** The address that a network card gives itself (EUI-64). */
function linkLocal(mac: string): string {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [
    [a ^ 2, b],
    [c, 0xff],
    [0xfe, d],
    [e, f],
  ].map(([high = 0, low = 0]) => ((high << 8) | low).toString(16));
  return `fe80::${groups.join(':')}`;
}

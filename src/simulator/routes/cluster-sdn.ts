import type { Caller } from '../acl.js';
import { fail, invalid } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all, type Rule } from '../rule.js';
import { pendingRow } from '../sdn-pending.js';
import { type Section, type Sections, sectionsDigest } from '../sections.js';
import type { World } from '../world.js';
import { type Collection, collectionRoutes, words } from './collection.js';

/** Networks of the cluster: their configuration, and what of it is in use. No packet is ever sent in one. */

const path = '/cluster/sdn';
const change = all('/sdn', 'SDN.Allocate');

interface Kind {
  readonly plural: 'zones' | 'vnets' | 'controllers' | 'ipams' | 'dns';
  readonly id: string;
  readonly type: string;
  readonly fields: string;
  readonly rules: Collection['rules'];
  /** Whether it can be asked for as it is in use, and as it waits. */
  readonly staged: boolean;
}

function ruled(area: string, id: string, remove: Rule): Collection['rules'] {
  return {
    list: 'everyone',
    read: all(`/sdn/${area}/{${id}}`, 'SDN.Allocate'),
    create: all(`/sdn/${area}`, 'SDN.Allocate'),
    update: remove,
    remove,
  };
}

const kinds: readonly Kind[] = [
  {
    plural: 'zones',
    id: 'zone',
    type: 'type=evpn|faucet|qinq|simple|vlan|vxlan!',
    fields:
      'advertise-subnets:b bridge bridge-disable-mac-learning:b controller dhcp=dnsmasq disable-arp-nd-suppression:b dns dnszone dp-id:i exitnodes exitnodes-local-routing:b exitnodes-primary fabric ipam mac mtu:i nodes peers reversedns rt-import tag:i vlan-protocol=802.1q|802.1ad vrf-vxlan:i vxlan-port:i',
    rules: ruled('zones', 'zone', all('/sdn/zones/{zone}', 'SDN.Allocate')),
    staged: true,
  },
  {
    plural: 'vnets',
    id: 'vnet',
    type: 'type=vnet',
    fields: 'alias isolate-ports:b tag:i vlanaware:b zone!',
    rules: {
      list: 'everyone',
      read: 'everyone',
      create: all('/sdn/zones/{zone}', 'SDN.Allocate'),
      update: 'everyone',
      remove: 'everyone',
    },
    staged: true,
  },
  {
    plural: 'controllers',
    id: 'controller',
    type: 'type=bgp|evpn|faucet|isis!',
    fields:
      'asn:i bgp-multipath-as-path-relax:b ebgp:b ebgp-multihop:i fabric isis-domain isis-ifaces isis-net loopback node peers',
    rules: ruled('controllers', 'controller', all('/sdn/controllers', 'SDN.Allocate')),
    staged: true,
  },
  {
    plural: 'ipams',
    id: 'ipam',
    type: 'type=netbox|phpipam|pve!',
    fields: 'fingerprint section:i token url',
    rules: ruled('ipams', 'ipam', all('/sdn/ipams', 'SDN.Allocate')),
    staged: false,
  },
  {
    plural: 'dns',
    id: 'dns',
    type: 'type=powerdns!',
    fields: 'fingerprint key! reversemaskv6:i ttl:i url!',
    rules: ruled('dns', 'dns', all('/sdn/dns', 'SDN.Allocate')),
    staged: false,
  },
];

/** The entries of a kind: as configured, or as they are in use. */
export function sdnOf(world: World, plural: Kind['plural'], running = false): Sections {
  const sections = world.datacenter.sections.of(`sdn/${plural}${running ? '/running' : ''}`);
  // The plugin that needs no server is always there.
  if (plural === 'ipams' && !sections.has('pve')) sections.set('pve', new Map([['type', 'pve']]));
  return sections;
}

function collection({ plural, id, type, fields, rules }: Kind): Collection {
  const object = { zones: 'zone', vnets: 'vnet', controllers: 'controller', ipams: 'ipam', dns: 'dns' }[
    plural
  ];
  return {
    path: `${path}/${plural}`,
    id,
    fixed: plainFields(type),
    fields: plainFields(fields),
    secret: ['token', 'key'],
    rules,
    sections: (world, params) =>
      sdnOf(world, plural, params?.has('running') === true && params.flag('running')),
    sees: (caller, name) => plural === 'vnets' || mayLook(caller, `/sdn/${plural}/${name}`),
    digestInList: true,
    failing: (verb) => `${verb} sdn ${verb === 'delete' && plural === 'ipams' ? 'zone' : object} object`,
    exists: words.defined(`sdn ${object} object ID`),
    missing: (name) => fail(`sdn ${plural === 'vnets' ? 'vnet ' : ''}'${name}' does not exist`),
    check: (context, name, section) => check(context, plural, name, section),
    beforeRemove: ({ world, caller }, name) => {
      if (plural === 'vnets') needZone(caller, sdnOf(world, 'vnets').get(name));
      const user = [...sdnOf(world, 'vnets')].find(([, vnet]) => vnet.get('zone') === name);
      if (plural === 'zones' && user !== undefined) throw fail(`zone ${name} is used by vnet ${user[0]}`);
    },
  };
}

function mayLook(caller: Caller, at: string): boolean {
  return caller.hasAny(at, 'SDN.Audit', 'SDN.Use', 'SDN.Allocate');
}

function needZone(caller: Caller, vnet: Section | undefined): void {
  if (vnet !== undefined) caller.need(`/sdn/zones/${String(vnet.get('zone'))}`, 'SDN.Allocate');
}

function check({ world, caller }: Context, plural: Kind['plural'], name: string, section: Section): void {
  if (plural === 'zones') {
    for (const [key, of] of [
      ['ipam', 'ipams'],
      ['dns', 'dns'],
    ] as const) {
      const wanted = section.get(key);
      if (typeof wanted === 'string' && !sdnOf(world, of).has(wanted))
        throw invalid({ [key]: key === 'ipam' ? `${wanted} not existing` : `${wanted} don't exist` });
    }
    if (section.has('dnszone') && !section.has('dns')) throw invalid({ dnszone: 'missing dns server' });
    const needed: Readonly<Record<string, string>> = {
      vlan: 'bridge',
      qinq: 'bridge',
      vxlan: 'peers',
      evpn: 'controller',
    };
    const option = needed[String(section.get('type'))];
    if (option !== undefined && !section.has(option))
      throw fail(`missing value for required option '${option}'`);
  }
  if (plural !== 'vnets') return;
  needZone(caller, sdnOf(world, 'vnets').get(name));
  const zone = String(section.get('zone'));
  if (!sdnOf(world, 'zones').has(zone)) throw fail(`sdn '${zone}' does not exist`);
  if (!section.has('type')) section.set('type', 'vnet');
}

const collections = kinds.map(collection);

export const clusterSdnRoutes: readonly Route[] = [
  ...collections.flatMap((entry, index) =>
    collectionRoutes(entry).map((route) => withViews(entry, kinds[index], route)),
  ),
  {
    route: `PUT ${path}`,
    permission: change,
    protected: true,
    handler: ({ world, caller }) =>
      world.tasks.start(caller.authId, 'reloadnetworkall', '', function* (output) {
        for (const { plural } of kinds) copy(sdnOf(world, plural), sdnOf(world, plural, true));
        output.line(`${world.node.name}: reloading network config`);
        yield 1000;
      }).upid,
  },
  {
    route: `POST ${path}/rollback`,
    permission: change,
    protected: true,
    handler: ({ world }) => {
      for (const { plural } of kinds) copy(sdnOf(world, plural, true), sdnOf(world, plural));
    },
  },
  {
    route: `POST ${path}/lock`,
    permission: change,
    protected: true,
    handler: ({ world, params }) => {
      if (!params.flag('allow-pending') && hasPending(world)) throw fail('configuration has pending changes');
      const held = world.datacenter.sections.of('sdn/lock');
      if (held.size > 0) throw fail('configuration is already locked');
      const token = world.random.uuid();
      held.set('token', new Map([['token', token]]));
      return token;
    },
  },
  {
    route: `DELETE ${path}/lock`,
    permission: change,
    protected: true,
    handler: ({ world, params }) => {
      const held = world.datacenter.sections.of('sdn/lock');
      const token = held.get('token')?.get('token');
      if (!params.flag('force') && token !== params.maybe('lock-token'))
        throw fail('invalid lock token provided!');
      held.clear();
    },
  },
  {
    route: `GET ${path}/dry-run`,
    permission: all('/nodes/{node}', 'Sys.Audit'),
    protected: true,
    handler: () => ({ 'frr-diff': '', 'interfaces-diff': '' }),
  },
  {
    route: `GET ${path}/ipams/{ipam}/status`,
    permission: 'everyone',
    protected: true,
    handler: () => [],
  },
  {
    route: `GET ${path}/vnets/{vnet}/subnets`,
    permission: 'everyone',
    handler: ({ world, params }) => {
      const vnet = params.text('vnet');
      if (!sdnOf(world, 'vnets').has(vnet)) throw fail(`sdn vnet '${vnet}' does not exist`);
      return [];
    },
  },
];

function copy(from: Sections, to: Sections): void {
  to.clear();
  for (const [id, section] of from) to.set(id, new Map(section));
}

function hasPending(world: World): boolean {
  return kinds.some(
    ({ plural }) => sectionsDigest(sdnOf(world, plural)) !== sectionsDigest(sdnOf(world, plural, true)),
  );
}

/** With `pending`, rows say what of them is not in use yet. */
function withViews(entry: Collection, kind: Kind | undefined, route: Route): Route {
  if (kind === undefined || !kind.staged || route.route !== `GET ${entry.path}`) return route;
  return {
    ...route,
    handler: (context) => {
      if (!context.params.flag('pending')) return route.handler(context);
      const { world, caller } = context;
      const [wanted, running] = [sdnOf(world, kind.plural), sdnOf(world, kind.plural, true)];
      return [...new Set([...wanted.keys(), ...running.keys()])]
        .filter((id) => entry.sees?.(caller, id) ?? true)
        .map((id) => pendingRow(entry, id, wanted.get(id), running.get(id)));
    },
  };
}

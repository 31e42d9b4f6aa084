import { fail } from '../errors.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { sdnOf } from './cluster-sdn.js';

/** What a node has of the cluster's networks. */

const at = '/nodes/{node}/sdn';

const auditZone = all('/sdn/zones/{zone}', 'SDN.Audit');
const auditFabric = all('/sdn/fabrics/{fabric}', 'SDN.Audit');

export const nodeSdnRoutes: readonly Route[] = [
  {
    route: `GET ${at}/zones`,
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller }) =>
      [...sdnOf(world, 'zones', true).keys()]
        .filter((zone) => caller.hasAny(`/sdn/zones/${zone}`, 'SDN.Audit', 'SDN.Allocate'))
        .map((zone) => ({ zone, status: 'available' })),
  },
  {
    route: `GET ${at}/zones/{zone}/content`,
    permission: auditZone,
    protected: true,
    handler: (context) => vnetsOf(context).map((vnet) => ({ vnet, status: 'available' })),
  },
  {
    route: `GET ${at}/zones/{zone}/bridges`,
    permission: auditZone,
    protected: true,
    handler: (context) => {
      const { world, params } = context;
      const names = params.text('zone') === 'localnetwork' ? [...world.node.bridges] : vnetsOf(context);
      return names.map((name) => ({ name, vlan_filtering: '0', ports: [] }));
    },
  },
  {
    route: `GET ${at}/zones/{zone}/ip-vrf`,
    permission: auditZone,
    protected: true,
    handler: ({ params }) => {
      throw fail(`zone '${params.text('zone')}' is not an EVPN zone`);
    },
  },
  {
    route: `GET ${at}/fabrics/{fabric}`,
    permission: auditFabric,
    handler: () => ['routes', 'neighbors', 'interfaces'].map((subdir) => ({ subdir })),
  },
  ...(['routes', 'neighbors', 'interfaces'] as const).map(
    (name): Route => ({
      route: `GET ${at}/fabrics/{fabric}/${name}`,
      permission: auditFabric,
      protected: true,
      handler: ({ params }) => {
        throw fail(`fabric '${params.text('fabric')}' does not exist`);
      },
    }),
  ),
  {
    route: `GET ${at}/vnets/{vnet}`,
    permission: 'everyone',
    handler: () => [{ subdir: 'mac-vrf' }],
  },
  {
    route: `GET ${at}/vnets/{vnet}/mac-vrf`,
    permission: 'everyone',
    protected: true,
    handler: ({ world, params }) => {
      const vnet = params.text('vnet');
      if (!sdnOf(world, 'vnets', true).has(vnet)) throw fail(`sdn vnet '${vnet}' does not exist`);
      return [];
    },
  },
];

function vnetsOf({ world, params }: Context): string[] {
  const zone = params.text('zone');
  return [...sdnOf(world, 'vnets', true)]
    .filter(([, vnet]) => vnet.get('zone') === zone)
    .map(([name]) => name);
}

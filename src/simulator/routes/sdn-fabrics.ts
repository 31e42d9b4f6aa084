import { fail } from '../errors.js';
import type { Route } from '../route.js';
import { all, any, both } from '../rule.js';

/** Fabrics of the cluster's networks: there are none. */

const path = '/cluster/sdn';

export const sdnFabricRoutes: readonly Route[] = [
  {
    route: `GET ${path}/fabrics/all`,
    permission: 'everyone',
    handler: () => ({ fabrics: [], nodes: [] }),
  },
  ...(['fabric', 'node'] as const).map(
    (name): Route => ({
      route: `GET ${path}/fabrics/${name}`,
      permission: 'everyone',
      handler: () => [],
    }),
  ),
  {
    route: `GET ${path}/fabrics/node/{fabric_id}`,
    permission: all('/sdn/fabrics/{fabric_id}', 'SDN.Audit'),
    handler: () => [],
  },
  {
    route: `GET ${path}/fabrics/fabric/{id}`,
    permission: any('/sdn/fabrics/{id}', 'SDN.Audit', 'SDN.Allocate'),
    handler: ({ params }) => {
      throw fail(`fabric '${params.text('id')}' does not exist`);
    },
  },
  {
    route: `GET ${path}/fabrics/node/{fabric_id}/{node_id}`,
    permission: both(
      any('/sdn/fabrics/{fabric_id}', 'SDN.Audit', 'SDN.Allocate'),
      any('/nodes/{node_id}', 'Sys.Audit', 'Sys.Modify'),
    ),
    handler: ({ params }) => {
      throw fail(`fabric '${params.text('fabric_id')}' does not exist`);
    },
  },
];

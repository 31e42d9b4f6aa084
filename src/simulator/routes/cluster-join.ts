import { createHash } from 'node:crypto';
import { ApiError, fail } from '../errors.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { nodeNamed, type World } from '../world.js';

/** What a host that is to join has to know of the cluster (pve-cluster src/PVE/API2/ClusterConfig.pm). */

const audit = all('/', 'Sys.Audit');

export const clusterJoinRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/config/totem',
    permission: audit,
    handler: ({ world }) => totem(world),
  },
  {
    route: 'GET /cluster/config/join',
    permission: audit,
    handler: ({ world, params }) => {
      const { cluster } = world;
      if (cluster.name === undefined)
        throw new ApiError(424, 'node is not in a cluster, no join info available!', { newline: false });
      const preferred = params.maybe('node') ?? world.node.name;
      if (nodeNamed(world, preferred) === undefined) throw fail(`unknown node '${preferred}'`);
      const nodelist = membersOf(world).map((member, index) => ({
        ...member,
        pve_addr: member.ring0_addr,
        pve_fp: cluster.nodes[index]?.node.fingerprint,
      }));
      return { nodelist, preferred_node: preferred, totem: totem(world), config_digest: digestOf(world) };
    },
  },
];

/** The nodes as corosync's configuration has them: all of it is text. */
export function membersOf({ cluster }: World) {
  return cluster.nodes.map(({ node: { name, ip } }, index) => ({
    name,
    nodeid: String(index + 1),
    quorum_votes: '1',
    ring0_addr: ip,
  }));
}

/** As `pvecm create` writes it; each node that joins makes another version of it. Nothing without a cluster. */
function totem({ cluster: { name, nodes } }: World): object {
  if (name === undefined) return {};
  return {
    cluster_name: name,
    config_version: String(nodes.length),
    interface: { 0: { linknumber: '0' } },
    ip_version: 'ipv4-6',
    link_mode: 'passive',
    secauth: 'on',
    version: '2',
  };
}

function digestOf(world: World): string {
  return createHash('sha1')
    .update(JSON.stringify([totem(world), membersOf(world)]))
    .digest('hex');
}

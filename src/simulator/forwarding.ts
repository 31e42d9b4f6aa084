/**
 * Routes under a node that pveproxy does not forward to it: their answer is on every node, or they reach out to the
 * other one by themselves (of the API's schema: those without `proxyto`).
 */
const answeredHere: readonly RegExp[] = [
  // Lists of what is below.
  /^GET $/,
  /^GET \/(?:apt|ceph|certificates|certificates\/acme|firewall|hardware|scan)$/,
  /^GET \/(?:ceph\/cfg|ceph\/osd\/{osdid}|ceph\/pool\/{name}|hardware\/pci\/{pci-id-or-mapping}|replication\/{id})$/,
  /^GET \/(?:sdn\/(?:fabrics|vnets|zones)\/{\w+}|services\/{service}|storage\/{storage}|tasks\/{upid})$/,
  /^GET \/(?:lxc|qemu)\/{vmid}\/snapshot\/{snapname}$/,
  /^GET \/capabilities\/qemu\/cpu(?:-flags)?$/,
  // Figures of the past, which every node collects.
  /^GET (?:\/(?:lxc|qemu)\/{vmid})?\/rrd(?:data)?$/,
  // Files of the cluster.
  /^\w+ \/(?:lxc|qemu)\/{vmid}\/firewall(?!\/(?:log|options)$)/,
  // What is carried to the other node in a connection of its own.
  /^\w+ \/(?:lxc|qemu)\/{vmid}\/(?:mtunnel|mtunnelwebsocket|termproxy|vncproxy|vncwebsocket)$/,
  /^\w+ \/(?:termproxy|vncshell|vncwebsocket|wakeonlan|storage\/{storage}\/upload)$/,
];

/** Whether a request to a route goes on to the node of its path. */
export function isForwarded(route: string): boolean {
  const [method = '', path = ''] = route.split(' ');
  const below = /^\/nodes\/{node}(.*)$/.exec(path)?.[1];
  return below !== undefined && !answeredHere.some((pattern) => pattern.test(`${method} ${below}`));
}

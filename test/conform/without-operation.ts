/**
 * Recorded routes that no named operation has, and why. Their answers are not checked against a schema when they come;
 * that they are what the types declare is checked by test/generated/recordings.test.ts. The test holds this list exact: a
 * route that gets an operation leaves it.
 */
export const withoutOperation: Readonly<Record<string, readonly string[]>> = {
  'an index: nothing but the names of what is below': [
    'GET /',
    'GET /access',
    'GET /cluster',
    'GET /nodes/{node}',
    'GET /nodes/{node}/lxc/{vmid}',
    'GET /nodes/{node}/lxc/{vmid}/status',
  ],
  'the login, which the client does by itself': ['GET /access/ticket', 'POST /access/ticket'],
  'a method beside the tables sends it, and checks the answer there: storage.upload, nodes.console': [
    'POST /nodes/{node}/storage/{storage}/upload',
    'POST /nodes/{node}/termproxy',
  ],
  'an older spelling: the operations of pools use the route that takes pools in pools': [
    'DELETE /pools/{poolid}',
    'GET /pools/{poolid}',
    'PUT /pools/{poolid}',
  ],
  'no named operation yet: client.call has it, with its types': [
    'GET /cluster/config/nodes',
    'GET /cluster/sdn/vnets',
    'GET /nodes/{node}/aplinfo',
    'GET /nodes/{node}/lxc/{vmid}/rrd',
    'GET /nodes/{node}/sdn/zones',
    'POST /cluster/bulk-action/guest/start',
    'POST /nodes/{node}/lxc/{vmid}/vncproxy',
    'POST /nodes/{node}/storage/{storage}/oci-registry-pull',
  ],
};

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
  'no named operation yet: client.call has it, with its types': [
    'DELETE /pools/{poolid}',
    'GET /cluster/config/nodes',
    'GET /cluster/sdn/vnets',
    'GET /nodes/{node}/aplinfo',
    'GET /nodes/{node}/lxc/{vmid}/rrd',
    'GET /nodes/{node}/sdn/zones',
    'GET /pools/{poolid}',
    'POST /cluster/bulk-action/guest/start',
    'POST /nodes/{node}/lxc/{vmid}/vncproxy',
    'POST /nodes/{node}/storage/{storage}/oci-registry-pull',
    'POST /nodes/{node}/storage/{storage}/upload',
    'POST /nodes/{node}/termproxy',
    'PUT /pools/{poolid}',
  ],
};

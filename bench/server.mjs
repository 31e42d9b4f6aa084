// A server of constant answers in a process of its own, so that only the client's processor time is the client's:
// `node server.mjs DIST GUESTS`. It tells its parent where it is, and when asked, how many sockets it has had.
import { createServer } from 'node:https';

const [dist, guests] = process.argv.slice(2);
const { createCertificate } = await import(`${dist}/simulator/certificate.js`);
const { key, cert } = createCertificate();

/** A row as a cluster of Proxmox VE 9 has it. */
const guest = (_, index) => ({
  id: `lxc/${1000 + index}`,
  type: 'lxc',
  vmid: 1000 + index,
  node: `pve${1 + (index % 5)}`,
  name: `guest-${index}`,
  status: index % 3 === 0 ? 'stopped' : 'running',
  template: 0,
  tags: index % 2 === 0 ? 'production;web' : 'test',
  cpu: 0.013_451_2 * (index % 7),
  maxcpu: 2,
  mem: 421_654_528 + index,
  maxmem: 1_073_741_824,
  disk: 1_254_817_792 + index,
  maxdisk: 8_350_298_112,
  diskread: 123_456_789 + index,
  diskwrite: 987_654_321 + index,
  netin: 55_555_555 + index,
  netout: 66_666_666 + index,
  uptime: 1_234_567 + index,
});

const version = { version: '9.1.4', release: '9.1', repoid: '5ac30304265fbd8e' };
const bodies = new Map(
  Object.entries({
    '/api2/json/version': version,
    '/api2/json/cluster/resources': Array.from({ length: Number(guests) }, guest),
  }).map(([path, data]) => [path, Buffer.from(JSON.stringify({ data }))]),
);

const server = createServer({ key, cert, ALPNProtocols: ['http/1.1'], keepAliveTimeout: 60_000 });
let sockets = 0;
let most = 0;
server.on('secureConnection', (socket) => {
  sockets += 1;
  most = Math.max(most, sockets);
  socket.on('close', () => {
    sockets -= 1;
  });
});
server.on('request', (request, response) => {
  // One client asks with a slash at the end.
  const body = bodies.get(request.url.replace(/[/?]*$/, ''));
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'max-age=0',
    pragma: 'no-cache',
    server: 'pve-api-daemon/3.0',
    'content-length': body?.length ?? 0,
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, ca: cert, version }));
process.on('message', () => process.send({ most }));
process.on('disconnect', () => process.exit());

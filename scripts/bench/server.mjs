// One of the two servers that are compared, in a process of its own: `node server.mjs DIST simulator|bare`. It tells its
// parent where it listens, and how much processor time it has used whenever it is asked.
import { createServer } from 'node:https';

const [dist = '', kind = ''] = process.argv.slice(2);
const load = (name) => import(`${dist}/simulator/${name}.js`);

/** What PVE lets a connection have, as the simulator does it. */
const idle = 5000;
const maxRequests = 100;

const started = kind === 'bare' ? await startBare() : await startSimulator();
process.send({ ...started });
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());

async function startSimulator() {
  const { Simulator } = await load('index');
  const sim = await Simulator.start();
  return { url: sim.url, ca: sim.ca, token: sim.tokens.full, node: sim.node };
}

/** Node's own server with nothing behind it: constant bytes, the same limits, a certificate of the same kind. */
async function startBare() {
  const { createCertificate } = await load('certificate');
  const { key, cert } = createCertificate();
  const answers = await new Promise((resolve) => {
    process.once('message', resolve);
    process.send({ ready: true });
  });
  const counts = new WeakMap();
  const server = createServer({ key, cert, ALPNProtocols: ['http/1.1'], keepAliveTimeout: idle });
  server.on('request', (request, response) => {
    const count = (counts.get(request.socket) ?? 0) + 1;
    counts.set(request.socket, count);
    const { headers, body } = answers[request.url];
    response.sendDate = false;
    response.writeHead(200, 'OK', count >= maxRequests ? [...headers, 'Connection', 'close'] : headers);
    response.end(body);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `https://127.0.0.1:${server.address().port}`, ca: cert };
}

// One client in a process of its own: `node contestant.mjs DIST NAME`. Its parent tells what to ask for and how often; it
// answers with the processor time and the time that it took.
import { createRequire } from 'node:module';

const [dist, name] = process.argv.slice(2);
const token = 'root@pam!bench=01234567-89ab-cdef-0123-456789abcdef';
const fields = { version: '/version', resources: '/cluster/resources' };

export const makers = {
  /** This package. */
  async felhom({ origin, ca, connections }) {
    const { Client } = await import(`${dist}/index.js`);
    const client = new Client({ url: origin, ca, token, connections });
    return { version: () => client.version(), resources: () => client.cluster.resources() };
  },
  /** undici and JSON.parse, with as many connections, and nothing checked but the status. */
  async undici({ origin, ca, connections }) {
    const { Pool } = await import('undici');
    const pool = new Pool(origin, { connect: { ca }, connections, pipelining: 1 });
    const headers = { authorization: `PVEAPIToken=${token}`, accept: 'application/json' };
    const get = (path) => async () => {
      const { statusCode, body } = await pool.request({ path: `/api2/json${path}`, method: 'GET', headers });
      const { data } = JSON.parse(await body.text());
      if (statusCode !== 200) throw new Error(`status ${statusCode}`);
      return data;
    };
    return { version: get(fields.version), resources: get(fields.resources) };
  },
  async cv4pve({ port }) {
    const { PveClient } = await import('@corsinvest/cv4pve-api-javascript');
    const client = new PveClient('127.0.0.1', port);
    client.apiToken = token;
    const data = ({ isSuccessStatusCode, response }) => {
      if (!isSuccessStatusCode) throw new Error('refused');
      return response.data;
    };
    return {
      version: async () => data(await client.version.version()),
      resources: async () => data(await client.cluster.resources.resources()),
    };
  },
  async 'proxmox-api'({ port, ca, connections }) {
    const { default: proxmoxApi } = await import('proxmox-api');
    // The undici that it uses itself: the client has an option for a fetch that trusts the certificate.
    const own = createRequire(createRequire(import.meta.url).resolve('proxmox-api'));
    const { Agent, fetch } = own('undici');
    const dispatcher = new Agent({ connect: { ca }, connections });
    const [tokenID, tokenSecret] = token.split('=');
    const api = proxmoxApi({
      host: '127.0.0.1',
      port,
      tokenID,
      tokenSecret,
      fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    });
    return { version: () => api.version.$get(), resources: () => api.cluster.resources.$get() };
  },
};

process.once('message', async (target) => {
  const client = await makers[name]({ ...target, origin: `https://127.0.0.1:${target.port}` });
  const [{ version }, rows] = await Promise.all([client.version(), client.resources()]);
  // Whoever gives something else is not compared.
  if (version !== target.version.version || rows.length !== target.guests)
    throw new Error(`${name}: another answer`);
  process.on('message', async ({ what, requests, concurrency }) => {
    const before = process.cpuUsage();
    const started = performance.now();
    let left = requests;
    const caller = async () => {
      for (; left > 0; ) {
        left -= 1;
        await client[what]();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, caller));
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    process.send({ perCpu: requests / ((user + system) / 1e6), perSecond: requests / seconds });
  });
  process.send({ ready: true });
});
process.on('disconnect', () => process.exit());

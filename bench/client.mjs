// Measures the client against bare undici and other clients: `npm run bench -- client [--rounds 7] [--requests 1500]`.
// Everyone has a process of its own and asks the same server of constant answers; the rounds take turns. What counts is
// the processor time of the client's process: what else the machine does, and the server, is not in it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge, median, spread, table } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '1500' },
    lists: { type: 'string', default: '20' },
    guests: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '8' },
    only: { type: 'string', default: 'felhom,undici,cv4pve,proxmox-api' },
    json: { type: 'boolean', default: false },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});
const names = values.only.split(',');
const guests = Number(values.guests);
const requests = Number(values.requests);
const jobs = [
  { label: 'GET /version, 1 caller', key: 'version1', what: 'version', requests, concurrency: 1 },
  { label: 'GET /version, 32 callers', key: 'version32', what: 'version', requests, concurrency: 32 },
  {
    label: `GET /cluster/resources, ${guests} guests`,
    key: 'resources',
    what: 'resources',
    requests: Number(values.lists),
    concurrency: 1,
  },
];

const clients = new Map();
for (const name of names) {
  // Each has a server of its own, which counts its sockets.
  const server = start('server.mjs', values.guests);
  const { port, ca, version } = await server.heard();
  const child = start('contestant.mjs', name);
  await child.ask({ port, ca, version, guests, connections: Number(values.connections) });
  clients.set(name, { child, server });
}
const found = new Map();
for (const { key, label: _, ...job } of jobs) {
  const rounds = [];
  // The first round warms up, and does not count.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const row = {};
    for (const name of names) {
      row[name] = await clients.get(name).child.ask(job);
    }
    if (round > 0) rounds.push(row);
  }
  found.set(key, rounds);
}
const { most: sockets } = await clients.get('felhom').server.ask({});
for (const { child, server } of clients.values()) for (const each of [child, server]) each.end();

/** How much faster than another one this package is: the median of what the rounds say. */
function ratio(key, other, by = 'perCpu') {
  return median(found.get(key).map((row) => row.felhom[by] / row[other][by]));
}

const ratios = names
  .filter((name) => name !== 'felhom')
  .flatMap((other) => jobs.map(({ key }) => [`${key}/${other}`, ratio(key, other)]));
if (values.json) console.log(JSON.stringify({ ...Object.fromEntries(ratios), sockets }));
else report();

function report() {
  const rows = jobs.flatMap(({ key, label }) =>
    names.map((name) => {
      const of = (by) => found.get(key).map((row) => row[name][by]);
      const times = (by) => (name === 'felhom' ? '' : ratio(key, name, by).toFixed(2));
      const cpu = of('perCpu');
      return [
        label,
        name,
        Math.round(median(cpu)),
        `${spread(cpu)} %`,
        times('perCpu'),
        Math.round(median(of('perSecond'))),
        times('perSecond'),
      ];
    }),
  );
  const head = ['what', 'who', 'per CPU second', 'spread', 'felhom is', 'per second', 'felhom is'];
  console.log(table([head, ...rows]));
  const aims = {
    undici: { version1: 0.85, version32: 0.85, resources: 0.75 },
    cv4pve: { version1: 1.3, version32: 1 },
    'proxmox-api': { version1: 3, version32: 3 },
  };
  const judged = Object.entries(aims)
    .filter(([other]) => names.includes(other))
    .flatMap(([other, keys]) =>
      Object.entries(keys).map(([key, least]) => ({
        what: `${jobs.find((job) => job.key === key).label}, against ${other}`,
        value: ratio(key, other),
        least,
      })),
    );
  judge([...judged, { what: 'sockets of 32 callers', value: sockets, most: 32 }]);
}

function start(file, argument) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [values.dist, argument]);
  const ended = new Promise((_, reject) => {
    child.once('exit', () => reject(new Error(`${file} ${argument} ended`)));
  });
  // Only one that ends too early matters, to those who wait for it then.
  ended.catch(() => {});
  const heard = () =>
    Promise.race([
      new Promise((resolve) => {
        child.once('message', resolve);
      }),
      ended,
    ]);
  return {
    heard,
    ask: (message) => {
      child.send(message);
      return heard();
    },
    end: () => child.disconnect(),
  };
}

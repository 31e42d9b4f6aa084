import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { get, load } from './client.mjs';

/** The routes that are measured: one that costs nothing, and one with a privilege, a guest and its numbers. */
const routes = {
  'GET /version': () => '/api2/json/version',
  'GET /nodes/{node}/lxc/{vmid}/status/current': (node) => `/api2/json/nodes/${node}/lxc/100/status/current`,
};

/**
 * Measures the simulator against a bare HTTPS server that answers the same bytes, each in a process of its own: by
 * route, the median of the rounds. `dist` is the folder with the translated package. What is compared is how many
 * requests a second of the server's own processor time is good for: what else the machine does changes both alike.
 */
export async function compareServers(dist, { rounds, requests, connections }) {
  const simulator = await start(dist, 'simulator');
  const bare = await start(dist, 'bare');
  try {
    const target = await simulator.ready();
    const paths = Object.entries(routes).map(([route, path]) => [route, path(target.node)]);
    const answers = {};
    for (const [, path] of paths) answers[path] = await get(target, path);
    await bare.ready();
    const other = await bare.ready(answers);
    const results = [];
    for (const [route, path] of paths) {
      const measured = [];
      // The first round warms up, and does not count.
      for (let round = 0; round <= rounds; round += 1) {
        const pair = [];
        for (const [child, at] of [
          [simulator, target],
          [bare, other],
        ])
          pair.push(await measure(child, () => load(at, path, { requests, connections }), requests));
        if (round > 0) measured.push(pair);
      }
      const mine = measured.map(([own]) => own);
      results.push({
        route,
        ratio: median(measured.map(([own, its]) => own.perCpu / its.perCpu)),
        perCpu: median(mine.map(({ perCpu }) => perCpu)),
        perSecond: median(mine.map(({ perSecond }) => perSecond)),
        bare: median(measured.map(([, its]) => its.perCpu)),
      });
    }
    return results;
  } finally {
    simulator.end();
    bare.end();
  }
}

async function measure(child, work, requests) {
  const before = await child.cpu();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  return { perCpu: requests / ((await child.cpu()) - before), perSecond: requests / seconds };
}

/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function start(dist, kind) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [dist, kind]);
  const ended = new Promise((_, reject) => {
    child.once('exit', () => reject(new Error(`the ${kind} server ended`)));
  });
  // Only one that ends too early matters, to those who wait for it then.
  ended.catch(() => {});
  const answered = (message) => {
    const answer = new Promise((resolve) => {
      child.once('message', resolve);
    });
    if (message !== undefined) child.send(message);
    return Promise.race([answer, ended]);
  };
  return {
    ready: answered,
    /** Seconds of processor time so far. */
    cpu: async () => {
      const { cpu } = await answered({});
      return (cpu.user + cpu.system) / 1e6;
    },
    end: () => child.disconnect(),
  };
}

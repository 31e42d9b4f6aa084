// Measures what a process costs that does nothing but load something, or make one call: `npm run bench -- start
// [--rounds 11]`. The processor time of whole processes, which take turns, against an empty one.
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { judge, median, spread, table } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});
const { dist } = values;
const here = fileURLToPath(new URL('.', import.meta.url));
// Constant answers, by a process of its own: what it costs is not counted.
const server = fork('server.mjs', [dist, '0'], { cwd: here });
const [target] = await once(server, 'message');
const call = (name) => ['--no-warnings', 'first-call.mjs', dist, name];
const load = (name) => ['--input-type=module', '-e', `await import(${JSON.stringify(name)})`];
const programs = {
  'an empty process': ['-e', '0'],
  'an empty module': ['--input-type=module', '-e', '0'],
  'import @felhom/proxmox': load(`${dist}/index.js`),
  'import @corsinvest/cv4pve-api-javascript': load('@corsinvest/cv4pve-api-javascript'),
  'import proxmox-api': load('proxmox-api'),
  'import undici': load('undici'),
  'import zod': load('zod'),
  'felhom-agent --version': [`${dist}/cli/main.js`, '--version'],
  'GET /version, felhom': call('felhom'),
  'GET /version, undici alone': call('undici'),
  'GET /version, cv4pve': call('cv4pve'),
  'GET /version, proxmox-api': call('proxmox-api'),
};

const found = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const [name, args] of Object.entries(programs)) {
    const cpu = await cpuOf(args);
    // The first round fills the caches of files, and does not count.
    if (round > 0) found[name].push(cpu);
  }
}
server.disconnect();

const empty = found['an empty process'];
const times = (name) => median(found[name].map((cpu, at) => cpu / empty[at]));
const rows = Object.entries(found).map(([name, cpu]) => [
  name,
  median(cpu).toFixed(0),
  `${spread(cpu)} %`,
  times(name).toFixed(2),
]);
console.log(table([['process', 'ms of CPU', 'spread', 'times an empty one'], ...rows]));
const own = times('import @felhom/proxmox');
judge([
  { what: 'import of `.` against an empty process', value: own, most: 1.6 },
  {
    what: 'import of `.` against cv4pve',
    value: own / times('import @corsinvest/cv4pve-api-javascript'),
    most: 1,
  },
  { what: 'import of `.` against proxmox-api', value: own / times('import proxmox-api'), most: 1 },
  { what: 'felhom-agent --version', value: times('felhom-agent --version'), most: 1.6 },
]);

/** Milliseconds of processor time of a whole process, its threads included, as it tells itself when it ends. */
async function cpuOf(args) {
  const report =
    "process.on('exit',()=>{const{user,system}=process.cpuUsage();process._rawDebug((user+system)/1000)})";
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const env = { ...process.env, BENCH_TARGET: JSON.stringify(target) };
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', hook, ...args], {
    cwd: here,
    env,
  });
  return Number(stderr.trim().split('\n').at(-1));
}

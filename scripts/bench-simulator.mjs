// Measures the simulator: `npm run bench -- simulator [--rounds 5 --requests 2000]`. Over HTTPS against Node's own server with the
// same bytes, and a large cluster in process against JSON.stringify. Fails where it is slower than it may be.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareServers } from './bench/compare.mjs';
import { compareResources } from './bench/resources.mjs';

const least = 0.4;
const most = 3;
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '4' },
    guests: { type: 'string', default: '10000' },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});
const rounds = Number(values.rounds);
const guests = Number(values.guests);
const whole = (number) => Math.round(number).toLocaleString('en');

for (const { route, ratio, perCpu, perSecond, bare } of await compareServers(values.dist, {
  rounds,
  requests: Number(values.requests),
  connections: Number(values.connections),
})) {
  judge(ratio >= least, `${route}: ${ratio.toFixed(2)} of a bare server (at least ${least})`);
  console.log(
    `  ${whole(perCpu)} requests a second of one core, ${whole(bare)} the bare server; ${whole(perSecond)} a second here and now`,
  );
}
for (const { token, ratio, ms } of await compareResources(values.dist, { guests, rounds: rounds * 3 })) {
  const what = `GET /cluster/resources of ${whole(guests)} guests as ${token}`;
  judge(
    ratio <= most,
    `${what}: ${ratio.toFixed(1)} times JSON.stringify (at most ${most}), ${ms.toFixed(0)} ms`,
  );
}

function judge(good, text) {
  console.log(`${good ? 'ok  ' : 'SLOW'} ${text}`);
  if (!good) process.exitCode = 1;
}

// npm run chaos [-- --mutations 1000] [--seed 1] [--story N] [--verbose]
//
// Calls that change something, of all kinds, against the simulator, while connections break after every byte, hosts restart
// and answers come out of nowhere. What the client says of each is held against the host's own journal. Fails where one was
// sent twice, lost, wrong, or never ended, or where more than one in a thousand cannot be told.
import { parseArgs } from 'node:util';
import { chaos, summary } from './chaos/index.mjs';
import { partsOf } from './chaos/parts.mjs';
import { formatDetails, formatProblem } from './chaos/show.mjs';
import { buildIfStale, load } from './recordings.mjs';

const { values } = parseArgs({
  options: {
    mutations: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    story: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const wrong = Object.entries(values).find(([name, value]) => name !== 'verbose' && !/^\d{1,9}$/.test(value));
if (wrong !== undefined) {
  console.error(`chaos: --${wrong[0]} is to be a whole number, not '${wrong[1]}'`);
  process.exit(2);
}
buildIfStale('chaos');
const started = process.cpuUsage();
const report = await chaos(await partsOf(load), {
  mutations: Number(values.mutations),
  seed: Number(values.seed),
  ...(values.story === undefined ? {} : { only: Number(values.story) }),
  ...(values.verbose ? { tell: (result) => console.log(formatProblem(result)) } : {}),
});
// The worst first.
const problems = report.problems.toSorted((a, b) => (a.what === 'cannotTell') - (b.what === 'cannotTell'));
for (const problem of problems.slice(0, 200)) console.log(formatProblem(problem));
console.log(formatDetails(report, process.cpuUsage(started)));
console.log(summary(report));
if (!report.holds) process.exitCode = 1;

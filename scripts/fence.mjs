// npm run fence [-- --parameters 10000] [--seed 1] [--verbose]
//
// Hostile parameters for every command and every operation of the root command line. Each one has to be refused with a typed error
// before anything runs, or be one inert argument in its place: what is let through is run for real, by a program that tells the
// arguments and the environment it got. Fails where one got further.
import { parseArgs } from 'node:util';
import { fence } from './fence/index.mjs';
import { buildIfStale, load } from './recordings.mjs';

const { values } = parseArgs({
  options: {
    parameters: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
for (const name of ['parameters', 'seed'])
  if (!/^\d{1,9}$/.test(values[name])) {
    console.error(`fence: --${name} is to be a whole number, not '${values[name]}'`);
    process.exit(2);
  }
buildIfStale('fence');
const report = await fence(load, {
  parameters: Number(values.parameters),
  seed: Number(values.seed),
  tell: values.verbose ? (line) => console.log(line) : () => {},
});
for (const line of report.escaped.slice(0, 100)) console.log(`escaped: ${line}`);
for (const line of report.missing) console.log(`without a good case: ${line}`);
console.log(
  `${report.refused} refused, ${report.inert} inert in their place (${report.ran} of them run for real), in ${report.targets} commands and operations`,
);
console.log(`fence: ${report.tried} hostile parameters, ${report.escaped.length} escaped`);
if (report.escaped.length > 0 || report.missing.length > 0) process.exitCode = 1;

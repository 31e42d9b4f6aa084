// npm run kill-loop [-- --commands 1000] [--kills 20] [--workers 2] [--seed 1] [--hub-faults 0.3] [--keep]
//
// Agents as programs of their own, killed again and again by SIGKILL at any moment, and a hub that loses, doubles, delays and
// breaks what goes over the wire. Each command's effect is counted outside of the agents, and held against what the hub was told.
// Fails where a command was lost, done twice, told wrongly or in two ways, or where more were interrupted than kills can have done.
import { parseArgs } from 'node:util';
import { killLoop } from './kill-loop/index.mjs';
import { holds, summary } from './kill-loop/judge.mjs';
import { buildIfStale } from './recordings.mjs';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '20' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    'hub-faults': { type: 'string', default: '0.3' },
    keep: { type: 'boolean', default: false },
  },
});
const patterns = { 'hub-faults': /^(?:0(?:\.\d{1,3})?|0?\.\d{1,3})$/, keep: /./ };
const wrong = Object.entries(values).find(([name, value]) => !(patterns[name] ?? /^\d{1,7}$/).test(value));
if (wrong !== undefined || Number(values.workers) === 0) {
  const [name, value] = wrong ?? ['workers', 0];
  console.error(`kill-loop: --${name} cannot be '${value}'`);
  process.exit(2);
}
buildIfStale('kill-loop');
const { verdict, details } = await killLoop({
  commands: Number(values.commands),
  kills: Number(values.kills),
  workers: Number(values.workers),
  seed: Number(values.seed),
  faults: Number(values['hub-faults']),
  keep: values.keep,
  tell: (line) => console.log(line),
});
for (const line of verdict.problems.slice(0, 100)) console.log(line);
for (const line of details) console.log(line);
console.log(summary(verdict));
if (!holds(verdict)) process.exitCode = 1;

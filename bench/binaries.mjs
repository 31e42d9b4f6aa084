// Measures how long felhom-agent takes to start, as it comes from npm, as one file, and as one executable: `npm run bench --
// binaries [--node PATH] [--rounds 11]`. By the clock, as an executable tells nothing of its own; programs take turns, against an empty Node.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeBundle } from '../scripts/bundle/make-bundle.mjs';
import { makeSea, SeaError } from '../scripts/bundle/make-sea.mjs';
import { judge, median, spread, table } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    node: { type: 'string', default: process.execPath },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});
const { node, dist } = values;
const folder = mkdtempSync(join(tmpdir(), 'felhom-binaries-'));
const env = { PATH: process.env.PATH, HOME: '/nonexistent' };
try {
  const bundle = join(folder, 'felhom-agent.cjs');
  const sea = join(folder, 'felhom-agent');
  await makeBundle(bundle);
  const hasSea = await made(sea);
  const forms = {
    'from npm': [node, join(dist, 'cli/main.js')],
    'one file': [node, bundle],
    ...(hasSea ? { 'one executable': [sea] } : {}),
  };
  const words = [['--version'], ['--help'], ['role', '--for', 'task']];
  const programs = { 'an empty process': [node, '-e', '0'] };
  for (const [form, start] of Object.entries(forms))
    for (const args of words) programs[`${args.join(' ')}, ${form}`] = [...start, ...args];
  const found = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [name, [program, ...args]] of Object.entries(programs)) {
      const began = performance.now();
      execFileSync(program, args, { stdio: 'ignore', env });
      // The first round fills the caches of files, and does not count.
      if (round > 0) found[name].push(performance.now() - began);
    }
  }
  const empty = found['an empty process'];
  const times = (name) => median(found[name].map((ms, at) => ms / empty[at]));
  const rows = Object.keys(programs).map((name) => [
    name,
    median(found[name]).toFixed(0),
    `${spread(found[name])} %`,
    times(name).toFixed(2),
  ]);
  console.log(`node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  console.log(table([['process', 'ms', 'spread', 'times an empty one'], ...rows]));
  const size = (file) => `${(statSync(file).size / 2 ** 20).toFixed(1)} MiB`;
  console.log(
    `one file: ${size(bundle)}; one executable: ${hasSea ? size(sea) : 'not of this Node'}; Node: ${size(node)}`,
  );
  judge([
    {
      what: 'a command that loads much, as one file, against npm',
      value: times('role --for task, one file') / times('role --for task, from npm'),
      most: 1,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function made(file) {
  try {
    await makeSea(node, file);
    return true;
  } catch (error) {
    if (!(error instanceof SeaError)) throw error;
    console.log(`no executable: ${error.message}`);
    return false;
  }
}

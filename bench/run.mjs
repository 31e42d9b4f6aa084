// Measures how fast things are, against other ways to do the same: `npm run bench -- client|start|size|simulator|upload|binaries`,
// or all of them without a word. What follows the word goes to that one. docs/performance.md keeps the figures.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const programs = {
  client: 'client.mjs',
  start: 'start.mjs',
  size: 'size.mjs',
  simulator: '../scripts/bench-simulator.mjs',
  upload: '../scripts/bench-upload.mjs',
  binaries: 'binaries.mjs',
};
/** These need what bench/package.json names. */
const withPeers = ['client', 'start', 'size'];

const [word, ...args] = process.argv.slice(2);
if (word !== undefined && !Object.hasOwn(programs, word)) fail(`no such measurement: ${word}`);
const chosen = word === undefined ? Object.keys(programs) : [word];
if (chosen.some((name) => withPeers.includes(name)) && !existsSync(new URL('node_modules', import.meta.url)))
  fail('the clients to compare with are not installed: npm install --prefix bench');

let code = 0;
for (const name of chosen) {
  if (word === undefined) console.log(`\n## ${name}\n`);
  const file = fileURLToPath(new URL(programs[name], import.meta.url));
  const { status } = spawnSync(process.execPath, ['--no-warnings', file, ...args], { stdio: 'inherit' });
  if (status !== 0) code = 1;
}
process.exitCode = code;

function fail(message) {
  console.error(`bench: ${message}`);
  console.error(`bench: npm run bench -- ${Object.keys(programs).join('|')}`);
  process.exit(2);
}

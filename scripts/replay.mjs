import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { playAll } from './replay/player.mjs';
import { readRecordings } from './replay/records.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.FELHOM_TEST_DIST ?? join(root, 'dist');
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const [{ createEngine }, { ManualClock }, { arrange, clear }] = await Promise.all(
  ['simulator/create-engine.js', 'simulator/clock.js', 'simulator/host-spec.js'].map(load),
);
const names = process.argv.slice(2);
const paths = (names.length === 0 ? [join(root, 'test/fixtures/recorded')] : names).flatMap((p) =>
  statSync(p).isDirectory()
    ? readdirSync(p)
        .filter((n) => n.endsWith('.jsonl'))
        .map((n) => join(p, n))
    : [p],
);
void existsSync;
void resolve;
const { exchanges } = readRecordings(paths);
const results = await playAll(exchanges, { createEngine, ManualClock, arrange, clear });
let equal = 0,
  total = 0;
for (const { exchange, problems, skip, changes } of results) {
  if (skip !== undefined) {
    console.log(`SKIP ${exchange.seq} ${exchange.name}: ${skip}`);
    continue;
  }
  total += 1;
  if (problems.length === 0) equal += 1;
  else
    console.log(
      `DIFF ${exchange.seq} ${exchange.name}: ${problems.slice(0, 4).join('; ')}${changes.length ? `  [staged: ${changes.join(', ')}]` : ''}`,
    );
}
console.log(`staged before ${results.filter((r) => r.changes.length > 0).length} requests`);
console.log(`replay: ${equal}/${total} equal (${((equal / total) * 100).toFixed(1)} %)`);

// npm run verdicts -- files and folders
//
// Reads answers of smartctl (--json) and says of each what the package makes of it: the verdict, why, and the figures. Ends with 1 where
// one of them cannot be read at all. Builds the package first where `dist` is missing or older than the sources.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildIfStale, load } from './recordings.mjs';

// npm runs a script in the package's folder, whatever folder it was called in.
const calledIn = process.env.INIT_CWD ?? process.cwd();
const files = process.argv.slice(2).flatMap((name) => {
  const path = existsSync(name) ? name : resolve(calledIn, name);
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(path, file));
});
if (files.length === 0) {
  console.error('verdicts: which files? npm run verdicts -- answer.json …');
  process.exit(2);
}
buildIfStale('verdicts');
const { parseSmartctl } = await load('privileged/index.js');
const figures = [
  'temperature',
  'powerOnHours',
  'wear',
  'reallocated',
  'pending',
  'uncorrectable',
  'mediaErrors',
];
const count = { passed: 0, failing: 0, unknown: 0 };
for (const file of files) {
  try {
    const report = parseSmartctl(readFileSync(file));
    count[report.verdict] += 1;
    console.log(`${basename(file)}: ${report.verdict} (${report.state})`);
    for (const { code, text } of report.reasons) console.log(`  ${code}: ${text}`);
    for (const { code, text } of report.warnings) console.log(`  warning ${code}: ${text}`);
    const known = figures.filter((name) => report[name] !== undefined);
    if (known.length > 0) console.log(`  ${known.map((name) => `${name} ${report[name]}`).join(', ')}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${basename(file)}: ${error.name}: ${error.message}`);
  }
}
const read = Object.values(count).reduce((sum, each) => sum + each, 0);
const { passed, failing, unknown } = count;
console.log(`verdicts: ${read}/${files.length} (${passed} passed, ${failing} failing, ${unknown} unknown)`);

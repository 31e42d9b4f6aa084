import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = [
  'src',
  'test',
  'scripts',
  'examples',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'README.md',
  'CHANGELOG.md',
];

/** A copy of the tree in a folder of its own, to break and to test. */
export function copyTree() {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-mutants-'));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  // A folder with links, not a link to the folder: what tools keep in there stays here.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  return {
    /** Makes a replacement, and gives what takes it back; undefined if there is not exactly one place for it. */
    replace: (file, from, to) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      const [before, after, ...more] = text.split(from);
      if (after === undefined || more.length > 0) return undefined;
      writeFileSync(path, before + to + after);
      return () => writeFileSync(path, text);
    },
    /** Runs test files, or all of a folder, up to the first failure. */
    test: (files) => run(folder, files),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The file that failed first, if any, and how many tests ran. */
async function run(folder, files) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = ['run', ...files, '--bail=1', '--maxWorkers=1', '--reporter=json', `--outputFile=${report}`];
  // Measures, which are slow and tell nothing of this.
  args.push('--exclude=**/speed.test.ts');
  const { FELHOM_TEST_DIST: _, ...env } = process.env;
  await new Promise((resolve) => {
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
    execFile(process.execPath, [vitest, ...args], { cwd: folder, env }, resolve);
  });
  const { testResults, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults.find(({ status }) => status === 'failed');
  return { failed: failed?.name.slice(folder.length + 1), ran: numTotalTests };
}

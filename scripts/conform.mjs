// npm run conform -- [recordings]
//
// Plays recorded answers of real hosts through the built client: every success must fit the schema of its operation,
// every error must become the right class with its fields. Without arguments it plays the project's own recordings.
// Builds the package first where `dist` is missing or older than the sources.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { conform, formatReport } from './conform/index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// As for the tests: another build, such as the one of an installed package, can be named.
const given = process.env.FELHOM_TEST_DIST;
const dist = given ?? join(root, 'dist');

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}

function build() {
  const built = join(dist, 'index.js');
  if (existsSync(built) && statSync(built).mtimeMs >= newest(join(root, 'src'))) return;
  console.error('conform: dist is missing or older than src, so the package is built first (npm run build)');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

async function loadSdk() {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const [index, { tables }, { routeNames }] = await Promise.all(
    ['index.js', 'client/resources/tables.js', 'generated/routes.js'].map(load),
  );
  const { Client, parseUpid, formatUpid, parseExitStatus } = index;
  return { Client, errors: index, tables, routes: routeNames(), parseUpid, formatUpid, parseExitStatus };
}

/** The files that are meant; npm runs this in the package's folder, whatever folder it was called in. */
function filesOf(names) {
  const calledIn = process.env.INIT_CWD ?? process.cwd();
  const paths =
    names.length === 0
      ? [join(root, 'test/fixtures/recorded')]
      : names.map((name) => (existsSync(name) ? name : resolve(calledIn, name)));
  return paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.jsonl'))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
}

const missing = process.argv
  .slice(2)
  .filter((name) => !existsSync(resolve(process.env.INIT_CWD ?? '.', name)) && !existsSync(name));
if (missing.length > 0) {
  console.error(`conform: no such file: ${missing.join(', ')}`);
  process.exit(2);
}
const files = filesOf(process.argv.slice(2));
if (given === undefined) build();
const report = await conform(await loadSdk(), files);
console.log(formatReport(report));
process.exitCode = report.played > 0 && report.passed === report.played ? 0 : 1;

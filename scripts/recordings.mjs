// What the programs on recordings have in common: which files are meant, and a build that is not older than the sources.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// As for the tests: another build, such as the one of an installed package, can be named.
const given = process.env.FELHOM_TEST_DIST;
/** The built package. */
export const dist = given ?? join(root, 'dist');

/** Loads a module of the built package. */
export function load(path) {
  return import(pathToFileURL(join(dist, path)).href);
}

/**
 * The files of the command line, or the project's own recordings. npm runs a script in the package's folder, whatever
 * folder it was called in. Ends the program where one is missing.
 */
export function recordingsOf(program, names) {
  const calledIn = process.env.INIT_CWD ?? process.cwd();
  const paths =
    names.length === 0
      ? [join(root, 'test/fixtures/recorded')]
      : names.map((name) => (existsSync(name) ? name : resolve(calledIn, name)));
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    console.error(`${program}: no such file: ${missing.join(', ')}`);
    process.exit(2);
  }
  return paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.jsonl'))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
}

/** Builds the package where `dist` is missing or older than the sources. */
export function buildIfStale(program) {
  const built = join(dist, 'index.js');
  if (given !== undefined) return;
  if (existsSync(built) && statSync(built).mtimeMs >= newest(join(root, 'src'))) return;
  console.error(
    `${program}: dist is missing or older than src, so the package is built first (npm run build)`,
  );
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}

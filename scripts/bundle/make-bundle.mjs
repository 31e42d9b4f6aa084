import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `package.json` says of this package. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * Writes `felhom-agent` and all that it needs as one file, and the licences of what is in it beside. The same sources give the same bytes.
 *
 * CommonJS, as single executables of Node take nothing else. Names stay as they are, so that a stack trace says something.
 */
export async function makeBundle(file) {
  mkdirSync(dirname(file), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: file,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // What is left of import() is of Node's own modules: single executables of Node 20 have no import().
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    logLevel: 'error',
    plugins: [{ name: 'version', setup: fixedVersion }],
  });
  chmodSync(file, 0o755);
  const licences = join(dirname(file), 'THIRD-PARTY-LICENSES.txt');
  writeFileSync(licences, licencesOf(Object.keys(metafile.inputs)));
  return { file, licences };
}

/** The version is read from package.json, which a bundle has not got. */
function fixedVersion(builder) {
  builder.onLoad({ filter: /\/src\/cli\/version\.ts$/ }, () => ({
    contents: `export const packageVersion = () => ${JSON.stringify(manifest.version)};`,
    loader: 'ts',
  }));
}

/** The licence of each package that a bundle has files of: they ask that it goes with every copy. */
function licencesOf(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const names = readdirSync(join(root, folder))
      .filter((file) => /^licen[cs]e/i.test(file))
      .sort();
    if (names.length === 0 && license === undefined) throw new Error(`${name} names no licence`);
    const text = names.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const own = existsSync(join(root, 'LICENSE')) ? readFileSync(join(root, 'LICENSE'), 'utf8').trim() : '';
  const line = `\n${'-'.repeat(79)}\n\n`;
  return [`${manifest.name} ${manifest.version} (${manifest.license})\n\n${own}\n`, ...texts].join(line);
}

// node scripts/join-start.mjs: the last step of the build.
//
// What `import '@felhom/proxmox'` loads at once is some forty small files, and each costs a start of Node about a hundredth. This joins
// them in one file for each floor (core/start.js, client/start.js), and leaves in the place of each a file that hands its names on: so every module is still
// where it was, and there is one copy of each class.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const floors = ['core', 'client'];
// What the table of routes needs as well stays in files of its own: it is to come without the rest.
const apart = closureOf('routes.js');
const joined = [...closureOf('index.js')].filter(
  (file) => floors.includes(dirname(file)) && !apart.has(file),
);
const namesOf = new Map();
for (const file of joined)
  namesOf.set(file, Object.keys(await import(pathToFileURL(join(dist, file)))).sort());

await build({
  absWorkingDir: dist,
  entryPoints: floors.map((floor) => `${floor}/start.js`),
  outdir: dist,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  // What both need is core's: the client is nothing that core could load.
  chunkNames: 'core/start-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  plugins: [{ name: 'join', setup }],
});
for (const file of joined) {
  const names = namesOf.get(file).map((name) => `${joinedName(file, name)} as ${name}`);
  writeFileSync(join(dist, file), `export { ${names.join(', ')} } from './start.js';\n`);
}
const index = join(dist, 'index.js');
writeFileSync(index, directly(readFileSync(index, 'utf8')));

/** The entries are made here; what is not joined stays a file of its own, wherever the code that imports it goes. */
function setup(builder) {
  builder.onResolve({ filter: /\/start\.js$/ }, ({ path, kind }) =>
    kind === 'entry-point' ? { path, namespace: 'start' } : undefined,
  );
  builder.onLoad({ filter: /.*/, namespace: 'start' }, ({ path }) => ({
    resolveDir: join(dist, dirname(path)),
    contents: joined
      .filter((file) => dirname(file) === dirname(path))
      .map((file) => {
        const names = namesOf.get(file).map((name) => `${name} as ${joinedName(file, name)}`);
        return `export { ${names.join(', ')} } from './${posix.basename(file)}';\n`;
      })
      .join(''),
  }));
  builder.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
    const file = relative(dist, join(resolveDir, path));
    if (kind !== 'dynamic-import' && joined.includes(file)) return { path: join(dist, file) };
    // Both output files are one folder below `dist`.
    return { path: `../${file}`, external: true };
  });
}

/** The name that a module's export has among all of its floor. */
function joinedName(file, name) {
  return `${posix.basename(file, '.js').replaceAll('-', '_')}$${name}`;
}

/** Imports of joined modules as imports of what they were joined in. */
function directly(source) {
  return source.replace(/import \{([^}]*)\} from "\.\/([^"]+)";/g, (line, names, file) => {
    if (!joined.includes(file)) return line;
    const renamed = names
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => {
        const [name, as = name] = each.split(/\s+as\s+/);
        return `${joinedName(file, name)} as ${as}`;
      });
    return `import { ${renamed.join(', ')} } from "./${dirname(file)}/start.js";`;
  });
}

/** What loading a file loads at once. */
function closureOf(entry) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(join(dist, file), 'utf8');
    for (const [, name] of source.matchAll(/^(?:import|export)\b[^'";]*["'](\.[^"']+)["'];?$/gm))
      visit(posix.join(dirname(file), name));
  };
  visit(entry);
  return seen;
}

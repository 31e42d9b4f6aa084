// Measures how much a bundler makes of a program that asks for the version: `npm run bench -- size`. Minified, for Node,
// undici left out. What the program loads when it comes to it is in files of its own: counted are those that it starts
// with, those that it has loaded when the answer is there, and all that it could load.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { judge, table } from './measure.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const source = `import { Client } from ${JSON.stringify(`${dist}/index.js`)};
const client = new Client({ url: 'https://pve1:8006', token: process.env.TOKEN });
console.log(await client.version());`;

const { metafile, outputFiles } = await build({
  stdin: { contents: source, resolveDir: dist, sourcefile: 'hello.mjs' },
  bundle: true,
  minify: true,
  splitting: true,
  outdir: 'out',
  format: 'esm',
  platform: 'node',
  external: ['undici'],
  metafile: true,
  write: false,
  logLevel: 'error',
});

const { outputs } = metafile;
const outputOf = (end) => Object.keys(outputs).find((name) => outputs[name].entryPoint?.endsWith(end));

/** The files that are loaded with these, by what they import. */
function loadedWith(ends) {
  const loaded = new Set();
  for (const todo = ends.map(outputOf); todo.length > 0; ) {
    const name = todo.pop();
    if (loaded.has(name)) continue;
    loaded.add(name);
    for (const { path, kind } of outputs[name].imports)
      if (kind === 'import-statement' && outputs[path] !== undefined) todo.push(path);
  }
  return [...loaded];
}

const stages = [
  loadedWith(['hello.mjs']),
  loadedWith(['hello.mjs', 'client/engine.js', 'client/resources/version.js']),
  Object.keys(outputs),
];
const kb = (bytes) => (bytes / 1000).toFixed(1);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const sizes = stages.map((names) => sum(names.map((name) => outputs[name].bytes)));
const gzips = stages.map((names) =>
  sum(
    outputFiles
      .filter(({ path }) => names.some((name) => path.endsWith(`/${name}`)))
      .map(({ contents }) => gzipSync(contents).length),
  ),
);

const parts = new Map();
for (const [stage, names] of stages.entries()) {
  for (const { inputs } of names.map((name) => outputs[name])) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const part =
        /node_modules\/([^/]+)/.exec(input)?.[1] ?? /dist\/(\w+(?:\/resources)?)/.exec(input)?.[1] ?? 'rest';
      const row = parts.get(part) ?? stages.map(() => 0);
      row[stage] += bytesInOutput;
      parts.set(part, row);
    }
  }
}
const rows = [...parts].sort((a, b) => b[1][1] - a[1][1]).map(([part, bytes]) => [part, ...bytes.map(kb)]);
const heads = ['KB minified', 'at the start', 'with the answer', 'all there is'];
console.log(table([heads, ...rows, ['together', ...sizes.map(kb)], ['gzip', ...gzips.map(kb)]]));
judge([
  { what: 'hello world, KB that it starts with', value: sizes[0] / 1000, most: 60 },
  { what: 'hello world, KB with the answer', value: sizes[1] / 1000, most: 60 },
]);

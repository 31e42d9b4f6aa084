// Measures how much a bundler makes of a program that asks for the version: `npm run bench -- size`. Minified, for Node,
// undici left out.
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
  // What a program loads only when it comes to it is in files of its own.
  splitting: true,
  outdir: 'out',
  format: 'esm',
  platform: 'node',
  external: ['undici'],
  metafile: true,
  write: false,
  logLevel: 'error',
});

const outputs = metafile.outputs;
const entry = Object.keys(outputs).find((name) => outputs[name].entryPoint !== undefined);
const atOnce = new Set();
for (const todo = [entry]; todo.length > 0; ) {
  const name = todo.pop();
  if (atOnce.has(name)) continue;
  atOnce.add(name);
  for (const { path, kind } of outputs[name].imports)
    if (kind === 'import-statement' && outputs[path] !== undefined) todo.push(path);
}
const parts = new Map();
for (const name of atOnce) {
  for (const [input, { bytesInOutput }] of Object.entries(outputs[name].inputs)) {
    const part =
      /node_modules\/([^/]+)/.exec(input)?.[1] ?? /dist\/(\w+(?:\/resources)?)/.exec(input)?.[1] ?? 'rest';
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
  }
}
const kb = (bytes) => (bytes / 1000).toFixed(1);
const rows = [...parts].sort((a, b) => b[1] - a[1]).map(([part, bytes]) => [part, kb(bytes)]);
const total = [...atOnce].reduce((sum, name) => sum + outputs[name].bytes, 0);
const isLoaded = ({ path }) => [...atOnce].some((name) => path.endsWith(name));
const gzip = outputFiles.filter(isLoaded).reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
console.log(table([['part', 'KB minified'], ...rows, ['all that is loaded', kb(total)], ['gzip', kb(gzip)]]));
judge([{ what: 'hello world, KB', value: total / 1000, most: 60 }]);

// npm run hub -- WORD … runs examples/hub on any supported Node: those before 22.18 do not take TypeScript as it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { buildIfStale, dist } from './recordings.mjs';

buildIfStale('hub');
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'felhom-hub-'));
try {
  const outfile = join(folder, 'main.mjs');
  buildSync({
    entryPoints: [join(root, 'examples/hub/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // The package is this one, and the program is not in its folder.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'examples/hub/main.ts')).href) },
    alias: Object.fromEntries(
      ['agent', 'simulator'].map((name) => [`@felhom/proxmox/${name}`, join(dist, name, 'index.js')]),
    ),
    external: [join(dist, '*')],
  });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

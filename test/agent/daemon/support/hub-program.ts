import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { dist } from '../../../support/dist.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The reference hub as a program of its own: with the installed package under test, else with the sources as they are. */
export function buildHubProgram(): { file: string; remove(): void } {
  // Inside node_modules, where imports of the dependencies are found.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'felhom-hub-'));
  const file = join(folder, 'main.mjs');
  const installed = process.env['FELHOM_TEST_DIST'] !== undefined;
  buildSync({
    entryPoints: [join(root, 'examples/hub/main.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: Object.fromEntries(
      ['agent', 'simulator'].map((name) => [
        `@felhom/proxmox/${name}`,
        installed ? join(dist, name, 'index.js') : join(root, 'src', name, 'index.ts'),
      ]),
    ),
    ...(installed ? { external: [join(dist, '*')] } : {}),
  });
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

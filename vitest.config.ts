import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The same tests run against the sources and, with FELHOM_TEST_DIST, against the `dist` of an installed
// package: the build keeps one file per source file, so only the root and the extension differ.
const dist = process.env['FELHOM_TEST_DIST'];
const src = fileURLToPath(new URL('./src', import.meta.url));
const root = dist ?? src;
const extension = dist === undefined ? 'ts' : 'js';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@felhom\/proxmox$/, replacement: `${root}/index.${extension}` },
      {
        find: /^@felhom\/proxmox\/(simulator|agent|privileged)$/,
        replacement: `${root}/$1/index.${extension}`,
      },
      { find: /^@felhom\/proxmox\/routes$/, replacement: `${root}/routes.${extension}` },
      { find: /^~\/(.*)\.js$/, replacement: `${root}/$1.${extension}` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/testing/*.test.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});

import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

// The same tests run against the sources and, with FELHOM_TEST_DIST, against the `dist` of an installed
// package: the build keeps one file per source file, so only the root and the extension differ.
const dist = process.env['FELHOM_TEST_DIST'];
const src = fileURLToPath(new URL('./src', import.meta.url));
const root = dist ?? src;
const extension = dist === undefined ? 'ts' : 'js';

/** Tests that compare the time that things take. */
const measured = ['test/simulator/speed.test.ts', 'test/package/speed.test.ts'];

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
    reporters: ['default', './test/support/reporter.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: 'forks',
    // What is measured has the machine for itself, after all else.
    projects: [
      {
        extends: true,
        test: {
          name: 'suite',
          include: ['test/**/*.test.ts', 'examples/testing/*.test.ts'],
          exclude: [...configDefaults.exclude, ...measured],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'measured', include: measured, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});

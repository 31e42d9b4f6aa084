import { defineConfig } from 'tsup';

// One output file per source file: importing one subpath loads nothing of the others, and the
// import-graph test can read the fences from the built package.
export default defineConfig({
  entry: ['src/**/*.ts'],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  bundle: false,
  clean: true,
  sourcemap: false,
});

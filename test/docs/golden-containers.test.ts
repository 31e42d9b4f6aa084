import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('docs/golden-containers.md shows an example that is run', () => {
  const [, code] = /## A whole program\n\n```ts\n([\s\S]*?)```/.exec(read('docs/golden-containers.md')) ?? [];
  expect(code).toBe(read('examples/golden-container.ts'));
});

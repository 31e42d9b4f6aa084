import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// The examples are run and type-checked; a page shows them as they are.
it.each([
  ['docs/lxc.md', 'grow-a-container.ts'],
  ['docs/backup.md', 'backup-and-restore.ts'],
  ['docs/guests.md', 'list-guests.ts'],
  ['docs/storage.md', 'prune-backups.ts'],
  ['docs/qemu.md', 'operate-a-machine.ts'],
  ['docs/access.md', 'make-a-token.ts'],
  ['docs/firewall.md', 'open-a-port.ts'],
  ['docs/simulator.md', 'lose-an-answer.ts'],
  ['docs/testing.md', 'testing/provision.ts'],
  ['docs/testing.md', 'testing/provision.test.ts'],
  ['docs/testing.md', 'testing/msw.test.ts'],
  ['docs/testing.md', 'testing/simulator.mjs'],
  ['docs/testing.md', 'testing/provision.sh'],
  ['docs/root-host.md', 'test-root-tools.ts'],
  ['docs/observability.md', 'trace-calls.ts'],
  ['docs/disks-and-sensors.md', 'disk-health.ts'],
])('%s shows examples/%s in full', (page, example) => {
  const language = extname(example).slice(1).replace('mjs', 'js');
  expect(read(page)).toContain(`\`\`\`${language}\n${read(`examples/${example}`).trimEnd()}\n\`\`\`\n`);
});

it('docs/testing.md shows all of examples/testing', () => {
  const names = readdirSync(new URL('../../examples/testing', import.meta.url));
  expect(names.filter((name) => !read('docs/testing.md').includes(read(`examples/testing/${name}`)))).toEqual(
    [],
  );
});

it.each(['lxc', 'backup', 'guests', 'storage', 'qemu', 'access', 'firewall', 'simulator', 'testing'])(
  'docs/%s.md is linked from the README',
  (page) => {
    expect(read('README.md')).toContain(`(docs/${page}.md)`);
  },
);

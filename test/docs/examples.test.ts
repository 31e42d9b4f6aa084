import { readFileSync } from 'node:fs';
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
])('%s shows examples/%s in full', (page, example) => {
  expect(read(page)).toContain(`\`\`\`ts\n${read(`examples/${example}`).trimEnd()}\n\`\`\`\n`);
});

it.each(['lxc', 'backup', 'guests', 'storage', 'qemu', 'access', 'firewall', 'simulator'])(
  'docs/%s.md is linked from the README',
  (page) => {
    expect(read('README.md')).toContain(`(docs/${page}.md)`);
  },
);

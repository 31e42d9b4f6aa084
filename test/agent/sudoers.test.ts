import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleFor, sudoersFor } from '~/agent/sudoers.js';
import { run } from '~/cli/run.js';
import { commands } from '~/privileged/registry.js';
import { Terminal } from './terminal.js';

const { pinned, unpinned } = sudoersFor('svc');

describe('felhom-agent sudoers', () => {
  it('has every command there is, either with a rule or with the reason why not', () => {
    expect([...pinned, ...unpinned].map(({ command }) => command).sort()).toEqual(
      [...commands.keys()].sort(),
    );
    expect(pinned.length).toBeGreaterThan(0);
    expect(unpinned.length).toBeGreaterThan(0);
  });

  it('has no rule for what changes the host, nor for what differs from call to call', () => {
    for (const { command } of pinned)
      expect([command, commands.get(command)?.fixed]).toEqual([command, true]);
    for (const { command, argv } of pinned)
      expect([command, argv.some((word) => /\s/.test(word))]).toEqual([command, false]);
    expect(unpinned).toContainEqual({ command: 'pct.create', why: 'its arguments differ from call to call' });
  });

  it('shows in docs/privileged.md what it prints', () => {
    const page = readFileSync(new URL('../../docs/privileged.md', import.meta.url), 'utf8');
    const [, shown] = /^felhom-agent (ALL=.*) \.\.\.$/m.exec(page) ?? [];
    expect(shown).toBeDefined();
    expect(pinned.find(({ command }) => command === 'block.list')?.rule).toContain(`svc ${shown}`);
  });

  it('escapes what means something to sudo', () => {
    expect(ruleFor('svc', ['/bin/x', 'a=b,c:d', '*?[!]', '#1'])).toBe(
      'svc ALL=(root) NOPASSWD: /bin/x a\\=b\\,c\\:d \\*\\?\\[\\!\\] \\#1',
    );
    expect(ruleFor('svc', ['/bin/x'])).toBe('svc ALL=(root) NOPASSWD: /bin/x ""');
  });

  it('prints nothing but comments and rules', async () => {
    const terminal = new Terminal();
    expect(await run(['sudoers', '--user', 'svc'], terminal)).toBe(0);
    const lines = terminal.out.trimEnd().split('\n');
    const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules).toEqual(pinned.map(({ rule }) => rule));
  });
});

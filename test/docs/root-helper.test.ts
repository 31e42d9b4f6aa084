import { readFileSync } from 'node:fs';
import { helperUnits } from '@felhom/proxmox/privileged';
import { expect, it } from 'vitest';
import { commands } from '~/privileged/registry.js';

const page = readFileSync(new URL('../../docs/root-helper.md', import.meta.url), 'utf8');

it('docs/root-helper.md shows the units as they are made, but for their descriptions and comments', () => {
  const shown = [...page.matchAll(/```ini\n# \/etc\/systemd\/system\/(\S+)\n([\s\S]*?)```/g)];
  const made = helperUnits();
  expect(shown.map(([, name]) => name)).toEqual(Object.keys(made));
  for (const [, name = '', text = ''] of shown) {
    const lines = made[name as keyof typeof made].split('\n');
    for (const line of text.split('\n')) expect(lines, name).toContain(line);
    const settings = lines.filter((line) => /^\w+=/.test(line) && !line.startsWith('Description='));
    const told = text.split('\n').filter((line) => line.includes('='));
    // What goes to the journal is not worth a line of the page.
    expect(settings.filter((line) => !told.includes(line) && !line.startsWith('Standard'))).toEqual([]);
  }
});

it('docs/root-helper.md names commands that there are', () => {
  const all = [...commands.keys()];
  const names = [...page.matchAll(/`((?:pct|mount|fstab)\.[a-z]+)`/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !all.includes(name))).toEqual([]);
  const areas = JSON.parse(/"allow": (\[.*\])/.exec(page)?.[1] ?? '[]') as string[];
  expect(areas.length).toBeGreaterThan(3);
  expect(areas.filter((area) => !all.some((name) => name.startsWith(area.replace('*', ''))))).toEqual([]);
});

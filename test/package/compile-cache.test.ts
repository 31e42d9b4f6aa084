import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../support/bin.js';

it('what is compiled is kept in the own home or not at all, never where anybody can put something in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [temporary, home] = [join(folder, 'tmp'), join(folder, 'home')];
  for (const each of [temporary, home]) mkdirSync(each);
  expect((await run(['--help'], { TMPDIR: temporary, HOME: home })).code).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const keeps = process.getuid?.() !== 0 && (major > 22 || (major === 22 && minor >= 1));
  expect(readdirSync(home)).toEqual(keeps ? ['.cache'] : []);
});

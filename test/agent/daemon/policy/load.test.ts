import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '~/agent/config-error.js';
import { loadPolicy } from '~/agent/daemon/policy/load.js';

const text = JSON.stringify({ version: 1, actions: { echo: {} } });
// As root, root's; elsewhere the tester's own, beside root's for the folders above.
const owners = [0, process.getuid?.() ?? 0];
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felhom-policy-'));
  file = join(folder, 'policy.json');
  writeFileSync(file, text, { mode: 0o644 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function problem(path = file, given = owners): string {
  try {
    loadPolicy(path, given);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'it was loaded';
}

describe('the file of the policy', () => {
  it('is loaded where only its owner may change it', () => {
    expect(loadPolicy(file, owners).actions).toEqual({ echo: {} });
  });

  it.each([0o664, 0o646, 0o666])('is refused with mode %o', (mode) => {
    chmodSync(file, mode);
    expect(problem()).toContain(`its mode 0${mode.toString(8)} lets others than its owner change it`);
  });

  it('is refused in a folder that others may write', () => {
    chmodSync(folder, 0o777);
    expect(problem()).toContain('its mode 0777 lets others than its owner change it');
  });

  it('is refused where it belongs to somebody else', () => {
    expect(problem(file, [12_345])).toMatch(/it belongs to user \d+, and is to belong to root/);
  });

  it('is refused as a symbolic link, a folder, or where it is missing', () => {
    const link = join(folder, 'link.json');
    symlinkSync(file, link);
    expect(problem(link)).toContain('it is a symbolic link');
    mkdirSync(join(folder, 'dir'));
    expect(problem(join(folder, 'dir'))).toContain('it is no regular file');
    expect(problem(join(folder, 'none'))).toContain('ENOENT');
  });

  it('is refused where it is no JSON, or not a policy; the place is named', () => {
    writeFileSync(file, '{');
    expect(problem()).toContain('it is no JSON');
    writeFileSync(file, JSON.stringify({ version: 1, actions: { echo: { risk: 'SOME' } } }));
    expect(problem()).toContain('actions.echo.risk');
  });
});

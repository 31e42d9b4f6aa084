import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const { version } = JSON.parse(readFileSync(join(scripts, '../package.json'), 'utf8'));
const isRoot = process.getuid?.() === 0;
const hasDpkg = existsSync('/usr/bin/dpkg-deb');
const folder = mkdtempSync(join(tmpdir(), 'felhom-package-'));
afterAll(() => rmSync(folder, { recursive: true }));
const deb = join(folder, `one/felhom-agent_${version}_all.deb`);

async function tell(program: string, ...args: string[]): Promise<string> {
  return (await execute(program, args, { cwd: folder, env, timeout: 60_000 })).stdout;
}

const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/nonexistent',
  SOURCE_DATE_EPOCH: '1767225600',
  LC_ALL: 'C',
};

describe.skipIf(!hasDpkg)('the Debian package (needs dpkg-deb)', () => {
  beforeAll(async () => {
    await tell(process.execPath, join(scripts, 'deb.mjs'), '--out', join(folder, 'one'));
  }, 60_000);

  it('says what it is and needs, and which files are the administrator`s', async () => {
    const info = await tell('dpkg-deb', '--info', deb);
    for (const line of ['Package: felhom-agent', `Version: ${version}`, 'Architecture: all'])
      expect(info).toContain(line);
    expect(info).toMatch(/Depends: nodejs \(>= 20\.19\)/);
    const conffiles = await tell('dpkg-deb', '--info', deb, 'conffiles');
    expect(conffiles.trim().split('\n')).toEqual(
      ['config', 'policy', 'privd'].map((name) => `/etc/felhom-agent/${name}.json`),
    );
  });

  it('has everything in its place, all of it root`s', async () => {
    const rows = (await tell('dpkg-deb', '--contents', deb)).trim().split('\n');
    const found = new Map(rows.map((row) => [row.split(/\s+/)[5], row]));
    const modes = {
      './usr/lib/felhom-agent/felhom-agent.cjs': '-rwxr-xr-x',
      './usr/bin/felhom-agent': 'lrwxrwxrwx',
      './usr/lib/systemd/system/felhom-agent.service': '-rw-r--r--',
      './usr/lib/systemd/system/felhom-priv.socket': '-rw-r--r--',
      './usr/lib/systemd/system/felhom-priv@.service': '-rw-r--r--',
      './etc/felhom-agent/': 'drwxr-xr-x',
      './etc/felhom-agent/policy.json': '-rw-r--r--',
      './usr/share/doc/felhom-agent/copyright': '-rw-r--r--',
      './usr/share/doc/felhom-agent/agent.md': '-rw-r--r--',
    };
    for (const [path, mode] of Object.entries(modes)) expect(found.get(path), path).toContain(mode);
    for (const row of rows) expect(row).toMatch(/^\S+ root\/root +\d+ 2026-01-01 00:00/);
  });

  it('built again, with another mask and at another hour, has the same bytes', async () => {
    const words = ['-c', 'umask 077; exec "$@"', 'sh', process.execPath, join(scripts, 'deb.mjs'), '--out'];
    await tell('/bin/sh', ...words, join(folder, 'two'));
    const again = readFileSync(join(folder, `two/felhom-agent_${version}_all.deb`));
    expect(again.equals(readFileSync(deb))).toBe(true);
  });

  it('unpacked, its program runs by itself', async () => {
    const tree = join(folder, 'unpacked');
    await tell('dpkg-deb', '-x', deb, tree);
    const program = join(tree, 'usr/bin/felhom-agent');
    expect(readFileSync(program, 'utf8').split('\n')[0]).toBe('#!/usr/bin/node');
    // With the Node of this test: whether the machine has one in /usr/bin is not the question.
    expect(await tell(process.execPath, program, '--version')).toBe(`${version}\n`);
    expect(await tell(process.execPath, program, '--selftest', '--simulate')).toMatch(/^7 checks: /m);
  });

  it.skipIf(!isRoot)('comes, is renewed, goes and is purged by dpkg (needs root)', async () => {
    const here = () => [existsSync('/etc/felhom-agent'), readFileSync('/etc/passwd', 'utf8')];
    const before = here();
    const root = join(folder, 'system');
    for (const path of ['etc', 'var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers'])
      mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, 'var/lib/dpkg/status'), '');
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n');
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
    writeFileSync(join(root, 'etc/shadow'), 'root:*:1::::::\n');
    writeFileSync(join(root, 'etc/gshadow'), 'root:*::\n');
    // There is nothing in that tree that a script could be run with: dpkg runs it here, and names the tree.
    const dpkg = (...words: string[]) =>
      tell(
        'dpkg',
        `--root=${root}`,
        '--force-script-chrootless',
        '--force-depends',
        '--force-confold',
        ...words,
      );
    await dpkg('--install', deb);
    const [, , uid, gid] =
      /^(felhom-agent):x:(\d+):(\d+):/m.exec(readFileSync(join(root, 'etc/passwd'), 'utf8')) ?? [];
    const state = statSync(join(root, 'var/lib/felhom-agent'));
    expect([(state.mode & 0o777).toString(8), String(state.uid), String(state.gid)]).toEqual([
      '700',
      uid,
      gid,
    ]);
    expect(await tell('dpkg', `--root=${root}`, '--status', 'felhom-agent')).toContain(
      'install ok installed',
    );

    const policy = join(root, 'etc/felhom-agent/policy.json');
    writeFileSync(policy, '{"version":1,"actions":{}}');
    writeFileSync(join(root, 'var/lib/felhom-agent/commands.jsonl'), 'state');
    await dpkg('--install', deb);
    expect(readFileSync(policy, 'utf8')).toBe('{"version":1,"actions":{}}');

    await dpkg('--remove', 'felhom-agent');
    expect(existsSync(join(root, 'usr/bin/felhom-agent'))).toBe(false);
    expect(readFileSync(policy, 'utf8')).toBe('{"version":1,"actions":{}}');
    expect(existsSync(join(root, 'var/lib/felhom-agent/commands.jsonl'))).toBe(true);
    await dpkg('--purge', 'felhom-agent');
    expect(existsSync(join(root, 'etc/felhom-agent'))).toBe(false);
    expect(existsSync(join(root, 'var/lib/felhom-agent'))).toBe(false);
    expect(readFileSync(join(root, 'etc/passwd'), 'utf8')).not.toContain('felhom-agent');
    // This machine is as it was.
    expect(here()).toEqual(before);
  });
});

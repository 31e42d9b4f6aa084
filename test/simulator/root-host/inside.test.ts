import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RootHarness } from './harness.js';

const utf8 = { env: { LANG: 'C.UTF-8' } };

describe('pct exec', () => {
  it('ends as the program inside does, and passes its words and streams on as they are', async () => {
    await using h = await RootHarness.open();
    h.root.programs.set('both', ({ out, err, argv }) => {
      out('to the one');
      err('to the other');
      return Number(argv[1]);
    });
    expect(await h.run('pct', 'exec', '100', '--', 'both', '7')).toEqual({
      code: 7,
      signal: undefined,
      stdout: 'to the one',
      stderr: 'to the other',
    });
    const words = ['a b', '$(id)', '', 'line\nline', "it's", '--keep-env', 'ö'];
    const printed = await h.runWith(utf8, 'pct', 'exec', '100', '--', 'printf', '[%s]', ...words);
    expect(printed.stdout).toBe(words.map((word) => `[${word}]`).join(''));
    const mangled = await h.run('pct', 'exec', '100', '--', 'printf', '[%s]', 'ö');
    expect(mangled.stdout).toBe('[\ufffd\ufffd]');
    const echoed = await h.runWith({ stdin: 'hello\nwörld\n' }, 'pct', 'exec', '100', '--', 'cat');
    expect(echoed.stdout).toBe('hello\nwörld\n');
  });

  it('shows what a program of a test throws', async () => {
    await using h = await RootHarness.open();
    h.root.programs.set('boom', () => {
      throw new Error('a mistake');
    });
    expect(await h.run('pct', 'exec', '100', '--', 'boom')).toMatchObject({
      code: 255,
      stderr: 'the simulator itself failed: a mistake\n',
    });
  });

  it('lets the environment in unless it is told not to', async () => {
    await using h = await RootHarness.open();
    const env = { SECRET: 'x', LC_ALL: 'C' };
    expect((await h.runWith({ env }, 'pct', 'exec', '100', '--', 'env')).stdout).toContain('SECRET=x\n');
    const clean = await h.runWith({ env }, 'pct', 'exec', '100', '--keep-env', '0', '--', 'env');
    expect(clean.stdout).toBe('PATH=/sbin:/bin:/usr/sbin:/usr/bin\ncontainer=lxc\nTERM=linux\n');
  });

  it('needs a running container and a program that there is', async () => {
    await using h = await RootHarness.open();
    expect(await h.run('pct', 'exec', '101', '--', 'true')).toMatchObject({
      code: 255,
      stderr: "container '101' not running!\n",
    });
    expect(await h.run('pct', 'exec', '100', '--', 'nope')).toMatchObject({
      code: 127,
      stderr: expect.stringMatching(/No such file or directory - Failed to exec "nope"\n$/),
    });
    expect(await h.run('pct', 'exec', '100', '--', '/etc/hostname')).toMatchObject({ code: 126 });
    expect(await h.run('pct', 'exec', '100', 'ls', '-la')).toMatchObject({
      code: 255,
      stderr: 'Unknown option: la\n400 unable to parse option\npct exec <vmid> [<extra-args>] [OPTIONS]\n',
    });
  });
});

describe('pct push and pull', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'felhom-push-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('copy bytes there and back, with owner and mode', async () => {
    await using h = await RootHarness.open();
    const bytes = Buffer.from([0, 255, 10, 200, 13]);
    writeFileSync(join(dir, 'source'), bytes);
    const push = [
      'push',
      '100',
      'source',
      '/root/target',
      '--perms',
      '0640',
      '--user',
      '1000',
      '--group',
      'www-data',
    ];
    expect(await h.runWith({ cwd: dir }, 'pct', ...push)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const stat = await h.run('pct', 'exec', '100', '--', 'stat', '-c', '%a %u %g %s %n', '/root/target');
    expect(stat.stdout).toBe('640 1000 33 5 /root/target\n');
    const pull = ['pull', '100', '/root/target', 'back', '--perms', '0600'];
    expect(await h.runWith({ cwd: dir }, 'pct', ...pull)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(dir, 'back'))).toEqual(bytes);
    expect(statSync(join(dir, 'back')).mode & 0o777).toBe(0o600);
    expect(h.engine.world.tasks.finished.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['push_file', 'pull_file']),
    );
  });

  it('end with 0 whatever went wrong in their worker', async () => {
    await using h = await RootHarness.open();
    writeFileSync(join(dir, 'source'), 'x');
    const source = join(dir, 'source');
    const cases: [argv: string[], stderr: string][] = [
      [['push', '100', '/nowhere/file', '/root/x'], 'failed to open /nowhere/file for reading\n'],
      [['push', '100', source, '/nope/x'], 'failed to create file: /nope/x: No such file or directory\n'],
      [['push', '100', source, '/root/x', '--user', 'who'], 'failed to get uid for: who\n'],
      [['push', '100', source, '/root/x', '--perms', '99x'], "invalid mode: '099x'\n"],
      [
        ['pull', '100', '/root/none', join(dir, 'y')],
        'failed to open /root/none: No such file or directory\n',
      ],
      [
        ['pull', '100', '/etc/hostname', '/nowhere/y'],
        'failed to create file: /nowhere/y: No such file or directory\n',
      ],
    ];
    for (const [argv, stderr] of cases)
      expect(await h.run('pct', ...argv)).toEqual({ code: 0, signal: undefined, stdout: '', stderr });
    expect(await h.run('pct', 'push', '101', source, '/root/x')).toMatchObject({
      code: 255,
      stderr: 'can only push files to a running CT\n',
    });
    expect(h.root.files(100).has('/root/x')).toBe(false);
  });
});

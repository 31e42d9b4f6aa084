import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleFor, sudoersFor } from '~/agent/sudoers.js';
import { run } from '~/cli/run.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { Terminal } from '../agent/terminal.js';
import { buildFolders } from '../support/child.js';
import { shell } from './support/shell.js';
import { missingForSudo, SudoUser } from './support/sudo-user.js';

const missing = missingForSudo();
const needs = missing.length === 0 ? '' : ` (not run: ${missing.join(', ')} missing)`;
const everything = 'USER ALL=(root) NOPASSWD: /usr/bin/timeout\n';

/** For code of the user: aborts when so many processes have told their number. */
const whenStarted = `
  const controller = new AbortController();
  let said = '';
  let expected = Infinity;
  const onOutput = (text) => {
    said += text;
    if (said.split('pid ').length > expected && said.endsWith('\\n')) controller.abort();
  };
  const started = (count) => {
    expected = count;
    return controller.signal;
  };`;

/** Its state says what it is: a corpse is none. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(missing.length > 0)(`a real sudo${needs}`, () => {
  let user: SudoUser;
  let entry: Awaited<ReturnType<typeof buildFolders>>;
  let folder = '';
  beforeAll(async () => {
    user = new SudoUser('a');
    entry = await buildFolders(['core', 'generated', 'privileged']);
    folder = mkdtempSync(join(tmpdir(), 'felhom-sudo-'));
    chmodSync(folder, 0o755);
  }, 60_000);
  afterAll(async () => {
    user.remove();
    rmSync(folder, { recursive: true });
    await entry.remove();
  });
  const as = (code: string, options?: { before?: string; prefix?: string[] }) =>
    user.run(entry.href, code, options);

  describe('that allows a command', () => {
    beforeAll(() => user.rules(everything));

    it('runs it as root, with its exit code, its outputs apart and its input', async () => {
      expect(
        await as(`return [
          await run('/usr/bin/id', ['-u']),
          await run('/bin/sh', ['-c', 'cat; echo err >&2; exit 42'], { stdin: () => 'in' }),
          await run('/bin/sh', ['-c', 'kill -9 $$']),
        ];`),
      ).toMatchObject([
        { exitCode: 0, stdout: '0\n', stderr: '' },
        { exitCode: 42, stdout: 'in', stderr: 'err\n' },
        { signal: 'SIGKILL' },
      ]);
    });

    it('lets the language through and nothing of the environment of the process; /, and the umask 022 whatever its own is', async () => {
      const found = (await as(
        `return [
          await run('/usr/bin/env', []),
          await run('/usr/bin/env', [], { locale: 'guest' }),
          await run('/bin/sh', ['-c', 'umask; pwd']),
        ].map(({ stdout }) => stdout);`,
        { before: 'process.umask(0o077);' },
      )) as string[];
      const [parsed = '', guest = '', place] = found;
      expect(parsed).toContain('LC_ALL=C\n');
      expect(guest).toContain('LANG=C.UTF-8\n');
      expect(guest).not.toContain('LC_ALL');
      expect(found.join('')).not.toContain('canary');
      expect(place).toBe('0022\n/\n');
    });

    it('hands secrets over, in no argument and no file with a name', async () => {
      const found = await as(`
        const secret = { kind: 'secret', text: 'canary-secret' };
        return run('/bin/sh', ['-c', 'cat "$1"; echo; ls -l "$1"; tr "\\\\0" " " </proc/$PPID/cmdline', 'sh', secret]);`);
      expect(found).toMatchObject({
        exitCode: 0,
        stderr: '',
        stdout: expect.stringMatching(/^canary-secret\n.*\(deleted\)\n/),
      });
      expect((found as { stdout: string }).stdout.split('canary-secret')).toHaveLength(2);
    });

    it('is not taken for one that refuses, whatever the command says', async () => {
      expect(
        await as(`return run('/bin/sh', ['-c', 'echo "sudo: a password is required" >&2; exit 1']);`),
      ).toMatchObject({ exitCode: 1, stderr: 'sudo: a password is required\n' });
    });

    it('ends all that the command has started on time, and when the caller aborts: SIGTERM, then SIGKILL', async () => {
      const script = 'trap "" TERM; sh -c "echo pid \\$\\$; exec sleep 1000" & echo pid $$; wait; sleep 1000';
      for (const [more, ended] of [
        ['timeout: 2_000', 'timeout'],
        ['signal: started(2)', 'aborted'],
      ] as const) {
        const found = (await as(`${whenStarted}
          const { signal, ...more } = { ${more} };
          return run('/bin/sh', ['-c', ${JSON.stringify(script)}], { grace: 200, ...more }, { signal, onOutput });`)) as {
          ended: string;
          stdout: string;
          left?: number[];
        };
        expect(found.ended).toBe(ended);
        expect(found.left).toBeUndefined();
        const pids = [...found.stdout.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
        expect(pids).toHaveLength(2);
        expect(pids.filter(lives)).toEqual([]);
      }
    });

    it('lets the command clean up when it is ended, for as long as its grace', async () => {
      const script = `trap 'sleep 0.5; echo cleaned; exit 7' TERM; echo "pid $$"; while :; do sleep 0.02; done`;
      for (const [more, ended] of [
        ['timeout: 1_000', 'timeout'],
        ['signal: started(1)', 'aborted'],
      ] as const) {
        const found = await as(`${whenStarted}
          const { signal, ...more } = { ${more} };
          return run('/bin/sh', ['-c', ${JSON.stringify(script)}], more, { signal, onOutput });`);
        expect(found).toMatchObject({ ended, exitCode: 7, stdout: expect.stringContaining('cleaned') });
      }
    });

    it('ends the command in the end though this process was killed', async () => {
      const file = join(folder, 'pid');
      await as(`
        void run('/bin/sh', ['-c', 'echo $$ > ${file}; exec sleep 1000'], { timeout: 100, grace: 100 });
        const { existsSync, readFileSync } = await import('node:fs');
        while (!existsSync('${file}') || readFileSync('${file}', 'utf8') === '') await new Promise((go) => setTimeout(go, 10));
        process.stdout.write('null');
        process.kill(process.pid, 'SIGKILL');`).catch(() => {});
      const pid = Number(readFileSync(file, 'utf8'));
      expect(pid).toBeGreaterThan(0);
      await expect.poll(() => lives(pid), { timeout: 15_000 }).toBe(false);
    });

    it('tells of what it cannot end: in a session of its own, as root', async () => {
      const script = 'setsid sh -c "echo pid \\$\\$; exec sleep 1000" & wait';
      const found = (await as(
        `${whenStarted} return run('/bin/sh', ['-c', ${JSON.stringify(script)}], { grace: 100 }, { signal: started(1), onOutput });`,
      )) as { stdout: string; left: number[] };
      const pid = Number(/pid (\d+)/.exec(found.stdout)?.[1]);
      expect(found).toMatchObject({ ended: 'aborted', left: [pid] });
      expect(lives(pid)).toBe(true);
      process.kill(pid, 'SIGKILL');
    });

    it('does not run what root does not own', async () => {
      const file = join(folder, 'program');
      writeFileSync(file, '#!/bin/sh\necho hello\n', { mode: 0o755 });
      execFileSync('/usr/bin/chown', [user.name, file]);
      expect(await as(`return run('${file}', []);`)).toMatchObject({ code: 'PVE_FENCE', threw: true });
      execFileSync('/usr/bin/chown', ['root', file]);
      expect(await as(`return run('${file}', []);`)).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
    });

    it('says what is missing', async () => {
      expect(await as(`return run('/usr/sbin/nothing', []);`)).toMatchObject({ code: 'PVE_PROGRAM_MISSING' });
    });
  });

  describe('that refuses', () => {
    const refusal = async (rules: string, options: { mode?: number; prefix?: string[] } = {}) => {
      user.rules(rules, options.mode);
      const ran = join(folder, 'ran');
      const found = await as(`return run('/usr/bin/touch', ['${ran}']);`, options);
      expect(() => readFileSync(ran)).toThrow('ENOENT');
      return found as { code: string; reason: string; hint: string };
    };

    it.each([
      ['password-or-not-allowed', 'a user without rules', '# nothing\n', {}],
      ['password-or-not-allowed', 'another command', 'USER ALL=(root) NOPASSWD: /usr/bin/id\n', {}],
      [
        'password-or-not-allowed',
        'other arguments',
        'USER ALL=(root) NOPASSWD: /usr/bin/timeout -k 5 40 /usr/bin/id\n',
        {},
      ],
      ['password-or-not-allowed', 'without a password', 'USER ALL=(root) /usr/bin/timeout\n', {}],
      [
        'password-or-not-allowed',
        'without a password, where others need none',
        'USER ALL=(root) NOPASSWD: /usr/bin/id\nUSER ALL=(root) PASSWD: /usr/bin/timeout\n',
        {},
      ],
      ['not-allowed', 'this one explicitly', 'USER ALL=(root) NOPASSWD: ALL, !/usr/bin/timeout\n', {}],
      ['needs-tty', 'without a terminal', `Defaults:USER requiretty\n${everything}`, {}],
      [
        'no-new-privileges',
        'as it cannot become root',
        everything,
        { prefix: ['/usr/bin/setpriv', '--no-new-privs'] },
      ],
      ['broken', 'as its file has a mistake', 'USER ALL=(root) NOPASSWD /usr/bin/timeout\n', {}],
      ['broken', 'as others may write its file', everything, { mode: 0o666 }],
    ] as const)('%s: %s', async (reason, _what, rules, options) => {
      expect(await refusal(rules, options as { mode?: number; prefix?: string[] })).toMatchObject({
        code: 'PVE_SUDO',
        reason,
        threw: true,
      });
    });

    it('where it is not installed, or is another one', async () => {
      user.rules(everything);
      const fake = join(folder, 'sudo');
      writeFileSync(fake, '#!/bin/sh\necho stolen\n', { mode: 0o755 });
      execFileSync('/usr/bin/chown', [user.name, fake]);
      expect(
        await as(`return [
          await new ExecRunner({ mode: 'sudo', sudo: '/nope/sudo' }).run(make('/bin/true', [])).catch(told),
          await new ExecRunner({ mode: 'sudo', sudo: '${fake}' }).run(make('/bin/true', [])).catch(told),
        ];`),
      ).toMatchObject([{ code: 'PVE_SUDO', reason: 'not-installed' }, { code: 'PVE_FENCE' }]);
    });
  });

  it('follows root to what is handed over: a folder and a secret', async () => {
    mkdirSync(join(folder, 'handed'));
    const command = shell('readlink -f "$1"; cat "$2"; ls -l "$2"', {
      args: [
        { kind: 'folder', path: join(folder, 'handed'), under: [folder] },
        { kind: 'secret', text: 'canary\n' },
      ],
    });
    const { stdout, stderr } = await new ExecRunner({ mode: 'sudo' }).run(command);
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, 2)).toEqual([join(folder, 'handed'), 'canary']);
    expect(stdout).toContain('(deleted)');
  });

  describe('with the file that felhom-agent sudoers prints', () => {
    const print = async (...argv: string[]) => {
      const terminal = new Terminal();
      expect(await run(['sudoers', ...argv], terminal)).toBe(0);
      return terminal.out;
    };

    it('finds no fault in it', async () => {
      const file = join(folder, 'printed');
      for (const text of [await print(), await print('--user', user.name)]) {
        writeFileSync(file, text, { mode: 0o440 });
        expect(execFileSync('/usr/sbin/visudo', ['-c', '-s', '-f', file], { encoding: 'utf8' })).toContain(
          'parsed OK',
        );
      }
    });

    it('runs what the operations that only read do, and nothing beside it', async () => {
      user.rules(await print('--user', user.name));
      const { pinned } = sudoersFor(user.name);
      expect(pinned.map(({ command }) => command)).toContain('block.list');
      const before = `const { commands } = await import('${entry.href}/privileged/registry.js');`;
      const runs = await as(
        `const results = {};
        for (const name of ${JSON.stringify(pinned.map(({ command }) => command))})
          results[name] = await runner.run(commands.get(name).fromUnknown({}, siteOf())).catch(told);
        return results;`,
        { before },
      );
      // Of the others the program may be missing on this host.
      expect(runs).toMatchObject({
        'block.list': { exitCode: 0, stdout: expect.stringContaining('blockdevices') },
      });
      for (const result of Object.values(runs as Record<string, { code?: string }>))
        expect([undefined, 'PVE_PROGRAM_MISSING']).toContain(result.code);
      const allowed = pinned.map(({ argv }) => argv);
      const others = allowed.flatMap((argv) => [
        [...argv, '--help'],
        argv.slice(0, -1),
        argv.map((word, at) => (at === 2 ? '6' : word)),
        argv.map((word, at) => (at === 4 ? '/bin/sh' : word)),
        argv.slice(4),
      ]);
      const asks = [...allowed, ...others, ['/usr/bin/timeout', '1', '/bin/sh'], ['/bin/sh']];
      const found = await as(`
        const { spawnSync } = await import('node:child_process');
        return ${JSON.stringify(asks)}.map((argv) => spawnSync('/usr/bin/sudo', ['-n', '-l', '--', ...argv]).status);`);
      // One rule without its last word may be another rule.
      const rules = new Set(allowed.map((argv) => JSON.stringify(argv)));
      expect(found).toEqual(asks.map((argv) => (rules.has(JSON.stringify(argv)) ? 0 : 1)));
    });

    it('says why the others are not in it', async () => {
      const text = await print('--user', 'svc');
      for (const { command, why } of sudoersFor('svc').unpinned)
        expect(text).toContain(`#   ${command}: ${why}\n`);
      expect(JSON.parse(await print('--json'))).toMatchObject({
        ok: true,
        user: 'felhom-agent',
        pinned: expect.any(Array),
      });
    });
  });

  it('allows the words of a rule and no others, whatever they are', () => {
    const word = fc.stringMatching(/^[\w./@%+,:=#*?![\]~-]{1,8}$/);
    const allows = (argv: string[]) =>
      spawnSync('/usr/bin/sudo', ['-n', '-l', '-U', user.name, '--', '/usr/bin/printf', ...argv]).status ===
      0;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (words) => {
        user.rules(`${ruleFor(user.name, ['/usr/bin/printf', ...words])}\n`);
        expect(allows(words)).toBe(true);
        expect(allows([...words, 'more'])).toBe(false);
        if (words.length === 0) return;
        expect(allows(words.slice(1))).toBe(false);
        expect(allows(words.map((each) => `${each}x`))).toBe(false);
        // What they would match if they were patterns.
        const matched = words.map((each) => each.replace(/[*?[\]]/g, 'a'));
        expect(allows(matched)).toBe(matched.join(' ') === words.join(' '));
      }),
      { numRuns: 60, examples: [[['UUID=1:2', 'a,b', '*', '[a]']], [['?', '!x', '#1', '~', '-']], [[]]] },
    );
  }, 60_000);
});

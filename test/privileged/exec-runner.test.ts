import { chmod, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type Command, fileCommand } from '~/privileged/command.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { Privileged } from '~/privileged/privileged.js';
import { startFailure } from '~/privileged/start-failure.js';
import { shell, shellSite } from './support/shell.js';
import { ShiftedTimers } from './support/shifted-timers.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'felhom-runner-'));
});
afterAll(() => rm(folder, { recursive: true }));

const runner = new ExecRunner({ mode: 'direct' });

describe('ExecRunner', () => {
  it('hands secrets and folders over by descriptors', async () => {
    const command = shell('cat "$1"; echo; readlink -f "$2"; ls -l "$1"', {
      secret: 'canary',
      args: [
        { kind: 'secret', text: 'canary' },
        { kind: 'folder', path: folder, under: [tmpdir()] },
      ],
    });
    expect(command.argv.slice(-2)).toEqual(['/proc/self/fd/3', '/proc/self/fd/4']);
    expect(JSON.stringify(command)).not.toContain('canary');
    const { stdout, exitCode, stderr } = await runner.run(command);
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout.split('\n').slice(0, 2)).toEqual(['canary', folder]);
    expect(stdout).toContain('(deleted)');
    expect((await readdir('/proc/self/fd')).length).toBeLessThan(200);
  });

  it('leaves no descriptor open, whatever became of the command', async () => {
    const secret = { kind: 'secret', text: 'canary' } as const;
    const runs = [
      () => runner.run(shell('true', { args: [secret] })),
      () => runner.run(shell('x', { binary: join(folder, 'nothing'), args: [secret] })),
      () =>
        runner.run(shell('true', { args: [secret, { kind: 'folder', path: '/nope', under: ['/nope'] }] })),
      () => runner.run(shell('true', { args: [secret] }), { signal: AbortSignal.abort() }),
    ];
    await runs[0]?.();
    const before = await openFiles();
    for (const run of runs) await run().catch(() => {});
    await vi.waitFor(async () => expect(await openFiles()).toBe(before));
  });

  it('takes no command that this package did not make', async () => {
    const forged = {
      ...shell('true'),
      kind: 'process',
      binary: '/bin/sh',
      argv: ['-c', 'true'],
    } as unknown as Command;
    await expect(runner.run(forged)).rejects.toMatchObject({ code: 'PVE_FENCE' });
  });

  it('runs with nothing of the own environment, in /, without a terminal, and in a group and session of its own', async () => {
    process.env['FELHOM_CANARY'] = 'canary';
    try {
      const { stdout } = await runner.run(shell('exec /usr/bin/env'));
      expect(
        stdout
          .split('\n')
          .filter((line) => !/^(?:PWD|OLDPWD|_|SHLVL)=/.test(line))
          .sort(),
      ).toEqual(['', 'LC_ALL=C', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin']);
      const guest = await runner.run(shell('echo $LANG "$LC_ALL"', { locale: 'guest' }));
      expect(guest.stdout).toBe('C.UTF-8 \n');
    } finally {
      delete process.env['FELHOM_CANARY'];
    }
    const { stdout } = await runner.run(
      shell(
        'pwd; [ -t 0 ] || echo no terminal; ps -o pid=,pgid=,sid= -p $$; echo $$; readlink /proc/self/fd/0',
      ),
    );
    const [cwd, terminal, ids = '', pid = '', input] = stdout.split('\n');
    expect([cwd, terminal, input]).toEqual(['/', 'no terminal', '/dev/null']);
    expect(new Set(ids.trim().split(/\s+/))).toEqual(new Set([pid]));
  });

  it.each([0o077, 0o000, 0o022])(
    'gives the program the umask 022 where this process has %o, and keeps its own',
    async (umask) => {
      const before = process.umask(umask);
      try {
        const { stdout } = await runner.run(shell('umask'));
        expect(stdout).toBe('0022\n');
        expect(process.umask(before)).toBe(umask);
      } finally {
        process.umask(before);
      }
    },
  );

  it('does not give a program another umask where it cannot', async () => {
    const before = process.umask(0o077);
    const umask = vi.spyOn(process, 'umask').mockImplementation(() => {
      throw new Error('process.umask() is not supported in workers');
    });
    try {
      await expect(runner.run(shell('true'))).rejects.toMatchObject({
        code: 'PVE_FENCE',
        hint: expect.stringContaining('main thread'),
      });
    } finally {
      umask.mockRestore();
      process.umask(before);
    }
  });

  it('makes no change of files by sudo, and says who can', async () => {
    const perform = vi.fn();
    const command = fileCommand({
      name: 'test.files',
      params: z.strictObject({}),
      timeout: 1_000,
      files: () => ['/etc/fstab'],
      perform,
    })({}, shellSite());
    await expect(new ExecRunner({ mode: 'sudo' }).run(command)).rejects.toMatchObject({
      code: 'PVE_NOT_ROOT',
      message: expect.stringContaining('/etc/fstab'),
      hint: expect.stringContaining('felhom-agent privd'),
    });
    expect(perform).not.toHaveBeenCalled();
  });

  it('ends a change of files on time, and when the caller aborts', async () => {
    const timers = new ShiftedTimers();
    const command = fileCommand({
      name: 'test.files',
      params: z.strictObject({}),
      timeout: 30_000,
      files: () => ['/etc/fstab'],
      perform: (_params, _site, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    })({}, shellSite());
    const direct = new ExecRunner({ mode: 'direct', timers });
    const late = expect(direct.run(command)).rejects.toMatchObject({
      code: 'PVE_COMMAND',
      ended: 'timeout',
      message: 'test.files failed: it took longer than 30 s',
    });
    timers.skip(30_000);
    await late;
    const controller = new AbortController();
    const aborted = expect(direct.run(command, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    controller.abort();
    await aborted;
    expect(timers.waiting).toBe(0);
  });

  it('gives a program its input, and does not mind one that does not read it', async () => {
    const big = 'x'.repeat(5_000_000);
    expect((await runner.run(shell('wc -c', { stdin: big }))).stdout.trim()).toBe('5000000');
    expect((await runner.run(shell('exec <&-; exit 3', { stdin: big }))).exitCode).toBe(3);
    expect((await runner.run(shell('exit 4', { stdin: big }))).exitCode).toBe(4);
    expect((await runner.run(shell('cat', { stdin: '' }))).stdout).toBe('');
  });

  it('reads 100 MB to their end in little memory, and keeps the start and the end', async () => {
    const script = 'echo first; head -c 100000000 /dev/zero | tr "\\0" a; echo; echo last; echo done >&2';
    const before = process.memoryUsage().rss;
    let most = 0;
    const { stdout, stderr, cut, exitCode } = await runner.run(shell(script, { output: 64 * 1024 }), {
      onOutput: () => {
        most = Math.max(most, process.memoryUsage().rss);
      },
    });
    expect([exitCode, cut, stderr]).toEqual([0, true, 'done\n']);
    expect(stdout.startsWith('first\naaa')).toBe(true);
    expect(stdout.endsWith('aaa\nlast\n')).toBe(true);
    expect(stdout).toContain(`[... ${100_000_012 - 65_536} bytes left out ...]`);
    expect(most - before).toBeLessThan(60_000_000);
  });

  it('does not break characters that arrive in two pieces', async () => {
    const told: string[] = [];
    const { stdout } = await runner.run(shell(`printf '\\303'; sleep 0.1; printf '\\274\\n'`), {
      onOutput: (text) => told.push(text),
    });
    expect([stdout, told.join('')]).toEqual(['ü\n', 'ü\n']);
  });

  it('gives exit codes and signals as they are', async () => {
    expect(await runner.run(shell('exit 42'))).toMatchObject({
      exitCode: 42,
      signal: undefined,
      ended: undefined,
    });
    expect(await runner.run(shell('kill -9 $$'))).toMatchObject({
      exitCode: undefined,
      signal: 'SIGKILL',
      ended: undefined,
    });
  });

  it('throws what a listener throws only when the program has ended', async () => {
    const mark = join(folder, 'whole');
    const run = runner.run(shell(`echo a; echo b >&2; : > ${mark}`), {
      onOutput: () => {
        throw new Error('listener');
      },
    });
    await expect(run).rejects.toThrow('listener');
    expect(await readdir(folder)).toContain('whole');
  });
});

describe('what cannot be run', () => {
  const file = (name: string) => join(folder, name);
  const script = async (name: string, text: string, mode = 0o755) => {
    await writeFile(file(name), text);
    await chmod(file(name), mode);
    return shell('x', { binary: file(name) });
  };
  afterEach(() => vi.restoreAllMocks());

  it('is missing, and the package that brings it is named', async () => {
    const error = await runner
      .run(shell('x', { binary: file('nothing') }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'PVE_PROGRAM_MISSING',
      program: 'pct',
      binary: file('nothing'),
      hint: 'Install it: apt install pve-container',
    });
    await expect(runner.run(shell('x', { binary: '/nope/dir/pct' }))).rejects.toMatchObject({
      code: 'PVE_PROGRAM_MISSING',
    });
  });

  it('has an interpreter that is missing', async () => {
    const command = await script('interpreter', '#!/nope/perl -T\n');
    await expect(runner.run(command)).rejects.toMatchObject({
      code: 'PVE_PROGRAM_MISSING',
      message: expect.stringContaining('needs /nope/perl, which is missing'),
    });
  });

  it('is not executable', async () => {
    const command = await script('plain', '#!/bin/sh\n', 0o644);
    await expect(runner.run(command)).rejects.toMatchObject({
      code: 'PVE_FENCE',
      hint: expect.stringContaining('chmod a+x'),
    });
  });

  it('is neither a program nor a script: a shell would run it', async () => {
    const command = await script('garbage', '\u0001\u0002\u0003');
    await expect(runner.run(command)).rejects.toMatchObject({
      code: 'PVE_FENCE',
      message: expect.stringContaining('neither a program (ELF) nor a script'),
    });
  });

  it('is a folder', async () => {
    await expect(runner.run(shell('x', { binary: folder }))).rejects.toMatchObject({
      code: 'PVE_FENCE',
      message: expect.stringContaining('no regular file'),
    });
  });

  it('has more arguments than the kernel takes', async () => {
    await expect(runner.run(shell('true', { args: ['x'.repeat(3_000_000)] }))).rejects.toMatchObject({
      code: 'PVE_FENCE',
    });
  });

  it('may be changed by others: itself, a folder above it, or where a link leads', async () => {
    const open = await script('open', '#!/bin/sh\n', 0o777);
    await expect(runner.run(open)).rejects.toMatchObject({
      code: 'PVE_FENCE',
      hint: expect.stringContaining('chmod go-w'),
    });
    const linked = file('link');
    await symlink(file('open'), linked);
    await expect(runner.run(shell('x', { binary: linked }))).rejects.toMatchObject({
      message: expect.stringContaining(`${file('open')} may be changed by others (mode 777)`),
    });
    await chmod(file('open'), 0o755);
    expect((await runner.run(shell('x', { binary: linked }))).exitCode).toBe(0);
    await chmod(folder, 0o770);
    await expect(runner.run(shell('x', { binary: linked }))).rejects.toMatchObject({
      message: expect.stringContaining(`${folder} may be changed by others`),
    });
    await chmod(folder, 0o700);
  });

  it('is to be given what cannot be opened', async () => {
    const secret = { kind: 'secret', text: 'canary' } as const;
    vi.stubEnv('TMPDIR', file('nowhere'));
    try {
      const error = await runner.run(shell('true', { args: [secret] })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'PVE_START', command: 'test.shell' });
      expect(JSON.stringify(error)).not.toContain('canary');
    } finally {
      vi.unstubAllEnvs();
    }
    const outside = { kind: 'folder', path: '/etc', under: ['/mnt'] } as const;
    await expect(runner.run(shell('true', { args: [outside] }))).rejects.toMatchObject({ code: 'PVE_FENCE' });
  });

  it.each(['EAGAIN', 'ENOMEM', 'EMFILE'])('cannot be started for want of something: %s', (code) => {
    expect(startFailure(shell('true'), '/bin/sh', { code })).toMatchObject({
      code: 'PVE_START',
      message: expect.stringContaining(code),
      hint: expect.stringContaining('LimitNOFILE'),
    });
  });

  it('is a link in a circle', async () => {
    await symlink(file('circle'), file('circle'));
    await expect(runner.run(shell('x', { binary: file('circle') }))).rejects.toMatchObject({
      code: 'PVE_FENCE',
    });
  });
});

it('runs the programs of a simulated host', async () => {
  const root = await new SimulatedHost().rootHost();
  try {
    root.machine.plug({ contents: { fstype: 'ext4', label: 'BACKUP' } });
    const privileged = new Privileged({ runner, programs: { lsblk: root.path('lsblk') } });
    expect(JSON.stringify(await privileged.usb.list())).toContain('/dev/');
  } finally {
    await root.close();
  }
});

async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

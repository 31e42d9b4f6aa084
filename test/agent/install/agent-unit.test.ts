import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { readStatus } from '~/agent/daemon/status.js';
import { agentUnit } from '~/agent/install/agent-unit.js';
import { ParamsError } from '~/core/errors.js';
import { bin } from '../../support/bin.js';
import { enrolOptions, startHub } from '../daemon/support/hub.js';

const analyze = '/usr/bin/systemd-analyze';
const strace = '/usr/bin/strace';
const execute = promisify(execFile);

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'felhom-unit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function valuesOf(text: string, key: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));
}

/** The unit with a program that is there, in a file. */
async function written(change: (unit: string) => string = (unit) => unit): Promise<string> {
  const folder = await newFolder();
  const program = join(folder, 'felhom-agent');
  await writeFile(program, '#!/bin/sh\n');
  await chmod(program, 0o755);
  const file = join(folder, 'felhom-agent.service');
  await writeFile(file, change(agentUnit(program)));
  return file;
}

async function verify(file: string): Promise<string[]> {
  const words = ['verify', '--man=no', '--recursive-errors=no', file];
  const { stderr } = await execute(analyze, words).catch((error: { stderr: string }) => error);
  return stderr.split('\n').filter((line) => line.includes('felhom'));
}

/** Names of system calls of a set, and of the sets in it. */
function callsOf(set: string): Set<string> {
  const lines = execFileSync(analyze, ['syscall-filter', set], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const names = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^@?[\w-]+$/.test(line) && line !== set);
  return new Set(names.flatMap((name) => (name.startsWith('@') ? [...callsOf(name)] : [name])));
}

describe('the systemd unit of the agent', () => {
  it('runs it as its own user, with the token as a credential and the state folder closed', () => {
    const unit = agentUnit('/usr/local/bin/felhom-agent');
    const of = (key: string) => valuesOf(unit, key);
    expect(of('ExecStart')).toEqual(['/usr/local/bin/felhom-agent run --runner helper']);
    expect([of('User'), of('Group')]).toEqual([['felhom-agent'], ['felhom-agent']]);
    expect(of('LoadCredential')).toEqual(['token:/etc/felhom-agent/token']);
    expect(of('Environment')).toContain('FELHOM_AGENT_TOKEN_FILE=%d/token');
    expect([of('StateDirectory'), of('StateDirectoryMode')]).toEqual([['felhom-agent'], ['0700']]);
    expect([of('Restart'), of('StartLimitIntervalSec')]).toEqual([['always'], ['0']]);
    expect(of('NoNewPrivileges')).toEqual(['yes']);
    expect(of('CapabilityBoundingSet')).toEqual(['']);
    // It is told nothing that it does not do: Node cannot notify a watchdog.
    expect([of('WatchdogSec'), of('Type')]).toEqual([[], ['exec']]);
  });

  it.each(['felhom-agent', '/bin/sh -c', '/a\nExecStartPre=/b', '/a%i', '/a/../b', '/a$b', ''])(
    'refuses the path %j',
    (program) => {
      expect(() => agentUnit(program)).toThrow(ParamsError);
    },
  );

  it.skipIf(!existsSync(analyze))('is found right by systemd (needs systemd-analyze)', async () => {
    expect(await verify(await written())).toEqual([]);
    const wrong = await written((unit) => unit.replace('ProtectHome=', 'ProtectHomes='));
    expect((await verify(wrong)).join()).toContain('ProtectHomes');
  });

  it.skipIf(!existsSync(analyze))('is as closed as it can be (needs systemd-analyze)', async () => {
    const exposure = async (file: string) => {
      const words = ['security', '--offline=true', '--no-pager', file];
      const { stdout } = await execute(analyze, words);
      return Number(/exposure level for .*: ([\d.]+)/.exec(stdout)?.[1]);
    };
    expect(await exposure(await written())).toBeLessThanOrEqual(1.5);
    // The figure does tell a difference.
    expect(
      await exposure(await written((unit) => unit.replace('CapabilityBoundingSet=\n', ''))),
    ).toBeGreaterThan(2);
  });

  describe.skipIf(!existsSync(analyze) || !existsSync(strace))('allows every system call', () => {
    /** The names of those that it made and may not. */
    async function wanting(trace: string): Promise<string[]> {
      const [allowed, denied] = valuesOf(agentUnit(), 'SystemCallFilter');
      const calls = callsOf(allowed ?? '');
      for (const set of denied?.replace('~', '').split(' ') ?? [])
        for (const name of callsOf(set)) calls.delete(name);
      expect(calls.size).toBeGreaterThan(200);
      const lines = (await readFile(trace, 'utf8')).split('\n');
      const made = new Set(lines.flatMap((line) => /^\d+ +(\w+)\(/.exec(line)?.[1] ?? []));
      expect(made.size).toBeGreaterThan(30);
      // What Node tries, and goes on without: keys for memory (V8), and other ways to read files.
      const spared = ['io_uring_setup', 'pkey_alloc', 'pkey_free', 'pkey_mprotect', 'rseq'];
      return [...made].filter((name) => !calls.has(name) && !spared.includes(name)).sort();
    }
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      FELHOM_AGENT_MACHINE_ID: 'c3'.repeat(16),
    };

    it('that a selftest makes (needs systemd-analyze and strace)', async () => {
      const trace = join(await newFolder(), 'trace');
      const words = ['-f', '-qq', '-o', trace, process.execPath, bin, '--selftest', '--simulate'];
      await execute(strace, words, { env });
      expect(await wanting(trace)).toEqual([]);
    });

    it('that the agent makes, from its start over a command to its end (needs both)', async () => {
      const hub = await startHub({ interval: 2 });
      const options = await enrolOptions(hub);
      await enroll(options);
      const { folder: state } = options;
      const policy = join(await newFolder(), 'policy.json');
      await writeFile(policy, '{"version":1,"actions":{"host.health":{}}}');
      const id = await hub.hub.queue({ agent: 'pve1', action: 'host.health', params: {}, requester: 'test' });
      const trace = join(await newFolder(), 'trace');
      const words = ['run', '--simulate', '--state', state, '--policy', policy];
      const traced = spawn(strace, ['-f', '-qq', '-o', trace, process.execPath, bin, ...words], {
        env,
        stdio: 'ignore',
      });
      const ended = once(traced, 'exit');
      await vi.waitFor(() => expect(hub.hub.show(id).state).toBe('succeeded'), { timeout: 45_000 });
      const status = await readStatus(state);
      if (typeof status === 'string') throw new Error(status);
      process.kill(status.pid, 'SIGTERM');
      await ended;
      expect(await wanting(trace)).toEqual([]);
    }, 60_000);
  });
});

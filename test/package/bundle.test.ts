import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { enrolOptions, startHub } from '../agent/daemon/support/hub.js';

const execute = promisify(execFile);
const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
const manifest = JSON.parse(readFileSync(join(scripts, '../package.json'), 'utf8'));
const major = Number(process.versions.node.split('.')[0]);

// Nothing of this repository is above it.
const folder = mkdtempSync(join(tmpdir(), 'felhom-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program in that folder, with these variables and none of this process. */
async function ended(program: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const variables = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env };
  try {
    return { code: 0, ...(await execute(program, args, { cwd: folder, env: variables, timeout: 60_000 })) };
  } catch (error) {
    return error as Ended;
  }
}

function script(name: string, ...args: string[]): Promise<Ended> {
  return ended(process.execPath, [join(scripts, name), ...args]);
}

describe('the bundle', () => {
  const file = join(folder, 'bundle/felhom-agent.cjs');
  const felhom = (...args: string[]) => ended(process.execPath, [file, ...args]);
  beforeAll(async () => {
    const { code, stderr } = await script('bundle.mjs', '--out', file);
    expect([code, stderr]).toEqual([0, '']);
  }, 60_000);

  it('is one program that needs nothing beside it', async () => {
    expect(await felhom('--version')).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const selftest = await felhom('--selftest', '--simulate');
    expect(selftest.stdout).toMatch(/^\[ ok \] version /m);
    expect(selftest.stdout).toMatch(/^7 checks: /m);
    expect(selftest.code).toBe(0);
    const task = await felhom('--selftest=task', '--simulate', '--json');
    expect(JSON.parse(task.stdout)).toMatchObject({ ok: true, version: manifest.version });
    expect((await felhom('install', '--root', folder)).stdout).toContain(
      'ExecStart=/usr/bin/felhom-agent run',
    );
    expect((await felhom('--nonsense')).code).toBe(2);
  });

  it('runs as the agent: takes a command, tells how it is, is halted, resumed and ended', async () => {
    const hub = await startHub({ interval: 2 });
    const { folder: state, ...options } = await enrolOptions(hub);
    await enroll({ ...options, folder: state });
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, '{"version":1,"actions":{"echo":{}}}', { mode: 0o600 });
    const id = await hub.hub.queue({
      agent: 'pve1',
      action: 'echo',
      params: { text: 'hello' },
      requester: 'test',
    });
    const agent = spawn(process.execPath, [file, 'run', '--simulate', '--state', state, '--policy', policy], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nonexistent',
        FELHOM_AGENT_MACHINE_ID: 'c3'.repeat(16),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void agent.kill('SIGKILL'));
    const exited = once(agent, 'exit');
    let log = '';
    agent.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    // Until it has told the hub what came of the command.
    const reported = () => hub.hub.show(id).state === 'succeeded';
    await vi.waitFor(() => expect(reported() || agent.exitCode !== null).toBe(true), { timeout: 30_000 });
    const status = JSON.parse((await felhom('status', '--state', state, '--json')).stdout);
    // This machine is not the one that was enrolled, and the agent says so.
    expect(status.problems.join()).toMatch(/enrolled/);
    expect(status).toMatchObject({
      state: 'degraded',
      running: true,
      status: { agent: 'pve1', pid: agent.pid },
    });
    expect(await felhom('halt', '--state', state)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^halted: nothing runs any more$/m),
    });
    expect((await felhom('status', '--state', state)).code).toBe(1);
    expect((await felhom('resume', '--state', state)).stdout).toContain('the agent takes work again');
    agent.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ level: 'info', msg: 'the agent starts', agent: 'pve1' });
  }, 60_000);

  it('is executable by itself', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o755);
    const [firstLine] = readFileSync(file, 'utf8').split('\n');
    expect(firstLine).toBe('#!/usr/bin/env node');
  });

  it('built again has the same bytes', async () => {
    const again = join(folder, 'again/felhom-agent.cjs');
    await script('bundle.mjs', '--out', again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('has the licence of all that is in it, beside it', () => {
    const text = readFileSync(join(folder, 'bundle/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['undici', 'zod', 'execa', 'p-retry'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(text).toContain('Permission is hereby granted');
  });
});

describe('the single executable', () => {
  const file = join(folder, 'sea/felhom-agent');
  const stranger = fileURLToPath(new URL('./stranger.cjs', import.meta.url));

  if (major >= 22) {
    it('runs without Node, and takes nothing from NODE_OPTIONS nor from words for Node', async () => {
      const built = await script('sea.mjs', '--out', file);
      expect([built.code, built.stderr]).toEqual([0, '']);
      const bare = { PATH: '/nonexistent' };
      const version = await ended(file, ['--version'], bare);
      expect(version).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
      // The variable does something to a Node.
      const options = { ...bare, NODE_OPTIONS: `--require=${stranger}` };
      expect((await ended(process.execPath, ['-e', '0'], options)).stdout).toBe('stranger\n');
      const selftest = await ended(file, ['--selftest', '--simulate'], options);
      expect(selftest.stdout).toMatch(/^7 checks: /m);
      expect(selftest.stdout).not.toContain('stranger');
      expect(selftest.code).toBe(0);
      for (const word of [`--node-options=--require=${stranger}`, `--require=${stranger}`]) {
        const { code, stdout } = await ended(file, [word], bare);
        expect([code, stdout]).toEqual([2, '']);
      }
      expect(readFileSync(join(folder, 'sea/THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(/^node v\d/m);
    }, 120_000);
  } else {
    it('is not made of a Node that would obey NODE_OPTIONS: Node 20 has no way not to', async () => {
      const built = await script('sea.mjs', '--out', file);
      expect(built.stderr).toContain('runs what NODE_OPTIONS names');
      expect(built.code).toBe(1);
      expect(existsSync(file)).toBe(false);
    }, 120_000);
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Ending } from '~/privileged/ending.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { assertSuccess } from '~/privileged/judge.js';
import type { Finished, RunOptions } from '~/privileged/runner.js';
import { systemTimers } from '~/privileged/timers.js';
import { buildFolders } from '../support/child.js';
import { type ShellOptions, shell } from './support/shell.js';
import { ShiftedTimers } from './support/shifted-timers.js';

const folder = mkdtempSync(join(tmpdir(), 'felhom-ending-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Alive, and no corpse that waits for its parent. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) if (lives(pid)) process.kill(pid, 'SIGKILL');
});

/** A script under way. Its lines `pid N` are the processes that it tells of. */
interface Running {
  timers: ShiftedTimers;
  run: Promise<Finished>;
  abort: () => void;
  pids: number[];
  said: () => string;
}

async function start(
  script: string,
  until: RegExp | string,
  options: ShellOptions = {},
  more: RunOptions = {},
): Promise<Running> {
  const timers = new ShiftedTimers();
  const runner = new ExecRunner({ mode: 'direct', timers });
  const controller = new AbortController();
  let said = '';
  const run = runner.run(shell(script, options), {
    ...more,
    signal: controller.signal,
    onOutput: (text) => {
      said += text;
    },
  });
  run.catch(() => {});
  await vi.waitFor(() => expect(said).toMatch(until), { timeout: 10_000, interval: 5 });
  const pids = [...said.matchAll(/^pid (\d+)$/gm)].map(([, pid]) => Number(pid));
  started.push(...pids);
  return { timers, run, abort: () => controller.abort(), pids, said: () => said };
}

describe('a command that is ended', () => {
  it('gets SIGTERM, with everything in its group, and may clean up', async () => {
    const script = `trap 'echo cleaned; exit 7' TERM; sleep 1000 & echo "pid $!"; echo ready; wait`;
    const { run, abort, pids, timers } = await start(script, 'ready');
    abort();
    expect(await run).toMatchObject({
      ended: 'aborted',
      exitCode: 7,
      stdout: expect.stringContaining('cleaned'),
    });
    expect(pids.filter(lives)).toEqual([]);
    expect(timers.waiting).toBe(0);
  });

  it('is ended by its time limit', async () => {
    const { run, timers } = await start('echo ready; exec sleep 1000', 'ready', { timeout: 90_000 });
    timers.skip(89_000);
    timers.skip(1_000);
    expect(await run).toMatchObject({ ended: 'timeout', signal: 'SIGTERM' });
  });

  it('gets SIGKILL after its grace if it ignores SIGTERM, and not before', async () => {
    const script = `trap 'echo asked' TERM; echo ready; while :; do sleep 0.02; done`;
    const { run, abort, timers, said } = await start(script, 'ready', { grace: 100_000 });
    abort();
    await vi.waitFor(() => expect(said()).toContain('asked'));
    timers.skip(50_000);
    const early = await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 150, 'runs'))]);
    expect(early).toBe('runs');
    timers.skip(50_000);
    expect(await run).toMatchObject({ ended: 'aborted', signal: 'SIGKILL' });
  });

  it('leaves no grandchild that ignores SIGTERM behind, though its parent has ended', async () => {
    const child = `sh -c 'trap "" TERM; echo "pid $$"; exec sleep 1000'`;
    const { run, abort, timers, pids } = await start(`${child} & ${child} & wait`, /pid[\s\S]*pid \d+\n/, {
      grace: 100_000,
    });
    expect(pids.map(lives)).toEqual([true, true]);
    const finished = run.then((value) => value);
    abort();
    const early = await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 150, 'runs'))]);
    expect(early).toBe('runs');
    timers.skip(100_000);
    expect(await finished).toMatchObject({ ended: 'aborted', signal: 'SIGTERM' });
    expect(pids.filter(lives)).toEqual([]);
  });

  it.each([
    ['a child', `setsid sh -c 'trap "" TERM; echo "pid $$"; echo ready; exec sleep 1000' & wait`],
    [
      'an orphan that holds the output open',
      `setsid sh -c 'sh -c "trap \\"\\" TERM; echo pid \\$\\$; echo ready; exec setsid sleep 1000" & exit' ; exec sleep 1000`,
    ],
    [
      'an orphan that was a child when SIGTERM came, with an output of its own',
      `setsid sh -c 'trap "" TERM; echo "pid $$"; echo ready; exec sleep 1000 >/dev/null 2>&1' & wait`,
    ],
  ])('finds what has moved to a session of its own: %s', async (_what, script) => {
    const { run, abort, timers, pids } = await start(script, 'ready');
    expect(pids.map(lives)).toEqual([true]);
    abort();
    await new Promise((resolve) => setImmediate(resolve));
    timers.skip(5_000);
    expect(await run).toMatchObject({ ended: 'aborted' });
    expect(pids.filter(lives)).toEqual([]);
  });

  it('does not reach a daemon: forked twice, in a session of its own, with outputs of its own', async () => {
    const file = join(folder, 'daemon');
    const script = `setsid sh -c 'setsid sleep 1000 >/dev/null 2>&1 & echo $! > ${file}'; echo ready; exec sleep 1000`;
    const { run, abort } = await start(script, 'ready');
    const daemon = Number(readFileSync(file, 'utf8'));
    started.push(daemon);
    await vi.waitFor(() => expect(readlinkSync(`/proc/${daemon}/exe`)).toContain('sleep'));
    abort();
    expect(await run).toMatchObject({ ended: 'aborted' });
    expect(lives(daemon)).toBe(true);
  });

  it('does not take others with it', async () => {
    const other = spawn('/bin/sleep', ['1000'], { stdio: 'ignore' });
    try {
      const { run, abort } = await start('echo ready; exec sleep 1000', 'ready');
      abort();
      await run;
      expect(lives(other.pid ?? 0)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('is not started where the caller has aborted before', async () => {
    const file = join(folder, 'started');
    const run = new ExecRunner({ mode: 'direct' }).run(shell(`: > ${file}`), { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(file)).toBe(false);
  });

  it('is told as an error with what it said until then', async () => {
    const { run, abort } = await start('echo so far; exec sleep 1000', 'so far');
    abort();
    const finished = await run;
    expect(() => assertSuccess(shell('x'), finished)).toThrow(
      expect.objectContaining({
        code: 'PVE_COMMAND',
        ended: 'aborted',
        message: 'test.shell failed: it was aborted: so far',
      }),
    );
  });
});

describe('what stays', () => {
  it('in the background of a program that has ended well keeps its output, and holds up nobody', async () => {
    const [go, done] = [join(folder, 'go'), join(folder, 'done')];
    const script = `setsid sh -c 'echo "pid $$"; echo ready; while [ ! -e ${go} ]; do sleep 0.02; done; echo more && echo more && : > ${done}; exec sleep 1000' & exit 0`;
    const { run, pids, timers } = await start(script, 'ready');
    await vi.waitFor(() => expect(timers.waiting).toBeGreaterThan(0));
    await vi.waitFor(() => {
      timers.skip(1_000);
      expect(timers.waiting).toBe(0);
    });
    expect(await run).toMatchObject({ exitCode: 0, ended: undefined });
    // It writes on into a pipe that is read: with a closed one it would end.
    writeFileSync(go, '');
    await vi.waitFor(() => expect(existsSync(done)).toBe(true));
    expect(pids.map(lives)).toEqual([true]);
  });

  it('is told of where even SIGKILL does not end it, and nobody waits for it', async () => {
    const timers = new ShiftedTimers();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const child = spawn('/bin/sleep', ['1000'], { detached: true, stdio: 'ignore' });
    const pid = child.pid ?? 0;
    try {
      const ending = new Ending({ pid, grace: 5_000, timers, reach: 'all' });
      ending.begin('timeout');
      timers.skip(5_000);
      timers.skip(2_000);
      expect(await ending.over).toEqual([pid]);
      expect(kill.mock.calls).toEqual([
        [-pid, 'SIGTERM'],
        [-pid, 'SIGKILL'],
        [pid, 'SIGKILL'],
      ]);
    } finally {
      kill.mockRestore();
      child.kill('SIGKILL');
    }
    const left = {
      exitCode: undefined,
      signal: undefined,
      ended: 'timeout',
      stdout: '',
      stderr: '',
      cut: false,
      durationMs: 1,
      left: [pid],
    } as const;
    expect(() => assertSuccess(shell('x'), left)).toThrow(
      expect.objectContaining({
        left: [pid],
        message: expect.stringContaining(`process ${pid} goes on`),
        hint: expect.stringContaining(`-p ${pid}`),
      }),
    );
  });

  it('of sudo gets no SIGKILL: that would leave the command alone', async () => {
    const timers = new ShiftedTimers();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const child = spawn('/bin/sleep', ['1000'], { detached: true, stdio: 'ignore' });
    try {
      const ending = new Ending({ pid: child.pid ?? 0, grace: 5_000, timers, reach: 'first' });
      ending.begin('aborted');
      timers.skip(7_000);
      expect(await ending.over).toEqual([child.pid]);
      expect(kill.mock.calls).toEqual([[-(child.pid ?? 0), 'SIGTERM']]);
    } finally {
      kill.mockRestore();
      child.kill('SIGKILL');
    }
  });
});

describe('when this process is killed', () => {
  let entry: Awaited<ReturnType<typeof buildFolders>>;
  beforeAll(async () => {
    entry = await buildFolders(['core', 'generated', 'privileged']);
  });
  afterAll(() => entry.remove());

  /** A process that runs a script by an ExecRunner, and is killed when that has begun. Gives the number of the script's process. */
  async function orphaned(script: string): Promise<number> {
    const source = `
      import * as z from 'zod';
      const { ExecRunner } = await import('${entry.href}/privileged/exec-runner.js');
      const { processCommand } = await import('${entry.href}/privileged/command.js');
      const { siteOf } = await import('${entry.href}/privileged/site.js');
      const command = processCommand({
        name: 'test.orphan', program: 'pct', params: z.strictObject({}), changes: false, timeout: 60_000,
        argv: () => ['-c', ${JSON.stringify(script)}],
      })({}, siteOf({ programs: { pct: '/bin/sh' } }));
      await new ExecRunner({ mode: 'direct' }).run(command, { onOutput: (text) => process.stdout.write(text) });`;
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', source]);
    let said = '';
    child.stdout.on('data', (piece) => {
      said += piece;
    });
    await vi.waitFor(() => expect(said).toMatch(/pid \d+\n/), { timeout: 15_000, interval: 10 });
    child.kill('SIGKILL');
    await once(child, 'close');
    const pid = Number(/pid (\d+)/.exec(said)?.[1]);
    started.push(pid);
    return pid;
  }

  it('a command ends when it writes the next time', async () => {
    const pid = await orphaned('echo "pid $$"; while sleep 0.05; do echo more; done');
    await vi.waitFor(() => expect(lives(pid)).toBe(false), { timeout: 5_000 });
  });

  it('a command that says nothing goes on: nobody is left to end it', async () => {
    const pid = await orphaned('echo "pid $$"; exec sleep 1000');
    expect(lives(pid)).toBe(true);
  });
});

it('waits as long as it is told to, also longer than setTimeout can', () => {
  const callback = vi.fn();
  vi.useFakeTimers();
  try {
    const stop = systemTimers.after(2 ** 40, callback);
    vi.advanceTimersByTime(1_000);
    expect(callback).not.toHaveBeenCalled();
    stop();
  } finally {
    vi.useRealTimers();
  }
});

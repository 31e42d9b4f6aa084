import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { RootHarness, template } from './harness.js';

/** How commands end that something is done to. */

interface Begun {
  child: ChildProcess;
  ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
}

/** Starts a command and waits until it has said something: a create, that it extracts its archive. */
async function begun(
  h: RootHarness,
  said = 'extracting archive',
  argv = ['create', '300', template, '--rootfs', 'local:1'],
): Promise<Begun> {
  const child = spawn(h.root.path('pct'), argv, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    err += bytes;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr: err }));
  await expect.poll(() => h.engine.world.tasks.running.length, { interval: 1 }).toBe(1);
  while (h.engine.world.tasks.running[0]?.lines.some((line) => line.startsWith(said)) === false)
    h.clock.advance(50);
  await expect.poll(() => out, { interval: 1 }).toContain(said);
  return { child, ended };
}

function backupOf101(h: RootHarness): string {
  const names = [...(h.engine.world.storages.get('local')?.volumes.keys() ?? [])];
  return `local:${names.find((name) => name.includes('vzdump-lxc-101'))}`;
}

function diskOf300(h: RootHarness): boolean {
  return h.engine.world.storages.get('local')?.volumes.has('300/vm-300-disk-0.raw') === true;
}

it.each(['SIGTERM', 'SIGINT'] as const)('%s is passed on to the worker, which cleans up', async (signal) => {
  await using h = await RootHarness.open();
  const { child, ended } = await begun(h);
  child.kill(signal);
  const { code, stderr } = await ended;
  expect(code).toBe(255);
  expect(stderr).toMatch(/^unable to create CT 300|^interrupted by signal/);
  expect(h.engine.world.guests.has(300)).toBe(false);
  expect(diskOf300(h)).toBe(false);
});

it('SIGKILL leaves the worker running until it has something to say, and then everything as it is', async () => {
  await using h = await RootHarness.open();
  const { child, ended } = await begun(h);
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(h.engine.world.tasks.running).toHaveLength(1);
  await expect.poll(() => h.root.running.length, { interval: 1 }).toBe(0);
  h.clock.advance(10_000);
  expect(h.engine.world.tasks.finished[0]).toMatchObject({ exitstatus: 'unexpected status', id: '300' });
  expect(await h.run('pct', 'config', '300')).toMatchObject({ stdout: 'lock: create\n' });
  expect(await h.run('pct', 'destroy', '300')).toMatchObject({
    code: 255,
    stderr: 'CT is locked (create)\n',
  });
  expect(await h.run('pct', 'unlock', '300')).toMatchObject({ code: 0 });
  expect(await h.run('pct', 'destroy', '300', '--purge')).toMatchObject({ code: 0 });
  expect(diskOf300(h)).toBe(true);
});

it('a reader that goes away breaks the worker, which cleans up', async () => {
  await using h = await RootHarness.open();
  const { child, ended } = await begun(h, 'recovering', [
    'restore',
    '300',
    backupOf101(h),
    '--storage',
    'local',
  ]);
  child.stdout?.destroy();
  // The next line does not get out any more, and the worker hears of that.
  h.clock.advance(1000);
  expect(await ended).toMatchObject({ code: 255, stderr: expect.stringContaining('broken pipe') });
  expect(h.engine.world.guests.has(300)).toBe(false);
  expect(diskOf300(h)).toBe(false);
});

it('a command that waits for nothing of the host dies of a signal, as pct exec does', async () => {
  await using h = await RootHarness.open();
  const child = spawn(h.root.path('pct'), ['exec', '100', '--', 'sleep', '1000'], { env: {} });
  await expect.poll(() => h.root.running.length, { interval: 1 }).toBe(1);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
});

it('closing the host ends the commands that still run', async () => {
  const h = await RootHarness.open();
  const { ended } = await begun(h);
  await h.root.close();
  expect(await ended).toMatchObject({ code: 255, stderr: 'pct: the simulated host is gone\n' });
});

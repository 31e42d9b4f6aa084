import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { haltAgent, resumeAgent } from '~/agent/daemon/halt.js';
import { watchHalt } from '~/agent/daemon/halt-watch.js';
import { HubMemory } from '~/agent/daemon/hub-memory.js';
import { PolicyHistory } from '~/agent/daemon/policy/history.js';
import { Wake } from '~/agent/daemon/wake.js';
import { MemoryDisk } from './memory-disk.js';
import { stateFolder } from './support/daemon.js';
import { policyOf, start } from './support/dispatch.js';

describe('what the hub has said', () => {
  it('is remembered over a restart, and its time never goes back', async () => {
    const folder = stateFolder();
    const { memory } = await HubMemory.open(folder);
    expect([memory.time, memory.readOnly, memory.policy]).toEqual([0, false, undefined]);
    const policy = JSON.parse(JSON.stringify(policyOf())) as never;
    await memory.note({ time: start, readOnly: true, policy });
    await memory.note({ time: start - 1, readOnly: true, policy });
    const again = await HubMemory.open(folder);
    expect([again.memory.time, again.memory.readOnly, again.damaged]).toEqual([start, true, false]);
    expect(again.memory.policy).toEqual(policyOf());
  });

  it('is written down at once where it is news, and its time not oftener than every ten minutes', async () => {
    const folder = stateFolder();
    const { memory } = await HubMemory.open(folder);
    await memory.note({ time: start, readOnly: false });
    const file = join(folder, 'hub.json');
    const text = () => readFileSync(file, 'utf8');
    const before = text();
    await memory.note({ time: start + 599_000, readOnly: false });
    expect(text()).toBe(before);
    await memory.note({ time: start + 600_000, readOnly: false });
    expect(text()).not.toBe(before);
    await memory.note({ time: start + 600_001, readOnly: true });
    expect(text()).toContain('true');
  });

  it.each(['', '{', '{"time":-1,"readOnly":false}', '{"time":1}', '[]'])(
    'as %j is broken, and is told of',
    async (text) => {
      const folder = stateFolder();
      const file = join(folder, 'hub.json');
      writeFileSync(file, text);
      chmodSync(file, 0o600);
      const { memory, damaged } = await HubMemory.open(folder);
      expect([memory.time, damaged]).toEqual([0, true]);
    },
  );

  it('with rules that this agent does not understand is no rule that lets anything through', async () => {
    const folder = stateFolder();
    const { memory } = await HubMemory.open(folder);
    await memory.note({ time: start, readOnly: false, policy: { version: 2 } });
    expect((await HubMemory.open(folder)).memory.policy).toBe('unreadable');
  });
});

describe('the watch for the halt file', () => {
  it('tells how it is, and when it comes and goes', async () => {
    const folder = stateFolder();
    const told: boolean[] = [];
    const end = watchHalt(folder, (halted) => told.push(halted));
    const heard = (list: boolean[]) =>
      vi.waitFor(() => expect(told).toEqual(list), { timeout: 10_000, interval: 5 });
    await heard([false]);
    await haltAgent(folder, 'enough');
    await heard([false, true]);
    await resumeAgent(folder);
    await heard([false, true, false]);
    // Whoever makes it, and whatever it is.
    writeFileSync(join(folder, 'halt'), '');
    await heard([false, true, false, true]);
    end();
    rmSync(join(folder, 'halt'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveLength(4);
  });
});

describe('a pause', () => {
  const never = new AbortController().signal;

  it('ends when somebody says so, also before it has begun, and is whole the next time', async () => {
    let now = 0;
    const wake = new Wake(() => now);
    wake.within(0);
    await wake.pause(60_000, never);
    const paused = wake.pause(60_000, never);
    now = 60_000;
    wake.within(100_000);
    await paused;
    const stop = new AbortController();
    const aborted = wake.pause(60_000, stop.signal);
    stop.abort();
    await aborted;
    await wake.pause(60_000, stop.signal);
  });
});

describe('the history of the policy', () => {
  const open = (disk: MemoryDisk, now: () => number) =>
    PolicyHistory.open({ path: '/state/history.jsonl', now, files: disk });

  it('is kept over a restart', async () => {
    const disk = new MemoryDisk();
    const { history } = await open(disk, () => start);
    await history.add(3, ['dns']);
    await history.add(0, []);
    const { history: again, report } = await open(disk, () => start + 1);
    expect(again.view(['dns'])).toEqual({
      spent: [{ at: start, points: 3 }],
      runs: [{ at: start, group: 'dns' }],
    });
    expect(report.missing).toBe(false);
  });

  it('that has lost something counts all as spent, and that outlives the next restart and a compaction', async () => {
    const disk = new MemoryDisk();
    const { history } = await open(disk, () => start);
    for (let turn = 0; turn < 3; turn += 1) await history.add(1, ['dns']);
    const path = '/state/history.jsonl';
    const lines = disk.get(path).toString('latin1').split('\n');
    const broken = MemoryDisk.of({
      [path]: Buffer.from([lines[0], 'x'.repeat(30), ...lines.slice(2)].join('\n')),
    });
    const lost = await open(broken, () => start + 1_000);
    expect(lost.report.missing).toBe(true);
    for (const { history } of [lost, await open(broken, () => start + 2_000)]) {
      const { spent, runs } = history.view(['other']);
      expect(Math.max(...spent.map(({ points }) => points))).toBe(Number.MAX_SAFE_INTEGER);
      expect(runs).toContainEqual({ at: start + 1_000, group: 'other' });
    }
  });

  it('is written anew when it is long, without what is older than a week', async () => {
    const disk = new MemoryDisk();
    let now = start;
    const { history } = await open(disk, () => now);
    for (let turn = 0; turn < 2_500; turn += 1) {
      now += 600_000;
      await history.add(1, ['a-group-with-a-name-of-some-length']);
    }
    const { history: again } = await open(disk, () => now);
    const { spent } = again.view([]);
    expect(spent.length).toBeLessThan(2_500);
    expect(spent.length).toBeGreaterThanOrEqual(1_007);
    expect(spent.at(-1)).toEqual({ at: now, points: 1 });
  });
});

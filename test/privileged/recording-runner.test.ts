import { SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import type { Command } from '~/privileged/command.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { Privileged } from '~/privileged/privileged.js';
import { RecordingRunner } from '~/privileged/recording-runner.js';
import { shell } from './support/shell.js';

const reading = shell('echo read');
const changing = shell('echo changed', { changes: true, name: 'test.change', secret: 'canary' });

describe('RecordingRunner', () => {
  it('changes nothing, and keeps what was asked for', async () => {
    const runner = new RecordingRunner();
    expect(await runner.run(changing)).toMatchObject({ exitCode: 0, stdout: '', cut: false });
    expect(runner.commands).toEqual([changing]);
    expect(JSON.stringify(runner.commands)).toContain('test.change');
    expect(JSON.stringify(runner.commands)).not.toContain('canary');
  });

  it('runs what reads by another runner, and never what changes', async () => {
    const inner = new ExecRunner({ mode: 'direct' });
    const runner = new RecordingRunner({ inner });
    expect((await runner.run(reading)).stdout).toBe('read\n');
    expect((await runner.run(changing)).stdout).toBe('');
    expect(runner.commands).toEqual([reading, changing]);
    expect(runner.changes).toEqual([changing]);
  });

  it('answers what it is told to, with a failure too', async () => {
    const failure = new Error('the disk is gone');
    const answers: Record<string, object> = {
      'test.shell': { stdout: 'given\n', exitCode: 3 },
      'test.change': failure,
    };
    const told: string[] = [];
    const runner = new RecordingRunner({ answer: ({ name }) => answers[name] });
    const finished = await runner.run(reading, { onOutput: (text, stream) => told.push(stream, text) });
    expect(finished).toMatchObject({ stdout: 'given\n', exitCode: 3 });
    expect(told).toEqual(['stdout', 'given\n']);
    await expect(runner.run(changing)).rejects.toBe(failure);
  });

  it('does not make up what it would read', async () => {
    await expect(new RecordingRunner().run(reading)).rejects.toMatchObject({
      code: 'PVE_FENCE',
      command: 'test.shell',
    });
  });

  it('takes no command that this package did not make, and none after an abort', async () => {
    const runner = new RecordingRunner();
    await expect(runner.run({ ...changing } as unknown as Command)).rejects.toMatchObject({
      code: 'PVE_FENCE',
    });
    await expect(runner.run(changing, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(runner.commands).toEqual([]);
  });

  it('stands in for a host', async () => {
    const root = await new SimulatedHost().rootHost();
    try {
      const programs = { lsblk: root.path('lsblk') };
      const runner = new RecordingRunner({ inner: new ExecRunner({ mode: 'direct' }) });
      const live = await new Privileged({ runner, programs }).usb.list();
      expect(runner.commands.length).toBeGreaterThan(0);
      expect(runner.changes).toEqual([]);
      expect(live).toEqual(
        await new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs }).usb.list(),
      );
    } finally {
      await root.close();
    }
  });
});

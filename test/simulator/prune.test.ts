import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markBackups } from '~/simulator/prune.js';
import { addVolume } from '~/simulator/volumes.js';
import type { Storage } from '~/simulator/world.js';
import { Harness, N } from './harness.js';

/** A storage with a backup of guest 101 at each of these times. */
function storageWith(...times: string[]): Storage {
  const storage: Storage = {
    id: 'local',
    type: 'dir',
    content: ['backup'],
    options: {},
    shared: false,
    online: true,
    total: 1,
    base: 0,
    volumes: new Map(),
  };
  for (const time of times)
    add(storage, `vzdump-lxc-101-${time.replaceAll(/[-:]/g, '_').replace('T', '-')}.tar.zst`);
  return storage;
}

function add(storage: Storage, file: string, protect = false): void {
  const volname = `backup/${file}`;
  const fixed = { content: 'backup', format: 'tar.zst', size: 1, ctime: 1, vmid: 101 } as const;
  addVolume(storage, { volname, ...fixed, protected: protect });
}

/** The times that stay, newest first. */
function kept(storage: Storage, rules: string): string[] {
  return markBackups(storage, { rules, vmid: undefined, type: undefined })
    .filter(({ mark }) => mark === 'keep')
    .sort((a, b) => b.ctime - a.ctime)
    .map(({ ctime }) => new Date(ctime * 1000).toISOString().slice(0, 16));
}

describe('the rules of retention', () => {
  const days = [
    '2026-01-01',
    '2025-12-31',
    '2025-12-29',
    '2025-12-28',
    '2025-12-21',
    '2025-11-30',
    '2024-06-01',
  ];
  const storage = storageWith(...days.flatMap((day) => [`${day}T20:00:00`, `${day}T08:00:00`]));

  it.each<[rules: string, times: string[]]>([
    ['keep-last=3', ['2026-01-01T20:00', '2026-01-01T08:00', '2025-12-31T20:00']],
    ['keep-daily=2', ['2026-01-01T20:00', '2025-12-31T20:00']],
    // The last days of 2025 and the first of 2026 are in one week.
    ['keep-weekly=2', ['2026-01-01T20:00', '2025-12-28T20:00']],
    ['keep-monthly=3', ['2026-01-01T20:00', '2025-12-31T20:00', '2025-11-30T20:00']],
    ['keep-yearly=5', ['2026-01-01T20:00', '2025-12-31T20:00', '2024-06-01T20:00']],
    // What one rule keeps does not count for the next.
    ['keep-last=1,keep-daily=1', ['2026-01-01T20:00', '2025-12-31T20:00']],
    ['keep-hourly=1,keep-yearly=1', ['2026-01-01T20:00', '2025-12-31T20:00']],
  ])('%s', (rules, times) => expect(kept(storage, rules)).toEqual(times));

  it.each(['keep-all=1', 'keep-last=0'])('%s keeps everything', (rules) => {
    expect(kept(storage, rules)).toHaveLength(14);
  });

  it('never keep fewer than the rule with the highest number, nor more than all together', () => {
    const rule = fc.nat({ max: 6 });
    fc.assert(
      fc.property(
        rule,
        rule,
        fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: 40 }),
        (last, daily, hours) => {
          const times = hours.map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString().slice(0, 19));
          const stays = kept(storageWith(...times), `keep-last=${last},keep-daily=${daily}`).length;
          const total = hours.length;
          const dates = new Set(times.map((time) => time.slice(0, 10))).size;
          const floor = last + daily === 0 ? total : Math.max(Math.min(last, total), Math.min(daily, dates));
          expect(stays).toBeGreaterThanOrEqual(floor);
          expect(stays).toBeLessThanOrEqual(last + daily === 0 ? total : Math.min(total, last + daily));
        },
      ),
    );
  });

  it('leave protected and renamed backups alone, and count neither', () => {
    const mixed = storageWith('2026-01-01T08:00:00');
    add(mixed, 'vzdump-lxc-101-2026_01_02-08_00_00.tar.zst', true);
    add(mixed, 'vzdump-lxc-101-before-the-move.tar.zst');
    const marks = markBackups(mixed, { rules: 'keep-last=1', vmid: undefined, type: undefined });
    expect(marks.map(({ mark }) => mark)).toEqual(['keep', 'protected', 'renamed']);
  });
});

describe('pruning', () => {
  const path = `${N}/storage/local/prunebackups`;
  const rules = { 'prune-backups': 'keep-last=1' };
  const volids = (rows: { volid: string; mark: string }[], mark: string) =>
    rows.filter((row) => row.mark === mark).map(({ volid }) => volid);

  it('does what the preview said, guest by guest', async () => {
    const h = new Harness();
    const preview = (await h.call('agent', 'GET', path, rules)).data;
    expect(preview.map(({ vmid, mark }: { vmid: number; mark: string }) => [vmid, mark])).toEqual([
      [101, 'remove'],
      [101, 'keep'],
      [102, 'protected'],
    ]);
    const run = await h.run('full', 'DELETE', path, rules);
    expect(run).toMatchObject({
      exitstatus: 'OK',
      log: [`removing backup '${volids(preview, 'remove')[0]}'`, 'TASK OK'],
    });
    expect(run.upid).toContain(':prunebackups:local:');
    const left = (await h.call('full', 'GET', `${N}/storage/local/content`, { content: 'backup' })).data;
    expect(left).toHaveLength(2);
  });

  it('goes by the rules of the storage where none are given', async () => {
    const h = new Harness();
    const { data } = await h.call('full', 'GET', path);
    expect(volids(data, 'remove')).toEqual([]);
  });

  it('needs more for all guests than for one', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'DELETE', path, rules)).reason).toBe(
      'Permission check failed (/storage/local, Datastore.Allocate)',
    );
    const { upid } = await h.run('agent', 'DELETE', path, { ...rules, vmid: 101 });
    expect(upid).toContain(':prunebackups:101@local:');
  });

  it('refuses rules that there are none of, and storages without backups', async () => {
    const h = new Harness();
    const wrong = await h.call('full', 'GET', path, { 'prune-backups': 'keep-some=1' });
    expect(wrong.errors?.['prune-backups']).toContain('keep-some');
    const btrfs = await h.call('full', 'GET', `${N}/storage/local-btrfs/prunebackups`, rules);
    expect(btrfs.reason).toBe("storage 'local-btrfs' does not support backups");
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CommandEntry } from '~/agent/daemon/command-records.js';
import { CommandPhaseError, JournalFullError } from '~/agent/daemon/errors.js';
import { sha256 } from '~/agent/daemon/sealed-line.js';
import { command, openStore, path, start } from './commands.js';
import { flipped, randomFrom } from './damage.js';
import { DiskError, MemoryDisk } from './memory-disk.js';

const upid = 'UPID:pve1:0000AABB:00000001:67000000:vzstart:101:root@pam:';
const done = { outcome: 'succeeded' as const, value: { exit: 'OK' } };

describe('a command', () => {
  it('goes from accepted to acknowledged, and a restart finds it where it was', async () => {
    const { disk, store } = await openStore();
    expect((await store.accept(command('a'))).kind).toBe('accepted');
    const phases: unknown[] = [];
    const look = async () => {
      const { store } = await openStore(MemoryDisk.of({ [path]: disk.get(path) }));
      phases.push(store.get('a')?.phase, store.recovery().runnable.length);
    };
    await look();
    await store.start('a', { resume: 'upid' });
    await look();
    await store.note('a', { upid });
    const { resultDigest = '' } = await store.finish('a', done);
    await look();
    expect(await store.ack('a', sha256('another'))).toBe(false);
    expect(await store.ack('a', resultDigest)).toBe(true);
    expect(await store.ack('a', resultDigest)).toBe(true);
    await look();
    expect(phases).toEqual(['accepted', 1, 'started', 0, 'finished', 0, 'acked', 0]);
  });

  it('is the same command with the same bytes, and none with others', async () => {
    const { store } = await openStore();
    const [first, twin, other] = await Promise.all([
      store.accept(command('a')),
      store.accept(command('a')),
      store.accept(command('a', 'do something else')),
    ]);
    expect([first.kind, twin.kind, other.kind]).toEqual(['accepted', 'known', 'conflict']);
    await store.run('a', { resume: 'none' }, async () => done);
    const again = await store.accept(command('a'));
    expect([again.kind, again.entry.phase, again.entry.result]).toEqual(['known', 'finished', done]);
    expect(store.bytesOf('b')).toBeUndefined();
    await expect(store.accept(command('../a'))).rejects.toMatchObject({ code: 'PVE_PARAMS' });
  });

  it('runs once: the start is on the disk before the effect, the result before it is offered', async () => {
    const { disk, store } = await openStore();
    await store.accept(command('a'));
    // What the worst power cut at this moment would leave.
    const sure = async (): Promise<CommandEntry | undefined> =>
      (await openStore(MemoryDisk.of({ [path]: disk.crash(() => 0).get(path) }))).store.get('a');
    let runs = 0;
    const effect = async () => {
      runs += 1;
      expect((await sure())?.phase).toBe('started');
      return done;
    };
    const offered: unknown[] = [];
    disk.before = () => {
      offered.push(store.page().results.length);
      return undefined;
    };
    const both = await Promise.allSettled([1, 2].map(() => store.run('a', { resume: 'none' }, effect)));
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await sure())?.phase).toBe('finished');
    await expect(store.run('a', { resume: 'none' }, effect)).rejects.toThrow(CommandPhaseError);
    expect(runs).toBe(1);
    // Until the last step of the disk, nothing was offered.
    expect(new Set(offered)).toEqual(new Set([0]));
    expect(store.page().results).toMatchObject([{ id: 'a', result: done }]);
  });

  it('without a start on the disk, the effect does not happen', async () => {
    const { disk, store } = await openStore();
    await store.accept(command('a'));
    disk.before = ({ op }) => (op === 'datasync' ? new DiskError('EIO') : undefined);
    let runs = 0;
    const effect = async () => {
      runs += 1;
      return done;
    };
    await expect(store.run('a', { resume: 'none' }, effect)).rejects.toMatchObject({ code: 'PVE_STATE' });
    expect(runs).toBe(0);
  });

  it('an effect that throws leaves an unknown outcome, and no success', async () => {
    const { store } = await openStore();
    await store.accept(command('a'));
    const entry = await store.run('a', { resume: 'none' }, () => Promise.reject(new RangeError('too far')));
    expect(entry.result).toEqual({ outcome: 'unknown', error: { code: 'RangeError', message: 'too far' } });
  });

  it('keeps its first result', async () => {
    const { store, disk } = await openStore();
    await store.accept(command('a'));
    await store.start('a', { resume: 'none' });
    await Promise.all([store.finish('a', done), store.finish('a', { outcome: 'failed' })]);
    await store.finish('a', { outcome: 'failed' });
    expect(store.get('a')?.result).toEqual(done);
    expect((await openStore(disk)).store.get('a')?.result).toEqual(done);
  });

  it('refuses steps that do not go with its phase', async () => {
    const { store } = await openStore();
    await expect(store.start('a', { resume: 'none' })).rejects.toThrow('command a: is not known');
    await store.accept(command('a'));
    await expect(store.note('a', { upid })).rejects.toThrow('is accepted: only what runs is noted');
    await expect(store.finish('a', done)).rejects.toThrow('never started, and cannot have succeeded');
    expect(await store.ack('a', sha256(''))).toBe(false);
    await store.finish('a', { outcome: 'expired' });
    await expect(store.start('a', { resume: 'none' })).rejects.toThrow('is finished, and cannot start');
    await expect(store.note('a', { upid: 'no' })).rejects.toMatchObject({ code: 'PVE_PARAMS' });
  });
});

describe('after a restart', () => {
  it('what was accepted runs, and what was started does not, but is concluded by what is known of it', async () => {
    const { disk, store } = await openStore();
    for (const id of ['waits', 'by-upid', 'by-probe', 'by-nothing']) await store.accept(command(id));
    await store.start('by-upid', { resume: 'upid' });
    await store.note('by-upid', { upid });
    await store.start('by-probe', { resume: 'probe', probe: { vmid: 101, before: 'abc' } });
    await store.start('by-nothing', { resume: 'upid' });
    expect(store.recovery()).toMatchObject({ runnable: [{ id: 'waits' }], toConclude: [] });

    const next = (await openStore(disk)).store;
    const { runnable, awaitingBytes, toConclude } = next.recovery();
    expect([runnable.map(({ id }) => id), awaitingBytes]).toEqual([['waits'], []]);
    expect(next.bytesOf('waits')?.toString()).toBe('do waits');
    expect(toConclude.map(({ entry, by }) => [entry.id, by])).toEqual([
      ['by-upid', 'upid'],
      ['by-probe', 'probe'],
      ['by-nothing', 'none'],
    ]);
    expect(toConclude[1]?.entry.probe).toEqual({ vmid: 101, before: 'abc' });
    for (const { entry } of toConclude)
      await expect(next.start(entry.id, { resume: 'none' })).rejects.toThrow(CommandPhaseError);
    await next.finish('by-nothing', { outcome: 'interrupted' });
    expect((await openStore(disk)).store.recovery().toConclude).toHaveLength(2);
  });

  it('ids are remembered until they have expired and a day has passed; results until they are acknowledged', async () => {
    let now = start;
    const { disk, store } = await openStore(undefined, { now: () => now });
    for (const id of ['acked', 'offered']) {
      await store.accept(command(id));
      const { resultDigest = '' } = await store.run(id, { resume: 'none' }, async () => done);
      if (id === 'acked') await store.ack(id, resultDigest);
    }
    await store.compact();
    now += 24 * 3_600_000;
    const next = (await openStore(disk, { now: () => now })).store;
    expect(await next.expire()).toBe(0);
    expect((await next.accept(command('acked'))).kind).toBe('known');
    expect((await next.accept(command('acked', 'else'))).kind).toBe('conflict');
    now += 2 * 3_600_000;
    expect(await next.expire()).toBe(1);
    expect(next.list().map(({ id }) => id)).toEqual(['offered']);
  });

  it('a compaction says the same in less', async () => {
    const { disk, store } = await openStore();
    for (let index = 0; index < 20; index += 1) {
      await store.accept(command(`c${index}`));
      if (index % 4 > 0) await store.start(`c${index}`, { resume: 'probe', probe: index });
      if (index % 4 > 1) await store.finish(`c${index}`, done);
      if (index % 4 > 2) await store.ack(`c${index}`, store.get(`c${index}`)?.resultDigest ?? '');
    }
    const before = (await openStore(disk)).store.list();
    const { size } = store;
    await store.compact();
    expect(store.size).toBeLessThan(size);
    expect((await openStore(disk)).store.list()).toEqual(before);
    expect(store.list()).toEqual(before);
  });

  it('the journal of a long life stays short', async () => {
    let now = start;
    const { store } = await openStore(undefined, { now: () => now, compactBytes: 20_000, capBytes: 200_000 });
    for (let index = 0; index < 500; index += 1) {
      await store.accept({ ...command(`c${index}`), issuedAt: now, expiresAt: now + 60_000 });
      const { resultDigest = '' } = await store.run(`c${index}`, { resume: 'none' }, async () => done);
      await store.ack(`c${index}`, resultDigest);
      now += 3_600_000;
      await store.expire();
    }
    expect(store.size).toBeLessThan(60_000);
    expect(store.list().length).toBeLessThan(30);
  });
});

describe('a journal that has lost records', () => {
  async function lived() {
    const { disk, store } = await openStore();
    for (let index = 0; index < 12; index += 1) {
      await store.accept(command(`c${index}`));
      if (index % 3 > 0) await store.start(`c${index}`, { resume: index % 2 === 0 ? 'none' : 'upid' });
      if (index % 3 > 1) await store.finish(`c${index}`, done);
    }
    return { bytes: disk.get(path), started: (id: string) => Number(id.slice(1)) % 3 > 0 };
  }

  it('after any flipped bit: what was started is never runnable, and nothing is made up', async () => {
    const { bytes, started } = await lived();
    const random = randomFrom(3);
    for (let round = 0; round < 2000; round += 1) {
      const bit = random(bytes.length * 8);
      const { store } = await openStore(MemoryDisk.of({ [path]: flipped(bytes, bit) }), { reserveBytes: 0 });
      const twice = store.recovery().runnable.filter(({ id }) => started(id));
      const wrong = store
        .list('finished')
        .filter(({ id, result }) => Number(id.slice(1)) % 3 !== 2 || result?.outcome !== 'succeeded');
      if (twice.length + wrong.length > 0) expect({ bit, twice, wrong }).toBeUndefined();
    }
  }, 120_000);

  it('after any stretch of lost bytes: not even a command that was forgotten altogether runs again', async () => {
    const { bytes, started } = await lived();
    const random = randomFrom(4);
    let doubtful = 0;
    for (let round = 0; round < 600; round += 1) {
      const at = random(bytes.length);
      const broken = Buffer.from(bytes);
      for (let index = at; index < Math.min(bytes.length, at + 700); index += 1) broken[index] = random(256);
      const { store, disk } = await openStore(MemoryDisk.of({ [path]: broken }), { reserveBytes: 0 });
      // The hub sends everything again.
      for (let index = 0; index < 12; index += 1) {
        const { kind } = await store.accept(command(`c${index}`));
        if (kind === 'doubtful') doubtful += 1;
      }
      for (const { recovery } of [store, (await openStore(disk, { reserveBytes: 0 })).store].map((one) => ({
        recovery: one.recovery(),
      }))) {
        const twice = recovery.runnable.filter(({ id }) => started(id));
        if (twice.length > 0) expect({ round, at, twice }).toBeUndefined();
      }
    }
    expect(doubtful).toBeGreaterThan(100);
  });

  it('is in doubt about what was issued before, once, and not about what comes later', async () => {
    const { bytes } = await lived();
    const lines = bytes.toString('latin1').split(/(?<=\n)/);
    const lost = Buffer.from(lines.filter((_, index) => index < 3 || index > 5).join(''), 'latin1');
    const { store, disk, report } = await openStore(MemoryDisk.of({ [path]: lost }), { skewMs: 1000 });
    expect(report.missing).toBe(true);
    expect((await store.accept(command('old'))).kind).toBe('doubtful');
    await expect(store.start('old', { resume: 'none' })).rejects.toThrow('may have been started before');
    await store.finish('old', { outcome: 'unknown' });
    expect((await store.accept(command('new', 'x', { issuedAt: start + 1000 }))).kind).toBe('accepted');
    // Later, and after a compaction, too.
    for (const compacted of [false, true]) {
      if (compacted) await store.compact();
      const next = await openStore(disk, { now: () => start + 9_000_000 });
      expect(next.report.missing).toBe(false);
      expect(next.store.recovery().runnable.map(({ id }) => id)).toContain('new');
      const later = command(`later-${compacted}`, 'x', { issuedAt: start + 2000 });
      expect((await next.store.accept(later)).kind).toBe('accepted');
      expect((await next.store.accept(command(`old-${compacted}`))).kind).toBe('doubtful');
    }
  });

  it('starts also where the doubt cannot be written down', async () => {
    const { bytes, started } = await lived();
    const disk = MemoryDisk.of({ [path]: flipped(bytes, bytes.length * 8 - 60) });
    disk.capacity = disk.used;
    const { store } = await openStore(disk);
    expect(store.recovery().runnable.filter(({ id }) => started(id))).toEqual([]);
    await expect(store.accept(command('old'))).rejects.toThrow(JournalFullError);
  });

  it('a record of a kind that it does not know counts as lost', async () => {
    const { Journal } = await import('~/agent/daemon/journal.js');
    const { disk, store } = await openStore();
    await store.accept(command('a'));
    await store.close();
    const { journal } = await Journal.open(path, {}, disk);
    await journal.append({ t: 'of-the-future', id: 'a' }, 'work');
    const next = await openStore(disk);
    expect(next.report).toMatchObject({ unreadable: 1, missing: true });
    expect(next.store.recovery()).toMatchObject({
      runnable: [],
      toConclude: [{ entry: { id: 'a' }, by: 'none' }],
    });
  });
});

describe('room', () => {
  it('work starts only while the reserve holds a result for each that runs', async () => {
    const { store } = await openStore(undefined, { reserveBytes: 100_000, resultBytes: 16 << 10 });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const id of ids) await store.accept(command(id));
    const started = await Promise.allSettled(ids.map((id) => store.start(id, { resume: 'none' })));
    expect(started.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(4);
    await expect(store.start('e', { resume: 'none' })).rejects.toMatchObject({ why: 'reserve' });
    await store.finish('a', done);
    await store.start('e', { resume: 'none' });
  });

  it('on a full disk, what runs keeps its result, as long as it may be', async () => {
    const { store, disk } = await openStore(undefined, { reserveBytes: 200_000, resultBytes: 16 << 10 });
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of [...ids, 'e']) await store.accept(command(id));
    const results = ids.map((id) =>
      store.run(id, { resume: 'upid' }, async ({ note }) => {
        await note({ upid });
        disk.capacity = disk.used;
        return { outcome: 'succeeded', value: 'x'.repeat(15_000) };
      }),
    );
    await Promise.all(results);
    await expect(store.start('e', { resume: 'none' })).rejects.toThrow(JournalFullError);
    await expect(store.accept(command('f'))).rejects.toThrow(JournalFullError);
    const next = (await openStore(disk)).store;
    expect(next.list('finished').map(({ result }) => String(result?.value).length)).toEqual([
      15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it('a result for which there is no room at all stays in memory, and is kept when there is some', async () => {
    const { store, disk } = await openStore(undefined, { reserveBytes: 60_000, resultBytes: 16 << 10 });
    await store.accept(command('a'));
    await store.start('a', { resume: 'none' });
    disk.capacity = disk.used;
    // Somebody else takes what is given back.
    disk.before = ({ op, path }) => {
      if (op === 'truncate' && path.endsWith('.reserve')) disk.capacity -= 100_000;
      return undefined;
    };
    await expect(store.finish('a', done)).rejects.toThrow(JournalFullError);
    expect([await store.flush(), store.page().results]).toEqual([1, []]);
    disk.capacity = Number.POSITIVE_INFINITY;
    expect(await store.flush()).toBe(0);
    expect((await openStore(disk)).store.get('a')?.result).toEqual(done);
  });

  it('what is too long, or no JSON, leaves its outcome', async () => {
    const { store } = await openStore();
    const circle: unknown[] = [];
    circle.push(circle);
    const values = { long: 'ä'.repeat(20_000), circle, big: 1n };
    for (const [id, value] of Object.entries(values)) {
      await store.accept(command(id));
      await store.start(id, { resume: 'none' });
      await store.finish(id, {
        outcome: 'failed',
        value,
        error: { code: 'X', message: '😀'.repeat(3000) },
      });
    }
    expect(store.get('long')?.result).toMatchObject({ outcome: 'failed', dropped: { why: 'long' } });
    expect(store.get('long')?.result?.error?.message).toHaveLength(1000);
    expect(store.get('circle')?.result).toMatchObject({ outcome: 'failed', dropped: { why: 'not-json' } });
    expect(store.get('big')?.result).toMatchObject({ outcome: 'failed', dropped: { why: 'not-json' } });
  });

  it('a journal at its cap is compacted before work is refused', async () => {
    let now = start;
    const { store } = await openStore(undefined, { capBytes: 30_000, now: () => now });
    const live = async (id: string) => {
      await store.accept(command(id, 'x'.repeat(500)));
      const { resultDigest = '' } = await store.run(id, { resume: 'none' }, async () => done);
      await store.ack(id, resultDigest);
    };
    let count = 0;
    // Without a compaction, there is room for 18.
    const full = (async () => {
      for (; count < 200; count += 1) await live(`c${count}`);
    })();
    await expect(full).rejects.toMatchObject({ why: 'cap' });
    expect(count).toBeGreaterThan(35);
    now += 26 * 3_600_000;
    expect(await store.expire()).toBe(count);
    await live('later');
  });
});

describe('results are offered', () => {
  it('at most so many at once and so many bytes, the oldest first, and every one', async () => {
    const { store } = await openStore(undefined, { resultBytes: 8 << 10, reserveBytes: 40_000 });
    for (let index = 0; index < 60; index += 1) {
      await store.accept(command(`c${index}`));
      await store.run(`c${index}`, { resume: 'none' }, async () => ({
        outcome: 'succeeded',
        value: 'x'.repeat(index * 100),
      }));
    }
    expect(store.page().results).toHaveLength(60);
    expect(store.page({ count: 7 }).results.map(({ id }) => id)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((n) => `c${n}`),
    );
    const seen: string[] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const { results, next } = store.page({ after, bytes: 20_000 });
      expect(Buffer.byteLength(JSON.stringify(results))).toBeLessThanOrEqual(20_000);
      seen.push(...results.map(({ id }) => id));
      after = next;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `c${index}`));
    // One alone goes, whatever its length.
    expect(store.page({ after: 0, bytes: 1 }).results).toHaveLength(1);
  });
});

describe('secrets', () => {
  const secret = `s3cret-${randomUUID()}`;
  const mask = (text: string) =>
    text.replaceAll(secret, '***').replaceAll(Buffer.from(secret).toString('base64'), '***');

  it('never reach the disk: not by bytes, probes, results or errors', async () => {
    const { store, disk } = await openStore(undefined, { mask });
    const escaped = JSON.stringify({ password: secret }).replace('s3', '\\u0073\\u0033');
    expect(escaped).not.toContain(secret);
    const bytes = { plain: `{"password":"${secret}"}`, escaped, none: '{}' };
    for (const [id, text] of Object.entries(bytes)) {
      await store.accept(command(id, text));
      expect(store.bytesOf(id)?.toString()).toBe(text);
    }
    await store.start('plain', { resume: 'probe', probe: { [secret]: [secret] } });
    await store.note('plain', { probe: secret });
    const based = Buffer.from(secret).toString('base64');
    await store.finish('plain', {
      outcome: 'failed',
      value: { [secret]: [{ deep: `a ${secret} b ${based}` }] },
      error: { code: secret, message: secret },
    });
    await store.accept(command('thrown'));
    await store.run('thrown', { resume: 'none' }, () => Promise.reject(new Error(`no ${secret}`)));
    await store.compact();
    const all = [...disk.steps.map(({ bytes }) => Buffer.from(bytes ?? [])), disk.get(path)];
    for (const each of all) {
      expect(each.includes(secret)).toBe(false);
      expect(each.includes(based)).toBe(false);
      const decoded = [...each.toString('latin1').matchAll(/"bytes":"([^"]*)"/g)].map(([, text = '']) =>
        Buffer.from(text, 'base64').toString(),
      );
      expect(decoded.some((text) => text.includes('password'))).toBe(false);
    }
    expect(store.get('plain')?.result).toMatchObject({ outcome: 'failed', error: { message: '***' } });
  });

  it('a command that holds one waits for its bytes after a restart, and takes the same ones only', async () => {
    const { store, disk } = await openStore(undefined, { mask });
    await store.accept(command('a', `{"password":"${secret}"}`));
    expect(store.recovery().runnable).toHaveLength(1);
    const next = (await openStore(disk, { mask })).store;
    expect(next.recovery()).toMatchObject({ runnable: [], awaitingBytes: [{ id: 'a' }] });
    expect((await next.accept(command('a', '{}'))).kind).toBe('conflict');
    expect(next.recovery().awaitingBytes).toHaveLength(1);
    expect((await next.accept(command('a', `{"password":"${secret}"}`))).kind).toBe('known');
    expect(next.recovery().runnable).toHaveLength(1);
  });

  it('a mask that fails lets nothing through', async () => {
    let fails = false;
    const { store, disk } = await openStore(undefined, {
      mask: (text) => {
        if (fails) throw new Error('mask');
        return text;
      },
    });
    await store.accept(command('a'));
    await store.start('a', { resume: 'none' });
    fails = true;
    await store.finish('a', { outcome: 'succeeded', value: secret });
    await expect(store.accept(command('b', secret))).rejects.toThrow('mask');
    expect(disk.get(path).includes(secret)).toBe(false);
    expect(store.get('a')?.result).toEqual({
      outcome: 'succeeded',
      dropped: { bytes: 0, why: 'not-masked' },
    });
  });
});

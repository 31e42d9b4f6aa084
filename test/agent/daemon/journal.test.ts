import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JournalFullError, StateError } from '~/agent/daemon/errors.js';
import { Journal, type JournalItem } from '~/agent/daemon/journal.js';
import { headerLine, recordLine } from '~/agent/daemon/journal-lines.js';
import { seal } from '~/agent/daemon/sealed-line.js';
import { flipped, randomFrom } from './damage.js';
import { DiskError, MemoryDisk } from './memory-disk.js';

const path = '/state/commands.jsonl';
const limits = { reserveBytes: 0 };

function open(disk: MemoryDisk, more: Parameters<typeof Journal.open>[1] = limits) {
  return Journal.open(path, more, disk);
}

function recordsOf(items: readonly JournalItem[]) {
  return items.flatMap((item) => ('record' in item ? [item.record] : []));
}

function gapsOf(items: readonly JournalItem[]) {
  return items.flatMap((item) => ('gap' in item ? [item.gap] : []));
}

const count = 14;

/** Records of different lengths; some hold what looks like records themselves. */
const samples = Array.from({ length: count }, (_, index) => ({
  index,
  text: `ä\n"}${'x'.repeat((index * 7) % 40)}`,
  nested: [{ n: index, d: {}, c: '0123456789abcdef0123456789abcdef' }],
}));

function isSample(n: number, data: unknown): boolean {
  return JSON.stringify(data) === JSON.stringify(samples[n - 1]);
}

async function written(): Promise<Buffer> {
  const disk = new MemoryDisk();
  const { journal } = await open(disk);
  for (const sample of samples) await journal.append(sample, 'work');
  await journal.close();
  return disk.get(path);
}

/** Opens what a disk holds, and checks that a record is what it was, and that the journal can be written to. */
async function reopened(bytes: Buffer) {
  const disk = MemoryDisk.of({ [path]: bytes });
  const { journal, items, report } = await open(disk);
  const records = recordsOf(items);
  expect(records.filter(({ n, data }) => !isSample(n, data))).toEqual([]);
  await journal.append('one more', 'work');
  await journal.close();
  const again = await open(disk);
  await again.journal.close();
  const after = recordsOf(again.items);
  expect(JSON.stringify(after.slice(0, -1))).toBe(JSON.stringify(records));
  expect(after.at(-1)?.data).toBe('one more');
  expect(gapsOf(again.items).slice(0, gapsOf(items).length)).toMatchObject(
    gapsOf(items).map(({ after }) => ({ after })),
  );
  return { disk, records, gaps: gapsOf(items), report };
}

describe('a journal', () => {
  it('gives back what was appended, numbered, in its order', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    const numbers: number[] = [];
    await Promise.all(samples.map((sample) => journal.append(sample, 'work', (n) => numbers.push(n))));
    await journal.close();
    const { items, report } = await open(disk);
    expect(recordsOf(items)).toEqual(samples.map((data, index) => ({ n: index + 1, data })));
    expect(numbers).toEqual(samples.map((_, index) => index + 1));
    expect(report).toEqual({ torn: undefined, damaged: [], damagedKeptIn: undefined });
  });

  it('writes those that are appended together at once, and those that come meanwhile next', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    const done: string[] = [];
    const first = Promise.all([1, 2, 3].map((n) => journal.append(n, 'work').then(() => done.push(`${n}`))));
    disk.before = ({ op }) => {
      if (op === 'datasync') done.push('sync');
      return undefined;
    };
    await first;
    await journal.append(4, 'work').then(() => done.push('4'));
    expect(done).toEqual(['sync', '1', '2', '3', 'sync', '4']);
    expect(disk.steps.filter(({ op }) => op === 'write')).toHaveLength(2);
  });

  it('resolves when the record is on the disk, and not before', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    const sure = (n: number) => {
      // The worst power cut: nothing is left that was not synced.
      expect(
        disk
          .crash(() => 0)
          .get(path)
          .includes(`"n":${n},`),
      ).toBe(true);
    };
    for (let n = 1; n <= 5; n += 1) {
      await journal.append({}, 'work', sure);
      sure(n);
    }
  });

  it('makes a folder and files that are closed to others, and closes those that are open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'felhom-journal-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const state = join(folder, 'a', 'state');
    const file = join(state, 'commands.jsonl');
    const mode = async (of: string) => ((await stat(of)).mode & 0o777).toString(8);
    await (await Journal.open(file, { reserveBytes: 4096 })).journal.close();
    expect([await mode(state), await mode(file), await mode(`${file}.reserve`)]).toEqual([
      '700',
      '600',
      '600',
    ]);
    const loose = join(folder, 'loose');
    await mkdir(loose, { mode: 0o755 });
    await writeFile(join(loose, 'commands.jsonl'), '', { mode: 0o644 });
    await (await Journal.open(join(loose, 'commands.jsonl'), limits)).journal.close();
    expect([await mode(loose), await mode(join(loose, 'commands.jsonl'))]).toEqual(['700', '600']);
  });

  it('names the version in its first line, and refuses one of another release', async () => {
    const bytes = await written();
    expect(JSON.parse(bytes.toString().split('\n')[0] ?? '')).toMatchObject({
      felhom: 'journal',
      version: 1,
    });
    const foreign = seal('{"felhom":"journal","version":2,"base":0}', 'c', 32).line;
    const disk = MemoryDisk.of({ [path]: foreign });
    await expect(open(disk)).rejects.toThrow(StateError);
    expect(disk.get(path)).toEqual(foreign);
  });

  it('refuses a record that is too long, and a folder that is none', async () => {
    const { journal } = await open(new MemoryDisk(), { ...limits, recordBytes: 100 });
    await expect(journal.append('x'.repeat(100), 'work')).rejects.toMatchObject({ code: 'PVE_PARAMS' });
    await expect(Journal.open('/dev/null/x/commands.jsonl')).rejects.toMatchObject({ code: 'PVE_STATE' });
  });
});

describe('what is left of a journal', () => {
  it('cut off at every byte: all whole records, nothing else, and no loss is reported', async () => {
    const bytes = await written();
    const ends = [...bytes.toString('latin1').matchAll(/\}(?=\n)/g)].map(({ index }) => index + 1);
    for (let length = 0; length <= bytes.length; length += 1) {
      const { records, gaps, report, disk } = await reopened(bytes.subarray(0, length));
      expect(records).toHaveLength(Math.max(0, ends.filter((end) => end <= length).length - 1));
      expect([gaps, report.damaged]).toEqual([[], []]);
      if (report.torn?.keptIn !== undefined) {
        const torn = disk.get(report.torn.keptIn);
        expect(bytes.subarray(length - torn.length, length).equals(torn)).toBe(true);
      } else expect(report.torn).toBeUndefined();
    }
  }, 60_000);

  it('with zeros at its end, wherever they begin', async () => {
    const bytes = await written();
    for (let length = 0; length <= bytes.length; length += 13) {
      const whole = await reopened(bytes.subarray(0, length));
      for (const zeros of [1, 511, 4096]) {
        const { records, gaps, report } = await reopened(
          Buffer.concat([bytes.subarray(0, length), Buffer.alloc(zeros)]),
        );
        expect([records, gaps, report.damaged]).toEqual([whole.records, [], []]);
        expect(report.torn?.bytes).toBeGreaterThanOrEqual(zeros);
      }
    }
  });

  it('after 20,000 flipped bits, one at a time: at most one record is lost, and that is reported', async () => {
    const bytes = await written();
    const random = randomFrom(7);
    let lost = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const bit = round < bytes.length * 8 && bytes.length * 8 < 20_000 ? round : random(bytes.length * 8);
      const disk = MemoryDisk.of({ [path]: flipped(bytes, bit) });
      const { items, report, journal } = await open(disk);
      const records = recordsOf(items);
      const bad = records.filter(({ n, data }) => !isSample(n, data));
      const missing = samples.length - records.length;
      if (bad.length > 0 || missing > 1) expect({ bit, bad, missing }).toBeUndefined();
      if (missing === 1 && (report.damaged.length === 0 || gapsOf(items).length !== 1))
        expect({ bit, report }).toBeUndefined();
      if (report.damaged.length > 0 && !disk.get(report.damagedKeptIn ?? '').length)
        expect(bit).toBeUndefined();
      lost += missing;
      await journal.close();
    }
    expect(lost).toBeGreaterThan(15_000);
  }, 120_000);

  it('with several flips, cuts and zeros at once', async () => {
    const bytes = await written();
    const flips = fc.array(fc.nat(bytes.length * 8 - 1), { maxLength: 12 });
    const blocks = fc.array(fc.record({ at: fc.nat(bytes.length), length: fc.nat(300) }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(flips, blocks, fc.nat(bytes.length), async (bits, zeroed, length) => {
        const broken = bits.reduce(flipped, bytes);
        for (const { at, length } of zeroed) broken.fill(0, at, Math.min(at + length, bytes.length));
        await reopened(broken.subarray(0, length));
      }),
      { numRuns: 300 },
    );
  });

  it('whatever the bytes are, it opens', async () => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((text) => Buffer.from(`${text}\n`)),
      fc.constantFrom(
        headerLine(0),
        headerLine(500),
        recordLine(1, '{}'),
        recordLine(7, '{}'),
        Buffer.from('\n'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (parts) => {
        const disk = MemoryDisk.of({ [path]: Buffer.concat(parts) });
        const { journal, items } = await open(disk);
        const numbers = recordsOf(items).map(({ n }) => n);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        await journal.append('more', 'work');
        const again = await open(disk);
        expect(recordsOf(again.items).at(-1)?.data).toBe('more');
      }),
      { numRuns: 500 },
    );
  });

  it('with lines that are repeated, taken out or swapped: each is noticed', async () => {
    const lines = (await written()).toString('latin1').split(/(?<=\n)/);
    const without = (skip: number) => lines.filter((_, index) => index !== skip);
    const read = (parts: string[]) => reopened(Buffer.from(parts.join(''), 'latin1'));

    const twice = await read([...lines.slice(0, 9), lines[8] ?? '', ...lines.slice(9)]);
    expect(twice.report.damaged).toMatchObject([{ why: 'repeated' }]);
    expect([twice.records.length, twice.gaps]).toEqual([count, []]);

    const out = await read(without(8));
    expect([out.records.length, out.gaps]).toEqual([count - 1, [{ after: 7, before: 9 }]]);

    const swapped = await read([...without(8).slice(0, 9), lines[8] ?? '', ...without(8).slice(9)]);
    expect(swapped.report.damaged).toMatchObject([{ why: 'repeated' }]);
    expect([swapped.records.length, swapped.gaps]).toEqual([count - 1, [{ after: 7, before: 9 }]]);

    const headless = await read(without(0));
    expect([headless.records.length, headless.gaps]).toEqual([count, []]);

    const misplaced = await read([...lines, lines[0] ?? '']);
    expect(misplaced.report.damaged).toMatchObject([{ why: 'misplaced' }]);
    expect([misplaced.records.length, misplaced.gaps]).toEqual([count, []]);
  });

  it('a record that was broken at the end stays missing, also when others follow', async () => {
    const bytes = await written();
    const { gaps, disk } = await reopened(flipped(bytes, (bytes.length - 20) * 8));
    expect(gaps).toEqual([{ after: count - 1, before: undefined }]);
    expect(gapsOf((await open(disk)).items)).toEqual([{ after: count - 1, before: count + 1 }]);
  });

  it('keeps what is set aside, once, and beside the journal', async () => {
    const bytes = await written();
    const disk = MemoryDisk.of({
      [path]: flipped(bytes.subarray(0, bytes.length - 5), 4000),
      [`${path}.new`]: Buffer.from('half'),
    });
    const { report } = await open(disk);
    await open(disk);
    const beside = disk.paths().filter((name) => /torn-|damaged-/.test(name));
    expect(beside.sort()).toEqual([report.damagedKeptIn, report.torn?.keptIn].sort());
    expect(disk.get(report.torn?.keptIn ?? '').toString()).toMatch(/^\{"n":14,/);
    expect(disk.paths()).not.toContain(`${path}.new`);
  });

  it('what can be set aside nowhere stays where it is, and is told from what follows', async () => {
    const bytes = await written();
    const disk = MemoryDisk.of({ [path]: bytes.subarray(0, bytes.length - 5) });
    disk.before = ({ path }) => (path.includes('torn') ? new DiskError('ENOSPC') : undefined);
    const { journal, report } = await open(disk);
    expect(report.torn?.keptIn).toBeUndefined();
    await journal.append('more', 'work');
    const { items, report: later } = await open(disk);
    expect(recordsOf(items).map(({ n }) => n)).toEqual(samples.map((_, index) => index + 1));
    expect([gapsOf(items), later.damaged.length]).toEqual([[], 1]);
  });
});

describe('compaction', () => {
  it('puts the records of the state in the place of all before, and goes on counting', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    for (const sample of samples) await journal.append(sample, 'work');
    const size = journal.size;
    const appended = journal.append('before', 'work');
    const compacted = journal.compact(() => ['the state']);
    const later = journal.append('after', 'work');
    await Promise.all([appended, compacted, later]);
    expect(journal.size).toBeLessThan(size);
    const { items } = await open(disk);
    expect(recordsOf(items)).toEqual([
      { n: count + 2, data: 'the state' },
      { n: count + 3, data: 'after' },
    ]);
    expect(gapsOf(items)).toEqual([]);
  });

  it('a crash at any of its steps leaves the old records or the new ones', async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 600; seed += 1) {
      const random = randomFrom(seed);
      const disk = new MemoryDisk();
      const { journal } = await open(disk);
      await journal.append('old 1', 'work');
      await journal.append('old 2', 'work');
      let left: MemoryDisk | undefined;
      const stop = disk.steps.length + (seed % 9);
      disk.before = (_, index) => {
        if (index === stop) left ??= disk.crash(random);
        return left === undefined ? undefined : new DiskError('EIO');
      };
      const done: string[] = [];
      await journal
        .compact(() => ['new'])
        .then(
          () => done.push('compacted'),
          () => {},
        );
      await journal.append('more', 'work').then(
        () => done.push('appended'),
        () => {},
      );
      const { items } = await open(left ?? disk.crash(random));
      const texts = recordsOf(items).map(({ data }) => data);
      const state = texts[0] === 'new' ? 'new' : 'old';
      const more = texts.filter((text) => text === 'more');
      expect(texts).toEqual([...(state === 'new' ? ['new'] : ['old 1', 'old 2']), ...more]);
      if (done.includes('compacted')) expect(state).toBe('new');
      if (done.includes('appended')) expect(more).toHaveLength(1);
      // At the end, a broken line may have been a record.
      expect(gapsOf(items).filter(({ before }) => before !== undefined)).toEqual([]);
      seen.add(`${seed % 9} ${state}`);
    }
    // Before its rename there is the old one, after the folder was synced the new one, and in between either.
    expect([...seen].filter((one) => one.endsWith('new')).length).toBeGreaterThan(2);
    expect([...seen].filter((one) => one.endsWith('old')).length).toBeGreaterThan(3);
  });

  it('without room changes nothing; with nothing under way it may use the reserve', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, { reserveBytes: 20_000 });
    for (const sample of samples) await journal.append(sample, 'work');
    disk.capacity = disk.used;
    const before = disk.get(path);
    await expect(journal.compact(() => ['x'.repeat(100)])).rejects.toThrow(JournalFullError);
    expect(disk.get(path)).toEqual(before);
    expect(disk.paths()).not.toContain(`${path}.new`);
    await journal.compact(() => ['x'.repeat(100)], true);
    expect(recordsOf((await open(disk, { reserveBytes: 20_000 })).items)).toHaveLength(1);
    expect(disk.get(`${path}.reserve`)).toHaveLength(20_000);
  });

  it('does not throw away broken bytes that are kept nowhere else', async () => {
    const bytes = flipped(await written(), 3000);
    const disk = MemoryDisk.of({ [path]: bytes });
    disk.before = ({ path }) => (path.includes('damaged') ? new DiskError('ENOSPC') : undefined);
    const { journal } = await open(disk);
    await expect(journal.compact(() => [])).rejects.toThrow(JournalFullError);
    expect(disk.get(path)).toEqual(bytes);
    disk.before = () => undefined;
    await journal.compact(() => []);
    expect(disk.paths().some((name) => name.includes('damaged'))).toBe(true);
  });
});

describe('a power cut at any moment', () => {
  it('leaves all that was resolved, in its order, and nothing that was never appended', async () => {
    const worths = fc.constantFrom('work' as const, 'plain' as const, 'result' as const);
    const steps = fc.array(
      fc.record({ text: fc.string({ maxLength: 300 }), worth: worths, wait: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(60), fc.nat(), fc.boolean(), async (list, stop, seed, full) => {
        const random = randomFrom(seed);
        let disk = new MemoryDisk();
        const sure: string[] = [];
        const asked: string[] = [];
        // Two lives: what the first one left is what the second one begins with.
        for (const life of ['a', 'b']) {
          let left: MemoryDisk | undefined;
          const running = disk;
          if (full) running.capacity = 9000;
          running.before = (_, index) => {
            if (index === stop) left ??= running.crash(random);
            return left === undefined ? undefined : new DiskError('EIO');
          };
          try {
            const { journal } = await open(running, { reserveBytes: 4096 });
            for (const [index, { text, worth, wait }] of list.entries()) {
              const data = `${life}${index} ${text}`;
              asked.push(data);
              const appended = journal.append(data, worth).then(
                () => left === undefined && sure.push(data),
                (error: Error) => {
                  if (error instanceof JournalFullError) asked.splice(asked.indexOf(data), 1);
                },
              );
              if (wait) await appended;
            }
            await journal.close();
          } catch (error) {
            expect(error).toBeInstanceOf(StateError);
          }
          disk = left ?? running.crash(random);
          const { items, journal } = await open(disk, { reserveBytes: 0 });
          await journal.close();
          const found = recordsOf(items).map(({ data }) => data);
          expect(asked).toEqual(expect.arrayContaining(found));
          expect(found.filter((data) => sure.includes(String(data)))).toEqual(sure);
          expect(new Set(found).size).toBe(found.length);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a disk without room', () => {
  it('takes no new work, and every result from the reserve', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, { reserveBytes: 40_960 });
    await journal.append('work', 'work');
    disk.capacity = disk.used + 50;
    await expect(journal.append('w'.repeat(200), 'work')).rejects.toMatchObject({ why: 'disk' });
    await expect(journal.append('p'.repeat(200), 'plain')).rejects.toMatchObject({ why: 'disk' });
    const results = await Promise.allSettled([
      journal.append('w'.repeat(300), 'work'),
      ...Array.from({ length: 10 }, (_, index) => journal.append(`${index}`.repeat(300), 'result')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', ...Array(10).fill('fulfilled')]);
    // The reserve is not whole: that something small would go does not make it wise.
    await expect(journal.append('w', 'work')).rejects.toBeInstanceOf(JournalFullError);
    const { items } = await open(disk, { reserveBytes: 0 });
    expect(recordsOf(items).map(({ data }) => String(data)[0])).toEqual(['w', ...'0123456789']);
    disk.capacity += 100_000;
    await journal.append('there is room again', 'work');
    expect(disk.get(`${path}.reserve`)).toHaveLength(40_960);
  });

  it('gives up a result only when the reserve is gone, and says so', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, { reserveBytes: 16_384 });
    disk.capacity = disk.used;
    await journal.append('r'.repeat(10_000), 'result');
    await expect(journal.append('r'.repeat(30_000), 'result')).rejects.toMatchObject({
      code: 'PVE_STATE_FULL',
    });
    await journal.append('r', 'result');
    expect(recordsOf((await open(disk, { reserveBytes: 0 })).items)).toHaveLength(2);
  });

  it('opens a journal that is not there yet, and takes work once there is room', async () => {
    const disk = new MemoryDisk();
    disk.capacity = 0;
    const { journal } = await open(disk, { reserveBytes: 4096 });
    await expect(journal.append('work', 'work')).rejects.toThrow(JournalFullError);
    disk.capacity = 100_000;
    await journal.append('work', 'work');
    const { items } = await open(disk);
    expect(recordsOf(items)).toHaveLength(1);
    expect(disk.get(path).toString()).toMatch(/^\{"felhom":"journal"/);
  });

  it('a write that finds no room only when it is synced is tried again as well', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, { reserveBytes: 16_384 });
    let failures = 1;
    disk.before = ({ op, path: at }) =>
      op === 'datasync' && at === path && failures-- > 0 ? new DiskError('EDQUOT') : undefined;
    await journal.append('result', 'result');
    expect(recordsOf((await open(disk)).items).map(({ data }) => data)).toEqual(['result']);
  });

  it('what was refused does not come back after a power cut, though it was on the disk for a moment', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    await journal.append('kept', 'work');
    let failures = 1;
    disk.before = ({ op, path: at }) => {
      if (op !== 'datasync' || at !== path || failures-- <= 0) return undefined;
      disk.writeBack(path);
      return new DiskError('ENOSPC');
    };
    await expect(journal.append('refused', 'work')).rejects.toThrow(JournalFullError);
    const { items } = await open(disk.crash(() => 0));
    expect(recordsOf(items).map(({ data }) => data)).toEqual(['kept']);
  });

  it('new work ends at the cap, and results pass it', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk, { capBytes: 2000, reserveBytes: 0 });
    const taken = await Promise.allSettled(
      Array.from({ length: 40 }, () => journal.append('x'.repeat(60), 'work')),
    );
    expect(taken.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(18);
    expect(journal.size).toBeLessThan(2000);
    await expect(journal.append('x'.repeat(1500), 'work')).rejects.toMatchObject({ why: 'cap' });
    for (let count = 0; count < 30; count += 1) await journal.append('x'.repeat(60), 'result');
    expect(journal.size).toBeGreaterThan(2000);
    expect(recordsOf((await open(disk)).items).length).toBe(
      30 + taken.filter(({ status }) => status === 'fulfilled').length,
    );
  });
});

describe('a disk that fails', () => {
  it.each(['write', 'datasync'] as const)(
    'at %s: nothing is taken any more, and nothing resolves',
    async (op) => {
      const disk = new MemoryDisk();
      const { journal } = await open(disk);
      await journal.append('before', 'work');
      let failures = 1;
      disk.before = (step) => (step.op === op && failures-- > 0 ? new DiskError('EIO') : undefined);
      const all = await Promise.allSettled([journal.append('1', 'work'), journal.append('2', 'result')]);
      expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      // The disk works again, but nobody knows what it has of the file.
      await expect(journal.append('3', 'result')).rejects.toThrow(StateError);
      await expect(journal.compact(() => [])).rejects.toThrow(StateError);
      expect(recordsOf((await open(disk)).items)[0]).toEqual({ n: 1, data: 'before' });
    },
  );

  it('a folder that cannot be synced after a compaction: the same', async () => {
    const disk = new MemoryDisk();
    const { journal } = await open(disk);
    disk.before = ({ op }) => (op === 'syncFolder' ? new DiskError('EIO') : undefined);
    await expect(journal.compact(() => ['new'])).rejects.toThrow(StateError);
    await expect(journal.append('3', 'result')).rejects.toThrow(StateError);
  });
});

it('reads a file of several megabytes from a real disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'felhom-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'commands.jsonl');
  const { journal } = await Journal.open(file, limits);
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => journal.append({ index, text: 'y'.repeat(100_000) }, 'work')),
  );
  await journal.close();
  const { items, journal: again } = await Journal.open(file, limits);
  await again.close();
  expect(recordsOf(items).map(({ data }) => (data as { index: number }).index)).toEqual([
    ...Array(40).keys(),
  ]);
  expect((await readFile(file)).length).toBeGreaterThan(4_000_000);
});

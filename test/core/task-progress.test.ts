import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgressReader, parseProgressLine } from '~/core/task-progress.js';
import { allRecordings } from '../conform/harness.js';

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const GiB = 2 ** 30;

function read(...lines: string[]) {
  const reader = new ProgressReader();
  for (const line of lines) reader.add(line);
  return reader.now;
}

/** A number of bytes as PVE writes it: to one digit, or two. */
function written(bytes: number, digits: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes > 1023 ? Math.floor(Math.log(bytes) / Math.log(1024)) : 0;
  return `${(bytes / 1024 ** power).toFixed(digits)} ${units[power]}`;
}

/** By how much what was written may be off. */
const rounding = (bytes: number, digits: number) =>
  (0.5 / 10 ** digits) * 1024 ** (bytes > 1023 ? Math.floor(Math.log(bytes) / Math.log(1024)) : 0) + 1;

describe('a line of progress', () => {
  it.each<[string, string, number | undefined, number | undefined, number | undefined]>([
    [
      'a backup of a machine',
      'INFO:  42% (1.5 GiB of 3.5 GiB) in 12s, read: 1 B/s, write: 0 B/s',
      42,
      1.5 * GiB,
      3.5 * GiB,
    ],
    ['its first', 'INFO:   0% (0.0 B of 512.0 MiB) in 0s, read: 0 B/s', 0, 0, 512 * MiB],
    ['a copy of a disk', 'transferred 1.0 GiB of 2.0 GiB (50.00%)', 50, GiB, 2 * GiB],
    [
      'a mirror of a disk',
      'drive-scsi0: transferred 512.0 KiB of 1.0 GiB (0.05%) in 1m 2s',
      0.05,
      512 * KiB,
      GiB,
    ],
    [
      'a migration of memory',
      'migration active, transferred 1.2 GiB of 4.0 GiB VM-state, 1.1 GiB/s',
      undefined,
      Math.round(1.2 * GiB),
      4 * GiB,
    ],
    ['a restore of a machine', 'progress 7% (read 75169792 bytes, duration 3 sec)', 7, 75_169_792, undefined],
    [
      'a restore from a backup server',
      'progress 1% (read 46137344 bytes, zeroes = 0% (0 bytes), duration 0 sec)',
      1,
      46_137_344,
      undefined,
    ],
    ['a download', '  32768K ........ ........ ........ ........ 44%  101M 9s', 44, 64 * MiB, undefined],
    [
      'the end of a download',
      ' 131072K ........ .......                         100%  101M=1.4s',
      100,
      143 * MiB,
      undefined,
    ],
    [
      'a download of unknown size',
      '      0K ........ ........ ........ ........  101M',
      undefined,
      32 * MiB,
      undefined,
    ],
    [
      'the size of a download',
      'Length: 150753280 (144M) [application/octet-stream]',
      undefined,
      undefined,
      150_753_280,
    ],
    ['an unknown size', 'Length: unspecified [text/html]', undefined, undefined, undefined],
    [
      'the end of a backup of a container',
      'INFO: Total bytes written: 2508800 (2.4MiB, 483MiB/s)',
      undefined,
      2_508_800,
      undefined,
    ],
    [
      'the end of a restore of a container',
      'Total bytes read: 150753280 (144MiB, 577MiB/s)',
      undefined,
      150_753_280,
      undefined,
    ],
    ['dd', '1073741824 bytes (1.1 GB, 1.0 GiB) copied, 2.01 s, 534 MB/s', undefined, GiB, undefined],
    ['rsync', 'Total transferred file size: 2,025,296 bytes', undefined, 2_025_296, undefined],
    [
      'zfs',
      '12:13:44   1.25G   rpool/data/subvol-100-disk-0@__migration__',
      undefined,
      1.25 * GiB,
      undefined,
    ],
    ['the size of zfs', 'total estimated size is 2.5G', undefined, undefined, 2.5 * GiB],
    [
      'a line that overwrites itself',
      'transferred 1.0 GiB of 4.0 GiB (25.00%)\rtransferred 2.0 GiB of 4.0 GiB (50.00%)\r',
      50,
      2 * GiB,
      4 * GiB,
    ],
  ])('of %s is read', (_what, line, percent, bytes, totalBytes) => {
    expect(parseProgressLine(line)).toEqual({ percent, bytes, totalBytes });
  });

  it.each([
    'INFO: backup is sparse: 1.2 GiB (40%) total zero data',
    'INFO: backup was done incrementally, reused 1.2 GiB (40%)',
    '/mnt/disk.raw: 313/69696 files (0.3% non-contiguous), 13850/278528 blocks',
    '13926 blocks (5.00%) reserved for the super user',
    'migration active, transferred 1.0 GiB VM-state, cache-miss 3.20%',
    "Formatting '/x.raw', fmt=raw size=1073741824 preallocation=off",
    'Total file size: 2,028,560 bytes',
    '',
    'TASK OK',
  ])('is not %j', (line) => {
    expect(parseProgressLine(line)).toEqual({ percent: undefined, bytes: undefined, totalBytes: undefined });
  });

  it('is what PVE writes, for any size', () => {
    const size = fc.double({ min: 0, max: 2 ** 49, noNaN: true }).map(Math.floor);
    fc.assert(
      fc.property(size, fc.double({ min: 0, max: 1, noNaN: true }), (total, part) => {
        const done = Math.floor(total * part);
        const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
        const backup = `INFO: ${String(percent).padStart(3)}% (${written(done, 1)} of ${written(total, 1)}) in 3s`;
        const copy = `transferred ${written(done, 1)} of ${written(total, 1)} (${percent.toFixed(2)}%)`;
        for (const line of [backup, copy]) {
          const found = parseProgressLine(line);
          expect(found.percent).toBe(percent);
          expect(Math.abs((found.bytes ?? Number.NaN) - done)).toBeLessThanOrEqual(rounding(done, 1));
          expect(Math.abs((found.totalBytes ?? Number.NaN) - total)).toBeLessThanOrEqual(rounding(total, 1));
        }
        expect(parseProgressLine(`progress ${percent}% (read ${done} bytes, duration 3 sec)`)).toEqual({
          percent,
          bytes: done,
          totalBytes: undefined,
        });
      }),
    );
  });

  it('of anything at all is a number within bounds, or none', () => {
    const word = fc.constantFrom(
      ...[
        'transferred',
        ' ',
        '1.0',
        'GiB',
        'of',
        '%',
        '(',
        ')',
        '99',
        '101',
        'bytes',
        'copied,',
        '\r',
        '0K',
        '.....',
        'Length:',
        'read',
      ],
    );
    const line = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join('')),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { percent, bytes, totalBytes } = read(...lines);
        if (percent !== undefined) expect(percent >= 0 && percent <= 100).toBe(true);
        for (const count of [bytes, totalBytes])
          if (count !== undefined) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        if (bytes !== undefined && totalBytes !== undefined) {
          // A line that tells both is taken at its word.
          const last = lines.findLast((one) => parseProgressLine(one).bytes !== undefined) ?? '';
          if (parseProgressLine(last).totalBytes === undefined) expect(bytes).toBeLessThanOrEqual(totalBytes);
        }
      }),
    );
  });

  it('takes no time to find missing, however long it is', () => {
    const times = [2_000, 200_000].map((length) => {
      const hostile = [
        ' '.repeat(length),
        '1'.repeat(length),
        '. '.repeat(length),
        `0K ${'. '.repeat(length)}x`,
      ];
      const start = performance.now();
      for (const line of hostile) parseProgressLine(line);
      return performance.now() - start;
    });
    // A hundred times as long may take a hundred times as long; what grows with the square would take ten thousand.
    expect((times[1] ?? 0) / Math.max(1, times[0] ?? 0)).toBeLessThan(1_500);
  });
});

describe('the progress of a whole log', () => {
  it('of a download has bytes, size and percent', () => {
    const head = [
      '--2026--  https://x/y.iso',
      'Length: 150753280 (144M) [application/octet-stream]',
      "Saving to: '/x'",
    ];
    const rows = [
      '     0K ........ ........ ........ ........ 22% 98.1M 1s',
      ' 32768K ........ ........ ........ ........ 44%  101M 1s',
    ];
    expect(read(...head)).toEqual({ percent: undefined, bytes: undefined, totalBytes: 150_753_280 });
    expect(read(...head, ...rows)).toEqual({ percent: 44, bytes: 64 * MiB, totalBytes: 150_753_280 });
    // Its last dot stands for less than 1 MiB.
    const end = '131072K ........ ........                             100%  101M=1.4s';
    expect(read(...head, ...rows, end)).toEqual({
      percent: 100,
      bytes: 150_753_280,
      totalBytes: 150_753_280,
    });
  });

  it('of a migration has a percent that follows from the bytes', () => {
    const line = 'migration active, transferred 1.0 GiB of 4.0 GiB VM-state, 1.1 GiB/s';
    expect(read(line)).toEqual({ percent: 25, bytes: GiB, totalBytes: 4 * GiB });
    const sent = ['total estimated size is 2.0G', '12:13:44   512M   rpool/data/vm-100-disk-0@__migration__'];
    expect(read(...sent)).toEqual({ percent: 25, bytes: 512 * MiB, totalBytes: 2 * GiB });
  });

  it('begins anew with the next disk, and keeps its last percent where a line tells none', () => {
    const disks = ['transferred 2.0 GiB of 2.0 GiB (100.00%)', 'transferred 0.0 B of 8.0 GiB (0.00%)'];
    expect(read(...disks)).toEqual({ percent: 0, bytes: 0, totalBytes: 8 * GiB });
    expect(read(...disks, 'TASK OK').totalBytes).toBe(8 * GiB);
    expect(
      read('INFO: 100% (8.0 GiB of 8.0 GiB) in 3s', 'INFO: backup is sparse: 4.0 GiB (50%) total zero data')
        .percent,
    ).toBe(100);
  });

  it('does not measure what is done by the size of something else', () => {
    expect(
      read('transferred 1.0 GiB of 2.0 GiB (50.00%)', 'Total bytes read: 9663676416 (9GiB, 1GiB/s)'),
    ).toEqual({
      percent: 50,
      bytes: 9 * GiB,
      totalBytes: undefined,
    });
  });

  const logs = allRecordings().flatMap(({ name, response }): [string, string[]][] => {
    const data = (response.body as { data?: { t: string }[] } | undefined)?.data;
    return /__task_log$/.test(name) && Array.isArray(data) ? [[name, data.map(({ t }) => t)]] : [];
  });

  it('is there, of real hosts', () => expect(logs.length).toBeGreaterThan(50));

  it('of a real host has the bytes that its tools counted, and no percent of something else', () => {
    let counted = 0;
    for (const [name, lines] of logs) {
      const { percent, bytes } = read(...lines);
      expect(percent, name).toBeUndefined();
      const said = lines
        .map(
          (line) =>
            /(?:Total bytes (?:read|written): |Total transferred file size: )([\d,]+)/.exec(line)?.[1],
        )
        .findLast((digits) => digits !== undefined);
      expect(bytes, name).toBe(said === undefined ? undefined : Number(said.replaceAll(',', '')));
      if (said !== undefined) counted += 1;
    }
    expect(counted).toBeGreaterThan(10);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBackupLog } from '~/core/backup-log.js';
import { allRecordings } from '../conform/harness.js';

const good = (vmid: number, archive = `/var/lib/vz/dump/vzdump-lxc-${vmid}-2026_11_20-15_21_59.tar.zst`) => [
  `INFO: Starting Backup of VM ${vmid} (lxc)`,
  'INFO: Backup started at 2026-11-20 15:21:59',
  'INFO: status = stopped',
  `INFO: creating vzdump archive '${archive}'`,
  'INFO: Total bytes written: 2508800 (2.4MiB, 483MiB/s)',
  'INFO: archive file size: 1MB',
  `INFO: Finished Backup of VM ${vmid} (00:01:40)`,
  'INFO: Backup finished at 2026-11-20 15:21:59',
];
const head = 'INFO: starting new backup job: vzdump 100 999 --node pve1 --storage local --mode stop';

/** The logs of backup jobs that were recorded in full. */
function recorded(): [string, string[]][] {
  return allRecordings().flatMap(({ name, request, response }): [string, string[]][] => {
    const body = response.body as { data?: { t: string }[]; total?: number } | undefined;
    const isLog = /__task_log$/.test(name) && /%3Avzdump%3A/.test(String(request['path']));
    if (!isLog || !Array.isArray(body?.data)) return [];
    return [[name, body.data.map(({ t }) => t)]];
  });
}

describe('what real hosts logged', () => {
  const logs = recorded();
  it('is there', () => expect(logs.length).toBeGreaterThanOrEqual(5));

  it.each(logs)('%s is read', (_name, lines) => {
    const { guests } = parseBackupLog(lines);
    const finished = lines.filter((line) => line.startsWith('INFO: Finished Backup of VM'));
    expect(guests.filter(({ status }) => status === 'ok')).toHaveLength(finished.length);
    for (const { vmid, status, target, roundedSize, error } of guests) {
      if (status === 'ok') {
        expect(target).toMatch(new RegExp(`/vzdump-lxc-${vmid}-[^/]+\\.tar\\.(?:zst|gz)$`));
        expect(roundedSize).toBeGreaterThan(0);
      } else expect(target).toBeUndefined();
      expect(error === undefined).toBe(status !== 'failed');
    }
  });

  it('names the guest that failed and the archive of the one that did not', () => {
    const [, lines] = logs.find(([name]) => name.startsWith('vzdump_multi_with_missing')) ?? ['', []];
    expect(parseBackupLog(lines)).toEqual({
      guests: [
        {
          vmid: 100,
          type: 'lxc',
          status: 'ok',
          target: '/var/lib/vz/dump/vzdump-lxc-100-2026_11_20-15_21_59.tar.zst',
          roundedSize: 1_048_576,
          duration: 0,
          error: undefined,
          warnings: [],
        },
        {
          vmid: 999,
          type: undefined,
          status: 'failed',
          target: undefined,
          roundedSize: undefined,
          duration: undefined,
          error: "unable to find VM '999'",
          warnings: [],
        },
      ],
      skipped: [],
      storage: 'local',
    });
  });
});

describe('a log', () => {
  it('of a backup server has no path and no size', () => {
    const lines = [
      'INFO: starting new backup job: vzdump 100 --storage pbs',
      'INFO: Starting Backup of VM 100 (qemu)',
      "INFO: creating Proxmox Backup Server archive 'vm/100/2026-11-20T14:21:56Z'",
      'INFO:   1% (10.0 MiB of 1.0 GiB) in 3s',
      'INFO: Finished Backup of VM 100 (26:00:01)',
    ];
    expect(parseBackupLog(lines)).toMatchObject({
      storage: 'pbs',
      guests: [
        {
          type: 'qemu',
          status: 'ok',
          target: 'vm/100/2026-11-20T14:21:56Z',
          roundedSize: undefined,
          duration: 93_601,
        },
      ],
    });
  });

  it.each([
    ['archive file size: 512KB', 524_288],
    ['archive file size: 1023MB', 1_072_693_248],
    ['archive file size: 1.23GB', 1_320_702_444],
    ['archive file size: 2.50TB', 2_748_779_069_440],
    ['archive file size: 5XB', undefined],
  ])('with %s has that many bytes', (line, bytes) => {
    const lines = good(100).map((old) => (old.includes('file size') ? `INFO: ${line}` : old));
    expect(parseBackupLog(lines).guests[0]?.roundedSize).toBe(bytes);
  });

  it('keeps warnings with their guest, and all lines of an error', () => {
    const lines = [
      head,
      'INFO: Starting Backup of VM 100 (lxc)',
      'WARN: unable to add notes - no',
      'ERROR: Backup of VM 100 failed - command failed:',
      'ERROR: exit code 2',
      'INFO: Failed at 2026-11-20 15:21:59',
      'ERROR: Backup job failed - interrupted by signal',
    ];
    expect(parseBackupLog(lines).guests).toMatchObject([
      {
        vmid: 100,
        status: 'failed',
        error: 'command failed:\nexit code 2',
        warnings: ['unable to add notes - no'],
      },
    ]);
  });

  it('that breaks off leaves its guest unfinished, without an archive', () => {
    expect(parseBackupLog([head, ...good(100), ...good(101).slice(0, 6)]).guests).toMatchObject([
      { vmid: 100, status: 'ok' },
      { vmid: 101, status: 'unfinished', target: undefined, roundedSize: undefined },
    ]);
  });

  it('gives a guest no archive that carries another one’s name', () => {
    const other = good(100, '/var/lib/vz/dump/vzdump-lxc-101-2026_11_20-15_21_59.tar.zst');
    const machine = good(100, '/var/lib/vz/dump/vzdump-qemu-100-2026_11_20-15_21_59.vma.zst');
    for (const lines of [other, machine])
      expect(parseBackupLog(lines).guests).toMatchObject([{ status: 'ok', target: undefined }]);
  });

  it('tells the storage from the command line and not from notes', () => {
    const notes = "--storage local --notes-template 'it'\\''s --storage evil'";
    const job = `INFO: starting new backup job: vzdump 100 ${notes} --node pve1`;
    expect(parseBackupLog([job]).storage).toBe('local');
    expect(parseBackupLog(['INFO: starting new backup job: vzdump 100']).storage).toBeUndefined();
  });

  it('names the guests of other nodes', () => {
    expect(parseBackupLog([head, 'INFO: skip external VMs: 101, 205', ...good(100)])).toMatchObject({
      skipped: [101, 205],
      guests: [{ vmid: 100 }],
    });
  });
});

describe('any log', () => {
  const words = fc.constantFrom(
    head,
    ...good(100),
    ...good(101),
    "ERROR: Backup of VM 100 failed - unable to find VM '100'",
    "creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-100-x.tar'",
    "INFO: tar: creating vzdump archive '/x/vzdump-lxc-666-x.tar'",
    "INFO: creating vzdump archive '/x/vzdump-lxc-666-x.tar'",
    'TASK ERROR: job errors',
  );
  const line = fc.oneof(
    { arbitrary: words, weight: 4 },
    { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
  );

  it('is read without an exception, and no archive is invented', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        for (const { vmid, status, target } of parseBackupLog(lines).guests) {
          expect(Number.isSafeInteger(vmid)).toBe(true);
          if (target === undefined) continue;
          expect(status).toBe('ok');
          const named = lines.indexOf(`INFO: creating vzdump archive '${target}'`);
          const started = lines.indexOf(`INFO: Starting Backup of VM ${vmid} (lxc)`);
          const finished = lines.lastIndexOf(`INFO: Finished Backup of VM ${vmid} (00:01:40)`);
          expect(started).toBeGreaterThanOrEqual(0);
          expect(named === -1 ? -1 : lines.lastIndexOf(lines[named] ?? '')).toBeGreaterThan(started);
          expect(finished).toBeGreaterThan(named);
          expect(target).toContain(`vzdump-lxc-${vmid}-`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of whole guests in any order gives each its own', () => {
    const jobs = fc.uniqueArray(fc.integer({ min: 100, max: 999_999_999 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(jobs, (vmids) => {
        const { guests } = parseBackupLog([head, ...vmids.flatMap((vmid) => good(vmid))]);
        expect(guests.map(({ vmid, target }) => [vmid, target?.includes(`-${vmid}-`)])).toEqual(
          vmids.map((vmid) => [vmid, true]),
        );
      }),
    );
  });
});

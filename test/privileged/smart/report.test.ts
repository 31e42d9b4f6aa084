import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSmartExit, OutputError, parseSmartctl, parseSmartctlScan } from '@felhom/proxmox/privileged';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recorded } from '../support/recorded.js';
import { ata, healthyLog, nvme, refusal, scsi } from './samples.js';

const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);
const judged = (json: string) => {
  const { verdict, state, reasons, warnings } = parseSmartctl(json);
  return { verdict, state, reasons: codes(reasons), warnings: codes(warnings) };
};

describe('the exit status', () => {
  it('has eight bits, each of its own', () => {
    const names = [
      'usage',
      'open',
      'command',
      'failing',
      'prefail',
      'past',
      'errorLog',
      'selfTestLog',
    ] as const;
    for (let code = 0; code < 256; code += 1) {
      const { code: same, ...bits } = decodeSmartExit(code);
      expect(same).toBe(code);
      expect(names.reduce((sum, name, bit) => sum + (bits[name] ? 2 ** bit : 0), 0)).toBe(code);
      expect(Object.keys(bits)).toEqual([...names]);
    }
  });
});

describe('a failing disk', () => {
  it.each([
    ['its own status', ata({ passed: false }), ['status-failed']],
    ['bit 3, without a status', ata({ passed: undefined, exit: 8 }), ['status-failed']],
    ['bit 4 alone', ata({ exit: 16 }), ['attribute-failing']],
    [
      'an attribute that foretells failure, although it says that it is well',
      ata({
        rows: [
          {
            id: 5,
            name: 'Reallocated_Sector_Ct',
            value: 3,
            thresh: 36,
            when_failed: 'now',
            prefailure: true,
          },
        ],
      }),
      ['attribute-failing'],
    ],
    [
      'both',
      ata({
        passed: false,
        exit: 24,
        rows: [
          { id: 1, name: 'Raw_Read_Error_Rate', value: 1, thresh: 51, when_failed: 'now', prefailure: true },
        ],
      }),
      ['status-failed', 'attribute-failing'],
    ],
    ['NVMe: spare blocks', nvme({ log: { critical_warning: 1 } }), ['status-failed', 'nvme-spare']],
    [
      'NVMe: several',
      nvme({ log: { critical_warning: 0x0c } }),
      ['status-failed', 'nvme-reliability', 'nvme-read-only'],
    ],
    ['NVMe: too hot', nvme({ log: { critical_warning: 2 } }), ['status-failed', 'nvme-temperature']],
    [
      'NVMe: the log alone (smartctl -A)',
      nvme({ log: { critical_warning: 4 }, status: undefined }),
      ['nvme-reliability'],
    ],
    [
      'NVMe: the status alone (smartctl -H)',
      nvme({ log: undefined, status: { passed: false, nvme: { value: 8 } } }),
      ['status-failed', 'nvme-read-only'],
    ],
    [
      'NVMe: a bit of a later standard',
      nvme({ log: { critical_warning: 0x80 } }),
      ['status-failed', 'nvme-other'],
    ],
    [
      'SCSI',
      scsi({
        status: {
          passed: false,
          scsi: { asc: 0x5d, ascq: 0x32, ie_string: 'DATA CHANNEL IMPENDING FAILURE' },
        },
      }),
      ['status-failed'],
    ],
  ])('%s', (_case, json, reasons) => {
    expect(judged(json)).toMatchObject({ verdict: 'failing', state: 'read', reasons });
  });

  it('SCSI says what it expects to fail', () => {
    const json = scsi({
      exit: 8,
      status: {
        passed: false,
        scsi: { asc: 93, ascq: 16, ie_string: 'HARDWARE IMPENDING FAILURE GENERAL HARD DRIVE FAILURE' },
      },
    });
    expect(parseSmartctl(json).reasons[0]?.text).toBe(
      'the disk says that it is failing (hardware impending failure general hard drive failure)',
    );
  });

  it('is one whatever else could not be read', () => {
    expect(judged(ata({ passed: false, exit: 2 + 4 + 8 }))).toMatchObject({
      verdict: 'failing',
      state: 'read',
    });
  });
});

describe('a disk that says that it is well', () => {
  it.each([
    ['ATA', ata(), []],
    ['NVMe; entries in its log are no damage', nvme(), []],
    ['SCSI', scsi(), []],
    ['bit 2', ata({ exit: 4 }), ['command-failed']],
    ['bit 5', ata({ exit: 32 }), ['attribute-was-low']],
    ['bit 6', ata({ exit: 64 }), ['error-log']],
    ['bit 7', ata({ exit: 128 }), ['self-test-failed']],
    [
      'an attribute of age below its threshold',
      ata({ exit: 32, rows: [{ id: 9, name: 'Power_On_Hours', value: 1, thresh: 10, when_failed: 'now' }] }),
      ['attribute-low'],
    ],
    [
      'an attribute that foretells failure, once',
      ata({
        exit: 32,
        rows: [{ id: 3, name: 'Spin_Up_Time', value: 90, thresh: 21, when_failed: 'past', prefailure: true }],
      }),
      ['attribute-was-low'],
    ],
    [
      'sectors replaced',
      ata({ rows: [{ id: 5, name: 'Reallocated_Sector_Ct', raw: '8' }] }),
      ['reallocated'],
    ],
    ['sectors pending', ata({ rows: [{ id: 197, name: 'Current_Pending_Sector', raw: '8' }] }), ['pending']],
    [
      'sectors unreadable',
      ata({ rows: [{ id: 198, name: 'Offline_Uncorrectable', raw: '2' }] }),
      ['uncorrectable'],
    ],
    ['reads failed', ata({ rows: [{ id: 187, name: 'Reported_Uncorrect', raw: '2' }] }), ['media-errors']],
    ['NVMe media errors', nvme({ log: { media_errors: 3 } }), ['media-errors']],
    ['NVMe worn out, and still well', nvme({ log: { percentage_used: 255 } }), ['worn-out']],
    ['NVMe spare blocks below the threshold', nvme({ log: { available_spare: 4 } }), ['spare-low']],
    ['SCSI grown defects', scsi({ more: { scsi_grown_defect_list: 56 } }), ['reallocated']],
    ['hotter than it may be', scsi({ more: { temperature: { current: 70, drive_trip: 68 } } }), ['hot']],
    [
      'errors in the log, without the bit',
      ata({ more: { ata_smart_error_log: { summary: { revision: 1, count: 4 } } } }),
      ['error-log'],
    ],
    [
      'the status was concluded',
      ata({ exit: 4, messages: ['Warning: This result is based on an Attribute check.'] }),
      ['command-failed', 'attribute-check'],
    ],
  ])('%s', (_case, json, warnings) => {
    expect(judged(json)).toEqual({ verdict: 'passed', state: 'read', reasons: ['status-passed'], warnings });
  });

  it('how far it is worn is told in full by the warning', () => {
    const { wear, warnings } = parseSmartctl(nvme({ log: { percentage_used: 255 } }));
    expect([wear, warnings[0]?.text]).toEqual([1, '255 % of its rated endurance is used']);
  });

  it('failed self-tests that a good one outdated are no warning', () => {
    const log = (error_count_outdated: number) =>
      ata({
        more: {
          ata_smart_self_test_log: { standard: { table: [{}], error_count_total: 2, error_count_outdated } },
        },
      });
    expect(judged(log(2)).warnings).toEqual([]);
    expect(judged(log(1)).warnings).toEqual(['self-test-failed']);
  });
});

describe('unknown', () => {
  const zeros = Object.fromEntries(Object.keys(healthyLog).map((name) => [name, 0]));
  it.each([
    ['attributes only (smartctl -A)', ata({ passed: undefined }), 'read', 'no-status'],
    [
      'SMART switched off',
      ata({ passed: undefined, more: { smart_support: { available: true, enabled: false } } }),
      'read',
      'disabled',
    ],
    [
      'an NVMe log of zeros, as virtual disks and some bridges have',
      nvme({ log: zeros }),
      'read',
      'empty-log',
    ],
    [
      'the same with -273 °C',
      nvme({ log: { ...zeros, temperature: -273 }, more: { temperature: { current: -273 } } }),
      'read',
      'empty-log',
    ],
    [
      'an alarm that is tried out',
      scsi({
        exit: 8,
        status: {
          passed: false,
          scsi: { asc: 0x5d, ascq: 0xff, ie_string: 'FAILURE PREDICTION THRESHOLD EXCEEDED (FALSE)' },
        },
      }),
      'read',
      'test-alarm',
    ],
    [
      'a virtual SCSI disk',
      scsi({ status: undefined, more: { smart_support: { available: false } } }),
      'no-smart',
      'not-supported',
    ],
    [
      'a tape drive',
      scsi({
        status: undefined,
        more: { device_type: { scsi_value: 1, name: 'tape' }, tapealert: { supported: true } },
      }),
      'read',
      'no-status',
    ],
    [
      'facts of the disk only (smartctl -i)',
      scsi({ status: undefined, more: { smart_support: { available: true, enabled: true } } }),
      'read',
      'no-status',
    ],
    [
      'NVMe through a bridge that passes on no health',
      refusal(4, ['Read NVMe SMART/Health Information (NSID 0x1) failed: scsi error'], {
        device: { name: '/dev/sdb', type: 'sntjmicron' },
      }),
      'unreadable',
      'health-unreadable',
    ],
    [
      'a disk that no longer answers',
      refusal(2, [], { device: { name: '/dev/sdb', type: 'sat' } }),
      'unreadable',
      'identify-failed',
    ],
    [
      'no such device',
      refusal(2, ['Smartctl open device: /dev/sdz failed: No such device']),
      'unreadable',
      'no-such-device',
    ],
    [
      'not root',
      refusal(2, ['Smartctl open device: /dev/sda failed: Permission denied']),
      'unreadable',
      'permission',
    ],
    [
      'Windows',
      refusal(2, ['Smartctl open device: /dev/sda failed: \\\\.\\PhysicalDrive0: Open failed, Error=5']),
      'unreadable',
      'open-failed',
    ],
    [
      'an unknown bridge',
      refusal(1, [
        '/dev/sdb: Unknown USB bridge [0x0bda:0x9210 (0x100)]',
        'Please specify device type with the -d option.',
      ]),
      'unreadable',
      'usb-bridge-unknown',
    ],
    ['a loop device', refusal(1, ['/dev/loop1: Unable to detect device type']), 'unreadable', 'type-unknown'],
    [
      'a type that this version lacks',
      refusal(1, ["/dev/sda: Unknown device type 'sntrealtek'"]),
      'unreadable',
      'type-unsupported',
    ],
    ['words that it refuses', refusal(1, ['=======> UNRECOGNIZED OPTION: nope']), 'unreadable', 'usage'],
    ['an empty object', '{}', 'unreadable', 'unreadable'],
    ['the list of a scan', refusal(0, [], { devices: [{ name: '/dev/sda' }] }), 'unreadable', 'scan-list'],
  ])('%s', (_case, json, state, reason) => {
    expect(judged(json)).toEqual({ verdict: 'unknown', state, reasons: [reason], warnings: [] });
  });

  it.each([
    [
      'exit code 3',
      refusal(3, ['Device is in STANDBY mode, exit(3)'], { device: { name: '/dev/sda' } }),
      'STANDBY',
    ],
    ['without a message', refusal(3, []), 'STANDBY'],
    ['the usual code', refusal(2, ['Device is in STANDBY_Y mode, exit(2)']), 'STANDBY_Y'],
    ['by the system', refusal(3, ['Device is in STANDBY (OS) mode, exit(3)']), 'STANDBY'],
    ['deeper', refusal(3, ['Device is in SLEEP mode, exit(3)']), 'SLEEP'],
  ])('a disk that sleeps: %s', (_case, json, powerMode) => {
    const report = parseSmartctl(json);
    expect(report).toMatchObject({ verdict: 'unknown', state: 'asleep', powerMode });
    expect(report.exit).toMatchObject({ usage: false, open: false });
    const code = powerMode === 'SLEEP' ? 'asleep-or-silent' : 'asleep';
    expect([codes(report.reasons), report.warnings]).toEqual([[code], []]);
  });
});

describe('the figures', () => {
  it('of ATA, from raw values as smartctl prints them', () => {
    const rows = [
      { id: 5, name: 'Reallocated_Sector_Ct', raw: '12 (3 0)' },
      { id: 9, name: 'Power_On_Hours', raw: '2725 (151 234 0)' },
      { id: 12, name: 'Power_Cycle_Count', raw: '354' },
      { id: 187, name: 'Reported_Uncorrect', raw: '0' },
      { id: 194, name: 'Temperature_Celsius', raw: '29 (Min/Max 18/49)' },
      { id: 197, name: 'Current_Pending_Sector', raw: '1' },
      { id: 198, name: 'Offline_Uncorrectable', raw: '2' },
    ];
    expect(parseSmartctl(ata({ rows }))).toMatchObject({
      reallocated: 12,
      powerOnHours: 2725,
      powerCycles: 354,
      mediaErrors: 0,
      temperature: 29,
      pending: 1,
      uncorrectable: 2,
      wear: undefined,
      errorLogCount: undefined,
      device: { name: '/dev/sda', type: 'sat', protocol: 'ATA', model: 'SAMPLE DISK', serial: 'S1' },
    });
  });

  it.each([
    ['Power_On_Hours', '42011h+27m+34.040s', 42_011],
    ['Power_On_Hours_and_Msec', '894h+44m+59.100s', 894],
    ['Power_On_Hours', '17h+03m (4)', 17],
    ['Power_On_Minutes', '120000', 2000],
    ['Power_On_Half_Minutes', '240000', 2000],
    ['Power_On_Seconds', '7200000', 2000],
    ['Power_On_Hours', '281474976710655', undefined],
    ['Power_On_Hours', '0x00000000002a', undefined],
    ['Proprietary_9', '17', undefined],
  ])('hours of %s %s', (name, raw, hours) => {
    expect(parseSmartctl(ata({ rows: [{ id: 9, name, raw }] })).powerOnHours).toBe(hours);
  });

  it('of an attribute whose number means something else with this maker are left out', () => {
    const rows = [
      { id: 5, name: 'Unknown_Attribute', raw: '7' },
      { id: 197, name: 'Total_Unc_Read_Failures', raw: '7' },
      { id: 198, name: 'Host_Reads_GiB', raw: '7777' },
      { id: 187, name: 'Unknown_JMF_Attribute', raw: '7' },
      { id: 190, name: 'SATA_Error_Ct', raw: '7' },
    ];
    expect(parseSmartctl(ata({ rows }))).toMatchObject({
      reallocated: undefined,
      pending: undefined,
      uncorrectable: undefined,
      mediaErrors: undefined,
      temperature: undefined,
      warnings: [],
    });
  });

  it.each([
    [{ id: 177, name: 'Wear_Leveling_Count', value: 91 }, 0.09],
    [{ id: 233, name: 'Media_Wearout_Indicator', value: 15 }, 0.85],
    [{ id: 231, name: 'SSD_Life_Left', value: 98 }, 0.02],
    [{ id: 202, name: 'Percent_Lifetime_Remain', value: 60 }, 0.4],
    [{ id: 202, name: 'Percent_Lifetime_Used', value: 60 }, 0.4],
    [{ id: 169, name: 'Remaining_Lifetime_Perc', value: 0 }, 1],
    [{ id: 177, name: 'Wear_Leveling_Count', value: 253 }, undefined],
    [{ id: 226, name: 'Workld_Media_Wear_Indic', value: 15 }, undefined],
    [{ id: 241, name: 'Lifetime_Writes_GiB', value: 15 }, undefined],
  ])('wear by %j', (row, wear) => {
    expect(parseSmartctl(ata({ rows: [row], more: { rotation_rate: 0 } })).wear).toBe(wear);
    expect(parseSmartctl(ata({ rows: [row], more: { rotation_rate: 7200 } })).wear).toBeUndefined();
  });

  it('wear by the statistics of the device, before any attribute', () => {
    const statistics = (value: number, valid: boolean) => ({
      ata_device_statistics: {
        pages: [
          { number: 7, table: [{ name: 'Percentage Used Endurance Indicator', value, flags: { valid } }] },
        ],
      },
    });
    const rows = [{ id: 177, name: 'Wear_Leveling_Count', value: 91 }];
    expect(parseSmartctl(ata({ rows, more: statistics(30, true) })).wear).toBe(0.3);
    expect(parseSmartctl(ata({ rows, more: statistics(30, false) })).wear).toBe(0.09);
    expect(parseSmartctl(scsi({ more: { scsi_percentage_used_endurance_indicator: 5 } })).wear).toBe(0.05);
    expect(parseSmartctl(scsi({ more: { endurance_used: { current_percent: 7 } } })).wear).toBe(0.07);
  });

  it('of NVMe', () => {
    expect(parseSmartctl(nvme())).toMatchObject({
      temperature: 36,
      powerOnHours: 2401,
      powerCycles: 266,
      wear: 0.03,
      spare: 1,
      mediaErrors: 0,
      errorLogCount: 12,
      reallocated: undefined,
      pending: undefined,
      device: { rotationRate: 0 },
    });
  });

  it('of NVMe, of an empty log none', () => {
    const zeros = Object.fromEntries(Object.keys(healthyLog).map((name) => [name, 0]));
    const { wear, spare, powerOnHours, mediaErrors, errorLogCount } = parseSmartctl(nvme({ log: zeros }));
    expect([wear, spare, powerOnHours, mediaErrors, errorLogCount]).toEqual(Array(5).fill(undefined));
  });

  it('of SCSI', () => {
    const counter = (total_uncorrected_errors: number) => ({
      gigabytes_processed: '176987.332',
      total_uncorrected_errors,
    });
    const more = {
      scsi_grown_defect_list: 0,
      scsi_pending_defects: { count: 4 },
      scsi_error_counter_log: { read: counter(1), write: counter(535) },
      power_on_time: { hours: 43_549, minutes: 33 },
      temperature: { current: 34, drive_trip: 68 },
      rotation_rate: 7200,
    };
    expect(parseSmartctl(scsi({ more }))).toMatchObject({
      temperature: 34,
      powerOnHours: 43_549,
      reallocated: 0,
      pending: 4,
      mediaErrors: 536,
      device: { model: 'SAMPLE DISK 4000', rotationRate: 7200 },
    });
  });

  it.each([
    [{ temperature: { current: 0, drive_trip: 0 } }, undefined],
    [{ temperature: { current: 255 } }, undefined],
    [{ temperature: { current: -273 } }, undefined],
    [{ temperature: { current: -5, drive_trip: 60 } }, -5],
    [{ scsi_environmental_reports: { temperature_1: { current: 28 } } }, 28],
    [{ scsi_environmental_reports: { temperature_1: { current: 'unknown' } } }, undefined],
  ])('temperature of %j', (more, degrees) => {
    expect(parseSmartctl(scsi({ more })).temperature).toBe(degrees);
  });

  it('numbers as texts, and in both forms', () => {
    const more = {
      user_capacity: { bytes: { n: 4_000_787_030_016, s: '4000787030016' } },
      power_on_time: { hours: '12' },
    };
    expect(parseSmartctl(scsi({ more }))).toMatchObject({
      powerOnHours: 12,
      device: { bytes: 4_000_787_030_016 },
    });
  });

  it('of an attribute without flags or a text for its raw value, what is sure', () => {
    const row = { id: 5, name: 'Reallocated_Sector_Ct', value: 1, thresh: 10, when_failed: 'now' };
    const of = (more: object) =>
      parseSmartctl(ata({ more: { ata_smart_attributes: { table: [{ ...row, ...more }] } } }));
    expect(of({ raw: { value: 12 } })).toMatchObject({ verdict: 'passed', reallocated: 12 });
    expect(of({ flags: { string: 'PO--CK ' } })).toMatchObject({
      verdict: 'failing',
      reallocated: undefined,
    });
    expect(of({ flags: { value: 51 } })).toMatchObject({ verdict: 'failing' });
    expect(of({ raw: { value: 210_454_708_252 } }).reallocated).toBeUndefined();
  });

  it('all bits set is no count', () => {
    expect(
      parseSmartctl(scsi({ more: { scsi_grown_defect_list: 0xffff_ffff } })).reallocated,
    ).toBeUndefined();
    expect(parseSmartctl(nvme({ log: { media_errors: -1 } })).mediaErrors).toBeUndefined();
  });
});

describe('what is no JSON', () => {
  it.each([
    ['nothing', '', /smartctl printed nothing/],
    [
      'text',
      'smartctl 7.3 2022-02-28\n\nERROR: smartctl requires a device name',
      /something that is no JSON/,
    ],
    ['a half of it', '{"smartctl":{"version":[7,', /something that is no JSON/],
    ['a list', '[]', /JSON that is no object/],
    ['other bytes', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), /bytes that are no UTF-8/],
  ])('%s is a typed error', (_case, text, message) => {
    expect(() => parseSmartctl(text)).toThrow(OutputError);
    expect(() => parseSmartctl(text)).toThrow(message);
  });

  it('any JSON that is an object gives a report, and nothing that is missing makes it pass', () => {
    const names = [
      'smartctl',
      'device',
      'smart_status',
      'passed',
      'exit_status',
      'messages',
      'string',
      'table',
      'raw',
      'value',
      'nvme_smart_health_information_log',
      'critical_warning',
      'ata_smart_attributes',
      'temperature',
      'current',
      'flags',
    ];
    const key = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...names) },
      { weight: 1, arbitrary: fc.string() },
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.string(), fc.constant(null)),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 8 }), (json) => {
        const text = JSON.stringify(json);
        const report = parseSmartctl(text);
        const said = (JSON.parse(text) as { smart_status?: { passed?: unknown } | null }).smart_status
          ?.passed;
        if (report.verdict === 'passed') expect(said).toBe(true);
        expect(report.reasons.length).toBeGreaterThan(0);
        for (const name of ['temperature', 'powerOnHours', 'wear', 'reallocated'] as const)
          expect(report[name] === undefined || Number.isFinite(report[name])).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a scan', () => {
  it('lists devices; without any the key is missing', () => {
    const devices = [
      {
        name: '/dev/bus/0',
        info_name: '/dev/bus/0 [megaraid_disk_01]',
        type: 'megaraid,1',
        protocol: 'SCSI',
      },
      {
        name: '/dev/sdb',
        info_name: '/dev/sdb',
        type: 'scsi',
        protocol: 'SCSI',
        open_error: 'Unknown USB bridge',
      },
    ];
    expect(parseSmartctlScan(JSON.stringify({ devices }))).toEqual([
      {
        device: '/dev/bus/0',
        type: 'megaraid,1',
        protocol: 'SCSI',
        info: '/dev/bus/0 [megaraid_disk_01]',
        error: undefined,
      },
      { device: '/dev/sdb', type: 'scsi', protocol: 'SCSI', info: '/dev/sdb', error: 'Unknown USB bridge' },
    ]);
    expect(parseSmartctlScan('{}')).toEqual([]);
  });
});

describe('recordings of a real host', () => {
  const recordings = recorded('smartctl').filter(({ stdout }) => stdout.startsWith('{'));
  it('there are some', () => expect(recordings.length).toBeGreaterThan(20));

  // All its disks were virtual.
  it.each(recordings.filter(({ argv }) => !argv.includes('--scan') && !argv.includes('--scan-open')))(
    '$name: cannot be read, which is no verdict',
    ({ stdout, exitCode }) => {
      const report = parseSmartctl(stdout);
      expect(report).toMatchObject({ verdict: 'unknown', state: 'unreadable', exit: { code: exitCode } });
      expect(report.reasons[0]?.code).not.toBe('unreadable');
    },
  );

  it.each(recordings.filter(({ argv }) => argv.includes('--scan') || argv.includes('--scan-open')))(
    '$name: no device',
    ({ stdout }) => expect(parseSmartctlScan(stdout)).toEqual([]),
  );
});

// Answers of real disks that others collected: FELHOM_FIXTURES names the folder that they are in.
describe('foreign samples', () => {
  const folder = process.env['FELHOM_FIXTURES'];
  const samples =
    folder === undefined
      ? []
      : readdirSync(join(folder, 'smartctl')).filter((name) => name.endsWith('.json'));
  const known: Readonly<Record<string, object>> = {
    'smart-ata.json': {
      verdict: 'passed',
      state: 'read',
      temperature: 32,
      powerOnHours: 1730,
      reallocated: 0,
      pending: 0,
    },
    'smart-fail.json': { verdict: 'unknown', state: 'unreadable' },
    'smart-nvme.json': {
      verdict: 'passed',
      state: 'read',
      temperature: 36,
      wear: 0,
      mediaErrors: 0,
      powerOnHours: 2401,
    },
    // It was asked for attributes only.
    'smart-sat.json': { verdict: 'unknown', state: 'read', temperature: 29, powerOnHours: 2725 },
    'smart-scsi.json': { verdict: 'passed', state: 'read', temperature: 34, reallocated: 56, mediaErrors: 0 },
    'smartctl_scan_megaraid.json': { verdict: 'unknown', reasons: [{ code: 'scan-list' }] },
    'smartctl_scan_simple.json': { verdict: 'unknown', reasons: [{ code: 'scan-list' }] },
  };

  it('are there where a folder is named', () => expect(folder !== undefined).toBe(samples.length > 0));

  it.each(samples)('%s has a verdict, and why', (name) => {
    const report = parseSmartctl(readFileSync(join(folder ?? '', 'smartctl', name)));
    expect(report.reasons.length).toBeGreaterThan(0);
    expect(report).toMatchObject(known[name] ?? {});
  });
});

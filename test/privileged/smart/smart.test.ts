import { existsSync, readFileSync } from 'node:fs';
import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as commands from '~/privileged/commands/smart.js';
import { siteOf } from '~/privileged/site.js';
import { Stubs } from '../support/stub.js';
import { ata, nvme, refusal, scsi } from './samples.js';

const runner = new ExecRunner({ mode: 'direct' });
type RootHost = Awaited<ReturnType<SimulatedHost['rootHost']>>;

describe('the commands', () => {
  const site = siteOf();
  const read = (params: object) => commands.smartRead.fromUnknown({ wake: false, ...params }, site).argv;

  it('have exactly these words', () => {
    expect(commands.smartScan({}, site)).toMatchObject({
      binary: '/usr/sbin/smartctl',
      argv: ['--scan-open', '--json=c'],
      changes: false,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    });
    expect(read({ device: '/dev/sda' })).toEqual(['--json=c', '-n', 'standby,3', '-a', '/dev/sda']);
    expect(read({ device: '/dev/sda', wake: true })).toEqual(['--json=c', '-a', '/dev/sda']);
    expect(read({ device: '/dev/bus/0', type: 'sat+megaraid,12' })).toEqual([
      '--json=c',
      '-n',
      'standby,3',
      '-d',
      'sat+megaraid,12',
      '-a',
      '/dev/bus/0',
    ]);
  });

  it.each([
    '/dev/sda',
    '/dev/sda1',
    '/dev/nvme0',
    '/dev/nvme10n1',
    '/dev/sg3',
    '/dev/nst0',
    '/dev/cciss/c0d0',
    '/dev/disk/by-id/ata-WDC_WD40EFRX-68N32N0_WD-WCC7K0000000',
    '/dev/disk/by-id/usb-Generic_Disk:0:0-0:0',
    '/dev/disk/by-path/pci-0000:00:17.0-ata-1',
  ])('take %s', (device) => expect(read({ device })).toContain(device));

  it.each([
    '',
    'sda',
    '-a',
    '/dev/',
    '/dev/sda\n',
    '/dev/sda\0',
    '/dev/sda -s off',
    '/dev/../etc/shadow',
    '/dev/disk/by-id/../../sda',
    '/dev/disk/by-id/.x',
    '/dev/disk/by-id/a/b',
    '/dev/disk/by-uuid/1234-ABCD',
    '/etc/hostname',
    '/dev/mem',
    '/dev/tty',
    '/dev/sda;id',
    `/dev/disk/by-id/${'a'.repeat(300)}`,
  ])('refuse the device %j', (device) => expect(() => read({ device })).toThrow(/device/));

  it.each([
    'auto',
    'ata',
    'scsi',
    'nvme',
    'nvme,0x1',
    'sat',
    'sat,auto',
    'sat,12',
    'sat,16',
    'sat,auto,12',
    'usbjmicron',
    'usbjmicron,x,1',
    'usbcypress',
    'usbprolific',
    'usbsunplus',
    'sntasmedia',
    'sntjmicron',
    'sntjmicron,0x1',
    'sntrealtek',
    'sntasmedia/sat',
    'megaraid,0',
    'sat+megaraid,31',
    'areca,5',
    'areca,5/2',
    '3ware,0',
    'hpt,1/2',
    'hpt,1/2/3',
    'cciss,0',
    'aacraid,0,0,2',
    'sssraid,0,1',
  ])('take the type %s', (type) => expect(read({ device: '/dev/sda', type })).toContain(type));

  it.each([
    '',
    'nope',
    'test',
    'sat ',
    'sat,13',
    'sat\n',
    '-a',
    'usbcypress,0x24',
    'jmb39x,0',
    'jms56x,0',
    'megaraid',
    'megaraid,-1',
    'megaraid,1e3',
    'areca,1/9',
    'sat -s off',
    'sat+sat+sat',
  ])('refuse the type %j', (type) => expect(() => read({ device: '/dev/sda', type })).toThrow(/type/));

  it('take nothing else', () => {
    expect(() => read({ device: '/dev/sda', more: 1 })).toThrow(/more|Unrecognized/i);
    expect(() => commands.smartScan.fromUnknown({ more: 1 }, site)).toThrow();
  });
});

describe('on a simulated host', () => {
  let host: SimulatedHost;
  let root: RootHost;
  let privileged: Privileged;
  beforeEach(async () => {
    host = new SimulatedHost();
    root = await host.rootHost();
    privileged = new Privileged({ runner, programs: { smartctl: root.path('smartctl') } });
  });
  afterEach(() => host.close());
  const argvs = () => root.commands.filter(({ tool }) => tool === 'smartctl').map(({ argv }) => argv);
  const disk = (devpath: string) => {
    const found = root.machine.disk(devpath);
    if (found === undefined) throw new Error(`the simulated host has no ${devpath}`);
    return found;
  };

  it('scans, and reads what it found', async () => {
    const found = await privileged.smart.scan();
    expect(found.map(({ device, type }) => [device, type])).toContainEqual(['/dev/sda', 'sat']);
    for (const { device } of found)
      await expect(privileged.smart.read({ device })).resolves.toMatchObject({
        verdict: 'passed',
        state: 'read',
      });
  });

  it('a failing disk, and what it shows of it', async () => {
    Object.assign(disk('/dev/sda').smart, { passed: false, reallocated: 95, pending: 3, errors: 2 });
    const report = await privileged.smart.read({ device: '/dev/sda' });
    expect(report).toMatchObject({
      verdict: 'failing',
      reallocated: 95,
      pending: 3,
      errorLogCount: 2,
      exit: { failing: true },
    });
    expect(report.reasons.map(({ code }) => code)).toEqual(['status-failed', 'attribute-failing']);
    expect(report.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['reallocated', 'pending', 'error-log']),
    );
  });

  it('leaves a disk asleep, unless it is told to wake it', async () => {
    disk('/dev/sda').smart.standby = true;
    await expect(privileged.smart.read({ device: '/dev/sda' })).resolves.toMatchObject({
      verdict: 'unknown',
      state: 'asleep',
      powerMode: 'STANDBY',
    });
    expect(disk('/dev/sda').smart.standby).toBe(true);
    await expect(privileged.smart.read({ device: '/dev/sda', wake: true })).resolves.toMatchObject({
      verdict: 'passed',
    });
    expect(disk('/dev/sda').smart.standby).toBe(false);
  });

  it('a disk that is not there cannot be read: no verdict, and no error', async () => {
    const report = await privileged.smart.read({ device: '/dev/sdz' });
    expect(report).toMatchObject({
      verdict: 'unknown',
      state: 'unreadable',
      reasons: [{ code: 'no-such-device' }],
    });
    expect(argvs()).toHaveLength(1);
  });

  it('tries the usual types where the USB bridge is unknown', async () => {
    const { devpath } = root.machine.plug({ rpm: 5400, bridge: { smart: 'unknown' } });
    await expect(privileged.smart.read({ device: devpath })).resolves.toMatchObject({
      verdict: 'passed',
      state: 'read',
    });
    expect(argvs()).toEqual([
      ['--json=c', '-n', 'standby,3', '-a', devpath],
      ['--scan-open', '--json=c'],
      ['--json=c', '-n', 'standby,3', '-d', 'sat', '-a', devpath],
    ]);
  });

  it('a bridge that passes nothing on stays what it was', async () => {
    const { devpath } = root.machine.plug({ bridge: { smart: 'none' } });
    await expect(privileged.smart.read({ device: devpath })).resolves.toMatchObject({ state: 'unreadable' });
  });

  it('asks once where a type is given', async () => {
    const { devpath } = root.machine.plug({ rpm: 5400, bridge: { smart: 'unknown' } });
    await expect(privileged.smart.read({ device: devpath, type: 'sat' })).resolves.toMatchObject({
      verdict: 'passed',
    });
    expect(argvs()).toEqual([['--json=c', '-n', 'standby,3', '-d', 'sat', '-a', devpath]]);
  });

  it('a plan of it changes nothing', async () => {
    const plan = await privileged.plan.smart.read({ device: '/dev/sda' });
    expect([plan.commands, plan.files, argvs()]).toEqual([[], [], []]);
    await expect(plan.execute()).resolves.toMatchObject({ verdict: 'passed' });
  });
});

describe('with programs that answer otherwise', () => {
  let stubs: Stubs;
  beforeAll(() => {
    stubs = new Stubs();
  });
  afterAll(() => stubs.remove());

  /** smartctl by the value of `-d`; `auto` without one. */
  function bridge(answers: Record<string, string>): Privileged {
    const cases = Object.entries(answers).map(([type, json], index) => {
      const file = stubs.program(`answer${index}`, { stdout: json });
      const code = (JSON.parse(json) as { smartctl: { exit_status: number } }).smartctl.exit_status;
      return `${type.replace(',', '\\,')}) cat ${file}.out; exit ${code};;`;
    });
    const script = [
      'case "$1" in --scan-open) cat <<END',
      '{"devices":[{"name":"/dev/sdb","type":"sntasmedia"},{"name":"/dev/sdc","type":"nope"}]}',
      'END',
      'exit 0;; esac',
      'type=auto; while [ $# -gt 0 ]; do [ "$1" = -d ] && type=$2; shift; done',
      `echo "$type" >> ${stubs.folder}/asked`,
      `case "$type" in ${cases.join(' ')} *) echo '${refusal(2, [])}'; exit 2;; esac`,
    ];
    return new Privileged({ runner, programs: { smartctl: stubs.script('smartctl', script.join('\n')) } });
  }
  const asked = () => {
    const path = `${stubs.folder}/asked`;
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  };
  const unknown = refusal(1, ['/dev/sdb: Unknown USB bridge [0x152d:0xa580 (0x209)]']);

  it('takes the type of the scan first', async () => {
    const read = await bridge({ auto: unknown, sntasmedia: nvme() }).smart.read({ device: '/dev/sdb' });
    expect(read).toMatchObject({ verdict: 'passed', device: { protocol: 'NVMe' } });
    expect(asked().slice(-2)).toEqual(['auto', 'sntasmedia']);
  });

  it('goes on where a type gives no verdict, or a sleep that any bridge could claim', async () => {
    const sleep = refusal(3, ['Device is in SLEEP mode, exit(3)']);
    const answers = { auto: unknown, sntasmedia: scsi({ status: undefined }), sat: sleep, 'sat,12': ata() };
    await expect(bridge(answers).smart.read({ device: '/dev/sdb' })).resolves.toMatchObject({
      verdict: 'passed',
    });
    expect(asked().slice(-4)).toEqual(['auto', 'sntasmedia', 'sat', 'sat,12']);
  });

  it('believes a standby', async () => {
    const sleep = refusal(3, ['Device is in STANDBY mode, exit(3)']);
    await expect(
      bridge({ auto: unknown, sat: sleep }).smart.read({ device: '/dev/sdb' }),
    ).resolves.toMatchObject({
      state: 'asleep',
    });
  });

  it('gives the first answer where none of them helps', async () => {
    await expect(bridge({ auto: unknown }).smart.read({ device: '/dev/sdb' })).resolves.toMatchObject({
      state: 'unreadable',
      reasons: [{ code: 'usb-bridge-unknown' }],
    });
    expect(asked().slice(-6)).toEqual(['auto', 'sntasmedia', 'sat', 'sat,12', 'sntjmicron', 'sntrealtek']);
  });

  it('guesses nothing for a virtual disk', async () => {
    const before = asked().length;
    const auto = refusal(1, ['/dev/vda: Unable to detect device type']);
    await expect(bridge({ auto }).smart.read({ device: '/dev/vda' })).resolves.toMatchObject({
      state: 'unreadable',
    });
    expect(asked().slice(before)).toEqual(['auto']);
  });

  it.each([
    ['nothing', { exitCode: 0 }, { code: 'PVE_COMMAND' }],
    ['text', { stdout: 'smartctl 7.3\nERROR: no\n', exitCode: 1 }, { code: 'PVE_COMMAND', exitCode: 1 }],
    ['half an answer', { stdout: '{"smartctl":', exitCode: 0 }, { code: 'PVE_OUTPUT', program: 'smartctl' }],
    ['no UTF-8', { stdout: Buffer.from('{"a":\xff}', 'latin1'), exitCode: 0 }, { code: 'PVE_OUTPUT' }],
  ])('%s is a typed error', async (_case, answer, error) => {
    const smartctl = stubs.program('odd', answer);
    await expect(
      new Privileged({ runner, programs: { smartctl } }).smart.read({ device: '/dev/sda' }),
    ).rejects.toMatchObject(error);
  });

  it('smartctl that is missing names its package', async () => {
    const nowhere = new Privileged({ runner, programs: { smartctl: '/nonexistent/smartctl' } });
    await expect(nowhere.smart.read({ device: '/dev/sda' })).rejects.toMatchObject({
      code: 'PVE_PROGRAM_MISSING',
      package: 'smartmontools',
    });
    await expect(nowhere.smart.scan()).rejects.toMatchObject({ code: 'PVE_PROGRAM_MISSING' });
  });

  it('refuses a device before anything runs', async () => {
    const nowhere = new Privileged({ runner, programs: { smartctl: '/nonexistent/smartctl' } });
    await expect(nowhere.smart.read({ device: '/dev/sda -s off' })).rejects.toMatchObject({
      code: 'PVE_PARAMS',
    });
  });
});

const smartctl = '/usr/sbin/smartctl';
describe.skipIf(!existsSync(smartctl))('the real smartctl (needs smartmontools)', () => {
  const privileged = new Privileged({ runner });

  it('scans', async () => {
    expect(Array.isArray(await privileged.smart.scan())).toBe(true);
  });

  it.each([
    ['/dev/loop0', undefined, ['type-unknown', 'no-such-device', 'permission']],
    ['/dev/loop0', 'scsi', ['identify-failed', 'no-such-device', 'permission']],
    ['/dev/sdzz', undefined, ['no-such-device']],
    ['/dev/nvme99', undefined, ['no-such-device']],
    ['/dev/disk/by-id/none', undefined, ['type-unknown', 'no-such-device']],
  ])('%s with the type %s cannot be read', async (device, type, reasons) => {
    const report = await privileged.smart.read({ device, ...(type === undefined ? {} : { type }) });
    expect(report).toMatchObject({ verdict: 'unknown', state: 'unreadable' });
    expect(reasons).toContain(report.reasons[0]?.code);
  });

  // It answers no ATA command, which smartctl takes for SLEEP: no disk of which one could say that it is well asleep.
  it('a device that answers nothing is not called asleep without doubt', async () => {
    const asleep = await privileged.smart.read({ device: '/dev/loop0', type: 'sat' });
    expect(['asleep-or-silent', 'no-such-device', 'permission']).toContain(asleep.reasons[0]?.code);
    const awake = await privileged.smart.read({ device: '/dev/loop0', type: 'sat', wake: true });
    expect(awake.state).toBe('unreadable');
  });
});

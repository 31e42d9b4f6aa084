import type { SiteOptions } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '~/cli/run.js';
import { Terminal } from './terminal.js';

const esc = String.fromCharCode(27);

describe('felhom-agent host', () => {
  let host: SimulatedHost;
  let root: Awaited<ReturnType<SimulatedHost['rootHost']>>;
  let site: SiteOptions;
  beforeEach(async () => {
    host = new SimulatedHost();
    root = await host.rootHost();
    site = {
      hwmon: '/nonexistent/hwmon',
      programs: { smartctl: root.path('smartctl'), sensors: root.path('sensors'), lsblk: root.path('lsblk') },
    };
  });
  afterEach(() => host.close());

  const disk = (devpath = '/dev/sda') => {
    const found = root.machine.disk(devpath);
    if (found === undefined) throw new Error(`the simulated host has no ${devpath}`);
    return found;
  };
  async function agent(words: string, options: { isTTY?: boolean; site?: SiteOptions } = {}) {
    const terminal = new Terminal({ site, ...options });
    const code = await run(['host', ...words.split(' '), '--runner', 'direct'], terminal);
    return { code, out: terminal.out, err: terminal.err };
  }

  describe('smart', () => {
    it('all disks that are well', async () => {
      const { code, out, err } = await agent('smart');
      expect([code, err]).toEqual([0, '']);
      const lines = out.trimEnd().split('\n');
      expect(lines[0]).toMatch(/^ +disk +type +model +temp +hours +wear +realloc +pending +errors$/);
      expect(out).toMatch(/^\[ ok \] {2}\/dev\/sda +sat +.* \d+ °C +\d+ +- +0 +0 +-$/m);
      expect(out).toMatch(/^\[ ok \] {2}\/dev\/nvme0 +nvme +.* °C +\d+ +3 % +- +- +0$/m);
      expect(lines.at(-1)).toMatch(/^\d+ disks$/);
    });

    it('a failing disk: 1, and why', async () => {
      Object.assign(disk().smart, { passed: false, reallocated: 12 });
      const { code, out } = await agent('smart');
      expect(code).toBe(1);
      expect(out).toMatch(
        /^\[FAIL\] {2}\/dev\/sda .*\n {9}the disk says that it is failing\n {9}12 sectors were replaced/m,
      );
      expect(out).toMatch(/disks, 1 failing: copy what is on it\n$/);
    });

    it('one that is well, with a warning: 0', async () => {
      disk().smart.pending = 2;
      const { code, out } = await agent('smart /dev/sda');
      expect(code).toBe(0);
      expect(out).toMatch(/^\[warn\] {2}\/dev\/sda .*\n {9}2 sectors could not be read/m);
    });

    it('one that cannot be read: 3, and not a word of failing', async () => {
      const { code, out } = await agent('smart /dev/sdz');
      expect(code).toBe(3);
      expect(out).toMatch(/^\[ \?\? \] {2}\/dev\/sdz +- +- .*\n {9}there is no such device$/m);
      expect(out).not.toMatch(/fail/i);
    });

    it('one that is failing counts more than one that cannot be read', async () => {
      root.machine.plug({ bridge: { smart: 'none' } });
      expect((await agent('smart')).code).toBe(3);
      disk().smart.passed = false;
      expect((await agent('smart')).code).toBe(1);
    });

    it('one that sleeps is left asleep: 0; --wake asks it', async () => {
      disk().smart.standby = true;
      const asleep = await agent('smart /dev/sda');
      expect(asleep.code).toBe(0);
      expect(asleep.out).toMatch(/^\[rest\] {2}\/dev\/sda .*\n {9}it is left asleep \(STANDBY\)/m);
      expect(disk().smart.standby).toBe(true);
      const awake = await agent('smart /dev/sda --wake');
      expect(awake.out).toMatch(/^\[ ok \] {2}\/dev\/sda/m);
    });

    it('a USB disk whose bridge is unknown, by itself and with --type', async () => {
      const { devpath } = root.machine.plug({ rpm: 5400, bridge: { smart: 'unknown' } });
      expect((await agent(`smart ${devpath}`)).out).toMatch(/^\[ ok \]/m);
      expect((await agent('smart')).code).toBe(0);
      expect((await agent(`smart ${devpath} --type sat`)).code).toBe(0);
    });

    it('--json has all of it, raw too', async () => {
      disk().smart.passed = false;
      const { code, out } = await agent('smart /dev/sda --json', { isTTY: true });
      const report = JSON.parse(out);
      expect(code).toBe(1);
      expect(report).toMatchObject({
        program: 'felhom-agent',
        exitCode: 1,
        ok: false,
        disks: [
          {
            device: '/dev/sda',
            type: 'sat',
            report: { verdict: 'failing', state: 'read', exit: { failing: true } },
          },
        ],
      });
      expect(report.disks[0].report.raw.smart_status).toEqual({ passed: false });
    });

    it('colours on a terminal', async () => {
      disk().smart.passed = false;
      const { out } = await agent('smart', { isTTY: true });
      expect(out).toContain(`${esc}[31m[FAIL]${esc}[39m`);
    });

    it('without smartctl: 3, with the package', async () => {
      const { code, out, err } = await agent('smart', {
        site: { programs: { smartctl: '/nonexistent/smartctl' } },
      });
      expect([code, out]).toEqual([3, '']);
      expect(err).toContain('apt install smartmontools');
    });

    it('a device that is none: 2, and nothing is run', async () => {
      const { code, err } = await agent('smart /etc/shadow');
      expect([code, root.commands.length]).toEqual([2, 0]);
      expect(err).toContain('a device is expected');
    });
  });

  describe('sensors', () => {
    it('chip by chip', async () => {
      const { code, out } = await agent('sensors');
      expect(code).toBe(0);
      expect(out).toMatch(/^coretemp-isa-0000 \(ISA adapter\)\n {2}Package id 0 +47 °C +max 82, crit 102$/m);
      expect(out).toMatch(/^ {2}fan1 +1180 RPM +min 0$/m);
    });

    it('an alarm: 1', async () => {
      const values = root.machine.chips[0]?.features[0]?.values;
      if (values === undefined) throw new Error('the simulated host has no such sensor');
      values['temp1_crit_alarm'] = 1;
      const { code, out } = await agent('sensors');
      expect(code).toBe(1);
      expect(out).toMatch(/^ {2}Package id 0 .*ALARM \(crit\)$/m);
      expect(JSON.parse((await agent('sensors --json')).out)).toMatchObject({
        ok: false,
        exitCode: 1,
        source: 'lm-sensors',
      });
    });

    it('without lm-sensors and without the files of the kernel: none, and why', async () => {
      const programs = { sensors: '/nonexistent/sensors' };
      const { code, out, err } = await agent('sensors', { site: { ...site, programs } });
      expect(code).toBe(0);
      expect(out).toContain('no sensors');
      expect(err).toContain('lm-sensors: sensors is not on this host');
    });
  });

  it('info', async () => {
    const { code, out } = await agent('info', {
      site: { programs: { pveversion: '/nonexistent/pveversion', sensors: '/nonexistent/sensors' } },
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^Proxmox VE +not on this host$/m);
    expect(out).toMatch(/^ {2}sensors +missing +apt install lm-sensors$/m);
    expect(JSON.parse((await agent('info --json')).out)).toMatchObject({
      ok: true,
      node: expect.any(String),
    });
  });

  it('doctor', async () => {
    const missing = { programs: { smartctl: '/nonexistent/smartctl' } };
    const { code, out } = await agent('doctor', { site: missing });
    expect(code).toBe(1);
    expect(out).toMatch(/^\[ ok \] commands run as root$/m);
    expect(out).toMatch(
      /^\[FAIL\] smart\.read +smartctl is not on this host: there is no \/nonexistent\/smartctl$/m,
    );
    expect(out).toMatch(/^-> apt install smartmontools$/m);
    expect(JSON.parse((await agent('doctor --json', { site: missing })).out)).toMatchObject({
      ok: false,
      runner: { ok: true },
    });
  });

  it.each([
    ['host', /one of smart, sensors, usb/],
    ['host nothing', /one of smart, sensors, usb/],
    ['host smart /dev/sda /dev/sdb', /one device, or none/],
    ['host smart --type sat', /--type needs a device/],
    ['host sensors --wake', /--wake does not go with `host sensors`/],
    ['host info more', /takes options only/],
    ['host smart --runner ssh', /--runner: one of/],
    ['host smart --nope', /unknown option --nope/],
    ['--json host', /`host` comes first/],
  ])('%s is refused: 2', async (words, message) => {
    const terminal = new Terminal({ site });
    expect(await run(words.split(' '), terminal)).toBe(2);
    expect(terminal.out + terminal.err).toMatch(message);
    expect(root.commands).toEqual([]);
  });

  it('--help', async () => {
    const terminal = new Terminal();
    expect(await run(['host', '--help'], terminal)).toBe(0);
    expect(terminal.out).toContain('felhom-agent host smart');
  });

  it('a signal ends what runs', async () => {
    const terminal: Terminal = new Terminal({ site });
    const ended = run(['host', 'smart', '--runner', 'direct'], terminal);
    while (terminal.signals.listenerCount('SIGINT') === 0)
      await new Promise((resolve) => setImmediate(resolve));
    terminal.signals.emit('SIGINT');
    expect(await ended).toBe(1);
    expect(terminal.signals.eventNames()).toEqual([]);
  });
});

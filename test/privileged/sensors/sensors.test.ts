import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSensors } from '~/privileged/sensors/parse-sensors.js';
import { recorded } from '../support/recorded.js';
import { Stubs } from '../support/stub.js';

const runner = new ExecRunner({ mode: 'direct' });
let stubs: Stubs;
beforeAll(() => {
  stubs = new Stubs();
});
afterAll(() => stubs.remove());

const recordings = recorded('sensors', 'sensors13').filter(({ argv }) => argv.includes('-j'));
const named = (name: string) => {
  const found = recordings.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no recording ${name}`);
  return found;
};

describe('what sensors -j printed', () => {
  it('there are recordings', () => expect(recordings.length).toBeGreaterThan(15));

  it.each(recordings)('$name: every value in it becomes a reading', ({ stdout }) => {
    const inputs = stdout.match(/"(?:temp|fan|in|power)\d+_(?:input|average)": *[-\d]/g) ?? [];
    const text = stdout.trim();
    if (!text.startsWith('{')) return expect(() => parseSensors(stdout)).toThrow(/sensors printed/);
    const readings = parseSensors(stdout);
    expect(readings.filter(({ value }) => value !== undefined)).toHaveLength(inputs.length);
    return undefined;
  });

  it('reads kinds, units, limits and alarms', () => {
    const readings = parseSensors(named('sensors13/json-ok').stdout);
    expect(readings.map(({ chip, label, value, unit }) => [chip, label, value, unit])).toEqual([
      ['nct6775-isa-0290', 'Vcore', 1.016, 'V'],
      ['nct6775-isa-0290', 'fan1', 0, 'RPM'],
      ['nct6775-isa-0290', 'temp7', -128, '°C'],
      ['nct6775-isa-0290', 'power1', 15.5, 'W'],
      ['nct6775-isa-0290', 'intrusion0', undefined, undefined],
      ['drivetemp-scsi-0-0', 'temp1', 38, '°C'],
      ['acpitz-virtual-0', 'temp1', 27.8, '°C'],
      ['coretemp-isa-0000', 'Package id 0', 45, '°C'],
      ['coretemp-isa-0000', 'Core 0', 43.5, '°C'],
    ]);
    expect(readings[1]).toMatchObject({ kind: 'fan', limits: { min: 0 }, alarm: true, alarms: ['alarm'] });
    expect(readings[4]).toMatchObject({ kind: 'intrusion', alarm: true });
    expect(readings[7]).toEqual({
      chip: 'coretemp-isa-0000',
      adapter: 'ISA adapter',
      label: 'Package id 0',
      sensor: 'temp1',
      kind: 'temperature',
      value: 45,
      unit: '°C',
      limits: { max: 80, crit: 100 },
      alarm: false,
      alarms: [],
      fault: false,
    });
    expect(readings[8]).toMatchObject({ sensor: 'temp2', alarm: undefined, limits: {} });
  });

  it('keeps two sensors of one label, and two chips of one name', () => {
    const labels = parseSensors(named('sensors13/json-duplicate-labels').stdout);
    expect(labels.map(({ label, sensor, value }) => [label, sensor, value])).toEqual([
      ['Core 0', 'temp1', 45],
      ['Core 0', 'temp2', 43.5],
    ]);
    const chips = parseSensors(named('sensors13/json-two-chips-same-name').stdout);
    expect(chips.map(({ chip, value }) => [chip, value])).toEqual([
      ['acpitz-virtual-0', 29.8],
      ['acpitz-virtual-0', 27.8],
    ]);
  });

  it('reads labels with quotes and backslashes', () => {
    const labels = (name: string) => parseSensors(named(name).stdout).map(({ label }) => label);
    expect(labels('sensors13/json-label-with-quotes')).toEqual(['Pack "A" \\ x', 'Core 0']);
    expect(labels('sensors13/json-config-label-ignore-compute')).toEqual(['CPU "x"']);
  });

  it('NaN is no value, and a sensor without its input keeps its limits', () => {
    const [nobody] = parseSensors(named('sensors13/json-as-nobody-no-permission').stdout);
    expect(nobody).toMatchObject({ label: 'temp1', value: undefined });
    const [first] = parseSensors(named('sensors13/json-input-missing').stdout);
    expect(first).toMatchObject({ value: undefined, limits: { max: 80, crit: 100 }, alarm: false });
  });

  it('a broken sensor has no value, and no limit of absolute zero', () => {
    const text =
      '{"nvme-pci-0100":{"Adapter":"PCI adapter","Composite":{"temp1_input":38.85,"temp1_max":65261.85,"temp1_min":-273.15,"temp1_crit":84.85}},' +
      '"x":{"temp2":{"temp2_input":127.0,"temp2_fault":1.0},"p":{"power1_average":12.5,"power1_average_interval":300,"power1_cap":90}}}';
    const [nvme, broken, power] = parseSensors(text);
    expect(nvme?.limits).toEqual({ crit: 84.85 });
    expect(broken).toMatchObject({ value: undefined, fault: true });
    expect(power).toMatchObject({ value: 12.5, limits: { cap: 90 } });
  });

  it('what older versions got wrong: the label as a value, a comma too many, a chip without sensors', () => {
    const text =
      '{\n   "nouveau-pci-0100":{\n      "Adapter": "PCI adapter",\n\n   },\n   "it87-isa-0a30":{\n      "Adapter": "ISA adapter",\n' +
      '      "in0":{\n(in0),\n         "in0_max": 3.060\n      },\n      "fan1":{\n,\n         "fan1_min": 10.000\n      }\n   }\n}\n';
    expect(parseSensors(text).map(({ sensor, value, limits }) => [sensor, value, limits])).toEqual([
      ['in0', undefined, { max: 3.06 }],
      ['fan1', undefined, { min: 10 }],
    ]);
  });
});

describe('sensors.read', () => {
  it('reads the simulated host, with a disk that sleeps', async () => {
    const host = new SimulatedHost();
    const root = await host.rootHost();
    const privileged = new Privileged({ runner, programs: { sensors: root.path('sensors') } });
    const { source, readings, problems } = await privileged.sensors.read();
    expect(source).toBe('lm-sensors');
    expect(readings.find(({ label }) => label === 'Package id 0')).toMatchObject({
      value: 47,
      limits: { crit: 102 },
    });
    expect(problems).toEqual([]);
    const disk = root.machine.disks.find(({ type }) => type === 'hdd') ?? root.machine.disk('/dev/sda');
    if (disk === undefined) throw new Error('the simulated host has no disk');
    disk.smart.standby = true;
    const asleep = await privileged.sensors.read();
    expect(asleep.problems[0]).toMatch(/^ERROR: Can't get value of subfeature temp1_input/);
    expect(asleep.readings).toHaveLength(readings.length);
    await host.close();
  });

  it.each(['sensors/json-nolc', 'sensors13/nolc'])(
    '%s: a machine without sensors has no readings',
    async (name) => {
      const program = stubs.program('none', named(name));
      const read = await new Privileged({ runner, programs: { sensors: program } }).sensors.read();
      expect(read).toEqual({ source: 'lm-sensors', readings: [], problems: [] });
    },
  );

  it.skipIf(!existsSync('/usr/bin/sensors'))('works with the real program (needs lm-sensors)', async () => {
    const { source, readings } = await new Privileged({ runner }).sensors.read();
    expect(source).toBe('lm-sensors');
    // A virtual machine has none.
    for (const { chip, unit, kind } of readings)
      expect([chip, unit === undefined]).toEqual([chip, kind === 'intrusion']);
  });

  describe('without lm-sensors', () => {
    let hwmon = '';
    beforeAll(() => {
      hwmon = join(stubs.folder, 'hwmon');
      const files: Record<string, Record<string, string>> = {
        hwmon10: {
          name: 'nvme',
          temp1_input: '38850',
          temp1_label: 'Composite',
          temp1_min: '-273150',
          temp1_alarm: '0',
        },
        hwmon2: {
          name: 'nct6775',
          in0_input: '1016',
          fan1_input: '1180',
          fan1_min: '0',
          fan1_alarm: '1',
          power1_average: '15500000',
          humidity1_input: '45300',
          curr1_input: '1500',
          energy1_input: '2500000',
          intrusion0_alarm: '0',
          temp10_input: '27800',
          temp2_input: '-5000',
          temp2_fault: '1',
          pwm1: '255',
          uevent: '',
        },
        hwmon3: { name: 'drivetemp', temp1_max: '60000' },
      };
      for (const [folder, contents] of Object.entries(files)) {
        mkdirSync(join(hwmon, folder), { recursive: true });
        mkdirSync(join(stubs.folder, 'devices', `${contents['name']}.0`), { recursive: true });
        symlinkSync(join(stubs.folder, 'devices', `${contents['name']}.0`), join(hwmon, folder, 'device'));
        for (const [name, text] of Object.entries(contents))
          writeFileSync(join(hwmon, folder, name), `${text}\n`);
      }
      // A file that cannot be read, as one of a disk that sleeps: here a folder, which fails for root, too.
      mkdirSync(join(hwmon, 'hwmon3', 'temp1_input'));
    });

    it('reads the files of the kernel, in its own units, and bears those that cannot be read', async () => {
      const privileged = new Privileged({ runner, hwmon, programs: { sensors: '/nonexistent/sensors' } });
      const { source, readings, problems } = await privileged.sensors.read();
      expect(source).toBe('hwmon');
      expect(readings.map(({ chip, label, value, unit }) => [chip, label, value, unit])).toEqual([
        ['nct6775-nct6775.0', 'curr1', 1.5, 'A'],
        ['nct6775-nct6775.0', 'energy1', 2.5, 'J'],
        ['nct6775-nct6775.0', 'fan1', 1180, 'RPM'],
        ['nct6775-nct6775.0', 'humidity1', 45.3, '%'],
        ['nct6775-nct6775.0', 'in0', 1.016, 'V'],
        ['nct6775-nct6775.0', 'intrusion0', undefined, undefined],
        ['nct6775-nct6775.0', 'power1', 15.5, 'W'],
        ['nct6775-nct6775.0', 'temp2', undefined, '°C'],
        ['nct6775-nct6775.0', 'temp10', 27.8, '°C'],
        ['drivetemp-drivetemp.0', 'temp1', undefined, '°C'],
        ['nvme-nvme.0', 'Composite', 38.85, '°C'],
      ]);
      expect(readings[2]).toMatchObject({ kind: 'fan', limits: { min: 0 }, alarm: true });
      expect(readings[5]).toMatchObject({ kind: 'intrusion', alarm: false });
      expect(readings[7]).toMatchObject({ fault: true });
      expect(readings[9]).toMatchObject({ limits: { max: 60 } });
      expect(readings[10]).toMatchObject({ limits: {}, alarm: false });
      expect(problems).toEqual([
        expect.stringContaining('lm-sensors: sensors is not on this host'),
        `${hwmon}/hwmon3/temp1_input: EISDIR`,
      ]);
    });

    it.each([
      [
        'it is broken',
        { stderr: 'Could not open config file\n', exitCode: 1 },
        /exit code 1: Could not open/,
      ],
      ['it prints nothing', {}, /sensors printed nothing/],
    ])('also where %s, and says so', async (_case, answer, problem) => {
      const sensors = stubs.program('broken', answer);
      const read = await new Privileged({ runner, hwmon, programs: { sensors } }).sensors.read();
      expect(read.source).toBe('hwmon');
      expect(read.readings).toHaveLength(11);
      expect(read.problems[0]).toMatch(problem);
    });

    it('also where it cannot be started', async () => {
      const sensors = stubs.program('closed', {});
      chmodSync(sensors, 0o644);
      await expect(
        new Privileged({ runner, hwmon, programs: { sensors } }).sensors.read(),
      ).resolves.toMatchObject({
        source: 'hwmon',
      });
    });

    it('a machine without that folder has no sensors', async () => {
      const nowhere = new Privileged({
        runner,
        hwmon: '/nonexistent/hwmon',
        programs: { sensors: '/nonexistent' },
      });
      await expect(nowhere.sensors.read()).resolves.toMatchObject({ source: 'hwmon', readings: [] });
    });

    it('an abort is no reason to fall back', async () => {
      const sensors = stubs.script('slow', 'sleep 20');
      const controller = new AbortController();
      const read = new Privileged({ runner, hwmon, programs: { sensors } }).sensors.read(
        {},
        { signal: controller.signal },
      );
      setTimeout(() => controller.abort(), 50);
      await expect(read).rejects.toMatchObject({ code: 'PVE_COMMAND', ended: 'aborted' });
    });
  });
});

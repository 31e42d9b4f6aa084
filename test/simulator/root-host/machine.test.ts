import { expect, it } from 'vitest';
import { RootHarness } from './harness.js';

const json = async (h: RootHarness, tool: 'lsblk' | 'smartctl' | 'sensors', ...argv: string[]) => {
  const ran = await h.run(tool, ...argv);
  return { code: ran.code, data: JSON.parse(ran.stdout) };
};

it('a disk that is plugged in is there for lsblk, smartctl and the API, and gone with its plug', async () => {
  await using h = await RootHarness.open();
  const columns = 'NAME,PATH,TYPE,TRAN,SIZE,FSTYPE,UUID,LABEL,MOUNTPOINTS,HOTPLUG,RM,MODEL';
  const usb = h.root.machine.plug({
    model: 'STICK',
    size: 32_000_000_000,
    partitions: [
      { size: 31_000_000_000, fstype: 'ext4', label: 'Photos', uuid: 'aaaaaaaa-0000-4000-8000-000000000001' },
    ],
  });
  expect(usb.devpath).toBe('/dev/sdb');
  const { data } = await json(h, 'lsblk', '--json', '--bytes', '-o', columns, '/dev/sdb');
  expect(data).toEqual({
    blockdevices: [
      {
        name: 'sdb',
        path: '/dev/sdb',
        type: 'disk',
        tran: 'usb',
        size: 32_000_000_000,
        fstype: null,
        uuid: null,
        label: null,
        mountpoints: [],
        hotplug: true,
        rm: true,
        model: 'STICK',
        children: [
          {
            name: 'sdb1',
            path: '/dev/sdb1',
            type: 'part',
            // Only the whole disk knows how it is connected.
            tran: null,
            size: 31_000_000_000,
            fstype: 'ext4',
            uuid: 'aaaaaaaa-0000-4000-8000-000000000001',
            label: 'Photos',
            mountpoints: [],
            hotplug: true,
            rm: true,
            model: null,
          },
        ],
      },
    ],
  });
  const listed = await h.api('GET /nodes/{node}/disks/list');
  expect(listed).toContainEqual(
    expect.objectContaining({ devpath: '/dev/sdb', type: 'usb', health: 'UNKNOWN' }),
  );
  for (const partition of usb.disk.partitions) partition.mountpoints = ['/mnt/usb/photos'];
  const pairs = await h.run('lsblk', '-Ppo', 'NAME,MOUNTPOINTS,MAJ:MIN', '/dev/sdb1');
  expect(pairs.stdout).toBe('NAME="/dev/sdb1" MOUNTPOINTS="/mnt/usb/photos" MAJ_MIN="8:17"\n');
  usb.unplug();
  usb.unplug();
  expect(await h.run('lsblk', '-J', '/dev/sdb')).toMatchObject({
    code: 32,
    stderr: 'lsblk: /dev/sdb: not a block device\n',
  });
  expect((await json(h, 'smartctl', '-j', '-a', '/dev/sdb')).data.smartctl).toMatchObject({
    exit_status: 2,
    messages: [{ string: 'Smartctl open device: /dev/sdb failed: No such device', severity: 'error' }],
  });
  expect(h.root.machine.plug().devpath).toBe('/dev/sdb');
});

it('lsblk says sizes for people unless it is asked for bytes, and takes letters together', async () => {
  await using h = await RootHarness.open();
  const { data } = await json(h, 'lsblk', '-Jdo', 'NAME,SIZE');
  expect(data.blockdevices).toEqual([
    { name: 'nvme0n1', size: '476.9G' },
    { name: 'sda', size: '3.6T' },
  ]);
  expect(await h.run('lsblk')).toMatchObject({ code: 1, stderr: expect.stringContaining('not modelled') });
  expect(await h.run('lsblk', '--nope')).toMatchObject({
    code: 1,
    stderr: "lsblk: unrecognized option '--nope'\nTry 'lsblk --help' for more information.\n",
  });
});

it('the exit code of smartctl is a set of bits, and the same in its JSON', async () => {
  await using h = await RootHarness.open();
  const smart = h.root.machine.disk('/dev/sda')?.smart;
  if (smart === undefined) throw new TypeError('the demo host has no /dev/sda');
  const code = async (...argv: string[]): Promise<number | undefined> => {
    const { code, data } = await json(h, 'smartctl', '--json=c', ...argv, '/dev/sda');
    expect(data.smartctl.exit_status).toBe(code);
    return code;
  };
  expect(await code('-a')).toBe(0);
  smart.stumbles = true;
  expect(await code('-a')).toBe(4);
  smart.passed = false;
  expect(await code('-a')).toBe(4 + 8);
  smart.reallocated = 95;
  expect(await code('-a')).toBe(4 + 8 + 16);
  smart.errors = 3;
  smart.failedTests = 1;
  expect(await code('-a')).toBe(4 + 8 + 16 + 64 + 128);
  // Only what was looked at can be wrong.
  expect(await code('-H')).toBe(4 + 8 + 16);
  const { data } = await json(h, 'smartctl', '-j', '-A', '/dev/sda');
  expect(data.ata_smart_attributes.table[0]).toMatchObject({
    name: 'Reallocated_Sector_Ct',
    value: 5,
    thresh: 10,
    when_failed: 'now',
    raw: { value: 95, string: '95' },
  });
  expect(data).not.toHaveProperty('model_name');
  expect(await h.api('GET /nodes/{node}/disks/smart', { disk: '/dev/sda' })).toMatchObject({
    health: 'FAILED',
  });
});

it('a disk in standby is left alone on request, and woken by everything else', async () => {
  await using h = await RootHarness.open();
  const disk = h.root.machine.disk('/dev/sda');
  if (disk === undefined) throw new TypeError('the demo host has no /dev/sda');
  disk.smart.standby = true;
  const asleep = await json(h, 'smartctl', '-j', '-n', 'standby,3', '-a', '/dev/sda');
  expect(asleep.code).toBe(3);
  expect(asleep.data.smartctl.messages[0].string).toBe('Device is in STANDBY mode, exit(3)');
  expect((await json(h, 'smartctl', '-j', '-n', 'standby', '-a', '/dev/sda')).code).toBe(2);
  expect(await h.run('sensors', '-j', 'drivetemp-*')).toMatchObject({
    code: 0,
    stderr: "ERROR: Can't get value of subfeature temp1_input: Can't read\n",
  });
  expect((await json(h, 'smartctl', '-j', '-a', '/dev/sda')).code).toBe(0);
  expect(disk.smart.standby).toBe(false);
  const warm = await json(h, 'sensors', '-j', 'drivetemp-*');
  expect(warm.data['drivetemp-scsi-1-0'].temp1.temp1_input).toBe(disk.smart.temperature);
});

it('smartctl gets through a USB plug only as far as the plug lets it', async () => {
  await using h = await RootHarness.open();
  const ids = { vendorId: '0x152d', productId: '0x0578' };
  const known = h.root.machine.plug({ rpm: 5400, bridge: { smart: 'known' } });
  const unknown = h.root.machine.plug({ bridge: { ...ids, smart: 'unknown' } });
  const stick = h.root.machine.plug();
  expect((await json(h, 'smartctl', '-j', '-a', known.devpath)).data).toMatchObject({
    device: { type: 'sat', protocol: 'ATA' },
    model_name: 'USB DISK',
    rotation_rate: 5400,
  });
  const refused = await json(h, 'smartctl', '-j', '-a', unknown.devpath);
  expect(refused.code).toBe(1);
  expect(refused.data.smartctl.messages[0].string).toBe(
    '/dev/sdc: Unknown USB bridge [0x152d:0x0578 (0x100)]',
  );
  expect((await json(h, 'smartctl', '-j', '-d', 'sat', '-a', unknown.devpath)).code).toBe(0);
  const nothing = await json(h, 'smartctl', '-j', '-d', 'sat', '-a', stick.devpath);
  expect(nothing.code).toBe(2);
  expect(nothing.data).not.toHaveProperty('model_name');
  const scan = await json(h, 'smartctl', '--scan-open', '--json=c');
  expect(scan.data.devices.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
    ['/dev/nvme0', 'nvme'],
    ['/dev/sda', 'sat'],
    ['/dev/sdb', 'sat'],
    ['/dev/sdc', 'scsi'],
    ['/dev/sdd', 'scsi'],
  ]);
});

it('an NVMe disk tells what it has used up', async () => {
  await using h = await RootHarness.open();
  const { code, data } = await json(h, 'smartctl', '-j', '-x', '/dev/nvme0');
  expect(code).toBe(0);
  expect(data).toMatchObject({
    device: { name: '/dev/nvme0', type: 'nvme', protocol: 'NVMe' },
    nvme_smart_health_information_log: { percentage_used: 3, temperature: 38, critical_warning: 0 },
    smart_status: { passed: true, nvme: { value: 0 } },
  });
});

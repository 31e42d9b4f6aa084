import { RecordingRunner } from '@felhom/proxmox/privileged';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskSmart, usbMount, usbUnmount } from '~/agent/daemon/actions/disks.js';
import { openRig, type Rig } from '../support/context.js';

const uuid = '6a2b9c1e-4f7d-4c3a-9b1e-0d5f8a7c6b21';
const mountpoint = '/mnt/backup';
const params = { uuid, mountpoint };
let rig: Rig;
/** Where the disk is mounted, and what fstab has. */
let at: string | undefined;
let persisted: boolean;

const partition = {
  name: '/dev/sda1',
  kname: '/dev/sda1',
  'maj:min': '8:1',
  pkname: '/dev/sda',
  type: 'part',
  size: 1e9,
  ro: false,
  hotplug: true,
  rm: true,
  fstype: 'ext4',
  uuid,
};
const disk = {
  ...partition,
  name: '/dev/sda',
  kname: '/dev/sda',
  'maj:min': '8:0',
  pkname: null,
  type: 'disk',
  tran: 'usb',
  fstype: null,
  pttype: 'gpt',
  uuid: null,
  children: [partition],
};

/** A host with one USB disk, as its programs tell of it. */
function answer(name: string): object | undefined {
  const row = (target: string, source: string, majMin: string) => ({
    id: 1,
    target,
    source,
    fstype: 'ext4',
    options: 'rw,nosuid,nodev,noexec',
    'maj:min': majMin,
  });
  const rows = [row('/', '/dev/vda1', '254:1'), ...(at === undefined ? [] : [row(at, '/dev/sda1', '8:1')])];
  if (name === 'block.list') return { stdout: JSON.stringify({ blockdevices: [disk] }) };
  if (name === 'block.probe') return { stdout: `DEVNAME=/dev/sda1\nUUID=${uuid}\nTYPE=ext4\n` };
  if (name === 'mount.list') return { stdout: JSON.stringify({ filesystems: rows }) };
  if (name === 'mountpoint.look') return { value: { state: 'vacant' } };
  if (name === 'mount.mount') at = mountpoint;
  if (name === 'mount.unmount') at = undefined;
  if (name === 'fstab.put') persisted = true;
  if (name === 'fstab.forget') persisted = false;
  if (name === 'fstab.put' || name === 'fstab.forget') return { value: { changed: true } };
  if (name === 'fstab.read') {
    const entry = { at: 3, uuid, target: mountpoint, spec: `UUID=${uuid}`, ours: true };
    return { value: { entries: persisted ? [entry] : [], systemd: false } };
  }
  return undefined;
}

beforeEach(() => {
  at = undefined;
  persisted = false;
  rig = openRig(new RecordingRunner({ answer: ({ name }) => answer(name) }));
});
afterEach(() => rig.close());

describe('disk.usb', () => {
  it('mounts a disk by its UUID, and unmounts it', async () => {
    await usbMount.precheck?.(rig.context, params);
    expect(rig.runner.changes).toEqual([]);
    expect(await usbMount.run(rig.context, { ...params, persist: true })).toMatchObject({
      uuid,
      mountpoint,
      device: '/dev/sda1',
    });
    await expect(usbMount.precheck?.(rig.context, params)).rejects.toMatchObject({
      code: 'PVE_ACTION',
      reason: 'already-mounted',
    });
    expect(await usbUnmount.run(rig.context, { uuid, forget: true })).toMatchObject({
      mountpoint,
      forgotten: true,
    });
    await expect(usbUnmount.precheck?.(rig.context, { uuid, forget: false })).rejects.toMatchObject({
      reason: 'not-mounted',
    });
    expect(rig.remembered).toEqual([{ uuid }, { uuid }]);
  });

  it('is one disk to the policy', () => {
    expect(usbMount.touches(params)).toEqual({ disks: [uuid] });
    expect(usbUnmount.touches({ uuid, forget: false })).toEqual({ disks: [uuid] });
    // By its folder alone nobody could tell which disk it is.
    expect(usbUnmount.params.safeParse({ mountpoint }).success).toBe(false);
    const risk = (options?: object) =>
      typeof usbMount.risk === 'function' ? usbMount.risk({ ...params, options }) : usbMount.risk;
    expect([risk(), risk({ exec: true })]).toEqual(['MEDIUM', 'HIGH']);
  });

  it('has another state once it is mounted', async () => {
    const state = () => usbMount.state?.(rig.context, params);
    const first = await state();
    expect(await state()).toBe(first);
    at = mountpoint;
    expect(await state()).not.toBe(first);
  });

  it.each([
    [undefined, false, undefined, 'failed'],
    ['/mnt/other', false, undefined, 'failed'],
    [mountpoint, false, undefined, 'done'],
    [mountpoint, false, true, 'failed'],
    [mountpoint, true, true, 'done'],
  ])(
    'mounted at %s, in fstab %s, is the end of a mount (persist: %s): %s',
    async (where, entry, persist, outcome) => {
      at = where;
      persisted = entry;
      expect(await usbMount.probe?.(rig.context, { ...params, persist }, {})).toMatchObject({ outcome });
      expect(rig.runner.changes).toEqual([]);
    },
  );

  it.each([
    [undefined, false, {}, 'done'],
    [mountpoint, false, {}, 'failed'],
    [mountpoint, false, { mountpoint: '/mnt/other' }, 'done'],
    [undefined, true, {}, 'done'],
    [undefined, true, { forget: true }, 'failed'],
  ])('mounted at %s, in fstab %s, is the end of an unmount (%o): %s', async (where, entry, more, outcome) => {
    at = where;
    persisted = entry;
    const given = { uuid, forget: false, ...more };
    expect(await usbUnmount.probe?.(rig.context, given, {})).toMatchObject({ outcome });
    expect(rig.runner.changes).toEqual([]);
  });
});

describe('disk.smart', () => {
  const answerOf = (stdout: string) => new RecordingRunner({ answer: () => ({ stdout }) });

  it('asks one disk', async () => {
    const report = {
      smartctl: { version: [7, 4], exit_status: 0 },
      device: { name: '/dev/sda', type: 'sat', protocol: 'ATA' },
      smart_status: { passed: true },
    };
    const own = openRig(answerOf(JSON.stringify(report)));
    expect(await diskSmart.run(own.context, { device: '/dev/sda', wake: false })).toMatchObject({
      disks: [{ device: '/dev/sda', report: { state: 'read' } }],
    });
    expect(own.runner.commands.map(({ name }) => name)).toEqual(['smart.read']);
    await own.close();
  });

  it('asks all of them, and says of which nothing came', async () => {
    const runner = new RecordingRunner({
      answer: ({ name }) =>
        name === 'smart.scan'
          ? {
              stdout: JSON.stringify({
                devices: [{ name: '/dev/sda', info_name: '/dev/sda', type: 'sat', protocol: 'ATA' }],
              }),
            }
          : { exitCode: 4, stdout: '', stderr: 'no' },
    });
    const own = openRig(runner);
    expect(await diskSmart.run(own.context, { wake: false })).toMatchObject({
      disks: [{ device: '/dev/sda', error: expect.stringContaining('smart.read failed') }],
    });
    await own.close();
  });
});

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '~/privileged/errors.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { Privileged } from '~/privileged/privileged.js';
import { siteOf } from '~/privileged/site.js';
import { parseProbe } from '~/privileged/usb/blkid.js';
import { chooseDevice, type Wanted } from '~/privileged/usb/choose.js';
import { join as joined } from '~/privileged/usb/inventory.js';
import { parseLsblk } from '~/privileged/usb/lsblk.js';
import type { Mount } from '~/privileged/usb/mount-table.js';
import { SimulatedHost } from '~/simulator/simulated-host.js';

interface Node {
  name: string;
  type?: string;
  tran?: string;
  fstype?: string;
  uuid?: string;
  partuuid?: string;
  pttype?: string;
  mountpoint?: string;
  children?: Node[];
}
let numbers = 0;
const row = ({ children, ...node }: Node): object => ({
  kname: node.name,
  'maj:min': `8:${numbers++}`,
  type: 'part',
  tran: null,
  hotplug: true,
  rm: false,
  ro: false,
  size: 1000,
  fstype: null,
  fsver: null,
  label: null,
  uuid: null,
  partuuid: null,
  pttype: null,
  model: null,
  serial: null,
  mountpoint: null,
  ...node,
  ...(children === undefined ? {} : { children: children.map(row) }),
});
const lsblk = (...nodes: Node[]) => JSON.stringify({ blockdevices: nodes.map(row) });
const disk = (name: string, tran: string, ...children: Node[]): Node => ({
  name,
  type: 'disk',
  tran,
  pttype: 'gpt',
  children,
});
const mounted = (source: string, target: string): Mount => ({
  id: 1,
  source,
  target,
  fstype: 'ext4',
  options: ['rw'],
  majMin: '0:99',
});
const stick = { name: '/dev/sdb1', fstype: 'ext4', uuid: 'stick-1' };

function why(nodes: Node[], mounts: Mount[] = [], wanted: Partial<Wanted> = {}): string {
  const inventory = joined(parseLsblk(lsblk(...nodes)), mounts);
  try {
    const { device, driver } = chooseDevice(
      { uuid: 'stick-1', fsType: undefined, options: {}, ...wanted },
      inventory,
      siteOf(),
    );
    return `${device.device} by ${driver}`;
  } catch (error) {
    if (error instanceof RefusedError) return error.why;
    throw error;
  }
}

describe('which disk is mounted', () => {
  it('one at USB: the transport is that of its whole disk', () => {
    expect(why([disk('/dev/sdb', 'usb', stick)])).toBe('/dev/sdb1 by ext4');
    expect(why([disk('/dev/sdb', 'sata', stick)])).toBe('not-usb');
    // A stick without a table of partitions.
    expect(why([{ ...stick, name: '/dev/sdb', type: 'disk', tran: 'usb' }])).toBe('/dev/sdb by ext4');
  });

  it('not one that the host runs from: a system on a USB disk, plain or by LVM', () => {
    const boot = { name: '/dev/sdb2', fstype: 'ext4', uuid: 'boot' };
    expect(why([disk('/dev/sdb', 'usb', stick, boot)], [mounted('/dev/sdb2', '/boot/efi')])).toBe(
      'system-disk',
    );
    expect(why([disk('/dev/sdb', 'usb', stick, boot)], [mounted('/dev/sdb2', '/')])).toBe('system-disk');
    expect(why([disk('/dev/sdb', 'usb', stick)], [mounted('/dev/sdb1', '/')])).toBe('system-disk');
    const root = { name: '/dev/mapper/pve-root', type: 'lvm', fstype: 'ext4', uuid: 'root' };
    const lvm = { name: '/dev/sdb3', fstype: 'LVM2_member', uuid: 'pv', children: [root] };
    const system = disk('/dev/sdb', 'usb', stick, lvm);
    expect(why([system], [mounted('/dev/mapper/pve-root', '/')])).toMatch(/^(?:system|used)-disk$/);
    expect(why([system], [mounted('/dev/mapper/pve-root', '/')], { uuid: 'root' })).toBe(
      'not-a-plain-device',
    );
    expect(why([system], [], { uuid: 'pv' })).toBe('lvm-member');
  });

  it('not one of which another part is used', () => {
    const parts: [Node, Mount[], string][] = [
      [{ name: '/dev/sdb2', fstype: 'swap', uuid: 'x' }, [], 'used-disk'],
      [{ name: '/dev/sdb2', mountpoint: '[SWAP]' }, [], 'used-disk'],
      [{ name: '/dev/sdb2', fstype: 'zfs_member', uuid: 'x' }, [], 'used-disk'],
      [{ name: '/dev/sdb2', fstype: 'crypto_LUKS', uuid: 'x' }, [], 'used-disk'],
      [{ name: '/dev/sdb2', fstype: 'linux_raid_member', uuid: 'x' }, [], 'used-disk'],
      [{ name: '/dev/sdb2', fstype: 'ext4', uuid: 'x' }, [mounted('/dev/sdb2', '/srv/data')], 'used-disk'],
      // Mounted as this one would be.
      [
        { name: '/dev/sdb2', fstype: 'ext4', uuid: 'x' },
        [mounted('/dev/sdb2', '/mnt/data')],
        '/dev/sdb1 by ext4',
      ],
      [{ name: '/dev/sdb2', fstype: 'vfat', uuid: 'x' }, [], '/dev/sdb1 by ext4'],
    ];
    for (const [part, mounts, end] of parts)
      expect([part, why([disk('/dev/sdb', 'usb', stick, part)], mounts)]).toEqual([part, end]);
    const raid = { name: '/dev/md0', type: 'raid1', fstype: 'ext4', uuid: 'md' };
    const held = { name: '/dev/sdb1', fstype: 'ext4', uuid: 'stick-1', children: [raid] };
    expect(why([disk('/dev/sdb', 'usb', held)])).toBe('in-use');
  });

  it('not a copy: also where the other one is at SATA, or one of a btrfs', () => {
    const copy = disk('/dev/sdc', 'sata', { ...stick, name: '/dev/sdc1' });
    expect(why([disk('/dev/sdb', 'usb', stick), copy])).toBe('duplicate-uuid');
    const half = (name: string) => disk(name, 'usb', { name: `${name}1`, fstype: 'btrfs', uuid: 'stick-1' });
    expect(why([half('/dev/sdb'), half('/dev/sdc')])).toBe('btrfs-member');
  });

  it('not what has no file system, or one that is not mounted here', () => {
    const bare = { name: '/dev/sdb1', partuuid: 'stick-1' };
    expect(why([disk('/dev/sdb', 'usb', bare)])).toBe('no-filesystem');
    expect(why([disk('/dev/sdb', 'usb', { ...stick, fstype: 'ambivalent' })])).toBe('no-filesystem');
    for (const fstype of ['iso9660', 'hfsplus', 'nosuchfs', 'ext4,xfs', 'constructor'])
      expect(why([disk('/dev/sdb', 'usb', { ...stick, fstype })])).toBe('unknown-filesystem');
    expect(why([disk('/dev/sdb', 'usb', { ...stick, fstype: 'ceph_bluestore' })])).toBe('other-member');
    expect(why([disk('/dev/sdb', 'usb', { ...stick, fstype: 'zfs_member' })])).toBe('zfs-member');
  });

  it('by the driver that is asked for, where it is one for it', () => {
    const nt = disk('/dev/sdb', 'usb', { ...stick, fstype: 'ntfs' });
    expect(why([nt])).toBe('/dev/sdb1 by ntfs3');
    expect(why([nt], [], { fsType: 'ntfs' })).toBe('/dev/sdb1 by ntfs3');
    expect(why([nt], [], { fsType: 'ntfs-3g' })).toBe('/dev/sdb1 by ntfs-3g');
    expect(why([nt], [], { fsType: 'vfat' })).toBe('filesystem-mismatch');
    expect(why([disk('/dev/sdb', 'usb', stick)], [], { fsType: 'ntfs' })).toBe('filesystem-mismatch');
    expect(why([nt], [], { options: { uid: 1 } })).toBe('/dev/sdb1 by ntfs3');
  });
});

describe('labels of blkid', () => {
  it('come out as they are, where they are written as it writes them', () => {
    // As safe_print of blkid does.
    const written = (label: string) =>
      [...Buffer.from(label)]
        .map((byte) => {
          const low = byte & 0x7f;
          const text = String.fromCharCode(low);
          const shown =
            low < 0x20 || low === 0x7f
              ? `^${String.fromCharCode(low ^ 0x40)}`
              : text.replace(/[ \\"'$`<>]/, '\\$&');
          return byte >= 0x80 ? `M-${shown}` : shown;
        })
        .join('');
    const label = fc.string({ unit: fc.constantFrom(...'abc ÄöüéМ日à\\"$^M'), minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(label, (text) => {
        expect(parseProbe({ exitCode: 0, stdout: `LABEL=${written(text)}\n` }).label).toBe(text);
      }),
    );
  });
});

describe('usb.list on a simulated host (needs findmnt of util-linux)', () => {
  it('shows a stick that is plugged in, and not the disks of the host', async () => {
    const host = new SimulatedHost();
    const root = await host.rootHost();
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'felhom-list-')));
    try {
      const empty = join(folder, 'findmnt');
      await writeFile(empty, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      const { usb } = new Privileged({
        runner: new ExecRunner({ mode: 'direct' }),
        programs: { lsblk: root.path('lsblk'), blkid: root.path('blkid'), findmnt: empty },
      });
      expect(await usb.list()).toEqual([]);
      const plugged = root.machine.plug({ contents: { fstype: 'vfat', label: 'BACKUP' } });
      const found = await usb.list();
      expect(found).toMatchObject([
        { device: plugged.devpath, transport: 'usb', fstype: 'vfat', label: 'BACKUP' },
      ]);
      expect((await usb.list({ all: true })).length).toBeGreaterThan(1);
    } finally {
      await host.close();
      await rm(folder, { recursive: true });
    }
  });
});

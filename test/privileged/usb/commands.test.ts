import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import type { Command, CommandMaker } from '~/privileged/command.js';
import { blkid, lsblk } from '~/privileged/commands/block.js';
import { daemonReload, findmntVerify, fstabForget, fstabPut } from '~/privileged/commands/fstab.js';
import { make, mount, mounts, remove, umount } from '~/privileged/commands/mount.js';
import { siteOf } from '~/privileged/site.js';
import { type Driver, drivers, optionWords, shownWords } from '~/privileged/usb/filesystems.js';
import { undo } from '~/privileged/usb/undo.js';

const site = siteOf();
const words = (command: Command) =>
  command.kind === 'process' ? [command.binary, ...command.argv] : command.files;

describe('the exact words', () => {
  const columns =
    'NAME,KNAME,MAJ:MIN,PKNAME,TYPE,TRAN,HOTPLUG,RM,RO,SIZE,FSTYPE,FSVER,LABEL,UUID,PARTUUID,PTTYPE,MODEL,SERIAL,MOUNTPOINT';
  const at = { device: '/dev/sdb1', mountpoint: '/mnt/usb/a' };
  it.each<[string, Command, readonly string[]]>([
    ['lsblk', lsblk({}, site), ['/usr/bin/lsblk', '--json', '--bytes', '--paths', '-o', columns]],
    ['blkid', blkid({ device: '/dev/sdb1' }, site), ['/usr/sbin/blkid', '-p', '-o', 'export', '/dev/sdb1']],
    [
      'findmnt',
      mounts({}, site),
      ['/usr/bin/findmnt', '--kernel', '--json', '--list', '-o', 'ID,TARGET,SOURCE,FSTYPE,OPTIONS,MAJ:MIN'],
    ],
    [
      'findmnt --verify',
      findmntVerify({ file: 'fstab' }, site),
      ['/usr/bin/findmnt', '--verify', '--tab-file', '/proc/self/fd/3/fstab'],
    ],
    [
      'mount',
      mount({ ...at, driver: 'ext4', options: {} }, site),
      [
        '/usr/bin/mount',
        '--no-canonicalize',
        '-t',
        'ext4',
        '-o',
        'rw,nosuid,nodev,noexec,errors=remount-ro',
        '/dev/sdb1',
        '/proc/self/fd/3/.',
      ],
    ],
    [
      'umount',
      umount({ mountpoint: at.mountpoint }, site),
      ['/usr/bin/umount', '--no-canonicalize', '/proc/self/fd/3/a'],
    ],
    [
      'umount, undone',
      undo({ target: '/srv/x y' }, site),
      ['/usr/bin/umount', '--no-canonicalize', '/proc/self/fd/3/x y'],
    ],
    ['systemctl', daemonReload({}, site), ['/usr/bin/systemctl', 'daemon-reload']],
    ['a folder', make({ mountpoint: '/mnt/a' }, site), ['/mnt/a']],
    ['folders', remove({ folders: ['/mnt/a', '/mnt/a/b'] }, site), ['/mnt/a', '/mnt/a/b']],
    [
      'fstab',
      fstabPut(
        { uuid: '1A2B-3C4D', mountpoint: '/mnt/a', driver: 'vfat', options: {}, deviceTimeout: 10 },
        site,
      ),
      ['/etc/fstab', '/etc/fstab.felhom-backup'],
    ],
    ['fstab, without', fstabForget({ uuid: '1A2B-3C4D' }, site), ['/etc/fstab', '/etc/fstab.felhom-backup']],
  ])('%s', (_name, command, expected) => {
    expect(words(command)).toEqual(expected);
  });

  const own = 'uid=0,gid=0,fmask=0137,dmask=0027';
  it.each<[Driver, string]>([
    ['vfat', `rw,nosuid,nodev,noexec,${own},utf8=1,shortname=mixed,flush`],
    ['exfat', `rw,nosuid,nodev,noexec,${own},iocharset=utf8`],
    ['ntfs3', `rw,nosuid,nodev,noexec,${own}`],
    ['ntfs-3g', `rw,nosuid,nodev,noexec,${own}`],
    ['ext2', 'rw,nosuid,nodev,noexec,errors=remount-ro'],
    ['ext3', 'rw,nosuid,nodev,noexec,errors=remount-ro'],
    ['ext4', 'rw,nosuid,nodev,noexec,errors=remount-ro'],
    ['xfs', 'rw,nosuid,nodev,noexec'],
    ['btrfs', 'rw,nosuid,nodev,noexec'],
  ])('options of %s', (driver, expected) => {
    expect(optionWords(driver, {}).join()).toBe(expected);
  });

  it('options that are asked for, and those that have to be seen afterwards', () => {
    const options = {
      readOnly: true,
      exec: true,
      noatime: true,
      sync: true,
      uid: 100_000,
      gid: 0,
      fmask: '0111',
    };
    expect(optionWords('vfat', options).join()).toBe(
      'ro,nosuid,nodev,noatime,sync,uid=100000,gid=0,fmask=0111,dmask=0027,utf8=1,shortname=mixed,flush',
    );
    expect(shownWords('vfat', options)).toEqual([
      'ro',
      'nosuid',
      'nodev',
      'noatime',
      'sync',
      'uid=100000',
      'fmask=0111',
      'dmask=0027',
    ]);
    // rw is not asked for: a disk may be write-protected.
    expect(shownWords('ext4', {})).toEqual(['nosuid', 'nodev', 'noexec']);
    // mount takes a name that begins with `no` for all but this one.
    for (const driver of Object.keys(drivers)) expect(driver).not.toMatch(/^no|,/);
  });
});

describe('what is not let through', () => {
  const given = { device: '/dev/sdb1', mountpoint: '/mnt/a', driver: 'ext4', options: {} };
  const refused = <P>(maker: CommandMaker<P>, params: unknown) => {
    expect(() => maker.fromUnknown(params, site)).toThrow(ParamsError);
  };

  it.each([
    ...[
      '/mnt/../etc',
      '/mnt/a/../b',
      'mnt/a',
      '/mnt//a',
      '/mnt/a/',
      '/mnt/-a',
      '/mnt/.a',
      '/mnt/a b',
      '/mnt/a\n',
    ],
    ...['/mnt/a\0', '/mnt/$(a)', "/mnt/'", '/mnt/a,b', '/mnt/é', `/mnt/${'a'.repeat(129)}`, '', '/'],
  ])('the folder %j', (mountpoint) => refused(mount, { ...given, mountpoint }));

  it.each([
    ...[
      '/dev/../etc/passwd',
      '/dev/disk/by-uuid/x',
      'UUID=x',
      'LABEL=x',
      '-a',
      '/dev/sdb1\n',
      '/dev/mapper/pve-root',
    ],
    ...['/etc/passwd', '/dev/sda1,/dev/sdb1', '/dev/null', '//host/share', 'sdb1'],
  ])('the device %j', (device) => refused(mount, { ...given, device }));

  it.each(['noext4', 'ext4,xfs', 'auto', 'bind', 'nfs', 'tmpfs', 'ntfs', '', 'constructor', '-o'])(
    'the driver %j',
    (driver) => refused(mount, { ...given, driver }),
  );

  it.each<[object]>([
    [{ suid: true }],
    [{ uid: -1 }],
    [{ uid: 1.5 }],
    [{ uid: '0,suid' }],
    [{ fmask: '0000,suid' }],
    [{ fmask: '999' }],
    [{ readOnly: 'ro' }],
    [{ bind: true }],
  ])('the options %j', (options) => refused(mount, { ...given, options }));

  it.each(['../x', 'a/b', '-x', '', '.', '..', 'a\0'])('the file %j', (file) =>
    refused(findmntVerify, { file }),
  );
  it.each(['/x/../y', '/x', 'x/y', '/x/.', '/x/y\n', '/x//y'])('the place %j', (target) =>
    refused(undo, { target }),
  );
  it.each(['x y', '1A2B-3C4D\n', 'a,b', '-x', '', 'x'.repeat(65), 'UUID=x', '*'])('the UUID %j', (uuid) =>
    refused(fstabForget, { uuid }),
  );

  it('any text: it becomes one word that a pattern allows, or nothing', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc
        .array(fc.constantFrom('/mnt', '/', '..', ' ', '\n', '-', '$(id)', '\0', 'a', ',', '/dev/sd'), {
          maxLength: 6,
        })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(hostile, hostile, (mountpoint, device) => {
        try {
          const command = mount.fromUnknown({ ...given, mountpoint, device }, site);
          expect(words(command)).toHaveLength(8);
          expect(words(command)[6]).toMatch(/^\/dev\/[a-z0-9]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ParamsError);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

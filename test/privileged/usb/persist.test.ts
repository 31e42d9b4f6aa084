import { execFile } from 'node:child_process';
import { appendFile, chmod, readFile, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '~/privileged/audit.js';
import { RefusedError } from '~/privileged/errors.js';
import type { Privileged } from '~/privileged/privileged.js';
import { Disks, lacking, uuidOf } from '../../support/disks.js';

const exec = promisify(execFile);
const missing = lacking('mkfs.ntfs', 'mount.ntfs-3g');
const before = 'proc /proc proc defaults 0 0\n';

describe.skipIf(missing !== '')(`persist${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  let disks: Disks;
  let usb: Privileged['usb'];
  let uuid: string;
  let mountpoint: string;
  const events: AuditEvent[] = [];

  beforeAll(async () => {
    disks = await Disks.make();
    usb = disks.privileged({ audit: (event) => events.push(event) }).usb;
    uuid = await uuidOf(await disks.attach(await disks.formatted('one', 'mkfs.ext4', ['-q'])));
    mountpoint = join(disks.root, 'backup');
  });
  beforeEach(async () => {
    events.length = 0;
    await writeFile(disks.fstab, before);
    await chmod(disks.fstab, 0o644);
  });
  afterEach(async () => {
    for (const line of await disks.mounts()) await exec('/usr/bin/umount', [line.split(' ')[0] ?? '']);
  });
  afterAll(() => disks?.end());

  const line = (type: string, options: string, timeout = 10) =>
    `# felhom-usb UUID=${uuid}\nUUID=${uuid} ${mountpoint} ${type} ${options},nofail,x-systemd.device-timeout=${timeout}s 0 0\n`;
  const usual = 'rw,nosuid,nodev,noexec,errors=remount-ro';

  it('enters a mount that mount(8) itself then makes, and takes it out again', async () => {
    await chmod(disks.fstab, 0o600);
    expect(await usb.mount({ uuid, mountpoint, persist: true })).toMatchObject({ persisted: true });
    expect(await readFile(disks.fstab, 'utf8')).toBe(before + line('ext4', usual));
    expect((await stat(disks.fstab)).mode & 0o777).toBe(0o600);
    expect(await readFile(`${disks.fstab}.felhom-backup`, 'utf8')).toBe(before);
    expect(await usb.status({ uuid })).toMatchObject({
      mounted: true,
      persisted: { mountpoint, ours: true },
    });
    await exec('/usr/bin/findmnt', ['--verify', '--tab-file', disks.fstab]);
    // Out of the way of the host's own file, which it does not read here.
    expect(await usb.unmount({ uuid })).toMatchObject({ forgotten: false });
    expect(await usb.status({ mountpoint })).toMatchObject({ mounted: false, persisted: { ours: true } });
    await exec('/usr/bin/mount', ['--fstab', disks.fstab, mountpoint]);
    expect((await disks.mounts())[0]).toContain('nosuid,nodev,noexec');
    expect(await usb.unmount({ mountpoint, forget: true })).toMatchObject({ forgotten: true });
    expect(await readFile(disks.fstab, 'utf8')).toBe(before);
    expect(await usb.status({ uuid })).toMatchObject({ mounted: false, persisted: undefined });
  });

  it('has one entry of a disk, however often and with whatever options it is mounted', async () => {
    await usb.mount({ uuid, mountpoint, persist: true });
    await usb.unmount({ uuid });
    const text = await readFile(disks.fstab, 'utf8');
    const { ino } = await stat(disks.fstab);
    await usb.mount({ uuid, mountpoint, persist: true });
    expect((await stat(disks.fstab)).ino).toBe(ino);
    await usb.unmount({ uuid });
    await usb.mount({ uuid, mountpoint, options: { readOnly: true }, persist: { deviceTimeout: 3 } });
    expect(await readFile(disks.fstab, 'utf8')).toBe(before + line('ext4', usual.replace('rw', 'ro'), 3));
    expect(text).toBe(before + line('ext4', usual));
    await usb.unmount({ uuid, forget: true });
  });

  it('works beside lines that nothing can read', async () => {
    await appendFile(disks.fstab, 'garbage\nLABEL=nope /srv ext4 defaults 0 0');
    const text = await readFile(disks.fstab, 'utf8');
    await usb.mount({ uuid, mountpoint, persist: true });
    expect(await readFile(disks.fstab, 'utf8')).toBe(`${text}\n${line('ext4', usual).trimEnd()}`);
    await usb.unmount({ uuid, forget: true });
    expect(await readFile(disks.fstab, 'utf8')).toBe(text);
  });

  it('enters an NTFS with the driver that was asked for, whose name findmnt does not find on the disk', async () => {
    const device = await disks.attach(await disks.formatted('nt', 'mkfs.ntfs', ['-q', '-F']));
    const params = { uuid: await uuidOf(device), mountpoint, fsType: 'ntfs-3g', persist: true } as const;
    await usb.mount({ ...params, options: { uid: 100_000, gid: 100_000 } });
    expect(await readFile(disks.fstab, 'utf8')).toContain(
      `${mountpoint} ntfs-3g rw,nosuid,nodev,noexec,uid=100000,gid=100000,fmask=0137,dmask=0027,nofail`,
    );
    // The owner that was asked for.
    await writeFile(join(mountpoint, 'file'), '');
    expect(await stat(join(mountpoint, 'file'))).toMatchObject({ uid: 100_000, gid: 100_000 });
    await usb.unmount({ mountpoint, forget: true });
    await disks.detach(device);
  });

  it.each([
    ['fstab-foreign-entry', () => writeFile(disks.fstab, `UUID="${uuid.toUpperCase()}" /srv ext4 ro 0 0\n`)],
    ['fstab-target-taken', () => writeFile(disks.fstab, `LABEL=x ${mountpoint} ext4 ro 0 0\n`)],
    ['fstab-missing', () => unlink(disks.fstab)],
    [
      'fstab-symlink',
      async () => {
        await writeFile(`${disks.fstab}.aim`, before);
        await unlink(disks.fstab);
        await symlink(`${disks.fstab}.aim`, disks.fstab);
      },
    ],
  ])('refuses before anything is mounted: %s', async (why, arrange) => {
    await arrange();
    const error: unknown = await usb
      .mount({ uuid, mountpoint, persist: true })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ why });
    expect(events.filter(({ changes }) => changes)).toEqual([]);
    await unlink(disks.fstab).catch(() => {});
  });

  it('takes the mount back where the entry cannot be made', async () => {
    const script = join(disks.folder, 'findmnt');
    await writeFile(
      script,
      '#!/bin/sh\nif [ "$1" = --verify ]; then echo /x; case "$3" in *new) echo "   [E] wrong";; esac; exit 1; fi\nexec /usr/bin/findmnt "$@"\n',
      { mode: 0o755 },
    );
    const other = disks.privileged({ programs: { findmnt: script } }).usb;
    const place = join(disks.root, 'new', 'place');
    const work = other.mount({ uuid, mountpoint: place, persist: true });
    await expect(work).rejects.toMatchObject({ why: 'fstab-invalid' });
    expect(await disks.mounts()).toEqual([]);
    await expect(stat(join(disks.root, 'new'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(disks.fstab, 'utf8')).toBe(before);
  });

  it('tells the audit of everything that it changed', async () => {
    await usb.mount({ uuid, mountpoint, persist: true });
    await usb.unmount({ uuid, forget: true });
    const changed = events
      .filter(({ changes }) => changes)
      .map(({ command, files, error }) => [command, files, error]);
    expect(changed).toEqual([
      ['mount.mount', undefined, undefined],
      ['fstab.put', [disks.fstab, `${disks.fstab}.felhom-backup`], undefined],
      ['mount.unmount', undefined, undefined],
      ['fstab.forget', [disks.fstab, `${disks.fstab}.felhom-backup`], undefined],
    ]);
    // And of what a change of files ran itself.
    const put = events.find(({ command }) => command === 'fstab.put');
    expect(put?.stdout).toMatch(/findmnt --verify --tab-file \/proc\/self\/fd\/3\/\.fstab\.felhom-new: 0\n/);
  });
});

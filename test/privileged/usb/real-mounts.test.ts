import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NotRootError, RefusedError } from '~/privileged/errors.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import type { Privileged } from '~/privileged/privileged.js';
import { MountError } from '~/privileged/usb/mount-error.js';
import { Disks, kernelHas, lacking, signatures, uuidOf, write } from '../../support/disks.js';

const exec = promisify(execFile);
const missing = lacking(
  'mkswap',
  'mkfs.vfat',
  'mkfs.exfat',
  'mkfs.ntfs',
  'mkfs.xfs',
  'mkfs.btrfs',
  'mount.ntfs-3g',
);
const uuids = {
  luks: '11111111-2222-4333-8444-555555555505',
  raid: '837cea63-b307-4039-81fb-d376c4d51577',
};

let disks: Disks;
let usb: Privileged['usb'];
let plan: Privileged['plan']['usb'];
const devices: Record<string, string> = {};
const ids: Record<string, string> = {};
let count = 0;
const place = () => join(disks.root, `disk-${count++}`);

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RefusedError)) throw error ?? new Error('it was not refused');
  return error.why;
}

async function failure(work: Promise<unknown>): Promise<MountError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof MountError)) throw error;
  return error;
}

describe.skipIf(missing !== '')(`real disks${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  beforeAll(async () => {
    disks = await Disks.make();
    ({ usb, plan } = (() => {
      const privileged = disks.privileged();
      return { usb: privileged.usb, plan: privileged.plan.usb };
    })());
    const images = {
      ext4: await disks.formatted('ext4', 'mkfs.ext4', ['-q', '-L', 'Föhn 1']),
      vfat: await disks.formatted('vfat', 'mkfs.vfat', ['-n', 'STICK']),
      exfat: await disks.formatted('exfat', 'mkfs.exfat', []),
      ntfs: await disks.formatted('ntfs', 'mkfs.ntfs', ['-q', '-F', '-L', 'NT Disk']),
      xfs: await disks.formatted('xfs', 'mkfs.xfs', ['-q'], 300),
      btrfs: await disks.formatted('btrfs', 'mkfs.btrfs', ['-q'], 120),
      swap: await disks.formatted('swap', 'mkswap', []),
      luks: await disks.image('luks'),
      lvm: await disks.image('lvm'),
      raid: await disks.image('raid'),
      table: await disks.image('table'),
      blank: await disks.image('blank'),
      first: await disks.formatted('first', 'mkfs.ext4', ['-q']),
      second: await disks.image('second'),
      brother: await disks.formatted('brother', 'mkfs.btrfs', ['-q'], 120),
      sister: await disks.image('sister'),
    };
    await copyFile(images.first, images.second);
    await copyFile(images.brother, images.sister);
    await write(images.luks, signatures.luks(uuids.luks));
    await write(images.lvm, signatures.lvm('Xi1jdI-Dqar-rH3I-IVnb-SCmF-vfma-hgXvzq'));
    await write(images.raid, signatures.raid(uuids.raid));
    await write(images.table, signatures.partitions());
    for (const [name, image] of Object.entries(images)) {
      devices[name] = await disks.attach(image);
      ids[name] = await uuidOf(image).catch(() => '');
    }
  }, 60_000);

  afterEach(async () => {
    for (const line of (await disks.mounts()).reverse())
      await exec('/usr/bin/umount', [line.split(' ')[0] ?? '']);
  });
  afterAll(() => disks?.end());

  describe('usb.list', () => {
    it('knows what is on each device, without udev', async () => {
      const found = await usb.list();
      const facts = Object.fromEntries(
        Object.entries(devices).map(([name, device]) => {
          const each = found.find((other) => other.device === device);
          return [name, [each?.fstype, each?.uuid, each?.label, each?.size, each?.transport]];
        }),
      );
      const mib = 1024 * 1024;
      expect(facts).toMatchObject({
        ext4: ['ext4', ids['ext4'], 'Föhn 1', 16 * mib, 'loop'],
        vfat: ['vfat', ids['vfat'], 'STICK', 16 * mib, 'loop'],
        exfat: ['exfat', ids['exfat'], undefined, 16 * mib, 'loop'],
        ntfs: ['ntfs', ids['ntfs'], 'NT Disk', 16 * mib, 'loop'],
        xfs: ['xfs', ids['xfs'], undefined, 300 * mib, 'loop'],
        btrfs: ['btrfs', ids['btrfs'], undefined, 120 * mib, 'loop'],
        luks: ['crypto_LUKS', uuids.luks, undefined, 16 * mib, 'loop'],
        table: [undefined, undefined, undefined, 16 * mib, 'loop'],
        blank: [undefined, undefined, undefined, 16 * mib, 'loop'],
      });
      const uses = Object.fromEntries(
        Object.entries(devices).map(([name, device]) => [
          name,
          found.find((other) => other.device === device)?.uses.map(({ kind }) => kind),
        ]),
      );
      expect(uses).toMatchObject({
        ext4: [],
        swap: ['swap'],
        luks: ['luks'],
        lvm: ['lvm'],
        raid: ['raid'],
        brother: ['btrfs'],
        sister: ['btrfs'],
      });
    });

    it('shows only what is attached as it has to be, unless all are asked for', async () => {
      const other = disks.privileged({ allowTransports: ['usb'] }).usb;
      expect((await other.list()).map(({ device }) => device)).not.toContain(devices['ext4']);
      expect((await other.list({ all: true })).map(({ device }) => device)).toContain(devices['ext4']);
    });

    it('tells where a disk is mounted', async () => {
      const mountpoint = place();
      await usb.mount({ uuid: ids['ext4'] ?? '', mountpoint });
      const found = (await usb.list()).find(({ device }) => device === devices['ext4']);
      expect(found?.uses).toEqual([{ kind: 'mounted', at: mountpoint }]);
    });
  });

  describe('usb.mount', () => {
    const kinds: [name: string, fsType: 'ntfs-3g' | undefined, shown: string, always: string[]][] = [
      ['ext4', undefined, 'ext4', ['errors=remount-ro']],
      ['xfs', undefined, 'xfs', []],
      ['btrfs', undefined, 'btrfs', []],
      ['ntfs', 'ntfs-3g', 'fuseblk', []],
    ];
    it.each(kinds)('mounts %s (fsType %s), and unmounts it', async (name, fsType, shown, always) => {
      const uuid = ids[name] ?? '';
      const mountpoint = place();
      const done = await usb.mount({ uuid, mountpoint, ...(fsType === undefined ? {} : { fsType }) });
      expect(done).toMatchObject({
        uuid,
        device: devices[name],
        mountpoint,
        fstype: shown,
        readOnly: false,
        persisted: false,
      });
      const [line = ''] = await disks.mounts();
      expect(line.split(' ').slice(0, 3)).toEqual([mountpoint, devices[name], shown]);
      for (const word of ['rw', 'nosuid', 'nodev', 'noexec', ...always])
        expect(line.split(' ')[3]?.split(',')).toContain(word);
      await writeFile(join(mountpoint, 'file'), 'text');
      expect(await usb.status({ uuid })).toMatchObject({ mounted: true, lost: false, persisted: undefined });
      expect(await usb.status({ mountpoint })).toMatchObject({ devices: [{ uuid }], mounted: true });
      const gone = await usb.unmount({ uuid });
      expect(gone).toEqual({ mountpoint, device: devices[name], layers: 1, forgotten: false });
      expect(await disks.mounts()).toEqual([]);
      expect(await readdir(mountpoint)).toEqual([]);
      expect(await usb.status({ uuid })).toMatchObject({ mounted: false, mounts: [] });
    });

    // A kernel that has the driver mounts it; one that has not shows the command and the failure.
    const drivers = [
      ['vfat', 'vfat', 'uid=100000,gid=100000,fmask=0137,dmask=0027,utf8=1,shortname=mixed,flush'],
      ['exfat', 'exfat', 'uid=100000,gid=100000,fmask=0137,dmask=0027,iocharset=utf8'],
      ['ntfs', 'ntfs3', 'uid=100000,gid=100000,fmask=0137,dmask=0027'],
    ] as const;
    for (const [name, driver, own] of drivers) {
      const mounts = kernelHas(driver);
      const title = mounts
        ? `mounts ${driver}`
        : `${driver}: what is found, the exact command and the failure (NOT MOUNTED: this kernel has no ${driver})`;
      it(title, async () => {
        const mountpoint = place();
        const params = { uuid: ids[name] ?? '', mountpoint, options: { uid: 100_000, gid: 100_000 } };
        const planned = await plan.mount(params);
        const command = planned.commands.find((each) => each.name === 'mount.mount');
        expect(command?.kind === 'process' && command.argv).toEqual([
          '--no-canonicalize',
          '-t',
          driver,
          '-o',
          `rw,nosuid,nodev,noexec,${own}`,
          devices[name],
          '/proc/self/fd/3/.',
        ]);
        if (mounts) {
          expect(await usb.mount(params)).toMatchObject({ fstype: driver });
          return;
        }
        const error = await failure(usb.mount(params));
        expect(error).toMatchObject({ reason: 'unknown-filesystem', device: devices[name], left: [] });
        expect(error.hint).toContain(driver === 'ntfs3' ? "fsType 'ntfs-3g'" : `no ${driver}`);
        // What was made for it is gone.
        expect(await readdir(disks.root)).not.toContain(mountpoint.split('/').at(-1));
        expect(await disks.mounts()).toEqual([]);
      });
    }

    it('shows in a plan what it would do, and changes nothing', async () => {
      const mountpoint = join(disks.root, 'deep', 'er');
      const before = await readdir(disks.root);
      const planned = await plan.mount({ uuid: ids['ext4'] ?? '', mountpoint, persist: true });
      expect(planned.commands.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['mountpoint.make', 'mount.mount', 'fstab.put']),
      );
      expect(planned.files).toEqual([mountpoint, disks.fstab, `${disks.fstab}.felhom-backup`]);
      expect(await readdir(disks.root)).toEqual(before);
      expect(await disks.mounts()).toEqual([]);
      await planned.execute();
      expect((await stat(join(disks.root, 'deep'))).mode & 0o777).toBe(0o755);
      await usb.unmount({ mountpoint, forget: true });
    });

    it('says that a write-protected disk can only be read', async () => {
      const image = await disks.formatted('locked', 'mkfs.ext4', ['-q']);
      const device = await disks.attach(image, '--read-only');
      const done = await usb.mount({ uuid: await uuidOf(device), mountpoint: place() });
      expect(done).toMatchObject({ device, readOnly: true });
    });

    it('mounts for reading, and with what else is asked for', async () => {
      const options = { readOnly: true, exec: true, noatime: true };
      const done = await usb.mount({ uuid: ids['ext4'] ?? '', mountpoint: place(), options });
      expect(done).toMatchObject({ readOnly: true });
      expect(done.options).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev', 'noatime']));
      expect(done.options).not.toContain('noexec');
    });

    it.each([
      ['no device has it', 'deadbeef-0000-4000-8000-000000000000', 'no-such-uuid'],
      ['two devices have it', 'first', 'duplicate-uuid'],
      ['several devices of a btrfs', 'brother', 'btrfs-member'],
      ['swap', 'swap', 'swap'],
      ['LUKS', 'luks', 'luks'],
      ['LVM', 'lvm', 'lvm-member'],
      ['RAID', 'raid', 'raid-member'],
    ])('refuses a UUID: %s', async (_title, name, why) => {
      const mountpoint = place();
      expect(await refusal(usb.mount({ uuid: ids[name] ?? name, mountpoint }))).toBe(why);
      expect(await readdir(disks.root)).not.toContain(mountpoint.split('/').at(-1));
    });

    it('takes UUIDs as they are written: upper and lower case differ', async () => {
      const work = usb.mount({
        uuid: (ids['vfat'] ?? '').toLowerCase().replace(/\d/, 'a'),
        mountpoint: place(),
      });
      expect(await refusal(work)).toBe('no-such-uuid');
    });

    it('refuses a disk that is not at USB', async () => {
      const other = disks.privileged({ allowTransports: ['usb'] }).usb;
      expect(await refusal(other.mount({ uuid: ids['ext4'] ?? '', mountpoint: place() }))).toBe('not-usb');
    });

    it('refuses another file system than is on the disk, and options that it does not know', async () => {
      const uuid = ids['ext4'] ?? '';
      expect(await refusal(usb.mount({ uuid, mountpoint: place(), fsType: 'xfs' }))).toBe(
        'filesystem-mismatch',
      );
      expect(await refusal(usb.mount({ uuid, mountpoint: place(), options: { uid: 1 } }))).toBe(
        'option-not-for-filesystem',
      );
    });

    it('refuses a disk that is mounted already, wherever', async () => {
      const uuid = ids['ext4'] ?? '';
      const outside = join(disks.folder, 'outside');
      await mkdir(outside);
      await exec('/usr/bin/mount', [devices['ext4'] ?? '', outside]);
      expect(await refusal(usb.mount({ uuid, mountpoint: place() }))).toBe('already-mounted');
      await exec('/usr/bin/umount', [outside]);
      const mountpoint = place();
      await usb.mount({ uuid, mountpoint });
      expect(await refusal(usb.mount({ uuid, mountpoint: place() }))).toBe('already-mounted');
      expect(await refusal(usb.mount({ uuid: ids['xfs'] ?? '', mountpoint }))).toBe('mountpoint-mounted');
    });

    it('two at once: one mounts, the other is refused', async () => {
      const uuid = ids['ext4'] ?? '';
      const mountpoint = place();
      const ends = await Promise.allSettled([
        usb.mount({ uuid, mountpoint }),
        usb.mount({ uuid, mountpoint }),
      ]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await disks.mounts()).toHaveLength(1);
    });

    describe('refuses a mount point', () => {
      const mountOn = (mountpoint: string) => refusal(usb.mount({ uuid: ids['ext4'] ?? '', mountpoint }));
      afterEach(async () => expect(await disks.mounts()).toEqual([]));

      it('outside of the allowed folders', async () => {
        expect(await mountOn(join(disks.folder, 'elsewhere'))).toBe('mountpoint-outside');
        expect(await mountOn(disks.root)).toBe('mountpoint-outside');
        expect(await mountOn(`${disks.root}-not`)).toBe('mountpoint-outside');
      });

      it('that is a symbolic link, or leads through one', async () => {
        const outside = join(disks.folder, 'aim');
        await mkdir(join(outside, 'below'), { recursive: true });
        const link = place();
        await symlink(outside, link);
        expect(await mountOn(link)).toBe('mountpoint-symlink');
        expect(await mountOn(join(link, 'below'))).toBe('mountpoint-symlink');
        expect(await mountOn(join(link, 'new'))).toBe('mountpoint-symlink');
        expect(await readdir(outside)).toEqual(['below']);
      });

      it('that is a file, not empty, or that others may rename', async () => {
        const file = place();
        await writeFile(file, '');
        expect(await mountOn(file)).toBe('mountpoint-not-folder');
        const full = place();
        await mkdir(full);
        await writeFile(join(full, '.hidden'), '');
        expect(await mountOn(full)).toBe('mountpoint-not-empty');
        const open = place();
        await mkdir(open);
        await exec('/usr/bin/chmod', ['777', open]);
        expect(await mountOn(join(open, 'new'))).toBe('mountpoint-unsafe');
        await exec('/usr/bin/chmod', ['755', open]);
        await exec('/usr/bin/chown', ['65534', open]);
        expect(await mountOn(join(open, 'new'))).toBe('mountpoint-unsafe');
      });
    });
  });

  describe('usb.unmount', () => {
    it('refuses what is in use, and says by whom', async () => {
      const mountpoint = place();
      await usb.mount({ uuid: ids['ext4'] ?? '', mountpoint });
      const user = spawn('/usr/bin/sleep', ['60'], { cwd: mountpoint });
      await once(user, 'spawn');
      const error: unknown = await usb.unmount({ mountpoint }).catch((thrown: unknown) => thrown);
      user.kill();
      await once(user, 'exit');
      expect(error).toMatchObject({ why: 'busy', message: expect.stringContaining(`sleep (${user.pid})`) });
      expect(await disks.mounts()).toHaveLength(1);
      await usb.unmount({ mountpoint });
    });

    it('takes all layers off', async () => {
      const mountpoint = place();
      const uuid = ids['ext4'] ?? '';
      await usb.mount({ uuid, mountpoint });
      await exec('/usr/bin/mount', [devices['xfs'] ?? '', mountpoint]);
      expect(await usb.unmount({ mountpoint })).toMatchObject({ layers: 2, device: devices['xfs'] });
      expect(await disks.mounts()).toEqual([]);
    });

    it('refuses what is not mounted, is elsewhere, or is of something else', async () => {
      expect(await refusal(usb.unmount({ uuid: ids['ext4'] ?? '' }))).toBe('not-mounted');
      expect(await refusal(usb.unmount({ mountpoint: place() }))).toBe('not-mounted');
      expect(await refusal(usb.unmount({ mountpoint: '/proc' }))).toBe('mountpoint-outside');
      const outside = join(disks.folder, 'outside-again');
      await mkdir(outside);
      await exec('/usr/bin/mount', [devices['ext4'] ?? '', outside]);
      expect(await refusal(usb.unmount({ uuid: ids['ext4'] ?? '' }))).toBe('mountpoint-outside');
      const memory = place();
      await mkdir(memory);
      await exec('/usr/bin/mount', ['-t', 'tmpfs', 'none', memory]);
      expect(await refusal(usb.unmount({ mountpoint: memory }))).toBe('not-usb');
      expect(await disks.mounts()).toHaveLength(2);
    });
  });
});

const lacks = lacking('sudo');
describe.skipIf(lacks !== '')(`real disks by sudo${lacks === '' ? '' : ` (missing: ${lacks})`}`, () => {
  it('are mounted on a folder that is there, and unmounted; nothing is made', async () => {
    const own = await Disks.make();
    try {
      const device = await own.attach(await own.formatted('one', 'mkfs.ext4', ['-q']));
      const uuid = await uuidOf(device);
      const words: string[] = [];
      const bySudo = own.privileged({
        runner: new ExecRunner({ mode: 'sudo' }),
        audit: ({ command, argv }) => {
          if (command === 'mount.mount') words.push(argv?.at(-1) ?? '');
        },
      }).usb;
      const mountpoint = join(own.root, 'stick');
      await expect(bySudo.mount({ uuid, mountpoint })).rejects.toThrow(NotRootError);
      await mkdir(mountpoint);
      expect(await bySudo.mount({ uuid, mountpoint })).toMatchObject({ device, mountpoint });
      expect(words).toHaveLength(1);
      expect(await bySudo.unmount({ uuid })).toMatchObject({ layers: 1 });
      expect(await own.mounts()).toEqual([]);
    } finally {
      await own.end();
    }
  });
});

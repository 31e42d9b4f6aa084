import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteOptions } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '~/cli/run.js';
import { Helper } from '~/privileged/helper/helper.js';
import { Terminal } from './terminal.js';

const tools = [
  '/usr/sbin/losetup',
  '/usr/sbin/mkfs.ext4',
  '/usr/bin/findmnt',
  '/usr/bin/lsblk',
  '/usr/sbin/blkid',
];
const missing = [
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...(existsSync('/dev/loop-control') ? [] : ['loop devices']),
  ...tools.filter((tool) => !existsSync(tool)),
].join(', ');

describe('felhom-agent host usb, refused', () => {
  it.each([
    ['usb', /one of list, status, mount, unmount/],
    ['usb list more', /takes options only/],
    ['usb mount 1234-ABCD', /takes a UUID and a folder/],
    ['usb mount 1234-ABCD /mnt/a /mnt/b', /takes a UUID and a folder/],
    ['usb mount 1234-ABCD /mnt/a --forget', /--forget does not go with/],
    ['usb mount 1234-ABCD /mnt/a --fs reiserfs', /fsType/],
    ['usb mount -- --fake /mnt/a', /uuid/],
    ['usb mount 1234-ABCD ../etc', /mountpoint/],
    ['usb status', /one UUID, or one folder/],
    ['usb unmount', /one UUID, or one folder/],
    ['usb list --runner direct --socket /run/x', /--socket is that of the root helper/],
    ['usb list --socket run/x', /absolute path/],
  ])('%s: 2', async (words, message) => {
    const terminal = new Terminal({ site: { programs: { lsblk: '/nonexistent/lsblk' } } });
    expect(await run(['host', ...words.split(' ')], terminal)).toBe(2);
    expect(terminal.out + terminal.err).toMatch(message);
  });
});

describe.skipIf(missing !== '')(
  `felhom-agent host usb on a loop device${missing === '' ? '' : ` (missing: ${missing})`}`,
  () => {
    let folder = '';
    let device = '';
    let site: SiteOptions;
    let mountpoint = '';
    const uuid = '5e1f0c1e-8a52-4f5e-9d0e-3f1f6a7b8c9d';

    beforeAll(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'felhom-host-usb-')));
      const image = join(folder, 'stick.img');
      writeFileSync(image, '');
      truncateSync(image, 16 * 1024 * 1024);
      execFileSync('/usr/sbin/mkfs.ext4', ['-q', '-L', 'BACKUP', '-U', uuid, image]);
      device = execFileSync('/usr/sbin/losetup', ['--find', '--show', image], { encoding: 'utf8' }).trim();
      const root = join(folder, 'mnt');
      mkdirSync(root);
      mkdirSync(join(folder, 'etc'));
      const fstab = join(folder, 'etc', 'fstab');
      writeFileSync(fstab, '# mine\n');
      mountpoint = join(root, 'backup');
      site = { mountRoots: [root], fstab, allowTransports: ['loop'] };
    });
    afterAll(() => {
      try {
        execFileSync('/usr/bin/umount', [mountpoint], { stdio: 'ignore' });
      } catch {
        // It is not mounted any more.
      }
      execFileSync('/usr/sbin/losetup', ['-d', device]);
      rmSync(folder, { recursive: true });
    });

    async function agent(words: string, more: string[] = ['--runner', 'direct']) {
      const terminal = new Terminal({ site });
      const code = await run(['host', 'usb', ...words.split(' '), ...more], terminal);
      return { code, out: terminal.out, err: terminal.err };
    }
    const isMounted = () => readFileSync('/proc/self/mounts', 'utf8').includes(` ${mountpoint} `);

    it('list', async () => {
      const { code, out } = await agent('list');
      expect(code).toBe(0);
      expect(out).toMatch(/^device +size +file system +label +UUID +model +used$/m);
      expect(out).toMatch(new RegExp(`^${device} +16\\.0 MiB +ext4 +BACKUP +${uuid} `, 'm'));
    });

    it('--dry-run shows the commands, and changes nothing', async () => {
      const { code, out } = await agent(`mount ${uuid} ${mountpoint} --persist --dry-run`);
      expect(code).toBe(0);
      expect(out).toMatch(/^would run +\/usr\/bin\/mount .*-t ext4 /m);
      expect(out).toMatch(/^would change +.*\/etc\/fstab\b.* \(fstab\.put\)$/m);
      // The folder is handed over by a descriptor.
      expect(out).toMatch(/^ +for \{.*"mountpoint":".*\/mnt\/backup"/m);
      expect([isMounted(), existsSync(mountpoint)]).toEqual([false, false]);
      const { commands, dryRun } = JSON.parse(
        (await agent(`mount ${uuid} ${mountpoint} --dry-run --json`)).out,
      );
      expect(dryRun).toBe(true);
      expect(commands).toContainEqual(expect.objectContaining({ binary: '/usr/bin/mount', changes: true }));
    });

    it('mounts, tells, and unmounts again', async () => {
      const mounted = await agent(`mount ${uuid} ${mountpoint} --read-only --fs ext4`);
      expect(mounted).toMatchObject({ code: 0, err: '' });
      expect(mounted.out).toContain(`${device} (ext4) is at ${mountpoint}, for reading only`);
      expect(isMounted()).toBe(true);
      expect((await agent(`status ${uuid}`)).out).toContain(`${device} (ext4) is at ${mountpoint}: `);
      expect(JSON.parse((await agent(`status ${mountpoint} --json`)).out)).toMatchObject({
        ok: true,
        mounted: true,
        lost: false,
      });
      const twice = await agent(`mount ${uuid} ${mountpoint}`);
      expect([twice.code, twice.out]).toEqual([1, '']);
      const plan = await agent(`unmount ${mountpoint} --dry-run`);
      expect(plan.out).toMatch(/^would run +\/usr\/bin\/umount /m);
      expect(isMounted()).toBe(true);
      const gone = await agent(`unmount ${uuid}`);
      expect(gone).toMatchObject({ code: 0 });
      expect(gone.out).toContain(`${device} is no longer at ${mountpoint}: it can be pulled out`);
      expect(isMounted()).toBe(false);
    });

    it('--persist enters it into fstab, --forget takes it out', async () => {
      await agent(`mount ${uuid} ${mountpoint} --persist`);
      const fstab = () => readFileSync(site.fstab ?? '', 'utf8');
      expect(fstab()).toContain(uuid);
      expect((await agent(`status ${uuid}`)).out).toContain(`fstab has it at ${mountpoint}`);
      expect((await agent(`unmount ${uuid} --forget`)).out).toContain('and no longer in fstab');
      expect(fstab()).toBe('# mine\n');
    });

    it('a UUID that no disk has: 1, with what to do', async () => {
      const { code, out, err } = await agent(`mount 0000-0000 ${mountpoint}`);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('0000-0000');
    });

    it('through the root helper', async () => {
      const socket = join(folder, 'priv.sock');
      const helper = new Helper({ version: '0', users: [0], site, log: () => {} });
      await helper.listen(socket, undefined);
      const by = ['--socket', socket];
      expect((await agent('list', by)).out).toContain(uuid);
      expect((await agent(`mount ${uuid} ${mountpoint}`, by)).code).toBe(0);
      expect(isMounted()).toBe(true);
      expect((await agent(`unmount ${uuid}`, by)).code).toBe(0);
      const host = new SimulatedHost();
      const root = await host.rootHost();
      const terminal = new Terminal({ site: { ...site, programs: { smartctl: root.path('smartctl') } } });
      expect(await run(['host', 'doctor', ...by], terminal)).toBe(1);
      expect(terminal.out).toContain('[ ok ] commands run through the root helper');
      await host.close();
      await helper.close(1_000);
    });

    it('where the root helper is away: 3', async () => {
      const { code, out, err } = await agent('list', ['--socket', join(folder, 'none.sock')]);
      expect([code, out]).toEqual([3, '']);
      expect(err).toContain('none.sock');
    });
  },
);

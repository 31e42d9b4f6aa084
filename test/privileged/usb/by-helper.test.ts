import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Helper } from '~/privileged/helper/helper.js';
import { HelperRunner } from '~/privileged/helper/helper-runner.js';
import { Disks, lacking, uuidOf } from '../../support/disks.js';

const missing = lacking();

describe.skipIf(missing !== '')(
  `real disks by the root helper${missing === '' ? '' : ` (missing: ${missing})`}`,
  () => {
    it('are mounted, entered into fstab and taken out again, with nothing but names and parameters sent', async () => {
      const disks = await Disks.make();
      const folder = await mkdtemp(join(tmpdir(), 'felhom-helper-'));
      const socket = join(folder, 'socket');
      const asked: string[] = [];
      const helper = new Helper({
        version: '0',
        users: [process.getuid?.() ?? 0],
        site: { mountRoots: [disks.root], fstab: disks.fstab, allowTransports: ['loop'] },
        log: (line) => asked.push(line),
      });
      try {
        await helper.listen(socket, undefined);
        const uuid = await uuidOf(await disks.attach(await disks.formatted('one', 'mkfs.ext4', ['-q'])));
        const { usb } = disks.privileged({ runner: new HelperRunner({ socket }) });
        const before = await readFile(disks.fstab, 'utf8');
        const mountpoint = join(disks.root, 'by', 'helper');
        expect(await usb.mount({ uuid, mountpoint, persist: true })).toMatchObject({ persisted: true });
        expect(await usb.status({ uuid })).toMatchObject({
          mounted: true,
          persisted: { mountpoint, ours: true },
        });
        expect(await disks.mounts()).toHaveLength(1);
        await expect(usb.mount({ uuid, mountpoint: join(disks.root, 'again') })).rejects.toMatchObject({
          why: 'already-mounted',
        });
        expect(await usb.unmount({ uuid, forget: true })).toMatchObject({ forgotten: true });
        expect(await readFile(disks.fstab, 'utf8')).toBe(before);
        for (const name of ['mount.mount', 'mountpoint.make', 'fstab.put', 'mount.unmount', 'fstab.forget'])
          expect(asked.some((line) => line.includes(name))).toBe(true);
      } finally {
        await helper.close(1_000);
        await disks.end();
        await rm(folder, { recursive: true });
      }
    }, 60_000);
  },
);

import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Program } from '~/privileged/programs.js';
import { MountError } from '~/privileged/usb/mount-error.js';
import { Disks, lacking, uuidOf } from '../../support/disks.js';

const missing = lacking();

// Programs in the place of mount: they end with 0, and did something else than they were asked to do.
describe.skipIf(missing !== '')(
  `a mount that is not what was asked for${missing === '' ? '' : ` (missing: ${missing})`}`,
  () => {
    let disks: Disks;
    let device: string;
    let uuid: string;
    beforeAll(async () => {
      disks = await Disks.make();
      device = await disks.attach(await disks.formatted('one', 'mkfs.ext4', ['-q', '-t', 'ext2']));
      uuid = await uuidOf(device);
      await mkdir(join(disks.folder, 'elsewhere'));
    });
    afterEach(async () => expect(await disks.mounts()).toEqual([]));
    afterAll(() => disks?.end());

    async function withProgram(program: Program, script: string) {
      const path = join(disks.folder, program);
      await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return disks.privileged({ programs: { [program]: path } }).usb;
    }
    async function failureOf(script: string): Promise<MountError> {
      const usb = await withProgram('mount', script);
      const error = await usb
        .mount({ uuid, mountpoint: join(disks.root, 'stick') })
        .catch((thrown: unknown) => thrown);
      if (!(error instanceof MountError)) throw error;
      expect(error.left).toEqual([]);
      expect(await readdir(disks.root)).toEqual([]);
      return error;
    }

    // --no-canonicalize -t TYPE -o OPTIONS DEVICE FOLDER
    it.each([
      ['mounted nothing', 'exit 0', 'is mounted nowhere'],
      ['somewhere else', 'exec mount -t "$3" -o "$5" "$6" FOLDER/elsewhere', 'FOLDER/elsewhere'],
      ['without an option', 'exec mount -c -t "$3" -o rw,nosuid,nodev "$6" "$7"', 'without noexec'],
      ['with an option that was not allowed', 'exec mount -c -t "$3" -o "$5",dev "$6" "$7"', 'without nodev'],
      ['as another kind', 'exec mount -c -t ext4 -o "$5" "$6" "$7"', 'its kind is ext4, and not ext2'],
      ['twice', 'mount -t "$3" "$6" FOLDER/elsewhere; exec mount -c -t "$3" -o "$5" "$6" "$7"', '2 times'],
    ])('%s: it is undone', async (_title, script, text) => {
      const error = await failureOf(script.replaceAll('FOLDER', disks.folder));
      expect(error.reason).toBe('not-as-asked');
      expect(error.message).toContain(text.replaceAll('FOLDER', disks.folder));
    });

    it('is taken back where the caller aborts while mount runs, after it has mounted', async () => {
      const started = join(disks.folder, 'started');
      const usb = await withProgram(
        'mount',
        `mount -c -t "$3" -o "$5" "$6" "$7"; trap 'exit 1' TERM; : >${started}; while :; do sleep 0.05; done`,
      );
      const ends = new AbortController();
      const work = usb.mount({ uuid, mountpoint: join(disks.root, 'stick') }, { signal: ends.signal });
      const end = work.catch((thrown: unknown) => thrown);
      await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 10_000 });
      expect(await disks.mounts()).toHaveLength(1);
      ends.abort();
      expect(await end).toMatchObject({ left: [] });
      expect(await disks.mounts()).toEqual([]);
      expect(await readdir(disks.root)).toEqual([]);
    });

    it('leaves the mount of another process alone, which came first', async () => {
      const mountpoint = join(disks.root, 'stick');
      // Another one mounts it between our look and our mount: ours is refused by the kernel, or is the second layer.
      const other = `${device} ${mountpoint}`;
      const first = await withProgram(
        'mount',
        `mount ${other}; echo "mount: $7: $6 already mounted on $7." >&2; exit 32`,
      );
      await expect(first.mount({ uuid, mountpoint })).rejects.toMatchObject({ reason: 'already-mounted' });
      expect(await disks.mounts()).toHaveLength(1);
      await first.unmount({ uuid });
      const stacked = await withProgram('mount', `mount ${other}; mount --bind ${mountpoint} ${mountpoint}`);
      await expect(stacked.mount({ uuid, mountpoint })).rejects.toMatchObject({
        reason: 'not-as-asked',
        message: expect.stringContaining('2 times'),
      });
      expect(await disks.mounts()).toHaveLength(1);
      await first.unmount({ uuid });
      await rm(mountpoint, { recursive: true });
    });

    it('says what it could not undo', async () => {
      const usb = await withProgram('mount', `exec mount -t "$3" -o "$5" "$6" ${disks.folder}/elsewhere`);
      const script = join(disks.folder, 'umount');
      await writeFile(script, '#!/bin/sh\necho "umount: target is busy." >&2; exit 32\n', { mode: 0o755 });
      const stubborn = disks.privileged({
        programs: { mount: join(disks.folder, 'mount'), umount: script },
      }).usb;
      const mountpoint = join(disks.root, 'stick');
      const error: unknown = await stubborn.mount({ uuid, mountpoint }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        reason: 'not-as-asked',
        left: [`a mount at ${disks.folder}/elsewhere`],
        message: expect.stringContaining('left behind'),
      });
      await expect(usb.unmount({ uuid })).rejects.toMatchObject({ why: 'mountpoint-outside' });
      const { execFileSync } = await import('node:child_process');
      execFileSync('/usr/bin/umount', [join(disks.folder, 'elsewhere')]);
    });
  },
);

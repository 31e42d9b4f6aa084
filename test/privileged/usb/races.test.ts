import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mount, umount } from '~/privileged/commands/mount.js';
import { FenceError, PrivilegedError } from '~/privileged/errors.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { openFolder } from '~/privileged/folder.js';
import { siteOf } from '~/privileged/site.js';
import { nodeFiles } from '~/privileged/usb/file-layer.js';
import { editFstab } from '~/privileged/usb/fstab-edit.js';
import { MountError } from '~/privileged/usb/mount-error.js';
import { makeMountpoint, removeMountpoint } from '~/privileged/usb/mountpoint.js';
import { Disks, lacking, uuidOf } from '../../support/disks.js';

// Somebody swaps a folder or a file for a symbolic link, as fast as a process can, while we work with it. An escape is whatever we did
// to what the link leads to. FELHOM_RACES is the number of rounds of each of them:
// 10000 take some ten minutes.

const exec = promisify(execFile);
const rounds = Number(process.env['FELHOM_RACES'] ?? 1_000);
const callRounds = 15;
const realRounds = Number(process.env['FELHOM_RACES'] ?? 100);

/** Swaps `path` for a link to `aim` and back, until it is stopped. */
async function swapping<T>(path: string, aim: string, work: () => Promise<T>): Promise<T> {
  const source = `
    import { lstatSync, renameSync, rmSync, symlinkSync, unlinkSync, writeSync } from 'node:fs';
    const [path, aim] = ${JSON.stringify([path, aim])};
    const attempt = (act) => { try { act(); return true; } catch { return false; } };
    // Every other time without any pause, else with short ones: who is never let through has not raced.
    let slot = 0;
    const pause = (longest) => {
      const until = performance.now() + (slot % 2) * Math.random() ** 3 * longest;
      while (performance.now() < until);
    };
    let stop = false;
    let swaps = 0;
    process.on('SIGTERM', () => { stop = true; });
    const step = () => {
      slot += 1;
      const until = Date.now() + 20;
      while (Date.now() < until) {
        if (!attempt(() => renameSync(path, path + '.held'))) {
          // Another one was made in its place.
          attempt(() => rmSync(path, { recursive: true }));
          attempt(() => renameSync(path + '.held', path));
          continue;
        }
        attempt(() => symlinkSync(aim, path));
        pause(0.3);
        attempt(() => unlinkSync(path));
        if (attempt(() => renameSync(path + '.held', path))) swaps += 1;
        pause(10);
      }
      if (!stop) return void setImmediate(step);
      if (attempt(() => lstatSync(path + '.held'))) {
        attempt(() => rmSync(path, { recursive: true }));
        renameSync(path + '.held', path);
      }
      writeSync(1, String(swaps));
      process.exit(0);
    };
    writeSync(1, 'ready ');
    step();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  await once(child.stdout, 'data');
  try {
    return await work();
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(Number(said.split(' ')[1])).toBeGreaterThan(10);
  }
}

/** Takes a device off wherever it is. The folder is swapped while this looks for it. */
async function takeOff(device: string): Promise<void> {
  for (;;) {
    const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
    const at = lines.find((line) => line.startsWith(`${device} `))?.split(' ')[1];
    if (at === undefined) return;
    await exec('/usr/bin/umount', [at]).catch(() => undefined);
  }
}

/** Runs it again and again, and counts how it ended. What is no refusal and no trace of a swap is thrown. */
async function play(
  times: number,
  once: (round: number) => Promise<void>,
): Promise<{ done: number; refused: number }> {
  const counts = { done: 0, refused: 0 };
  for (let round = 0; round < times; round += 1) {
    try {
      await once(round);
      counts.done += 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (
        !(error instanceof PrivilegedError) &&
        !['ENOENT', 'EEXIST', 'ELOOP', 'ENOTDIR'].includes(code ?? '')
      )
        throw error;
      counts.refused += 1;
    }
  }
  return counts;
}

describe('somebody who swaps', () => {
  let folder: string;
  beforeEach(async () => {
    // In memory, where there is one: every round writes to the disk for good.
    const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    folder = await realpath(await mkdtemp(join(base, 'felhom-races-')));
    await mkdir(join(folder, 'outside'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it(`a folder on the way to a mount point: 0 escapes in ${rounds} rounds`, async () => {
    const root = join(folder, 'mnt');
    const outside = join(folder, 'outside');
    await mkdir(join(root, 'a'), { recursive: true });
    const aim = await stat(outside);
    let escapes = 0;
    const result = await swapping(join(root, 'a'), outside, () =>
      play(rounds, async (round) => {
        const { made } = await makeMountpoint(nodeFiles, join(root, 'a', `m${round}`, 'x'), [root]).finally(
          async () => {
            if ((await readdir(outside)).length > 0) escapes += 1;
          },
        );
        const handle = await openFolder(join(root, 'a'), [root]);
        if ((await handle.stat()).ino === aim.ino) escapes += 1;
        await handle.close();
        await removeMountpoint(nodeFiles, made, [root]);
      }),
    );
    expect(escapes).toBe(0);
    expect(await readdir(outside)).toEqual([]);
    // Both ends happened: it was a race.
    expect(result.done).toBeGreaterThan(20);
    expect(result.refused).toBeGreaterThan(20);
  }, 600_000);

  it.each(['the file', 'its folder'])(
    `fstab (%s): 0 escapes in ${rounds} rounds`,
    async (what) => {
      const outside = join(folder, 'outside');
      const etc = join(folder, 'etc');
      const victim = 'LABEL=victim / ext4 defaults 0 0\n';
      await mkdir(etc);
      await writeFile(join(etc, 'fstab'), '# mine\n');
      await writeFile(join(outside, 'fstab'), victim);
      const path = what === 'the file' ? join(etc, 'fstab') : etc;
      const aim = what === 'the file' ? join(outside, 'fstab') : outside;
      let escapes = 0;
      const put = { uuid: '1A2B-3C4D', target: '/mnt/usb', type: 'vfat', options: ['rw'] };
      const result = await swapping(path, aim, () =>
        play(rounds, async (round) => {
          const change = round % 2 === 0 ? { put } : { forget: put.uuid };
          const hands = {
            files: nodeFiles,
            signal: new AbortController().signal,
            verify: () => undefined as never,
            run: async () => ({ exitCode: 0, stdout: '', stderr: '' }) as never,
          };
          try {
            const end = await editFstab(join(etc, 'fstab'), change, hands);
            if (end.refused !== undefined) throw new FenceError(end.text);
          } finally {
            if ((await readFile(join(outside, 'fstab'), 'utf8')) !== victim) escapes += 1;
            if ((await readdir(outside)).length !== 1) escapes += 1;
          }
        }),
      );
      expect(escapes).toBe(0);
      expect(await readFile(join(outside, 'fstab'), 'utf8')).toBe(victim);
      expect(result.done).toBeGreaterThan(20);
      expect(result.refused).toBeGreaterThan(20);
    },
    240_000,
  );
});

const missing = lacking();
describe.skipIf(missing !== '')(
  `somebody who swaps, and real mounts${missing === '' ? '' : ` (missing: ${missing})`}`,
  () => {
    it(`neither mounts on nor takes off what a link leads to: 0 escapes in ${realRounds} rounds`, async () => {
      const disks = await Disks.make();
      try {
        const device = await disks.attach(await disks.formatted('race', 'mkfs.ext4', ['-q']));
        const stick = join(disks.root, 'a', 'stick');
        const outside = join(disks.folder, 'outside');
        await mkdir(stick, { recursive: true });
        await mkdir(join(outside, 'stick'), { recursive: true });
        const table = async () => (await readFile('/proc/self/mounts', 'utf8')).split('\n');
        const isAim = async (line: string) => line.split(' ')[1] === join(outside, 'stick');
        const runner = new ExecRunner({ mode: 'direct' });
        const site = siteOf({ mountRoots: [disks.root] });
        let escapes = 0;
        const result = await swapping(join(disks.root, 'a'), outside, () =>
          play(realRounds, async () => {
            try {
              const command = mount({ device, mountpoint: stick, driver: 'ext4', options: {} }, site);
              const { exitCode, stderr } = await runner.run(command);
              if (exitCode !== 0) throw new Error(stderr);
            } finally {
              for (const line of await table()) if (await isAim(line)) escapes += 1;
              // Wherever the swapped folder is now, it is the same folder.
              await takeOff(device);
            }
          }),
        );
        expect(escapes).toBe(0);
        expect(result.done).toBeGreaterThan(5);
        expect(result.refused).toBeGreaterThan(5);
        // And the other way round: something is mounted where the link leads to.
        await exec('/usr/bin/mount', ['-t', 'tmpfs', 'victim', join(outside, 'stick')]);
        const taken = await swapping(join(disks.root, 'a'), outside, () =>
          play(realRounds, async () => {
            try {
              const { exitCode, stderr } = await runner.run(umount({ mountpoint: stick }, site));
              if (exitCode !== 0) throw new FenceError(stderr);
            } finally {
              const kept = (await table()).filter((line) => line.split(' ')[0] === 'victim').length;
              if (kept !== 1) escapes += 1;
            }
          }),
        );
        expect(escapes).toBe(0);
        expect(taken.refused).toBe(realRounds);
        await exec('/usr/bin/umount', [join(outside, 'stick')]);
      } finally {
        await disks.end();
      }
    }, 1_800_000);

    it('a call that ended is either mounted where it was asked, or not at all', async () => {
      const disks = await Disks.make();
      try {
        const image = await disks.formatted('race', 'mkfs.ext4', ['-q']);
        const device = await disks.attach(image);
        const uuid = await uuidOf(image);
        const outside = join(disks.folder, 'outside');
        await mkdir(join(disks.root, 'a'), { recursive: true });
        await mkdir(join(outside, 'stick'), { recursive: true });
        const { usb } = disks.privileged();
        const stick = join(disks.root, 'a', 'stick');
        const result = await swapping(join(disks.root, 'a'), outside, () =>
          play(callRounds, async () => {
            try {
              const done = await usb.mount({ uuid, mountpoint: stick });
              expect(done.mountpoint).toBe(stick);
            } catch (error) {
              const left = (await disks.mounts()).filter((line) => line.includes(device));
              const told = error instanceof MountError ? error.left : [];
              expect(left).toHaveLength(told.filter((each) => each.startsWith('a mount')).length);
              throw error;
            } finally {
              const lines = await disks.mounts();
              expect(lines.filter((line) => line.startsWith(outside))).toEqual([]);
              if (lines.length > 0) await takeOff(device);
            }
          }),
        );
        expect(result.done + result.refused).toBe(callRounds);
      } finally {
        await disks.end();
      }
    }, 600_000);
  },
);

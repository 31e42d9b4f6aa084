import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '~/privileged/command.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import type { Program } from '~/privileged/programs.js';
import type { Runner, RunOptions } from '~/privileged/runner.js';
import { nodeFiles } from '~/privileged/usb/file-layer.js';
import { takeLock } from '~/privileged/usb/lock-file.js';
import { Disks, lacking, uuidOf } from '../../support/disks.js';

const exec = promisify(execFile);
const missing = lacking();

describe.skipIf(missing !== '')(`states of a host${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  let disks: Disks;
  let device: string;
  let uuid: string;
  let mountpoint: string;
  beforeAll(async () => {
    disks = await Disks.make();
    device = await disks.attach(await disks.formatted('one', 'mkfs.ext4', ['-q', '-L', 'ONE']));
    uuid = await uuidOf(device);
    mountpoint = join(disks.root, 'stick');
  });
  afterEach(async () => {
    for (const line of await disks.mounts()) await exec('/usr/bin/umount', [line.split(' ')[0] ?? '']);
  });
  afterAll(() => disks?.end());

  async function withProgram(program: Program, script: string) {
    const path = join(disks.folder, program);
    await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return disks.privileged({ programs: { [program]: path } }).usb;
  }

  it('udev knows something else of a device than is on it: nothing is mounted', async () => {
    const known = '"fstype":"ext4","uuid":"99999999-2222-4333-8444-555555555501"';
    const usb = await withProgram(
      'lsblk',
      `/usr/bin/lsblk "$@" ${device} | sed 's/"fstype": *null/"fstype":null/; s/"uuid": *null/"uuid":null/' | sed 's/"fstype":null/${known}/; s/"uuid":null,//'`,
    );
    await expect(
      usb.mount({ uuid: '99999999-2222-4333-8444-555555555501', mountpoint }),
    ).rejects.toMatchObject({ why: 'device-changed', message: expect.stringContaining(uuid) });
    expect(await disks.mounts()).toEqual([]);
  });

  it('a disk was pulled out while it was mounted: it is lost, and can be unmounted by its folder', async () => {
    await disks.privileged().usb.mount({ uuid, mountpoint });
    const usb = await withProgram('lsblk', `echo '{"blockdevices":[]}'`);
    expect(await usb.status({ mountpoint })).toMatchObject({ mounted: true, lost: true, devices: [] });
    await expect(usb.unmount({ uuid })).rejects.toMatchObject({
      why: 'not-mounted',
      hint: expect.stringContaining('mountpoint'),
    });
    expect(await usb.unmount({ mountpoint })).toMatchObject({ device, layers: 1 });
    expect(await disks.mounts()).toEqual([]);
  });

  it('something mounts it again by itself: that is said', async () => {
    await disks.privileged().usb.mount({ uuid, mountpoint });
    const usb = await withProgram('umount', 'exit 0');
    await expect(usb.unmount({ uuid })).rejects.toMatchObject({ why: 'still-mounted' });
  });

  it('it is mounted on several folders: which one is meant has to be said', async () => {
    const { usb } = disks.privileged();
    await usb.mount({ uuid, mountpoint });
    const second = join(disks.root, 'second');
    await mkdir(second);
    await exec('/usr/bin/mount', [device, second]);
    await expect(usb.unmount({ uuid })).rejects.toMatchObject({ why: 'several-mounts' });
    expect(await usb.unmount({ uuid, mountpoint: second })).toMatchObject({ mountpoint: second });
    expect(await usb.unmount({ uuid })).toMatchObject({ mountpoint });
  });

  it('systemd runs: it is told of a new fstab, and only of a new one', async () => {
    const reloads: string[] = [];
    const real = new ExecRunner({ mode: 'direct' });
    const runner: Runner = {
      run: async (command: Command, options?: RunOptions) => {
        if (command.name === 'systemd.reload') {
          reloads.push(await readFile(disks.fstab, 'utf8'));
          return {
            exitCode: 0,
            signal: undefined,
            ended: undefined,
            stdout: '',
            stderr: '',
            cut: false,
            durationMs: 0,
          };
        }
        const finished = await real.run(command, options);
        if (command.name !== 'fstab.read') return finished;
        return { ...finished, value: { ...(finished.value as object), systemd: true } };
      },
    };
    const { usb, plan } = disks.privileged({ runner });
    const params = { uuid, mountpoint, persist: true };
    const planned = await plan.usb.mount(params);
    expect(planned.commands.map(({ name }) => name)).toEqual(['mount.mount', 'fstab.put', 'systemd.reload']);
    await usb.mount(params);
    expect(reloads).toHaveLength(1);
    expect(reloads[0]).toContain(uuid);
    await usb.unmount({ uuid });
    await usb.mount(params);
    expect(reloads).toHaveLength(1);
    const off = await plan.usb.unmount({ uuid, forget: true });
    expect(off.commands.map(({ name }) => name)).toEqual(['mount.unmount', 'fstab.forget', 'systemd.reload']);
    await off.execute();
    expect(reloads).toHaveLength(2);
    expect(reloads[1]).not.toContain(uuid);
  });

  it('the host changed since a plan was made: it is not carried out', async () => {
    const { plan } = disks.privileged();
    const planned = await plan.usb.mount({ uuid, mountpoint: join(disks.root, 'third') });
    await mkdir(join(disks.root, 'third'));
    await expect(planned.execute()).rejects.toMatchObject({ why: 'plan-changed' });
    expect(await disks.mounts()).toEqual([]);
  });

  it('another process changes fstab, and goes on: the lock is not taken from it', async () => {
    const folder = await nodeFiles.openFolder(join(disks.folder, 'etc'), [disks.folder]);
    const { signal } = new AbortController();
    const mine = await takeLock(folder, '.lock', { signal });
    expect(mine).toBeTypeOf('function');
    expect(await takeLock(folder, '.lock', { signal, patience: 0 })).toBeUndefined();
    await mine?.();
    const next = await takeLock(folder, '.lock', { signal, patience: 0 });
    await next?.();
    expect((await folder.names()).filter((name) => name.startsWith('.lock'))).toEqual([]);
    await folder.close();
  });
});

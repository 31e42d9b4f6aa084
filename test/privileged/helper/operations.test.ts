import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Privileged } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { CommandError } from '~/privileged/errors.js';
import { commands } from '~/privileged/registry.js';
import { folder, helper, isRoot, script } from './stage.js';

describe('operations whose commands the helper runs', () => {
  it.skipIf(!isRoot)(
    'a golden container of a simulated host, with a password that nobody sees (needs root)',
    async () => {
      const host = new SimulatedHost({ speed: 1_000 });
      const root = await host.rootHost();
      const place = await folder();
      const programs = {
        pct: root.path('pct'),
        pvesh: root.path('pvesh'),
        pvesm: root.path('pvesm'),
        // A simulated host has no mounts and no loop devices.
        findmnt: await script(join(place, 'findmnt'), 'exit 1'),
        losetup: await script(join(place, 'losetup'), 'exit 0'),
      };
      const { runner, lines } = await helper({ commands, site: { programs } });
      // The client believes in programs that are elsewhere; that does not matter.
      const privileged = new Privileged({ runner, requester: 'provisioner' });
      const progress: string[] = [];
      await privileged.lxc.createGolden(
        {
          vmid: 300,
          ostemplate: 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
          hostname: 'golden',
          rootfs: { volume: 'local:1' },
          password: 'canary-5-password',
        },
        { onProgress: (line) => progress.push(line) },
      );
      const { stdout } = await promisify(execFile)(root.path('pct'), ['config', '300'], { env: {} });
      expect(stdout).toContain('keyctl=1');
      expect(progress.length).toBeGreaterThan(0);
      const log = lines.join('\n');
      expect(log).toMatch(/pct\.create .*"password":"\*{8}".* for "provisioner": exit code 0/);
      expect(log + progress.join()).not.toContain('canary-5');
      const again = privileged.lxc.createGolden({
        vmid: 300,
        ostemplate: 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
        rootfs: { volume: 'local:1' },
      });
      await expect(again).rejects.toBeInstanceOf(CommandError);
      await expect(again).rejects.toMatchObject({ problem: 'exists' });
      await root.close();
    },
  );

  it.skipIf(!isRoot)(
    'the disks of this machine are the same with the helper and without it (needs root)',
    async () => {
      const { runner } = await helper({ commands, site: {} });
      const direct = new Privileged();
      const asked = new Privileged({ runner });
      expect(await asked.usb.list()).toEqual(await direct.usb.list());
    },
  );
});

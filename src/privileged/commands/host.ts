import * as z from 'zod';
import { processCommand } from '../command.js';
import type { Program } from '../programs.js';

function fixed(name: string, program: Program, words: readonly string[]) {
  return processCommand({
    name,
    program,
    params: z.strictObject({}),
    changes: false,
    timeout: 30_000,
    argv: () => words,
  });
}

/** `pve-manager/9.2.11/HASH (running kernel: …)`. */
export const pveRelease = fixed('host.release', 'pveversion', []);
/** The versions of Proxmox VE's packages, one a line. */
export const pvePackages = fixed('host.packages', 'pveversion', ['-v']);
export const smartctlVersion = fixed('host.smartctl', 'smartctl', ['--version']);
export const sensorsVersion = fixed('host.sensors', 'sensors', ['--version']);
/** For all of util-linux: lsblk, blkid, findmnt, mount and umount are of one release. */
export const utilLinuxVersion = fixed('host.util-linux', 'lsblk', ['--version']);
export const systemdVersion = fixed('host.systemd', 'systemctl', ['--version']);

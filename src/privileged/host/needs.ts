import type { Program } from '../programs.js';

/** What an operation cannot do without. */
export interface Needs {
  readonly programs: readonly Program[];
  /** Programs that it does better with, and does without. */
  readonly helpful?: readonly Program[];
  /** It reads or changes files as root itself, which sudo has no command for. */
  readonly files?: boolean;
  /** It needs no root at all. */
  readonly anyone?: boolean;
}

const pct: Needs = { programs: ['pct', 'pvesh'] };

/** By the name of the operation. */
export const needs: Readonly<Record<string, Needs>> = {
  'lxc.createGolden': pct,
  'lxc.restoreGolden': pct,
  'lxc.setFeatures': pct,
  'lxc.configure': pct,
  'lxc.unlock': pct,
  'lxc.cleanup': pct,
  'usb.list': { programs: ['lsblk', 'blkid'] },
  'usb.status': { programs: ['lsblk', 'blkid', 'findmnt'], files: true },
  'usb.mount': { programs: ['lsblk', 'blkid', 'findmnt', 'mount'], helpful: ['systemctl'], files: true },
  'usb.unmount': { programs: ['lsblk', 'findmnt', 'umount'], helpful: ['systemctl'], files: true },
  'smart.scan': { programs: ['smartctl'] },
  'smart.read': { programs: ['smartctl'] },
  'sensors.read': { programs: [], helpful: ['sensors'], anyone: true },
  'host.info': { programs: [], helpful: ['pveversion'], anyone: true },
};

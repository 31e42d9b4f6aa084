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
/** It looks at storages before and after; the others are asked only where pct was killed. */
const making: Needs = { programs: ['pct', 'pvesh', 'pvesm'], helpful: ['findmnt', 'losetup'] };

/** By the name of the operation. */
export const needs: Readonly<Record<string, Needs>> = {
  'lxc.createGolden': making,
  'lxc.restoreGolden': making,
  'lxc.setFeatures': pct,
  'lxc.configure': pct,
  'lxc.unlock': pct,
  'lxc.look': { programs: ['pct', 'pvesh', 'pvesm'] },
  'lxc.cleanup': { programs: ['pct', 'pvesh', 'pvesm', 'findmnt', 'losetup', 'umount'] },
  'usb.list': { programs: ['lsblk', 'blkid'] },
  'usb.status': { programs: ['lsblk', 'blkid', 'findmnt'], files: true },
  'usb.mount': { programs: ['lsblk', 'blkid', 'findmnt', 'mount'], helpful: ['systemctl'], files: true },
  'usb.unmount': { programs: ['lsblk', 'findmnt', 'umount'], helpful: ['systemctl'], files: true },
  'smart.scan': { programs: ['smartctl'] },
  'smart.read': { programs: ['smartctl'] },
  'sensors.read': { programs: [], helpful: ['sensors'], anyone: true },
  'host.info': { programs: [], helpful: ['pveversion'], anyone: true },
  'host.service': { programs: ['systemctl'] },
  'host.serviceState': { programs: ['systemctl'] },
  'host.log': { programs: ['journalctl'] },
  'host.template': { programs: [] },
};

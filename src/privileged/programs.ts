/** Where a program is on Debian and Proxmox VE, and the package that brings it. */
interface ProgramFacts {
  readonly binary: string;
  readonly package: string;
}

/** Every program that may be run. There is no way to run another one. */
export const programs = {
  pct: { binary: '/usr/sbin/pct', package: 'pve-container' },
  pvesh: { binary: '/usr/bin/pvesh', package: 'pve-manager' },
  pvesm: { binary: '/usr/sbin/pvesm', package: 'libpve-storage-perl' },
  pveversion: { binary: '/usr/bin/pveversion', package: 'pve-manager' },
  lsblk: { binary: '/usr/bin/lsblk', package: 'util-linux' },
  blkid: { binary: '/usr/sbin/blkid', package: 'util-linux' },
  findmnt: { binary: '/usr/bin/findmnt', package: 'util-linux' },
  mount: { binary: '/usr/bin/mount', package: 'mount' },
  umount: { binary: '/usr/bin/umount', package: 'mount' },
  losetup: { binary: '/usr/sbin/losetup', package: 'mount' },
  smartctl: { binary: '/usr/sbin/smartctl', package: 'smartmontools' },
  sensors: { binary: '/usr/bin/sensors', package: 'lm-sensors' },
  systemctl: { binary: '/usr/bin/systemctl', package: 'systemd' },
  journalctl: { binary: '/usr/bin/journalctl', package: 'systemd' },
} as const satisfies Record<string, ProgramFacts>;

/** The name of a program that may be run. */
export type Program = keyof typeof programs;

/** The Debian package that brings it; of a template's program only the host's owner knows. */
export function packageOf(program: Program | 'template'): string | undefined {
  return program === 'template' ? undefined : programs[program].package;
}

/** The releases that a simulated host can be of: the last of each major version. */
export const hostVersions = ['7.4', '8.4', '9.2'] as const;

/** A release of Proxmox VE that a simulated host can be of. */
export type HostVersion = (typeof hostVersions)[number];

const majors: Readonly<Record<HostVersion, number>> = { '7.4': 7, '8.4': 8, '9.2': 9 };

/** Whether a host's major version is this one or a later one. */
export function isSince(version: HostVersion, major: 8 | 9): boolean {
  return majors[version] >= major;
}

/** What a release says about itself. */
export interface Release {
  /** Of `GET /version`. */
  readonly version: string;
  readonly repoid: string;
  readonly kernel: string;
  /** Of uname, after the kernel's release. */
  readonly build: string;
  readonly container: string;
  readonly corosync: string;
}

// Versions from each package's debian/changelog, on the branch of its release.
const releases: Readonly<Record<HostVersion, Release>> = {
  '7.4': {
    version: '7.4-20',
    repoid: '7d1e2f5c',
    kernel: '5.15.158-2-pve',
    build: '#1 SMP PVE 5.15.158-2',
    container: '4.4-7',
    corosync: '3.1.7-pve1',
  },
  '8.4': {
    version: '8.4.21',
    repoid: '3c1b7a90d4e85f62',
    kernel: '6.8.12-15-pve',
    build: '#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-15',
    container: '5.3.3',
    corosync: '3.1.9-pve1',
  },
  '9.2': {
    version: '9.2.11',
    repoid: '14a22df35955d97d',
    kernel: '6.14.11-4-pve',
    build: '#1 SMP PREEMPT_DYNAMIC PMX 6.14.11-4',
    container: '6.1.12',
    corosync: '3.1.9-pve2',
  },
};

/** What the release of a host says about itself. */
export function releaseOf(version: HostVersion): Release {
  return releases[version];
}

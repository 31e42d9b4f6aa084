import { type Appliance, createAppliances } from './appliances.js';
import { builtInDisks, type Disk } from './disks.js';
import { createSettings, type NodeSettings } from './node-settings.js';

/** A systemd unit that PVE lets be driven. */
export interface Service {
  readonly name: string;
  readonly description: string;
  readonly installed: boolean;
  running: boolean;
}

/** The node's operating system, as far as the API shows it. */
export interface NodeSystem {
  readonly services: ReadonlyMap<string, Service>;
  /** Those of the slots, and what is plugged in at the moment. */
  readonly disks: Disk[];
  /** Changed by nothing in the simulator but the host's own program that updates packages. */
  updates: readonly string[];
  /** What can be set of the node: names, time, interfaces. */
  readonly settings: NodeSettings;
  /** Templates that it can fetch, by their file name. */
  readonly appliances: ReadonlyMap<string, Appliance>;
}

const running: Readonly<Record<string, string>> = {
  chrony: 'chrony, an NTP client/server',
  cron: 'Regular background program processing daemon',
  ksmtuned: 'Kernel Samepage Merging (KSM) Tuning Daemon',
  lxcfs: 'FUSE filesystem for LXC',
  postfix: 'Postfix Mail Transport Agent (main/default instance)',
  'proxmox-firewall': 'Proxmox nftables firewall',
  'pve-cluster': 'The Proxmox VE cluster filesystem',
  'pve-firewall': 'Proxmox VE firewall',
  'pve-ha-crm': 'PVE Cluster HA Resource Manager Daemon',
  'pve-ha-lrm': 'PVE Local HA Resource Manager Daemon',
  'pve-lxc-syscalld': 'Proxmox VE LXC Syscall Daemon',
  pvedaemon: 'PVE API Daemon',
  'pvefw-logger': 'Proxmox VE firewall logger',
  pveproxy: 'PVE API Proxy Server',
  pvescheduler: 'Proxmox VE scheduler',
  pvestatd: 'PVE Status Daemon',
  qmeventd: 'PVE Qemu Event Daemon',
  spiceproxy: 'PVE SPICE Proxy Server',
  sshd: 'OpenBSD Secure Shell server',
  'systemd-journald': 'Journal Service',
};

const missing = ['corosync', 'syslog', 'systemd-timesyncd'];

export function createSystem(): NodeSystem {
  const units: Service[] = [
    ...Object.entries(running).map(([name, description]) => ({
      name,
      description,
      installed: true,
      running: true,
    })),
    ...missing.map((name) => ({ name, description: `${name}.service`, installed: false, running: false })),
  ];
  const sorted = units.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    services: new Map(sorted.map((unit) => [unit.name, unit])),
    disks: builtInDisks(),
    updates: [],
    settings: createSettings(),
    appliances: createAppliances(),
  };
}

import type { Need } from '../../core/op.js';

/** What a change of the configuration needs, by what is set; tags and drives have rules of their own. */
export const configNeeds: readonly Need[] = [
  { path: '/vms/{vmid}', all: ['VM.Config.Disk'], when: 'disks, boot' },
  { path: '/vms/{vmid}', all: ['VM.Config.CDROM'], when: 'media=cdrom' },
  {
    path: '/vms/{vmid}',
    all: ['VM.Config.CPU'],
    when: 'cores, sockets, cpu, cpulimit, cpuunits, vcpus, numa',
  },
  { path: '/vms/{vmid}', all: ['VM.Config.Memory'], when: 'memory, balloon, shares, allow-ksm' },
  { path: '/vms/{vmid}', all: ['VM.Config.Network'], when: 'net[n]' },
  {
    path: '/vms/{vmid}',
    any: ['VM.Config.Cloudinit', 'VM.Config.Network'],
    when: 'ipconfig[n], ci…, nameserver, searchdomain, sshkeys',
  },
  {
    path: '/vms/{vmid}',
    all: ['VM.Config.HWType'],
    when: 'acpi, kvm, machine, scsihw, vga, serial[n], usb[n], hostpci[n], …',
  },
  { path: '/vms/{vmid}', all: ['VM.Config.Options'], when: 'other options' },
  { path: '/sdn/zones/localnetwork', all: ['SDN.Use'], when: 'net[n] on a bridge of the node, since 8.0' },
  { path: '/', all: ['Sys.Modify'], when: 'startup' },
  { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'], when: 'a new disk' },
];

/** What every change needs, before it is looked at. */
export const anyConfigNeed: Need = {
  path: '/vms/{vmid}',
  any: ['Disk', 'CDROM', 'CPU', 'Memory', 'Network', 'HWType', 'Options', 'Cloudinit'].map(
    (area) => `VM.Config.${area}`,
  ),
};

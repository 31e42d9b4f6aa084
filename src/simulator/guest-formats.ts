import { slots } from '../generated/wire-data.js';
import { matches } from './format-makers.js';
import { type Format, splitList } from './schema.js';

/** `scsi3`, if there are more than three of them. */
function isDrive(name: string): boolean {
  const [, bus = '', number = ''] = /^(ide|sata|scsi|virtio)(0|[1-9]\d*)$/.exec(name) ?? [];
  const counts: Readonly<Record<string, number>> = slots;
  return bus !== '' && Number(number) < (counts[bus] ?? 0);
}

/** Keys of guests (pve-container src/PVE/LXC/Config.pm, qemu-server src/PVE/QemuServer.pm). */
export const guestFormats: Readonly<Record<string, Format>> = {
  'pve-ct-timezone': (value) =>
    value === 'host' || value === 'UTC' || isTimeZone(value) ? undefined : `invalid time zone '${value}'`,
  'pve-lxc-mp-string': (value) =>
    /\/\.\.?(?:\/|$)|^\.\.\//.test(value) ? `${value} contains illegal character sequences` : undefined,
  'pve-lxc-dev-string': (value) =>
    /\/\.\.?(?:\/|$)/.test(value) || !value.startsWith('/dev/')
      ? `${value} is not a valid device path`
      : undefined,
  'pve-hotplug-features': (value) => {
    if (value === '0' || value === '1') return undefined;
    const odd = splitList(value).find((part) => !/^(?:network|disk|cpu|memory|usb|cloudinit)$/.test(part));
    return odd === undefined ? undefined : `invalid hotplug feature '${odd}'`;
  },
  'pve-phys-bits': (value) =>
    value === 'host' || (/^\d{1,2}$/.test(value) && Number(value) >= 8 && Number(value) <= 64)
      ? undefined
      : "value must be an integer between 8 and 64 or 'host'",
  'pve-cpuset': matches(/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/, 'unable to parse cpuset option'),
  'pve-qm-bootdev': (value) =>
    isDrive(value) || /^net(?:[12]?\d|3[01])$|^usb(?:\d|1[0-3])$|^hostpci(?:\d|1[0-5])$/.test(value)
      ? undefined
      : `invalid boot device '${value}'`,
  'pve-qm-bootdisk': (value) =>
    isDrive(value) || value === 'efidisk0' || value === 'tpmstate0'
      ? undefined
      : `invalid boot disk '${value}'`,
  // Until 8.0: a device, a port, or a connection of the screen.
  'pve-qm-usb-device': matches(
    /^(?:(?:0x)?[\da-f]{4}:(?:0x)?[\da-f]{4}|\d+-\d+(?:\.\d+)*|spice)$/i,
    'unable to parse usb device',
  ),
};

/** A zone of the time zone database with a place in it: only these are in the list that PVE reads. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z_]+\/[A-Za-z0-9_+\-/]+$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

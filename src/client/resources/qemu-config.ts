import * as z from 'zod';
import type { Issue } from '../../core/errors.js';
import * as ids from '../../core/ids.js';
import type { Parsed } from '../../core/property-string.js';
import { volumeIssue } from '../../core/volume.js';
import { flag, num, record, text } from '../../core/wire.js';
import type {
  QemuAgent,
  QemuAudio,
  QemuBoot,
  QemuCloudInitCustom,
  QemuCpu,
  QemuEfiDisk,
  QemuHostPci,
  QemuIde,
  QemuIpConfig,
  QemuMachine,
  QemuNet,
  QemuNuma,
  QemuRng,
  QemuSata,
  QemuScsi,
  QemuSmbios,
  QemuTpmState,
  QemuUsb,
  QemuVga,
  QemuVirtio,
  QemuVirtiofs,
  QemuWatchdog,
  StartupOrder,
} from '../../generated/api.js';
import { slots } from '../../generated/wire-data.js';
import { type Numbered, withNumbered } from './numbered-keys.js';
import { type Check, properties } from './property-params.js';

/** A property string: as text, as an object, or one that was parsed. */
type Form<T> = string | T | Parsed<T>;

const one = (message: string | undefined): Issue[] => (message === undefined ? [] : [{ path: '', message }]);

// A host path would be a disk or a file of the host, which only root@pam may give (qemu-server src/PVE/API2/Qemu.pm).
const driveCheck: Check = (said) => {
  const file = String(said['file'] ?? '');
  if (String(said['import-from'] ?? '').startsWith('/'))
    return [{ path: 'import-from', message: 'to import from a host path is for root@pam only' }];
  return file === 'none' || file === 'cdrom' ? [] : one(volumeIssue(file));
};
const volumeCheck: Check = (said) => one(volumeIssue(String(said['file'] ?? '')));

const mappedPci: Check = (said) =>
  said['mapping'] === undefined || said['host'] !== undefined || said['romfile'] !== undefined
    ? one('`mapping=ID` is expected: devices of the host (`host=`, `romfile=`) are for root@pam only')
    : [];

const mappedUsb: Check = (said) =>
  said['host'] === 'spice' || (said['mapping'] !== undefined && said['host'] === undefined)
    ? []
    : one('`mapping=ID` or `spice` is expected: devices of the host are for root@pam only');

const count = z.number().int().min(0);

/**
 * Keys of a virtual machine's configuration that a token may set, as far as its privileges go (qemu-server
 * src/PVE/API2/Qemu.pm, check_vm_modify_config_perm).
 */
const keys = {
  acpi: z.boolean().optional(),
  /** `1`, or `enabled=1,fstrim_cloned_disks=1`. Only with it is the guest agent asked. */
  agent: properties<Form<QemuAgent>>('QemuAgent').optional(),
  'allow-ksm': z.boolean().optional(),
  audio0: properties<Form<QemuAudio>>('QemuAudio').optional(),
  autostart: z.boolean().optional(),
  /** MiB that the balloon leaves at least; 0 is no balloon. */
  balloon: count.optional(),
  bios: z.enum(['seabios', 'ovmf']).optional(),
  /** `order=scsi0;net0`. */
  boot: properties<Form<QemuBoot>>('QemuBoot').optional(),
  cicustom: properties<Form<QemuCloudInitCustom>>('QemuCloudInitCustom').optional(),
  /** The first user's password, by cloud-init. */
  cipassword: z.string().optional(),
  citype: z.enum(['configdrive2', 'nocloud', 'opennebula']).optional(),
  ciupgrade: z.boolean().optional(),
  ciuser: z.string().optional(),
  /** Cores of each socket. */
  cores: z.number().int().min(1).optional(),
  /** `host`, `x86-64-v2-AES`, … */
  cpu: properties<Form<QemuCpu>>('QemuCpu').optional(),
  /** Cores' worth of CPU time; 0 is no limit. */
  cpulimit: z.number().min(0).max(128).optional(),
  cpuunits: z.number().int().min(1).max(262_144).optional(),
  description: z.string().max(8192).optional(),
  efidisk0: properties<Form<QemuEfiDisk>>('QemuEfiDisk', volumeCheck).optional(),
  /** Do not run at the start. Needs VM.PowerMgmt. */
  freeze: z.boolean().optional(),
  hotplug: z.string().optional(),
  kvm: z.boolean().optional(),
  localtime: z.boolean().optional(),
  machine: properties<Form<QemuMachine>>('QemuMachine').optional(),
  /** MiB. */
  memory: z.number().int().min(16).optional(),
  migrate_downtime: z.number().min(0).optional(),
  migrate_speed: count.optional(),
  name: z.string().optional(),
  /** For cloud-init: IP addresses, separated by blanks. */
  nameserver: z.string().optional(),
  numa: z.boolean().optional(),
  onboot: z.boolean().optional(),
  ostype: z
    .enum([
      'other',
      'wxp',
      'w2k',
      'w2k3',
      'w2k8',
      'wvista',
      'win7',
      'win8',
      'win10',
      'win11',
      'l24',
      'l26',
      'solaris',
    ])
    .optional(),
  protection: z.boolean().optional(),
  /** `false`: a reboot stops it. */
  reboot: z.boolean().optional(),
  rng0: properties<Form<QemuRng>>('QemuRng').optional(),
  scsihw: z
    .enum(['lsi', 'lsi53c810', 'virtio-scsi-pci', 'virtio-scsi-single', 'megasas', 'pvscsi'])
    .optional(),
  searchdomain: z.string().optional(),
  shares: z.number().int().min(0).max(50_000).optional(),
  smbios1: properties<Form<QemuSmbios>>('QemuSmbios').optional(),
  sockets: z.number().int().min(1).optional(),
  /** For cloud-init: public keys, one a line, **percent-encoded** (`encodeURIComponent`). */
  sshkeys: z
    .string()
    .regex(/^[-%a-zA-Z0-9_.!~*'()]*$/, 'percent-encoded keys are expected: encodeURIComponent(keys)')
    .optional(),
  startdate: z.string().optional(),
  /** `order=2,up=30,down=60` (seconds). Needs Sys.Modify on `/` beside VM.Config.Options. */
  startup: properties<Form<StartupOrder>>('StartupOrder').optional(),
  tablet: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  tdf: z.boolean().optional(),
  tpmstate0: properties<Form<QemuTpmState>>('QemuTpmState', volumeCheck).optional(),
  vcpus: z.number().int().min(1).optional(),
  vga: properties<Form<QemuVga>>('QemuVga').optional(),
  /** Where the memory of snapshots and of a suspended machine goes. */
  vmstatestorage: ids.storage.optional(),
  watchdog: properties<Form<QemuWatchdog>>('QemuWatchdog').optional(),
};

/** The numbered keys: `net0`, `scsi1`. */
export interface QemuNumberedKeys {
  /** `virtio,bridge=vmbr0,firewall=1`, or `{ model: 'virtio', bridge: 'vmbr0', firewall: true }`. */
  [net: `net${number}`]: Form<QemuNet> | undefined;
  /** A disk: `local-lvm:32,discard=on` (a new one of 32 GiB), or an existing volume. */
  [scsi: `scsi${number}`]: Form<QemuScsi> | undefined;
  [virtio: `virtio${number}`]: Form<QemuVirtio> | undefined;
  [sata: `sata${number}`]: Form<QemuSata> | undefined;
  /** `local:iso/x.iso,media=cdrom`, `none,media=cdrom`, `local-lvm:cloudinit`. */
  [ide: `ide${number}`]: Form<QemuIde> | undefined;
  /** Of cloud-init: `ip=dhcp`, `ip=10.0.0.2/24,gw=10.0.0.1`. */
  [ipconfig: `ipconfig${number}`]: Form<QemuIpConfig> | undefined;
  [numa: `numa${number}`]: Form<QemuNuma> | undefined;
  [serial: `serial${number}`]: 'socket' | undefined;
  /** `mapping=ID` or `spice`: no token may pass a device of the host through. */
  [usb: `usb${number}`]: Form<QemuUsb> | undefined;
  /** `mapping=ID,pcie=1`: no token may name a device of the host. */
  [hostpci: `hostpci${number}`]: Form<QemuHostPci> | undefined;
  [virtiofs: `virtiofs${number}`]: Form<QemuVirtiofs> | undefined;
}

const numbered: Readonly<Record<string, Numbered>> = {
  net: { count: slots.net, value: properties('QemuNet') },
  scsi: { count: slots.scsi, value: properties('QemuScsi', driveCheck) },
  virtio: { count: slots.virtio, value: properties('QemuVirtio', driveCheck) },
  sata: { count: slots.sata, value: properties('QemuSata', driveCheck) },
  ide: { count: slots.ide, value: properties('QemuIde', driveCheck) },
  ipconfig: { count: slots.ipconfig, value: properties('QemuIpConfig') },
  numa: { count: slots.numa, value: properties('QemuNuma') },
  serial: {
    count: slots.serial,
    value: z.literal('socket', 'only `socket`: real devices are for root@pam only'),
  },
  usb: { count: slots.usb, value: properties('QemuUsb', mappedUsb) },
  hostpci: { count: slots.hostpci, value: properties('QemuHostPci', mappedPci) },
  virtiofs: { count: slots.virtiofs, value: properties('QemuVirtiofs') },
};

const rootOnlyKey =
  /^(?:affinity|amd-sev|arch|args|hookscript|hugepages|intel-tdx|ivshmem|keephugepages|lock|parallel\d+|spice_enhancements|vmgenid)$/;

/** A call that takes configuration keys beside `extra`. Unknown keys are refused. */
export function withQemuConfig<const E extends z.core.$ZodShape>(
  extra: E,
): z.ZodType<z.infer<z.ZodObject<typeof keys & E, z.core.$strict>> & QemuNumberedKeys> {
  const refusal = (key: string) =>
    rootOnlyKey.test(key) ? 'only root@pam may set this: on the host, with `qm set`' : undefined;
  return withNumbered(z.looseObject({ ...keys, ...extra }), numbered, refusal) as never;
}

const result = record({
  /** SHA-1 of the configuration with all its snapshots; give it back on update. */
  digest: text,
  agent: text.optional(),
  args: text.optional(),
  balloon: num.optional(),
  bios: text.optional(),
  boot: text.optional(),
  /** Shown as asterisks. */
  cipassword: text.optional(),
  ciuser: text.optional(),
  cores: num.optional(),
  cpu: text.optional(),
  cpulimit: num.optional(),
  cpuunits: num.optional(),
  description: text.optional(),
  efidisk0: text.optional(),
  hookscript: text.optional(),
  lock: text.optional(),
  machine: text.optional(),
  /** MiB, as a text: `2048`, or `current=2048`. */
  memory: text.optional(),
  meta: text.optional(),
  name: text.optional(),
  nameserver: text.optional(),
  numa: flag.optional(),
  onboot: flag.optional(),
  ostype: text.optional(),
  parent: text.optional(),
  protection: flag.optional(),
  scsihw: text.optional(),
  searchdomain: text.optional(),
  smbios1: text.optional(),
  sockets: num.optional(),
  /** Percent-encoded. */
  sshkeys: text.optional(),
  startup: text.optional(),
  /** Joined by `;`. */
  tags: text.optional(),
  template: flag.optional(),
  tpmstate0: text.optional(),
  vga: text.optional(),
  vmgenid: text.optional(),
});

type NumberedKey =
  | `net${number}`
  | `scsi${number}`
  | `virtio${number}`
  | `sata${number}`
  | `ide${number}`
  | `ipconfig${number}`
  | `numa${number}`
  | `serial${number}`
  | `parallel${number}`
  | `usb${number}`
  | `hostpci${number}`
  | `virtiofs${number}`
  | `unused${number}`;

/** A virtual machine's configuration. Keys that are not set are missing: PVE does not fill in its defaults. */
export type QemuConfig = z.infer<typeof result> & { [key in NumberedKey]: string | undefined };

export const qemuConfig = result as unknown as z.ZodType<QemuConfig>;

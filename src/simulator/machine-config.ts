import type { Caller } from './acl.js';
import { seconds } from './clock.js';
import { fail, invalid } from './errors.js';
import { isSince } from './host-version.js';
import { plainFields } from './plain-fields.js';
import { type Field, type Fields, fieldOf } from './schema.js';
import type { TaskOutput } from './tasks.js';
import {
  addVolume,
  checkVolumeAccess,
  freeDisk,
  freeDiskName,
  parseNewDisk,
  pathOf,
  sizeText,
  splitVolid,
} from './volumes.js';
import { activeStorage, type Config, type Guest, storageOf, type World } from './world.js';

/** The configuration of a virtual machine: what it may hold, who may change it, and what a change does. */

const indexed = (names: string, count: number): Record<string, Field> =>
  Object.fromEntries(names.split(' ').map((name) => [`${name}[n]`, { type: 'string', count }]));

/** Every key that can be set. */
export const machineFields: Fields = {
  ...plainFields(
    'acpi:b affinity agent allow-ksm:b amd-sev arch=x86_64|aarch64 args audio0 autostart:b balloon:i bios=seabios|ovmf boot bootdisk cdrom cicustom cipassword citype=configdrive2|nocloud|opennebula ciupgrade:b ciuser cpu cpulimit:n cpuunits:i description efidisk0 freeze:b hookscript hotplug hugepages=any|2|1024 intel-tdx ivshmem keephugepages:b keyboard kvm:b localtime:b lock machine memory migrate_downtime:n migrate_speed:i name nameserver numa:b onboot:b ostype=other|wxp|w2k|w2k3|w2k8|wvista|win7|win8|win10|win11|l24|l26|solaris protection:b reboot:b rng0 scsihw=lsi|lsi53c810|virtio-scsi-pci|virtio-scsi-single|megasas|pvscsi searchdomain shares:i smbios1 smp:i spice_enhancements sshkeys startdate startup tablet:b tags tdf:b template:b tpmstate0 vcpus:i vga vmgenid vmstatestorage watchdog',
  ),
  cores: { type: 'integer', minimum: 1 },
  sockets: { type: 'integer', minimum: 1 },
  ...indexed('net ipconfig', 32),
  'scsi[n]': { type: 'string', count: 31 },
  'virtio[n]': { type: 'string', count: 16 },
  'hostpci[n]': { type: 'string', count: 16 },
  'usb[n]': { type: 'string', count: 14 },
  'virtiofs[n]': { type: 'string', count: 10 },
  'numa[n]': { type: 'string', count: 8 },
  'sata[n]': { type: 'string', count: 6 },
  ...indexed('ide serial', 4),
  'parallel[n]': { type: 'string', count: 3 },
  'unused[n]': { type: 'string', count: 256 },
};

const options: Readonly<Record<string, string>> = {
  'VM.Config.CPU': 'cores cpu cpulimit cpuunits numa smp sockets vcpus',
  'VM.Config.Memory': 'memory balloon shares allow-ksm',
  'VM.Config.HWType': 'acpi hotplug kvm machine scsihw smbios1 tablet vga watchdog audio0 rng0',
  'VM.Config.Options':
    'agent autostart bios description keyboard localtime migrate_downtime migrate_speed name onboot ostype protection reboot startdate startup tdf template tags',
  'VM.PowerMgmt': 'freeze',
  'VM.Config.Disk': 'boot bootdisk vmstatestorage',
};
const privileges = new Map(
  Object.entries(options).flatMap(([privilege, keys]) =>
    keys.split(' ').map((key) => [key, privilege] as const),
  ),
);
const cloudinit = new Set(
  'cicustom cipassword citype ciuser ciupgrade nameserver searchdomain sshkeys'.split(' '),
);
/** What a running machine takes at once; the rest waits for its next start. */
const atOnce = new Set(
  'description hookscript lock migrate_downtime migrate_speed name onboot protection shares startup tags vmstatestorage'.split(
    ' ',
  ),
);

const drivePattern = /^(?:(?:ide|sata|scsi|virtio)\d+|efidisk0|tpmstate0)$/;

export function isDrive(key: string): boolean {
  return drivePattern.test(key);
}

function isHot(key: string): boolean {
  return atOnce.has(key) || /^(?:net|unused|scsi|virtio|usb)\d+$/.test(key);
}

/** A change that somebody asks for. */
export interface MachineChange {
  readonly set: Config;
  readonly remove: readonly string[];
}

/** Asks for the right to each changed key; some have no privilege that would do. */
export function checkMachineChange(world: World, caller: Caller, guest: Guest, change: MachineChange): void {
  for (const [key, value] of change.set) checkKey(world, caller, guest, key, value);
  for (const key of change.remove) checkKey(world, caller, guest, key, undefined);
}

function checkKey(world: World, caller: Caller, guest: Guest, key: string, value: string | undefined): void {
  const path = `/vms/${guest.vmid}`;
  const need = (privilege: string): void => {
    if (!caller.isRoot) caller.need(path, privilege);
  };
  if (isDrive(key) || /^unused\d+$/.test(key)) {
    const isCdrom = /(?:^|,)media=cdrom/.test(value ?? guest.config.get(key) ?? '');
    need(isCdrom ? 'VM.Config.CDROM' : 'VM.Config.Disk');
    if (value !== undefined) checkDrive(world, caller, guest.vmid, value);
  } else if (key === 'cdrom') need('VM.Config.CDROM');
  else if (/^numa\d+$/.test(key)) need('VM.Config.CPU');
  else if (/^(?:usb|hostpci|serial|virtiofs)\d+$/.test(key)) checkDevice(caller, path, key, value);
  else if (/^net\d+$/.test(key)) {
    need('VM.Config.Network');
    checkCard(world, caller, guest.config.get(key), value);
  } else if (cloudinit.has(key) || /^ipconfig\d+$/.test(key)) {
    if (!caller.isRoot) caller.needAny(path, 'VM.Config.Cloudinit', 'VM.Config.Network');
  } else if (!caller.isRoot) {
    const privilege = privileges.get(key);
    if (privilege === undefined) throw fail(`only root can set '${key}' config`);
    caller.need(path, privilege);
    if (key === 'startup') caller.need('/', 'Sys.Modify');
  }
}

function checkDevice(caller: Caller, path: string, key: string, value: string | undefined): void {
  if (caller.isRoot) return;
  const isHarmless =
    value === undefined || value === 'socket' || value === 'spice' || /(?:^|,)mapping=/.test(value);
  if (!isHarmless)
    throw fail(
      `only root can set '${key}' config for ${key.startsWith('serial') ? 'real' : 'non-mapped'} devices`,
    );
  caller.need(path, 'VM.Config.HWType');
}

/** The storage of a new disk, or the disk that is taken. */
function checkDrive(world: World, caller: Caller, vmid: number, value: string): void {
  const [volid = ''] = value.split(',');
  if (volid === 'none' || volid === 'cdrom') return;
  const disk = parseNewDisk(volid);
  if (disk === undefined) {
    checkVolumeAccess(world, caller, volid, { vmid });
    const { storage, volname } = splitVolid(volid);
    if (activeStorage(world, storage).volumes.get(volname) === undefined)
      throw fail(`volume ${volid} does not exist`);
    return;
  }
  caller.need(`/storage/${disk.storage}`, 'Datastore.AllocateSpace');
  if (!storageOf(world, disk.storage).content.includes('images'))
    throw invalid({ storage: `storage '${disk.storage}' does not support vm images` });
  activeStorage(world, disk.storage);
}

function checkCard(world: World, caller: Caller, old: string | undefined, value: string | undefined): void {
  for (const text of [old, value]) {
    const [, bridge] = /(?:^|,)bridge=([^,]+)/.exec(text ?? '') ?? [];
    const [, tag] = /(?:^|,)tag=(\d+)/.exec(text ?? '') ?? [];
    if (bridge === undefined) continue;
    if (isSince(world.version, 8))
      caller.need(`/sdn/zones/localnetwork/${bridge}${tag === undefined ? '' : `/${tag}`}`, 'SDN.Use');
    if (text === value && !world.node.bridges.has(bridge)) throw fail(`bridge '${bridge}' does not exist`);
  }
}

/** Applies a change, or parks what a running machine cannot take. */
export function changeMachine(
  world: World,
  guest: Guest,
  { set, remove }: MachineChange,
  { force = false, output }: { force?: boolean; output?: TaskOutput } = {},
): void {
  for (const key of remove) {
    guest.pending.delete(key);
    if (!guest.config.has(key)) continue;
    if (guest.running !== undefined && !isHot(key)) guest.pendingDeletes.set(key, force ? 2 : 1);
    else dropMachineKey(world, guest, key, force);
  }
  for (const [key, value] of set) {
    const stored = normalised(world, guest, key, value, output);
    guest.pendingDeletes.delete(key);
    guest.pending.delete(key);
    if (guest.running === undefined || isHot(key)) putMachineKey(guest, key, stored);
    else if (guest.config.get(key) !== stored) guest.pending.set(key, stored);
  }
}

/** Brings in what waited for a start. */
export function applyMachinePending(world: World, guest: Guest): void {
  for (const [key, force] of guest.pendingDeletes) dropMachineKey(world, guest, key, force === 2);
  for (const [key, value] of guest.pending) putMachineKey(guest, key, value);
  guest.pending.clear();
  guest.pendingDeletes.clear();
}

/** Takes a key out; the disk that it named stays as an unused one, unless it is forced away. */
function dropMachineKey(world: World, guest: Guest, key: string, force: boolean): void {
  const value = guest.config.get(key) ?? '';
  guest.config.delete(key);
  const [volid = ''] = value.split(',');
  const hasDisk = volid.includes(':') && !/media=cdrom/.test(value);
  if (/^unused\d+$/.test(key) || (isDrive(key) && hasDisk && force)) freeDisk(world, volid, guest.vmid);
  else if (isDrive(key) && hasDisk) keepAside(guest.config, volid);
}

function putMachineKey(guest: Guest, key: string, value: string): void {
  const before = guest.config.get(key);
  if (value === '' && fieldOf(machineFields, key)?.type === 'string') guest.config.delete(key);
  else guest.config.set(key, value);
  const [old = ''] = (before ?? '').split(',');
  const [now = ''] = value.split(',');
  if (isDrive(key) && old.includes(':') && old !== now && !/media=cdrom/.test(before ?? ''))
    keepAside(guest.config, old);
  // One that is attached again is not unused any more.
  for (const [other, volid] of guest.config)
    if (/^unused\d+$/.test(other) && volid === now) guest.config.delete(other);
}

function keepAside(config: Config, volid: string): void {
  let index = 0;
  while (config.has(`unused${index}`)) index += 1;
  config.set(`unused${index}`, volid);
}

function normalised(
  world: World,
  guest: Guest,
  key: string,
  value: string,
  output: TaskOutput | undefined,
): string {
  if (/^net\d+$/.test(key)) {
    const [, model = '', mac, rest = ''] =
      /^(?:model=)?([\w-]+)(?:=([0-9A-Fa-f:]{17}))?(,.*)?$/.exec(value) ?? [];
    const kept = /^[\w-]+=([0-9A-Fa-f:]{17})/.exec(guest.config.get(key) ?? '')?.[1];
    return `${model}=${(mac ?? kept ?? world.random.mac()).toUpperCase()}${rest}`;
  }
  if (!isDrive(key)) return value;
  const [volid = '', ...rest] = value.split(',');
  const disk = parseNewDisk(volid);
  if (disk === undefined) return value;
  const storage = activeStorage(world, disk.storage);
  const volname = freeDiskName(storage, guest.vmid, 'raw');
  const { size } = disk;
  addVolume(storage, {
    volname,
    content: 'images',
    format: 'raw',
    size,
    ctime: seconds(world.clock),
    vmid: guest.vmid,
  });
  const kept = rest.filter((part) => !part.startsWith('size=') && !part.startsWith('format='));
  const stored = [`${storage.id}:${volname}`, ...kept, `size=${sizeText(size)}`].join(',');
  output?.line(`Formatting '${pathOf(storage, volname)}', fmt=raw size=${size} preallocation=off`);
  output?.line(`${key}: successfully created disk '${stored}'`);
  return stored;
}

import type { Caller } from './acl.js';
import { seconds } from './clock.js';
import { fail } from './errors.js';
import {
  activeStorage,
  isDisabled,
  type Storage,
  storageOf,
  type Volume,
  type VolumeContent,
  type World,
} from './world.js';

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

/** `STORAGE:SIZE`: a disk that is still to be made; the size is in GiB. */
const newDisk = /^([^:\s]+):(\d+(?:\.\d+)?)$/;

export function parseNewDisk(volid: string): { storage: string; size: number } | undefined {
  const match = newDisk.exec(volid);
  if (match === null) return undefined;
  // Whole MiB, so that 0.1 becomes the 102M that PVE makes of it.
  return { storage: match[1] ?? '', size: Math.floor(Number(match[2]) * 1024) * MiB };
}

export function splitVolid(volid: string): { storage: string; volname: string } {
  const match = /^([a-z][a-z0-9\-_.]*[a-z0-9]):(.+)$/i.exec(volid);
  if (match === null) throw fail(`unable to parse volume ID '${volid}'`);
  return { storage: match[1] ?? '', volname: match[2] ?? '' };
}

const archive = /\.(?:tgz|(?:tar|vma)(?:\.(?:gz|lzo|zst|bz2))?)$/;

/** What the name of a volume tells: its kind, and whose it is. */
export function parseVolname(volname: string): {
  content: VolumeContent;
  vmid: number | undefined;
  file: string;
} {
  const disk = /^(\d+)\/((?:vm|subvol|base)-\d+-[^/]+)$/.exec(volname);
  if (disk !== null) return { content: 'rootdir', vmid: Number(disk[1]), file: disk[2] ?? '' };
  const file = /^(iso|vztmpl|backup|snippets)\/([^/]+)$/.exec(volname);
  // A file of another ending is no backup.
  if (file === null || (file[1] === 'backup' && !archive.test(volname)))
    throw fail(`unable to parse directory volume name '${volname}'`);
  const owner = /^vzdump-(?:lxc|qemu)-(\d+)-/.exec(file[2] ?? '');
  return {
    content: file[1] as VolumeContent,
    vmid: file[1] === 'backup' && owner !== null ? Number(owner[1]) : undefined,
    file: file[2] ?? '',
  };
}

export function findVolume(world: World, volid: string): { storage: Storage; volume: Volume } | undefined {
  const { storage: id, volname } = splitVolid(volid);
  const storage = activeStorage(world, id);
  const volume = storage.volumes.get(volname);
  return volume === undefined ? undefined : { storage, volume };
}

/** Makes a disk for a container and gives its volume id. */
export function allocateDisk(world: World, storageId: string, vmid: number, size: number): string {
  const storage = activeStorage(world, storageId);
  const format = size === 0 ? 'subvol' : 'raw';
  const volname = freeDiskName(storage, vmid, format);
  // A disk is sparse: what it needs at once is its file system.
  if (roomIn(storage) < MiB) {
    const owner = "'root_owner=100000:100000'";
    const command = `mkfs.ext4 -O mmp -E ${owner} ${pathOf(storage, volname)}`;
    throw fail(`command '${command}' failed: exit code 1`);
  }
  addVolume(storage, { volname, content: 'rootdir', format, size, ctime: seconds(world.clock), vmid });
  return `${storageId}:${volname}`;
}

/** The name that the next disk of a guest gets. */
export function freeDiskName(storage: Storage, vmid: number, format: string): string {
  let index = 0;
  while (
    [...storage.volumes.keys()].some(
      (name) => name.startsWith(`${vmid}/`) && name.includes(`-disk-${index}.`),
    )
  )
    index += 1;
  return `${vmid}/${format === 'subvol' ? 'subvol' : 'vm'}-${vmid}-disk-${index}.${format}`;
}

export function addVolume(
  storage: Storage,
  volume: Omit<Volume, 'notes' | 'protected'> & { notes?: string; protected?: boolean },
): void {
  storage.volumes.set(volume.volname, {
    ...volume,
    notes: volume.notes,
    protected: volume.protected ?? false,
  });
}

/** Removes a disk if it belongs to the guest; another guest's disk stays, and a missing one is no error. */
export function freeDisk(world: World, volid: string, vmid: number): void {
  const found = findVolume(world, volid);
  if (found?.volume.vmid === vmid) found.storage.volumes.delete(found.volume.volname);
}

/** Bytes that a volume really takes. */
export function usedOf(volume: Volume): number {
  if (volume.content !== 'rootdir' && volume.content !== 'images') return Math.ceil(volume.size / 512) * 512;
  return Math.min(volume.size, 36 * MiB + Math.floor(volume.size * 0.12));
}

export function usageOf(storage: Storage): { total: number; used: number; avail: number } {
  if (!storage.online || isDisabled(storage)) return { total: 0, used: 0, avail: 0 };
  const used = [...storage.volumes.values()].reduce((sum, volume) => sum + usedOf(volume), storage.base);
  return { total: storage.total, used, avail: Math.max(0, storage.total - used) };
}

/** Bytes that still fit into a storage. */
export function roomIn(storage: Storage): number {
  return usageOf(storage).avail;
}

/** Whether what is to be written does not fit. What it overwrites makes room first. */
export function lacksRoom(storage: Storage, bytes: number, volname?: string): boolean {
  const old = volname === undefined ? undefined : storage.volumes.get(volname);
  return bytes > roomIn(storage) + (old === undefined ? 0 : usedOf(old));
}

/** Where the host keeps a volume. */
export function pathOf(storage: Storage, volname: string): string {
  const base = String(storage.options['path'] ?? `/mnt/pve/${storage.id}`);
  const { content, vmid, file } = parseVolname(volname);
  if (content === 'iso') return `${base}/template/iso/${file}`;
  if (content === 'vztmpl') return `${base}/template/cache/${file}`;
  if (content === 'backup') return `${base}/dump/${file}`;
  if (content === 'snippets') return `${base}/snippets/${file}`;
  if (storage.type === 'btrfs' && file.endsWith('.raw'))
    return `${base}/images/${vmid}/${file.slice(0, -4)}/disk.raw`;
  return `${base}/images/${vmid}/${file}`;
}

export function supportsSnapshots(storage: Storage): boolean {
  return storage.type === 'btrfs';
}

/** A size as PVE writes it into a configuration: the largest unit that needs no fraction. */
export function sizeText(bytes: number): string {
  let value = bytes;
  const units = ['', 'K', 'M', 'G', 'T'];
  let unit = 0;
  while (unit < units.length - 1 && value % 1024 === 0) {
    value /= 1024;
    unit += 1;
  }
  return `${value}${units[unit]}`;
}

/** The bytes of `8G`, `512M`, `1024`. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)/.exec(text);
  const factor = 1024 ** ' KMGT'.indexOf(match?.[2] === undefined || match[2] === '' ? ' ' : match[2]);
  return Math.floor(Number(match?.[1] ?? 0) * factor);
}

/** Whether the caller may use an existing volume as `type`, for the guest `vmid`. */
export function checkVolumeAccess(
  world: World,
  caller: Caller,
  volid: string,
  options: { vmid?: number; type?: VolumeContent } = {},
): void {
  if (volid.startsWith('/') || !volid.includes(':')) {
    if (!caller.isRoot) throw fail('Only root can pass arbitrary filesystem paths.');
    return;
  }
  const { storage, volname } = splitVolid(volid);
  storageOf(world, storage);
  const { content, vmid: owner } = parseVolname(volname);
  if (options.type !== undefined && content !== options.type) {
    throw fail(`unable to use volume ${volid} - content type needs to be '${options.type}'`);
  }
  const path = `/storage/${storage}`;
  if (caller.has(path, 'Datastore.Allocate')) return;
  if (content === 'iso' || content === 'vztmpl') {
    caller.needAny(path, 'Datastore.AllocateSpace', 'Datastore.Audit');
  } else if (owner !== undefined && owner === options.vmid) {
    return;
  } else if (content === 'backup' && owner !== undefined) {
    caller.need(path, 'Datastore.AllocateSpace');
    caller.need(`/vms/${owner}`, 'VM.Backup');
  } else if (content === 'rootdir' && owner !== undefined) {
    caller.need(path, 'Datastore.Audit');
    caller.need(`/vms/${owner}`, 'VM.Config.Disk');
  } else {
    throw fail(`missing privileges to access ${volid}`);
  }
}

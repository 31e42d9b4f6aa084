import { ParamsError } from './errors.js';

/**
 * A volume that PVE is to allocate: storage and size in GiB, `local:8`. PVE takes every `STORAGE:NUMBER` for one, so a
 * volume whose name is a number alone cannot be referred to (pve-container src/PVE/LXC.pm, qemu-server
 * src/PVE/QemuServer/Drive.pm: NEW_DISK_RE).
 */
export type NewVolume = `${string}:${number}`;

/**
 * A volume that exists: storage and name, `local:101/vm-101-disk-0.raw` or `local-lvm:vm-101-disk-0`. The type knows the
 * names that PVE gives; `existingVolume` makes one of any other.
 */
export type ExistingVolume =
  | `${string}:${string}/${string}`
  | `${string}:${'vm' | 'base' | 'subvol' | 'basevol'}-${string}`;

const allocation = /^[^:\s]+:\d+(?:\.\d+)?$/;
const volume = /^[a-z][a-z0-9\-_.]*[a-z0-9]:[^,\s\0]+$/i;

/**
 * A new volume: `allocate('local', 8)` is `local:8`.
 * @param gib size in GiB; a fraction is allowed, and 0 asks some storages (btrfs, ZFS) for a container volume without a limit.
 * @throws ParamsError for what is no storage id, and for a size that is no number from 0 on or has no plain form.
 */
export function allocate(storage: string, gib: number): NewVolume {
  const made = `${storage}:${gib}` as const;
  if (volumeIssue(`${storage}:x`) !== undefined)
    throw new ParamsError([{ path: 'storage', message: 'not a storage id' }]);
  if (typeof gib !== 'number' || !(gib >= 0) || !allocation.test(made))
    throw new ParamsError([{ path: 'gib', message: 'a number of GiB is expected' }]);
  return made;
}

/** True for `STORAGE:SIZE`, which PVE allocates. */
export function isNewVolume(text: string): text is NewVolume {
  return allocation.test(text);
}

/**
 * Vouches for a volume that exists, by its name alone: `existingVolume(parseProperties('LxcRootfs', text).volume)`.
 * @throws ParamsError for an allocation (`local:8`), a host path, and what is no volume id.
 */
export function existingVolume(text: string): ExistingVolume {
  const message = existingVolumeIssue(text);
  if (message !== undefined) throw new ParamsError([{ path: 'volume', message }]);
  return text as ExistingVolume;
}

/** Why a text is not the id of an existing volume. */
export function existingVolumeIssue(text: string): string | undefined {
  if (isNewVolume(text)) return 'an existing volume is expected: this would allocate a new one';
  return volumeIssue(text);
}

/** Why a text is no volume of a storage, new or not: a host path would be a bind mount or a device. */
export function volumeIssue(text: string): string | undefined {
  return volume.test(text)
    ? undefined
    : 'STORAGE:SIZE or STORAGE:VOLUME is expected; host paths (bind mounts, devices) are for root@pam only';
}

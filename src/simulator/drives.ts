import { parseSize, splitVolid } from './volumes.js';
import type { Config, World } from './world.js';

/** Disks of a virtual machine. */

/** One disk of a configuration. */
export interface Drive {
  readonly key: string;
  readonly volid: string;
  /** What follows the volume. */
  readonly options: string;
}

/** The disks with a volume of their own: no CD-ROM drives. */
export function drivesOf(config: Config): Drive[] {
  return [...config].flatMap(([key, value]) => {
    const [volid = '', ...options] = value.split(',');
    const isDisk = /^(?:scsi|virtio|sata|ide)\d+$/.test(key) && volid.includes(':');
    return isDisk && !options.includes('media=cdrom') ? [{ key, volid, options: options.join(',') }] : [];
  });
}

/** Bytes of a disk. */
export function driveSize(world: World, { volid, options }: Drive): number {
  const { storage, volname } = splitVolid(volid);
  const said = /(?:^|,)size=([^,]+)/.exec(options)?.[1];
  return world.storages.get(storage)?.volumes.get(volname)?.size ?? parseSize(said ?? '0');
}

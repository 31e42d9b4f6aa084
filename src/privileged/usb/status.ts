import * as z from 'zod';
import { fstabRead } from '../commands/fstab.js';
import { reading } from '../operation.js';
import type { FstabLine } from './fstab.js';
import { takeInventory, type UsbDevice } from './inventory.js';
import type { Mount } from './mount-table.js';
import { mountpoint, uuid } from './params.js';

/** What is known of a disk, or of a folder. */
export interface UsbStatus {
  /** The devices of the UUID, or what is mounted on the folder: none, one, or two copies. */
  readonly devices: readonly UsbDevice[];
  /** Where it is mounted, or what is mounted there; the last of several on one folder hides the others. */
  readonly mounts: readonly Mount[];
  readonly mounted: boolean;
  /** True where it is mounted, but the device is gone: it was pulled out. */
  readonly lost: boolean;
  /** What fstab has of it. `ours`: usb.mount entered it. */
  readonly persisted: { readonly mountpoint: string; readonly ours: boolean } | undefined;
}

/**
 * What is mounted where of a UUID, or on a folder, and whether it is mounted again when the host starts.
 *
 * Not in the API, as usb.list.
 *
 * @throws CommandError, MissingProgramError
 */
export const status = reading(
  'usb.status',
  z
    .strictObject({ uuid: uuid.optional(), mountpoint: mountpoint.optional() })
    .refine((given) => (given.uuid === undefined) !== (given.mountpoint === undefined), {
      message: 'either uuid or mountpoint is expected',
    }),
  async (given, hands): Promise<UsbStatus> => {
    const inventory = await takeInventory(hands, () => true);
    const { entries } = (await hands.change(fstabRead, {})) as { entries: readonly FstabLine[] };
    const entry = entries.find((each) =>
      given.uuid === undefined
        ? each.target === given.mountpoint
        : each.uuid?.toLowerCase() === given.uuid.toLowerCase(),
    );
    const ofUuid = inventory.devices.filter((each) => each.uuid === given.uuid);
    const mounts = inventory.mounts.filter(({ source, target }) =>
      given.uuid === undefined
        ? target === given.mountpoint
        : ofUuid.some(({ device }) => inventory.namesOf(device).includes(source)) ||
          (entry?.ours === true && target === entry.target && source.startsWith('/dev/')),
    );
    const devices =
      given.uuid === undefined
        ? inventory.devices.filter(({ device }) =>
            mounts.some(({ source }) => inventory.namesOf(device).includes(source)),
          )
        : ofUuid;
    return {
      devices,
      mounts,
      mounted: mounts.length > 0,
      lost: mounts.some(({ source }) => source.startsWith('/dev/')) && devices.length === 0,
      persisted: entry === undefined ? undefined : { mountpoint: entry.target, ours: entry.ours },
    };
  },
);

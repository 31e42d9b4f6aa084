import * as z from 'zod';
import { reading } from '../operation.js';
import { takeInventory, type UsbDevice } from './inventory.js';

/**
 * Disks at USB and their partitions, with what is on them and what uses them. With `all`, every block device of the host.
 *
 * Not in the API: `GET /nodes/{node}/disks/list` has no transport, no UUID and no label, and leaves out what it does not know as a disk of
 * the host (pve-storage, PVE/Diskmanage.pm).
 *
 * @throws CommandError, MissingProgramError
 */
export const list = reading(
  'usb.list',
  z.strictObject({
    /** Default false: only what is attached as the site allows it for mounts, usually by USB. */
    all: z.boolean().optional(),
  }),
  async ({ all = false }, hands): Promise<UsbDevice[]> => {
    const isWanted = ({ transport }: { transport: string | undefined }) =>
      all || (hands.site.allowTransports as readonly (string | undefined)[]).includes(transport);
    const { devices } = await takeInventory(hands, (device) => isWanted(device));
    return devices.filter((device) => isWanted(device) && device.size > 0);
  },
);

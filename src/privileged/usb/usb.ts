import * as z from 'zod';
import { lsblk } from '../commands/block.js';
import { reading } from '../operation.js';

/** Disks at USB. */
export const usb = {
  list: reading(
    'usb.list',
    z.strictObject({}),
    async (_params, hands) => (await hands.run(lsblk, {})).stdout,
  ),
};

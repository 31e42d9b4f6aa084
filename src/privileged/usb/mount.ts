import * as z from 'zod';
import type { Command } from '../command.js';
import { daemonReload, fstabPut } from '../commands/fstab.js';
import { make, mount as mountCommand } from '../commands/mount.js';
import { type Hands, type Operation, operation } from '../operation.js';
import {
  check,
  entryOf,
  mountParamsOf,
  runsSystemd,
  type Target,
  type UsbMounted,
  type UsbMountParams,
  wantsEntry,
} from './mount-check.js';
import { carryOut } from './mount-work.js';
import { oneAtATime } from './one-at-a-time.js';
import { fsType, mountOptions, mountpoint, uuid } from './params.js';

const params: z.ZodType<UsbMountParams> = z.strictObject({
  uuid,
  mountpoint,
  fsType: fsType.optional(),
  options: mountOptions.optional(),
  persist: z
    .union([z.boolean(), z.strictObject({ deviceTimeout: z.int().min(1).max(600).optional() })])
    .optional(),
});

/**
 * Mounts the file system of a USB disk, by its UUID.
 *
 * Not in the API: it makes no mounts; `disks/directory` formats the disk.
 *
 * What is mounted is proved afterwards: mount ends with 0 on a stick that it could mount for reading only, and where something was
 * mounted before.
 *
 * @throws RefusedError where the disk or the folder is not fit for it (`why`), MountError where mount fails
 */
export const mount: Operation<UsbMountParams, UsbMounted> = operation({
  name: 'usb.mount',
  params,
  prepare: async (given, hands) => {
    const target = await check(given, hands);
    const commands = await commandsOf(target, hands);
    return {
      commands,
      perform: (doing) =>
        oneAtATime(async () => {
          // Another call may have come first.
          const now = await check(given, doing);
          return carryOut(now, doing);
        }),
    };
  },
});

async function commandsOf(target: Target, hands: Hands): Promise<Command[]> {
  const { site } = hands;
  const { params: given } = target;
  const entry = wantsEntry(given)
    ? [fstabPut(entryOf(target), site), ...((await runsSystemd(hands)) ? [daemonReload({}, site)] : [])]
    : [];
  return [
    ...(target.missing ? [make({ mountpoint: given.mountpoint }, site)] : []),
    mountCommand(mountParamsOf(target), site),
    ...entry,
  ];
}

import * as z from 'zod';
import { processCommand } from '../command.js';
import { blockDevice } from '../usb/params.js';

/** Columns of util-linux 2.36 (PVE 7) to 2.41 (PVE 9); MOUNTPOINTS is missing in the oldest. */
const columns =
  'NAME,KNAME,MAJ:MIN,PKNAME,TYPE,TRAN,HOTPLUG,RM,RO,SIZE,FSTYPE,FSVER,LABEL,UUID,PARTUUID,PTTYPE,MODEL,SERIAL,MOUNTPOINT';

/** Every block device with its file system, as JSON. It asks udev, and reads no disk. */
export const lsblk = processCommand({
  name: 'block.list',
  program: 'lsblk',
  params: z.strictObject({}),
  changes: false,
  timeout: 30_000,
  // Labels are text of others: in the C locale they would be cut to ASCII.
  locale: 'guest',
  output: 8 * 1024 * 1024,
  argv: () => ['--json', '--bytes', '--paths', '-o', columns],
  failure: ({ exitCode, cut }) =>
    exitCode !== 0 ? `exit code ${exitCode ?? 'none'}` : cut ? 'its output is too long' : undefined,
});

/** What is on one device, read from the device itself and not from udev or a cache. Exit code 2 tells of nothing, 8 of several things. */
export const blkid = processCommand({
  name: 'block.probe',
  program: 'blkid',
  params: z.strictObject({ device: blockDevice }),
  changes: false,
  timeout: 30_000,
  locale: 'guest',
  argv: ({ device }) => ['-p', '-o', 'export', device],
  failure: ({ exitCode, stderr }) => {
    if (exitCode === 0 || exitCode === 8 || (exitCode === 2 && stderr.trim() === '')) return undefined;
    return `exit code ${exitCode ?? 'none'}`;
  },
});

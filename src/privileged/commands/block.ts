import * as z from 'zod';
import { processCommand } from '../command.js';

/** Columns of util-linux 2.36 (PVE 7) to 2.41 (PVE 9); MOUNTPOINTS is missing in the oldest. */
const columns =
  'NAME,KNAME,PKNAME,TYPE,TRAN,HOTPLUG,RM,RO,SIZE,FSTYPE,FSVER,LABEL,UUID,PARTUUID,MODEL,SERIAL,MOUNTPOINT';

/** Every block device with its file system, as JSON. */
export const lsblk = processCommand({
  name: 'block.list',
  program: 'lsblk',
  params: z.strictObject({}),
  changes: false,
  timeout: 30_000,
  argv: () => ['--json', '--bytes', '--paths', '-o', columns],
});

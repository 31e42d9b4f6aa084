import { dirname } from 'node:path';
import * as z from 'zod';
import { processCommand } from '../command.js';
import { mountFailure } from './mount-reasons.js';

// Not among the commands that the root helper can be asked for: it takes off any mount of the host. The helper hands the folder itself
// over, so that nothing is ever mounted elsewhere there.

/**
 * Takes a file system off where it was not meant to be: its folder was moved away while it was mounted. Not below the allowed folders,
 * but never through a symbolic link.
 */
export const undo = processCommand({
  name: 'mount.undo',
  program: 'umount',
  params: z.strictObject({
    target: z
      .string()
      .max(4096)
      .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\p{Cc}]+){2,}$/u, 'the path of a mount is expected'),
  }),
  changes: true,
  timeout: 600_000,
  argv: ({ target }) => [
    '--no-canonicalize',
    {
      kind: 'folder',
      path: dirname(target),
      under: [`/${target.split('/')[1] ?? ''}`],
      entry: target.slice(dirname(target).length + 1),
      state: 'mounted',
    },
  ],
  failure: mountFailure,
});

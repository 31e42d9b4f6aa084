import * as z from 'zod';
import { processCommand } from '../command.js';
import type { Finished } from '../runner.js';
import { smartDevice, smartType } from '../smart/params.js';

/** The devices that smartctl finds, each opened once to learn its type. */
export const smartScan = processCommand({
  name: 'smart.scan',
  program: 'smartctl',
  params: z.strictObject({}),
  changes: false,
  timeout: 60_000,
  argv: () => ['--scan-open', '--json=c'],
});

/**
 * All that smartctl tells with `-a`. Its exit code is a set of bits, most of them about the disk, and what went wrong stands in its
 * JSON: a run that printed JSON was none that failed.
 */
export const smartRead = processCommand({
  name: 'smart.read',
  program: 'smartctl',
  params: z.strictObject({ device: smartDevice, type: smartType.optional(), wake: z.boolean() }),
  changes: false,
  // A disk that wakes up behind a USB bridge can take half a minute.
  timeout: 90_000,
  output: 4 * 1024 * 1024,
  argv: ({ device, type, wake }) => [
    '--json=c',
    ...(wake ? [] : ['-n', 'standby,3']),
    ...(type === undefined ? [] : ['-d', type]),
    '-a',
    device,
  ],
  failure: withoutJson,
});

function withoutJson({ exitCode, signal, stdout, cut }: Finished): string | undefined {
  if (exitCode === undefined) return `it was ended by ${signal ?? 'a signal'}`;
  if (cut) return 'it printed more than fits';
  return stdout.trimStart().startsWith('{') ? undefined : `exit code ${exitCode}, and no JSON`;
}

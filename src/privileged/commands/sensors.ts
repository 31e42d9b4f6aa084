import * as z from 'zod';
import { processCommand } from '../command.js';

/** All sensors, as the JSON of lm-sensors, which is not always JSON. */
export const sensorsRead = processCommand({
  name: 'sensors.read',
  program: 'sensors',
  params: z.strictObject({}),
  changes: false,
  timeout: 30_000,
  argv: () => ['-j'],
  // Without any chip it ends with 1 and an empty object.
  failure: ({ exitCode, signal, stdout, stderr }) => {
    if (exitCode === 0) return undefined;
    if (exitCode === undefined) return `it was ended by ${signal ?? 'a signal'}`;
    const isNone = exitCode === 1 && /^\s*\{\s*\}\s*$/.test(stdout) && /No sensors found/.test(stderr);
    return isNone ? undefined : `exit code ${exitCode}`;
  },
});

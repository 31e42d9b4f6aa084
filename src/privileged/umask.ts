import { readFileSync } from 'node:fs';
import { FenceError } from './errors.js';

const usual = 0o022;

/**
 * Starts a process with the umask 022, whatever this process has. Under `UMask=0077` of a systemd unit `pct create` fails: the container's
 * own root cannot enter what it makes. Node can give a child no umask, so this process has it for the moment of the start: nothing else of
 * this thread runs in between. Files that are to be closed to others are made with their mode all the same.
 *
 * @throws FenceError in a worker thread of a process with another umask: only the main thread may change it
 */
export function withUsualUmask<T>(start: () => T): T {
  if (umaskNow() === usual) return start();
  const before = changeUmask();
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

// `process.umask()` reads by changing it for a moment.
function umaskNow(): number | undefined {
  try {
    const found = /^Umask:\s*([0-7]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'));
    return found?.[1] === undefined ? undefined : Number.parseInt(found[1], 8);
  } catch {
    return undefined;
  }
}

function changeUmask(): number {
  try {
    return process.umask(usual);
  } catch (cause) {
    throw new FenceError('a worker thread cannot give a program the umask 022', {
      cause,
      hint: 'Run commands in the main thread, or start this process with the umask 022 (UMask=0022 in its unit).',
    });
  }
}

import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { haltFile, isHalted } from './halt.js';

/** Milliseconds between two looks: while the kernel tells of changes, and while it does not. */
const pauses = { told: 5_000, untold: 500 };

/**
 * Tells when the halt file comes or goes: at once where the kernel tells of it, within half a second elsewhere.
 *
 * @returns what ends the watch
 */
export function watchHalt(folder: string, tell: (halted: boolean) => void): () => void {
  let known: boolean | undefined;
  let ended = false;
  let looking = false;
  let again = false;
  const look = async () => {
    again = true;
    if (looking) return;
    looking = true;
    while (again && !ended) {
      again = false;
      const halted = await isHalted(folder);
      if (!ended && halted !== known) {
        known = halted;
        tell(halted);
      }
    }
    looking = false;
  };
  let watcher: FSWatcher | undefined;
  let timer = setInterval(look, pauses.untold).unref();
  const every = (ms: number) => {
    clearInterval(timer);
    timer = setInterval(look, ms).unref();
  };
  try {
    const name = basename(haltFile(folder));
    watcher = watch(folder, { persistent: false }, (_event, file) => {
      if (file === null || file === name) void look();
    });
    watcher.on('error', () => every(pauses.untold));
    every(pauses.told);
  } catch {
    // No more watches are to be had.
  }
  void look();
  return () => {
    ended = true;
    clearInterval(timer);
    watcher?.close();
  };
}

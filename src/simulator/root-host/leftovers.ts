import { lstat, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

/**
 * Removes the folders of root hosts whose process died without a word, as of SIGKILL: those with a socket on which
 * nobody listens. A living one, also in another container with the same folder, answers.
 */
export async function sweep(place: string, prefix: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const dir = join(place, name);
    if ((await isOurs(dir)) && (await isDeaf(join(dir, 'socket'))))
      await rm(dir, { recursive: true, force: true });
  }
}

async function isOurs(dir: string): Promise<boolean> {
  const found = await lstat(dir).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

function isDeaf(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    // Without a socket it is one that is just being made.
    socket.once('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'));
  });
}

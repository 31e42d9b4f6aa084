import { randomBytes } from 'node:crypto';
import { link, open, readdir, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { StateError, StateLockedError } from './errors.js';
import { realFiles } from './file-layer.js';

/** Longer paths of sockets do not fit into what the kernel takes. */
const longestPath = 100;
const pattern = /^lock\.(\d+)$/;

/** The right of one process to work in a state folder. */
export interface StateLock {
  /** Ends it. The end of the process does the same. */
  release(): Promise<void>;
}

/**
 * Takes the state folder for this process, which makes it if there is none. Node has no `flock`, and a file with a process id cannot tell a
 * process from another one with its number; a socket that a process listens on ends with it, whatever ends it.
 *
 * Each holder listens on a `lock.N` of its own, one higher than the last, which gets its name when it listens already. Names are never used
 * again while a higher one is there, and the highest is never removed: so nobody can take away a lock that he saw dead and that lives again.
 *
 * @param looked called between looking and taking, for tests of what others do in that moment
 * @throws StateLockedError when another process has it
 */
export async function lockState(folder: string, looked?: () => Promise<void>): Promise<StateLock> {
  await realFiles.makeFolder(folder);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const lock = await tryLock(folder, looked);
    if (lock !== undefined) return lock;
  }
  throw new StateError(folder, 'could not be locked: names in it come and go');
}

/**
 * Whether a process has the folder. It looks only, and hinders nobody.
 *
 * @throws StateError where there is no such folder, or this user may not look into it
 */
export async function isStateLocked(folder: string): Promise<boolean> {
  try {
    const highest = await highestIn(folder);
    return highest > 0 && (await lives(folder, nameOf(highest)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new StateError(folder, 'there is no such folder', noFolder);
    throw new StateError(folder, `cannot be looked into (${code ?? error})`, {
      cause: error,
      hint: 'It belongs to the user of the agent: be that user, or root.',
    });
  }
}

const noFolder = {
  hint: 'The agent makes it when it is enrolled. Is it another one? Then name it: --state DIR.',
};

/** The lock, or nothing if others were about it at the same moment. */
async function tryLock(folder: string, looked?: () => Promise<void>): Promise<StateLock | undefined> {
  const highest = await highestIn(folder);
  if (highest > 0 && (await lives(folder, nameOf(highest)))) throw new StateLockedError(folder);
  await looked?.();
  const server = createServer((socket) => socket.destroy());
  const draft = `lock-${randomBytes(8).toString('hex')}`;
  try {
    await listen(server, folder, draft);
    await link(join(folder, draft), join(folder, nameOf(highest + 1)));
  } catch (error) {
    await close(server, folder, draft);
    const { code } = error as NodeJS.ErrnoException;
    // Somebody was faster, or took the draft for what a crash has left.
    if (code === 'EEXIST' || code === 'ENOENT') return undefined;
    throw new StateError(folder, 'cannot be locked', { cause: error });
  }
  // Somebody who was here longer ago may have seen a folder without those that came since.
  if ((await highestIn(folder)) > highest + 1) {
    await close(server, folder, draft);
    await unlink(join(folder, nameOf(highest + 1))).catch(() => undefined);
    return undefined;
  }
  await unlink(join(folder, draft)).catch(() => undefined);
  await clear(folder, highest + 1);
  server.unref();
  return { release: () => close(server, folder, draft) };
}

function nameOf(generation: number): string {
  return `lock.${generation}`;
}

async function highestIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  return Math.max(0, ...names.map((name) => Number(pattern.exec(name)?.[1] ?? 0)));
}

/** Somebody listens there. What cannot be asked counts as alive. */
async function lives(folder: string, name: string): Promise<boolean> {
  return withShortPath(folder, name, (path) => {
    return new Promise<boolean>((resolve) => {
      const socket = connect(path);
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', ({ code }: NodeJS.ErrnoException) => {
        resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
      });
    });
  });
}

function listen(server: Server, folder: string, name: string): Promise<void> {
  return withShortPath(folder, name, (path) => {
    return new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
  });
}

function close(server: Server, folder: string, draft: string): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      unlink(join(folder, draft)).then(resolve, () => resolve());
    });
  });
}

/** Removes the locks before this one, and drafts that nobody listens on. */
async function clear(folder: string, generation: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const other = Number(pattern.exec(name)?.[1] ?? generation);
    const dead = name.startsWith('lock-') && !(await lives(folder, name));
    if (other < generation || dead) await unlink(join(folder, name)).catch(() => undefined);
  }
}

/** Linux leads through the descriptor of a folder to what is in it, however long the folder's own path is. */
async function withShortPath<T>(folder: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= longestPath) return use(path);
  const handle = await open(folder, 'r');
  try {
    return await use(`/proc/self/fd/${handle.fd}/${name}`);
  } finally {
    await handle.close();
  }
}

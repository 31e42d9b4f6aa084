import { chmodSync, chownSync, lstatSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, Socket } from 'node:net';

// The only file of this package that opens sockets for the root command line, and it opens them by a path or a descriptor: a host or a
// port cannot be said here.

export type { Server, Socket };

/** Connects to a unix socket. */
export function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: absolute(path) });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** The connection that is open as a descriptor. @throws TypeError for one that is no unix socket */
export function connectionAt(descriptor: number): Socket {
  assertUnix(descriptor);
  return new Socket({ fd: descriptor });
}

/** The path of the unix socket that is open as a descriptor. @throws TypeError for one that is none, or has none */
export function pathAt(descriptor: number): string {
  const path = assertUnix(descriptor);
  if (!path.startsWith('/')) throw new TypeError(`descriptor ${descriptor} is a unix socket without a path`);
  return path;
}

/** Listens at a descriptor that somebody else has bound. @throws TypeError for one that is no unix socket */
export async function listenAt(descriptor: number, serve: (socket: Socket) => void): Promise<Server> {
  assertUnix(descriptor);
  // Who waits there already is served at once.
  const server = createServer({ pauseOnConnect: true }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ fd: descriptor }, resolve);
  });
  goOn(server);
  return server;
}

// Node does not tell what kind of socket a descriptor is, nor where one is bound that it has not bound itself. The kernel's table does, of
// unix sockets and no others: number, counts, flags, type (1: stream), state, inode, path.
function assertUnix(descriptor: number): string {
  const inode = /^socket:\[(\d+)\]$/.exec(linkOf(descriptor))?.[1];
  const row = readFileSync('/proc/net/unix', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((columns) => inode !== undefined && columns[6] === inode);
  if (row?.[4] !== '0001') throw new TypeError(`descriptor ${descriptor} is no unix socket of a stream`);
  return Buffer.from(row.slice(7).join(' '), 'latin1').toString();
}

function linkOf(descriptor: number): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}

/**
 * Listens at a path: the socket belongs to this user and to a group, and nobody else may connect. What a helper left behind that was killed is
 * replaced; it goes away when the server is closed.
 */
export async function listenTo(
  path: string,
  group: number | undefined,
  serve: (socket: Socket) => void,
): Promise<Server> {
  if (await isLeftOver(absolute(path))) unlinkSync(path);
  const server = createServer({ pauseOnConnect: true }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Nobody may connect before it has its group and mode. It is bound within this call.
    const before = process.umask(0o177);
    try {
      server.listen({ path }, resolve);
    } finally {
      process.umask(before);
    }
  });
  goOn(server);
  if (group !== undefined) {
    chownSync(path, process.getuid?.() ?? 0, group);
    chmodSync(path, 0o660);
  }
  return server;
}

// A connection that cannot be accepted, for want of descriptors, ends nothing else.
function goOn(server: Server): void {
  server.removeAllListeners('error').on('error', () => {});
}

/** A socket that nobody listens at. */
async function isLeftOver(path: string): Promise<boolean> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return false;
  return connectTo(path).then(
    (socket) => {
      socket.destroy();
      return false;
    },
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );
}

function absolute(path: string): string {
  if (!path.startsWith('/') || path.includes('\0'))
    throw new TypeError('the path of a unix socket is absolute');
  return path;
}

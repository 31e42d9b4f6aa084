import { chmodSync, chownSync, lstatSync, unlinkSync } from 'node:fs';
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
  const socket = new Socket({ fd: descriptor });
  if (socket.remoteAddress !== undefined || socket.localAddress !== undefined) {
    socket.destroy();
    throw new TypeError(`descriptor ${descriptor} is no unix socket`);
  }
  return socket;
}

/** Listens at a descriptor that somebody else has bound. @throws TypeError for one that is no unix socket */
export async function listenAt(descriptor: number): Promise<{ server: Server; path: string }> {
  const server = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ fd: descriptor }, resolve);
  });
  const path = server.address();
  if (typeof path !== 'string' || path === '') {
    server.close();
    throw new TypeError(`descriptor ${descriptor} is no unix socket`);
  }
  return { server, path };
}

/**
 * Listens at a path: the socket belongs to this user and to a group, and nobody else may connect. What a helper left behind that was killed is
 * replaced; it goes away when the server is closed.
 */
export async function listenTo(path: string, group: number | undefined): Promise<Server> {
  if (await isLeftOver(absolute(path))) unlinkSync(path);
  const server = createServer({ pauseOnConnect: true });
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
  if (group !== undefined) {
    chownSync(path, process.getuid?.() ?? 0, group);
    chmodSync(path, 0o660);
  }
  return server;
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

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EngineResponse } from '../http.js';
import type { World } from '../world.js';
import { handshake, ServerSocket } from './websocket.js';

/**
 * Goes over to the WebSocket protocol where a request wants that, may have it, and asks for a console. False: it gets its
 * answer like any other.
 */
export function takeOver(
  world: World,
  request: IncomingMessage,
  answer: EngineResponse,
  socket: Duplex,
  head: Buffer,
): boolean {
  const { headers, url = '' } = request;
  const port = /^\{"data":\{"port":"(\d+)"\}\}$/.exec(answer.body ?? '')?.[1];
  const isWanted = headers.upgrade?.toLowerCase() === 'websocket' && /websocket(?:\?|$)/.test(url);
  if (!isWanted || answer.status !== 200 || port === undefined) return false;
  const { 'sec-websocket-key': key = '' } = headers;
  if (key === '' || headers['sec-websocket-version'] !== '13') socket.destroy();
  else serve(world, Number(port), socket, head, handshake(key, headers['sec-websocket-protocol']));
  return true;
}

/** Without a terminal that waits on the port there is no answer at all, as with PVE. */
function serve(world: World, port: number, socket: Duplex, head: Buffer, welcome: string): void {
  const server: ServerSocket = new ServerSocket(socket, head, {
    receive: (bytes) => proxy?.receive(bytes),
    hangUp: () => proxy?.hangUp(),
  });
  const proxy = world.consoles.connect(world, port, server);
  if (proxy !== undefined) socket.write(welcome);
}

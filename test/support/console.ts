import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { type Handler, json, type Received } from './server.js';

/** The ticket of a scripted terminal: it must never be seen but on the wire. */
export const vncTicket = 'PVEVNC:6B0067AE::c4nary+t1cket/AAAA==';
const upid = 'UPID:pve1:000012A9:0004112C:6B0067AE:vncproxy:100:robot@pve!tests:';

/** What `termproxy` answers. */
export const terminal = json({ data: { user: 'robot@pve!tests', ticket: vncTicket, upid, port: '5900' } });

/** The answer that goes over to the WebSocket protocol. */
export function switching(request: Received, accept = acceptOf(request)): Buffer {
  return Buffer.from(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: binary\r\n\r\n`,
  );
}

function acceptOf({ headers }: Received): string {
  const key = headers['sec-websocket-key'] ?? '';
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** A frame as a server sends it, or as one should not: any first byte, any payload. */
export function frame(first: number, payload: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(payload);
  const head =
    bytes.length <= 125
      ? Buffer.of(first, bytes.length)
      : Buffer.of(first, 126, bytes.length >> 8, bytes.length & 0xff);
  return Buffer.concat([head, bytes]);
}

export const data = (payload: string | Buffer) => frame(0x82, payload);

/** The frames of a client, unmasked: `binary:0:1:a`. Written apart from the code that it tests. */
export function framesOf(stream: Buffer): string[] {
  const names: Record<number, string> = { 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };
  const frames: string[] = [];
  let at = 0;
  while (at + 6 <= stream.length) {
    const short = (stream[at + 1] ?? 0) & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    const length =
      extra === 0
        ? short
        : extra === 2
          ? stream.readUInt16BE(at + 2)
          : Number(stream.readBigUInt64BE(at + 2));
    const start = at + 2 + extra + 4;
    const mask = stream.subarray(start - 4, start);
    const payload = stream
      .subarray(start, start + length)
      .map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    const isMasked = ((stream[at + 1] ?? 0) & 0x80) !== 0 && ((stream[at] ?? 0) & 0xf0) === 0x80;
    frames.push(
      `${isMasked ? '' : 'WRONG '}${names[(stream[at] ?? 0) & 15]}:${Buffer.from(payload).toString('latin1')}`,
    );
    at = start + length;
  }
  return frames;
}

/** A host whose terminal a test plays: `play` gets the connection once it went over. */
export function host(play: (socket: TLSSocket, seen: () => string[]) => void): Handler {
  return (request, socket) => {
    if (request.method === 'POST') return terminal;
    const chunks: Buffer[] = [];
    socket.removeAllListeners('data');
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.write(switching(request));
    play(socket, () => framesOf(Buffer.concat(chunks)));
    return undefined;
  };
}

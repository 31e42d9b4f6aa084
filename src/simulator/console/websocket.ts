import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { applyMask, frameHeader, handshakeGuid, opcodes, readFrameHeader } from '../../core/websocket.js';

/** What a client may send in one frame (pve-http-server src/PVE/APIServer/AnyEvent.pm). */
const longest = 128 * 1024;

/** The answer that takes a client over to the WebSocket protocol. */
export function handshake(key: string, protocol: string | undefined): string {
  const accept = createHash('sha1')
    .update(key + handshakeGuid)
    .digest('base64');
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    // Whatever the client asks for is repeated.
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/**
 * pveproxy's side of a WebSocket: sends binary frames, and takes only whole masked ones. Either side's end is the end
 * of the connection: it never says goodbye by a frame.
 */
export class ServerSocket {
  readonly #socket: Duplex;
  readonly #listener: { receive(bytes: Uint8Array): void; hangUp(): void };
  #bytes: Buffer;

  constructor(socket: Duplex, head: Buffer, listener: { receive(bytes: Uint8Array): void; hangUp(): void }) {
    this.#socket = socket;
    this.#listener = listener;
    this.#bytes = head;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#read();
    });
    socket.once('end', () => listener.hangUp());
    socket.once('close', () => listener.hangUp());
    if (head.length > 0) queueMicrotask(() => this.#read());
  }

  write(bytes: Uint8Array): void {
    this.#send(opcodes.binary, bytes);
  }

  end(): void {
    this.#socket.end();
  }

  #send(opcode: number, payload: Uint8Array): void {
    if (this.#socket.writable)
      this.#socket.write(Buffer.concat([frameHeader(opcode, payload.length), payload]));
  }

  #read(): void {
    for (
      let header = readFrameHeader(this.#bytes);
      header !== undefined;
      header = readFrameHeader(this.#bytes)
    ) {
      const { fin, rsv, mask, length, size, opcode } = header;
      if (!fin || rsv !== 0 || mask === undefined || length > longest) {
        this.#socket.destroy();
        return;
      }
      if (this.#bytes.length < size + length) return;
      const payload = applyMask(this.#bytes.subarray(size, size + length), mask);
      this.#bytes = this.#bytes.subarray(size + length);
      if (!this.#take(opcode, payload)) return;
    }
  }

  #take(opcode: number, payload: Uint8Array): boolean {
    if (opcode === opcodes.text || opcode === opcodes.binary) this.#listener.receive(payload);
    else if (opcode === opcodes.ping) this.#send(opcodes.pong, payload);
    else if (opcode === opcodes.close) this.#listener.hangUp();
    else if (opcode !== opcodes.pong) this.#socket.destroy();
    return this.#socket.writable;
  }
}

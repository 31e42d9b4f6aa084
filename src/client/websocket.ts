import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { ConnectionError } from '../core/connection-errors.js';
import type { CallOptions } from '../core/op.js';
import type { Route } from '../core/route.js';
import {
  applyMask,
  type FrameHeader,
  frameHeader,
  handshakeGuid,
  isControl,
  opcodes,
  readFrameHeader,
} from '../core/websocket.js';
import { connectionError } from './connection-error.js';
import type { Way } from './hosts.js';
import type { Sender } from './send.js';
import { type Mask, presentable } from './server-text.js';

/** What becomes known of a WebSocket. After `ended` or `failed` there is nothing more. */
export interface WebSocketListener {
  /** A piece of a message. False: no more for now. */
  data(bytes: Uint8Array): boolean;
  /** The host closed it, in order: by a close frame, or like PVE by hanging up. */
  ended(): void;
  failed(error: ConnectionError): void;
}

/**
 * Opens a WebSocket over the client's own kind of connection, so that its rules of trust hold.
 * @throws HttpError where the host refuses, ConnectionError
 */
export async function openWebSocket(
  sender: Sender,
  target: { origin: string; way: Way; route: Route; params: Record<string, string | number>; mask: Mask },
  options: CallOptions,
): Promise<WebSocketConnection> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    'sec-websocket-key': key,
    'sec-websocket-version': '13',
    // What PVE's own page asks for; the host repeats whatever is asked.
    'sec-websocket-protocol': 'binary',
  };
  const { origin, way, route, params, mask } = target;
  const {
    status,
    headers: answered,
    socket,
  } = await sender.upgrade(route, params, headers, { ...options, way });
  if (socket === undefined) throw notUpgraded(`${origin}: ${status} in place of a WebSocket`);
  const expected = createHash('sha1')
    .update(key + handshakeGuid)
    .digest('base64');
  if (answered['sec-websocket-accept'] === expected) return new WebSocketConnection(socket, origin, mask);
  socket.destroy();
  throw notUpgraded(`${origin}: the handshake of the WebSocket is wrong`);
}

function notUpgraded(message: string): ConnectionError {
  return new ConnectionError(message, {
    kind: 'other',
    sent: 'unknown',
    hint: 'A reverse proxy in between must pass WebSockets on: nginx needs `proxy_http_version 1.1` and the headers Upgrade and Connection.',
  });
}

/**
 * The client's side of a WebSocket (RFC 6455). Messages of the host are handed on as they come, however long: nothing
 * of them is kept here. Own messages are one binary frame each, because pveproxy takes no others.
 */
export class WebSocketConnection {
  readonly origin: string;
  /** Something came in since that was asked last. */
  #heard = false;
  readonly #socket: Duplex;
  readonly #mask: Mask;
  #listener: WebSocketListener | undefined;
  /** How it ended. */
  #outcome: ConnectionError | 'ended' | 'dropped' | undefined;
  #closing = false;
  /** Bytes of a header that is not complete. */
  #begun: Uint8Array = new Uint8Array();
  /** The frame whose payload comes in, and how much of it is still to come. */
  #frame: FrameHeader | undefined;
  #left = 0;
  /** The payload of a control frame so far. */
  #control: Uint8Array = new Uint8Array();
  /** Inside a message that goes on in further frames. */
  #inMessage = false;

  constructor(socket: Duplex, origin: string, mask: Mask) {
    this.#socket = socket;
    this.origin = origin;
    this.#mask = mask;
    socket.on('data', (chunk: Uint8Array) => this.#received(chunk));
    socket.on('end', () => this.#ended());
    socket.on('error', (error) => this.#failed(connectionError(error, 'unknown', origin)));
    socket.on('close', () => this.#failed(connectionError({ code: 'ECONNRESET' }, 'unknown', origin)));
    socket.pause();
  }

  /** Who is told. Begins (or goes on) to read. */
  listen(listener: WebSocketListener): void {
    this.#listener = listener;
    if (this.#outcome === undefined) this.resume();
    else queueMicrotask(() => this.#tell());
  }

  /** Whether anything came in since this was asked last. */
  wasHeard(): boolean {
    const heard = this.#heard;
    this.#heard = false;
    return heard;
  }

  resume(): void {
    this.#socket.resume();
  }

  pause(): void {
    this.#socket.pause();
  }

  /** Sends one message. `done` is called when the next one is welcome. */
  send(bytes: Uint8Array, done?: () => void): void {
    this.#write(opcodes.binary, bytes, done);
  }

  /** Asks the host for a sign of life. */
  ping(): void {
    this.#write(opcodes.ping, new Uint8Array());
  }

  /** Says goodbye. The host hangs up then, which is told as `ended`. */
  close(): void {
    if (this.#closing) return;
    this.#write(opcodes.close, Uint8Array.of(0x03, 0xe8));
    this.#closing = true;
  }

  /** Hangs up, without another word to anybody. */
  destroy(): void {
    this.#outcome ??= 'dropped';
    this.#socket.destroy();
  }

  #tell(): void {
    if (this.#outcome === 'ended') this.#listener?.ended();
    else if (this.#outcome instanceof Error) this.#listener?.failed(this.#outcome);
  }

  #write(opcode: number, payload: Uint8Array, done?: () => void): void {
    if (this.#outcome !== undefined || this.#closing || !this.#socket.writable) {
      done?.();
      return;
    }
    const key = randomBytes(4);
    const frame = Buffer.concat([frameHeader(opcode, payload.length, key), applyMask(payload, key)]);
    this.#socket.write(frame, () => done?.());
  }

  #ended(): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = 'ended';
    // Not before the goodbye is out.
    this.#socket.end(() => this.#socket.destroy());
    this.#tell();
  }

  #failed(error: ConnectionError): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = error;
    this.#socket.destroy();
    this.#tell();
  }

  #broken(what: string): void {
    const text = `${this.origin}: what came over the WebSocket is none of its frames: ${what}`;
    this.#failed(new ConnectionError(text, { kind: 'other', sent: 'unknown' }));
  }

  #received(chunk: Uint8Array): void {
    this.#heard = true;
    let rest = chunk;
    while (rest.length > 0 && this.#outcome === undefined)
      rest = this.#frame === undefined ? this.#header(rest) : this.#payload(rest);
  }

  /** Takes a header, or as much of it as there is. */
  #header(chunk: Uint8Array): Uint8Array {
    const bytes = Buffer.concat([this.#begun, chunk]);
    const frame = readFrameHeader(bytes);
    if (frame === undefined) {
      this.#begun = bytes;
      return new Uint8Array();
    }
    this.#begun = new Uint8Array();
    const problem = this.#problemOf(frame);
    if (problem !== undefined) {
      this.#broken(problem);
      return new Uint8Array();
    }
    if (!isControl(frame.opcode)) this.#inMessage = !frame.fin;
    this.#frame = frame;
    this.#left = frame.length;
    this.#control = new Uint8Array();
    if (frame.length === 0) this.#completed(frame);
    return bytes.subarray(frame.size);
  }

  #problemOf({ fin, rsv, opcode, mask, length }: FrameHeader): string | undefined {
    if (rsv !== 0) return 'reserved bits';
    if (mask !== undefined) return 'a mask';
    if (!Object.values<number>(opcodes).includes(opcode)) return `opcode ${opcode}`;
    if (!Number.isSafeInteger(length)) return 'its length';
    if (isControl(opcode)) return fin && length <= 125 ? undefined : 'a control frame in pieces, or too long';
    return (opcode === opcodes.continuation) === this.#inMessage ? undefined : 'pieces in a wrong order';
  }

  #payload(chunk: Uint8Array): Uint8Array {
    const frame = this.#frame;
    if (frame === undefined) return chunk;
    const part = chunk.subarray(0, this.#left);
    this.#left -= part.length;
    if (isControl(frame.opcode)) this.#control = Buffer.concat([this.#control, part]);
    else if (this.#listener?.data(part) !== true) this.pause();
    if (this.#left === 0) this.#completed(frame);
    return chunk.subarray(part.length);
  }

  #completed({ opcode }: FrameHeader): void {
    this.#frame = undefined;
    if (opcode === opcodes.ping) this.#write(opcodes.pong, this.#control);
    if (opcode !== opcodes.close) return;
    const [high = 3, low = 0xed] = this.#control;
    const status = high * 256 + low;
    this.close();
    // 1000: done; 1001: going away; 1005: nothing said.
    if ([1000, 1001, 1005].includes(status)) {
      this.#ended();
      return;
    }
    const reason = presentable(new TextDecoder().decode(this.#control.subarray(2)), this.#mask);
    const text = `${this.origin}: the host ended the WebSocket with ${status} ${reason}`.trimEnd();
    this.#failed(new ConnectionError(text, { kind: 'other', sent: 'unknown' }));
  }
}

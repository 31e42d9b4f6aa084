// The framing of WebSocket messages (RFC 6455, section 5), for either side.

/** What a frame is. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What the answer of a handshake is made from, beside the key of the request (RFC 6455, section 1.3). */
export const handshakeGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The begin of a frame. */
export interface FrameHeader {
  /** False where the message goes on in the next frame. */
  fin: boolean;
  /** The three reserved bits: 0, unless both sides agreed on an extension. */
  rsv: number;
  opcode: number;
  /** Bytes of payload. */
  length: number;
  /** The four bytes that the payload is masked with; frames of a server have none. */
  mask: Uint8Array | undefined;
  /** Bytes of the header itself. */
  size: number;
}

/** The header of a whole message in one frame. */
export function frameHeader(opcode: number, length: number, mask?: Uint8Array): Uint8Array {
  const extended = length <= 125 ? 0 : length <= 0xffff ? 2 : 8;
  const bytes = new Uint8Array(2 + extended + (mask?.length ?? 0));
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | opcode;
  bytes[1] = (mask === undefined ? 0 : 0x80) | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  if (mask !== undefined) bytes.set(mask, 2 + extended);
  return bytes;
}

/** Reads the header at the begin of `bytes`; undefined where more of them are needed. At most 14 are looked at. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = (second & 0x80) !== 0;
  const size = 2 + extended + (isMasked ? 4 : 0);
  if (bytes.length < size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  return {
    fin: (first & 0x80) !== 0,
    rsv: (first & 0x70) >> 4,
    opcode: first & 0x0f,
    length: extended === 0 ? short : extended === 2 ? view.getUint16(2) : Number(view.getBigUint64(2)),
    mask: isMasked ? bytes.slice(size - 4, size) : undefined,
    size,
  };
}

/** Puts a mask on a payload, or takes it off: the same either way. */
export function applyMask(payload: Uint8Array, mask: Uint8Array): Uint8Array {
  return payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0));
}

/** True for frames about the connection itself: they come between those of a message, in one piece of at most 125 bytes. */
export function isControl(opcode: number): boolean {
  return opcode >= 8;
}

/** A peer that does not keep to the protocol. The connection cannot be used any more. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** Bytes of the length before each frame. */
const headSize = 4;

/** One message: its length as four bytes, big endian, then JSON in UTF-8. @throws ProtocolError where it is longer than `limit` */
export function encodeFrame(message: unknown, limit: number): Buffer {
  const text = JSON.stringify(message);
  const size = Buffer.byteLength(text);
  if (size > limit) throw new ProtocolError(`a message of ${size} bytes, where ${limit} are allowed`);
  const frame = Buffer.allocUnsafe(headSize + size);
  frame.writeUInt32BE(size);
  frame.write(text, headSize);
  return frame;
}

/** Makes messages of bytes that come in any pieces. Holds one message and what came with its end, never more. */
export class FrameReader {
  /** Bytes that a message may have. */
  limit: number;
  readonly #head = Buffer.alloc(headSize);
  #headFill = 0;
  #body: Buffer | undefined;
  #bodyFill = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(limit: number) {
    this.limit = limit;
  }

  /** True where nothing of a further message is there. */
  get empty(): boolean {
    return this.#headFill === 0 && this.#rest.length === 0;
  }

  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
  }

  /** The next message, or undefined until more bytes have come. @throws ProtocolError */
  next(): unknown {
    if (this.#body === undefined) {
      this.#headFill += this.#take(this.#head, this.#headFill);
      if (this.#headFill < headSize) return undefined;
      const size = this.#head.readUInt32BE();
      // Before anything of that size is put aside for it.
      if (size > this.limit)
        throw new ProtocolError(`a message of ${size} bytes, where ${this.limit} are allowed`);
      this.#body = Buffer.allocUnsafe(size);
      this.#bodyFill = 0;
    }
    this.#bodyFill += this.#take(this.#body, this.#bodyFill);
    if (this.#bodyFill < this.#body.length) return undefined;
    const whole = this.#body;
    this.#body = undefined;
    this.#headFill = 0;
    return decoded(whole);
  }

  #take(target: Buffer, filled: number): number {
    const count = Math.min(target.length - filled, this.#rest.length);
    this.#rest.copy(target, filled, 0, count);
    this.#rest = this.#rest.subarray(count);
    return count;
  }
}

function decoded(bytes: Buffer): unknown {
  try {
    const message: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      withoutPrototypes,
    );
    if (typeof message === 'object' && message !== null) return message;
  } catch {
    // Its own words would quote the message.
  }
  throw new ProtocolError('a message that is no JSON object');
}

// As a property of its own such a key is harmless; copied by somebody later, it is not.
function withoutPrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ProtocolError('a key that no message has');
  return value;
}

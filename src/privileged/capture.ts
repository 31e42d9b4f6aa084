import { StringDecoder } from 'node:string_decoder';

/** Keeps what a stream brings: all up to a limit, beyond it the first and the last half of the limit. Takes no more memory than that. */
export class Capture {
  readonly #limit: number;
  readonly #half: number;
  #head = Buffer.alloc(0);
  #headSize = 0;
  // A ring: a program that writes byte by byte would make a list of pieces of many times their size.
  #ring: Buffer | undefined;
  #written = 0;
  readonly #decoder = new StringDecoder('utf8');
  readonly #onText: ((text: string) => void) | undefined;

  /** `onText` gets the same as it comes, decoded: whole characters, but pieces of lines. */
  constructor(limit: number, onText?: (text: string) => void) {
    this.#limit = limit;
    this.#half = Math.ceil(limit / 2);
    this.#onText = onText;
  }

  /** True where something is missing from the text. */
  get cut(): boolean {
    return this.#written > this.#limit - this.#half;
  }

  take(piece: Buffer): void {
    this.#tell(this.#onText === undefined ? '' : this.#decoder.write(piece));
    const first = piece.subarray(0, this.#half - this.#headSize);
    this.#keepFirst(first);
    if (first.length < piece.length) this.#keepLast(piece.subarray(first.length));
  }

  /** Nothing will come any more. */
  end(): void {
    this.#tell(this.#onText === undefined ? '' : this.#decoder.end());
  }

  get text(): string {
    const head = this.#head.subarray(0, this.#headSize);
    const tail = this.#tail();
    if (!this.cut) return Buffer.concat([head, tail]).toString();
    // The cut may go through a character.
    const start = head.subarray(0, head.length - unfinished(head));
    const end = tail.subarray(Math.min(continued(tail), tail.length));
    const missing = this.#headSize + this.#written - start.length - end.length;
    return `${start.toString()}\n[... ${missing} bytes left out ...]\n${end.toString()}`;
  }

  #tell(text: string): void {
    if (text !== '') this.#onText?.(text);
  }

  #keepFirst(piece: Buffer): void {
    const size = this.#headSize + piece.length;
    if (size > this.#head.length) {
      const grown = Buffer.alloc(Math.min(this.#half, Math.max(size, 2 * this.#head.length)));
      this.#head.copy(grown, 0, 0, this.#headSize);
      this.#head = grown;
    }
    piece.copy(this.#head, this.#headSize);
    this.#headSize = size;
  }

  #keepLast(piece: Buffer): void {
    const size = this.#limit - this.#half;
    this.#ring ??= Buffer.alloc(size);
    const kept = piece.subarray(Math.max(0, piece.length - size));
    const at = size === 0 ? 0 : (this.#written + piece.length - kept.length) % size;
    const fitting = kept.copy(this.#ring, at);
    kept.copy(this.#ring, 0, fitting);
    this.#written += piece.length;
  }

  #tail(): Buffer {
    const ring = this.#ring ?? Buffer.alloc(0);
    if (this.#written <= ring.length) return ring.subarray(0, this.#written);
    const at = ring.length === 0 ? 0 : this.#written % ring.length;
    return Buffer.concat([ring.subarray(at), ring.subarray(0, at)]);
  }
}

/** A text of at most so many bytes: its start and its end, with a line between that says how much is missing. */
export function shortened(text: string, limit: number): string {
  const capture = new Capture(limit);
  capture.take(Buffer.from(text));
  return capture.text;
}

/** How many bytes at the end begin a character that does not end there. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** How many bytes at the start belong to a character that began before. */
function continued(bytes: Buffer): number {
  const first = bytes.subarray(0, 3).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return first === -1 ? 3 : first;
}

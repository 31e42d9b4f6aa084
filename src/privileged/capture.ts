import { StringDecoder } from 'node:string_decoder';

/** Keeps what a stream brings: all up to a limit, beyond it the first and the last half of the limit. */
export class Capture {
  readonly #limit: number;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  readonly #tail: Buffer[] = [];
  #tailSize = 0;
  #dropped = 0;
  readonly #decoder = new StringDecoder('utf8');
  readonly #onText: ((text: string) => void) | undefined;

  constructor(limit: number, onText?: (text: string) => void) {
    this.#limit = limit;
    this.#onText = onText;
  }

  /** True where something is missing from the text. */
  get cut(): boolean {
    return this.#dropped > 0;
  }

  take(piece: Buffer): void {
    if (this.#onText !== undefined) {
      const text = this.#decoder.write(piece);
      if (text !== '') this.#onText(text);
    }
    const half = Math.ceil(this.#limit / 2);
    const first = piece.subarray(0, Math.max(0, half - this.#headSize));
    if (first.length > 0) {
      this.#head.push(first);
      this.#headSize += first.length;
    }
    const rest = piece.subarray(first.length);
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailSize += rest.length;
    this.#trim(this.#limit - half);
  }

  get text(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (!this.cut) return Buffer.concat([head, tail]).toString();
    // The cut may go through a character.
    const start = head.toString().replace(/\uFFFD+$/, '');
    const end = tail.toString().replace(/^\uFFFD+/, '');
    return `${start}\n[... ${this.#dropped} bytes left out ...]\n${end}`;
  }

  #trim(limit: number): void {
    while (this.#tailSize > limit) {
      const first = this.#tail[0];
      if (first === undefined) return;
      const over = this.#tailSize - limit;
      const gone = Math.min(over, first.length);
      if (gone === first.length) this.#tail.shift();
      else this.#tail[0] = first.subarray(gone);
      this.#tailSize -= gone;
      this.#dropped += gone;
    }
  }
}

import type { Channel } from './channel.js';
import { pieceLength } from './protocol.js';

/** Bytes that may wait for a client that does not read. */
const patience = 1024 * 1024;

type Name = 'stdout' | 'stderr';

/**
 * Sends output as it comes. A command is never held up by a client that reads slowly: what such a client misses is counted, and the client
 * told. The output that counts is sent whole at the end.
 */
export class OutputStream {
  readonly #channel: Channel;
  readonly #id: number;
  readonly #lost = { stdout: 0, stderr: 0 };

  constructor(channel: Channel, id: number) {
    this.#channel = channel;
    this.#id = id;
  }

  take(text: string, stream: Name): void {
    for (const piece of piecesOf(text)) {
      if (this.#channel.waiting > patience) this.#lost[stream] += Buffer.byteLength(piece);
      else this.#send(piece, stream);
    }
  }

  /** Tells of what was missed last. */
  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) if (this.#lost[stream] > 0) this.#send('', stream);
  }

  #send(text: string, stream: Name): void {
    const lost = this.#lost[stream];
    this.#lost[stream] = 0;
    this.#channel.send({ type: 'output', id: this.#id, stream, text, ...(lost > 0 ? { lost } : {}) });
  }
}

/** A text in pieces that fit into messages. */
export function piecesOf(text: string): string[] {
  const count = Math.ceil(text.length / pieceLength);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * pieceLength, (index + 1) * pieceLength),
  );
}

import { encodeFrame, FrameReader } from './frames.js';
import { frameLimit, helloLimit } from './protocol.js';
import type { Socket } from './socket.js';

/**
 * Messages over a socket. Nothing is read before somebody wants it: a peer that talks too much waits, and fills no memory here.
 */
export class Channel {
  readonly #socket: Socket;
  readonly #reader = new FrameReader(helloLimit);
  #closed = false;
  #cause: unknown;
  #wake: (() => void) | undefined;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#reader.push(bytes);
      socket.pause();
      this.#wakeUp();
    });
    socket.on('error', (error) => {
      this.#cause = error;
    });
    socket.on('end', () => this.#wakeUp());
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#closed = true;
        this.#wakeUp();
        resolve();
      });
    });
    socket.resume();
  }

  /** Both sides know each other now. */
  trust(): void {
    this.#reader.limit = frameLimit;
  }

  /** Why the connection broke, where that is known. */
  get cause(): unknown {
    return this.#cause;
  }

  /** True where the connection stands and nothing has come that nobody has read. */
  get quiet(): boolean {
    return !this.#closed && !this.#socket.readableEnded && this.#reader.empty;
  }

  /** Bytes that the peer has not taken yet. */
  get waiting(): number {
    return this.#socket.writableLength;
  }

  /** The next message, not checked but for being a JSON object; undefined at the end. @throws ProtocolError */
  async read(): Promise<unknown> {
    for (;;) {
      const message = this.#reader.next();
      if (message !== undefined) return message;
      if (this.#closed || this.#socket.readableEnded) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#socket.resume();
      });
    }
  }

  /** Sends a message, and does not wait for it. @throws ProtocolError where it is too long */
  send(message: object): void {
    const frame = encodeFrame(message, frameLimit);
    if (!this.#closed && this.#socket.writable) this.#socket.write(frame);
  }

  /** Waits until the peer has taken what was sent; a peer that does not within `limit` ms loses its connection. */
  async drained(limit: number): Promise<void> {
    if (this.#closed || !this.#socket.writableNeedDrain) return;
    const timer = setTimeout(() => this.destroy(), limit);
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#socket.off('drain', end).off('close', end);
        resolve();
      };
      this.#socket.on('drain', end).on('close', end);
    });
  }

  /** Takes notice of an end that comes while nobody reads. */
  watch(): void {
    if (this.#reader.empty) this.#socket.resume();
  }

  /** Closes the connection when all was taken that was sent, or after `limit` ms. */
  async end(limit: number): Promise<void> {
    if (this.#closed) return;
    const timer = setTimeout(() => this.destroy(), limit);
    this.#socket.end();
    // The peer's end is only seen by reading; what it still says is of no interest.
    this.#socket.removeAllListeners('data');
    this.#socket.resume();
    await this.closed;
    clearTimeout(timer);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Whether an open connection keeps this process alive. */
  holdProcess(hold: boolean): void {
    if (hold) this.#socket.ref();
    else this.#socket.unref();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

import type { Pty, Screen } from './pty.js';

/** What a session is told by the program that serves it. */
export interface Session {
  /** Whether this is the user and the ticket that it waits for. */
  isWelcome(user: string, ticket: string): boolean;
  /** Its terminal, once it is welcome. */
  pty(): Pty;
  /** The client was not who it should be. */
  refuse(): void;
  /** It is over. */
  end(): void;
}

/** The most that the first line may take up. */
const longestLine = 4096;

/**
 * What stands between a connection and a terminal (pve-xtermjs termproxy/src/main.rs): takes the first line for user
 * and ticket, then messages; everything that is none is skipped, one byte at a time.
 */
export class Termproxy {
  readonly #session: Session;
  readonly #screen: Screen;
  #bytes: Buffer = Buffer.alloc(0);
  #pty: Pty | undefined;
  /** How much of a piece of input is still to come. */
  #left = 0;

  constructor(session: Session, screen: Screen) {
    this.#session = session;
    this.#screen = {
      write: (bytes) => screen.write(bytes),
      end: () => {
        session.end();
        screen.end();
      },
    };
  }

  /** Takes what the client sent. */
  receive(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.#pty === undefined) this.#greet();
    if (this.#pty !== undefined) while (this.#step(this.#pty));
  }

  /** The client is gone, or has to go. */
  hangUp(): void {
    if (this.#pty === undefined) this.#screen.end();
    else this.#pty.detach(this.#screen);
  }

  #greet(): void {
    const end = this.#bytes.indexOf('\n');
    if (end === -1) {
      if (this.#bytes.length >= longestLine) this.#refuse();
      return;
    }
    const line = this.#bytes.toString('utf8', 0, end);
    this.#bytes = this.#bytes.subarray(end + 1);
    const colon = line.indexOf(':');
    if (!this.#session.isWelcome(line.slice(0, Math.max(0, colon)), line.slice(colon + 1))) {
      this.#refuse();
      return;
    }
    this.#screen.write(Buffer.from('OK'));
    this.#pty = this.#session.pty();
    this.#pty.attach(this.#screen);
  }

  #refuse(): void {
    this.#session.refuse();
    this.#screen.end();
  }

  /** Takes one message, or a part of one. False where more is needed. */
  #step(pty: Pty): boolean {
    if (this.#left > 0) {
      const part = this.#take(this.#left);
      this.#left -= part.length;
      pty.type(this.#screen, part);
      return part.length > 0;
    }
    if (this.#bytes.length < 2) return false;
    const head = /^(?:0:(\d+):|1:(\d+):(\d+):)/.exec(this.#bytes.toString('latin1', 0, 32));
    if (head === null) {
      // The begin of a message may still be incomplete.
      if (/^[01]:[\d:]*$/.test(this.#bytes.toString('latin1', 0, 32))) return false;
      this.#take(1);
      return true;
    }
    const [whole, length, cols, rows] = head;
    this.#take(whole.length);
    if (length !== undefined) this.#left = Number(length);
    else pty.resize(Number(cols) & 0xffff, Number(rows) & 0xffff);
    return true;
  }

  #take(length: number): Buffer {
    const part = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(part.length);
    return part;
  }
}

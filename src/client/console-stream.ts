import { Duplex } from 'node:stream';
import { ConnectionError } from '../core/connection-errors.js';
import { type Issue, isPveError, ParamsError } from '../core/errors.js';
import type { Upid } from '../core/upid.js';
import { abortError, onAbort } from './abort.js';
import type { Clock } from './clock.js';
import { inputMessages, keepAliveMessage, resizeMessage } from './console-protocol.js';
import { rest } from './rest.js';
import type { WebSocketConnection } from './websocket.js';

/** How a console ended. */
export interface ConsoleEnd {
  /**
   * Who ended it: this side (`end`, `destroy`, a signal), or the host: a shell that was left, a container that
   * stopped, Ctrl-\, which detaches there. PVE does not say which.
   */
  by: 'client' | 'host';
  /** Why it broke. Not there for an end in order. */
  error?: Error;
}

/** The size of a terminal, in characters. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

interface Facts {
  upid: Upid;
  user: string;
  /** What the host sent behind its welcome. */
  first: Uint8Array;
  size: TerminalSize | undefined;
  /** Milliseconds. */
  keepAlive: number;
  clock: Clock;
  signal: AbortSignal | undefined;
}

/** How long the host may take to hang up, in milliseconds. */
const goodbyeTime = 2_000;

/**
 * A terminal of the host, as a duplex stream of bytes: what is written is typed, what is read is shown. A slow reader
 * slows the host down. Input is not slowed down by the host: pveproxy gives up on a console whose program is more
 * than 640 KiB behind (pve-http-server src/PVE/APIServer/AnyEvent.pm).
 *
 * `end()` closes it, and so does the host; then it can be read to its end. What is written after the end is lost
 * without an error: a key that was pressed too late. When it breaks, it emits `error` with a ConnectionError.
 */
export class ConsoleStream extends Duplex {
  /** The task on the host that runs it (type `vncproxy`, for a node `vncshell`); it ends with the console. */
  readonly upid: Upid;
  /** Who opened it: `user@realm` or `user@realm!token`. */
  readonly user: string;
  /** Resolves when it has ended, whether or not everything was read. Never rejects. */
  readonly ended: Promise<ConsoleEnd>;
  readonly #socket: WebSocketConnection;
  readonly #over = new AbortController();
  readonly #clock: Clock;
  #settle: (end: ConsoleEnd) => void = () => {};
  #isOver = false;
  #leave: () => void = () => {};
  #hungUp: () => void = () => {};
  #paused = false;

  /** @internal */
  constructor(socket: WebSocketConnection, facts: Facts) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.upid = facts.upid;
    this.user = facts.user;
    this.#clock = facts.clock;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { signal, size, first } = facts;
    if (signal !== undefined)
      this.#leave = onAbort(signal, () => this.destroy(abortError(signal.reason, 'unknown')));
    if (size !== undefined) this.resize(size.cols, size.rows);
    if (first.length > 0) this.push(first);
    socket.listen({
      data: (bytes) => {
        this.#paused = !this.push(bytes);
        return !this.#paused;
      },
      ended: () => {
        this.#end({ by: this.writableEnded ? 'client' : 'host' });
        this.push(null);
      },
      failed: (error) => this.destroy(error),
    });
    void this.#keepAlive(facts.keepAlive);
  }

  /**
   * Tells the host how big the terminal is, in characters; after the end it does nothing.
   * @throws ParamsError for a size that none can have.
   */
  resize(cols: number, rows: number): void {
    assertSize({ cols, rows });
    this.#socket.send(resizeMessage(cols, rows));
  }

  override _read(): void {
    this.#paused = false;
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const messages = inputMessages(chunk);
    const next = (): void => {
      const { value } = messages.next();
      if (value === undefined) done();
      else this.#socket.send(value, next);
    };
    next();
  }

  override _final(done: () => void): void {
    if (this.#isOver) {
      done();
      return;
    }
    this.#hungUp = done;
    this.#socket.close();
    // What the host still says would keep it from hanging up.
    this.#socket.resume();
    void this.#hangUp();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    this.#end({ by: isFromHost(error) ? 'host' : 'client', ...(error === null ? {} : { error }) });
    done(error);
  }

  #end(end: ConsoleEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over.abort();
    this.#leave();
    this.#settle(end);
    this.#hungUp();
  }

  async #hangUp(): Promise<void> {
    if (!(await this.#passed(goodbyeTime))) return;
    this.#socket.destroy();
    this.#end({ by: 'client' });
    this.push(null);
  }

  async #keepAlive(every: number): Promise<void> {
    for (let silent = 0; await this.#passed(every); ) {
      // While nobody reads here, nothing can be heard.
      silent = this.#socket.wasHeard() || this.#paused ? 0 : silent + 1;
      if (silent > 1) {
        this.destroy(silence(this.#socket.origin, silent * every));
        return;
      }
      this.#socket.send(keepAliveMessage);
      this.#socket.ping();
    }
  }

  /** True once so much time has passed, false if the end came before. */
  async #passed(ms: number): Promise<boolean> {
    try {
      await rest(this.#clock, ms, this.#over.signal);
    } catch {
      // The end, or a clock that failed.
    }
    return !this.#isOver;
  }
}

/** @throws ParamsError for a size that no terminal can have. */
export function assertSize(size: TerminalSize): void {
  const issues = (['cols', 'rows'] as const)
    .filter((name) => !(Number.isInteger(size[name]) && size[name] >= 1 && size[name] <= 0xffff))
    .map((path): Issue => ({ path, message: 'a whole number from 1 to 65535 is expected' }));
  if (issues.length > 0) throw new ParamsError(issues);
}

// The caller's own way to end it: a signal, `destroy`, or the end of the client.
function isFromHost(error: Error | null): boolean {
  return isPveError(error) && error instanceof ConnectionError && !['aborted', 'closed'].includes(error.kind);
}

function silence(origin: string, ms: number): ConnectionError {
  return new ConnectionError(`${origin}: the console broke: no sign of the host for ${ms} ms`, {
    kind: 'timeout',
    sent: 'unknown',
    hint: 'The host or the network in between is gone. What runs in the terminal may go on.',
  });
}

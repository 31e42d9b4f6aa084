import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import { type FromStub, Lines, type ToStub } from './wire.js';

/** How a command ends: with a number, or of a signal. */
export type Exit = number | { readonly signal: string };

/** One run of a tool: its arguments, its streams, and who else has a say in it. */
export class Invocation {
  readonly tool: string;
  readonly argv: readonly string[];
  /** Where it was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #pid: number | undefined;
  /** What a signal does; without it the command dies of one. */
  onSignal: ((signal: string) => void) | undefined;
  /** What happens when nobody reads the output any more. */
  onBroken: (() => void) | undefined;
  readonly #send: (message: ToStub) => void;
  readonly #input: (Buffer | null)[] = [];
  #wake: (() => void) | undefined;
  #asked = false;
  #isLost = false;

  constructor(run: Extract<FromStub, { kind: 'run' }>, send: (message: ToStub) => void) {
    this.tool = run.tool;
    this.argv = run.argv;
    this.cwd = run.cwd;
    this.env = run.env;
    this.#pid = run.pid;
    this.#send = send;
  }

  /** Whether the command itself is gone, as of SIGKILL. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether its environment asks for UTF-8: the variables in the order in which the C library looks at them. */
  get isUtf8(): boolean {
    const { LC_ALL, LC_CTYPE, LANG } = this.env;
    return /utf-?8/i.test(
      [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? '',
    );
  }

  /** The path of a file that it names: from its folder, and its own files where that is below /proc/self. */
  pathOf(name: string): string {
    const path = resolve(this.cwd, name);
    return this.#pid === undefined ? path : path.replace(/^\/proc\/self\//, `/proc/${this.#pid}/`);
  }

  out(data: string | Uint8Array): void {
    if (data.length > 0) this.#send({ kind: 'out', data: Buffer.from(data).toString('base64') });
  }

  err(data: string | Uint8Array): void {
    if (data.length > 0) this.#send({ kind: 'err', data: Buffer.from(data).toString('base64') });
  }

  /** Its standard input, to the end. */
  async *stdin(): AsyncGenerator<Buffer, void, void> {
    if (!this.#asked) this.#send({ kind: 'read' });
    this.#asked = true;
    while (!this.#isLost) {
      const piece = this.#input.shift();
      if (piece === null) return;
      if (piece !== undefined) yield piece;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** @internal */
  take(message: FromStub): void {
    if (message.kind === 'stdin') {
      this.#input.push(message.data === null ? null : Buffer.from(message.data, 'base64'));
      this.#wake?.();
    } else if (message.kind === 'broken') this.onBroken?.();
    else if (message.kind === 'signal') {
      if (this.onSignal === undefined) this.#send({ kind: 'die', signal: message.signal });
      else this.onSignal(message.signal);
    }
  }

  /** @internal The connection ended. */
  lose(): void {
    this.#isLost = true;
    this.#wake?.();
  }
}

/** Serves one stub: reads what it wants, lets `run` do it, and tells it how to end. */
export function serveStub(socket: Socket, run: (invocation: Invocation) => Promise<Exit>): void {
  const lines = new Lines();
  let invocation: Invocation | undefined;
  const send = (message: ToStub): void => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  socket.on('error', () => {});
  socket.on('close', () => invocation?.lose());
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const message of lines.feed(bytes)) {
        if (invocation !== undefined) invocation.take(message);
        else if (message.kind === 'run') {
          invocation = new Invocation(message, send);
          void finish(invocation);
        }
      }
    } catch {
      socket.destroy();
    }
  });
  const finish = async (begun: Invocation): Promise<void> => {
    const exit = await run(begun).catch((error: unknown) => {
      // A mistake in the simulator has to look like one, and must not end the process of the test.
      begun.err(`the simulator itself failed: ${error instanceof Error ? error.message : String(error)}\n`);
      return 255;
    });
    send(typeof exit === 'number' ? { kind: 'exit', code: exit } : { kind: 'die', ...exit });
    socket.end();
  };
}

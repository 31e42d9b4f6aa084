import type { Readable } from 'node:stream';
import { Capture } from './capture.js';
import type { Finished, RunOptions } from './runner.js';

/** Where a process writes. */
interface Written {
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** Both outputs of a process. They are read to their end whatever is kept of them: a program stops where nobody reads. */
export class Outputs {
  readonly #streams: readonly Readable[];
  readonly #captures: readonly [Capture, Capture];
  #failure: { error: unknown } | undefined;

  constructor({ stdout, stderr }: Written, limit: number, onOutput: RunOptions['onOutput']) {
    const keep = (stream: Readable, name: 'stdout' | 'stderr'): Capture => {
      const capture = new Capture(limit, onOutput && ((text) => this.#tell(() => onOutput(text, name))));
      stream.on('data', (piece: Buffer) => capture.take(piece));
      stream.on('error', () => {});
      return capture;
    };
    this.#streams = [stdout, stderr];
    this.#captures = [keep(stdout, 'stdout'), keep(stderr, 'stderr')];
  }

  /**
   * What came. Nothing is kept from here on. `drain`: where something still holds them open, it may go on to write for as long as this process
   * lives; a closed output would end it.
   *
   * @throws what the listener threw
   */
  end(drain: boolean): Pick<Finished, 'stdout' | 'stderr' | 'cut'> {
    for (const stream of this.#streams) {
      stream.removeAllListeners('data');
      if (drain) keepDraining(stream);
      else stream.destroy();
    }
    const [stdout, stderr] = this.#captures;
    stdout.end();
    stderr.end();
    if (this.#failure !== undefined) throw this.#failure.error;
    return { stdout: stdout.text, stderr: stderr.text, cut: stdout.cut || stderr.cut };
  }

  // An error of the listener must not leave the program half way: it is told of when that has ended.
  #tell(call: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      call();
    } catch (error) {
      this.#failure = { error };
    }
  }
}

function keepDraining(stream: Readable): void {
  stream.resume();
  // It is a socket; this process may end while it is open.
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}

import { Readable } from 'node:stream';
import type { AnyOp, CallOptions } from '../core/op.js';
import { onAbort } from './abort.js';
import { assertCallOptions } from './call-options.js';
import type { Sender } from './send.js';
import type { BodySink } from './transport-types.js';

/** An answer's body as a stream, which asks the connection for more only when its reader does. */
class Download extends Readable implements BodySink {
  readonly begun: Promise<void>;
  readonly #ended = new AbortController();
  #begin: () => void = () => {};
  #more: () => void = () => {};

  constructor() {
    super();
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** Ends the call of a stream that nobody reads any more. */
  get ended(): AbortController {
    return this.#ended;
  }

  begin(): void {
    this.#begin();
  }

  write(piece: Uint8Array): Promise<void> | undefined {
    if (this.push(piece)) return undefined;
    return new Promise((resolve) => {
      this.#more = resolve;
    });
  }

  override _read(): void {
    this.#more();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#ended.abort(error ?? undefined);
    this.#more();
    done(error);
  }
}

/**
 * Carries out an operation whose good answer is bytes. Resolves when they begin to come; an error after that is the
 * stream's.
 */
export async function download<P>(
  sender: Sender,
  op: AnyOp,
  params: P,
  options: CallOptions = {},
): Promise<Readable> {
  assertCallOptions(options, op.route);
  const { signal, timeout } = options;
  const stream = new Download();
  const { ended } = stream;
  if (signal?.aborted === true) ended.abort(signal.reason);
  const leave = signal === undefined ? () => {} : onAbort(signal, () => ended.abort(signal.reason));
  const call = sender.counted(op, params, { signal: ended.signal, timeout, sink: stream }).finally(leave);
  call.then(
    () => stream.push(null),
    (error) => stream.destroy(error),
  );
  // Before the first byte an error is the call's: nobody has the stream yet.
  const unheard = () => {};
  stream.on('error', unheard);
  await Promise.race([stream.begun, call]);
  stream.off('error', unheard);
  return stream;
}

import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { type Issue, isPveError, ParamsError, SourceError } from '../core/errors.js';
import type { CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';
import { issuesOf } from '../core/validate.js';
import { abortError } from './abort.js';
import { assertCallOptions } from './call-options.js';
import { multipart } from './multipart.js';
import type { EncodedBody } from './request-body.js';
import { upload as op } from './resources/upload.js';
import type { Sender } from './send.js';
import { dropSource, openSource, type Source, type UploadSource } from './upload-source.js';

/** A file to bring to a storage, and what it is to be there. */
export type UploadParams = z.infer<typeof op.params> & {
  /** What is uploaded. A stream is used up: whatever becomes of the upload, it is destroyed. */
  source: UploadSource;
  /** Bytes. A stream needs it; anything else has a size of its own, which must be the same. */
  size?: number | undefined;
};

/** How far an upload is, in bytes of the file. */
export interface UploadProgress {
  /** Handed to the connection. */
  sent: number;
  total: number;
}

/** How to upload. */
export interface UploadOptions extends CallOptions {
  /**
   * Milliseconds for the whole upload. There is no limit by default, as only the caller knows how long a file may take;
   * `timeouts.body` (30 s) limits how long it may stand still.
   */
  timeout?: number | undefined;
  /** Called when bytes were handed to the connection, the last time when all were. What it throws ends the upload, as it is. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** Uploads a file. The method of `client.storage`, whose type says what it does. */
export async function upload(
  sender: Sender,
  params: UploadParams,
  options: UploadOptions = {},
): Promise<Upid> {
  const { source, size, ...wire } = Object(params) as UploadParams;
  let opened: Source | undefined;
  try {
    assertOptions(options);
    const checked = op.params.safeParse(wire);
    if (!checked.success) throw new ParamsError(issuesOf(checked.error), { route: op.route });
    opened = await openSource(source, size);
    const complete = await withChecksum(checked.data, opened, options.signal);
    return await send(sender, complete, opened, options);
  } catch (error) {
    if (error instanceof ParamsError && error.route === undefined)
      throw new ParamsError(error.issues, { route: op.route, cause: error.cause });
    throw error;
  } finally {
    if (opened === undefined) dropSource(source);
    else opened.close();
  }
}

function assertOptions(options: UploadOptions): void {
  assertCallOptions(options, op.route);
  const { signal, onProgress } = options;
  const issue: Issue = { path: 'onProgress', message: 'a function is expected' };
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new ParamsError([issue], { route: op.route });
  if (signal?.aborted === true) throw abortError(signal.reason, 'no');
}

type Wire = z.infer<typeof op.params>;

/** Calculates the checksum that was asked for by its algorithm alone. */
async function withChecksum(wire: Wire, source: Source, signal: AbortSignal | undefined): Promise<Wire> {
  const { checksum, 'checksum-algorithm': algorithm } = wire;
  if (algorithm === undefined || checksum !== undefined) return wire;
  if (!source.again)
    throw new ParamsError([
      {
        path: 'checksum',
        message: 'missing: a stream can be read only once, so its checksum has to be given',
      },
    ]);
  const hash = createHash(algorithm);
  for await (const piece of checkedPieces(source)) {
    if (signal?.aborted === true) throw abortError(signal.reason, 'no');
    hash.update(piece);
  }
  return { ...wire, checksum: hash.digest('hex') };
}

async function send(sender: Sender, wire: Wire, source: Source, options: UploadOptions): Promise<Upid> {
  const { onProgress, signal, timeout } = options;
  let failure: { error: unknown } | undefined;
  const encode = (pairs: readonly (readonly [string, string])[]): EncodedBody => {
    const { filename = '', ...fields } = Object.fromEntries(pairs);
    const { contentType, head, tail } = multipart(fields, filename);
    const pieces = async function* () {
      try {
        yield head;
        yield* reported(source, onProgress);
        yield tail;
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    return { contentType, body: { length: head.length + source.size + tail.length, pieces: pieces() } };
  };
  try {
    return (await sender.counted(op, wire, { signal, timeout, encode })).data;
  } catch (error) {
    if (failure === undefined) throw error;
    // A source that the same signal ended did not fail by itself.
    const ended = failure.error instanceof SourceError && signal?.aborted === true;
    throw ended ? abortError(signal.reason, 'partial') : failure.error;
  }
}

/** No piece is longer than this, so that progress can be told and the connection asks for each. */
const longest = 1024 * 1024;

async function* reported(
  source: Source,
  onProgress: UploadOptions['onProgress'],
): AsyncGenerator<Uint8Array, void, undefined> {
  let sent = 0;
  for await (const piece of checkedPieces(source)) {
    for (let at = 0; at < piece.length; at += longest) {
      const part = piece.subarray(at, at + longest);
      yield part;
      sent += part.length;
      onProgress?.({ sent, total: source.size });
    }
  }
}

/** The pieces of a source, which ends with an error unless they are as many bytes as was said. */
async function* checkedPieces(source: Source): AsyncGenerator<Uint8Array, void, undefined> {
  const { size } = source;
  let read = 0;
  try {
    for await (const piece of source.pieces()) {
      if (!(piece instanceof Uint8Array))
        throw new TypeError('a stream of bytes is expected, not of other values');
      read += piece.length;
      if (read > size) throw new SourceError('long', { size, read });
      yield piece;
    }
    await source.verify();
  } catch (error) {
    throw isPveError(error) ? error : new SourceError('failed', { size, read, cause: error });
  }
  if (read < size) throw new SourceError('short', { size, read });
}

import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ParamsError, SourceError } from '../core/errors.js';

/**
 * What an upload can be read from: the path of a file (or its `file:` URL), bytes, a Blob or File (`fs.openAsBlob`), or a
 * stream of bytes, which needs a `size`.
 */
export type UploadSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>;

/** A source that is ready to be read. */
export interface Source {
  /** Bytes that it should have. */
  readonly size: number;
  /** False where it can be read only once. */
  readonly again: boolean;
  /** Its bytes, in pieces of any size. */
  pieces(): AsyncIterable<Uint8Array>;
  /** @throws SourceError if what was read may be a mixture of old and new. */
  verify(): Promise<void>;
  /** Lets go of it. A stream that has not ended is destroyed, which also ends a read that is under way. */
  close(): void;
}

/** How much of a file is read at once. */
const chunk = 64 * 1024;

/**
 * Opens a source and finds out its size.
 * @throws ParamsError for what is none, for a file that cannot be read, a stream without a size.
 */
export async function openSource(source: UploadSource, size: number | undefined): Promise<Source> {
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0))
    throw wrong('size', 'a whole number of bytes is expected');
  if (typeof source === 'string' || source instanceof URL) return openFile(source, size);
  if (source instanceof ArrayBuffer) return fromBytes(new Uint8Array(source), size);
  if (ArrayBuffer.isView(source))
    return fromBytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), size);
  if (source instanceof Blob) return fromBlob(source, size);
  if (!isStream(source)) throw wrong('source', 'a path, bytes, a Blob or a stream of bytes is expected');
  if (size === undefined) throw wrong('size', 'missing: PVE takes no stream of unknown length');
  const stream = streamOf(source);
  return { size, again: false, verify: async () => {}, ...stream };
}

/** Lets go of a source that was not opened. */
export function dropSource(source: unknown): void {
  if (!isStream(source) || isLocked(source)) return;
  streamOf(source).close();
}

function wrong(path: string, message: string, cause?: unknown): ParamsError {
  return new ParamsError([{ path, message }], cause === undefined ? {} : { cause });
}

function sized(real: number, said: number | undefined): number {
  if (said === undefined || said === real) return real;
  throw wrong('size', `the source has ${real} bytes`);
}

function fromBytes(bytes: Uint8Array, size: number | undefined): Source {
  return {
    size: sized(bytes.length, size),
    again: true,
    pieces: async function* () {
      yield bytes;
    },
    verify: async () => {},
    close: () => {},
  };
}

function fromBlob(blob: Blob, size: number | undefined): Source {
  const real = sized(blob.size, size);
  let read = 0;
  return {
    size: real,
    again: true,
    pieces: async function* () {
      read = 0;
      try {
        for await (const piece of blob.stream() as unknown as AsyncIterable<Uint8Array>) {
          read += piece.length;
          yield piece;
        }
      } catch (cause) {
        // What a Blob of a file says when the file is no longer what it was.
        const changed = cause instanceof DOMException && cause.name === 'NotReadableError';
        throw new SourceError(changed ? 'changed' : 'failed', { size: real, read, cause });
      }
    },
    verify: async () => {},
    close: () => {},
  };
}

async function openFile(path: string | URL, said: number | undefined): Promise<Source> {
  let handle: FileHandle | undefined;
  try {
    // Asked before it is opened, which would wait for the other end of a named pipe.
    if (!(await stat(path)).isFile()) throw wrong('source', 'not a regular file');
    handle = await open(path, 'r');
    return await fromFile(handle, said);
  } catch (error) {
    await handle?.close();
    if (error instanceof ParamsError) throw error;
    const { code } = error as { code?: unknown };
    throw wrong('source', `the file cannot be read${typeof code === 'string' ? `: ${code}` : ''}`, error);
  }
}

async function fromFile(handle: FileHandle, said: number | undefined): Promise<Source> {
  const before = await handle.stat({ bigint: true });
  const size = sized(Number(before.size), said);
  let read = 0;
  return {
    size,
    again: true,
    pieces: async function* () {
      for (read = 0; read < size; ) {
        const buffer = Buffer.allocUnsafe(Math.min(chunk, size - read));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, read);
        if (bytesRead === 0) return;
        read += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    verify: async () => {
      const after = await handle.stat({ bigint: true });
      if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
        throw new SourceError('changed', { size, read });
    },
    close: () => void handle.close().catch(() => {}),
  };
}

interface Stream {
  pieces(): AsyncIterable<Uint8Array>;
  close(): void;
}

type StreamSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

function isStream(source: unknown): source is StreamSource {
  return typeof (source as AsyncIterable<unknown> | undefined | null)?.[Symbol.asyncIterator] === 'function';
}

function isLocked(source: StreamSource): boolean {
  return source instanceof ReadableStream && source.locked;
}

function streamOf(source: StreamSource): Stream {
  if (isLocked(source)) throw wrong('source', 'the stream is locked: something else reads it');
  if (source instanceof Readable) return fromReadable(source);
  return source instanceof ReadableStream ? fromWebStream(source) : fromIterable(source);
}

function fromReadable(stream: Readable): Stream {
  // One that fails before it is read would bring down the process; the reader gets to see the error all the same.
  stream.on('error', () => {});
  return { pieces: () => stream, close: () => void stream.destroy() };
}

function fromWebStream(stream: ReadableStream<Uint8Array>): Stream {
  // Not by its iterator: that cannot be ended while a read is under way.
  const reader = stream.getReader();
  return {
    pieces: async function* () {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    },
    close: () => void reader.cancel().catch(() => {}),
  };
}

function fromIterable(source: AsyncIterable<Uint8Array>): Stream {
  const iterator = source[Symbol.asyncIterator]();
  return {
    pieces: () => ({ [Symbol.asyncIterator]: () => iterator }),
    // A generator ends when its read that is under way does.
    close: () => void Promise.resolve(iterator.return?.()).catch(() => {}),
  };
}

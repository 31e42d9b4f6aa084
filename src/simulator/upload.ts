import { createHash, type Hash } from 'node:crypto';

/** A file that came in a multipart body, without its bytes: nobody asks for them, and they may be many. */
export interface UploadedFile {
  /** Where pveproxy would have put it. */
  readonly tmpfilename: string;
  /** Bytes. */
  readonly size: number;
  /** In hex; undefined where no checksum was asked for. */
  readonly checksum: string | undefined;
}

/** What a multipart body holds. */
export interface Upload {
  readonly params: Readonly<Record<string, string>>;
  readonly file: Omit<UploadedFile, 'tmpfilename'>;
}

/** A body that pveproxy gives up on; the text is what it says. */
export class BadUpload extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'BadUpload';
  }
}

const source = '/usr/share/perl5/PVE/APIServer/AnyEvent.pm';
const hashes = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
/** What pveproxy keeps in memory of a connection; one that sends more, and nothing reads it, is dropped. */
export const readAhead = 520 * 1024;

/**
 * Reads an upload as pveproxy does (pve-http-server src/PVE/APIServer/AnyEvent.pm): no general reader of multipart bodies,
 * but one that looks for `content`, `checksum-algorithm` and `checksum`, in this order, then for the file. What comes
 * in another order is not found. The file's bytes are counted, and go into the checksum that is asked for.
 */
export class MultipartReader {
  readonly #delimiter: string;
  readonly #close: Buffer;
  readonly #params: Record<string, string> = {};
  #phase: 'preamble' | 'fields' | 'file' | 'done' = 'preamble';
  #text = '';
  #rest: Buffer = Buffer.alloc(0);
  #hash: Hash | undefined;
  #size = 0;

  constructor(boundary: string) {
    this.#delimiter = `--${boundary}`;
    this.#close = Buffer.from(`--${boundary}--`, 'latin1');
  }

  /** Takes the next bytes. */
  write(chunk: Uint8Array): void {
    if (this.#phase === 'file') this.#file(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    if (this.#phase !== 'preamble' && this.#phase !== 'fields') return;
    this.#text += Buffer.from(chunk).toString('latin1');
    if (this.#phase === 'preamble') this.#preamble();
    if (this.#phase === 'fields') this.#fields();
    if (this.#text.length > readAhead) throw cutOff();
  }

  /** What it was, once all bytes came. */
  end(): Upload {
    if (this.#phase !== 'done') throw cutOff();
    return { params: this.#params, file: { size: this.#size, checksum: this.#hash?.digest('hex') } };
  }

  #preamble(): void {
    const at = this.#find(0);
    if (at === undefined) return;
    this.#text = this.#text.slice(at.start);
    this.#phase = 'fields';
  }

  /** Where the next delimiter with its line end is. */
  #find(from: number): { start: number; end: number } | undefined {
    for (let start = this.#text.indexOf(this.#delimiter, from); start !== -1; ) {
      const after = start + this.#delimiter.length;
      const lineEnd = /^\r?\n/.exec(this.#text.slice(after, after + 2))?.[0];
      if (lineEnd !== undefined) return { start, end: after + lineEnd.length };
      start = this.#text.indexOf(this.#delimiter, after);
    }
    return undefined;
  }

  #fields(): void {
    for (const name of ['content', 'checksum-algorithm', 'checksum']) this.#field(name);
    const head = this.#find(0)?.end ?? 0;
    const match = /^Content-Disposition: (.*?); name="(.*?)"; filename="([^"]+)"/s.exec(
      this.#text.slice(head),
    );
    if (match === null) return;
    const [all, kind = '', name, filename = ''] = match;
    assertFormData(kind);
    if (name !== 'filename')
      throw new BadUpload(
        `wrong field name '${name}' for file upload, expected 'filename' at ${source} line 1325.`,
      );
    this.#params['filename'] = filename.trim();
    this.#text = withoutHeaders(this.#text.slice(head + all.length));
    this.#phase = 'file';
    const algorithm = this.#params['checksum-algorithm'];
    if (algorithm !== undefined && hashes.includes(algorithm)) this.#hash = createHash(algorithm);
    const begin = Buffer.from(this.#text, 'latin1');
    this.#text = '';
    this.#file(begin);
  }

  /** Takes a field with all that is before it, if another part follows. */
  #field(name: string): void {
    const head = this.#find(0)?.end ?? 0;
    const opening = new RegExp(`Content-Disposition: (.*?); name="${name}"`, 's').exec(
      this.#text.slice(head),
    );
    if (opening === null) return;
    const from = head + opening.index + opening[0].length;
    if (this.#find(from) === undefined) return;
    assertFormData(opening[1] ?? '');
    this.#text = withoutHeaders(this.#text.slice(from));
    const next = this.#find(0);
    if (next === undefined) return;
    this.#params[name] = this.#text.slice(0, next.start).trim();
    this.#text = this.#text.slice(next.start);
  }

  #file(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const close = bytes.indexOf(this.#close);
    if (close !== -1) {
      const before = bytes.subarray(0, close);
      const lineEnd = before.at(-1) !== 0x0a ? 0 : before.at(-2) === 0x0d ? 2 : 1;
      this.#take(before.subarray(0, before.length - lineEnd));
      this.#phase = 'done';
      return;
    }
    // What may be the beginning of the end is kept back.
    const keep = Math.min(bytes.length, this.#close.length + 4);
    this.#take(bytes.subarray(0, bytes.length - keep));
    this.#rest = Buffer.from(bytes.subarray(bytes.length - keep));
  }

  #take(bytes: Buffer): void {
    this.#size += bytes.length;
    this.#hash?.update(bytes);
  }
}

/** All up to the first blank line goes; if it is not there yet, nothing does, and it is taken for data. */
function withoutHeaders(text: string): string {
  return text.replace(/^.*?(?:\r?\n){2}/s, '');
}

function cutOff(): BadUpload {
  return new BadUpload(`upload failed at ${source} line 1370.`);
}

function assertFormData(kind: string): void {
  if (kind !== 'form-data')
    throw new BadUpload(`wrong Content-Disposition '${kind}' in multipart, expected 'form-data'`);
}

/** The boundary of a multipart body's content type; quotes are not understood. */
export function boundaryOf(type: string): string | undefined {
  const [kind, ...params] = type.split(/\s*[;,]\s*/);
  if (kind !== 'multipart/form-data') return undefined;
  return params
    .map((param) => /^\s*boundary\s*=\s*(\S+?)\s*$/.exec(param)?.[1])
    .find((found) => found !== undefined);
}

/** All of a body, as an upload. */
export async function readUpload(pieces: AsyncIterable<Uint8Array>, boundary: string): Promise<Upload> {
  const reader = new MultipartReader(boundary);
  for await (const piece of pieces) reader.write(piece);
  return reader.end();
}

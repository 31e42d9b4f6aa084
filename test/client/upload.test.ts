import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { appendFile, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  AbortedError,
  ConnectionError,
  fetchTransport,
  OutcomeUnknownError,
  ParamsError,
  PermissionError,
  SourceError,
  TimeoutError,
  type UploadParams,
  type UploadProgress,
} from '@felhom/proxmox';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorOf, failure } from '../support/client.js';
import { json, refusal } from '../support/server.js';
import { UploadServer, upid } from '../support/upload-server.js';

const place = { node: 'pve1', storage: 'local', content: 'iso', filename: 'debian-13.iso' } as const;
const bytes = randomBytes(700_001);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'felhom-upload-'));
  path = join(folder, 'debian-13.iso');
  await writeFile(path, bytes);
});
afterAll(() => rm(folder, { recursive: true }));

/** The fields of a body as Node's own reader of forms sees them, in order; files as the checksum of their bytes. */
async function formOf({ body, headers }: UploadServer): Promise<[string, string][]> {
  const type = { 'content-type': headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(body), { headers: type }).formData();
  return Promise.all(
    [...form].map(
      async ([name, value]): Promise<[string, string]> => [
        name,
        typeof value === 'string' ? value : sha256(new Uint8Array(await (value as Blob).arrayBuffer())),
      ],
    ),
  );
}

async function* piecesOf(data: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

/** A stream that gives some bytes and then nothing more, ever. */
function stalled(): Readable {
  const stream = new Readable({ read() {} });
  stream.push(bytes.subarray(0, 100_000));
  return stream;
}

describe('an upload', () => {
  const sources: [string, () => Promise<Pick<UploadParams, 'source' | 'size'>>][] = [
    ['a path', async () => ({ source: path })],
    ['a file: URL', async () => ({ source: pathToFileURL(path) })],
    ['bytes', async () => ({ source: bytes })],
    ['an ArrayBuffer', async () => ({ source: new Uint8Array(bytes).buffer, size: bytes.length })],
    ['a Blob', async () => ({ source: new Blob([bytes]) })],
    ['a Blob of a file', async () => ({ source: await openAsBlob(path) })],
    ['a Readable', async () => ({ source: createReadStream(path), size: bytes.length })],
    ['a web stream', async () => ({ source: new Blob([bytes]).stream(), size: bytes.length })],
    ['a generator', async () => ({ source: piecesOf(bytes, 7_777), size: bytes.length })],
  ];

  it.each(sources)('from %s arrives byte by byte', async (_what, source) => {
    const server = await UploadServer.start();
    expect(await server.client().storage.upload({ ...place, ...(await source()) })).toBe(upid);
    expect(await formOf(server)).toEqual([
      ['content', 'iso'],
      ['filename', sha256(bytes)],
    ]);
    expect(server.headers['content-length']).toBe(String(server.body.length));
    expect(server.headers).not.toHaveProperty('transfer-encoding');
  });

  it('has all fields in front of the file, in the order that PVE reads them', async () => {
    const server = await UploadServer.start();
    const checksum = sha256(bytes);
    await server.client().storage.upload({
      checksum,
      'checksum-algorithm': 'sha256',
      filename: 'x.tar.zst',
      content: 'vztmpl',
      storage: 'local',
      node: 'pve1',
      source: bytes,
    });
    expect(await formOf(server)).toEqual([
      ['content', 'vztmpl'],
      ['checksum-algorithm', 'sha256'],
      ['checksum', checksum],
      ['filename', sha256(bytes)],
    ]);
    const lines = server.body.subarray(0, 2_000).toString('latin1').split('\r\n');
    const [boundary = ''] = lines;
    expect(server.headers['content-type']).toBe(`multipart/form-data; boundary=${boundary.slice(2)}`);
    // PVE wants this to be the first header of a part.
    expect(lines.filter((_line, index) => lines[index - 1] === boundary)).toEqual([
      'Content-Disposition: form-data; name="content"',
      'Content-Disposition: form-data; name="checksum-algorithm"',
      'Content-Disposition: form-data; name="checksum"',
      'Content-Disposition: form-data; name="filename"; filename="x.tar.zst"',
    ]);
    expect(server.body.subarray(-boundary.length - 6).toString()).toBe(`\r\n${boundary}--\r\n`);
  });

  it('comes with all that is in front of the file in one piece: PVE would take the rest of it for data', async () => {
    const server = await UploadServer.start();
    await server.client().storage.upload({ ...place, source: bytes });
    expect(server.first.toString('latin1')).toMatch(/filename="debian-13\.iso"\r\nContent-Type: .*\r\n\r\n/);
  });

  it('of nothing is one too', async () => {
    const server = await UploadServer.start();
    await server.client().storage.upload({ ...place, source: new Uint8Array() });
    expect(await formOf(server)).toEqual([
      ['content', 'iso'],
      ['filename', sha256(new Uint8Array())],
    ]);
  });

  it('arrives whatever the bytes and the pieces of its source', async () => {
    const server = await UploadServer.start();
    const client = server.client();
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .constantFrom('\r\n', '--', '\r\n--felhom-', '\r', '', '\r\n\r\n')
        .map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const whole = Buffer.concat(pieces);
        await client.storage.upload({ ...place, source: Readable.from(pieces), size: whole.length });
        expect((await formOf(server)).at(-1)).toEqual(['filename', sha256(whole)]);
      }),
      { numRuns: 60 },
    );
  });

  it('tells how far it is', async () => {
    const server = await UploadServer.start();
    const seen: UploadProgress[] = [];
    await server
      .client()
      .storage.upload({ ...place, source: path }, { onProgress: (step) => void seen.push(step) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(({ sent }) => sent)).toEqual(seen.map(({ sent }) => sent).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ sent: bytes.length, total: bytes.length });
  });

  it.each(['sha256', 'md5', 'sha512'] as const)(
    'calculates %s itself if it is not given',
    async (algorithm) => {
      const server = await UploadServer.start();
      for (const source of [path, bytes, new Blob([bytes])]) {
        await server.client().storage.upload({ ...place, source, 'checksum-algorithm': algorithm });
        const form = await formOf(server);
        expect(form.slice(1)).toEqual([
          ['checksum-algorithm', algorithm],
          ['checksum', createHash(algorithm).update(bytes).digest('hex')],
          ['filename', sha256(bytes)],
        ]);
      }
    },
  );

  it('is sent on a connection of its own age: an idle one may have gone stale', async () => {
    const server = await UploadServer.start();
    const client = server.client({ connections: 1 });
    await client.storage.upload({ ...place, source: bytes });
    const first = server.open;
    await client.storage.upload({ ...place, source: bytes });
    await server.until(() => server.open === 1);
    expect([first, server.complete]).toEqual([1, 2]);
  });

  it('takes longer than a call may', async () => {
    const server = await UploadServer.start();
    const slow = async function* () {
      for (let n = 0; n < 6; n += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        yield bytes.subarray(0, 1_000);
      }
    };
    const client = server.client({ timeouts: { call: 30, headers: 50, body: 5_000 } });
    expect(await client.storage.upload({ ...place, source: slow(), size: 6_000 })).toBe(upid);
  });
});

describe('an upload is refused before anything is sent', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['a name with a blank', { filename: 'debian 13.iso' }, 'filename'],
    ['a name with a quote', { filename: 'x".iso' }, 'filename'],
    ['a name with a line break', { filename: 'x.iso"\r\nX-Evil: 1\r\n\r\n.iso' }, 'filename'],
    ['a name with a folder', { filename: '../x.iso' }, 'filename'],
    ['a name that is only an ending', { filename: '.iso' }, 'filename'],
    ['a name of another content', { filename: 'x.tar.gz' }, 'filename'],
    ['a template that is no archive', { content: 'vztmpl', filename: 'x.iso' }, 'filename'],
    ['an import in capitals', { content: 'import', filename: 'x.QCOW2' }, 'filename'],
    ['a name that is too long', { filename: `${'x'.repeat(252)}.iso` }, 'filename'],
    ['a backup', { content: 'backup', filename: 'vzdump-lxc-101-x.tar.zst' }, 'content'],
    ['a checksum without algorithm', { checksum: 'a'.repeat(64) }, 'checksum-algorithm'],
    [
      'a checksum of another length',
      { checksum: 'a'.repeat(63), 'checksum-algorithm': 'sha256' },
      'checksum',
    ],
    [
      'a checksum with a line break',
      { checksum: `${'a'.repeat(30)}\r\n`, 'checksum-algorithm': 'md5' },
      'checksum',
    ],
    ['a file name of the host', { tmpfilename: '/var/tmp/pveupload-0' }, 'tmpfilename'],
    ['a file that is not there', { source: '/nonexistent/x.iso' }, 'source'],
    ['a folder', { source: tmpdir() }, 'source'],
    ['a device', { source: '/dev/zero' }, 'source'],
    ['no source', { source: undefined }, 'source'],
    ['a number', { source: 7 }, 'source'],
    ['a stream without size', { source: Readable.from([bytes]) }, 'size'],
    ['a size that is none', { source: Readable.from([bytes]), size: 1.5 }, 'size'],
    ['a size that the bytes do not have', { source: bytes, size: 5 }, 'size'],
    [
      'a stream whose checksum is to be calculated',
      { source: Readable.from([bytes]), size: 5, 'checksum-algorithm': 'md5' },
      'checksum',
    ],
  ];

  it.each(cases)('%s', async (_what, wrong, at) => {
    const server = await UploadServer.start();
    const params = { ...place, source: bytes, ...wrong } as unknown as UploadParams;
    const error = await failure(server.client().storage.upload(params), ParamsError);
    expect(error.route).toBe('POST /nodes/{node}/storage/{storage}/upload');
    expect([...new Set(error.issues.map((issue) => issue.path))]).toEqual([at]);
    if (params.source instanceof Readable) expect(params.source.destroyed).toBe(true);
    expect(server.open).toBe(0);
  });

  it('a size that the file does not have', async () => {
    const server = await UploadServer.start();
    const error = await failure(
      server.client().storage.upload({ ...place, source: path, size: 5 }),
      ParamsError,
    );
    expect(error.issues).toEqual([{ path: 'size', message: 'the source has 700001 bytes' }]);
  });

  it('a stream that something else reads', async () => {
    const server = await UploadServer.start();
    const source = new Blob([bytes]).stream();
    source.getReader();
    const params = { ...place, source, size: bytes.length };
    const error = await failure(server.client().storage.upload(params), ParamsError);
    expect(error.issues).toMatchObject([{ path: 'source' }]);
  });

  it('options that cannot be kept to', async () => {
    const client = (await UploadServer.start()).client();
    for (const options of [{ timeout: 0 }, { signal: 7 }, { onProgress: 'yes' }]) {
      const call = client.storage.upload({ ...place, source: bytes }, options as never);
      await failure(call, ParamsError);
    }
  });
});

describe('a source that lies', () => {
  it.each([
    ['fewer', bytes.length + 1, 'short'],
    ['more', bytes.length - 1, 'long'],
    ['many fewer', 2 * bytes.length, 'short'],
    ['some where none should be', 0, 'long'],
  ])('and has %s bytes never becomes a whole upload', async (_what, size, why) => {
    const server = await UploadServer.start();
    for (const source of [Readable.from([bytes]), piecesOf(bytes, 9_999), new Blob([bytes]).stream()]) {
      const error = await failure(server.client().storage.upload({ ...place, source, size }), SourceError);
      expect(error).toMatchObject({ why, size, code: 'PVE_SOURCE' });
    }
    await server.until(() => server.open === 0);
    expect(server.complete).toBe(0);
  });

  it('and fails in the middle is said so, and hangs up', async () => {
    const server = await UploadServer.start();
    const why = new Error('the disk is broken');
    const source = async function* () {
      yield bytes.subarray(0, 200_000);
      throw why;
    };
    const call = server.client().storage.upload({ ...place, source: source(), size: bytes.length });
    expect(await failure(call, SourceError)).toMatchObject({ why: 'failed', read: 200_000, cause: why });
    await server.until(() => server.open === 0);
    expect(server.complete).toBe(0);
  });

  it('and failed before it was read does not bring down the process', async () => {
    const server = await UploadServer.start();
    const source = createReadStream(join(folder, 'nothing-here'));
    const error = await failure(server.client().storage.upload({ ...place, source, size: 5 }), SourceError);
    expect(error).toMatchObject({ why: 'failed', cause: { code: 'ENOENT' } });
  });

  it('and gives texts in place of bytes is refused', async () => {
    const server = await UploadServer.start();
    const source = Readable.from(['a text']);
    const error = await failure(server.client().storage.upload({ ...place, source, size: 6 }), SourceError);
    expect(error.why).toBe('failed');
    expect(server.complete).toBe(0);
  });

  const changes: [string, (file: string) => Promise<void>][] = [
    ['grows', (file) => appendFile(file, 'more')],
    ['shrinks', (file) => truncate(file, 300_000)],
    ['is written to', (file) => utimes(file, new Date(0), new Date(0))],
  ];
  it.each(changes)('as a file that %s meanwhile', async (_what, change) => {
    const server = await UploadServer.start();
    const file = join(folder, 'changing.iso');
    await writeFile(file, bytes);
    let changed = false;
    const slowly = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const piece of source) {
        yield piece;
        if (!changed) await change(file);
        changed = true;
      }
    };
    // Between two pieces, where a callback of the upload cannot wait.
    const transport = fetchTransport(async (request) => {
      const pieces = slowly(request.body as unknown as AsyncIterable<Uint8Array>);
      for await (const _piece of pieces) void 0;
      return Response.json({ data: upid });
    });
    const client = server.client({ transport, fingerprint: undefined } as never);
    const error = await failure(client.storage.upload({ ...place, source: file }), SourceError);
    expect(error).toMatchObject({ why: 'changed' });
  });
});

describe('an abort of an upload', () => {
  const reason = new Error('the operator pressed ^C');

  it('before it begins sends nothing and destroys the source', async () => {
    const server = await UploadServer.start();
    const source = stalled();
    const options = { signal: AbortSignal.abort(reason) };
    const call = server.client().storage.upload({ ...place, source, size: bytes.length }, options);
    expect(await failure(call, AbortedError)).toMatchObject({ sent: 'no', cause: reason });
    expect([server.open, source.destroyed]).toEqual([0, true]);
  });

  it('while the checksum is calculated sends nothing', async () => {
    const server = await UploadServer.start();
    const controller = new AbortController();
    const source = await openAsBlob(path);
    const call = server
      .client()
      .storage.upload({ ...place, source, 'checksum-algorithm': 'sha256' }, { signal: controller.signal });
    controller.abort(reason);
    expect(await failure(call, AbortedError)).toMatchObject({ sent: 'no', cause: reason });
    expect(server.complete).toBe(0);
  });

  it.each<
    [string, () => Readable | ReadableStream<Uint8Array> | AsyncGenerator<Uint8Array, void, undefined>]
  >([
    ['a Readable', stalled],
    ['a web stream', () => Readable.toWeb(stalled()) as ReadableStream<Uint8Array>],
    [
      'a generator',
      async function* () {
        yield bytes.subarray(0, 100_000);
        await new Promise(() => {});
      },
    ],
  ])('in the middle hangs up and lets go of the source: %s', async (_what, make) => {
    const server = await UploadServer.start();
    const controller = new AbortController();
    const source = make();
    const call = server
      .client()
      .storage.upload({ ...place, source, size: bytes.length }, { signal: controller.signal });
    const error = failure(call, AbortedError);
    await server.until(() => server.body.length >= 100_000);
    controller.abort(reason);
    expect(await error).toMatchObject({ name: 'AbortError', sent: 'partial', cause: reason });
    await server.until(() => server.open === 0);
    expect(server.complete).toBe(0);
    if (source instanceof Readable) expect(source.destroyed).toBe(true);
  });

  it('that also ends the source is still an abort', async () => {
    const server = await UploadServer.start();
    const controller = new AbortController();
    const source = stalled();
    const call = server
      .client()
      .storage.upload({ ...place, source, size: bytes.length }, { signal: controller.signal });
    const error = failure(call, AbortedError);
    await server.until(() => server.body.length >= 100_000);
    source.destroy(reason);
    controller.abort(reason);
    expect(await error).toMatchObject({ sent: 'partial' });
  });

  it('after all was sent leaves the outcome unknown', async () => {
    const server = await UploadServer.start({ answer: undefined });
    const controller = new AbortController();
    const call = server.client().storage.upload({ ...place, source: bytes }, { signal: controller.signal });
    const error = failure(call, OutcomeUnknownError);
    await server.until(() => server.complete === 1);
    controller.abort(reason);
    expect((await error).cause).toBeInstanceOf(AbortedError);
    expect(server.complete).toBe(1);
  });

  it('by what `onProgress` throws ends as that', async () => {
    const server = await UploadServer.start();
    const stop = new RangeError('enough');
    const options = {
      onProgress: () => {
        throw stop;
      },
    };
    expect(await errorOf(server.client().storage.upload({ ...place, source: path }, options))).toBe(stop);
    await server.until(() => server.open === 0);
    expect(server.complete).toBe(0);
  });

  it('by closing the client ends it, provably incomplete', async () => {
    const server = await UploadServer.start();
    const client = server.client();
    const call = client.storage.upload({ ...place, source: stalled(), size: bytes.length });
    const error = failure(call, ConnectionError);
    await server.until(() => server.body.length >= 100_000);
    await client.close();
    expect(await error).toMatchObject({ sent: 'partial' });
  });
});

describe('an upload that gets stuck', () => {
  it('because its source gives nothing more is a time-out, not an unknown outcome', async () => {
    const server = await UploadServer.start();
    const client = server.client({ timeouts: { body: 50 } });
    const source = stalled();
    const error = await failure(
      client.storage.upload({ ...place, source, size: bytes.length }),
      TimeoutError,
    );
    expect(error).toMatchObject({ phase: 'send', timeout: 50, sent: 'partial' });
    expect(source.destroyed).toBe(true);
    await server.until(() => server.open === 0);
  });

  it('because the host takes nothing more is one too', async () => {
    const server = await UploadServer.start({ at: 1, act: (socket) => void socket.pause() });
    const client = server.client({ timeouts: { body: 200 } });
    // More than all buffers on the way hold.
    const source = new Blob([new Uint8Array(64 * 1024 * 1024)]);
    const error = await failure(client.storage.upload({ ...place, source }), TimeoutError);
    expect(error).toMatchObject({ phase: 'send', timeout: 200, sent: 'partial' });
  });

  it('because all was sent and no answer comes leaves the outcome unknown', async () => {
    const server = await UploadServer.start({ answer: undefined });
    const client = server.client({ timeouts: { headers: 50 } });
    const error = await failure(client.storage.upload({ ...place, source: bytes }), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ phase: 'headers', timeout: 50, sent: 'unknown' });
    await server.until(() => server.complete === 1);
  });

  it('is ended by the `timeout` of the call', async () => {
    const server = await UploadServer.start();
    const params = { ...place, source: stalled(), size: bytes.length };
    const error = await failure(server.client().storage.upload(params, { timeout: 500 }), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', timeout: 500, sent: 'partial' });
  });
});

describe('an upload whose connection', () => {
  it('breaks in the middle has not happened, and is not tried again', async () => {
    const server = await UploadServer.start({ at: 50_000, act: (socket) => void socket.destroy() });
    const source = new Blob([new Uint8Array(64 * 1024 * 1024)]);
    const error = await failure(server.client().storage.upload({ ...place, source }), ConnectionError);
    expect(error).toMatchObject({ kind: 'reset', sent: 'partial' });
    expect(error.hint).toContain('Datastore.AllocateTemplate');
    await server.until(() => server.open === 0);
    expect(server.complete).toBe(0);
  });

  it('breaks after all was sent may have happened', async () => {
    const server = await UploadServer.start({ at: bytes.length, act: (socket) => void socket.destroy() });
    const error = await failure(
      server.client().storage.upload({ ...place, source: bytes }),
      OutcomeUnknownError,
    );
    expect(error.cause).toMatchObject({ kind: 'reset', sent: 'unknown' });
  });

  it('was refused was not sent', async () => {
    const client = (await UploadServer.start()).client({ url: 'https://127.0.0.1:9' });
    const source = stalled();
    const error = await failure(
      client.storage.upload({ ...place, source, size: bytes.length }),
      ConnectionError,
    );
    expect(error).toMatchObject({ kind: 'refused', sent: 'no' });
    expect(source.destroyed).toBe(true);
  });

  it('leads to another certificate reads nothing of the source', async () => {
    const server = await UploadServer.start();
    const read = vi.fn();
    const source = new Readable({ read });
    const client = server.client({ fingerprint: 'ab'.repeat(32) });
    const error = await failure(client.storage.upload({ ...place, source, size: 5 }), ConnectionError);
    expect(error).toMatchObject({ kind: 'pin', sent: 'no' });
    expect(read).not.toHaveBeenCalled();
  });
});

describe('an answer to an upload', () => {
  it.each([
    ['in the middle', 1_000],
    ['at its end', bytes.length],
  ])('that is a refusal %s is that refusal', async (_when, at) => {
    const text = 'Permission check failed (/storage/local, Datastore.AllocateTemplate)';
    const server = await UploadServer.start({ at, act: (socket) => void socket.write(refusal(403, text)) });
    const source = Readable.from(piecesOf(bytes, 5_000));
    const call = server.client().storage.upload({ ...place, source, size: bytes.length });
    expect(await failure(call, PermissionError)).toMatchObject({
      privileges: ['Datastore.AllocateTemplate'],
    });
    expect(source.destroyed).toBe(true);
  });

  it('that is a 596 leaves the outcome unknown: another node may be at work on it', async () => {
    const server = await UploadServer.start({ answer: refusal(596, 'Connection timed out') });
    const error = await failure(
      server.client().storage.upload({ ...place, source: bytes }),
      OutcomeUnknownError,
    );
    expect(error.cause).toMatchObject({ status: 596 });
    expect(server.complete).toBe(1);
  });

  it('must be a UPID', async () => {
    const server = await UploadServer.start({ answer: json({ data: null }) });
    await failure(server.client().storage.upload({ ...place, source: bytes }), OutcomeUnknownError);
  });
});

describe('an upload by a fetch', () => {
  const by = (fetch: (request: Request) => Promise<Response>) => ({
    transport: fetchTransport(fetch),
    fingerprint: undefined,
  });

  it('streams, with its length', async () => {
    const server = await UploadServer.start();
    const seen: string[] = [];
    const client = server.client(
      by(async (request) => {
        seen.push(request.headers.get('content-length') ?? '');
        const form = await request.formData();
        const file = form.get('filename') as File;
        expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
        return Response.json({ data: upid });
      }) as never,
    );
    expect(await client.storage.upload({ ...place, source: path })).toBe(upid);
    expect(Number(seen[0])).toBeGreaterThan(bytes.length);
  });

  it('that gets stuck, is aborted or lied to ends in the same ways', async () => {
    const server = await UploadServer.start();
    const drain = by(async (request) => {
      await request.arrayBuffer();
      return Response.json({ data: upid });
    });
    const client = server.client({ ...drain, timeouts: { body: 50 } } as never);
    const params = { ...place, size: bytes.length };
    const stuck = await failure(client.storage.upload({ ...params, source: stalled() }), TimeoutError);
    expect(stuck).toMatchObject({ phase: 'send', sent: 'partial' });
    const short = await failure(
      client.storage.upload({ ...params, source: piecesOf(bytes, 1e6), size: 1e6 }),
      SourceError,
    );
    expect(short.why).toBe('short');
    const controller = new AbortController();
    const call = client.storage.upload(
      { ...params, source: stalled() },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    expect(await failure(call, AbortedError)).toMatchObject({ sent: 'partial' });
  });

  it('that cannot stream a body says so and sends nothing', async () => {
    const server = await UploadServer.start();
    const fetch = vi.fn();
    const client = server.client(by(fetch) as never);
    // A runtime of this kind reads a stream as its text.
    vi.stubGlobal(
      'Request',
      class {
        readonly headers = new Headers({ 'content-type': 'text/plain' });
      },
    );
    try {
      const error = await failure(client.storage.upload({ ...place, source: bytes }), ConnectionError);
      expect(error).toMatchObject({ sent: 'no', message: expect.stringContaining('cannot stream a body') });
      expect(fetch).not.toHaveBeenCalled();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

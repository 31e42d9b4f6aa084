import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import {
  AbortedError,
  type Client,
  ConnectionError,
  fetchTransport,
  HttpError,
  ParamsError,
  TimeoutError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, errorOf, failure } from '../support/client.js';
import { json, raw, refusal, ScriptedServer } from '../support/server.js';

const file = {
  node: 'pve1',
  storage: 'pbs',
  volume: 'pbs:backup/ct/101/2026-11-20T10:00:00Z',
  filepath: Buffer.from('/etc/hosts').toString('base64'),
};
const bytes = randomBytes(3_000_000);
const sum = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
// pveproxy knows no length: the end of the connection is the end of the bytes.
const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/octet-stream\r\n\r\n';

/** A server that begins an answer and leaves the rest to the test. */
async function begun(): Promise<{ server: ScriptedServer; client: Client; socket: () => TLSSocket }> {
  let found: TLSSocket | undefined;
  const server = await ScriptedServer.start((_request, socket) => {
    found = socket;
    socket.write(head);
    return undefined;
  });
  const socket = () => {
    if (found === undefined) throw new Error('nothing was asked for yet');
    return found;
  };
  return { server, client: clientOf(server), socket };
}

describe('a download out of a backup', () => {
  it('gives the bytes as they are, whatever their number', async () => {
    const server = await ScriptedServer.start((_request, socket) => {
      socket.end(Buffer.concat([Buffer.from(head), bytes]));
      return undefined;
    });
    const stream = await clientOf(server, { maxBody: 1_000 }).storage.fileRestore.download({
      ...file,
      tar: true,
    });
    expect(stream).toBeInstanceOf(Readable);
    expect(sum(await buffer(stream))).toBe(sum(bytes));
    const { pathname, searchParams } = new URL(server.requests[0]?.target ?? '', server.url);
    expect(pathname).toBe('/api2/json/nodes/pve1/storage/pbs/file-restore/download');
    expect(Object.fromEntries(searchParams)).toEqual({
      volume: file.volume,
      filepath: file.filepath,
      tar: '1',
    });
  });

  it('of nothing ends at once', async () => {
    const server = await ScriptedServer.start(() => raw('200 OK', { Connection: 'close' }));
    expect(await buffer(await clientOf(server).storage.fileRestore.download(file))).toHaveLength(0);
  });

  it('resolves when the bytes begin, and asks for more only when they are read', async () => {
    const { client, socket } = await begun();
    const stream = await client.storage.fileRestore.download(file);
    const total = 64 * 1024 * 1024;
    let written = 0;
    const feed = () => {
      while (written < total && socket().write(bytes.subarray(0, 1_048_576))) written += 1_048_576;
    };
    socket().on('drain', feed);
    feed();
    // Nobody reads: the server gets stuck long before it has written all.
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(written).toBeLessThan(total / 2);
    stream.destroy();
  });

  it('may be read slower than any time limit', async () => {
    const { server, socket } = await begun();
    const client = clientOf(server, { timeouts: { body: 40, call: 60 } });
    const stream = await client.storage.fileRestore.download(file);
    socket().end(bytes.subarray(0, 1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sum(await buffer(stream))).toBe(sum(bytes.subarray(0, 1_000_000)));
  });

  it('that stands still fails the stream', async () => {
    const { server } = await begun();
    const client = clientOf(server, { timeouts: { body: 40 } });
    const stream = await client.storage.fileRestore.download(file);
    expect(await failure(buffer(stream), TimeoutError)).toMatchObject({ phase: 'body', timeout: 40 });
  });

  it('that breaks off before the length that was told fails the stream', async () => {
    const server = await ScriptedServer.start((_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nsome');
      return undefined;
    });
    const stream = await clientOf(server).storage.fileRestore.download(file);
    server.reset();
    expect(await failure(buffer(stream), ConnectionError)).toMatchObject({ kind: 'reset' });
  });

  it.each([
    [
      'a refusal',
      refusal(400, 'Parameter verification failed.', { storage: 'Only PBS storages supported.' }),
    ],
    ['an unknown backup', refusal(500, 'no such backup')],
  ])('rejects for %s, once', async (_what, answer) => {
    const server = await ScriptedServer.start(() => answer);
    await failure(clientOf(server).storage.fileRestore.download(file), HttpError);
    expect(server.requests).toHaveLength(1);
  });

  it('is not tried again', async () => {
    const server = await ScriptedServer.start((_request, socket) => void socket.destroy());
    await failure(clientOf(server).storage.fileRestore.download(file), ConnectionError);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a path that is no base64', { ...file, filepath: '/etc/hosts' }],
    ['no path', { ...file, filepath: '' }],
    ['a wrong storage', { ...file, storage: '../x' }],
  ])('refuses %s before anything is sent', async (_what, params) => {
    const server = await ScriptedServer.start(() => json({ data: null }));
    await failure(clientOf(server).storage.fileRestore.download(params), ParamsError);
    await failure(clientOf(server).storage.fileRestore.download(file, { signal: 7 } as never), ParamsError);
    expect(server.connections).toBe(0);
  });

  it('is aborted before it begins, and in the middle', async () => {
    const { server, client } = await begun();
    const reason = new Error('enough');
    const early = client.storage.fileRestore.download(file, { signal: AbortSignal.abort(reason) });
    expect(await failure(early, AbortedError)).toMatchObject({ sent: 'no', cause: reason });
    const controller = new AbortController();
    const stream = await client.storage.fileRestore.download(file, { signal: controller.signal });
    controller.abort(reason);
    expect(await failure(buffer(stream), AbortedError)).toMatchObject({ cause: reason });
    await server.until(() => server.open === 0);
  });

  it('that is destroyed hangs up, and frees its connection', async () => {
    const { server, client } = await begun();
    const stream = await client.storage.fileRestore.download(file);
    stream.destroy();
    await once(stream, 'close');
    await server.until(() => server.open === 0);
    expect(stream.errored).toBeNull();
  });

  it('that is left in the middle of a loop hangs up', async () => {
    const { server, client, socket } = await begun();
    const stream = await client.storage.fileRestore.download(file);
    socket().write(bytes);
    for await (const piece of stream) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await server.until(() => server.open === 0);
  });

  it('works by a fetch', async () => {
    const server = await ScriptedServer.start(() => undefined);
    const transport = fetchTransport(async () => new Response(new Uint8Array(bytes)));
    const client = clientOf(server, { transport, fingerprint: undefined } as never);
    expect(sum(await buffer(await client.storage.fileRestore.download(file)))).toBe(sum(bytes));
    const broken = clientOf(server, {
      fingerprint: undefined,
      transport: fetchTransport(
        async () =>
          new Response(
            new ReadableStream({
              start: (controller) => controller.enqueue(new Uint8Array(5)),
              pull: (controller) => controller.error(new Error('broken')),
            }),
          ),
      ),
    } as never);
    const stream = await broken.storage.fileRestore.download(file);
    expect(await errorOf(buffer(stream))).toBeInstanceOf(ConnectionError);
  });
});

describe('the files of a backup', () => {
  it('are listed as PVE has them', async () => {
    const rows = [
      { filepath: 'L2V0Yw==', type: 'd', text: 'etc', leaf: 0, mtime: 1_795_188_123 },
      { filepath: 'L2E=', type: 'f', text: 'a', leaf: 1, size: '5', mtime: 1_795_188_123 },
    ];
    const server = await ScriptedServer.start(() => json({ data: rows }));
    const found = await clientOf(server).storage.fileRestore.list({ ...file, filepath: '/' });
    expect(found).toEqual([
      { ...rows[0], leaf: false },
      { ...rows[1], leaf: true, size: 5 },
    ]);
  });
});

describe('a download from a URL', () => {
  it('is a task', async () => {
    const upid = 'UPID:pve1:000006A2:00036403:6B0065F3:download:d.iso:robot@pve!tests:';
    const server = await ScriptedServer.start(() => json({ data: upid }));
    const params = { node: 'pve1', storage: 'local', content: 'iso', filename: 'd.iso' } as const;
    const client = clientOf(server);
    const url = 'https://example.com/d.iso?a=1&b=2';
    expect(await client.storage.downloadUrl({ ...params, url, 'verify-certificates': false })).toBe(upid);
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toEqual({
      content: 'iso',
      filename: 'd.iso',
      url,
      'verify-certificates': '0',
    });
    for (const wrong of [
      { url: 'file:///etc/passwd' },
      { url, filename: 'x' },
      { url, 'checksum-algorithm': 'md5' },
    ])
      await failure(client.storage.downloadUrl({ ...params, ...wrong } as never), ParamsError);
    expect(server.requests).toHaveLength(1);
  });
});

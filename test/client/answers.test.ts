import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  AuthenticationError,
  type Client,
  ConnectionError,
  HttpError,
  NotFoundError,
  OutcomeUnknownError,
  ResponseShapeError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { type Handler, json, raw, refusal, ScriptedServer, version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const text = JSON.stringify(version);

/** A client of a server that answers this to everything. */
async function answered(answer: Buffer | Handler, options: Parameters<typeof clientOf>[1] = {}) {
  const server = await ScriptedServer.start(typeof answer === 'function' ? answer : () => answer);
  return { server, client: clientOf(server, { retries: 0, ...options }) };
}

async function read(answer: Buffer | Handler, options: Parameters<typeof clientOf>[1] = {}) {
  const { client } = await answered(answer, options);
  return client.version();
}

describe('a body that is not what PVE sends', () => {
  it.each([
    ['an HTML page', '<!DOCTYPE html><html>Welcome', 'html', /reverse proxy/],
    ['an HTML page after blank lines', '\n\n <HTML>', 'html', /reverse proxy/],
    ['XML', '<?xml version="1.0"?><x/>', 'html', /another server/],
    ['a text', 'It works!', 'not-json', /text\/plain/],
    ['nothing', '', 'truncated', /empty/],
    ['blanks', ' \r\n ', 'truncated', /empty/],
    ['half a JSON', '{"data":{"version":"9.', 'truncated', /too early/],
    ['null', 'null', 'not-json', /JSON object/],
    ['a number', '42', 'not-json', /JSON object/],
    ['a list', '[]', 'not-json', /JSON object/],
    ['an object without data', '{}', 'not-json', /`data`/],
    ['an object with another key', '{"success":1}', 'not-json', /`data`/],
    ['data that is null', '{"data":null}', 'no-data', /expected object/],
    ['data of another kind', '{"data":[]}', 'shape', /expected object/],
    ['data that lacks a field', '{"data":{"version":"9"}}', 'shape', /release/],
    ['a field of another kind', '{"data":{"version":{},"release":"9","repoid":"x"}}', 'shape', /version/],
    ['an inherited data', '{"__proto__":{"data":{}}}', 'not-json', /`data`/],
  ])('is a ResponseShapeError: %s', async (_what, body, why, message) => {
    const error = await failure(
      read(raw('200 OK', { 'Content-Type': 'text/plain' }, body)),
      ResponseShapeError,
    );
    expect(error).toMatchObject({ why, route: 'GET /version', code: 'PVE_RESPONSE_SHAPE' });
    expect(error.message).toMatch(message);
    expect(error.message).toContain('GET /version');
    expect(error.hint).toMatch(/\.$/);
  });

  it('is one for `call` too, but for the shape, which it does not check', async () => {
    const { client } = await answered(raw('200 OK', {}, '<html>'));
    await failure(client.call('GET /version'), ResponseShapeError);
    const { client: other } = await answered(json({ data: null }));
    await expect(other.call('GET /version')).resolves.toBeNull();
  });

  it('does not break over bytes that are no UTF-8', async () => {
    const body = Buffer.from(text.replace('f1e2d3c4', '\xff\xfe'), 'latin1');
    await expect(read(raw('200 OK', {}, body))).resolves.toMatchObject({ repoid: '\ufffd\ufffd' });
  });

  it('cannot reach the prototypes of objects', async () => {
    const body =
      '{"data":{"version":"9","release":"9","repoid":"x","__proto__":{"polluted":1},"constructor":{}}}';
    const result: object = await read(raw('200 OK', {}, body));
    expect(Object.getPrototypeOf(result)).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
    const error = await failure(
      read(raw('400 no', {}, '{"message":"no","errors":{"__proto__":"x","constructor":"y"}}')),
      HttpError,
    );
    expect(Object.keys(error.errors ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it('may be nested as deep as it likes', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    await expect(read(raw('200 OK', {}, `{"data":{"version":${deep}}}`))).rejects.toBeInstanceOf(
      ResponseShapeError,
    );
  });

  it('takes a byte order mark, unknown fields, and blanks around', async () => {
    const body = `\ufeff \n${JSON.stringify({ data: { ...version.data, extra: 1 }, total: '7' })}\n`;
    await expect(read(raw('200 OK', {}, body))).resolves.toEqual({ ...version.data, extra: 1 });
  });
});

describe('a compressed body', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('is unpacked whatever was asked for (%s)', async (encoding, body) => {
    await expect(read(raw('200 OK', { 'Content-Encoding': encoding }, body))).resolves.toEqual(version.data);
  });

  it.each([
    ['garbage', Buffer.from('not gzip at all')],
    ['nothing', Buffer.alloc(0)],
    ['half of it', gzipSync(text.repeat(100)).subarray(0, 40)],
  ])('that is %s is a ResponseShapeError', async (_what, body) => {
    const error = await failure(
      read(raw('200 OK', { 'Content-Encoding': 'gzip' }, body)),
      ResponseShapeError,
    );
    expect(error.why).toBe('truncated');
    expect(error.message).toMatch(/gzip/);
  });

  it('that unpacks to more than `maxBody` is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const error = await failure(
      read(raw('200 OK', { 'Content-Encoding': 'gzip' }, bomb), { maxBody: 1_000_000 }),
      ResponseShapeError,
    );
    expect(error.why).toBe('too-large');
  });

  it('of an error is read too', async () => {
    const body = gzipSync(JSON.stringify({ data: null, message: 'CT 101 not running\n' }));
    const error = await failure(read(raw('500 CT', { 'Content-Encoding': 'gzip' }, body)), HttpError);
    expect(error.text).toBe('CT 101 not running');
  });
});

describe('a huge body', () => {
  const chunk = Buffer.alloc(1024 * 1024, ' ');

  /** Streams until the other side hangs up, and counts what the socket took. */
  function flood(head: string): { handler: Handler; written: () => number } {
    let written = 0;
    const handler: Handler = (_request, socket) => {
      socket.write(head);
      const more = () =>
        socket.write(chunk, (error) => {
          if (error !== undefined && error !== null) return;
          written += chunk.length;
          if (written < 1024 * chunk.length) more();
        });
      more();
      return undefined;
    };
    return { handler, written: () => written };
  }

  it.each([
    ['announced', 'HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n'],
    ['not announced', 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'],
    ['of an error', 'HTTP/1.1 500 no\r\nConnection: close\r\n\r\n'],
  ])('is cut off at `maxBody`, and the connection with it (%s)', async (_what, head) => {
    const { handler, written } = flood(head);
    const { client, server } = await answered(handler, { maxBody: 1_000_000 });
    const error = await failure(client.version(), ResponseShapeError);
    expect(error).toMatchObject({ why: 'too-large' });
    expect(error.message).toContain('1000000 bytes');
    expect(error.hint).toContain('maxBody');
    await server.until(() => server.open === 0);
    // What the sockets of both sides buffer comes on top.
    expect(written()).toBeLessThan(32 * chunk.length);
  });

  it('is cut off at 64 MiB by default', async () => {
    const { handler, written } = flood('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n');
    const { client, server } = await answered(handler);
    const error = await failure(client.version(), ResponseShapeError);
    expect(error.message).toContain(`${64 * 1024 * 1024} bytes`);
    await server.until(() => server.open === 0);
    expect(written()).toBeGreaterThan(64 * chunk.length - 1);
    expect(written()).toBeLessThan(128 * chunk.length);
  });

  it('of exactly `maxBody` is read', async () => {
    await expect(read(json(version), { maxBody: text.length })).resolves.toEqual(version.data);
    await failure(read(json(version), { maxBody: text.length - 1 }), ResponseShapeError);
  });

  it('leaves a write in doubt', async () => {
    const { client } = await answered(json({ data: 'x'.repeat(200) }), { maxBody: 100 });
    const error = await failure(client.lxc.start(guest), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ why: 'too-large' });
  });
});

describe('the text of an error', () => {
  it.each([
    ['the reason phrase alone (hosts before 8.4)', raw('500 CT 101 not running'), 'CT 101 not running'],
    ['`message`, without its newline', refusal(500, 'CT 101 not running'), 'CT 101 not running'],
    ['the whole of a message of several lines', refusal(500, 'first\nsecond'), 'first\nsecond'],
    ['the message where a proxy erased the reason', raw('500 ', {}, '{"message":"why\\n"}'), 'why'],
    ['a plain text', raw('501 ', {}, 'for data too large\n'), 'for data too large'],
    ['the reason rather than an HTML page', raw('502 Bad Gateway', {}, '<html>x</html>'), 'Bad Gateway'],
    ['the reason rather than a long text', raw('500 short', {}, 'long '.repeat(1_000)), 'short'],
    ['the reason, if the body is broken', raw('500 short', {}, '{"message":"lo'), 'short'],
    ['a stand-in, if there is nothing', raw('500 '), 'no reason given'],
    ['the reason, if `message` is no text', raw('500 short', {}, '{"message":{"a":1}}'), 'short'],
    ['the reason, if the body is a list', raw('500 short', {}, '[1]'), 'short'],
    [
      'the reason, if the body is compressed garbage',
      raw('500 short', { 'Content-Encoding': 'gzip' }, 'x'),
      'short',
    ],
  ])('is %s', async (_what, answer, expected) => {
    const error = await failure(read(answer), HttpError);
    expect(error.text).toBe(expected);
    expect(error.message).toContain(expected);
  });

  it('keeps the complaints by parameter', async () => {
    const errors = { vmid: 'invalid format - value does not look like a vmid\n', _root: 'x\ny\n' };
    const error = await failure(read(refusal(400, 'Parameter verification failed.', errors)), HttpError);
    expect(error).toMatchObject({ status: 400, errors });
    expect(error.message).toBe(
      'GET /version: 400 Parameter verification failed. (vmid: invalid format - value does not look like a vmid; _root: x\ny)',
    );
  });

  it.each([
    ['a list', '["x"]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['empty', '{}'],
  ])('takes no `errors` that are %s for complaints', async (what, errors) => {
    const error = await failure(read(raw('400 no', {}, `{"message":"no","errors":${errors}}`)), HttpError);
    if (what !== 'a list') expect(error.errors).toBeUndefined();
    expect(error.text).toBe('no');
  });

  it('survives a reason with raw bytes', async () => {
    const error = await failure(read(raw('500 caf\u00e9 \u00ff')), HttpError);
    expect(error.text).toMatch(/^caf/);
  });

  it('reads a 401 without a body and without Content-Length, as pveproxy sends it', async () => {
    const error = await failure(
      read((_request, socket) => {
        socket.end('HTTP/1.1 401 No ticket\r\nConnection: close\r\n\r\n');
        return undefined;
      }),
      AuthenticationError,
    );
    expect(error).toMatchObject({ status: 401, text: 'No ticket' });
    expect(error.hint).toMatch(/proxy/);
  });

  it('tells an unknown task from other bad parameters', async () => {
    const errors = { upid: 'no such task' };
    const error = await failure(read(refusal(400, 'Parameter verification failed.', errors)), NotFoundError);
    expect(error.kind).toBe('task');
  });
});

describe('the head of an answer', () => {
  const lines = (...head: string[]) => Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
  const length = `Content-Length: ${text.length}`;

  it('may say both close and keep, as the privileged daemon does', async () => {
    const { client, server } = await answered(
      lines('HTTP/1.1 200 OK', 'Connection: close', 'Connection: Keep-Alive', length),
    );
    await expect(client.version()).resolves.toEqual(version.data);
    await expect(client.version()).resolves.toEqual(version.data);
    expect(server.requests).toHaveLength(2);
  });

  it('may be preceded by interim answers', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
    const { client } = await answered(Buffer.concat([Buffer.from(early + early), json(version)]));
    await expect(client.version()).resolves.toEqual(version.data);
  });

  it('may not be preceded by a 100: nothing asked for one', async () => {
    const { client } = await answered(
      Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), json(version)]),
    );
    await failure(client.version(), ConnectionError);
  });

  it('may come in single bytes', async () => {
    const { client } = await answered(async (_request, socket) => {
      for (const byte of json(version)) {
        socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return undefined;
    });
    await expect(client.version()).resolves.toEqual(version.data);
  });

  it('may not be longer than 16 KiB', async () => {
    const { client, server } = await answered(
      lines('HTTP/1.1 200 OK', `X-Long: ${'x'.repeat(17_000)}`, length),
    );
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'other', sent: 'unknown' });
    expect(error.message).toMatch(/headers of the answer are too long/);
    await server.until(() => server.open === 0);
  });

  it('may be in HTTP/1.0, ended by the end of the connection', async () => {
    const { client } = await answered((_request, socket) => {
      socket.end(`HTTP/1.0 200 OK\r\n\r\n${text}`);
      return undefined;
    });
    await expect(client.version()).resolves.toEqual(version.data);
  });

  it('may announce chunks', async () => {
    const half = text.length >> 1;
    const pieces = [text.slice(0, half), text.slice(half)];
    const chunks = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
    const { client } = await answered(
      Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`),
    );
    await expect(client.version()).resolves.toEqual(version.data);
    await expect(client.version()).resolves.toEqual(version.data);
  });

  it('may not announce two lengths', async () => {
    const { client } = await answered(lines('HTTP/1.1 200 OK', 'Content-Length: 5', length));
    await failure(client.version(), ConnectionError);
  });

  it("may not announce less than follows: the rest is nobody's answer", async () => {
    const poison = 'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"data":"evil"}';
    const { client } = await answered(Buffer.concat([json(version), Buffer.from(poison)]));
    await client.version().catch(() => {});
    const second = await client.call('GET /version').catch(() => version.data);
    expect(second).toEqual(version.data);
  });

  it('of a redirect is an error, and the token does not go there', async () => {
    const elsewhere = await ScriptedServer.start(() => json(version));
    for (const status of ['301 Moved', '302 Found', '307 Temporary', '308 Permanent']) {
      const { client } = await answered(raw(status, { Location: `${elsewhere.url}/api2/json/version` }));
      const error = await failure(client.version(), HttpError);
      expect(error.status).toBe(Number.parseInt(status, 10));
      expect(error.hint).toMatch(/redirects/);
    }
    expect(elsewhere.connections).toBe(0);
  });

  it('may not switch protocols', async () => {
    const { client } = await answered(
      Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    );
    await failure(client.version(), ConnectionError);
  });
});

describe('answers to operations that give nothing', () => {
  const stop = (client: Client) =>
    client.tasks.stop('UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:root@pam:');

  it('are undefined for null', async () => {
    const { client } = await answered(json({ data: null }));
    await expect(stop(client)).resolves.toBeUndefined();
  });

  it('are in doubt without a body', async () => {
    const { client } = await answered(raw('204 No Content'));
    const error = await failure(stop(client), OutcomeUnknownError);
    expect(error.cause).toMatchObject({ why: 'truncated' });
  });
});

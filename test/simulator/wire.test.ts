import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '~/simulator/certificate.js';
import { createEngine } from '~/simulator/create-engine.js';
import { openDoor } from '~/simulator/https-door.js';
import { call, exchange, open, token } from './client.js';
import { Harness, N } from './harness.js';

let sim: Simulator;

beforeAll(async () => {
  sim = await Simulator.start({ clock: 'manual' });
});
afterAll(() => sim.close());

const auth = (): Record<string, string> => token(sim.tokens.agent);
const get = (path: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${sim.tokens.agent}\r\n${more}\r\n`;
const heads = (text: string): string[] => text.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
const withoutDates = (text: string): string[] =>
  heads(text).filter((line) => !line.startsWith('Date:') && !line.startsWith('Expires:'));

describe('the journal on the wire', () => {
  it('is packed whatever the request accepts, as a real host has it', async () => {
    const text = await exchange(
      sim,
      get('/api2/json/nodes/demo-felhom/journal?lastentries=1', 'Connection: close\r\n').replace(
        sim.tokens.agent,
        sim.tokens.full,
      ),
    );
    expect(heads(text)).toContain('Content-Encoding: gzip');
    expect(heads(text)).toContain('Content-Type: application/json');
    const body = gunzipSync(Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1')).toString();
    expect(JSON.parse(body).data).toHaveLength(3);
  });
});

describe('headers on the wire', () => {
  it('of an ordinary answer', async () => {
    const text = await exchange(sim, get('/api2/json/version', 'Connection: close\r\n'));
    const body = '{"data":{"version":"9.2.11","release":"9.2","repoid":"14a22df35955d97d"}}';
    expect(withoutDates(text)).toEqual([
      'HTTP/1.1 200 OK',
      'Cache-Control: max-age=0',
      'Connection: close',
      'Pragma: no-cache',
      'Server: pve-api-daemon/3.0',
      `Content-Length: ${body.length}`,
      'Content-Type: application/json;charset=UTF-8',
    ]);
    expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true);
  });

  it('of the privileged daemon say both, and the connection closes', async () => {
    // The exchange ends only because the simulator closes.
    const text = await exchange(sim, get(`/api2/json${N}/lxc`));
    expect(heads(text).filter((line) => line.startsWith('Connection'))).toEqual([
      'Connection: close',
      'Connection: Keep-Alive',
    ]);
  });

  it('of a 401 have neither length nor type, and the connection closes', async () => {
    const text = await exchange(sim, 'GET /api2/json/version HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(withoutDates(text)).toEqual([
      'HTTP/1.1 401 No ticket',
      'Cache-Control: max-age=0',
      'Connection: close',
      'Pragma: no-cache',
      'Server: pve-api-daemon/3.0',
    ]);
    expect(text.endsWith('\r\n\r\n')).toBe(true);
  });

  it('of an error close', async () => {
    const text = await exchange(sim, get(`/api2/json${N}/lxc/999/config`));
    expect(heads(text)[0]).toBe(
      "HTTP/1.1 500 Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist",
    );
    expect(text).toContain(
      `{"data":null,"message":"Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist\\n"}`,
    );
    expect(heads(text).filter((line) => line.startsWith('Connection'))).toEqual(['Connection: close']);
  });
});

describe('connections', () => {
  it('stay open between requests, also pipelined ones', async () => {
    const socket = await open(sim);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    const answers = (): number => text.split('HTTP/1.1 200 OK').length - 1;
    socket.write(get('/api2/json/version') + get('/api2/json/version'));
    await expect.poll(answers).toBe(2);
    socket.write(get('/api2/json/version'));
    await expect.poll(answers).toBe(3);
    expect(text.match(/Connection: Keep-Alive/g)).toHaveLength(3);
    expect(text).not.toContain('Keep-Alive: timeout');
    socket.destroy();
  });

  it('carry a hundred requests', async () => {
    const text = await exchange(sim, get('/api2/json/version').repeat(101));
    expect(text.split('HTTP/1.1 200 OK')).toHaveLength(101);
    expect(text.match(/Connection: close/g)).toHaveLength(1);
    expect(text.lastIndexOf('Connection: close')).toBeGreaterThan(text.lastIndexOf('Connection: Keep-Alive'));
  });

  it('are closed when nothing comes for a while', async () => {
    const { engine, secrets } = createEngine({ clock: 'manual' });
    const certificate = createCertificate();
    const door = await openDoor(engine, { host: '127.0.0.1', port: 0, certificate, idle: 150 });
    const small = { url: `https://127.0.0.1:${door.port}`, ca: certificate.cert } as Simulator;
    const request = `GET /api2/json/version HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${secrets.tokens.agent}\r\n\r\n`;
    // Comes to an end only because the door closes the connection.
    const text = await exchange(small, request);
    expect(text).toContain('Connection: Keep-Alive');
    await door.close();
  });

  it('end at once when the simulator closes, idle or in the middle of something', async () => {
    const other = await Simulator.start({ clock: 'manual', authDelay: 3000 });
    const [idle, waiting] = [await open(other), await open(other)];
    waiting.write('GET /api2/json/version HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => idle.readyState).toBe('open');
    const closed = [idle, waiting].map(
      (socket) =>
        new Promise<void>((resolve) => socket.on('error', () => undefined).once('close', () => resolve())),
    );
    await other.close();
    await Promise.all(closed);
    await expect(open(other)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('get a plain 400 for what is no HTTP', async () => {
    const text = await exchange(sim, 'BLAH\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.0 400 bad request\r\n[\s\S]*\r\n\r\nbad request$/);
  });

  it('survive clients that break off in the handshake, or speak no TLS', async () => {
    const { hostname, port } = new URL(sim.url);
    const distrusting = connectTls({ host: hostname, port: Number(port) });
    await new Promise((resolve) => distrusting.once('error', resolve));
    const plain = connectTcp(Number(port), hostname);
    const ended = new Promise((resolve) => plain.on('error', () => undefined).once('close', resolve));
    plain.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await ended;
    const reset = await open(sim);
    reset.write('GET /api2/json/version HTTP/1.1\r\nHo');
    reset.destroy();
    expect((await call(sim, 'GET', '/api2/json/version', { headers: auth() })).status).toBe(200);
  });

  it('get no answer to headers that are too big', async () => {
    const { engine } = createEngine({ clock: 'manual' });
    const certificate = createCertificate();
    const door = await openDoor(engine, { host: '127.0.0.1', port: 0, certificate, idle: 100 });
    const small = { url: `https://127.0.0.1:${door.port}`, ca: certificate.cert } as Simulator;
    const socket = await open(small);
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    socket.write(`GET / HTTP/1.1\r\nX-Big: ${'a'.repeat(9000)}`);
    await closed;
    expect(text).toBe('');
    await door.close();
  });
});

describe('bodies', () => {
  const config = `/api2/json${N}/lxc/101/config`;

  it('may be forms or JSON', async () => {
    const json = { ...auth(), 'Content-Type': 'application/json' };
    expect(
      (await call(sim, 'PUT', config, { headers: json, body: '{"onboot":true,"delete":["tags","cores"]}' }))
        .status,
    ).toBe(200);
    expect((await call(sim, 'GET', config, { headers: auth() })).json.data).toMatchObject({ onboot: 1 });
    const form = { ...auth(), 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' };
    expect(
      (await call(sim, 'PUT', config, { headers: form, body: 'onboot=0&delete=tags&delete=cores' })).status,
    ).toBe(200);
    const data = (await call(sim, 'GET', config, { headers: auth() })).json.data as Record<string, unknown>;
    expect(data['onboot']).toBe(0);
    expect(data).not.toHaveProperty('cores');
  });

  it('may not be of other types', async () => {
    const headers = { ...auth(), 'Content-Type': 'text/plain' };
    const answer = await call(sim, 'PUT', config, { headers, body: 'onboot=0' });
    expect(answer).toMatchObject({
      status: 506,
      reason: "upload 'Content-Type 'text/plain' not implemented",
    });
    expect(answer.text).toBe(answer.reason);
  });

  it('may not come with GET or DELETE', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await call(sim, method, `/api2/json${N}/lxc/999`, { headers: auth(), body: '{}' });
      expect(answer).toMatchObject({ status: 501, reason: `Unexpected content for method '${method}'` });
      expect(answer.text).toBe(answer.reason);
    }
    const empty = await call(sim, 'DELETE', `/api2/json${N}/lxc/999`, {
      headers: { ...auth(), 'Content-Length': '0' },
    });
    expect(empty.status).toBe(500);
  });

  it('may not be chunked', async () => {
    const text = await exchange(
      sim,
      `POST ${config} HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${sim.tokens.agent}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 501 chunked transfer encoding not supported\r\n/);
    expect(text.endsWith('\r\n\r\nchunked transfer encoding not supported')).toBe(true);
  });

  it('may not be larger than 512 KiB', async () => {
    // Far more than any buffer on the way holds: the sender has to get its answer all the same.
    const body = `description=${'x'.repeat(12 * 1024 * 1024)}`;
    const answer = await call(sim, 'PUT', config, { headers: auth(), body });
    expect(answer).toMatchObject({ status: 501, reason: 'for data too large', text: 'for data too large' });
  });

  it('are read to the end, for a sender that does not listen before it is done', async () => {
    const socket = await open(sim);
    const length = 4 * 1024 * 1024;
    socket.write(
      `PUT ${config} HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${sim.tokens.agent}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    const half = 'x'.repeat(length / 2);
    for (const part of [half, half]) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise<void>((resolve, reject) => {
        socket.write(part, (error) => (error ? reject(error) : resolve()));
      });
    }
    const text = await new Promise<string>((resolve, reject) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += String(chunk);
      });
      socket.once('end', () => resolve(seen));
      socket.once('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 501 for data too large/);
  });

  it('are waited for although nobody says 100 Continue', async () => {
    const socket = await open(sim);
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.write(
      `PUT ${config} HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${sim.tokens.agent}\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n`,
    );
    await new Promise(setImmediate);
    socket.write('{"onboot": 0}');
    await expect.poll(() => text).toMatch(/\r\n\r\n\{"data":null\}$/);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    socket.destroy();
  });

  it('of answers are zipped on request', async () => {
    const headers = { ...auth(), 'Accept-Encoding': 'gzip' };
    const big = await exchange(
      sim,
      get(`/api2/json/cluster/resources`, 'Accept-Encoding: gzip\r\nConnection: close\r\n'),
    );
    expect(big).toContain('Content-Encoding: gzip\r\nContent-Length: ');
    const zipped = Buffer.from(big.slice(big.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(JSON.parse(gunzipSync(zipped).toString()).data.length).toBeGreaterThan(5);
    const little = await call(sim, 'GET', '/api2/json/version', { headers });
    expect(little.text.startsWith('{"data"')).toBe(true);
  });
});

describe('paths and methods', () => {
  const h = new Harness();
  const as = (): Record<string, string> => ({ authorization: `PVEAPIToken=${h.tokens.full}` });

  it.each([
    ['GET', '/api2/json/version/'],
    ['GET', '/api2/json//version'],
    ['GET', '/api2//json/version'],
    ['GET', '/api2/json/nodes/localhost/version'],
    ['GET', '/api2/json/nodes/demo-felhom/lxc/10%30/config'],
    ['GET', '/api2/json/nodes%2Fdemo-felhom%2Fstatus'],
    ['GET', '/api2/json/'],
    ['GET', '/api2/json'],
  ])('%s %s works', async (method, path) => {
    expect((await h.raw(as(), method, path)).status).toBe(200);
  });

  it.each([
    ['GET', '/api2/json/nosuch', 501, "Method 'GET /nosuch' not implemented"],
    ['POST', '/api2/json/version', 501, "Method 'POST /version' not implemented"],
    ['DELETE', '/api2/json//version/', 501, "Method 'DELETE /version' not implemented"],
    [
      'GET',
      '/api2/json/nodes/demo-felhom/lxc/100/status/start',
      501,
      "Method 'GET /nodes/demo-felhom/lxc/100/status/start' not implemented",
    ],
  ])('%s %s is not implemented, as JSON', async (method, path, status, reason) => {
    expect(await h.raw(as(), method, path)).toMatchObject({ status, reason, message: reason, data: null });
  });

  it.each([
    ['GET', '/api2/yaml/version', 501, 'no formatter for uri /version, yaml'],
    ['GET', '/api2', 501, 'no such uri'],
    ['GET', '/api2/json/storage/foo%0Abar', 501, 'no such uri'],
    ['GET', '/nosuch.html', 500, "no such file '/nosuch.html'"],
  ])('%s %s is refused in plain text', async (method, path, status, reason) => {
    expect(await h.raw(as(), method, path)).toMatchObject({ status, reason, body: reason });
  });

  it.each(['PATCH', 'HEAD', 'OPTIONS'])('%s is not available, without a body', async (method) => {
    expect(await h.raw(as(), method, '/api2/json/version')).toMatchObject({
      status: 501,
      reason: `method '${method}' not available`,
      body: undefined,
    });
  });

  it('names a route that exists and is not modelled', async () => {
    const answer = await h.call('full', 'GET', '/cluster/sdn/vnets/net1/firewall/options');
    expect(answer).toMatchObject({
      status: 501,
      reason: "'GET /cluster/sdn/vnets/{vnet}/firewall/options' is not modelled by the simulator",
    });
  });

  it('knows an unknown node by its name', async () => {
    const reason =
      "hostname lookup 'x' failed - failed to get address info for: x: Temporary failure in name resolution";
    expect(await h.call('full', 'GET', '/nodes/x/status')).toMatchObject({ status: 500, reason });
    // The permission check comes first.
    expect((await h.call('noacl', 'GET', '/nodes/x/status')).reason).toBe(
      'Permission check failed (/nodes/x, Sys.Audit)',
    );
  });

  it('cuts the reason at its first line', async () => {
    const answer = await h.call('agent', 'GET', '/version', { 'a\nb': 1 });
    expect(answer.reason).toBe('Parameter verification failed.');
    const umlaut = await h.call(
      'full',
      'GET',
      `${N}/storage/local/content/local:iso/${encodeURIComponent('ü')}.iso`,
    );
    expect(umlaut.reason).toBe("volume_size_info on 'local:iso/Ã¼.iso' failed - no format");
  });
});

it('reads broken JSON like Perl', async () => {
  const h = new Harness();
  const headers = { authorization: `PVEAPIToken=${h.tokens.full}`, 'content-type': 'application/json' };
  const path = `/api2/json${N}/lxc/100/config`;
  const empty = await h.raw(headers, 'PUT', path, '');
  expect(empty.status).toBe(500);
  expect(empty.body).toContain('malformed JSON string, neither tag, array, object, number, string or atom');
  expect((await h.raw(headers, 'PUT', path, '[]')).reason).toContain('Not a HASH reference');
  expect((await h.raw(headers, 'PUT', path, '{"onboot":{}}')).errors).toEqual({
    onboot: "type check ('boolean') failed - got 'HASH(0x55d0c0ffee08)'",
  });
  expect((await h.raw(headers, 'PUT', path, '{"onboot":null}')).errors).toEqual({
    onboot: "type check ('boolean') failed - got ''",
  });
  expect((await h.raw(headers, 'PUT', path, '{"hostname":true}')).errors).toEqual({
    hostname: "type check ('string') failed - got JSON::PP::Boolean",
  });
});

import {
  type Client,
  fetchTransport,
  type Method,
  type Params,
  ParamsError,
  type Route,
} from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransportRequest } from '~/client/transport-types.js';
import { clientOf, failure, makeClient, token } from '../support/client.js';
import { json, type Received, ScriptedServer } from '../support/server.js';

/** The request that a call makes. */
async function sent(call: (client: Client) => Promise<unknown>): Promise<Received> {
  const server = await ScriptedServer.start(() => json({ data: null }));
  await call(clientOf(server, { retries: 0 })).catch(() => {});
  const [request] = server.requests;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

/** The error of a call, which must not reach the server. */
async function refused(call: (client: Client) => Promise<unknown>): Promise<ParamsError> {
  const server = await ScriptedServer.start(() => json({ data: null }));
  const error = await failure(call(clientOf(server)), ParamsError);
  expect(server.connections).toBe(0);
  return error;
}

const by = (method: Method, params: Params) =>
  sent((client) => client.request(`${method} /nodes/{node}/lxc`, { node: 'pve1', ...params }));

describe('the parameters of a request', () => {
  it.each(['GET', 'DELETE'] as const)('are in the query, without a body (%s)', async (method) => {
    const { target, headers, body } = await by(method, { force: true, purge: false, digest: 'a b&c' });
    expect(target).toBe('/api2/json/nodes/pve1/lxc?force=1&purge=0&digest=a+b%26c');
    expect(body).toBe('');
    for (const name of ['content-length', 'content-type', 'transfer-encoding', 'expect'])
      expect(headers).not.toHaveProperty(name);
  });

  it.each(['POST', 'PUT'] as const)(
    'are in a form body of exact length, never in chunks (%s)',
    async (method) => {
      const { target, headers, body } = await by(method, { vmid: 101, hostname: 'café', start: true });
      expect(target).toBe('/api2/json/nodes/pve1/lxc');
      expect(body).toBe('vmid=101&hostname=caf%C3%A9&start=1');
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(headers).not.toHaveProperty('transfer-encoding');
      expect(headers).not.toHaveProperty('expect');
    },
  );

  it.each(['POST', 'PUT'] as const)('have a length of 0 where there are none (%s)', async (method) => {
    const { headers, body } = await by(method, {});
    expect(body).toBe('');
    expect(headers['content-length']).toBe('0');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('are left out where undefined, and no `?` is left', async () => {
    expect((await by('GET', { type: undefined })).target).toBe('/api2/json/nodes/pve1/lxc');
  });

  it('arrive as they were given, whatever they hold', async () => {
    const nasty = 'a=b;c&d+e%20f#g?h/i\\j"k\'l\r\nm\tn\u0000o ä€𝄞 \ud800';
    const { body } = await by('POST', { description: nasty });
    expect(body).not.toMatch(/[;\r\n\t ]|=.*=/);
    expect(new URLSearchParams(body).get('description')).toBe(nasty.toWellFormed());
    const { target } = await by('GET', { description: nasty });
    expect(target).not.toMatch(/[;\r\n\t #]/);
    expect(new URL(target, 'https://x').searchParams.get('description')).toBe(nasty.toWellFormed());
  });

  it('are sent as repeated keys by `call` where they are lists', async () => {
    expect((await by('GET', { command: ['ls', '-l', 'a,b'] })).target).toContain(
      '?command=ls&command=-l&command=a%2Cb',
    );
  });

  it('are sent as a comma list by an operation', async () => {
    const { target } = await sent((client) =>
      client.tasks.list({ node: 'pve1', statusfilter: ['error', 'warning'], errors: true }),
    );
    expect(new URL(target, 'https://x').searchParams.get('statusfilter')).toBe('error,warning');
    expect(target).toContain('errors=1');
  });

  it('may be a large body', async () => {
    const description = 'é'.repeat(100_000);
    const { body, headers } = await by('PUT', { description });
    expect(body).toHaveLength('description='.length + 6 * 100_000);
    expect(headers['content-length']).toBe(String(body.length));
  });

  it.each([
    ['null', null],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a big number', 10n],
  ])('cannot be %s', async (_what, value) => {
    const params = { node: 'pve1', value } as unknown as Params;
    const error = await refused((client) => client.request('POST /nodes/{node}/lxc', params));
    expect(error.issues).toMatchObject([{ path: 'value' }]);
    expect(error.route).toBe('POST /nodes/{node}/lxc');
  });
});

describe('the path of a request', () => {
  const path = async (id: string) =>
    (await sent((client) => client.request('GET /pools/{id}', { id }))).target;

  it.each([
    ['a?b', 'a%3Fb'],
    ['a#b', 'a%23b'],
    ['a b', 'a%20b'],
    ['%2e%2e', '%252e%252e'],
    ['%2F', '%252F'],
    ['..%2f..', '..%252f..'],
    ['...', '...'],
    ['.hidden', '.hidden'],
    ['a\\b', 'a%5Cb'],
    ['..\\..', '..%5C..'],
    ['a;b=c&d', 'a%3Bb%3Dc%26d'],
    ['100@local', '100%40local'],
    ['root@pam!t1', 'root%40pam!t1'],
    ['ä€𝄞', '%C3%A4%E2%82%AC%F0%9D%84%9E'],
    ['\u2025\u2044', '%E2%80%A5%E2%81%84'],
    ['http://x', undefined],
    ['a+b', 'a%2Bb'],
  ])('holds an id escaped, or not at all: %s', async (id, escaped) => {
    if (escaped === undefined) {
      await refused((client) => client.request('GET /pools/{id}', { id }));
      return;
    }
    expect(await path(id)).toBe(`/api2/json/pools/${escaped}`);
  });

  it.each([
    '',
    '.',
    '..',
    '/',
    'a/b',
    '../x',
    '/etc/passwd',
    '\u0000',
    'a\nb',
    'a\r\nHost: x',
    '\u007f',
    '\ud800',
  ])('never holds %j', async (id) => {
    const error = await refused((client) => client.request('GET /pools/{id}', { id }));
    expect(error.issues).toMatchObject([{ path: 'id' }]);
  });

  it.each([undefined, null, true, {}, ['a'], () => 'x'])('is not made of %j', async (id) => {
    await refused((client) => client.request('GET /pools/{id}', { id } as unknown as Params));
  });

  it('does not take an inherited value', async () => {
    await refused((client) => client.request('GET /pools/{constructor}', {}));
    await refused((client) => client.request('GET /pools/{id}', Object.create({ id: 'x' }) as Params));
  });

  it.each([
    'GET /nodes/../version',
    'GET /nodes/%2e%2e/version',
    'GET /nodes/a?b=c',
    'GET //evil.example/{a}#x',
    'GET /nodes\\..',
    'GET /no des',
    'GET nodes',
    'get /nodes',
    'PATCH /nodes',
    'HEAD /nodes',
    'GET  /nodes',
    'GET /nodes\r\nHost: x',
    '',
  ])('comes from a route that is one: not %j', async (route) => {
    await refused((client) => client.request(route as Route));
  });

  it.each([
    [
      'local:backup/vzdump-lxc-101-2026_01_01-00_00_00.tar.zst',
      'local%3Abackup%2Fvzdump-lxc-101-2026_01_01-00_00_00.tar.zst',
    ],
    ['local-lvm:vm-101-disk-0', 'local-lvm%3Avm-101-disk-0'],
    ['local:iso/a b#1.iso', 'local%3Aiso%2Fa%20b%231.iso'],
  ])('holds a volume id, whose slashes PVE takes: %s', async (volume, escaped) => {
    const { target } = await sent((client) =>
      client.storage.volume({ node: 'pve1', storage: 'local', volume }),
    );
    expect(target).toBe(`/api2/json/nodes/pve1/storage/local/content/${escaped}`);
  });

  it.each(['local:../../../etc/passwd', 'local:a//b', '/etc/passwd', 'local', 'local:', 'local:a/..'])(
    'holds no volume id that leads elsewhere: %s',
    async (volume) => {
      await refused((client) => client.storage.volume({ node: 'pve1', storage: 'local', volume }));
    },
  );

  it('of a task is its UPID, escaped once more, on the node that it names', async () => {
    const upid = 'UPID:pve2:0000C350:0012D687:6A1B2C3D:download:x%3Ay.iso:root@pam!t1:';
    const { target } = await sent((client) => client.tasks.status(upid));
    expect(target).toBe(
      '/api2/json/nodes/pve2/tasks/UPID%3Apve2%3A0000C350%3A0012D687%3A6A1B2C3D%3Adownload%3Ax%253Ay.iso%3Aroot%40pam!t1%3A/status',
    );
  });

  it.each(['', 'UPID:pve1', 'UPID:..:0000C350:0012D687:6A1B2C3D:vzstart:101:root@pam:', '../../version'])(
    'of a task is nothing but a UPID: not %j',
    async (upid) => {
      for (const call of [
        (client: Client) => client.tasks.status(upid),
        (client: Client) => client.tasks.wait(upid),
        (client: Client) => client.tasks.stop(upid),
      ]) {
        const error = await refused(call);
        expect(error.issues).toMatchObject([{ path: 'upid' }]);
      }
    },
  );
});

describe('the parameters of an operation', () => {
  it.each([
    ['a missing one', { node: 'pve1' }, 'vmid'],
    ['an unknown one', { node: 'pve1', vmid: 101, force: true }, 'force'],
    ['one of another type', { node: 'pve1', vmid: '101' }, 'vmid'],
    ['one out of range', { node: 'pve1', vmid: 99 }, 'vmid'],
    ['a node with a slash', { node: 'pve1/../..', vmid: 101 }, 'node'],
  ])('are checked before anything is sent: %s', async (_what, params, path) => {
    const error = await refused((client) => client.lxc.status(params as { node: string; vmid: number }));
    expect(error.issues).toMatchObject([{ path }]);
    expect(error.route).toMatch(/^GET /);
  });

  it('are all named, and their values are not', async () => {
    const params = { node: 'bad node s3cret', vmid: 's3cret' } as unknown as { node: string; vmid: number };
    const error = await refused((client) => client.lxc.start(params));
    expect(error.issues.map((issue) => issue.path)).toEqual(['node', 'vmid']);
    expect(JSON.stringify(error)).not.toContain('s3cret');
  });
});

describe('the address of a request', () => {
  /** Where a client with this URL sends its requests. */
  async function target(url: string, route: Route = 'GET /version'): Promise<string> {
    let seen = '';
    const transport = fetchTransport(async (request) => {
      seen = request.url;
      return Response.json({ data: null });
    });
    await makeClient({ url, token, transport }).request(route);
    return seen;
  }

  it.each([
    ['https://pve1', 'https://pve1:8006/api2/json/version'],
    ['pve1', 'https://pve1:8006/api2/json/version'],
    ['https://pve1/', 'https://pve1:8006/api2/json/version'],
    ['https://pve1:9000', 'https://pve1:9000/api2/json/version'],
    ['https://pve1:443', 'https://pve1/api2/json/version'],
    ['https://PVE1.Example', 'https://pve1.example:8006/api2/json/version'],
    ['https://10.0.0.1', 'https://10.0.0.1:8006/api2/json/version'],
    ['https://[fd00::1]', 'https://[fd00::1]:8006/api2/json/version'],
    ['[fd00::1]:8007', 'https://[fd00::1]:8007/api2/json/version'],
    ['https://pve1:8006/api2/json', 'https://pve1:8006/api2/json/version'],
    ['https://pve1:8006/api2/json/', 'https://pve1:8006/api2/json/version'],
    ['https://proxy:443/pve/one', 'https://proxy/pve/one/api2/json/version'],
    ['https://proxy/pve/one//', 'https://proxy:8006/pve/one/api2/json/version'],
    ['  https://pve1:8006  ', 'https://pve1:8006/api2/json/version'],
  ])('of %s', async (url, expected) => {
    expect(await target(url)).toBe(expected);
  });

  it('keeps the path of a reverse proxy on the wire, and the Host header has the port', async () => {
    const server = await ScriptedServer.start(() => json({ data: null }));
    const client = clientOf(server, { url: `${server.url}/some/proxy/` });
    await client.request('GET /pools/{id}', { id: 'a b' });
    expect(server.requests[0]?.target).toBe('/some/proxy/api2/json/pools/a%20b');
    expect(server.requests[0]?.headers['host']).toBe(`127.0.0.1:${server.port}`);
    expect(client.url).toBe(`${server.url}/some/proxy`);
  });
});

describe('what is sent as the path', () => {
  // The built-in transport takes the text, and makes no URL of it; one of the caller's own has the URL.
  it.each(['https://pve1', 'https://pve1:443/a%20b/proxy/', 'https://pve1/ü'])(
    'is what a URL makes of it, whatever the ids and values hold (%s)',
    async (url) => {
      const seen: TransportRequest[] = [];
      const transport = async (request: TransportRequest) => {
        seen.push(request);
        return { status: 200, reason: '', headers: {}, body: Buffer.from('{"data":null}') };
      };
      const client = makeClient({ url, token, transport });
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[%./\\?#:;'"<>`{}|^~ a-f2]*$/),
        fc.constantFrom('..', '%2e%2e', 'local:iso/a b.iso', "it's"),
      );
      const route = 'GET /nodes/{node}/storage/{storage}/content/{volume}';
      await fc.assert(
        fc.asyncProperty(text, text, text, text, async (node, storage, volume, value) => {
          const params = { node, storage, volume, content: value };
          // Some cannot be part of a path.
          await client.request(route, params).catch((error) => expect(error).toBeInstanceOf(ParamsError));
          await client
            .request('DELETE /nodes/{node}/lxc', { node: 'n', [`k${node}`]: value })
            .catch(() => {});
        }),
        { numRuns: 300 },
      );
      expect(seen.length).toBeGreaterThan(300);
      for (const { url: made, target } of seen) expect(target).toBe(`${made.pathname}${made.search}`);
    },
  );
});

import {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  fetchTransport,
  HttpError,
  ParamsError,
  TimeoutError,
} from '@felhom/proxmox';
import { getResponse, HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { canary, clientOf, errorOf, failure, identity, makeClient, userClientOf } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import {
  type Handler,
  json,
  type Received,
  raw,
  refusal,
  ScriptedServer,
  version,
} from '../support/server.js';

const minute = 60_000;
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:root@pam:';
const guest = { node: 'pve1', vmid: 101 };

/** A host that gives tickets: `ticket-1`, `ticket-2`, … */
function host(overrides: { login?: Handler; call?: Handler } = {}) {
  let tickets = 0;
  const issue = () => {
    tickets += 1;
    const ticket = `PVE:root@pam:00${tickets}::a+b/c=`;
    return json({ data: { username: 'root@pam', ticket, CSRFPreventionToken: `csrf:${tickets}` } });
  };
  const handler: Handler = async (request, ...rest) => {
    if (request.target === '/api2/json/access/ticket')
      return (await overrides.login?.(request, ...rest)) ?? issue();
    if (overrides.call !== undefined) return overrides.call(request, ...rest);
    return json(request.method === 'GET' ? version : { data: upid });
  };
  return ScriptedServer.start(handler);
}

const logins = (server: ScriptedServer) =>
  server.requests
    .filter((request) => request.target === '/api2/json/access/ticket')
    .map((request) => Object.fromEntries(new URLSearchParams(request.body)));
const calls = (server: ScriptedServer) =>
  server.requests.filter((request) => request.target !== '/api2/json/access/ticket');
const cookieOf = (request: Received | undefined) => decodeURIComponent(request?.headers['cookie'] ?? '');

describe('a token', () => {
  it('goes into the Authorization header, and nothing else does', async () => {
    const server = await host();
    const client = clientOf(server);
    await client.version();
    await client.lxc.start(guest);
    expect(client.identity).toBe(identity);
    for (const { headers } of server.requests) {
      expect(headers['authorization']).toBe(`PVEAPIToken=${identity}=${canary}`);
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('csrfpreventiontoken');
    }
  });

  it('is escaped where PVE would decode or cut it', async () => {
    const server = await host();
    await clientOf(server, { token: 'a%b@pve!t1=x%2Fy' }).version();
    expect(server.requests[0]?.headers['authorization']).toBe('PVEAPIToken=a%25b@pve!t1=x%252Fy');
  });

  it.each([
    ['GET', (server: ScriptedServer) => clientOf(server).version()],
    ['POST', (server: ScriptedServer) => clientOf(server).lxc.start(guest)],
  ])('that is refused is not tried again (%s)', async (_method, call) => {
    // The real thing: no body, no Content-Length, the text in the reason, and the connection closes.
    const server = await ScriptedServer.start((_request, socket) => {
      socket.end('HTTP/1.1 401 Authentication failed!\r\nConnection: close\r\n\r\n');
      return undefined;
    });
    const error = await failure(call(server), AuthenticationError);
    expect(error).toMatchObject({ status: 401, text: 'Authentication failed!', code: 'PVE_AUTHENTICATION' });
    expect(error.hint).toMatch(/journal/);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a login', () => {
  it('is made once for many calls at once', async () => {
    const server = await host();
    const client = userClientOf(server);
    await Promise.all(Array.from({ length: 20 }, () => client.version()));
    expect(logins(server)).toEqual([{ username: 'root@pam', password: 'tr0ub4dor&3' }]);
    expect(calls(server)).toHaveLength(20);
  });

  it('gives a cookie to every call and the CSRF token to writes only', async () => {
    const server = await host();
    const client = userClientOf(server);
    await client.version();
    await client.lxc.start(guest);
    await client.call('PUT /nodes/{node}/dns', { node: 'pve1', search: 'x' });
    await client.call('DELETE /nodes/{node}/lxc/{vmid}', guest);
    const [get, ...writes] = calls(server);
    expect(get?.headers['cookie']).toBe('PVEAuthCookie=PVE%3Aroot%40pam%3A001%3A%3Aa%2Bb%2Fc%3D');
    expect(get?.headers).not.toHaveProperty('csrfpreventiontoken');
    expect(writes.map(({ method, headers }) => [method, headers['csrfpreventiontoken']])).toEqual([
      ['POST', 'csrf:1'],
      ['PUT', 'csrf:1'],
      ['DELETE', 'csrf:1'],
    ]);
    for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization');
    const [login] = server.requests;
    expect(login?.headers).not.toHaveProperty('cookie');
    expect(login?.headers).not.toHaveProperty('csrfpreventiontoken');
  });

  it('that fails reaches all that wait for it, and the next call tries again', async () => {
    let works = false;
    const server = await host({
      login: () => (works ? undefined : refusal(401, 'authentication failure')),
    });
    const client = userClientOf(server);
    const errors = await Promise.all(
      Array.from({ length: 5 }, () => failure(client.version(), AuthenticationError)),
    );
    expect(errors.map((error) => error.route)).toEqual(Array(5).fill('POST /access/ticket'));
    expect(logins(server)).toHaveLength(1);
    expect(calls(server)).toHaveLength(0);
    works = true;
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
    expect(logins(server)).toHaveLength(2);
  });

  it('goes on for the others when the caller that began it gives up', async () => {
    let answer: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const server = await host({
      login: async () => {
        await gate;
        return undefined;
      },
    });
    const client = userClientOf(server);
    const controller = new AbortController();
    const first = failure(client.version({}, { signal: controller.signal }), AbortedError);
    const second = client.version();
    await server.until(() => logins(server).length === 1);
    controller.abort(new Error('gone to lunch'));
    expect(await first).toMatchObject({ name: 'AbortError', sent: 'no', cause: new Error('gone to lunch') });
    answer();
    await expect(second).resolves.toMatchObject({ release: '9.2' });
    expect(logins(server)).toHaveLength(1);
    expect(calls(server)).toHaveLength(1);
  });

  it('that fails after everybody has given up troubles nobody', async () => {
    let fail: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const server = await host({
      login: async () => {
        await gate;
        return refusal(401, 'authentication failure');
      },
    });
    const client = userClientOf(server);
    const controller = new AbortController();
    const call = failure(client.version({}, { signal: controller.signal }), AbortedError);
    await server.until(() => logins(server).length === 1);
    controller.abort();
    await call;
    fail();
    // An unhandled rejection would fail the run.
    await server.until(() => server.open === 0);
  });

  it('whose caller runs out of time is over for that caller only', async () => {
    const server = await host({ login: () => new Promise(() => {}) });
    const client = userClientOf(server);
    const error = await failure(client.lxc.start(guest, { timeout: 30 }), TimeoutError);
    expect(error).toMatchObject({ phase: 'call', timeout: 30, sent: 'no' });
  });

  it('is not begun for a caller that has already given up', async () => {
    const server = await host();
    const client = userClientOf(server);
    await failure(client.version({}, { signal: AbortSignal.abort() }), AbortedError);
    await client.version();
    expect(logins(server)).toHaveLength(1);
  });

  it('asks a function for the password, once for each login', async () => {
    const password = vi.fn(async () => 'tr0ub4dor&3');
    const server = await host();
    const client = userClientOf(server, { password });
    expect(password).not.toHaveBeenCalled();
    await client.version();
    await client.version();
    expect(password).toHaveBeenCalledOnce();
    expect(logins(server)).toMatchObject([{ password: 'tr0ub4dor&3' }]);
  });

  it('fails with what the password function throws, and asks it again next time', async () => {
    const broken = new Error('the vault is sealed');
    const password = vi.fn().mockRejectedValueOnce(broken).mockResolvedValueOnce('').mockReturnValue('pw');
    const server = await host();
    const client = userClientOf(server, { password });
    expect(await errorOf(client.version())).toBe(broken);
    const nothing = await failure(client.version(), ParamsError);
    expect(nothing.issues).toEqual([{ path: 'password', message: 'the function gave no text' }]);
    expect(server.requests).toHaveLength(0);
    await expect(client.version()).resolves.toBeDefined();
  });

  it.each([
    ['no ticket', { data: { username: 'root@pam' } }],
    ['an empty one', { data: { username: 'root@pam', ticket: '' } }],
    ['nothing', { data: null }],
    ['a ticket that is no text', { data: { ticket: 'PVE:\ud800' } }],
    ['a ticket of several lines', { data: { ticket: 'PVE:\r\nX: y' } }],
    ['a CSRF token of several lines', { data: { ticket: 'PVE:x', CSRFPreventionToken: 'a\r\nX: y' } }],
    ['a CSRF token that fits in no header', { data: { ticket: 'PVE:x', CSRFPreventionToken: '\u20ac' } }],
  ])('that gives %s fails clearly, also for a write', async (_what, answer) => {
    const server = await host({ login: () => json(answer) });
    const error = await errorOf(userClientOf(server).lxc.start(guest));
    expect(error).toMatchObject({ code: 'PVE_RESPONSE_SHAPE', route: 'POST /access/ticket' });
    expect(calls(server)).toHaveLength(0);
  });

  it('whose connection breaks leaves no doubt about a write: it was not sent, so all is tried again', async () => {
    let broken = 0;
    const server = await host({
      login: (_request, socket) => {
        broken += 1;
        if (broken < 3) socket.destroy();
        return undefined;
      },
    });
    await expect(userClientOf(server).lxc.start(guest)).resolves.toBe(upid);
    expect(logins(server)).toHaveLength(3);
    expect(calls(server)).toHaveLength(1);
    broken = -100;
    const error = await failure(userClientOf(server).lxc.start(guest), ConnectionError);
    expect(error).toMatchObject({ kind: 'reset', sent: 'no', code: 'PVE_CONNECTION' });
    expect(error.message).toMatch(/login failed/);
    expect(calls(server)).toHaveLength(1);
  });

  it('that never answers is a TimeoutError, and the write is known not to be sent', async () => {
    const server = await host({ login: () => new Promise(() => {}) });
    const client = userClientOf(server, { timeouts: { headers: 30 } });
    const error = await failure(client.lxc.start(guest), TimeoutError);
    expect(error).toMatchObject({ phase: 'headers', sent: 'no' });
  });

  it('works over any fetch', async () => {
    const handlers = [
      http.post('https://pve:8006/api2/json/access/ticket', async ({ request }) => {
        const form = new URLSearchParams(await request.text());
        if (form.get('password') !== 'pw') return new HttpResponse(null, { status: 401 });
        return HttpResponse.json({ data: { ticket: 'PVE:u', CSRFPreventionToken: 'c' } });
      }),
      http.get('https://pve:8006/api2/json/version', ({ request }) =>
        request.headers.get('cookie') === 'PVEAuthCookie=PVE%3Au'
          ? HttpResponse.json(version)
          : new HttpResponse(null, { status: 401 }),
      ),
    ];
    const transport = fetchTransport((request) => getResponse(handlers, request));
    const good = makeClient({ url: 'https://pve', user: 'root@pam', password: 'pw', transport });
    await expect(good.version()).resolves.toMatchObject({ version: '9.2.11' });
    const bad = makeClient({ url: 'https://pve', user: 'root@pam', password: 'no', transport });
    await failure(bad.version(), AuthenticationError);
  });
});

describe('a ticket', () => {
  it('is used for an hour, then renewed with itself as the password, once however many wait', async () => {
    const clock = new FastClock();
    const server = await host();
    const client = userClientOf(server, { clock });
    await client.version();
    clock.advance(60 * minute - 1);
    await client.version();
    expect(logins(server)).toHaveLength(1);
    clock.advance(1);
    await Promise.all(Array.from({ length: 12 }, () => client.version()));
    expect(logins(server)).toEqual([
      { username: 'root@pam', password: 'tr0ub4dor&3' },
      { username: 'root@pam', password: 'PVE:root@pam:001::a+b/c=' },
    ]);
    const cookies = calls(server).map(cookieOf);
    expect(cookies.slice(0, 2)).toEqual(Array(2).fill('PVEAuthCookie=PVE:root@pam:001::a+b/c='));
    expect(cookies.slice(2)).toEqual(Array(12).fill('PVEAuthCookie=PVE:root@pam:002::a+b/c='));
  });

  it('that cannot be renewed is replaced by a full login', async () => {
    const clock = new FastClock();
    const server = await host({
      login: ({ body }) =>
        new URLSearchParams(body).get('password')?.startsWith('PVE:')
          ? refusal(401, 'authentication failure')
          : undefined,
    });
    const client = userClientOf(server, { clock });
    await client.version();
    clock.advance(61 * minute);
    await expect(client.version()).resolves.toBeDefined();
    expect(logins(server).map((login) => login['password'])).toEqual([
      'tr0ub4dor&3',
      'PVE:root@pam:001::a+b/c=',
      'tr0ub4dor&3',
    ]);
  });

  it('that is too old is not even tried for renewal', async () => {
    const clock = new FastClock();
    const server = await host();
    const client = userClientOf(server, { clock });
    await client.version();
    clock.advance(115 * minute);
    await client.version();
    expect(logins(server).map((login) => login['password'])).toEqual(['tr0ub4dor&3', 'tr0ub4dor&3']);
  });

  it('stays in use while its renewal fails for another reason, and that is tried again a minute later', async () => {
    const clock = new FastClock();
    let down = false;
    const server = await host({
      login: () => (down ? refusal(596, 'Connection timed out') : undefined),
    });
    const client = userClientOf(server, { clock });
    await client.version();
    down = true;
    clock.advance(61 * minute);
    await Promise.all([client.version(), client.lxc.start(guest)]);
    await client.version();
    expect(logins(server)).toHaveLength(2);
    clock.advance(minute);
    down = false;
    await client.version();
    expect(logins(server)).toHaveLength(3);
    expect(cookieOf(calls(server).at(-1))).toContain(':002:');
  });

  it('that is refused is dropped: that call fails, the next one logs in', async () => {
    let revoked = true;
    const server = await host({
      call: (request) => {
        if (!revoked) return json(version);
        return request.method === 'GET'
          ? raw('401 Authentication failed!', { Connection: 'close' })
          : refusal(401, 'Permission denied - invalid csrf token');
      },
    });
    const client = userClientOf(server);
    await failure(client.version(), AuthenticationError);
    const csrf = await failure(client.lxc.start(guest), AuthenticationError);
    expect(csrf.hint).toMatch(/CSRF/);
    expect(calls(server)).toHaveLength(2);
    expect(logins(server)).toHaveLength(2);
    revoked = false;
    await client.version();
    expect(logins(server).map((login) => login['password'])).toEqual(Array(3).fill('tr0ub4dor&3'));
  });

  it('that was replaced meanwhile does not take the new one with it when it is refused late', async () => {
    const clock = new FastClock();
    let refuse: () => void = () => {};
    const late = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    const server = await host({
      call: async (request) => {
        if (request.target !== '/api2/json/nodes') return json(version);
        await late;
        return raw('401 Authentication failed!', { Connection: 'close' });
      },
    });
    const client = userClientOf(server, { clock });
    const old = failure(client.nodes.list(), AuthenticationError);
    await server.until(() => calls(server).length === 1);
    clock.advance(61 * minute);
    await client.version();
    refuse();
    await old;
    await client.version();
    expect(logins(server)).toHaveLength(2);
  });
});

describe('a second factor', () => {
  const challenge = 'PVE:!tfa!root@pam:0::';
  const asksForCode: Handler = ({ body }) => {
    const form = new URLSearchParams(body);
    if (form.get('password')?.startsWith('PVE:root') === true) return undefined;
    if (form.get('tfa-challenge') === null)
      return json({ data: { ticket: challenge, CSRFPreventionToken: 'x', NeedTFA: 1 } });
    return form.get('password') === 'totp:123456' ? undefined : refusal(401, 'authentication failure');
  };

  it('is answered with the code, at the login and not at a renewal', async () => {
    const clock = new FastClock();
    const totp = vi.fn(() => '123456');
    const server = await host({ login: asksForCode });
    const client = userClientOf(server, { clock, totp });
    await client.version();
    clock.advance(61 * minute);
    await client.version();
    expect(totp).toHaveBeenCalledOnce();
    expect(logins(server)).toEqual([
      { username: 'root@pam', password: 'tr0ub4dor&3' },
      { username: 'root@pam', password: 'totp:123456', 'tfa-challenge': challenge },
      { username: 'root@pam', password: 'PVE:root@pam:001::a+b/c=' },
    ]);
    expect(cookieOf(calls(server)[0])).not.toContain('!tfa!');
  });

  it('without a code is an AuthenticationError that says what to give', async () => {
    const server = await host({ login: asksForCode });
    const error = await failure(userClientOf(server).version(), AuthenticationError);
    expect(error.message).toMatch(/root@pam has a second factor/);
    expect(error.hint).toMatch(/`totp`/);
    expect(calls(server)).toHaveLength(0);
  });

  it('with a wrong code is an AuthenticationError, and the code is not sent twice', async () => {
    const server = await host({ login: asksForCode });
    const client = userClientOf(server, { totp: '000000' });
    await failure(client.version(), AuthenticationError);
    expect(logins(server)).toHaveLength(2);
  });

  it('that is still asked for after the code is an error, not a ticket', async () => {
    const server = await host({
      login: () => json({ data: { ticket: challenge, NeedTFA: '1' } }),
    });
    const error = await failure(userClientOf(server, { totp: '123456' }).version(), AuthenticationError);
    expect(error.message).toMatch(/second factor/);
    expect(calls(server)).toHaveLength(0);
  });

  it('is asked for again by a full login', async () => {
    const server = await host({
      login: asksForCode,
      call: (request) =>
        request.number < 4 ? raw('401 Authentication failed!', { Connection: 'close' }) : json(version),
    });
    const codes = ['123456', '123456'];
    const client = userClientOf(server, { totp: () => codes.shift() ?? '' });
    await failure(client.version(), HttpError);
    await client.version();
    expect(codes).toEqual([]);
  });
});

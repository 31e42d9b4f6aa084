import { inspect } from 'node:util';
import { type Client, ConnectionError, HttpError, PveError, ResponseShapeError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { canary, clientOf, errorOf, failure, identity, userClientOf } from '../support/client.js';
import {
  type Handler,
  json,
  type Received,
  raw,
  refusal,
  ScriptedServer,
  version,
} from '../support/server.js';

const ticket = 'PVE:root@pam:66AB12CD::t1cket+c4nary/AAA==';
const csrf = '66AB12CD:csrf+c4nary/BBB=';
const password = 'pässword c4nary&=%;"<1';
const totp = '918273';
const rootPassword = 'guest c4nary/+= 77';
const secrets = [canary, ticket, csrf, password, totp, rootPassword];

/** A secret in the forms in which a server may have seen it. */
function forms(secret: string): string[] {
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const encoded = encodeURIComponent(secret);
  return [...new Set([secret, encoded, form, JSON.stringify(secret).slice(1, -1)])];
}

/** Everything that a logger, a console or a debugger would show of a value, its chain of causes included. */
function texts(value: unknown): string[] {
  const shown = [
    inspect(value, { depth: Infinity, showHidden: true }),
    inspect(value, { depth: Infinity, showHidden: true, customInspect: false }),
    JSON.stringify(value) ?? '',
    String(value),
  ];
  if (!(value instanceof Error)) return shown;
  return [
    ...shown,
    value.message,
    value.stack ?? '',
    ...(value.cause === undefined ? [] : texts(value.cause)),
  ];
}

function expectNoSecret(value: unknown): void {
  const all = texts(value).join('\n');
  for (const form of secrets.flatMap(forms)) expect(all).not.toContain(form);
}

/** What a spiteful (or merely helpful) server repeats of a request: its credentials and its body. */
function echoed(request: Received): string {
  const { authorization = '', cookie = '', csrfpreventiontoken = '' } = request.headers;
  const sent = [authorization, cookie, csrfpreventiontoken, request.body, request.target].join(' ');
  let decoded = sent;
  try {
    decoded = decodeURIComponent(sent.replaceAll('+', ' '));
  } catch {
    // As it is, then.
  }
  return `${sent} ${decoded}`.replaceAll(/[\r\n]/g, ' ');
}

const echoes: readonly [string, (echo: string) => Buffer][] = [
  ['in the reason phrase', (echo) => raw(`500 ${echo}`, { Connection: 'close' })],
  ['in `message`', (echo) => refusal(500, `bad: ${echo}`)],
  ['in `message` of a 403', (echo) => refusal(403, `Permission check failed (/vms/${echo}, VM.Audit)`)],
  ['in a value of `errors`', (echo) => refusal(400, 'Parameter verification failed.', { net0: echo })],
  ['in a key of `errors`', (echo) => refusal(400, 'Parameter verification failed.', { [echo]: 'unknown' })],
  ['in a plain text', (echo) => raw('501 ', { 'Content-Type': 'text/plain' }, echo)],
  ['in an HTML page with 200', (echo) => raw('200 OK', {}, `<html>${echo}</html>`)],
  ['in broken JSON', (echo) => raw('200 OK', {}, `{"data": ${echo}`)],
  ['in a text with 200', (echo) => raw('200 OK', { 'Content-Type': `text/plain; x="${echo}"` }, echo)],
  ['in the content type', (echo) => raw('200 OK', { 'Content-Type': echo }, 'no JSON')],
  ['in a key of `data`', (echo) => json({ data: { [echo]: { [echo]: 'neither 0 nor 1' } } })],
  ['in a value of `data`', (echo) => json({ data: { version: { echo }, release: [echo], upid: echo } })],
  ['in a redirect', (echo) => raw('302 Found', { Location: `https://x/?${echo}` })],
  ['in a 401', (echo) => refusal(401, `no ticket ${echo}`)],
  ['in a 502', (echo) => raw('502 Bad Gateway', {}, echo)],
  ['in a 596', (echo) => refusal(596, echo)],
  ['in a line that is no HTTP', (echo) => Buffer.from(`HTTP?!${echo}\r\n\r\n`)],
  ['in a header that is no HTTP', (echo) => Buffer.from(`HTTP/1.1 200 OK\r\n${echo} \0: x\r\n\r\n`)],
  ['in headers without end', (echo) => raw('200 OK', { 'X-Echo': `${echo}${'x'.repeat(20_000)}` }, '{}')],
];

/** The errors of some reads and writes, one after the other. */
async function failures(client: Client): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const call of [
    () => client.access.permissions(),
    () => client.version(),
    () => client.lxc.start({ node: 'pve1', vmid: 101 }),
    () => client.request('POST /nodes/{node}/lxc', { node: 'pve1', vmid: 101, password: rootPassword }),
  ]) {
    // A `call` takes any `data` as it is.
    await call().catch((error: unknown) => errors.push(error));
  }
  expect(errors.length).toBeGreaterThan(2);
  return errors;
}

/** A logger that keeps what it is told. */
function recorder() {
  const events: unknown[] = [];
  const record = (fields: object, message: string) => {
    events.push({ fields, message });
  };
  return { events, logger: { debug: record, warn: record } };
}

describe('a server that repeats what it was sent', () => {
  it.each(echoes)('gets no token into errors or logs: %s', async (_where, answer) => {
    const server = await ScriptedServer.start((request) => answer(echoed(request)));
    const { events, logger } = recorder();
    const errors = await failures(clientOf(server, { logger, retries: 1 }));
    for (const error of errors) {
      expect(error).toBeInstanceOf(PveError);
      expectNoSecret(error);
    }
    expectNoSecret(events);
    expect(server.requests[0]?.headers['authorization']).toContain(canary);
  });

  const logsIn: Handler = (request) => {
    if (!request.body.includes('tfa-challenge'))
      return json({ data: { username: 'root@pam', ticket: `PVE:!tfa!${ticket}`, NeedTFA: 1 } });
    return json({ data: { username: 'root@pam', ticket, CSRFPreventionToken: csrf } });
  };

  it.each(echoes)('gets no ticket or CSRF token into errors or logs: %s', async (_where, answer) => {
    const server = await ScriptedServer.start((request, ...rest) =>
      request.target.endsWith('/access/ticket') ? logsIn(request, ...rest) : answer(echoed(request)),
    );
    const { events, logger } = recorder();
    const errors = await failures(userClientOf(server, { password, totp, logger, retries: 1 }));
    for (const error of errors) expectNoSecret(error);
    expectNoSecret(events);
    expect(server.requests.at(-1)?.headers['csrfpreventiontoken']).toBe(csrf);
  });

  it.each(echoes)('gets no password or code into errors or logs: %s', async (_where, answer) => {
    for (const step of ['password', 'code']) {
      const server = await ScriptedServer.start((request, ...rest) =>
        step === 'code' && !request.body.includes('tfa-challenge')
          ? logsIn(request, ...rest)
          : answer(echoed(request)),
      );
      const { events, logger } = recorder();
      const errors = await failures(userClientOf(server, { password, totp, logger, retries: 0 }));
      for (const error of errors) expectNoSecret(error);
      expectNoSecret(events);
    }
  });
});

describe('errors that the network makes', () => {
  it('hold no secret', async () => {
    const gone = await ScriptedServer.start(() => undefined);
    await gone.close();
    const breaks = await ScriptedServer.start((_request, socket) => {
      socket.destroy();
      return undefined;
    });
    const silent = await ScriptedServer.start(() => undefined);
    const closed = clientOf(silent);
    await closed.close();
    const clients = [
      clientOf(gone),
      clientOf(breaks),
      clientOf(silent, { timeouts: { headers: 20 } }),
      clientOf(silent, { timeouts: { call: 20 } }),
      closed,
    ];
    for (const client of clients) {
      const errors = await failures(client);
      for (const error of errors) {
        expect(error).toBeInstanceOf(PveError);
        expectNoSecret(error);
      }
    }
  });

  it('keep the cause', async () => {
    const gone = await ScriptedServer.start(() => undefined);
    await gone.close();
    const error = await failure(clientOf(gone).version(), ConnectionError);
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('what is left after masking', () => {
  it('still says who called and what the server meant', async () => {
    const server = await ScriptedServer.start((request) =>
      refusal(500, `cannot use ${request.headers['authorization']} on vmid 101`),
    );
    const error = await failure(clientOf(server).version(), HttpError);
    expect(error.text).toBe(`cannot use PVEAPIToken=${identity}=******** on vmid 101`);
  });

  it('masks the bare secret wherever it turns up, in a log line too', async () => {
    const server = await ScriptedServer.start(() => refusal(500, `value '${canary}' is wrong`));
    const { events, logger } = recorder();
    const error = await failure(
      clientOf(server, { logger }).request('GET /pools/{id}', { id: canary }),
      HttpError,
    );
    expect(error.text).toBe("value '********' is wrong");
    expectNoSecret(error);
    expectNoSecret(events);
    expect(events).toMatchObject([{ fields: { path: '/api2/json/pools/********' } }]);
  });

  it('masks password and code in answers to the calls that follow the login, and at the login', async () => {
    const wrong = await ScriptedServer.start(({ body }) =>
      body.includes('tfa-challenge')
        ? refusal(401, `the code ${totp} is wrong`)
        : json({ data: { ticket: 'PVE:!tfa!x', NeedTFA: 1 } }),
    );
    const refused = await failure(userClientOf(wrong, { password, totp }).version(), HttpError);
    expect(refused.text).toBe('the code ******** is wrong');
    const server = await ScriptedServer.start(({ target }) =>
      target.endsWith('/access/ticket')
        ? json({ data: { ticket } })
        : refusal(500, `the password is ${password}`),
    );
    const later = await failure(userClientOf(server, { password }).version(), HttpError);
    expect(later.text).toBe('the password is ********');
  });

  it('masks a foreign token too, which may be in a log line of the host', async () => {
    const server = await ScriptedServer.start(() =>
      refusal(500, 'no such token root@pam!x1=0000-secret here'),
    );
    const error = await failure(clientOf(server).version(), HttpError);
    expect(error.text).toBe('no such token root@pam!x1=******** here');
  });
});

describe('values that hold secrets inside', () => {
  it('a client shows where and who, and nothing else', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const client = clientOf(server);
    await client.version();
    expectNoSecret(client);
    for (const part of [client.tasks, client.lxc, client.version, client.call, client.close])
      expectNoSecret(part);
    expect(inspect(client)).toBe(`Client { url: '${server.url}/', identity: '${identity}' }`);
    expect(JSON.parse(JSON.stringify({ client }))).toEqual({ client: { url: `${server.url}/`, identity } });
  });

  it('masks a ticket that was renewed while a request with the old one was under way', async () => {
    let hour = 0;
    let release: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await ScriptedServer.start(async (request) => {
      if (request.target.endsWith('/access/ticket')) {
        hour += 1;
        return json({ data: { ticket: `${ticket}${hour}`, CSRFPreventionToken: `${csrf}${hour}` } });
      }
      if (request.method === 'GET') return json(version);
      await slow;
      return refusal(500, echoed(request));
    });
    let now = 0;
    const clock = { now: () => now, sleep: async () => {} };
    const client = userClientOf(server, { password, clock });
    const old = errorOf(client.lxc.start({ node: 'pve1', vmid: 101 }));
    await server.until(() => server.requests.length === 2);
    now += 90 * 60_000;
    await client.version();
    expect(hour).toBe(2);
    release();
    const error = await old;
    expect(error).toBeInstanceOf(HttpError);
    expectNoSecret(error);
  });

  it('gives equal digests to equal calls, and none that a password could be guessed from', async () => {
    const server = await ScriptedServer.start(() => raw('502 Bad Gateway', { Connection: 'close' }));
    const client = clientOf(server);
    const digest = async (params: Record<string, string | number>) => {
      const error = await errorOf(client.request('POST /nodes/{node}/lxc', { node: 'pve1', ...params }));
      return (error as { digest?: string }).digest;
    };
    const first = await digest({ vmid: 101, password: 'one' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest({ vmid: 101, password: 'two' })).toBe(first);
    expect(await digest({ vmid: 102, password: 'one' })).not.toBe(first);
  });
});

describe('a logger', () => {
  it('hears of answers and of retries', async () => {
    const server = await ScriptedServer.start([
      () => refusal(596, 'Connection timed out'),
      () => json(version),
    ]);
    const { events, logger } = recorder();
    await clientOf(server, { logger }).version();
    expect(events).toMatchObject([
      { message: 'answered', fields: { route: 'GET /version', status: 596 } },
      { message: 'retrying', fields: { route: 'GET /version', attempt: 1 } },
      { message: 'answered', fields: { route: 'GET /version', status: 200, path: '/api2/json/version' } },
    ]);
  });

  it('that throws changes no outcome', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const broken = () => {
      throw new ResponseShapeError('GET /log', 'shape', []);
    };
    const client = clientOf(server, { logger: { debug: broken, warn: broken } });
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });
});

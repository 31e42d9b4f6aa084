import { describe, expect, it } from 'vitest';
import { ManualClock } from '~/simulator/clock.js';
import { createEngine } from '~/simulator/create-engine.js';
import { totpCode } from '~/simulator/tickets.js';
import { Harness, N, ticketHeaders } from './harness.js';

describe('tokens', () => {
  it('lets a good one in, with = or a blank after the scheme', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', '/version')).data).toMatchObject({
      version: '9.2.11',
      release: '9.2',
    });
    const blank = await h.send({ authorization: `PVEAPIToken ${h.tokens.agent}` }, 'GET', '/version');
    expect(blank.status).toBe(200);
    const encoded = await h.send(
      { authorization: `PVEAPIToken=${encodeURIComponent(h.tokens.agent)}` },
      'GET',
      '/version',
    );
    expect(encoded.status).toBe(200);
  });

  it.each([
    ['no header at all', () => '', 'No ticket'],
    ['another scheme', () => 'Basic cm9vdDp4', 'No ticket'],
    ['the scheme in lower case', (h: Harness) => `pveapitoken=${h.tokens.agent}`, 'No ticket'],
    ['garbage', () => 'PVEAPIToken=garbage', 'Authentication failed!'],
    ['a token without secret', () => 'PVEAPIToken=root@pam!root', 'Authentication failed!'],
    [
      'a wrong secret',
      () => 'PVEAPIToken=root@pam!root=00000000-0000-0000-0000-000000000000',
      'Authentication failed!',
    ],
    ['an unknown user', () => 'PVEAPIToken=ghost@pve!t1=x', 'Authentication failed!'],
    [
      'an upper-case secret',
      (h: Harness) => `PVEAPIToken=${upperSecret(h.tokens.full)}`,
      'Authentication failed!',
    ],
    ['an expired token', (h: Harness) => `PVEAPIToken=${h.tokens.expired}`, 'Authentication failed!'],
    ['a disabled user', (h: Harness) => `PVEAPIToken=${h.tokens.disabled}`, 'Authentication failed!'],
  ])('answers %s with 401, no body, no length', async (_name, header, reason) => {
    const h = new Harness();
    const answer = await h.send({ authorization: header(h) }, 'GET', '/nodes');
    expect(answer).toMatchObject({ status: 401, reason, body: undefined });
    const names = answer.headers.map(([name]) => name);
    expect(names).not.toContain('Content-Length');
    expect(names).not.toContain('Content-Type');
    expect(answer.headers).toContainEqual(['Connection', 'close']);
  });

  it('asks for a login before it tells whether a path exists', async () => {
    const h = new Harness();
    expect((await h.send({}, 'GET', '/nosuch')).reason).toBe('No ticket');
    expect((await h.call('noacl', 'GET', '/nosuch')).reason).toBe("Method 'GET /nosuch' not implemented");
  });

  it('delays the 401 on the simulator clock', async () => {
    const clock = new ManualClock();
    const { engine } = createEngine({ clock, authDelay: 3000 });
    let status = 0;
    const answer = engine.handle({ method: 'GET', path: '/api2/json/version' }).then((response) => {
      status = response.status;
    });
    clock.advance(2999);
    await new Promise(setImmediate);
    expect(status).toBe(0);
    clock.advance(1);
    await answer;
    expect(status).toBe(401);
  });
});

function upperSecret(token: string): string {
  const equals = token.lastIndexOf('=');
  return token.slice(0, equals) + token.slice(equals).toUpperCase();
}

describe('tickets', () => {
  it('logs in with a password and answers what the user may do', async () => {
    const h = new Harness();
    const { status, data } = await h.login('agent@pve', h.passwords.agent);
    expect(status).toBe(200);
    expect(data.ticket).toMatch(/^PVE:agent@pve:[0-9A-F]{8}::/);
    expect(data.username).toBe('agent@pve');
    expect(data.cap.nodes).toEqual({ 'Sys.Audit': 1 });
    expect(data.cap.access).toEqual({});
    expect(data.cap.storage).toEqual({
      'Datastore.AllocateSpace': 1,
      'Datastore.AllocateTemplate': 1,
      'Datastore.Audit': 1,
    });
  });

  it('takes the realm apart from the name', async () => {
    const h = new Harness();
    expect((await h.login('root', h.passwords.root, { realm: 'pam' })).data.username).toBe('root@pam');
    expect((await h.login('root', h.passwords.root)).status).toBe(401);
  });

  it('answers a wrong password with 401 and a body', async () => {
    const h = new Harness();
    const answer = await h.login('root@pam', 'wrong');
    expect(answer).toMatchObject({
      status: 401,
      reason: 'authentication failure',
      message: 'authentication failure\n',
    });
    expect((await h.login('nobody@pve', 'wrong')).reason).toBe('authentication failure');
    expect((await h.login('audit@pve', '')).reason).toBe('authentication failure');
    expect((await h.send({}, 'POST', '/access/ticket', { username: 'root@pam' })).errors).toEqual({
      password: 'property is missing and it is not optional',
    });
  });

  it('needs the other token for every write, and only for writes', async () => {
    const h = new Harness();
    const { data } = await h.login('root@pam', h.passwords.root);
    const { cookie = '' } = ticketHeaders(data);
    const path = `${N}/lxc/101/config`;
    expect((await h.send({ cookie }, 'GET', path)).status).toBe(200);
    const refused = await h.send({ cookie }, 'PUT', path, { onboot: 0 });
    expect(refused).toMatchObject({
      status: 401,
      reason: 'Permission denied - invalid csrf token',
      body: undefined,
    });
    const forged = { cookie, csrfpreventiontoken: `${data.CSRFPreventionToken.split(':')[0]}:xxxx` };
    expect((await h.send(forged, 'PUT', path, { onboot: 0 })).reason).toBe(
      'Permission denied - invalid csrf token',
    );
    expect((await h.send(ticketHeaders(data), 'PUT', path, { onboot: 0 })).status).toBe(200);
  });

  it('expires after two hours, and can be renewed with itself before', async () => {
    const h = new Harness();
    const first = (await h.login('root@pam', h.passwords.root)).data;
    h.clock.advance(7_200_000);
    expect((await h.send(ticketHeaders(first), 'GET', '/version')).status).toBe(200);
    const second = (await h.login('root@pam', first.ticket)).data;
    h.clock.advance(1000);
    expect((await h.send(ticketHeaders(first), 'GET', '/version')).reason).toBe('Authentication failed!');
    expect((await h.send(ticketHeaders(second), 'GET', '/version')).status).toBe(200);
    expect((await h.login('root@pam', first.ticket)).status).toBe(401);
    expect((await h.login('agent@pve', second.ticket)).status).toBe(401);
  });

  it('refuses a ticket that was tampered with', async () => {
    const h = new Harness();
    const { data } = await h.login('agent@pve', h.passwords.agent);
    const forged = { ...data, ticket: data.ticket.replace('agent@pve', 'root@pam') };
    expect((await h.send(ticketHeaders(forged), 'GET', '/version')).reason).toBe('Authentication failed!');
  });

  it('lets a cookie override a token', async () => {
    const h = new Harness();
    const { data } = await h.login('root@pam', h.passwords.root);
    const both = { ...ticketHeaders(data), authorization: `PVEAPIToken=${h.tokens.noacl}` };
    expect(Object.keys((await h.send(both, 'GET', '/access/permissions')).data['/'])).toHaveLength(47);
    const stale = {
      cookie: 'PVEAuthCookie=PVE:root@pam:00000000::AAAA',
      authorization: `PVEAPIToken=${h.tokens.full}`,
    };
    expect((await h.send(stale, 'GET', '/version')).reason).toBe('Authentication failed!');
  });
});

describe('second factor', () => {
  it('gives a challenge first, and a ticket for the code', async () => {
    const h = new Harness();
    const first = (await h.login('totp@pve', h.passwords.totp)).data;
    expect(first).toMatchObject({ NeedTFA: 1, username: 'totp@pve' });
    expect(first.ticket).toContain('!tfa!');
    expect(first.cap).toBeUndefined();
    expect((await h.send(ticketHeaders(first), 'GET', '/version')).reason).toBe('Authentication failed!');
    const code = totpCode(h.totpKey, h.clock);
    const wrong = code === '000000' ? '111111' : '000000';
    const refused = await h.login('totp@pve', `totp:${wrong}`, { 'tfa-challenge': first.ticket });
    expect(refused.reason).toBe('authentication failure');
    const foreign = await h.login('root@pam', `totp:${code}`, { 'tfa-challenge': first.ticket });
    expect(foreign.status).toBe(401);
    const second = (await h.login('totp@pve', `totp:${code}`, { 'tfa-challenge': first.ticket })).data;
    expect(second.NeedTFA).toBeUndefined();
    expect((await h.send(ticketHeaders(second), 'GET', '/nodes')).status).toBe(200);
  });

  it('computes the codes of RFC 6238', () => {
    const key = Buffer.from('12345678901234567890');
    expect(totpCode(key, new ManualClock(59_000))).toBe('287082');
    expect(totpCode(key, new ManualClock(1_111_111_109_000))).toBe('081804');
  });
});

it('answers some things without any login', async () => {
  const h = new Harness();
  const domains = await h.send({}, 'GET', '/access/domains');
  expect(domains.data.map((row: { realm: string }) => row.realm)).toEqual(['pam', 'pve']);
  expect((await h.send({}, 'GET', '/access/ticket')).body).toBe('{"data":null}');
});

it('keeps a journal without secrets', async () => {
  const h = new Harness();
  await h.login('root@pam', h.passwords.root);
  await h.call('agent', 'GET', `${N}/lxc/999/config`);
  await h.send({}, 'GET', '/nodes');
  expect(h.engine.journal).toEqual([
    {
      method: 'POST',
      path: '/api2/json/access/ticket',
      status: 200,
      user: undefined,
      params: { username: 'root@pam', password: '***' },
    },
    {
      method: 'GET',
      path: `/api2/json${N}/lxc/999/config`,
      status: 500,
      user: 'agent@pve!selftest',
      params: { node: 'demo-felhom', vmid: '999' },
    },
    { method: 'GET', path: '/api2/json/nodes', status: 401, user: undefined, params: {} },
  ]);
});

import { Simulator } from '@felhom/proxmox/simulator';
import { expect, it } from 'vitest';
import { call, open, token } from './client.js';

const path = '/api2/json/nodes/demo-felhom';

async function login(sim: Simulator, values: Record<string, string>) {
  const body = new URLSearchParams(values).toString();
  return await call(sim, 'POST', '/api2/json/access/ticket', { body });
}

it('hands out everything that a test needs', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  expect(sim.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(sim.fingerprint).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(sim.ca).toContain('BEGIN CERTIFICATE');
  expect(sim.node).toBe('demo-felhom');
  const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  for (const [name, id] of Object.entries({
    full: 'root@pam!root',
    agent: 'agent@pve!selftest',
    readonly: 'audit@pve!ro',
    separated: 'agent@pve!sep',
    noacl: 'noacl@pve!tt',
  })) {
    expect(sim.tokens[name as keyof typeof sim.tokens]).toMatch(new RegExp(`^${id}=${uuid}$`));
  }
  const [node] = (await call(sim, 'GET', '/api2/json/nodes', { headers: token(sim.tokens.full) })).json
    .data as object[];
  expect(node).toMatchObject({ ssl_fingerprint: sim.fingerprint });
});

it('has fresh secrets and its own state with every start', async () => {
  await using a = await Simulator.start({ clock: 'manual' });
  await using b = await Simulator.start({ clock: 'manual' });
  expect(a.url).not.toBe(b.url);
  expect(a.fingerprint).not.toBe(b.fingerprint);
  for (const name of Object.keys(a.tokens) as (keyof typeof a.tokens)[])
    expect(a.tokens[name]).not.toBe(b.tokens[name]);
  const body = 'hostname=changed';
  const config = `${path}/lxc/101/config`;
  await call(a, 'PUT', config, { headers: token(a.tokens.full), body });
  expect((await call(a, 'GET', config, { headers: token(a.tokens.full) })).text).toContain(
    '"hostname":"changed"',
  );
  expect((await call(b, 'GET', config, { headers: token(b.tokens.full) })).text).toContain(
    '"hostname":"dns"',
  );
  const foreign = await call(b, 'GET', '/api2/json/version', { headers: token(a.tokens.full) });
  expect(foreign.reason).toBe('Authentication failed!');
});

it('lets its users log in', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  const { root, agent, totp } = sim.logins;
  expect((await login(sim, { ...root })).status).toBe(200);
  expect((await login(sim, { ...agent })).status).toBe(200);
  const first = (await login(sim, { username: totp.username, password: totp.password })).json.data as Record<
    string,
    string
  >;
  expect(first['NeedTFA']).toBe(1);
  const second = await login(sim, {
    username: totp.username,
    password: `totp:${totp.code()}`,
    'tfa-challenge': first['ticket'] ?? '',
  });
  expect(second.status).toBe(200);
  expect(sim.requests.map(({ path: sent, status, params }) => [sent, status, params['password']])).toEqual(
    Array.from({ length: 4 }, () => ['/api2/json/access/ticket', 200, '***']),
  );
});

it('runs tasks on the manual clock, over the wire', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  const headers = token(sim.tokens.agent);
  const { json } = await call(sim, 'POST', `${path}/lxc/100/snapshot`, { headers, body: 'snapname=abc' });
  const task = `${path}/tasks/${encodeURIComponent(String(json.data))}/status`;
  expect((await call(sim, 'GET', task, { headers })).json.data).toMatchObject({ status: 'running' });
  sim.advance(5000);
  expect((await call(sim, 'GET', task, { headers })).json.data).toMatchObject({
    status: 'stopped',
    exitstatus: 'OK',
  });
});

it('runs tasks by itself on a fast real clock', async () => {
  await using sim = await Simulator.start({ speed: 200 });
  const headers = token(sim.tokens.agent);
  const { json } = await call(sim, 'POST', `${path}/lxc/101/status/start`, { headers });
  const task = `${path}/tasks/${encodeURIComponent(String(json.data))}/status`;
  await expect
    .poll(async () => (await call(sim, 'GET', task, { headers })).json.data)
    .toMatchObject({ status: 'stopped', exitstatus: 'OK' });
  const before = sim.now;
  expect((await call(sim, 'GET', '/api2/json/version')).status).toBe(401);
  // Three seconds of its own time.
  expect(sim.now - before).toBeGreaterThanOrEqual(3000);
});

it('leaves nothing open', async () => {
  const count = (kind: string): number =>
    process.getActiveResourcesInfo().filter((name) => name === kind).length;
  await expect.poll(() => count('TCPSocketWrap')).toBe(0);
  const [servers, timers] = [count('TCPServerWrap'), count('Timeout')];
  const sim = await Simulator.start();
  const keptAlive = await open(sim);
  await call(sim, 'POST', `${path}/lxc/101/status/start`, { headers: token(sim.tokens.agent) });
  expect(count('TCPServerWrap')).toBe(servers + 1);
  await sim.close();
  keptAlive.on('error', () => undefined);
  await expect.poll(() => count('TCPServerWrap')).toBe(servers);
  await expect.poll(() => count('TCPSocketWrap')).toBe(0);
  await expect.poll(() => count('Timeout')).toBeLessThanOrEqual(timers);
  await expect(call(sim, 'GET', '/api2/json/version')).rejects.toThrow(/ECONNREFUSED/);
});

it('takes a port that is free, and says so where it is not', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  await expect(Simulator.start({ port: Number(new URL(sim.url).port) })).rejects.toThrow(/EADDRINUSE/);
});

it('can listen elsewhere', async () => {
  await using sim = await Simulator.start({ clock: 'manual', host: '::1' });
  expect(sim.url).toMatch(/^https:\/\/\[::1\]:\d+$/);
  // By name: node:https of Node 22.23 matches no IPv6 address with a certificate.
  const options = { headers: token(sim.tokens.noacl), agent: { servername: 'localhost' } };
  expect((await call(sim, 'GET', '/api2/json/version', options)).status).toBe(200);
});

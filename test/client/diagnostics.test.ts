import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { ConnectionError, HttpError, OutcomeUnknownError } from '@felhom/proxmox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { channelPrefix } from '~/client/diagnostics.js';
import { canary, clientOf, failure, identity, userClientOf } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { listen } from '../support/heard.js';
import { json, type Received, raw, refusal, ScriptedServer, version } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:robot@pve!tests:';
const all = ['request:start', 'request:end', 'request:error', 'retry', 'failover', 'breaker'] as const;

describe('the diagnostics channels', () => {
  it('tell of each request: its begin and its end', async () => {
    const heard = listen(...all);
    const server = await ScriptedServer.start((request) =>
      request.method === 'GET' ? refusal(500, 'no') : json({ data: upid }),
    );
    const client = clientOf(server);
    await client.lxc.start(guest);
    await failure(client.lxc.config(guest), HttpError);
    const origin = server.url;
    const start = {
      route: 'POST /nodes/{node}/lxc/{vmid}/status/start',
      method: 'POST',
      path: '/api2/json/nodes/pve1/lxc/101/status/start',
      origin,
    };
    const config = {
      route: 'GET /nodes/{node}/lxc/{vmid}/config',
      method: 'GET',
      path: '/api2/json/nodes/pve1/lxc/101/config',
      origin,
    };
    const id = expect.any(Number);
    const ms = expect.any(Number);
    expect(heard).toEqual([
      { name: 'request:start', event: { id, ...start } },
      { name: 'request:end', event: { id, ...start, status: 200, ms } },
      { name: 'request:start', event: { id, ...config } },
      { name: 'request:end', event: { id, ...config, status: 500, ms } },
    ]);
    const ids = heard.map(({ event }) => 'id' in event && event.id);
    expect([ids[0] === ids[1], ids[2] === ids[3], ids[0] === ids[2]]).toEqual([true, true, false]);
  });

  it('tell of a request without an answer, and of each retry', async () => {
    const heard = listen(...all);
    const server = await ScriptedServer.start([
      (_, socket) => void socket.destroy(),
      () => raw('503 x', { 'Retry-After': '2', Connection: 'close' }),
      () => json(version),
    ]);
    const clock = new FastClock();
    await clientOf(server, { clock, random: () => 0.5 }).version();
    expect(heard.map(({ name, event }) => [name, event])).toMatchObject([
      ['request:start', {}],
      [
        'request:error',
        { error: { name: 'ConnectionError', code: 'PVE_CONNECTION', kind: 'reset', sent: 'unknown' } },
      ],
      ['retry', { attempt: 1, decision: 'retry', delay: 125, error: { kind: 'reset' } }],
      ['request:start', {}],
      ['request:end', { status: 503 }],
      ['retry', { attempt: 2, decision: 'retry', delay: 2_000, error: { code: 'PVE_HTTP', status: 503 } }],
      ['request:start', {}],
      ['request:end', { status: 200 }],
    ]);
    expect(clock.pauses).toEqual([125, 2_000]);
  });

  it('tell of logins, too', async () => {
    const heard = listen('request:start');
    const server = await ScriptedServer.start(() =>
      json({ data: { ticket: 'PVE:x', CSRFPreventionToken: 'y' } }),
    );
    await userClientOf(server).request('GET /version');
    expect(heard.map(({ event }) => 'route' in event && event.route)).toEqual([
      'POST /access/ticket',
      'GET /version',
    ]);
  });

  it('hold no secret, whatever the server repeats', async () => {
    const heard = listen(...all);
    const logged: unknown[] = [];
    const logger = {
      debug: (fields: object) => void logged.push(fields),
      warn: (fields: object) => void logged.push(fields),
    };
    const echo = ({ headers, body, target }: Received) =>
      raw(`596 ${headers['authorization']} ${headers['cookie']} ${body} ${target}`, { Connection: 'close' });
    const server = await ScriptedServer.start(echo);
    const client = clientOf(server, { logger });
    await failure(client.request('GET /x', { password: 'guest c4nary' }), HttpError);
    await failure(client.request('POST /x', { password: 'guest c4nary' }), OutcomeUnknownError);
    // A token in a path is not masked by its name, but known by its form.
    await failure(client.request('GET /access/{id}', { id: `${identity}=${canary}` }), HttpError);
    const text = inspect([heard, logged], { depth: Infinity });
    expect(text).toContain('********');
    expect(text).not.toMatch(/c4na7y00|guest[ +%20]*c4nary/);
    await server.close();
    const lost = await failure(client.request('GET /access/{id}', { id: canary }), ConnectionError);
    expect(inspect([heard, logged, lost], { depth: Infinity })).not.toContain(canary);
  });

  it('change nothing where a listener changes an event', async () => {
    const server = await ScriptedServer.start(() => json(version));
    const client = clientOf(server);
    const spoil = (event: unknown) => void Object.assign(event as object, { path: 'x', origin: 'x' });
    subscribe(`${channelPrefix}request:start`, spoil);
    onTestFinished(() => void unsubscribe(`${channelPrefix}request:start`, spoil));
    const heard = listen('request:end');
    await client.version();
    expect(heard).toMatchObject([{ event: { path: '/api2/json/version', origin: server.url } }]);
  });
});

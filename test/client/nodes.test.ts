import { gzipSync } from 'node:zlib';
import { type Client, HttpError, ParamsError, ResponseShapeError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { json, raw, refusal, ScriptedServer } from '../support/server.js';

const node = 'pve1';

async function answering(answer: Buffer): Promise<{ server: ScriptedServer; client: Client }> {
  const server = await ScriptedServer.start(() => answer);
  return { server, client: clientOf(server, { retries: 0 }) };
}

/** What PVE sends for the journal: packed, whatever the client accepts. */
function packed(text: string, type = 'application/json'): Buffer {
  const body = gzipSync(text);
  return raw(
    '200 OK',
    { 'Content-Encoding': 'gzip', 'Content-Type': type, 'Content-Length': body.length },
    body,
  );
}

const lines = ['Nov 20 15:50:45 pve1 pvestatd[181]: one', 'Nov 20 15:50:46 pve1 kernel: [1.2] two'];

describe('the journal', () => {
  it.each([
    ['as JSON', JSON.stringify({ data: ['s=1', ...lines, 's=2'], success: 1 }), ['s=1', ...lines, 's=2']],
    ['as bare lines', `${lines.join('\n')}\n`, lines],
    ['as nothing at all', '', []],
    ['as JSON of nothing', '{"data":[],"success":1}', []],
  ])('is unpacked %s, by its operation and by `call`', async (_how, text, expected) => {
    const { client, server } = await answering(packed(text));
    expect(await client.nodes.journal({ node, lastentries: 2 })).toEqual(expected);
    expect(await client.call('GET /nodes/{node}/journal', { node })).toEqual(expected);
    expect(server.requests[0]?.target).toBe('/api2/json/nodes/pve1/journal?lastentries=2');
  });

  it.each([
    ['a page of a proxy', packed('<html>Welcome'), 'html'],
    ['a text of something else', packed('It works!', 'text/plain'), 'not-json'],
    ['half a JSON', packed('{"data":["a'), 'truncated'],
    ['half a body', packed(lines.join('\n')).subarray(0, -8), undefined],
    ['entries with fields', packed('{"data":[{"message":"x"}]}'), 'shape'],
  ])('is not %s', async (_what, answer, why) => {
    const server = await ScriptedServer.start((_request, socket) => {
      socket.end(answer);
      return undefined;
    });
    const error = await clientOf(server, { retries: 0 })
      .nodes.journal({ node })
      .catch((thrown: unknown) => thrown);
    if (why === undefined) expect(error).toMatchObject({ code: 'PVE_CONNECTION' });
    else expect(error).toBeInstanceOf(ResponseShapeError);
    if (why !== undefined) expect(error).toMatchObject({ why });
  });

  it('gives bare lines of no other route', async () => {
    const { client } = await answering(packed(lines.join('\n')));
    const error = await failure(client.nodes.syslog({ node }), ResponseShapeError);
    expect(error.why).toBe('not-json');
  });
});

describe('before anything is sent', () => {
  it.each<[string, (client: Client) => Promise<unknown>, string]>([
    [
      'an unknown service',
      (client) => client.nodes.services.restart({ node, service: 'nginx' as 'cron' }),
      'service',
    ],
    ['a disk by id', (client) => client.nodes.disks.smart({ node, disk: '/dev/disk/by-id/ata-X' }), 'disk'],
    [
      'a disk with a shell in it',
      (client) => client.nodes.disks.smart({ node, disk: '/dev/sda;reboot' }),
      'disk',
    ],
    [
      'a timeframe that PVE does not keep',
      (client) => client.nodes.rrddata({ node, timeframe: 'minute' as 'hour' }),
      'timeframe',
    ],
    ['a time in another form', (client) => client.nodes.syslog({ node, since: '2026-01-01T10:00' }), 'since'],
    ['two starts of a journal', (client) => client.nodes.journal({ node, since: 1, startcursor: 's=1' }), ''],
    ['two ends of a journal', (client) => client.nodes.journal({ node, until: 1, endcursor: 's=1' }), ''],
    ['a list of no guests', (client) => client.nodes.startall({ node, vms: [] }), 'vms'],
    [
      'a parameter of another call',
      (client) => client.nodes.stopall({ node, force: true } as { node: string }),
      'force',
    ],
    ['a node that leads elsewhere', (client) => client.nodes.dns({ node: '../cluster' }), 'node'],
  ])('is a ParamsError: %s', async (_what, call, path) => {
    const { client, server } = await answering(json({ data: null }));
    const error = await failure(call(client), ParamsError);
    expect(error.issues.map((issue) => issue.path)).toContain(path);
    expect(server.requests).toEqual([]);
  });
});

it('asks for a reboot and a shutdown of the node by one route', async () => {
  const { client, server } = await answering(json({ data: null }));
  await client.nodes.reboot({ node });
  await client.nodes.shutdown({ node });
  expect(server.requests.map(({ method, target, body }) => [method, target, body])).toEqual([
    ['POST', '/api2/json/nodes/pve1/status', 'command=reboot'],
    ['POST', '/api2/json/nodes/pve1/status', 'command=shutdown'],
  ]);
});

it('sends chosen guests as one list', async () => {
  const upid = 'UPID:pve1:00000995:000391F9:6B006669:stopall::root@pam!root:';
  const { client, server } = await answering(json({ data: upid }));
  expect(await client.nodes.stopall({ node, vms: [100, 101], 'force-stop': false })).toBe(upid);
  expect(server.requests[0]?.body).toBe('vms=100%2C101&force-stop=0');
});

it('reads SMART of both kinds, with what has the wrong form in PVE', async () => {
  const attributes = [
    { id: '  5', name: 'Reallocated_Sector_Ct', value: '100', worst: '100', threshold: '010', fail: '-' },
    { id: '194', name: 'Temperature_Celsius', value: 64, raw: '36 (Min/Max 18/45)' },
  ];
  const ata = await answering(json({ data: { health: 'PASSED', type: 'ata', wearout: '97', attributes } }));
  const answer = await ata.client.nodes.disks.smart({ node, disk: '/dev/sda', healthonly: true });
  expect(answer.wearout).toBe(97);
  expect(answer.attributes?.map(({ id, value, threshold }) => [id, value, threshold])).toEqual([
    ['  5', 100, 10],
    ['194', 64, undefined],
  ]);
  expect(ata.server.requests[0]?.target).toBe(
    '/api2/json/nodes/pve1/disks/smart?disk=%2Fdev%2Fsda&healthonly=1',
  );
  const nvme = await answering(json({ data: { health: 'OK', type: 'text', text: 'Percentage Used: 3%\n' } }));
  expect(await nvme.client.nodes.disks.smart({ node, disk: '/dev/nvme0n1' })).toMatchObject({
    type: 'text',
    text: 'Percentage Used: 3%\n',
  });
});

it('lets a disk be worn by a number or not at all', async () => {
  const row = { devpath: '/dev/sda', size: '1000', gpt: 1, mounted: 0, osdid: '-1', 'osdid-list': null };
  const { client } = await answering(
    json({
      data: [
        { ...row, wearout: 'N/A' },
        { ...row, wearout: 92 },
      ],
    }),
  );
  const disks = await client.nodes.disks.list({ node, skipsmart: true });
  expect(disks.map(({ wearout, size, 'osdid-list': osds }) => [wearout, size, osds])).toEqual([
    ['N/A', 1000, undefined],
    [92, 1000, undefined],
  ]);
});

it('passes on what PVE says of an interface that is not there', async () => {
  const { client } = await answering(
    refusal(400, 'Parameter verification failed.', { iface: 'interface does not exist' }),
  );
  const error = await failure(client.nodes.network.get({ node, iface: 'nope0' }), HttpError);
  expect(error.errors).toEqual({ iface: 'interface does not exist' });
});

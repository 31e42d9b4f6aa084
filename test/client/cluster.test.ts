import { type Client, HttpError, OutcomeUnknownError, ParamsError, PermissionError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { json, type Received, raw, refusal, ScriptedServer } from '../support/server.js';

const upid = 'UPID:pve1:0000048B:00034025:6B006597:vzdump::root@pam!root:';
const job = {
  id: 'nightly',
  type: 'vzdump',
  enabled: 0,
  schedule: 'mon..fri 02:30',
  'next-run': 1795219200,
  'repeat-missed': 1,
  comment: 'every night',
  vmid: '101,100',
  storage: 'local',
  mode: 'snapshot',
  compress: 'zstd',
  remove: 0,
  'prune-backups': { 'keep-last': '3', 'keep-daily': 7 },
  'exclude-path': ['/tmp/?*', '/var/log/a,b'],
  fleecing: { enabled: 1, storage: 'fast' },
  'notes-template': '{{guestname}}; of {{node}}',
  mailto: 'root',
  'a-newer-setting': 'kept',
};
const nodes = [
  { node: 'pve1', status: 'online' },
  { node: 'pve2', status: 'online' },
  { node: 'pve3', status: 'offline' },
  { node: 'pve4', status: 'online' },
  { node: 'pve5', status: 'online' },
];

/** What the nodes answer to a request for a backup. */
const answers: Readonly<Record<string, () => Buffer>> = {
  pve1: () => json({ data: upid }),
  pve2: () => json({ data: 'OK' }),
  pve4: () => refusal(403, 'Permission check failed (/storage/local, Datastore.AllocateSpace)'),
  pve5: () => raw('596 Connection timed out', { Connection: 'close' }),
};

async function cluster(settings: object = job): Promise<{ client: Client; server: ScriptedServer }> {
  const server = await ScriptedServer.start(({ method, target }) => {
    if (method === 'GET' && target.endsWith('/nodes')) return json({ data: nodes });
    if (method === 'GET') return json({ data: settings });
    const node = /\/nodes\/(\w+)\/vzdump$/.exec(target)?.[1] ?? '';
    return answers[node]?.() ?? refusal(500, `unexpected ${target}`);
  });
  return { client: clientOf(server, { retries: 0 }), server };
}

const posts = (server: ScriptedServer): Received[] =>
  server.requests.filter(({ method }) => method === 'POST');

describe('running a backup job now', () => {
  it('asks every online node, and tells what became of it on each', async () => {
    const { client, server } = await cluster();
    const rows = await client.cluster.backup.run({ id: 'nightly' });
    expect(rows.map(({ node, outcome }) => [node, outcome])).toEqual([
      ['pve1', 'started'],
      ['pve2', 'nothing'],
      ['pve3', 'offline'],
      ['pve4', 'failed'],
      ['pve5', 'unknown'],
    ]);
    expect(rows[0]).toEqual({ node: 'pve1', outcome: 'started', upid });
    const [failed, unknown] = rows.slice(3).map((row) => ('error' in row ? row.error : undefined));
    expect(failed).toBeInstanceOf(PermissionError);
    expect(unknown).toBeInstanceOf(OutcomeUnknownError);
    expect(posts(server)).toHaveLength(4);
  });

  it('sends the settings of the job, and nothing of its schedule', async () => {
    const { client, server } = await cluster();
    await client.cluster.backup.run({ id: 'nightly' });
    const sent = new URLSearchParams(posts(server)[0]?.body);
    expect(sent.getAll('exclude-path')).toEqual(job['exclude-path']);
    sent.delete('exclude-path');
    expect(Object.fromEntries(sent)).toEqual({
      vmid: '100,101',
      storage: 'local',
      mode: 'snapshot',
      compress: 'zstd',
      remove: '0',
      'prune-backups': 'keep-last=3,keep-daily=7',
      fleecing: 'enabled=1,storage=fast',
      'notes-template': '{{guestname}}; of {{node}}',
      mailto: 'root',
      'a-newer-setting': 'kept',
    });
  });

  it('sends the forms of older hosts as they are', async () => {
    const { client, server } = await cluster({
      id: 'old',
      all: 1,
      exclude: '100',
      starttime: '02:30',
      dow: 'mon,tue',
      'prune-backups': 'keep-all=1',
      compress: 1,
    });
    await client.cluster.backup.run({ id: 'old' });
    expect(Object.fromEntries(new URLSearchParams(posts(server)[0]?.body))).toEqual({
      all: '1',
      exclude: '100',
      'prune-backups': 'keep-all=1',
      compress: '1',
    });
  });

  it.each([
    ['pve2', 'nothing'],
    ['pve3', 'offline'],
    ['gone', 'offline'],
  ])('asks only the node of a job that has one: %s', async (node, outcome) => {
    const { client, server } = await cluster({ ...job, node });
    expect(await client.cluster.backup.run({ id: 'nightly' })).toEqual([{ node, outcome }]);
    expect(posts(server)).toHaveLength(outcome === 'nothing' ? 1 : 0);
  });

  it('throws, and starts nothing, where there is no such job', async () => {
    const server = await ScriptedServer.start(() =>
      refusal(400, 'Parameter verification failed.', { id: "No such job 'nope'" }),
    );
    const error = await failure(
      clientOf(server, { retries: 0 }).cluster.backup.run({ id: 'nope' }),
      HttpError,
    );
    expect(error.errors).toEqual({ id: "No such job 'nope'" });
    expect(server.requests).toHaveLength(1);
  });

  it('starts nothing for a caller that has given up', async () => {
    const { client, server } = await cluster();
    const signal = AbortSignal.abort();
    await expect(client.cluster.backup.run({ id: 'nightly' }, { signal })).rejects.toMatchObject({
      code: 'PVE_ABORTED',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('before anything is sent', () => {
  it.each<[string, (client: Client) => Promise<unknown>, string]>([
    ['a job for no guest', ({ cluster: c }) => c.backup.create({ schedule: 'daily', storage: 'local' }), ''],
    [
      'a job without a schedule',
      ({ cluster: c }) => c.backup.create({ all: true } as { all: true; schedule: string }),
      'schedule',
    ],
    ['a job id that leads elsewhere', ({ cluster: c }) => c.backup.delete({ id: '../options' }), 'id'],
    [
      'a job that runs a script',
      ({ cluster: c }) => c.backup.update({ id: 'a1', script: '/x' } as { id: string }),
      'script',
    ],
    ['a guest of no kind', ({ cluster: c }) => c.ha.resources.get({ sid: 'qemu:100' }), 'sid'],
    [
      'a replication job without its number',
      ({ cluster: c }) => c.replication.create({ id: '100', target: 'pve2' }),
      'id',
    ],
    [
      'a keyboard that PVE does not know',
      ({ cluster: c }) => c.options.update({ keyboard: 'xx' as 'de' }),
      'keyboard',
    ],
    [
      'a range of ids with a word in it',
      ({ cluster: c }) => c.options.update({ 'next-id': { lower: 'x' as unknown as number } }),
      'next-id.lower',
    ],
  ])('is a ParamsError: %s', async (_what, call, path) => {
    const server = await ScriptedServer.start(() => json({ data: null }));
    const error = await failure(call(clientOf(server)), ParamsError);
    expect(error.issues.map((issue) => issue.path)).toContain(path);
    expect(server.requests).toEqual([]);
  });
});

it('writes options as PVE reads them', async () => {
  const server = await ScriptedServer.start(() => json({ data: null }));
  const client = clientOf(server);
  await client.cluster.options.update({
    'next-id': { lower: 1000, upper: 2000 },
    migration: { type: 'secure', network: '10.0.0.0/24' },
    delete: ['console', 'keyboard'],
  });
  expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toEqual({
    'next-id': 'lower=1000,upper=2000',
    migration: 'type=secure,network=10.0.0.0/24',
    delete: 'console,keyboard',
  });
});

it('reads options that are objects, and those that are text', async () => {
  const server = await ScriptedServer.start(() =>
    json({
      data: { 'next-id': { lower: '100' }, migration: 'secure', 'allowed-tags': [], max_workers: '4' },
    }),
  );
  expect(await clientOf(server).cluster.options.get()).toEqual({
    'next-id': { lower: '100' },
    migration: 'secure',
    'allowed-tags': [],
    max_workers: 4,
  });
});

it('defines replication jobs as the only kind that there is', async () => {
  const server = await ScriptedServer.start(() => json({ data: null }));
  await clientOf(server).cluster.replication.create({ id: '100-0', target: 'pve2', rate: 10 });
  expect(server.requests[0]?.body).toBe('id=100-0&rate=10&target=pve2&type=local');
});

import {
  AuthenticationError,
  Client,
  ConnectionError,
  fetchTransport,
  HttpError,
  LockedError,
  ProxyError,
  TaskError,
} from '@felhom/proxmox';
import { type Condition, SimulatedHost } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';

const MiB = 1024 ** 2;
const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

/** A host of three nodes, and a client of its first. */
function start(node?: string): { host: SimulatedHost; client: Client } {
  const host = new SimulatedHost({ clock: 'manual', nodes: ['a', 'b', 'c'] });
  const fetch = node === undefined ? host.fetch : host.fetchAt(node);
  const transport = fetchTransport(fetch);
  const options = { url: host.url, token: host.tokens.full, transport, retries: 0 };
  return { host, client: new Client({ ...options, clock: new FastClock() }) };
}

/** How a task ended, and what it said. */
async function outcome(host: SimulatedHost, client: Client, upid: string): Promise<TaskError | string> {
  host.advance('10m');
  return await client.tasks.wait(upid).then(
    () => 'OK',
    (error: unknown) => {
      if (error instanceof TaskError) return error;
      throw error;
    },
  );
}

async function taskFailure(host: SimulatedHost, client: Client, upid: string): Promise<TaskError> {
  const error = await outcome(host, client, upid);
  if (typeof error === 'string') throw new Error('the task should have failed');
  return error;
}

/** Lets the time of a host pass while a call waits for it. */
async function meanwhile<T>(host: SimulatedHost, call: Promise<T>): Promise<T> {
  let over = false;
  const done = (): void => {
    over = true;
  };
  call.then(done, done);
  while (!over) {
    await new Promise(setImmediate);
    host.advance('1s');
  }
  return await call;
}

describe('a node that is down', () => {
  it('is a ProxyError where another one is asked, and in the lists', async () => {
    const { host, client } = start();
    const down = host.conditions.nodeDown({ node: 'b' });
    const error = await failure(client.lxc.status({ node: 'b', vmid: 131 }), ProxyError);
    expect([error.status, error.reason]).toEqual([595, 'No route to host']);
    expect((await client.nodes.list()).find(({ node }) => node === 'b')?.status).toBe('offline');
    const { problems } = await client.guests.list();
    expect(problems).toMatchObject([{ node: 'b', kind: 'offline' }]);
    down.undo();
    expect((await client.lxc.status({ node: 'b', vmid: 131 })).status).toBe('stopped');
  });

  it('does not answer at its own door', async () => {
    const { host, client } = start();
    const down = host.conditions.nodeDown();
    expect(await failure(client.version(), ConnectionError)).toMatchObject({ kind: 'unreachable' });
    down.undo();
    const stopped = host.conditions.apiDown();
    expect(await failure(client.version(), ConnectionError)).toMatchObject({ kind: 'refused' });
    stopped.undo();
    expect((await client.version()).release).toBeDefined();
    // What does not arrive is not in the list of what was asked.
    expect(host.requests).toHaveLength(1);
  });

  it('loses its tasks, and when it is back its guests with onboot start and its uptime begins', async () => {
    const { host, client } = start('b');
    const upid = await client.lxc
      .update({ node: 'a', vmid: 100, onboot: true })
      .then(() => client.lxc.stop({ node: 'a', vmid: 100 }));
    const down = host.conditions.nodeDown({ node: 'a' });
    host.advance('1h');
    down.undo();
    const status = await client.tasks.status(upid);
    expect(status).toMatchObject({ status: 'stopped', exitstatus: 'unexpected status' });
    expect((await client.nodes.status({ node: 'a' })).uptime).toBe(0);
    expect((await client.lxc.status({ node: 'a', vmid: 110 })).status).toBe('stopped');
    host.advance('1m');
    expect((await client.lxc.status({ node: 'a', vmid: 100 })).status).toBe('running');
    expect((await client.nodes.status({ node: 'a' })).uptime).toBe(60);
    expect(await client.tasks.list({ node: 'a', typefilter: 'startall' })).toHaveLength(1);
  });

  it('with another one down, too: the cluster has lost its quorum', async () => {
    const { host, client } = start();
    host.conditions.nodeDown({ node: 'b' });
    expect((await client.cluster.status()).find(({ type }) => type === 'cluster')).toMatchObject({
      quorate: true,
    });
    host.conditions.nodeDown({ node: 'c' });
    await failure(client.lxc.start({ node: 'a', vmid: 101 }), HttpError);
  });

  it('only without its API, it goes on', async () => {
    const { host, client } = start();
    const upid = await client.lxc.stop({ node: 'b', vmid: 131 });
    const down = host.conditions.apiDown({ node: 'b' });
    const error = await failure(client.lxc.list({ node: 'b' }), ProxyError);
    expect(error.reason).toBe('Connection refused');
    expect((await client.nodes.list()).map(({ status }) => status)).toEqual(['online', 'online', 'online']);
    host.advance('1m');
    down.undo();
    expect((await client.tasks.status(upid)).exitstatus).toBe('OK');
  });
});

describe('a storage', () => {
  it('that is offline, on one node or all', async () => {
    const { host, client } = start();
    const active = async (node: string): Promise<boolean | undefined> =>
      (await client.storage.status({ node, storage: 'local' })).active;
    const here = host.conditions.storageOffline('local', { node: 'b' });
    expect([await active('a'), await active('b')]).toEqual([true, false]);
    const all = host.conditions.storageOffline('local');
    here.undo();
    expect([await active('a'), await active('b')]).toEqual([false, false]);
    const error = await failure(client.storage.content({ node: 'a', storage: 'local' }), HttpError);
    expect(error.reason).toBe("storage 'local' is not online");
    all.undo();
    expect([await active('a'), await active('b')]).toEqual([true, true]);
  });

  it('that comes online, shared by all', async () => {
    const { host, client } = start();
    const on = host.conditions.storageOnline('nas', { total: 10 * 1024 ** 3 });
    expect(await client.storage.status({ node: 'b', storage: 'nas' })).toMatchObject({
      active: true,
      total: 10 * 1024 ** 3,
    });
    on.undo();
    expect(await client.storage.status({ node: 'b', storage: 'nas' })).toMatchObject({
      active: false,
      total: 0,
    });
  });

  it('that is full has as much room as was said, and gets it back', async () => {
    const { host, client } = start();
    const avail = async (): Promise<number | undefined> =>
      (await client.storage.status({ node: 'a', storage: 'local' })).avail;
    const before = await avail();
    const some = host.conditions.storageFull('local', { free: 10 * MiB });
    expect(await avail()).toBe(10 * MiB);
    const none = host.conditions.storageFull('local');
    expect(await avail()).toBe(0);
    some.undo();
    none.undo();
    expect(await avail()).toBe(before);
  });

  it.each([
    [
      'a backup',
      'local',
      (client: Client) => client.vzdump.create({ node: 'a', vmid: 101, storage: 'local', compress: 'zstd' }),
      /zstd: error 70 : Write error : cannot write block : No space left on device/,
    ],
    [
      'a new container',
      'local-btrfs',
      (client: Client) =>
        client.lxc.create({ node: 'a', vmid: 300, ostemplate: template, rootfs: 'local-btrfs:1' }),
      /mkfs.ext4: No space left on device/,
    ],
    [
      'a copy',
      'local',
      (client: Client) =>
        client.lxc.clone({ node: 'a', vmid: 101, newid: 301, full: true, storage: 'local' }),
      /No space left on device|mkfs\.ext4/,
    ],
    [
      'a snapshot',
      'local-btrfs',
      (client: Client) => client.lxc.snapshots.create({ node: 'a', vmid: 101, snapname: 'one' }),
      /No space left on device/,
    ],
    [
      'a migration',
      'local-btrfs',
      (client: Client) => client.lxc.migrate({ node: 'a', vmid: 101, target: 'b' }),
      /No space left on device/,
    ],
  ])('full: %s fails in its task', async (_name, storage, act, words) => {
    const { host, client } = start();
    const full = host.conditions.storageFull(storage);
    const error = await taskFailure(host, client, await act(client));
    expect(`${error.exitstatus}\n${error.log.join('\n')}`).toMatch(words);
    full.undo();
    expect(await outcome(host, client, await act(client))).toBe('OK');
  });

  it('full but for a little: what is unpacked does not fit', async () => {
    const { host, client } = start();
    host.conditions.storageFull('local-btrfs', { free: 100 * MiB });
    const upid = await client.lxc.create({
      node: 'a',
      vmid: 300,
      ostemplate: template,
      rootfs: 'local-btrfs:1',
    });
    const error = await taskFailure(host, client, upid);
    expect(error.log.join()).toContain('Cannot write: No space left on device');
    expect(error.exitstatus).toMatch(
      /^unable to create CT 300 - command 'lxc-usernsexec .* failed: exit code 2$/,
    );
    expect((await client.lxc.list({ node: 'a' })).map(({ vmid }) => vmid)).not.toContain(300);
  });

  it('full: an upload fails in its task, and half a file is none', async () => {
    const { host, client } = start();
    host.conditions.storageFull('local', { free: 10 });
    const upload = (size: number): Promise<string> =>
      client.storage.upload({
        node: 'a',
        storage: 'local',
        content: 'iso',
        filename: 'x.iso',
        source: new Uint8Array(size),
      });
    const error = await taskFailure(host, client, await upload(11));
    expect(error.log.join()).toContain("cp: error writing '/var/lib/vz/template/iso/x.iso': No space left");
    const names = async (): Promise<string[]> =>
      (await client.storage.content({ node: 'a', storage: 'local' })).map(({ volid }) => volid);
    expect(await names()).not.toContain('local:iso/x.iso');
  });
});

describe('without a quorum', () => {
  it.each([
    [
      'a start',
      (client: Client) => client.lxc.start({ node: 'a', vmid: 101 }),
      'cluster not ready - no quorum?',
    ],
    [
      'a configuration',
      (client: Client) => client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' }),
      /^unable to open file '\/etc\/pve\/nodes\/a\/lxc\/101\.conf\.tmp\.\d+' - Permission denied$/,
    ],
    [
      'a user',
      (client: Client) => client.access.users.create({ userid: 'x@pve' }),
      "create user failed: cfs-lock 'file-user_cfg' error: no quorum!",
    ],
    [
      'a pool',
      (client: Client) => client.pools.create({ poolid: 'x' }),
      "create pool failed: cfs-lock 'file-user_cfg' error: no quorum!",
    ],
  ] as const)('%s cannot be changed', async (_name, act, reason) => {
    const { host, client } = start();
    const lost = host.conditions.noQuorum();
    const error = await failure(meanwhile(host, Promise.resolve(act(client))), HttpError);
    expect(error.status).toBe(500);
    expect(error.reason).toMatch(reason);
    expect((await client.cluster.status())[0]).toMatchObject({ quorate: false });
    expect((await client.lxc.config({ node: 'a', vmid: 101 })).hostname).toBe('dns');
    lost.undo();
    await act(client);
  });

  it('a snapshot fails in its task, and a guest can be stopped', async () => {
    const { host, client } = start();
    host.conditions.noQuorum();
    const upid = await client.lxc.snapshots.create({ node: 'a', vmid: 101, snapname: 'one' });
    expect((await taskFailure(host, client, upid)).exitstatus).toMatch(/Permission denied$/);
    const stop = await client.lxc.stop({ node: 'a', vmid: 100 });
    expect(await outcome(host, client, stop)).toBe('OK');
  });
});

it('without the cluster file system, everything is a 500', async () => {
  const { host, client } = start();
  const down = host.conditions.clusterFilesystemDown();
  const error = await failure(client.version(), HttpError);
  expect([error.status, error.reason]).toEqual([
    500,
    'RPCEnvironment init request failed: Unable to load access control list: Connection refused',
  ]);
  down.undo();
  using _other = host.conditions.clusterFilesystemDown({ node: 'b' });
  expect((await client.version()).release).toBeDefined();
  await failure(client.lxc.list({ node: 'b' }), HttpError);
});

describe('a guest', () => {
  it('whose configuration is held: a change is a LockedError after 10 s', async () => {
    const { host, client } = start();
    const held = host.conditions.configLocked(101);
    const before = host.now;
    const change = client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' });
    const error = await failure(meanwhile(host, change), LockedError);
    expect(error.reason).toBe("can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout");
    expect(host.now - before).toBeGreaterThanOrEqual(10_000);
    const upid = await client.lxc.start({ node: 'a', vmid: 101 });
    expect((await taskFailure(host, client, upid)).exitstatus).toBe(error.reason);
    held.undo();
    await client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' });
  });

  it('that is let go in time: the change is made', async () => {
    const { host, client } = start();
    const held = host.conditions.configLocked(101);
    const change = client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' });
    await new Promise(setImmediate);
    held.undo();
    await meanwhile(host, change);
    expect((await client.lxc.config({ node: 'a', vmid: 101 })).hostname).toBe('x');
  });

  it('with a lock: LockedError', async () => {
    const { host, client } = start();
    const locked = host.conditions.guestLocked(101, 'backup');
    const change = (): Promise<unknown> => client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' });
    expect((await failure(change(), LockedError)).lock).toBe('backup');
    locked.undo();
    await change();
  });
});

it('a killed task ends without a word, and leaves its lock', async () => {
  const { host, client } = start();
  const upid = await client.lxc.snapshots.create({ node: 'a', vmid: 101, snapname: 'one' });
  host.advance(500);
  host.killTask(upid);
  expect((await taskFailure(host, client, upid)).exitstatus).toBe('unexpected status');
  expect(JSON.stringify(await client.tasks.log(upid).tail(10))).not.toContain('TASK');
  expect((await client.lxc.config({ node: 'a', vmid: 101 })).lock).toBe('snapshot');
  expect(() => host.killTask(upid)).toThrow(TypeError);
});

it('a killed start leaves no held configuration', async () => {
  const { host, client } = start();
  const upid = await client.lxc.start({ node: 'a', vmid: 101 });
  host.advance(500);
  host.killTask(upid);
  expect(await outcome(host, client, await client.lxc.start({ node: 'a', vmid: 101 }))).toBe('OK');
});

it('a host restarts: calls that wait are cut off, tasks are gone, uptime begins', async () => {
  const { host, client } = start();
  const upid = await client.lxc.snapshots.create({ node: 'a', vmid: 101, snapname: 'one' });
  host.faults.add({ on: 'GET /version', fault: { kind: 'delay', ms: 60_000 } });
  const waiting = failure(client.version(), ConnectionError);
  await new Promise(setImmediate);
  host.restart();
  await waiting;
  expect((await client.tasks.status(upid)).exitstatus).toBe('unexpected status');
  expect((await client.nodes.status({ node: 'a' })).uptime).toBe(0);
  expect(() => host.restart('x')).toThrow(/there is no node 'x'/);
  host.conditions.nodeDown({ node: 'b' });
  expect(() => host.restart('b')).toThrow(/is down/);
});

it('tickets that have expired at once: an AuthenticationError, and the next call logs in again', async () => {
  const host = new SimulatedHost({ clock: 'manual' });
  const { username: user, password } = host.logins.root;
  const client = new Client({ url: host.url, user, password, transport: fetchTransport(host.fetch) });
  await client.version();
  host.expireTickets();
  await failure(client.version(), AuthenticationError);
  expect((await client.version()).release).toBeDefined();
  const asked = host.requests.map(({ path, status }) => `${path.slice(10)} ${status}`);
  expect(asked).toEqual([
    '/access/ticket 200',
    '/version 200',
    '/version 401',
    '/access/ticket 200',
    '/version 200',
  ]);
});

describe('a clock that jumps', () => {
  it('shows in times, and neither in uptimes nor in what waits', async () => {
    const { host, client } = start();
    const time = async (): Promise<number> => (await client.nodes.time({ node: 'a' })).time;
    const uptime = async (): Promise<number | undefined> => (await client.nodes.status({ node: 'a' })).uptime;
    const [before, up] = [await time(), await uptime()];
    const upid = await client.lxc.snapshots.create({ node: 'a', vmid: 101, snapname: 'one' });
    const jump = host.conditions.clockJump('2h');
    expect([(await time()) - before, await uptime()]).toEqual([7200, up]);
    expect((await client.tasks.status(upid)).status).toBe('running');
    host.advance('5s');
    const { starttime } = await client.tasks.status(upid);
    expect(starttime).toBe(before);
    expect((await client.tasks.list({ node: 'a' }))[0]?.endtime).toBeGreaterThanOrEqual(before + 7200);
    const back = host.conditions.clockJump(-3_600_000);
    jump.undo();
    expect((await time()) - before).toBe(5 - 3600);
    back.undo();
    expect((await time()) - before).toBe(5);
  });

  it('makes tickets old', async () => {
    const host = new SimulatedHost({ clock: 'manual' });
    const login = async (): Promise<{ ticket: string; status: (ticket: string) => Promise<number> }> => {
      const url = `${host.url}/api2/json`;
      const body = new URLSearchParams({ ...host.logins.root }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await host.fetch(new Request(`${url}/access/ticket`, { method: 'POST', body, headers }));
      const { data } = (await answer.json()) as { data: { ticket: string } };
      const status = async (ticket: string): Promise<number> => {
        const cookie = `PVEAuthCookie=${encodeURIComponent(ticket)}`;
        return (await host.fetch(new Request(`${url}/version`, { headers: { cookie } }))).status;
      };
      return { ticket: data.ticket, status };
    };
    const { ticket, status } = await login();
    expect(await status(ticket)).toBe(200);
    const jump = host.conditions.clockJump('3h');
    expect(await status(ticket)).toBe(401);
    jump.undo();
    expect(await status(ticket)).toBe(200);
  });
});

describe('what makes no sense', () => {
  it.each([
    ['a node', (host: SimulatedHost) => host.conditions.nodeDown({ node: 'x' })],
    ['a storage', (host: SimulatedHost) => host.conditions.storageOffline('x')],
    ['a storage of a node', (host: SimulatedHost) => host.conditions.storageFull('local', { node: 'x' })],
    ['less than nothing', (host: SimulatedHost) => host.conditions.storageFull('local', { free: -1 })],
    ['half a byte', (host: SimulatedHost) => host.conditions.storageOnline('nas', { total: 0.5 })],
    ['a guest', (host: SimulatedHost) => host.conditions.configLocked(999)],
    ['a lock', (host: SimulatedHost) => host.conditions.guestLocked(101, 'nonsense')],
    // @ts-expect-error: no duration
    ['a jump', (host: SimulatedHost) => host.conditions.clockJump('soon')],
  ])('%s: TypeError', (_name, act) => {
    expect(() => act(start().host)).toThrow(TypeError);
  });
});

const kinds: readonly ((host: SimulatedHost) => Condition)[] = [
  (host) => host.conditions.apiDown({ node: 'b' }),
  (host) => host.conditions.storageOffline('local'),
  (host) => host.conditions.storageOffline('local', { node: 'a' }),
  (host) => host.conditions.storageOnline('nas'),
  (host) => host.conditions.storageFull('local', { free: 1000 }),
  (host) => host.conditions.storageFull('local'),
  (host) => host.conditions.noQuorum(),
  (host) => host.conditions.guestLocked(101, 'backup'),
  (host) => host.conditions.guestLocked(101, 'disk'),
  (host) => host.conditions.configLocked(101),
  (host) => host.conditions.clockJump('1h'),
  (host) => host.conditions.clusterFilesystemDown({ node: 'c' }),
];

/** What can be seen of a host. */
async function view(client: Client): Promise<unknown> {
  return [
    await client.cluster.status(),
    await client.cluster.resources(),
    await client.lxc.config({ node: 'a', vmid: 101 }),
    await client.nodes.time({ node: 'a' }),
  ];
}

it('conditions in any number, undone in any order or all at once, leave nothing behind', async () => {
  const pick = fc.integer({ min: 0, max: kinds.length - 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(pick, fc.nat()), { maxLength: 8 }),
      fc.boolean(),
      async (picks, all) => {
        const { host, client } = start();
        const before = await view(client);
        const made = picks.map(([kind, order]) => ({ condition: kinds[kind]?.(host), order }));
        if (all) host.conditions.clear();
        else for (const { condition } of made.sort((a, b) => a.order - b.order)) condition?.undo();
        for (const { condition } of made) condition?.undo();
        expect(await view(client)).toEqual(before);
      },
    ),
    { numRuns: 40 },
  );
});

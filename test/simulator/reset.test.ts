import { Client, ConnectionError, fetchTransport } from '@felhom/proxmox';
import { BusyError, ManualClock, SimulatedHost } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyOf, setBack } from '~/simulator/state.js';
import { failure } from '../support/client.js';
import { FastClock } from '../support/clock.js';
import { preload } from '../support/preload.js';

const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

function start(): SimulatedHost {
  return new SimulatedHost({ clock: 'manual', nodes: ['a', 'b'] });
}

function clientOf(host: SimulatedHost): Client {
  const transport = fetchTransport(host.fetch);
  return new Client({
    url: host.url,
    token: host.tokens.full,
    transport,
    retries: 0,
    clock: new FastClock(),
  });
}

/** A thing that can be done to a host, and what comes of it. */
type Step = (host: SimulatedHost) => Promise<unknown>;

/** A call that waits for a lock waits on the clock of the host. */
async function patiently<T>(host: SimulatedHost, call: Promise<T>): Promise<T> {
  let over = false;
  void call.then(() => {
    over = true;
  });
  for (let turn = 1; !over; turn += 1) {
    await new Promise(setImmediate);
    if (turn % 50 === 0) host.advance('10s');
  }
  return await call;
}

const call =
  (method: string, path: string, values: Record<string, string> = {}): Step =>
  async (host) => {
    const form = new URLSearchParams(values).toString();
    const inBody = method !== 'GET' && method !== 'DELETE' && form !== '';
    const query = form === '' || inBody ? '' : `?${form}`;
    const headers = {
      authorization: `PVEAPIToken=${host.tokens.full}`,
      ...(inBody ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    const url = `${host.url}/api2/json${path}${query}`;
    const answer = await patiently(
      host,
      host
        .fetch(new Request(url, { method, headers, body: inBody ? form : null }))
        .catch((error: unknown) => new Response(String(error), { status: 599 })),
    );
    return [answer.status, answer.statusText, await answer.text()];
  };

const wait =
  (duration: '1s' | '30s' | '1h'): Step =>
  async (host) => {
    host.advance(duration);
    return host.now;
  };

const steps: readonly Step[] = [
  call('POST', '/nodes/a/lxc/101/status/start'),
  call('POST', '/nodes/a/lxc/100/status/stop'),
  call('POST', '/nodes/a/lxc/101/snapshot', { snapname: 'one' }),
  call('DELETE', '/nodes/a/lxc/101/snapshot/one'),
  call('POST', '/nodes/a/lxc/102/snapshot/before-upgrade/rollback'),
  call('PUT', '/nodes/a/lxc/101/config', { hostname: 'changed', tags: 'x;y' }),
  call('PUT', '/nodes/a/lxc/101/config', { net0: 'name=eth0,bridge=vmbr0' }),
  call('POST', '/nodes/a/lxc', { vmid: '300', ostemplate: template, rootfs: 'local-btrfs:1', start: '1' }),
  call('POST', '/nodes/a/lxc/101/clone', { newid: '301', full: '1' }),
  call('POST', '/nodes/a/lxc/101/migrate', { target: 'b' }),
  call('DELETE', '/nodes/a/lxc/101'),
  call('POST', '/nodes/a/vzdump', { vmid: '101', storage: 'local', compress: 'zstd' }),
  call('POST', '/nodes/b/lxc/131/status/shutdown'),
  call('POST', '/access/users', { userid: 'new@pve' }),
  call('PUT', '/access/acl', { path: '/vms', roles: 'PVEAuditor', users: 'noacl@pve' }),
  call('POST', '/pools', { poolid: 'p' }),
  call('PUT', '/pools/p', { vms: '101', storage: 'local' }),
  call('POST', '/cluster/firewall/rules', { type: 'in', action: 'ACCEPT', enable: '1' }),
  call('PUT', '/cluster/options', { keyboard: 'de' }),
  call('POST', '/cluster/backup', { vmid: '101', schedule: 'daily', storage: 'local' }),
  call('POST', '/nodes/a/services/cron/stop'),
  call('GET', '/cluster/resources'),
  call('GET', '/cluster/tasks'),
  call('GET', '/nodes/a/storage/local/content'),
  call('GET', '/nodes/a/lxc/101/config'),
  call('GET', '/access/permissions', { userid: 'noacl@pve' }),
  wait('1s'),
  wait('30s'),
  wait('1h'),
  async (host) => void host.conditions.nodeDown({ node: 'b' }),
  async (host) => void host.conditions.storageFull('local', { free: 1000 }),
  async (host) => void host.conditions.guestLocked(100, 'backup'),
  async (host) => void host.conditions.clockJump('10m'),
  async (host) => host.conditions.clear(),
  async (host) => host.restart('a'),
  async (host) =>
    void host.faults.add({ on: 'POST', probability: 0.3, fault: { kind: 'drop', when: 'after' } }),
  async (host) => host.faults.clear(),
];

async function play(host: SimulatedHost, picks: readonly number[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const pick of picks) seen.push(await steps[pick]?.(host));
  return [...seen, host.now, JSON.stringify(host.requests)];
}

const picks = fc.array(fc.integer({ min: 0, max: steps.length - 1 }), { maxLength: 12 });

describe('the same calls have the same answers', () => {
  it('after a reset to a snapshot, and after one to the start', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(picks, picks, picks, async (before, after, other) => {
        const host = start();
        const first = await play(host, before);
        host.advance('1h');
        const state = host.snapshot();
        const expected = await play(host, after);
        host.reset(state);
        await play(host, other);
        host.reset(state);
        expect(await play(host, after)).toEqual(expected);
        host.reset();
        expect(await play(host, before)).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });

  it('on two hosts of the same seed, but for their secrets', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(picks, async (sequence) => {
        expect(await play(start(), sequence)).toEqual(await play(start(), sequence));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a reset', () => {
  it('drops tasks that run, and what waits for an answer', async () => {
    // The first call is to be with the host before the next turn.
    await preload();
    const host = start();
    const client = clientOf(host);
    const state = host.snapshot();
    const upid = await client.lxc.start({ node: 'a', vmid: 101 });
    expect(() => host.snapshot()).toThrow(BusyError);
    expect(() => host.snapshot()).toThrow(upid);
    host.faults.add({ on: 'GET /version', fault: { kind: 'delay', ms: 1000 } });
    const waiting = failure(client.version(), ConnectionError);
    await new Promise(setImmediate);
    host.reset(state);
    await waiting;
    host.advance('1h');
    expect((await client.lxc.status({ node: 'a', vmid: 101 })).status).toBe('stopped');
    expect(await client.tasks.list({ node: 'a', source: 'active' })).toEqual([]);
    expect((await client.version()).release).toBeDefined();
    // The one that was dropped has left no trace.
    expect(host.requests.map(({ path }) => path)).toHaveLength(3);
  });

  it('keeps clients and tokens, and takes back what was made since', async () => {
    const host = start();
    const client = clientOf(host);
    await client.access.users.create({ userid: 'x@pve' });
    await client.lxc.update({ node: 'a', vmid: 101, hostname: 'x' });
    host.reset();
    expect((await client.access.users.list()).map(({ userid }) => userid)).not.toContain('x@pve');
    expect((await client.lxc.config({ node: 'a', vmid: 101 })).hostname).toBe('dns');
  });

  it('brings conditions back with the state that had them', async () => {
    const host = start();
    const client = clientOf(host);
    const down = host.conditions.nodeDown({ node: 'b' });
    const state = host.snapshot();
    down.undo();
    const late = host.conditions.storageOffline('local');
    host.reset(state);
    const status = async (): Promise<unknown> => (await client.nodes.list()).map((row) => row.status);
    expect(await status()).toEqual(['online', 'offline']);
    // What came later is gone with its handle.
    expect((await client.storage.status({ node: 'a', storage: 'local' })).active).toBe(true);
    late.undo();
    down.undo();
    expect(await status()).toEqual(['online', 'online']);
  });

  it('turns back a manual clock, and what else waits on it waits on', () => {
    const clock = new ManualClock();
    const host = new SimulatedHost({ clock });
    const before = clock.now();
    let rung = false;
    clock.after(5000, () => {
      rung = true;
    });
    host.advance('2s');
    host.reset();
    expect(clock.now()).toBe(before);
    host.advance('5s');
    expect(rung).toBe(true);
  });

  it('has the host take the time for what it was, where its clock goes on', async () => {
    let now = 1_800_000_000_000;
    const clock = { now: () => now, after: () => () => {}, close: () => {} };
    const host = new SimulatedHost({ clock });
    const client = clientOf(host);
    const time = async (): Promise<number> => (await client.nodes.time({ node: host.node })).time;
    now += 60_000;
    expect(await time()).toBe(1_800_000_060);
    host.reset();
    expect(await time()).toBe(1_800_000_000);
  });

  it('is refused with the state of another host', () => {
    expect(() => start().reset(start().snapshot())).toThrow(TypeError);
  });
});

describe('copies of plain data', () => {
  const key = fc.string({ maxLength: 3 });
  const plain = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.integer(), key, fc.constant(undefined), fc.boolean()),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('node')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      fc.array(key, { maxLength: 3 }).map((items) => new Set(items)),
      fc.dictionary(key, tie('node'), { maxKeys: 3 }).map((value) => ({ ...value })),
    ),
  })).node;

  it('are equal, and their own', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const copy = copyOf(value);
        expect(copy).toEqual(value);
        if (value instanceof Map) {
          (copy as Map<unknown, unknown>).set('new', 1);
          expect(value.has('new')).toBe(false);
        }
      }),
    );
  });

  it('set back make a thing what it was, and it stays the same thing', () => {
    fc.assert(
      fc.property(fc.dictionary(key, plain), fc.dictionary(key, plain), (first, second) => {
        const [was, is] = [{ ...first }, { ...second }];
        setBack(is, copyOf(was));
        expect(is).toEqual(was);
      }),
    );
  });

  it('keep one thing in two places one thing', () => {
    const shared = new Map([['a', 1]]);
    const copy = copyOf({ one: { shared }, two: { shared } }) as Record<
      'one' | 'two',
      { shared: typeof shared }
    >;
    expect(copy.one.shared).toBe(copy.two.shared);
    expect(copy.one.shared).not.toBe(shared);
  });
});

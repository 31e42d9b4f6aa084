import { inspect } from 'node:util';
import {
  AbortedError,
  type ClientOptions,
  ConnectionError,
  ParamsError,
  parseProperties,
  TimeoutError,
  type Transport,
} from '@felhom/proxmox';
import { describe, expect, it, vi } from 'vitest';
import { names } from '~/client/names.js';
import { once } from '~/client/once.js';
import { tables } from '~/client/resources/tables.js';
import { isOp, type Table } from '~/core/op.js';
import { failure, identity, makeClient, token } from '../support/client.js';
import { FastClock } from '../support/clock.js';

const url = 'https://pve1';
const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzdump:101:robot@pve!tests:';
const data = { version: '9.1.1', release: '9.1', repoid: 'abc' };

/** A client, never used before, of a host that answers everything with its version; and what the host was asked. */
function fresh(options: Partial<ClientOptions> = {}) {
  const asked: string[] = [];
  const close = vi.fn(async () => {});
  const carry: Transport = async (request) => {
    asked.push(request.url.pathname.replace('/api2/json', ''));
    return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify({ data })) };
  };
  const transport = Object.assign(carry, { close });
  const client = makeClient({ url, token, transport, clock: new FastClock(), ...options } as ClientOptions);
  return { client, asked, close };
}

type Tree = { readonly [name: string]: unknown };

/** The places of all functions in a tree. */
function placesOf(tree: Tree, isLeaf: (entry: unknown) => boolean, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, entry]) =>
    isLeaf(entry) ? [`${path}${name}`] : placesOf(entry as Tree, isLeaf, `${path}${name}.`),
  );
}

describe('the operations of a client that has loaded nothing yet', () => {
  it('are those of the tables', () => {
    const operations = placesOf(tables, (entry) => isOp(entry as Table)).sort();
    expect(operations.length).toBeGreaterThan(200);
    expect(placesOf(names, (entry) => entry === true).sort()).toEqual(operations);
  });

  it('are functions in frozen objects, and what is called twice is the same', () => {
    const { client } = fresh();
    expect(client.lxc.snapshots.create).toBeTypeOf('function');
    expect(client.snapshots).toBe(client.lxc.snapshots);
    for (const part of [client.lxc, client.lxc.firewall.rules, client.cluster, client.cluster.backup])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('reject what is wrong, and throw nothing', async () => {
    const { client, asked } = fresh();
    const wrong = [
      client.lxc.start({ node: 'pve1', vmid: 1 }),
      client.lxc.update({ node: 'pve1', vmid: 101 }, () => undefined, { attempts: 0 }),
      client.restore.plan({} as never),
      client.storage.upload({} as never),
      client.nodes.console({ node: 'pve1' }, { keepAlive: -1 }),
      client.vzdump.wait('OK'),
      client.cluster.reserve({ timeout: 'soon' as never }),
      client.call('GET /version', 5 as never),
      client.tasks.wait('none'),
      client.reconcile({}),
    ];
    await Promise.all(wrong.map((call) => failure(call, ParamsError)));
    expect(asked).toEqual([]);
  });
});

describe('what a client can do before anything is loaded', () => {
  it('is to say what it is', () => {
    const { client } = fresh();
    expect(client.identity).toBe(identity);
    expect(inspect(client)).toBe(`Client { url: 'https://pve1:8006/', identity: '${identity}' }`);
  });

  it('is to refuse what is no task, at once', () => {
    const { tasks } = fresh().client;
    for (const wrong of [
      () => tasks.track('none'),
      () => tasks.track(upid, { timeout: 0 }),
      () => tasks.resume({ version: 1 } as never),
      () => tasks.follow('none'),
      () => tasks.log(upid, { interval: 0 }),
    ])
      expect(wrong).toThrow(ParamsError);
  });

  it('is to begin a wait and store it', () => {
    const clock = new FastClock();
    const wait = fresh({ clock }).client.tasks.track(upid, { timeout: 60_000 });
    expect(JSON.parse(JSON.stringify(wait))).toEqual({
      version: 1,
      upid,
      started: clock.now(),
      deadline: clock.now() + 60_000,
      lines: 0,
    });
  });
});

describe('the first calls of a client', () => {
  it('go out in the order in which they were made, whatever each of them loads', async () => {
    const { client, asked } = fresh();
    const calls = [
      client.lxc.config({ node: 'pve1', vmid: 101 }),
      client.version(),
      client.request('GET /nodes/pve1/dns'),
      client.cluster.nextid(),
      client.version(),
      client.pools.list(),
      client.lxc.status({ node: 'pve1', vmid: 102 }),
    ];
    await Promise.allSettled(calls);
    expect(asked).toEqual([
      '/nodes/pve1/lxc/101/config',
      '/version',
      '/nodes/pve1/dns',
      '/cluster/nextid',
      '/version',
      '/pools',
      '/nodes/pve1/lxc/102/status/current',
    ]);
  });

  it('are not overtaken by a call that has all that it needs', async () => {
    const { client, asked } = fresh();
    await client.version();
    await Promise.allSettled([client.lxc.config({ node: 'pve1', vmid: 101 }), client.version()]);
    expect(asked.slice(1)).toEqual(['/nodes/pve1/lxc/101/config', '/version']);
  });

  it('are of what they were called with, whatever becomes of those objects', async () => {
    const bodies: unknown[] = [];
    const transport: Transport = async ({ method, url: { pathname }, body }) => {
      bodies.push(`${method} ${pathname.replace('/api2/json/nodes/pve1', '')} ${body ?? ''}`.trim());
      return { status: 200, reason: '', headers: {}, body: Buffer.from('{"data":null}') };
    };
    const { client } = fresh({ transport });
    const net0 = parseProperties('LxcNet', 'name=eth0,bridge=vmbr0,hwaddr=AA:BB:CC:DD:EE:FF');
    const params = { node: 'pve1', vmid: 101, net0 };
    const raw = { delete: ['a', 'b'] };
    const options = { marker: undefined as string | undefined };
    const call = (vmid: number, bridge: string) => {
      params.vmid = vmid;
      params.net0.bridge = bridge;
      raw.delete[0] = bridge;
      return [
        client.lxc.update(params, options),
        client.request('PUT /nodes/pve1/lxc/101/config', raw, options),
      ];
    };
    const calls = [...call(101, 'vmbr1'), ...call(102, 'vmbr2')];
    options.marker = '!';
    net0.name = 'eth9';
    await Promise.all(calls);
    const property = (bridge: string) =>
      `net0=${encodeURIComponent(`name=eth0,bridge=${bridge},hwaddr=AA:BB:CC:DD:EE:FF`)}`;
    expect(bodies).toEqual([
      `PUT /lxc/101/config ${property('vmbr1')}`,
      'PUT /lxc/101/config delete=vmbr1&delete=b',
      `PUT /lxc/102/config ${property('vmbr2')}`,
      'PUT /lxc/101/config delete=vmbr2&delete=b',
    ]);
  });

  it('share one session', async () => {
    let logins = 0;
    const transport: Transport = async ({ url: { pathname } }) => {
      if (pathname.endsWith('/ticket')) logins += 1;
      const answer = pathname.endsWith('/ticket') ? { ticket: 'PVE:x', CSRFPreventionToken: 'y' } : data;
      return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify({ data: answer })) };
    };
    const { client } = fresh({
      ...{ token: undefined, user: 'root@pam', password: 'tr0ub4dor&3' },
      transport,
    } as never);
    await Promise.all([client.version(), client.call('GET /version'), client.version()]);
    expect(logins).toBe(1);
  });

  it('end by their signal, also while something is loaded, and send nothing', async () => {
    const { client, asked } = fresh();
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const calls = [
      client.version({}, options),
      client.call('GET /version', {}, options),
      client.cluster.reserve(options),
      client.guests.list(options),
      client.tasks.wait(upid, options),
      client.tasks.log(upid, options).tail(1),
      client.lxc.update({ node: 'pve1', vmid: 101 }, () => ({}), options),
      client.storage.fileRestore.download(
        { node: 'pve1', storage: 'pbs', volume: 'pbs:backup/x', filepath: 'L2E=' },
        options,
      ),
    ];
    controller.abort(new Error('changed my mind'));
    const errors = await Promise.all(calls.map((call) => failure(call, AbortedError)));
    for (const error of errors) expect(error).toMatchObject({ sent: 'no' });
    expect(asked).toEqual([]);
  });

  it('have their time from the call on: what is loaded meanwhile is part of it', async () => {
    const { client, asked } = fresh();
    // Less than anything takes.
    const options = { timeout: 1e-9 };
    const calls = [
      client.version({}, options),
      client.call('GET /version', {}, options),
      client.cluster.reserve(options),
      client.tasks.status(upid, options),
      client.tasks.log(upid, options).tail(1),
      client.lxc.update({ node: 'pve1', vmid: 101 }, () => ({}), options),
      client.restore.create({ node: 'pve1', vmid: 101, ostemplate: 'local:backup/x.tar' }, options),
      client.storage.fileRestore.download(
        { node: 'pve1', storage: 'pbs', volume: 'pbs:backup/x', filepath: 'L2E=' },
        options,
      ),
    ];
    const errors = await Promise.all(calls.map((call) => failure(call, TimeoutError)));
    for (const error of errors) expect(error).toMatchObject({ phase: 'call', timeout: 1e-9, sent: 'no' });
    expect(asked).toEqual([]);
  });

  it('have all of their time where nothing had to be loaded', async () => {
    const { client, asked } = fresh();
    await client.version();
    // The time limit is a timer of a millisecond at least, and this host answers at once.
    await client.version({}, { timeout: 1e-9 });
    expect(asked).toEqual(['/version', '/version']);
  });
});

describe('a client that is closed', () => {
  it('before anything was loaded ends its transport, and calls nobody any more', async () => {
    const { client, asked, close } = fresh();
    await client.close();
    expect(close).toHaveBeenCalledTimes(1);
    for (const call of [
      () => client.version(),
      () => client.request('GET /version'),
      () => client.tasks.status(upid),
      () => client.tasks.wait(upid),
    ])
      expect(await failure(call(), ConnectionError)).toMatchObject({ kind: 'closed', sent: 'no' });
    expect(asked).toEqual([]);
  });

  it('while something is loaded fails the calls that wait for it', async () => {
    const { client, asked, close } = fresh();
    const calls = [client.version(), client.lxc.list({ node: 'pve1' }), client.tasks.wait(upid)];
    const closed = client.close();
    const errors = await Promise.all(calls.map((call) => failure(call, ConnectionError)));
    for (const error of errors) expect(error).toMatchObject({ kind: 'closed', sent: 'no' });
    await closed;
    expect(close).toHaveBeenCalledTimes(1);
    expect(asked).toEqual([]);
  });

  it('is closed by `await using`, used or not', async () => {
    const { client, close } = fresh();
    await client[Symbol.asyncDispose]();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('what is loaded once', () => {
  it('is loaded once, however many ask for it at the same time', async () => {
    const load = vi.fn(async () => ({}));
    const get = once(load);
    expect(load).not.toHaveBeenCalled();
    const [first, second] = await Promise.all([get(), get()]);
    expect(second).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('is tried again where it failed', async () => {
    const load = vi.fn(async () => 'there').mockRejectedValueOnce(new Error('no such file'));
    const get = once(load);
    await expect(get()).rejects.toThrow('no such file');
    await expect(get()).resolves.toBe('there');
  });
});

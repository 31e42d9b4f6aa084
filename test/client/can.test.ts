import { type Client, type Params, ParamsError, type Rights, type Verdict } from '@felhom/proxmox';
import { routeNames } from '@felhom/proxmox/routes';
import { Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { judgeCall } from '~/client/rights/can.js';
import type { Permissions } from '~/core/rights.js';
import { rightsAt } from '~/core/rights.js';
import type { Route } from '~/core/route.js';
import { makeClient } from '../support/client.js';

const node = 'pve1';
const on = { node, vmid: 101 };
const L = '/nodes/{node}/lxc' as const;

interface Caller {
  permissions?: Permissions;
  identity?: string;
  version?: string;
}

/** Judges by hand-made rights; rows that are asked for are worked out from these. */
function judge(route: Route, params: Params, caller: Caller = {}): Promise<Verdict> {
  const { permissions = {}, identity = 'agent@pve!x1', version = '9.2.11' } = caller;
  const rights: Rights = { identity, version, permissions };
  return judgeCall(route, params, rights, async (path) =>
    Object.fromEntries([...rightsAt(permissions, path)].map((name) => [name, true])),
  );
}

const has = (path: string, ...names: string[]): Permissions => ({
  [path]: Object.fromEntries(names.map((name) => [name, true])),
});
const yes = { allowed: true, notes: [] };

describe('privileges', () => {
  it('that are there, on the path or inherited', async () => {
    const route = `GET ${L}/{vmid}/config` as const;
    expect(await judge(route, on, { permissions: has('/vms/101', 'VM.Audit') })).toEqual(yes);
    expect(await judge(route, on, { permissions: has('/', 'VM.Audit') })).toEqual(yes);
    expect(await judge(route, on, { permissions: { '/vms': { 'VM.Audit': false } } })).toMatchObject({
      allowed: false,
    });
  });

  it('that are missing: which, where, and what grants them without taking anything away', async () => {
    const permissions = has('/vms', 'VM.Audit', 'VM.Backup');
    const verdict = await judge(`POST ${L}/{vmid}/snapshot`, { ...on, snapname: 'a1' }, { permissions });
    expect(verdict).toEqual({
      allowed: false,
      reason: 'privileges',
      missing: [{ path: '/vms/101', mode: 'all', privileges: ['VM.Snapshot'] }],
      fix: [
        expect.stringMatching(
          /--privs VM\.Audit,VM\.Backup,VM\.Snapshot && pveum acl modify \/vms\/101 --users agent@pve --tokens 'agent@pve!x1' --roles \S+$/,
        ),
      ],
    });
  });

  it('on / are granted there alone', async () => {
    const verdict = await judge(
      'PUT /cluster/options',
      { keyboard: 'de' },
      { permissions: has('/', 'VM.Audit') },
    );
    expect(verdict).toMatchObject({
      fix: [expect.stringMatching(/--privs Sys\.Modify && pveum acl modify \/ .* --propagate 0$/)],
    });
  });

  it('of which any one will do', async () => {
    const route = `POST ${L}/{vmid}/snapshot/{snapname}/rollback` as const;
    const params = { ...on, snapname: 'a1' };
    expect(await judge(route, params, { permissions: has('/', 'VM.Snapshot.Rollback') })).toEqual(yes);
    expect(await judge(route, params)).toMatchObject({
      missing: [{ mode: 'any', privileges: ['VM.Snapshot', 'VM.Snapshot.Rollback'] }],
      fix: [expect.stringContaining('--privs VM.Snapshot &&')],
    });
  });

  it('of several ways in: the one that is open, else the one that takes the least', async () => {
    const route = `POST ${L}/{vmid}/clone` as const;
    const rights = { '/sdn': { 'SDN.Use': true }, ...has('/storage/nas', 'Datastore.AllocateSpace') };
    const params = { ...on, newid: 900, storage: 'nas', pool: 'web' };
    const source = has('/vms/101', 'VM.Clone');
    const inPool = { ...rights, ...source, ...has('/pool/web', 'VM.Allocate') };
    expect(await judge(route, params, { permissions: inPool })).toMatchObject({ allowed: true });
    // Without the parameter that way is closed.
    expect(await judge(route, { ...params, pool: undefined }, { permissions: inPool })).toMatchObject({
      missing: [{ path: '/vms/900', privileges: ['VM.Allocate'] }],
    });
  });

  it('all that are missing are named at once', async () => {
    const verdict = await judge(`POST ${L}`, {
      ...on,
      ostemplate: 'local:vztmpl/x.tar.zst',
      rootfs: 'nas:8',
      cores: 1,
      net0: { name: 'eth0', bridge: 'vmbr1', tag: 7 },
      features: { nesting: 1 },
      unprivileged: false,
    });
    expect(verdict).toMatchObject({ reason: 'root-only', what: [{ param: 'features' }] });
    const plain = await judge(`POST ${L}`, {
      ...on,
      ostemplate: 'local:vztmpl/x.tar.zst',
      rootfs: 'nas:8',
      cores: 1,
      net0: { name: 'eth0', bridge: 'vmbr1', tag: 7 },
      unprivileged: false,
    });
    expect(plain.allowed === false && plain.reason === 'privileges' && plain.missing).toEqual([
      {
        path: '/vms/101',
        mode: 'all',
        privileges: ['VM.Allocate', 'VM.Config.Disk', 'VM.Config.CPU', 'VM.Config.Network'],
      },
      { path: '/storage/nas', mode: 'all', privileges: ['Datastore.AllocateSpace'] },
      { path: '/sdn/zones/localnetwork/vmbr1/7', mode: 'all', privileges: ['SDN.Use'] },
      { path: '/storage/local', mode: 'any', privileges: ['Datastore.AllocateSpace', 'Datastore.Audit'] },
      { path: '/', mode: 'all', privileges: ['Sys.Modify'] },
    ]);
  });
});

describe('who it is', () => {
  it('root@pam itself is asked for nothing, a token of root for what only root@pam may', async () => {
    const bind = { ...on, mp0: '/srv,mp=/srv' };
    expect(await judge(`PUT ${L}/{vmid}/config`, bind, { identity: 'root@pam' })).toEqual(yes);
    const permissions = has('/', 'VM.Config.Disk', 'VM.Config.Options');
    expect(await judge(`PUT ${L}/{vmid}/config`, bind, { identity: 'root@pam!x1', permissions })).toEqual({
      allowed: false,
      reason: 'root-only',
      what: [{ param: 'mp0', what: 'bind mounts' }],
    });
    expect(await judge('PUT /nodes/{node}/disks/wipedisk', { node, disk: '/dev/sda' })).toEqual({
      allowed: false,
      reason: 'root-only',
      what: [{ what: 'the whole call' }],
    });
  });

  it('tokens are refused where only a login counts', async () => {
    const params = { userid: 'agent@pve', password: 'longpass2' };
    expect(await judge('PUT /access/password', params)).toEqual({ allowed: false, reason: 'ticket-only' });
    expect(await judge('PUT /access/password', params, { identity: 'agent@pve' })).toEqual(yes);
  });

  it('oneself is the user, not a token of it', async () => {
    const route = 'GET /access/users/{userid}/token';
    const params = { userid: 'agent@pve' };
    expect(await judge(route, params, { identity: 'agent@pve' })).toEqual(yes);
    expect(await judge(route, params)).toMatchObject({
      missing: [{ path: '/access/groups', mode: 'any', privileges: ['User.Modify'] }],
    });
  });

  it('groups of users are not known, where the caller has a right on some', async () => {
    const params = { userid: 'other@pve' };
    const some = await judge('DELETE /access/users/{userid}', params, {
      permissions: {
        ...has('/access/groups/a', 'User.Modify'),
        ...has('/access/realm', 'Realm.AllocateUser'),
      },
    });
    expect(some).toEqual({ allowed: 'unknown', why: [expect.stringContaining('other@pve')] });
    const permissions = has('/access', 'User.Modify', 'Realm.AllocateUser');
    expect(await judge('DELETE /access/users/{userid}', params, { permissions })).toEqual(yes);
    expect(
      await judge(
        'POST /access/users',
        { userid: 'a@ldap' },
        { permissions: has('/access/groups', 'User.Modify') },
      ),
    ).toMatchObject({ missing: [{ path: '/access/realm/ldap', privileges: ['Realm.AllocateUser'] }] });
  });

  it('who may allocate a guest may share it, with some roles', async () => {
    const params = { path: 'vms/101', roles: 'PVEAuditor', users: 'b@pve' };
    expect(await judge('PUT /access/acl', params, { permissions: has('/', 'Permissions.Modify') })).toEqual(
      yes,
    );
    expect(await judge('PUT /access/acl', params, { permissions: has('/vms', 'VM.Allocate') })).toMatchObject(
      {
        allowed: 'unknown',
      },
    );
    expect(await judge('PUT /access/acl', params)).toMatchObject({ missing: [{ path: '/vms/101' }] });
  });

  it('tasks are open to who started them', async () => {
    const route = 'GET /nodes/{node}/tasks/{upid}/log';
    const upid = (user: string) => `UPID:pve1:00000178:00024505:6B006314:vzstart:100:${user}:`;
    expect(await judge(route, { node, upid: upid('agent@pve!x1') })).toEqual(yes);
    expect(await judge(route, { node, upid: upid('agent@pve!x1') }, { identity: 'agent@pve' })).toEqual(yes);
    for (const other of ['agent@pve', 'agent@pve!x2', 'b@pve'])
      expect(await judge(route, { node, upid: upid(other) }), other).toMatchObject({
        missing: [{ path: '/nodes/pve1', privileges: ['Sys.Audit'] }],
      });
  });
});

describe('what permissions do not tell', () => {
  it.each<[string, Route, Params]>([
    ['flags of a container that may be privileged', `PUT ${L}/{vmid}/config`, { features: 'nesting=1' }],
    ['flags that may be set already', `PUT ${L}/{vmid}/config`, { features: 'keyctl=1' }],
    ['a bridge that may be a VNet', `POST ${L}`, { ostemplate: 'a:vztmpl/b', net0: 'name=a,bridge=vnet1' }],
    ['tags that may be kept for some', `PUT ${L}/{vmid}/config`, { tags: 'a' }],
    ['where the volumes are', `PUT ${L}/{vmid}/resize`, { disk: 'rootfs', size: '+1G' }],
    ['code that is not described', 'POST /nodes/{node}/qemu', {}],
    ['code that asks for more', 'PUT /nodes/{node}/qemu/{vmid}/config', { memory: 512 }],
  ])('%s', async (_what, route, params) => {
    const permissions = {
      '/vms': Object.fromEntries(
        ['Allocate', 'Config.Options', 'Config.Network', 'Config.Disk'].map((name) => [`VM.${name}`, true]),
      ),
      ...has('/storage/a', 'Datastore.AllocateSpace'),
      ...has('/storage/local', 'Datastore.AllocateSpace'),
      ...has('/sdn/zones/localnetwork', 'SDN.Use'),
    };
    const verdict = await judge(route, { ...on, ...params }, { permissions });
    expect(verdict).toEqual({ allowed: 'unknown', why: [expect.any(String)] });
  });

  it('that a list is short is told', async () => {
    const verdict = await judge('GET /cluster/options', {});
    expect(verdict).toEqual({ allowed: true, notes: [expect.stringContaining('Sys.Audit')] });
  });

  it('is never a yes for a route that changes something and declares nothing', async () => {
    const everything = { identity: 'root@pam!x1', permissions: {} };
    for (const route of routeNames()) {
      if (route.startsWith('GET ')) continue;
      const params = Object.fromEntries(
        [...route.matchAll(/\{([\w-]+)\}/g)].map(([, key = '']) => [key, key === 'vmid' ? 100 : 'x1']),
      );
      const verdict = await judge(route, params, everything).catch((error: unknown) => error);
      if (verdict instanceof ParamsError) continue;
      // What is open without a login, or with any, and says so in PVE's own words.
      const open = /^(?:POST \/access\/(?:ticket|vncticket|openid\/|tfa)|DELETE \/nodes\/\{node\}\/tasks)/;
      if (!open.test(route)) expect(verdict, route).not.toMatchObject({ allowed: true });
    }
  });
});

describe('the release of the host', () => {
  const rules = 'GET /cluster/ha/rules';
  const permissions = has('/', 'Sys.Audit', 'VM.Config.Options');

  it.each<[string, unknown]>([
    ['9.2.11', yes],
    ['9.1', yes],
    ['8.4.1', { allowed: false, reason: 'version', host: '8.4.1', since: '9.1' }],
    ['7.0-8', { allowed: false, reason: 'version', host: '7.0-8', since: '9.1' }],
    [
      '9.0.3',
      { allowed: 'unknown', why: ['The route came or went between 8.4 and 9.1; the host has 9.0.3.'] },
    ],
    ['9.5.1', { allowed: true, notes: [expect.stringContaining('newer')] }],
    ['10.0.1', { allowed: 'unknown', why: [expect.stringContaining('release line')] }],
    ['unknown', { allowed: 'unknown', why: [expect.stringContaining('no release number')] }],
  ])('%s, for a route since 9.1', async (version, expected) => {
    expect(await judge(rules, {}, { version, permissions })).toEqual(expected);
  });

  it('counts for a parameter too', async () => {
    const params = { ...on, entrypoint: '/init' };
    const route = `PUT ${L}/{vmid}/config` as const;
    expect(await judge(route, params, { version: '8.4.0', permissions })).toEqual({
      allowed: false,
      reason: 'version',
      host: '8.4.0',
      param: 'entrypoint',
      since: '9.1',
    });
    expect(await judge(route, params, { version: '9.2.0', permissions })).toEqual(yes);
    expect(await judge(route, { ...on, dev3: '/dev/x' }, { version: '7.4-3', permissions })).toMatchObject({
      reason: 'version',
      param: 'dev3',
    });
  });

  it('counts for what is needed: between two releases that differ, only what both say is sure', async () => {
    const route = 'POST /nodes/{node}/execute';
    const params = { node, commands: '[]' };
    expect(await judge(route, params, { version: '7.4-1', permissions })).toEqual(yes);
    expect(await judge(route, params, { version: '8.4.1', permissions })).toMatchObject({
      reason: 'root-only',
    });
    expect(await judge(route, params, { version: '8.0.1', permissions })).toEqual({
      allowed: 'unknown',
      why: ['What it needs changed between 7.4 and 8.4.'],
    });
    expect(await judge(route, params, { version: '8.0.1' })).toMatchObject({ allowed: false });
  });

  it('counts for what the code asks', async () => {
    const params = { ...on, ostemplate: 'local:vztmpl/x', unprivileged: false };
    const rights = {
      ...has('/', 'VM.Allocate', 'Datastore.AllocateSpace'),
    };
    expect(await judge(`POST ${L}`, params, { version: '8.4.1', permissions: rights })).toEqual(yes);
    expect(await judge(`POST ${L}`, params, { version: '9.0.1', permissions: rights })).toMatchObject({
      missing: [{ path: '/', privileges: ['Sys.Modify'] }],
    });
  });
});

describe('wrong questions', () => {
  it('name what is missing', async () => {
    await expect(judge(`GET ${L}/{vmid}/config`, { node })).rejects.toThrow('vmid');
    await expect(judge(`POST ${L}/{vmid}/clone`, on)).rejects.toThrow('newid: missing');
    await expect(judge(`GET ${L}/{vmid}/config`, { ...on, node: '../x' })).rejects.toThrow(ParamsError);
  });

  it('about a route that nobody knows have no answer', async () => {
    expect(await judge('GET /nowhere', {})).toEqual({ allowed: 'unknown', why: [expect.any(String)] });
  });
});

describe('client.can', () => {
  const start = async (tokens = {}) => {
    const sim = await Simulator.start({ tokens });
    return sim;
  };
  const clientOf = (sim: Simulator, token: string): Client =>
    makeClient({ url: sim.url, fingerprint: sim.fingerprint, token });

  it('asks the host, and is right', async () => {
    await using sim = await start();
    const client = clientOf(sim, sim.tokens.readonly);
    const guest = { node: sim.node, vmid: 101 };
    expect(await client.can('GET /nodes/{node}/lxc/{vmid}/config', guest)).toEqual(yes);
    expect(await client.can('POST /nodes/{node}/lxc/{vmid}/status/start', guest)).toMatchObject({
      allowed: false,
      missing: [{ path: '/vms/101', privileges: ['VM.PowerMgmt'] }],
    });
    expect(sim.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('with rights that were read before asks only for paths that are new', async () => {
    await using sim = await start();
    const client = clientOf(sim, sim.tokens.agent);
    const rights = await client.rights();
    expect(rights).toMatchObject({ identity: 'agent@pve!selftest', version: expect.stringMatching(/^9\./) });
    const before = sim.requests.length;
    const guest = { node: sim.node, vmid: 101 };
    await client.can('GET /nodes/{node}/lxc/{vmid}/config', guest, { rights });
    expect(sim.requests.length).toBe(before + 1);
    await client.can('POST /nodes/{node}/lxc/{vmid}/status/start', guest, { rights });
    await client.can('GET /version', {}, { rights });
    expect(sim.requests.length).toBe(before + 1);
  });

  it('sees a path where everything was taken away, which the list of permissions does not show', async () => {
    const id = 'shy@pve!t1';
    await using sim = await start({
      [id]: [
        { path: '/vms', privileges: ['VM.Audit'] },
        { path: '/vms/101', privileges: [] },
      ],
    });
    const client = clientOf(sim, sim.tokens[id] ?? '');
    const guest = { node: sim.node, vmid: 101 };
    expect((await client.rights()).permissions).not.toHaveProperty('/vms/101');
    expect(await client.can('GET /nodes/{node}/lxc/{vmid}/config', guest)).toMatchObject({ allowed: false });
    expect(await client.can('GET /nodes/{node}/lxc/{vmid}/config', { ...guest, vmid: 100 })).toEqual(yes);
  });

  it('takes the route and its parameters by their types', async () => {
    await using sim = await start();
    const client = clientOf(sim, sim.tokens.agent);
    expect(await client.can('GET /version')).toEqual(yes);
    // @ts-expect-error a vmid is required
    await expect(client.can('GET /nodes/{node}/lxc/{vmid}/config', { node })).rejects.toThrow('vmid');
    // @ts-expect-error no such route
    expect(await client.can('GET /nowhere', {})).toMatchObject({ allowed: 'unknown' });
  });
});

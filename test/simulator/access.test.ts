import { describe, expect, it } from 'vitest';
import { type Answer, Harness, N } from './harness.js';

const token = '/access/users/agent@pve/token';

/** A call with a token that was made during the test. */
function by(h: Harness, id: string, secret: string, path: string): Promise<Answer> {
  return h.send({ authorization: `PVEAPIToken=${id}=${secret}` }, 'GET', path);
}

describe('tokens', () => {
  it('can be made, used, given a new secret, and removed', async () => {
    const h = new Harness();
    const made = await h.call('full', 'POST', `${token}/new2`, { privsep: 0, comment: 'c' });
    expect(made.data).toEqual({
      'full-tokenid': 'agent@pve!new2',
      value: expect.stringMatching(/^[0-9a-f-]{36}$/),
      info: { privsep: '0', comment: 'c' },
    });
    const status = async (secret: string) =>
      (await by(h, 'agent@pve!new2', secret, `${N}/lxc/100/config`)).status;
    expect(await status(made.data.value)).toBe(200);
    expect((await h.call('full', 'POST', `${token}/new2`)).errors).toEqual({
      tokenid: 'Token already exists.',
    });
    const again = await h.call('full', 'PUT', `${token}/new2`, { regenerate: 1, comment: 'd' });
    expect(again.data).toMatchObject({
      comment: 'd',
      privsep: 0,
      expire: 0,
      'full-tokenid': 'agent@pve!new2',
    });
    expect([await status(made.data.value), await status(again.data.value)]).toEqual([401, 200]);
    expect((await h.call('full', 'DELETE', `${token}/new2`)).data).toBeNull();
    expect(await status(again.data.value)).toBe(401);
    expect((await h.call('full', 'GET', `${token}/new2`)).reason).toBe(
      "no such token 'new2' for user 'agent@pve'",
    );
  });

  it('may nothing by themselves with privilege separation, and no more than their user with an entry', async () => {
    const h = new Harness();
    const { value } = (await h.call('full', 'POST', `${token}/sep2`)).data;
    const status = async (path: string) => (await by(h, 'agent@pve!sep2', value, path)).status;
    expect(await status(`${N}/lxc/100/config`)).toBe(403);
    await h.call('full', 'PUT', '/access/acl', {
      path: '/',
      roles: 'Administrator',
      tokens: 'agent@pve!sep2',
    });
    expect(await status(`${N}/lxc/100/config`)).toBe(200);
    const held = (await by(h, 'agent@pve!sep2', value, '/access/permissions')).data['/'];
    expect(held).toHaveProperty(['VM.Audit']);
    expect(held).not.toHaveProperty(['Sys.Modify']);
  });

  it('are for their user to see, not for its tokens', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', token)).reason).toBe('Permission check failed');
    const { data } = await h.call('full', 'GET', token);
    expect(data).toContainEqual({ tokenid: 'sep', privsep: 1, expire: 0 });
    expect(JSON.stringify(data)).not.toContain(h.tokens.separated.split('=')[1] ?? 'none');
    expect((await h.call('full', 'POST', `${token}/a`)).errors).toEqual({
      tokenid: 'value does not match the regex pattern',
    });
  });
});

describe('users, groups and roles', () => {
  it('come and go, in the words of PVE', async () => {
    const h = new Harness();
    const create = (values: Record<string, string>, as: 'full' | 'agent' = 'full') =>
      h.call(as, 'POST', '/access/users', values);
    expect((await create({ userid: 'x1@pve', password: 'longpass1', comment: 'ü' })).data).toBeNull();
    expect((await h.login('x1@pve', 'longpass1')).status).toBe(200);
    expect((await create({ userid: 'x1@pve' })).reason).toBe(
      "create user failed: user 'x1@pve' already exists",
    );
    expect((await create({ userid: 'nodomain' })).reason).toBe(
      "value 'nodomain' does not look like a valid user name",
    );
    expect((await create({ userid: 'x@pve' }, 'agent')).reason).toBe(
      'Permission check failed (/access/realm/pve, Realm.AllocateUser)',
    );
    expect((await h.call('full', 'PUT', '/access/users/x1@pve', { enable: 0 })).status).toBe(200);
    expect((await h.login('x1@pve', 'longpass1')).status).toBe(401);
    expect((await h.call('full', 'GET', '/access/users/x1@pve')).data).toMatchObject({
      enable: 0,
      comment: 'ü',
    });
    expect((await h.call('full', 'DELETE', '/access/users/x1@pve')).data).toBeNull();
    expect((await h.call('full', 'DELETE', '/access/users/x1@pve')).reason).toBe("no such user ('x1@pve')");
  });

  it('a group gives its members what the group has', async () => {
    const h = new Harness();
    await h.call('full', 'POST', '/access/groups', { groupid: 'ops' });
    await h.call('full', 'PUT', '/access/acl', { path: '/vms', roles: 'PVEVMUser', groups: 'ops' });
    const status = async () => (await h.call('noacl', 'GET', `${N}/lxc/100/config`)).status;
    expect(await status()).toBe(403);
    expect((await h.call('full', 'PUT', '/access/users/noacl@pve', { groups: 'ops' })).status).toBe(200);
    expect(await status()).toBe(200);
    expect((await h.call('full', 'GET', '/access/groups/ops')).data).toEqual({ members: ['noacl@pve'] });
    await h.call('full', 'DELETE', '/access/groups/ops');
    expect(await status()).toBe(403);
    expect((await h.call('full', 'GET', '/access/groups/nope')).reason).toBe("group 'nope' does not exist");
  });

  it('a role is what it holds now', async () => {
    const h = new Harness();
    expect(
      (await h.call('full', 'POST', '/access/roles', { roleid: 'R1', privs: 'Bogus.Priv' })).errors,
    ).toEqual({
      privs: "invalid format - invalid privilege 'Bogus.Priv'\n",
    });
    await h.call('full', 'POST', '/access/roles', { roleid: 'R1', privs: 'VM.Audit' });
    await h.call('full', 'PUT', '/access/acl', { path: '/vms/100', roles: 'R1', users: 'noacl@pve' });
    const status = async () => (await h.call('noacl', 'GET', `${N}/lxc/100/config`)).status;
    expect(await status()).toBe(200);
    await h.call('full', 'PUT', '/access/roles/R1', { privs: 'VM.Console' });
    expect(await status()).toBe(403);
    expect((await h.call('full', 'GET', '/access/roles/R1')).data).toEqual({ 'VM.Console': 1 });
    expect((await h.call('full', 'DELETE', '/access/roles/PVEAdmin')).reason).toBe(
      "auto-generated role 'PVEAdmin' cannot be deleted",
    );
    expect((await h.call('full', 'POST', '/access/roles', { roleid: 'pveX' })).errors).toHaveProperty(
      'roleid',
    );
  });
});

describe('the access control list', () => {
  const acl = (
    h: Harness,
    values: Record<string, string | number>,
    as: 'full' | 'agent' | 'ticket' = 'full',
  ) => h.call(as, 'PUT', '/access/acl', values);

  it('refuses in the words of PVE', async () => {
    const h = new Harness();
    const entry = { path: '/vms/100', roles: 'PVEVMUser', users: 'agent@pve' };
    expect((await acl(h, { ...entry, roles: 'Nope' })).reason).toBe(
      "ACL update failed: role 'Nope' does not exist",
    );
    expect((await acl(h, { ...entry, users: 'no@pve' })).reason).toContain("user 'no@pve' does not exist");
    expect((await acl(h, { ...entry, path: '/nonsense/x' })).errors).toEqual({
      path: "invalid ACL path '/nonsense/x'",
    });
    expect((await acl(h, { path: '/', roles: 'Administrator', users: 'agent@pve' }, 'agent')).reason).toBe(
      'Permission check failed (/, Permissions.Modify)',
    );
    expect((await acl(h, { path: '/', roles: 'PVEAuditor' })).errors).toHaveProperty('users');
  });

  it('takes a path without its slash, and gives and takes entries', async () => {
    const h = new Harness();
    const rows = async () => (await h.call('full', 'GET', '/access/acl')).data;
    const before = await rows();
    await acl(h, { path: 'vms', roles: 'PVEVMUser', users: 'agent@pve' });
    const entry = { path: '/vms', roleid: 'PVEVMUser', type: 'user', ugid: 'agent@pve', propagate: 1 };
    expect(await rows()).toEqual([...before, entry]);
    await acl(h, { path: '/vms', roles: 'PVEVMUser', users: 'agent@pve', propagate: 0 });
    expect(await rows()).toEqual([...before, { ...entry, propagate: 0 }]);
    await acl(h, { path: '/vms', roles: 'PVEVMUser', users: 'agent@pve', delete: 1 });
    expect(await rows()).toEqual(before);
  });

  it('lets who owns a guest hand out what he has, and no more', async () => {
    const h = new Harness();
    const give = (roles: string) => acl(h, { path: '/vms/101', roles, users: 'noacl@pve' }, 'agent');
    await h.call('full', 'POST', '/access/roles', { roleid: 'Look', privs: 'VM.Audit' });
    expect((await give('Look')).status).toBe(200);
    expect((await give('Administrator')).errors).toEqual({
      role: "Cannot add role 'Administrator' - requires 'Permissions.Modify' or superset of privileges.",
    });
    expect((await give('NoAccess')).errors).toHaveProperty('role');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, ticketHeaders } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

describe('a password', () => {
  it('is changed with a ticket, never with a token', async () => {
    const change = { userid: 'agent@pve', password: 'another-secret' };
    expect(await h.call('full', 'PUT', '/access/password', change)).toMatchObject({
      status: 403,
      message:
        "Permission check failed (URI '/access/password' not available with API token, need proper ticket.\n)\n",
    });
    expect((await h.call('ticket', 'PUT', '/access/password', change)).status).toBe(200);
    expect((await h.login('agent@pve', 'another-secret')).status).toBe(200);
    expect((await h.login('agent@pve', h.passwords.agent)).status).toBe(401);
  });

  it('needs the old one of whoever is not root', async () => {
    const { data } = await h.login('agent@pve', h.passwords.agent);
    const put = async (values: Record<string, string>) =>
      await h.send(ticketHeaders(data), 'PUT', '/access/password', values);
    const change = { userid: 'agent@pve', password: 'another-secret' };
    expect((await put(change)).errors).toEqual({
      'confirmation-password': 'password is required to modify user',
    });
    expect((await put({ ...change, 'confirmation-password': 'wrong' })).status).toBe(401);
    expect((await put({ ...change, 'confirmation-password': h.passwords.agent })).status).toBe(200);
    expect((await put({ ...change, userid: 'root@pam' })).status).toBe(403);
    expect((await h.login('agent@pve', 'another-secret')).status).toBe(200);
  });
});

describe('second factors', () => {
  it('are listed for those who may look after users, and for their own', async () => {
    const entries = [{ id: 'totp', type: 'totp', description: 'phone', created: expect.any(Number) }];
    expect((await h.call('full', 'GET', '/access/tfa')).data).toEqual([{ userid: 'totp@pve', entries }]);
    expect((await h.call('noacl', 'GET', '/access/tfa')).data).toEqual([]);
    expect((await h.call('full', 'GET', '/access/tfa/totp@pve')).data).toEqual(entries);
    expect((await h.call('full', 'GET', '/access/tfa/agent@pve')).data).toEqual([]);
    expect((await h.call('noacl', 'GET', '/access/tfa/totp@pve')).status).toBe(403);
    expect((await h.call('full', 'GET', '/access/users/totp@pve/tfa', { multiple: 1 })).data).toEqual({
      user: ['totp'],
    });
  });

  it('are removed, and are gone', async () => {
    expect((await h.call('full', 'DELETE', '/access/tfa/totp@pve/totp')).status).toBe(403);
    expect((await h.call('ticket', 'DELETE', '/access/tfa/totp@pve/totp')).status).toBe(200);
    expect((await h.call('ticket', 'DELETE', '/access/tfa/totp@pve/totp')).reason).toBe(
      "No such tfa entry 'totp'",
    );
    expect((await h.login('totp@pve', h.passwords.totp)).data.NeedTFA).toBeUndefined();
  });

  it('are never locked here', async () => {
    expect((await h.call('full', 'PUT', '/access/users/totp@pve/unlock-tfa')).data).toBe(0);
    expect((await h.call('readonly', 'PUT', '/access/users/totp@pve/unlock-tfa')).status).toBe(403);
  });
});

describe('realms', () => {
  const ldap = { realm: 'corp', type: 'ldap', server1: 'ldap.test', base_dn: 'dc=test', user_attr: 'uid' };

  it('can be made, changed and removed', async () => {
    expect((await h.call('full', 'POST', '/access/domains', { ...ldap, default: 1 })).status).toBe(200);
    const { data } = await h.call('full', 'GET', '/access/domains/corp');
    expect(data).toMatchObject({
      type: 'ldap',
      server1: 'ldap.test',
      default: 1,
      digest: expect.any(String),
    });
    expect(
      (await h.call('full', 'PUT', '/access/domains/corp', { comment: 'ours', digest: data.digest })).status,
    ).toBe(200);
    expect(
      (await h.call('full', 'PUT', '/access/domains/corp', { comment: 'x', digest: data.digest })).status,
    ).toBe(500);
    const list = await h.send({}, 'GET', '/access/domains');
    expect(list.data).toContainEqual({ realm: 'corp', type: 'ldap', comment: 'ours', default: 1 });
    expect((await h.call('full', 'DELETE', '/access/domains/corp')).status).toBe(200);
    expect((await h.call('full', 'DELETE', '/access/domains/corp')).reason).toBe(
      "delete auth server failed: authentication domain 'corp' does not exist",
    );
  });

  it.each([
    [{ realm: 'pve', type: 'pve' }, "add auth server failed: domain 'pve' already exists"],
    [{ realm: 'x1', type: 'pam' }, "add auth server failed: unable to create builtin type 'pam'"],
    [{ realm: 'x1', type: 'ldap' }, "add auth server failed: missing value for required option 'server1'"],
  ])('%j is refused', async (values, reason) => {
    expect(await h.call('full', 'POST', '/access/domains', values)).toMatchObject({ status: 500, reason });
  });

  it('of a directory can be synchronised, if its server is there: none is', async () => {
    await h.call('full', 'POST', '/access/domains', ldap);
    const run = await h.run('full', 'POST', '/access/domains/corp/sync', { scope: 'users' });
    expect(run.exitstatus).toBe("Can't connect to ldap.test");
    expect((await h.call('full', 'POST', '/access/domains/pve/sync')).reason).toBe(
      "Cannot sync realm type 'pve'! Only LDAP/AD realms can be synced.",
    );
    expect((await h.call('full', 'POST', '/access/domains/corp/sync')).errors).toHaveProperty('scope');
  });
});

it('an index is for everybody who is logged in, unless its rule says more', async () => {
  expect((await h.call('noacl', 'GET', '/access')).data).toContainEqual({ subdir: 'tfa' });
  expect((await h.call('noacl', 'GET', '/cluster')).data).toContainEqual({ name: 'ha' });
  expect((await h.call('noacl', 'GET', '/cluster/ha')).reason).toBe('Permission check failed (/, Sys.Audit)');
  expect((await h.send({}, 'GET', '/access')).status).toBe(401);
});

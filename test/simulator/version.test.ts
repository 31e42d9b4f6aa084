import { describe, expect, it } from 'vitest';
import { createEngine } from '~/simulator/create-engine.js';
import { hostVersions } from '~/simulator/host-version.js';
import { plain } from '~/simulator/http.js';
import { answerOf } from '~/simulator/older-answers.js';
import { Harness, N, template } from './harness.js';

describe.each(hostVersions)('a host of %s', (version) => {
  it('says so wherever it says what it is', async () => {
    const h = new Harness({ version });
    const { data } = await h.call('agent', 'GET', '/version');
    expect(data).toMatchObject({ release: version });
    expect(data.version).toMatch(new RegExp(`^${version.replace('.', '\\.')}[.-]\\d+$`));
    expect((await h.call('agent', 'GET', `${N}/version`)).data).toEqual(data);
    expect((await h.call('agent', 'GET', `${N}/status`)).data.pveversion).toBe(
      `pve-manager/${data.version}/${data.repoid}`,
    );
    const versions = (await h.call('agent', 'GET', `${N}/apt/versions`)).data;
    expect(versions).toContainEqual(
      expect.objectContaining({ Package: 'pve-manager', Version: data.version }),
    );
    await h.run('full', 'POST', `${N}/apt/update`);
    const [update] = (await h.call('full', 'GET', `${N}/apt/update`)).data;
    expect(update.OldVersion).toBe(data.version);
    expect(update.Version).not.toBe(data.version);
  });

  it('knows no privilege of another one', async () => {
    const h = new Harness({ version });
    const privileges = Object.keys(
      (await h.call('full', 'GET', '/access/permissions', { path: '/' })).data['/'],
    );
    const since = { 'Mapping.Use': 8, 'Sys.AccessNetwork': 8, 'VM.Replicate': 9, 'VM.GuestAgent.Audit': 9 };
    for (const [name, major] of Object.entries(since))
      expect(privileges.includes(name), name).toBe(Number(version[0]) >= major);
    expect(privileges.includes('VM.Monitor')).toBe(version !== '9.2');
    const roles: { roleid: string; privs: string }[] = (await h.call('full', 'GET', '/access/roles')).data;
    for (const { roleid, privs } of roles)
      expect(
        privs.split(',').filter((name) => name !== '' && !privileges.includes(name)),
        roleid,
      ).toEqual([]);
    const admin = roles.find(({ roleid }) => roleid === 'PVEAdmin')?.privs ?? '';
    expect(admin.includes('Permissions.Modify')).toBe(version === '7.4');
  });
});

it('cannot be of a release that the simulator does not know', () => {
  expect(() => createEngine({ version: '6.4' as '7.4' })).toThrow('7.4, 8.4, 9.2');
});

describe('routes and rights', () => {
  it('a route that a release lacks is not there, and is not said to be missing in the simulator', async () => {
    const older = await new Harness({ version: '7.4' }).call('full', 'GET', `${N}/lxc/100/interfaces`);
    expect(older).toMatchObject({
      status: 501,
      reason: "Method 'GET /nodes/demo-felhom/lxc/100/interfaces' not implemented",
    });
    expect(
      (await new Harness({ version: '8.4' }).call('full', 'GET', `${N}/lxc/100/interfaces`)).status,
    ).toBe(200);
    expect(
      (await new Harness({ version: '7.4' }).call('full', 'PUT', '/pools', { poolid: 'x' })).status,
    ).toBe(501);
    // Gone since: backups with HA groups' old way.
    expect((await new Harness({ version: '8.4' }).call('full', 'GET', '/cluster/ha/rules')).reason).toContain(
      'not implemented',
    );
    expect((await new Harness({ version: '9.2' }).call('full', 'GET', '/cluster/ha/rules')).status).toBe(200);
  });

  it('what needed another privilege needs that one', async () => {
    const refusal = async (version: '8.4' | '9.2') =>
      (await new Harness({ version }).call('readonly', 'POST', `${N}/qemu/120/agent/ping`)).reason;
    expect(await refusal('8.4')).toBe('Permission check failed (/vms/120, VM.Monitor)');
    expect(await refusal('9.2')).not.toContain('Permission check failed');
  });

  it('a bridge needs a right since 8', async () => {
    const roles = async (h: Harness) =>
      await h.call('full', 'PUT', '/access/roles/AgentRole', {
        privs: 'VM.Config.Network,VM.Audit',
      });
    for (const [version, status] of [
      ['7.4', 200],
      ['8.4', 403],
    ] as const) {
      const h = new Harness({ version });
      await roles(h);
      const answer = await h.call('agent', 'PUT', `${N}/lxc/101/config`, { net1: 'name=eth1,bridge=vmbr0' });
      expect(answer.status, version).toBe(status);
    }
  });

  it('a container is privileged unless asked for otherwise, until 9', async () => {
    const values = { vmid: 200, ostemplate: template, rootfs: 'local-btrfs:1' };
    for (const version of hostVersions) {
      const h = new Harness({ version });
      expect((await h.run('agent', 'POST', `${N}/lxc`, values)).exitstatus, version).toMatch(
        /^(?:OK|WARNINGS: 1)$/,
      );
      const { data } = await h.call('agent', 'GET', `${N}/lxc/200/config`);
      expect(data.unprivileged, version).toBe(version === '9.2' ? 1 : undefined);
      // Sent, it is what it says; from 9 on that needs another right.
      const privileged = await h.call('agent', 'POST', `${N}/lxc`, { ...values, vmid: 201, unprivileged: 0 });
      expect(privileged.status, version).toBe(version === '9.2' ? 403 : 200);
    }
  });
});

describe('answers', () => {
  it('have the text of an error in the reason alone, before 8', async () => {
    const ask = async (version: '7.4' | '8.4') =>
      await new Harness({ version }).call('full', 'GET', `${N}/lxc/999/config`);
    const [older, newer] = [await ask('7.4'), await ask('8.4')];
    expect(older.reason).toBe(newer.reason);
    expect(newer.message).toBe(`${newer.reason}\n`);
    expect(older.message).toBeUndefined();
    expect(older.body).toBe('{"data":null}');
    expect(older.headers).toContainEqual(['Content-Length', '13']);
    const wrong = await new Harness({ version: '7.4' }).call('full', 'GET', '/version', { bogus: 1 });
    expect(wrong.message).toBeUndefined();
    expect(Object.keys(wrong.errors ?? {})).toEqual(['bogus']);
  });

  it('of the HTTP layer have no body, before 8', async () => {
    const h = new Harness({ version: '7.4' });
    const answer = await h.engine.handle({ method: 'GET', path: '/nosuch' });
    expect(answer).toMatchObject({ status: 501, reason: "no such file '/nosuch'", body: undefined });
    expect(answer.headers.map(([name]) => name)).not.toContain('Content-Length');
    const other = plain(506, 'no', 'no');
    expect(answerOf('7.4', other).status).toBe(506);
    expect(answerOf('8.4', other)).toBe(other);
  });

  it('say why a token is refused, before 8', async () => {
    const h = new Harness({ version: '7.4' });
    const reason = async (token: string) =>
      (await h.send({ authorization: `PVEAPIToken=${token}` }, 'GET', '/version')).reason;
    const secret = '00000000-0000-4000-8000-000000000000';
    expect(await reason(`root@pam!root=${secret}`)).toBe('invalid token value!');
    expect(await reason(`root@pam!nosuch=${secret}`)).toBe("no such token 'nosuch' for user 'root@pam'");
    expect(await reason(`nobody@pve!x1=${secret}`)).toBe("no such user ('nobody@pve')");
    expect(await reason(h.tokens.expired)).toBe("token 'expired' access expired");
    expect(await reason(h.tokens.disabled)).toBe("user 'disabled@pve' is disabled");
    const ticket = await h.send({ cookie: 'PVEAuthCookie=PVE:x@pve:00000000::sig' }, 'GET', '/version');
    expect(ticket.reason).toBe('permission denied - invalid PVE ticket');
    const newer = new Harness({ version: '8.4' });
    const answer = await newer.send(
      { authorization: `PVEAPIToken=root@pam!root=${secret}` },
      'GET',
      '/version',
    );
    expect(answer.reason).toBe('Authentication failed!');
  });

  it('show what a release measures', async () => {
    for (const version of hostVersions) {
      const h = new Harness({ version });
      const [row] = (await h.call('agent', 'GET', `${N}/lxc`)).data;
      expect(row.vmid, version).toBe(version === '7.4' ? '100' : 100);
      expect('pressurecpusome' in row, version).toBe(version === '9.2');
      const status = (await h.call('agent', 'GET', `${N}/status`)).data;
      expect('boot-info' in status, version).toBe(version !== '7.4');
      expect('available' in status.memory, version).toBe(version === '9.2');
      const day = await h.call('agent', 'GET', `${N}/lxc/100/rrddata`, { timeframe: 'day' });
      expect(day.data.length, version).toBe(version === '9.2' ? 1440 : 70);
      const types = (await h.call('full', 'GET', '/cluster/resources')).data.map(
        (one: { type: string }) => one.type,
      );
      expect(types.includes('network'), version).toBe(version === '9.2');
    }
  });
});

describe('requests', () => {
  it('may be 64 KiB before 8', async () => {
    const values = { description: 'x'.repeat(70_000) };
    expect(
      (await new Harness({ version: '7.4' }).call('full', 'PUT', `${N}/lxc/101/config`, values)).reason,
    ).toBe('for data too large');
    expect(
      (await new Harness({ version: '8.4' }).call('full', 'PUT', `${N}/lxc/101/config`, values)).errors,
    ).toEqual({
      description: 'value may only be 8192 characters long',
    });
  });

  it('with a key that comes several times are one text before 8', async () => {
    const put = async (version: '7.4' | '8.4', body: string) => {
      const h = new Harness({ version });
      const headers = { authorization: `PVEAPIToken=${h.tokens.full}` };
      return await h.raw(headers, 'PUT', `/api2/json${N}/lxc/100/config`, body);
    };
    for (const version of ['7.4', '8.4'] as const)
      expect((await put(version, 'delete=onboot&delete=tags')).status, version).toBe(200);
    expect((await put('7.4', 'memory=512&memory=1024')).errors).toEqual({
      memory: "type check ('integer') failed - got '512\x001024'",
    });
    expect((await put('8.4', 'memory=512&memory=1024')).errors).toEqual({
      memory: "type check ('integer') failed - got ARRAY",
    });
  });
});

describe('a route that is not modelled', () => {
  it('leaves no secret in the list of requests', async () => {
    const h = new Harness();
    const secret = 'long-and-secret';
    const values = { 'target-endpoint': `apitoken=${secret}`, 'target-storage': '1', 'target-bridge': '1' };
    await h.call('full', 'POST', `${N}/qemu/120/remote_migrate`, values);
    await h.call('full', 'POST', '/cluster/acme/account', { 'eab-hmac-key': secret, contact: 'a@b.example' });
    expect(h.engine.journal.map(({ params }) => params)).toMatchObject([
      { 'target-endpoint': '***', 'target-storage': '1' },
      { 'eab-hmac-key': '***', contact: 'a@b.example' },
    ]);
    expect(JSON.stringify(h.engine.journal)).not.toContain(secret);
  });

  it('asks for rights and parameters first', async () => {
    const h = new Harness();
    const path = '/cluster/config';
    expect((await h.call('full', 'POST', path)).reason).toBe('Permission check failed (user != root@pam)');
    expect((await h.call('ticket', 'POST', path)).errors).toEqual({
      clustername: 'property is missing and it is not optional',
    });
    expect((await h.call('ticket', 'POST', path, { clustername: 'demo' })).reason).toBe(
      "'POST /cluster/config' is not modelled by the simulator",
    );
    const subnets = '/cluster/sdn/vnets/vn1/subnets';
    expect((await h.call('ticket', 'POST', subnets)).errors).toHaveProperty('subnet');
    const subnet = { subnet: '10.9.0.0/24', type: 'subnet' };
    expect((await h.call('ticket', 'POST', subnets, subnet)).status).toBe(501);
    expect((await h.call('agent', 'GET', '/cluster/replication/99-0')).errors).toHaveProperty('id');
    expect((await h.call('full', 'GET', '/nodes/nosuch/certificates/acme')).reason).toContain(
      'hostname lookup',
    );
  });

  it('refuses tokens where it is for those alone who have logged in', async () => {
    const h = new Harness();
    const answer = await h.call('full', 'PUT', '/access/password', {
      userid: 'agent@pve',
      password: 'longpass1',
    });
    expect(answer.status).toBe(403);
    expect(answer.message).toBe(
      "Permission check failed (URI '/access/password' not available with API token, need proper ticket.\n)\n",
    );
    expect(
      (await h.call('ticket', 'PUT', '/access/password', { userid: 'agent@pve', password: 'longpass1' }))
        .status,
    ).toBe(200);
  });

  it('asks for the group or the realm of the user that is meant', async () => {
    const h = new Harness();
    const path = '/access/users/audit@pve/tfa';
    expect((await h.call('noacl', 'GET', path)).status).toBe(403);
    expect((await h.call('readonly', 'GET', path)).status).toBe(200);
    await h.call('full', 'POST', '/access/roles', { roleid: 'UserKeeper', privs: 'User.Modify' });
    await h.call('full', 'PUT', '/access/users/audit@pve', { groups: 'admins' });
    await h.call('full', 'PUT', '/access/acl', {
      path: '/access/groups/admins',
      users: 'noacl@pve',
      roles: 'UserKeeper',
    });
    expect((await h.call('noacl', 'GET', path)).status).toBe(200);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

const make = (values: Record<string, string | number>) => h.call('full', 'POST', '/storage', values);

describe('the configuration of storages', () => {
  it('takes a new folder, which can be used at once', async () => {
    const made = await make({ storage: 'tmp1', type: 'dir', path: '/var/lib/tmp1', content: 'iso,backup' });
    expect(made.data).toEqual({ storage: 'tmp1', type: 'dir' });
    expect((await h.call('full', 'GET', '/storage/tmp1')).data).toMatchObject({
      storage: 'tmp1',
      path: '/var/lib/tmp1',
      content: 'iso,backup',
    });
    const run = await h.run('full', 'POST', `${N}/vzdump`, { vmid: 101, storage: 'tmp1' });
    expect(run.exitstatus).toBe('OK');
    const content = await h.call('full', 'GET', `${N}/storage/tmp1/content`);
    expect(content.data).toHaveLength(1);
  });

  it.each([
    [
      { storage: 'local', type: 'dir', path: '/x' },
      "create storage failed: storage ID 'local' already defined",
    ],
    [{ storage: 'x1', type: 'dir' }, "missing value for required option 'path'"],
    [{ storage: 'x1', type: 'nfs', server: 'nas.test' }, "missing value for required option 'export'"],
    [{ storage: 'x1', type: 'dir', path: '/x', vgname: 'vg0' }, "unexpected property 'vgname'"],
    [
      { storage: 'x1', type: 'nfs', server: '10.0.0.9', export: '/a' },
      "create storage failed: storage 'x1' is not online",
    ],
    [
      { storage: 'x1', type: 'pbs', server: '10.0.0.9', datastore: 'd' },
      "create storage failed: x1: error fetching datastores - 500 Can't connect to 10.0.0.9:8007 (Connection refused)",
    ],
    [
      { storage: 'x1', type: 'lvmthin', vgname: 'vg0', thinpool: 'data' },
      "create storage failed: no such volume group 'vg0'",
    ],
  ])('refuses %j', async (values, reason) => {
    expect(await make(values)).toMatchObject({ status: 500, reason });
    expect(h.engine.world.storages.has('x1')).toBe(false);
  });

  it('takes what it cannot reach if it is disabled, and keeps no password', async () => {
    const values = { storage: 'pbs1', type: 'pbs', server: '10.0.0.9', datastore: 'd', disable: 1 };
    expect((await make({ ...values, username: 'a@pbs', password: 'sekret' })).status).toBe(200);
    const { data, body } = await h.call('full', 'GET', '/storage/pbs1');
    expect(data).toMatchObject({ type: 'pbs', datastore: 'd', disable: 1, content: 'backup' });
    expect(body).not.toContain('sekret');
  });

  it('mounts what a server that is there gives', async () => {
    await make({ storage: 'n1', type: 'nfs', server: 'nas.test', export: '/a', content: 'iso' });
    const [row] = (await h.call('full', 'GET', `${N}/storage`, { storage: 'n1' })).data;
    expect(row).toMatchObject({ active: 1, shared: 1, type: 'nfs' });
    expect((await h.call('full', 'GET', '/storage/n1')).data.path).toBe('/mnt/pve/n1');
  });

  it('switches one off: nothing of it can be used, and its files are there when it is back', async () => {
    await h.call('full', 'PUT', '/storage/local', { disable: 1 });
    expect((await h.call('full', 'GET', `${N}/storage/local/content`)).reason).toBe(
      "storage 'local' is disabled",
    );
    expect((await h.call('full', 'GET', `${N}/storage/local/status`)).data).toMatchObject({
      enabled: 0,
      active: 0,
      total: 0,
    });
    const enabled = (await h.call('full', 'GET', `${N}/storage`, { enabled: 1 })).data;
    expect(enabled.map((row: { storage: string }) => row.storage)).not.toContain('local');
    await h.call('full', 'PUT', '/storage/local', { delete: 'disable' });
    const back = await h.call('full', 'GET', `${N}/storage/local/content`, { content: 'vztmpl' });
    expect(back.data.length).toBeGreaterThan(0);
  });

  it('keeps one from the nodes that it does not name', async () => {
    await h.call('full', 'PUT', '/storage/local', { nodes: 'other' });
    expect((await h.call('full', 'GET', `${N}/storage/local/content`)).reason).toBe(
      "storage 'local' is not available on node 'demo-felhom'",
    );
  });

  it('goes by its digest, and by what a type can have', async () => {
    const { digest } = (await h.call('full', 'GET', '/storage/local')).data;
    const put = (values: Record<string, string>) => h.call('full', 'PUT', '/storage/local', values);
    expect((await put({ content: 'iso', digest })).status).toBe(200);
    expect((await put({ content: 'iso', digest })).reason).toBe(
      'update storage failed: detected modified configuration - file changed by other user? Try again.',
    );
    expect((await put({ delete: 'path' })).reason).toBe(
      "update storage failed: unable to delete required option 'path'",
    );
    expect((await put({ delete: 'vgname' })).reason).toBe("update storage failed: no such option 'vgname'");
    expect((await put({ server: 'x.test' })).reason).toBe(
      "update storage failed: unexpected property 'server'",
    );
    expect((await put({ path: '/y' })).errors).toHaveProperty('path');
  });

  it('is removed with the rights on it, and once', async () => {
    const acl = { path: '/storage/ro', users: 'agent@pve', roles: 'PVEDatastoreUser' };
    await h.call('full', 'PUT', '/access/acl', acl);
    expect((await h.call('full', 'DELETE', '/storage/ro')).status).toBe(200);
    expect((await h.call('full', 'DELETE', '/storage/ro')).reason).toBe(
      "delete storage failed: storage 'ro' does not exist",
    );
    const entries = (await h.call('full', 'GET', '/access/acl')).data;
    expect(entries.filter(({ path }: { path: string }) => path === '/storage/ro')).toEqual([]);
  });

  it.each(['POST /storage', 'PUT /storage/local', 'DELETE /storage/local'])(
    '%s needs the right on all storages',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      expect(await h.call('agent', method, path, { type: 'dir', storage: 'local' })).toMatchObject({
        status: 403,
        reason: 'Permission check failed (/storage, Datastore.Allocate)',
      });
    },
  );
});

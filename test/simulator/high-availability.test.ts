import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

const resources = '/cluster/ha/resources';
const manage = async (values: Record<string, string | number> = {}) =>
  await h.call('full', 'POST', resources, { sid: 'ct:101', ...values });
const status = async (vmid = 101) => (await h.call('full', 'GET', `${N}/lxc/${vmid}/status/current`)).data;

describe('a guest that the cluster looks after', () => {
  it('is started by it, and says so', async () => {
    expect((await manage()).status).toBe(200);
    expect((await status()).ha).toEqual({ managed: 1 });
    h.clock.advance(30_000);
    expect(await status()).toMatchObject({ status: 'running', ha: { managed: 1, state: 'started' } });
    const [row] = (await h.call('full', 'GET', resources)).data;
    expect(row).toEqual({ sid: 'ct:101', type: 'ct', state: 'started', digest: expect.any(String) });
    const rows = (await h.call('full', 'GET', '/cluster/resources', { type: 'vm' })).data;
    expect(rows).toContainEqual(expect.objectContaining({ vmid: 101, hastate: 'started' }));
  });

  it('is stopped and started in tasks that only hand the wish over', async () => {
    await manage();
    h.clock.advance(30_000);
    const stop = await h.run('full', 'POST', `${N}/lxc/101/status/stop`);
    expect(stop.upid).toContain(':hastop:101:');
    expect(stop.log).toEqual(['Requesting HA stop for CT 101', 'TASK OK']);
    expect((await status()).status).toBe('running');
    h.clock.advance(30_000);
    expect((await status()).status).toBe('stopped');
    const start = await h.run('full', 'POST', `${N}/lxc/101/status/start`);
    expect(start.upid).toContain(':hastart:101:');
    h.clock.advance(30_000);
    expect((await status()).status).toBe('running');
    const overruled = await h.call('full', 'POST', `${N}/lxc/101/status/stop`, { 'overrule-shutdown': 1 });
    expect(overruled.errors).toEqual({ 'overrule-shutdown': 'Not applicable for HA resources.' });
  });

  it('is left alone where it is ignored, or nobody is armed', async () => {
    await manage({ state: 'ignored' });
    h.clock.advance(30_000);
    expect(await status()).toMatchObject({ status: 'stopped', ha: { managed: 0 } });
    await h.call('full', 'POST', '/cluster/ha/status/disarm-ha', { 'resource-mode': 'freeze' });
    await h.call('full', 'PUT', `${resources}/ct:101`, { state: 'started' });
    h.clock.advance(30_000);
    expect((await status()).status).toBe('stopped');
  });

  it('can be a virtual machine', async () => {
    await manage({ sid: '120', state: 'started' });
    h.clock.advance(30_000);
    expect((await h.call('full', 'GET', `${N}/qemu/120/status/current`)).data).toMatchObject({
      status: 'running',
      ha: { managed: 1 },
    });
    expect((await h.run('full', 'POST', `${N}/qemu/120/status/shutdown`)).upid).toContain(':hastop:120:');
  });

  it('is not removed without its entry', async () => {
    await manage({ state: 'stopped' });
    await h.call('full', 'POST', '/cluster/ha/rules', {
      rule: 'near',
      type: 'resource-affinity',
      affinity: 'positive',
      resources: 'ct:101',
    });
    expect((await h.call('full', 'DELETE', `${N}/lxc/101`)).reason).toBe(
      'unable to remove CT 101 - used in HA resources and purge parameter not set.',
    );
    expect((await h.run('full', 'DELETE', `${N}/lxc/101`, { purge: 1 })).exitstatus).toBe('OK');
    expect((await h.call('full', 'GET', resources)).data).toEqual([]);
    expect((await h.call('full', 'GET', '/cluster/ha/rules')).data).toEqual([]);
  });

  it.each([
    [{ sid: 'ct:999' }, "resource 'ct:999' does not exist in cluster"],
    [{ sid: 'vm:101' }, "resource 'vm:101' - guest with ID 101 is not a virtual machine"],
    [{ sid: '999' }, 'unable to detect SID from VMID - VM/CT 999 does not exist'],
    [{ group: 'gg' }, "invalid parameter 'group': ha groups have been migrated to rules"],
    [{ type: 'vm' }, 'types does not match'],
  ])('%j is refused', async (values, reason) => {
    expect(await manage(values)).toMatchObject({ status: 500, reason });
  });

  it('has one entry, that only some may make', async () => {
    await manage();
    expect((await manage()).reason).toBe("create resource failed: resource ID 'ct:101' already defined");
    expect((await h.call('agent', 'POST', resources, { sid: 'ct:100' })).reason).toBe(
      'Permission check failed (/, Sys.Console)',
    );
    expect((await h.call('full', 'GET', `${resources}/ct:999`)).reason).toBe("no such resource 'ct:999'");
    expect((await h.call('full', 'DELETE', `${resources}/ct:101`)).data).toBeNull();
    expect((await h.call('full', 'DELETE', `${resources}/ct:101`)).reason).toBe(
      "cannot delete service 'ct:101', not HA managed!",
    );
  });
});

describe('the manager', () => {
  const ids = async (): Promise<string[]> =>
    (await h.call('full', 'GET', '/cluster/ha/status/current')).data.map((row: { id: string }) => row.id);

  it('stands by until it has something to do', async () => {
    expect((await h.call('full', 'GET', '/cluster/ha/status/current')).data[1]).toMatchObject({
      'armed-state': 'standby',
      status: 'standby (CRM watchdog standby)',
    });
    expect(await ids()).toEqual(['quorum', 'fencing']);
    await manage();
    expect(await ids()).toEqual(['quorum', 'master', 'fencing', 'lrm:demo-felhom', 'service:ct:101']);
    expect((await h.call('full', 'GET', '/cluster/ha/status/manager_status')).data.quorum.quorate).toBe(1);
  });

  it('has rules for what it looks after, and no groups any more', async () => {
    const rule = { rule: 'r1', type: 'node-affinity', nodes: 'demo-felhom', resources: 'ct:101' };
    const make = async (more: Record<string, string> = {}) =>
      await h.call('full', 'POST', '/cluster/ha/rules', { ...rule, ...more });
    expect((await make()).reason).toBe('create ha rule failed: cannot use unmanaged resource(s) ct:101.');
    await manage();
    expect((await make({ nodes: 'pve9' })).reason).toBe(
      'create ha rule failed: cannot use non-existent node(s) pve9.',
    );
    expect((await make({ affinity: 'positive' })).status).toBe(400);
    expect((await make()).status).toBe(200);
    expect((await make()).reason).toBe("create ha rule failed: HA rule 'r1' already defined");
    await h.call('full', 'PUT', '/cluster/ha/rules/r1', { type: 'node-affinity', strict: 1 });
    expect((await h.call('full', 'GET', '/cluster/ha/rules/r1')).data).toMatchObject({ strict: 1, order: 1 });
    expect((await h.call('full', 'GET', '/cluster/ha/groups')).reason).toBe(
      'cannot index groups: ha groups have been migrated to rules',
    );
  });
});

describe.each(['7.4', '8.4'] as const)('groups of a host of %s', (version) => {
  const groups = '/cluster/ha/groups';
  const ask = async (older: Harness, method: string, path: string, values = {}) =>
    await older.call('full', method, path, values);

  it('are made, read, changed and removed', async () => {
    const older = new Harness({ version });
    expect((await ask(older, 'GET', groups)).data).toEqual([]);
    const group = { group: 'fast', nodes: 'a:2,b;a:2', restricted: 1 };
    expect((await ask(older, 'POST', groups, group)).data).toBeNull();
    const { data } = await ask(older, 'GET', `${groups}/fast`);
    const shown = { group: 'fast', type: 'group', nodes: 'a:2,b', restricted: 1 };
    expect(data).toEqual({ ...shown, digest: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect((await ask(older, 'GET', groups)).data).toEqual([data]);
    const change = { nofailback: 1, nodes: 'c', delete: 'restricted', digest: data.digest };
    expect((await ask(older, 'PUT', `${groups}/fast`, change)).status).toBe(200);
    const changed = (await ask(older, 'GET', `${groups}/fast`)).data;
    expect(changed).toMatchObject({ nodes: 'c', nofailback: 1 });
    expect(changed).not.toHaveProperty('restricted');
    expect((await ask(older, 'DELETE', `${groups}/fast`)).data).toBeNull();
    expect((await ask(older, 'GET', groups)).data).toEqual([]);
    expect((await ask(older, 'DELETE', `${groups}/fast`)).status).toBe(200);
  });

  it('are refused what is wrong with them', async () => {
    const older = new Harness({ version });
    await ask(older, 'POST', groups, { group: 'fast', nodes: 'a' });
    const reason = async (method: string, path: string, values = {}): Promise<string> =>
      (await ask(older, method, `${groups}${path}`, values)).reason;
    expect(await reason('POST', '', { group: 'fast', nodes: 'b' })).toBe(
      "create ha group failed: ha group ID 'fast' already defined",
    );
    expect(await reason('GET', '/slow')).toBe("no such ha group 'slow'");
    expect(await reason('PUT', '/slow', { comment: 'x' })).toBe(
      "update ha group failed: no such ha group 'slow'",
    );
    expect(await reason('PUT', '/fast', { delete: 'nodes' })).toBe(
      "update ha group failed: unable to delete required option 'nodes'",
    );
    expect(await reason('PUT', '/fast', { digest: 'f'.repeat(40) })).toContain('detected modified');
    expect((await ask(older, 'POST', groups, { group: 'x1' })).errors).toHaveProperty('nodes');
    expect((await older.call('agent', 'POST', groups, { group: 'x1', nodes: 'a' })).status).toBe(403);
  });

  it('belong to resources', async () => {
    const older = new Harness({ version });
    await ask(older, 'POST', groups, { group: 'fast', nodes: 'demo-felhom' });
    await ask(older, 'POST', '/cluster/ha/resources', { sid: 'ct:101', group: 'fast', state: 'stopped' });
    expect((await ask(older, 'GET', '/cluster/ha/resources/ct:101')).data.group).toBe('fast');
    expect((await ask(older, 'DELETE', `${groups}/fast`)).reason).toBe(
      "delete ha group failed: ha group is used by service 'ct:101'",
    );
    const other = await ask(older, 'PUT', '/cluster/ha/resources/ct:101', { group: 'slow' });
    expect(other.reason).toBe("HA group 'slow' does not exist");
    await ask(older, 'PUT', '/cluster/ha/resources/ct:101', { delete: 'group' });
    expect((await ask(older, 'DELETE', `${groups}/fast`)).status).toBe(200);
  });
});

import { type CheckResult, privilegeReport, selftest } from '@felhom/proxmox/agent';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, clientOf, json, unluckyClient } from './host.js';

let sim: Simulator;
beforeAll(async () => {
  sim = await Simulator.start({ authDelay: 0 });
});
afterAll(() => sim.close());

/** `name: status` of each check. */
const brief = (checks: readonly CheckResult[]) => checks.map(({ name, status }) => `${name}: ${status}`);
const named = (checks: readonly CheckResult[], name: string) => checks.find((check) => check.name === name);

async function selftestAs(token: string) {
  await using client = clientOf(sim, token);
  return await selftest(client);
}

describe('the selftest', () => {
  it('runs every check, and finds the storage that is offline', async () => {
    const report = await selftestAs(sim.tokens.agent);
    expect(brief(report.checks)).toEqual([
      'version: ok',
      'nodes: ok',
      'node status: ok',
      'guests: ok',
      'storage: warn',
      'content: ok',
      'permissions: ok',
    ]);
    expect(report).toMatchObject({ ok: true, unreachable: false, identity: 'agent@pve!selftest' });
    expect(named(report.checks, 'storage')?.summary).toContain('nas is not active');
    expect(named(report.checks, 'storage')?.advice?.[0]).toContain('pvesm status --storage nas');
    expect(named(report.checks, 'guests')?.summary).toContain('4 containers (2 running, 2 stopped)');
    expect(named(report.checks, 'nodes')?.summary).toContain(sim.node);
  });

  it('only reads', async () => {
    await selftestAs(sim.tokens.full);
    expect(sim.requests.length).toBeGreaterThan(8);
    expect(sim.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('takes its timings from the clock that it is given', async () => {
    await using client = clientOf(sim);
    let now = 0;
    const clock = {
      now: () => {
        now += 21;
        return now;
      },
    };
    const { checks } = await selftest(client, { clock });
    expect(checks.map(({ ms }) => ms)).toEqual([21, 21, 21, 21, 21, 21, 21]);
  });

  it('tells of each check as it begins and ends', async () => {
    await using client = clientOf(sim);
    const told: string[] = [];
    const { checks } = await selftest(client, {
      onStart: (name) => told.push(`${name}…`),
      onResult: ({ name, status }) => told.push(`${name} ${status}`),
    });
    expect(told).toEqual(checks.flatMap(({ name, status }) => [`${name}…`, `${name} ${status}`]));
  });

  it('a token that may only look passes, and the report says what it may not do', async () => {
    const { ok, checks, privileges } = await selftestAs(sim.tokens.readonly);
    expect(ok).toBe(true);
    expect(brief(checks).filter((line) => !line.endsWith('ok'))).toEqual(['storage: warn']);
    const may = Object.fromEntries((privileges?.operations ?? []).map(({ name, may }) => [name, may]));
    expect(may).toMatchObject({ 'lxc.config': 'yes', 'lxc.start': 'no', 'lxc.snapshots.create': 'no' });
    const vms = privileges?.grants.find(({ path }) => path === '/vms');
    expect(vms?.command).toContain("--users audit@pve --tokens 'audit@pve!ro'");
    expect(vms?.privileges).toEqual(expect.arrayContaining(['VM.Audit', 'VM.PowerMgmt', 'VM.Snapshot']));
  });

  it.each(['noacl', 'separated'] as const)('the token `%s` has nothing: warnings say so', async (name) => {
    const { ok, checks } = await selftestAs(sim.tokens[name]);
    expect(ok).toBe(true);
    expect(brief(checks)).toEqual([
      'version: ok',
      'nodes: ok',
      'node status: warn',
      'guests: warn',
      'storage: warn',
      'content: skip',
      'permissions: warn',
    ]);
    expect(named(checks, 'node status')?.advice?.[0]).toContain('pveum role add');
    expect(named(checks, 'permissions')?.advice?.[0]).toContain('privilege separation');
  });

  it('a token that the host does not know: one failed check, and no more requests that wait 3 s', async () => {
    const before = sim.requests.length;
    const { ok, unreachable, checks, privileges } = await selftestAs(sim.tokens.expired);
    expect({ ok, unreachable, privileges }).toEqual({ ok: false, unreachable: false, privileges: undefined });
    expect(checks[0]).toMatchObject({ status: 'fail', summary: expect.stringContaining('401') });
    expect(checks[0]?.advice?.[0]).toContain('Check the token');
    expect(checks.slice(1).every(({ status }) => status === 'skip')).toBe(true);
    expect(sim.requests.length).toBe(before + 1);
  });

  it('a host that cannot be reached: nothing else is tried', async () => {
    let tries = 0;
    const client = unluckyClient(sim, () => {
      tries += 1;
      return 'refused';
    });
    const { ok, unreachable, checks } = await selftest(client);
    expect({ ok, unreachable, tries }).toEqual({ ok: false, unreachable: true, tries: 1 });
    expect(brief(checks).slice(0, 2)).toEqual(['version: fail', 'nodes: skip']);
  });

  it('a host that is lost on the way was reached: the rest is tried', async () => {
    const client = unluckyClient(sim, ({ url }) =>
      url.pathname.endsWith('/cluster/resources') ? 'refused' : 'arrives',
    );
    const { ok, unreachable, checks } = await selftest(client);
    expect({ ok, unreachable }).toEqual({ ok: false, unreachable: false });
    expect(named(checks, 'guests')?.status).toBe('fail');
    expect(named(checks, 'permissions')?.status).toBe('ok');
  });

  it('checks that need a failed one are skipped, the others run', async () => {
    const client = unluckyClient(sim, ({ url }) =>
      url.pathname.endsWith('/nodes') ? answer(500, 'got no worker upid') : 'arrives',
    );
    const { ok, checks } = await selftest(client);
    expect(ok).toBe(false);
    expect(brief(checks)).toEqual([
      'version: ok',
      'nodes: fail',
      'node status: skip',
      'guests: ok',
      'storage: skip',
      'content: skip',
      'permissions: ok',
    ]);
  });

  it('a storage that cannot be listed is named, and the others are still counted', async () => {
    const client = unluckyClient(sim, ({ url }) =>
      url.pathname.endsWith('/ro/content') ? answer(596, 'Connection timed out') : 'arrives',
    );
    const content = named((await selftest(client)).checks, 'content');
    expect(content?.status).toBe('warn');
    expect(content?.rows?.find(([storage]) => storage === 'ro')?.[1]).toContain('596');
    expect(content?.rows?.find(([storage]) => storage === 'local')?.[1]).toContain('iso');
  });
});

describe('a cluster', () => {
  const storage = { storage: 'shared', type: 'nfs', content: 'iso', enabled: 1, total: 10, used: 1 };
  const other = {
    storage: 'own',
    type: 'dir',
    content: 'iso',
    shared: 0,
    enabled: 1,
    active: 1,
    total: 10,
    used: 1,
  };
  const row = (node: string, status: string) => ({ node, status, type: 'node', id: `node/${node}` });

  /** Two nodes of three are up; the storage `shared` works on both but for `hangsOn`. */
  const cluster = (hangsOn?: string) =>
    unluckyClient(sim, ({ url }) => {
      const path = url.pathname.replace('/api2/json', '');
      if (path === '/nodes') return json([row('a', 'online'), row('b', 'offline'), row('c', 'online')]);
      const node = /^\/nodes\/(\w)\/storage$/.exec(path)?.[1];
      if (node !== undefined)
        return json([{ ...storage, shared: 1, active: node === hangsOn ? 0 : 1 }, other]);
      if (path.endsWith('/content')) return json([]);
      if (path === '/nodes/c/status') return answer(403, 'Permission check failed (/nodes/c, Sys.Audit)');
      return path.endsWith('/status') ? 'refused' : 'arrives';
    });

  it('a node that is down is a warning, and is not asked for anything', async () => {
    const client = cluster();
    const { checks } = await selftest(client);
    expect(named(checks, 'nodes')).toMatchObject({
      status: 'warn',
      summary: '2 of 3 nodes online: b is offline',
    });
    expect(JSON.stringify(named(checks, 'storage'))).not.toContain('"b"');
  });

  it('the worst of the nodes decides', async () => {
    const status = named((await selftest(cluster())).checks, 'node status');
    expect(status).toMatchObject({ status: 'fail', summary: '0 of 2 nodes in good order' });
    expect(status?.rows?.map(([node]) => node)).toEqual(['a', 'c']);
  });

  it('a shared storage that works is named once, others with their node', async () => {
    const labels = async (hangsOn?: string) =>
      named((await selftest(cluster(hangsOn))).checks, 'storage')?.rows?.map(([label]) => label);
    expect(await labels()).toEqual(['a/own', 'c/own', 'shared']);
    expect(await labels('c')).toEqual(['a/own', 'c/own', 'c/shared', 'shared']);
  });
});

describe('the privilege report', () => {
  it('asks for each place, so it sees an entry that takes everything away', async () => {
    // An entry with the role NoAccess: not in the list, and an empty row when it is asked for.
    const client = unluckyClient(sim, ({ url }) =>
      url.searchParams.get('path') === '/vms/101' ? json({ '/vms/101': {} }) : 'arrives',
    );
    const { operations } = await privilegeReport(client);
    const start = operations.find(({ name }) => name === 'lxc.start');
    expect(start?.may).toBe('partly');
    expect(start?.needs[0]).toMatchObject({ on: ['/vms'], except: ['/vms/101'] });
  });

  it('what it says of a snapshot is what the host does', async () => {
    for (const name of ['agent', 'readonly', 'noacl', 'full'] as const) {
      await using client = clientOf(sim, sim.tokens[name]);
      const { operations } = await privilegeReport(client);
      const says = operations.find((operation) => operation.name === 'lxc.snapshots.delete')?.may === 'yes';
      const does = await client.snapshots
        .delete({ node: sim.node, vmid: 101, snapname: 'never-was' })
        .then(() => true)
        .catch((error: { code?: string }) => error.code !== 'PVE_PERMISSION');
      expect({ name, may: says }).toEqual({ name, may: does });
    }
  });
});

import type { Leftover } from '@felhom/proxmox/agent';
import { Simulator } from '@felhom/proxmox/simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { snapshotName } from '~/agent/selftest-task.js';
import { answer, changes, clientOf, type Fate, snapshotsOf, unluckyClient, untilAborted } from './host.js';
import { brief, eachTestHasAHost, isCreate, trip, vmid } from './trip.js';

const host = eachTestHasAHost();
let sim: Simulator;
beforeEach(() => {
  sim = host();
});

describe('the round trip', () => {
  it('takes a snapshot, finds it, removes it, and changes nothing else', async () => {
    await using client = clientOf(sim);
    const report = await trip(client);
    expect(brief(report.checks)).toEqual(['container: ok', 'snapshot: ok', 'list: ok', 'delete: ok']);
    expect(report).toMatchObject({ ok: true, interrupted: false, unreachable: false, left: undefined });
    const path = `/nodes/${sim.node}/lxc/${vmid}/snapshot`;
    expect(changes(sim).map((line) => line.replace('/api2/json', ''))).toEqual([
      `POST ${path}`,
      `DELETE ${path}/${report.snapname}`,
    ]);
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });

  it('names the snapshot so that it is new and recognised', () => {
    const name = snapshotName(new Date('2026-11-20T17:15:03.999Z'), 'a1b2c3');
    expect(name).toBe('felhom-selftest-20261120-171503-a1b2c3');
    expect(name.length).toBeLessThanOrEqual(40);
    expect(snapshotName(new Date(0))).not.toBe(snapshotName(new Date(0)));
  });

  it('tells what would be left, from before it is made until it is gone', async () => {
    await using client = clientOf(sim);
    const told: (Leftover | undefined)[] = [];
    const { snapname } = await trip(client, { onLeftover: (left) => told.push(left) });
    const command = `pct delsnapshot ${vmid} ${snapname}`;
    const left = { node: sim.node, vmid, snapname, command };
    expect(told).toEqual([{ ...left, certain: false }, { ...left, certain: true }, undefined]);
  });

  it('tells how the tasks go', async () => {
    await using client = clientOf(sim);
    const states = new Set<string>();
    await trip(client, { onProgress: ({ status }) => states.add(status) });
    expect([...states].sort()).toEqual(['running', 'stopped']);
  });

  it.each([
    ['an unknown vmid', { vmid: 4711 }, 'no guest 4711', 'VM.Audit on /vms/4711'],
    ['a virtual machine', { vmid: 120 }, '120 is a virtual machine', 'Name a container'],
    ['a storage without snapshots', { vmid: 110 }, 'a snapshot of container 110 cannot be taken', 'ZFS'],
    ['another node than it is on', { node: 'pve9' }, 'not on pve9', '--node demo-felhom'],
    ['an unknown node', { vmid: 4711, node: 'pve9' }, 'no node pve9', 'The nodes are demo-felhom'],
    ['an unknown vmid of a node', { vmid: 4711, node: 'demo-felhom' }, 'no container 4711', 'looked up'],
  ])('%s: a failed check, and nothing is changed', async (_, options, summary, advice) => {
    await using client = clientOf(sim);
    const report = await trip(client, options);
    expect(brief(report.checks)).toEqual(['container: fail', 'snapshot: skip', 'list: skip', 'delete: skip']);
    expect(report.checks[0]?.summary).toContain(summary);
    expect(report.checks[0]?.advice?.[0]).toContain(advice);
    expect(report).toMatchObject({ ok: false, unreachable: false, left: undefined });
    expect(changes(sim)).toEqual([]);
  });

  it('a missing privilege: the command that grants it, and nothing is left', async () => {
    await using client = clientOf(sim, sim.tokens.readonly);
    const report = await trip(client);
    expect(brief(report.checks)).toEqual(['container: ok', 'snapshot: fail', 'list: skip', 'delete: skip']);
    const [advice] = report.checks[1]?.advice ?? [];
    expect(advice).toMatch(
      /acl modify \/vms\/102 --users audit@pve --tokens 'audit@pve!ro' --roles Felhom-vms-102-[0-9a-f]{8}$/,
    );
    // An entry replaces what is inherited, so the role keeps what the token can do now.
    expect(advice).toMatch(/--privs \S*VM\.Audit,\S*VM\.Snapshot /);
    expect(JSON.stringify(report)).not.toContain('--privs VM.Snapshot ');
    expect(report.left).toBeUndefined();
    expect(changes(sim).filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  it('a task that fails: its own words, and a look that nothing is left', async () => {
    await using other = clientOf(sim);
    // Somebody else begins between our look and our request: the container is locked when our task runs.
    const client = unluckyClient(sim, async (request): Promise<Fate> => {
      if (isCreate(request)) await other.snapshots.create({ node: sim.node, vmid, snapname: 'theirs' });
      return 'arrives';
    });
    const report = await trip(client);
    expect(brief(report.checks)).toEqual([
      'container: ok',
      'snapshot: fail',
      'list: skip',
      'delete: skip',
      'clean-up: ok',
    ]);
    expect(report.checks[1]?.summary).toContain('CT is locked (snapshot)');
    expect(report.checks[4]?.summary).toContain('nothing is left');
    expect(report.left).toBeUndefined();
    expect(changes(sim).filter((line) => line.startsWith('DELETE'))).toEqual([]);
    expect(await snapshotsOf(sim, vmid)).toContain('theirs');
  });

  it('a container that something works on', async () => {
    await using still = await Simulator.start({ clock: 'manual' });
    await using client = clientOf(still);
    await client.snapshots.create({ node: still.node, vmid, snapname: 'theirs' });
    // It has begun, and does not end.
    still.advance(300);
    const { checks } = await trip(client);
    expect(checks[0]).toMatchObject({ status: 'fail', summary: 'container 102 is locked (snapshot)' });
  });
});

describe('an interruption', () => {
  it('before it began: nothing is sent that changes anything', async () => {
    await using client = clientOf(sim);
    const report = await trip(client, { signal: AbortSignal.abort('SIGINT') });
    expect(brief(report.checks).every((line) => line.endsWith(': skip'))).toBe(true);
    expect(report).toMatchObject({ ok: false, interrupted: true, left: undefined });
    expect(changes(sim)).toEqual([]);
  });

  it.each([
    ['/cluster/resources', { vmid }],
    ['/status/current', { vmid }],
    ['/feature', { vmid }],
    ['/nodes', { vmid: 4711, node: 'pve9' }],
  ])(
    'while %s hangs in the first step: ends at once, and is no failure of the host',
    async (path, wanted) => {
      const controller = new AbortController();
      const client = unluckyClient(sim, ({ url, signal }) => {
        if (!url.pathname.endsWith(path)) return 'arrives';
        setImmediate(() => controller.abort('SIGINT'));
        return untilAborted(signal);
      });
      const report = await trip(client, { ...wanted, signal: controller.signal });
      expect(brief(report.checks)).toEqual([
        'container: skip',
        'snapshot: skip',
        'list: skip',
        'delete: skip',
      ]);
      expect(report).toMatchObject({ ok: false, interrupted: true, unreachable: false, left: undefined });
      expect(changes(sim)).toEqual([]);
    },
  );

  it('while the list hangs: cleans up at once', async () => {
    const controller = new AbortController();
    const client = unluckyClient(sim, ({ method, url, signal }) => {
      if (method !== 'GET' || !url.pathname.endsWith('/snapshot') || controller.signal.aborted)
        return 'arrives';
      setImmediate(() => controller.abort('SIGINT'));
      return untilAborted(signal);
    });
    const report = await trip(client, { signal: controller.signal });
    expect(brief(report.checks).slice(1)).toEqual([
      'snapshot: ok',
      'list: skip',
      'delete: skip',
      'clean-up: ok',
    ]);
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });

  it('while it asks what a refused caller has: ends at once', async () => {
    const controller = new AbortController();
    const client = unluckyClient(sim, ({ url, signal }) => {
      if (url.pathname.endsWith('/status/current'))
        return answer(403, `Permission check failed (/vms/${vmid}, VM.Audit)`);
      if (!url.pathname.endsWith('/access/permissions')) return 'arrives';
      setImmediate(() => controller.abort('SIGINT'));
      return untilAborted(signal);
    });
    const report = await trip(client, { signal: controller.signal });
    expect(report.checks[0]).toMatchObject({ status: 'fail', advice: [`Needs VM.Audit on /vms/${vmid}.`] });
    expect(report.interrupted).toBe(true);
  });

  it('while the snapshot is being taken: waits for it, and removes it', async () => {
    await using still = await Simulator.start({ clock: 'manual' });
    await using client = clientOf(still);
    const controller = new AbortController();
    let time: NodeJS.Timeout | undefined;
    const report = await trip(client, {
      signal: controller.signal,
      onProgress: () => {
        // It has begun, and ends after the interruption.
        if (time === undefined) still.advance(300);
        controller.abort('SIGINT');
        time ??= setInterval(() => still.advance(500), 40);
      },
    });
    clearInterval(time);
    expect(brief(report.checks)).toEqual([
      'container: ok',
      'snapshot: skip',
      'list: skip',
      'delete: skip',
      'clean-up: ok',
    ]);
    expect(report.checks.at(-1)?.summary).toBe(`${report.snapname} removed`);
    expect(report).toMatchObject({ ok: false, interrupted: true, left: undefined });
    expect(changes(still).at(-1)).toContain(`DELETE`);
    expect(await snapshotsOf(still, vmid)).toEqual(['before-upgrade']);
  });

  it('before the task did anything that can be seen: waits for its end, and does not take that for nothing', async () => {
    await using still = await Simulator.start({ clock: 'manual' });
    await using client = clientOf(still);
    const controller = new AbortController();
    let time: NodeJS.Timeout | undefined;
    const report = await trip(client, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort('SIGINT');
        time ??= setInterval(() => still.advance(500), 40);
      },
    });
    clearInterval(time);
    expect(report.checks.at(-1)).toMatchObject({ name: 'clean-up', status: 'ok' });
    expect(report.left).toBeUndefined();
    expect(changes(still).map((line) => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
    expect(await snapshotsOf(still, vmid)).toEqual(['before-upgrade']);
  });

  it('after it was taken: removes it', async () => {
    await using client = clientOf(sim);
    const controller = new AbortController();
    const report = await trip(client, {
      signal: controller.signal,
      onResult: ({ name }) => {
        if (name === 'snapshot') controller.abort('SIGTERM');
      },
    });
    expect(brief(report.checks).slice(1)).toEqual([
      'snapshot: ok',
      'list: skip',
      'delete: skip',
      'clean-up: ok',
    ]);
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });

  it('while it is being removed: goes on, once', async () => {
    await using client = clientOf(sim);
    const controller = new AbortController();
    const report = await trip(client, {
      signal: controller.signal,
      onStart: (name) => {
        if (name === 'delete') controller.abort('SIGINT');
      },
    });
    expect(brief(report.checks)).toEqual(['container: ok', 'snapshot: ok', 'list: ok', 'delete: ok']);
    expect(report).toMatchObject({ ok: false, interrupted: true, left: undefined });
    expect(changes(sim).filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '@felhom/proxmox/simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { answer, carry, changes, snapshotsOf, unluckyClient } from './host.js';
import { brief, eachTestHasAHost, isCreate, isDelete, trip, vmid } from './trip.js';

const host = eachTestHasAHost();
let sim: Simulator;
beforeEach(() => {
  sim = host();
});

describe('an answer that was lost', () => {
  it('of the create, which happened: seen in the list, and cleaned up', async () => {
    const client = unluckyClient(sim, (request) => (isCreate(request) ? 'answer lost' : 'arrives'));
    const report = await trip(client);
    expect(brief(report.checks)).toEqual(['container: ok', 'snapshot: warn', 'list: ok', 'delete: ok']);
    expect(report.checks[1]?.summary).toContain('the list shows it');
    expect(report).toMatchObject({ ok: true, left: undefined });
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });

  it('of the create, which happens later: found by looking on', async () => {
    const client = unluckyClient(sim, (request) => {
      if (!isCreate(request)) return 'arrives';
      void sleep(20).then(() => carry(sim, request));
      return answer(596, 'Connection timed out');
    });
    const report = await trip(client);
    expect(report.checks[1]).toMatchObject({ name: 'snapshot', status: 'warn' });
    expect(report.left).toBeUndefined();
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });

  it('of the create, which did not happen: never sent again, and said plainly', async () => {
    let creates = 0;
    const client = unluckyClient(sim, (request) => {
      if (!isCreate(request)) return 'arrives';
      creates += 1;
      return 'lost';
    });
    const report = await trip(client);
    expect(brief(report.checks)).toEqual([
      'container: ok',
      'snapshot: fail',
      'list: skip',
      'delete: skip',
      'clean-up: warn',
    ]);
    expect(creates).toBe(1);
    expect(changes(sim)).toEqual([]);
    const command = `pct delsnapshot ${vmid} ${report.snapname}`;
    expect(report).toMatchObject({ ok: false, left: { certain: false, command } });
  });

  it('of the delete, which happened: seen in the list, and not sent again', async () => {
    const client = unluckyClient(sim, (request) => (isDelete(request) ? 'answer lost' : 'arrives'));
    const report = await trip(client);
    expect(report).toMatchObject({ ok: true, left: undefined });
    expect(changes(sim).filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
  });

  it('of the delete, which did not happen: sent once more, after a look', async () => {
    let deletes = 0;
    const client = unluckyClient(sim, (request) => {
      if (!isDelete(request)) return 'arrives';
      deletes += 1;
      return deletes === 1 ? 'lost' : 'arrives';
    });
    const report = await trip(client);
    expect(report).toMatchObject({ ok: true, left: undefined });
    expect(deletes).toBe(2);
    expect(await snapshotsOf(sim, vmid)).toEqual(['before-upgrade']);
  });
});

describe('what cannot be removed', () => {
  it('a delete that is refused is not repeated as if its answer had been lost', async () => {
    let deletes = 0;
    const client = unluckyClient(sim, (request) => {
      if (!isDelete(request)) return 'arrives';
      deletes += 1;
      return answer(403, `Permission check failed (/vms/${vmid}, VM.Snapshot)`);
    });
    const report = await trip(client);
    expect(brief(report.checks).slice(2)).toEqual(['list: ok', 'delete: fail', 'clean-up: fail']);
    expect(deletes).toBe(2);
    expect(report.left?.certain).toBe(true);
  });

  it('is named, with the command that removes it', async () => {
    let taken = false;
    const client = unluckyClient(sim, () => (taken ? 'refused' : 'arrives'));
    const report = await trip(client, {
      onResult: ({ name, status }) => {
        taken ||= name === 'snapshot' && status === 'ok';
      },
    });
    expect(brief(report.checks)).toEqual([
      'container: ok',
      'snapshot: ok',
      'list: fail',
      'delete: skip',
      'clean-up: fail',
    ]);
    expect(report.left).toEqual({
      node: sim.node,
      vmid,
      snapname: report.snapname,
      certain: true,
      command: `pct delsnapshot ${vmid} ${report.snapname}`,
    });
    expect(report).toMatchObject({ ok: false, unreachable: false });
  });

  it('a host that cannot be reached at the first contact', async () => {
    const report = await trip(unluckyClient(sim, () => 'refused'));
    expect(report).toMatchObject({ ok: false, unreachable: true, left: undefined });
  });
});

import { type Client, type Reconciled, withoutMarker } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { LossyHost, lost } from '../../support/reconcile.js';

const ostemplate = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

let lossy: LossyHost;
let node: string;
beforeEach(() => {
  lossy = new LossyHost();
  node = lossy.node;
});

/** Lets a call's task end. */
async function done(client: Client, upid: Promise<string>): Promise<string> {
  const started = await upid;
  await client.tasks.wait(started).catch(() => undefined);
  return started;
}

describe('what another caller did', () => {
  it.each([
    ['another token', () => lossy.as('agent')],
    ['the user itself', () => lossy.with({ user: 'root@pam', password: lossy.host.logins.root.password })],
  ] as const)('is not adopted: a task of the same kind and guest by %s', async (_who, other) => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    const foreign = await done(other(), other().lxc.start({ node, vmid: 101 }));
    expect(foreign).toContain(':vzstart:101:');
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it('is not adopted: a container that has the number by now', async () => {
    const create = { node, vmid: 300, ostemplate, rootfs: 'local:1' } as const;
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.create(create));
    await done(lossy.as('agent'), lossy.as('agent').lxc.create({ ...create, hostname: 'foreign' }));
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
    expect((await lossy.client.lxc.config({ node, vmid: 300 })).hostname).toBe('foreign');
  });

  it('is not adopted: a task of the same kind for another guest', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    await done(lossy.client, lossy.as('full').lxc.start({ node, vmid: 110 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it('is not adopted: a task of another kind for the same guest', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.stop({ node, vmid: 101 }));
    await done(lossy.client, lossy.as('full').lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });
});

describe('what the caller did before', () => {
  it('is not adopted: an older snapshot of the same name', async () => {
    await done(lossy.client, lossy.client.snapshots.create({ node, vmid: 102, snapname: 'daily' }));
    lossy.host.advance('1h');
    const error = await lossy.lose(lost.did_not, () =>
      lossy.client.snapshots.create({ node, vmid: 102, snapname: 'daily' }),
    );
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it.each([
    ['by this client, a moment ago', () => lossy.client, 0, 'did-not-happen'],
    ['by another client, a minute ago', () => lossy.as('full'), 60_000, 'did-not-happen'],
    ['by another client, an hour ago', () => lossy.as('full'), 3_600_000, 'did-not-happen'],
  ] as const)('is not adopted: the same task, %s', async (_when, who, ago, outcome) => {
    // The clock of the host is known: the client has been answered.
    await lossy.client.version();
    const upid = await done(who(), who().lxc.start({ node, vmid: 101 }));
    await done(who(), who().lxc.stop({ node, vmid: 101 }));
    expect(upid).toContain('vzstart');
    lossy.host.advance(ago);
    await lossy.client.version();
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome });
  });

  it('is not adopted by another process either: the intent tells what was known', async () => {
    const start = () => lossy.client.lxc.start({ node, vmid: 101 });
    const known = await start();
    const error = await lossy.lose(lost.did_not, start);
    expect(error.intent.others).toEqual([known]);
    expect(await lossy.as('full').reconcile(error.intent)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it('does not stand in the way of the right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const error = await lossy.lose(lost.happened, () => lossy.client.lxc.start({ node, vmid: 101 }));
      const result = await lossy.client.reconcile(error);
      expect(result.outcome).toBe('happened');
      await done(lossy.client, Promise.resolve(upidOf(result)));
      await done(lossy.client, lossy.client.lxc.stop({ node, vmid: 101 }));
    }
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it('of which the clocks do not tell whether it was before, is cannot-tell', async () => {
    // The only answer that told the host's time came long before; and then its clock was set back.
    await done(lossy.as('full'), lossy.as('full').lxc.start({ node, vmid: 101 }));
    const error = await lossy.lose(lost.droppedBefore, () => lossy.client.lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({
      outcome: 'cannot-tell',
      why: expect.stringContaining('vzstart:101'),
    });
  });
});

function upidOf(result: Reconciled): string {
  return result.outcome === 'happened' ? (result.upid ?? '') : '';
}

describe('several tasks that could be it', () => {
  it('are told by nothing: cannot-tell', async () => {
    await lossy.client.version();
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.lxc.clone({ node, vmid: 101, newid: 301 }),
    );
    await lossy.clock.sleep(60_000);
    await done(lossy.client, lossy.as('full').lxc.clone({ node, vmid: 101, newid: 302 }));
    expect(await lossy.client.reconcile(error)).toMatchObject({
      outcome: 'cannot-tell',
      why: expect.stringContaining('2 tasks could be it'),
    });
  });

  it('are told apart by what the client knows of its other calls', async () => {
    const clone = (newid: number) => lossy.client.lxc.clone({ node, vmid: 101, newid });
    const error = await lossy.lose(lost.happened, () => clone(301));
    const task = lossy.client.reconcile(error);
    await done(
      lossy.client,
      clone(302).catch(() => ''),
    );
    expect(await task).toMatchObject({ outcome: 'happened' });
  });

  it('are told apart by the marker in what was made', async () => {
    const clone = (client: Client, newid: number, marker: string) =>
      client.lxc.clone({ node, vmid: 101, newid }, { marker });
    const error = await lossy.lose(lost.happened, () => clone(lossy.client, 301, 'job-301'));
    await lossy.clock.sleep(60_000);
    await done(lossy.client, clone(lossy.as('full'), 302, 'job-302'));
    const result = await lossy.client.reconcile(error);
    expect(result).toEqual({ outcome: 'happened', evidence: 'guest 301 is there, with the marker job-301' });
    const { description } = await lossy.client.lxc.config({ node, vmid: 301 });
    expect(description?.trim()).toBe('[intent job-301]');
    expect(withoutMarker(description)).toBe('');
  });

  it('are told apart by the log of a backup, which has its command line', async () => {
    await lossy.client.version();
    const both = { node, storage: 'local' } as const;
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.vzdump.create({ ...both, vmid: [100, 101] }),
    );
    await done(lossy.client, lossy.as('full').vzdump.create({ ...both, vmid: [101, 102] }));
    const result = await lossy.client.reconcile(error);
    expect(result.outcome).toBe('happened');
    const text = (await lossy.client.tasks.log(upidOf(result)).page()).lines.map((line) => line.t).join('\n');
    expect(text).toContain('vzdump 100 101');
  });

  it('are nobody’s while two calls of this client have no answer', async () => {
    const start = () => lossy.client.lxc.start({ node, vmid: 101 });
    const first = await lossy.lose(lost.happened, start);
    const second = await lossy.lose(lost.did_not, start);
    expect(await lossy.client.reconcile(second)).toMatchObject({ outcome: 'cannot-tell' });
    expect(await lossy.client.reconcile(first)).toMatchObject({ outcome: 'cannot-tell' });
  });
});

describe('a host that cannot be asked', () => {
  it('leaves it unknown: the node is down', async () => {
    const error = await lossy.lose(lost.happened, () => lossy.client.lxc.start({ node, vmid: 101 }));
    lossy.host.conditions.nodeDown();
    expect(await lossy.client.reconcile(error)).toMatchObject({
      outcome: 'cannot-tell',
      why: expect.stringContaining('could not be asked'),
    });
  });

  it('is asked more than once before it is said that nothing happened', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error, { settle: 0 })).toMatchObject({ outcome: 'did-not-happen' });
    expect(lossy.host.requests.filter(({ path }) => path.endsWith('/tasks'))).toHaveLength(2);
  });

  it('is not asked again for what it refuses', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    const fault = { kind: 'status', status: 403, when: 'before' } as const;
    const rule = lossy.host.faults.add({ on: 'GET /nodes/{node}/tasks', fault });
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
    expect(rule.hits).toBe(1);
  });

  it('is asked again until it is back', async () => {
    const error = await lossy.lose(lost.happened, () => lossy.client.lxc.start({ node, vmid: 101 }));
    const down = lossy.host.conditions.apiDown();
    const result = lossy.client.reconcile(error);
    await lossy.clock.sleep(5_000);
    down.undo();
    expect(await result).toMatchObject({ outcome: 'happened' });
  });

  it('that does not answer what only its privileged daemon can, leaves open whether it will still happen', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    lossy.host.faults.add({
      on: 'GET /nodes/{node}/tasks/{upid}/status',
      fault: { kind: 'status', status: 596, when: 'before' },
    });
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
  });

  it('may carry it out late: a task that appears while it is waited for is found', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    const result = lossy.client.reconcile(error);
    await lossy.clock.sleep(20_000);
    const late = await lossy.as('full').lxc.start({ node, vmid: 101 });
    expect(await result).toMatchObject({ outcome: 'happened', upid: late });
  });

  it('is not believed too early', async () => {
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    expect(await lossy.client.reconcile(error, { timeout: 10_000 })).toMatchObject({
      outcome: 'cannot-tell',
      why: expect.stringContaining('too early'),
    });
  });
});

describe('a call of long ago', () => {
  const ago = async (): Promise<void> => {
    lossy.host.advance('2h');
  };

  it('is judged where the list of tasks goes back far enough', async () => {
    await done(lossy.client, lossy.client.lxc.stop({ node, vmid: 100 }));
    lossy.host.advance('1h');
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    await ago();
    expect(await lossy.client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });

  it('is cannot-tell where it does not', async () => {
    const other = lossy.as('agent');
    const error = await lossy.lose(lost.did_not, () => lossy.client.lxc.start({ node, vmid: 101 }));
    await ago();
    await done(other, other.lxc.start({ node, vmid: 101 }));
    // The history has rotated: what is left is younger than the call.
    lossy.host.faults.add({
      on: 'GET /nodes/{node}/tasks',
      fault: { kind: 'body', body: '{"data":[],"total":0}' },
    });
    expect(await lossy.client.reconcile(error)).toMatchObject({
      outcome: 'cannot-tell',
      why: expect.stringContaining('does not reach back'),
    });
  });

  it('is known by its marker all the same', async () => {
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.snapshots.create({ node, vmid: 102, snapname: 's9' }, { marker: 'nightly-7' }),
    );
    await ago();
    lossy.host.faults.add({
      on: 'GET /nodes/{node}/tasks',
      fault: { kind: 'body', body: '{"data":[],"total":0}' },
    });
    expect(await lossy.client.reconcile(error)).toEqual({
      outcome: 'happened',
      evidence: 'snapshot s9 of 102 is there, with the marker nightly-7',
    });
  });
});

it('is for the caller of the call alone', async () => {
  const error = await lossy.lose(lost.happened, () => lossy.client.lxc.start({ node, vmid: 101 }));
  expect(await lossy.as('agent').reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
});

import { LockedError, NotFoundError, ParamsError } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { LossyHost } from '../support/reconcile.js';

let lossy: LossyHost;
beforeEach(() => {
  lossy = new LossyHost();
});

const change = (options: object) =>
  lossy.client.lxc.update({ node: lossy.node, vmid: 101, memory: 777 }, options);
const tries = (): number => lossy.host.requests.filter(({ method }) => method === 'PUT').length;

describe('a call that waits for a lock', () => {
  it('goes on when the guest is free', async () => {
    const locked = lossy.host.conditions.guestLocked(101, 'backup');
    const started = lossy.clock.now();
    const done = change({ lockWait: 120_000 });
    while (tries() < 4) await new Promise((resolve) => setImmediate(resolve));
    locked.undo();
    await done;
    expect(tries()).toBeGreaterThanOrEqual(4);
    expect(lossy.clock.now() - started).toBeLessThan(60_000);
    expect((await lossy.client.lxc.config({ node: lossy.node, vmid: 101 })).memory).toBe(777);
  });

  it('ends with the refusal when the time is over', async () => {
    lossy.host.conditions.guestLocked(101, 'backup');
    const started = lossy.clock.now();
    const error = await failure(change({ lockWait: 20_000 }), LockedError);
    expect(error).toMatchObject({ lock: 'backup', problem: 'locked' });
    expect(lossy.clock.now() - started).toBe(20_000);
    // Once more at the end, and not after it.
    expect(tries()).toBeLessThan(12);
  });

  it('does not wait where it was not asked to', async () => {
    lossy.host.conditions.guestLocked(101, 'backup');
    await failure(change({}), LockedError);
    expect(tries()).toBe(1);
  });

  it('repeats no other refusal, and nothing whose answer was lost', async () => {
    await failure(
      lossy.client.lxc.update({ node: lossy.node, vmid: 999, memory: 777 }, { lockWait: 60_000 }),
      NotFoundError,
    );
    expect(tries()).toBe(1);
    lossy.host.conditions.guestLocked(101, 'backup');
    await lossy.lose({ kind: 'drop', when: 'after' }, () => change({ lockWait: 60_000 }));
    expect(tries()).toBe(2);
  });

  it('can be given up', async () => {
    lossy.host.conditions.guestLocked(101, 'backup');
    const controller = new AbortController();
    const done = change({ lockWait: 60_000, signal: controller.signal });
    await lossy.clock.sleep(5_000);
    controller.abort();
    await expect(done).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes a number of milliseconds', async () => {
    for (const lockWait of [-1, '5', Number.NaN])
      expect((await failure(change({ lockWait }), ParamsError)).issues).toMatchObject([{ path: 'lockWait' }]);
    expect(tries()).toBe(0);
  });
});

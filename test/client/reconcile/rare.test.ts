// What `npm run chaos` has found.

import { type Client, DidNotHappenError } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../support/client.js';
import { LossyHost, lost } from '../../support/reconcile.js';

let lossy: LossyHost;
let node: string;
let client: Client;
beforeEach(() => {
  lossy = new LossyHost();
  ({ node } = lossy);
  client = lossy.as('full', { reconcile: true });
});

function fails(fault: (typeof lost)[keyof typeof lost]): void {
  lossy.host.faults.add({ on: ['POST', 'PUT', 'DELETE'], times: 1, fault });
}

describe('a set or a group of the firewall with a comment', () => {
  it.each([
    ['a set', () => client.cluster.firewall.ipset.create({ name: 'office', comment: 'all of us' })],
    [
      'a set of a guest',
      () => client.lxc.firewall.ipset.create({ node, vmid: 101, name: 'office', comment: 'ours' }),
    ],
    ['a group', () => client.cluster.firewall.groups.create({ group: 'web', comment: 'the web' })],
  ])('is found, although it is read as its entries: %s', async (_what, create) => {
    fails(lost.happened);
    await expect(create()).resolves.toBeUndefined();
    expect(lossy.changes).toHaveLength(1);
  });

  it('is not there where it was not made', async () => {
    fails(lost.did_not);
    const create = client.cluster.firewall.ipset.create({ name: 'office', comment: 'all of us' });
    await failure(create, DidNotHappenError);
  });
});

it('a change of what was not there before, and is not there now, did not happen', async () => {
  fails(lost.happened);
  const update = client.lxc.firewall.rules.update({ node, vmid: 101, pos: 0, comment: 'none' });
  const { evidence } = await failure(update, DidNotHappenError);
  expect(evidence).toContain('was not there before the call');
  expect(lossy.changes).toEqual([]);
});

it('a clock that was measured on an answer that took long is measured again', async () => {
  const rule = lossy.host.faults.add({ on: 'POST', times: 1, fault: { kind: 'delay', ms: 9_000 } });
  const slow = client.lxc.start({ node, vmid: 101 });
  const over = slow.then(() => true);
  while (!(await Promise.race([over, new Promise((resolve) => setImmediate(resolve, false))])))
    lossy.host.advance(500);
  rule.remove();
  lossy.host.advance(30_000);
  fails(lost.dropped);
  await expect(client.lxc.stop({ node, vmid: 101 })).resolves.toContain(':vzstop:101:');
});

import { OutcomeUnknownError, parseUpid } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { LossyHost, lost } from '../../support/reconcile.js';

const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

let lossy: LossyHost;
beforeEach(() => {
  lossy = new LossyHost();
});

describe('a call that starts a task', () => {
  const calls: [string, (lossy: LossyHost) => Promise<unknown>, string][] = [
    ['start', ({ client, node }) => client.lxc.start({ node, vmid: 101 }), 'vzstart'],
    ['stop', ({ client, node }) => client.lxc.stop({ node, vmid: 100 }), 'vzstop'],
    ['shutdown', ({ client, node }) => client.lxc.shutdown({ node, vmid: 100 }), 'vzshutdown'],
    ['reboot', ({ client, node }) => client.lxc.reboot({ node, vmid: 100 }), 'vzreboot'],
    [
      'create',
      ({ client, node }) => client.lxc.create({ node, vmid: 300, ostemplate: template, rootfs: 'local:1' }),
      'vzcreate',
    ],
    [
      'create any',
      ({ client, node }) => client.lxc.create({ node, vmid: 'any', ostemplate: template, rootfs: 'local:1' }),
      'vzcreate',
    ],
    ['delete', ({ client, node }) => client.lxc.delete({ node, vmid: 101 }), 'vzdestroy'],
    ['clone', ({ client, node }) => client.lxc.clone({ node, vmid: 101, newid: 301 }), 'vzclone'],
    [
      'resize',
      ({ client, node }) => client.lxc.resize({ node, vmid: 101, disk: 'rootfs', size: '+1G' }),
      'resize',
    ],
    [
      'snapshot',
      ({ client, node }) => client.snapshots.create({ node, vmid: 102, snapname: 's9' }),
      'vzsnapshot',
    ],
    [
      'snapshot deletion',
      ({ client, node }) => client.snapshots.delete({ node, vmid: 102, snapname: 'before-upgrade' }),
      'vzdelsnapshot',
    ],
    ['backup', ({ client, node }) => client.vzdump.create({ node, vmid: 101, storage: 'local' }), 'vzdump'],
    [
      'backup of two',
      ({ client, node }) => client.vzdump.create({ node, vmid: [100, 101], storage: 'local' }),
      'vzdump',
    ],
    ['machine', ({ client, node }) => client.qemu.start({ node, vmid: 120 }), 'qmstart'],
    ['template', ({ client, node }) => client.lxc.template({ node, vmid: 101 }), 'vztemplate'],
    ['service', ({ client, node }) => client.nodes.services.restart({ node, service: 'cron' }), 'srvrestart'],
    [
      'upload',
      ({ client, node }) =>
        client.storage.upload({
          node,
          storage: 'local',
          content: 'iso',
          filename: 'my_disk.iso',
          source: new Uint8Array(3),
        }),
      'imgcopy',
    ],
  ];

  describe.each([
    ['596', lost.happened],
    ['a broken connection', lost.dropped],
  ] as const)('and happened, whose answer was lost (%s)', (_what, fault) => {
    it.each(calls)('%s: is found by its task', async (_name, call, type) => {
      const error = await lossy.lose(fault, () => call(lossy));
      const sent = lossy.changes.length;
      const result = await lossy.client.reconcile(error);
      expect(result).toMatchObject({ outcome: 'happened', upid: expect.stringContaining(`:${type}:`) });
      const upid = result.outcome === 'happened' ? (result.upid ?? '') : '';
      expect(parseUpid(upid).user).toBe(lossy.client.identity);
      // It only reads.
      expect(lossy.changes).toHaveLength(sent);
    });
  });

  describe.each([
    ['596', lost.did_not],
    ['a broken connection', lost.droppedBefore],
  ] as const)('and did not happen (%s)', (_what, fault) => {
    it.each(calls)('%s: is said so, once it cannot happen any more', async (_name, call) => {
      const error = await lossy.lose(fault, () => call(lossy));
      const result = await lossy.client.reconcile(error);
      expect(result).toMatchObject({ outcome: 'did-not-happen' });
      expect(lossy.clock.now() - error.since).toBeGreaterThanOrEqual(60_000);
      expect(lossy.changes).toEqual([]);
    });
  });

  it('is known by an intent that went through JSON, to another client of the same caller', async () => {
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.lxc.start({ node: lossy.node, vmid: 101 }),
    );
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    for (const what of [error.intent, error.toJSON(), error])
      expect(await lossy.as('full').reconcile(JSON.parse(JSON.stringify(what)))).toMatchObject({
        outcome: 'happened',
      });
  });
});

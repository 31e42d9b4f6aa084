import { type Client, DidNotHappenError, OutcomeUnknownError } from '@felhom/proxmox';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../support/client.js';
import { LossyHost, lost } from '../../support/reconcile.js';

let lossy: LossyHost;
let node: string;
let client: Client;
beforeEach(() => {
  lossy = new LossyHost();
  ({ node, client } = lossy);
});

const memory = (value: number, extra: object = {}) =>
  client.lxc.update({ node, vmid: 101, memory: value, ...extra });

describe('a change of a configuration whose answer was lost', () => {
  it('happened, where its digest is not that of before, and all is as it was to be', async () => {
    const { digest } = await client.lxc.config({ node, vmid: 101 });
    const error = await lossy.lose(lost.happened, () => memory(777, { digest }));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'happened' });
  });

  it('did not, where its digest is that of before', async () => {
    const { digest } = await client.lxc.config({ node, vmid: 101 });
    const error = await lossy.lose(lost.did_not, () => memory(777, { digest }));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
    expect(lossy.clock.now() - error.since).toBeGreaterThanOrEqual(60_000);
  });

  it('is cannot-tell where somebody else has changed it', async () => {
    const { digest } = await client.lxc.config({ node, vmid: 101 });
    const error = await lossy.lose(lost.did_not, () => memory(777, { digest }));
    await lossy.as('agent').lxc.update({ node, vmid: 101, cores: 3 });
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell', state: 'other' });
  });

  it.each([
    ['as wanted', lost.happened, 'as-wanted'],
    ['not as wanted', lost.did_not, 'other'],
  ] as const)(
    'is cannot-tell without a digest, but it is said what it is: %s',
    async (_what, fault, state) => {
      const error = await lossy.lose(fault, () => memory(777));
      expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell', state });
    },
  );

  it('is cannot-tell where it was as wanted before', async () => {
    const before = await client.lxc.config({ node, vmid: 101 });
    const error = await lossy.lose(lost.happened, () =>
      memory(Number(before.memory), { digest: before.digest }),
    );
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell', state: 'as-wanted' });
  });

  it('is known by the marker in its description', async () => {
    const change = () => client.lxc.update({ node, vmid: 101, description: 'mail' }, { marker: 'change-17' });
    const error = await lossy.lose(lost.happened, change);
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'happened' });
    expect((await client.lxc.config({ node, vmid: 101 })).description?.trimEnd()).toBe(
      'mail\n\n[intent change-17]',
    );
  });
});

describe('a thing that was made or removed', () => {
  it('did not happen where it is not there', async () => {
    const error = await lossy.lose(lost.did_not, () => client.pools.create({ poolid: 'p1' }));
    expect(await client.reconcile(error)).toMatchObject({
      outcome: 'did-not-happen',
      evidence: 'there is no pool p1',
    });
  });

  it('is not adopted where somebody else may have made it', async () => {
    const error = await lossy.lose(lost.did_not, () => client.pools.create({ poolid: 'p1' }));
    await lossy.as('full').pools.create({ poolid: 'p1' });
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
  });

  it('is not adopted where it is not as the call makes it, though it was not there before', async () => {
    const error = await lossy.lose(lost.did_not, () =>
      client.pools.create({ poolid: 'p1', comment: 'mine' }),
    );
    await lossy.as('full').pools.create({ poolid: 'p1', comment: 'another' });
    const before = { exists: false, asWanted: false, print: '', rows: 0 };
    expect(await client.reconcile({ ...error.intent, before })).toMatchObject({
      outcome: 'cannot-tell',
      state: 'other',
    });
  });

  it('is known by its marker', async () => {
    const error = await lossy.lose(lost.happened, () =>
      client.pools.create({ poolid: 'p1' }, { marker: 'pool-of-me' }),
    );
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'happened' });
    expect((await client.pools.get({ poolid: 'p1' }))?.comment).toBe('[intent pool-of-me]');
  });

  it('was not removed where it is still there', async () => {
    await client.pools.create({ poolid: 'p1' });
    const error = await lossy.lose(lost.did_not, () => client.pools.delete({ poolid: 'p1' }));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'did-not-happen' });
  });
});

describe('what was known before the call', () => {
  const before = { exists: true, asWanted: false, print: 'x', rows: 0 };

  it('does not show the removal of what may not have been there', async () => {
    const error = await lossy.lose(lost.did_not, () => client.pools.delete({ poolid: 'p1' }));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell', state: 'as-wanted' });
  });

  it('does not show a change to what it was already', async () => {
    const error = await lossy.lose(lost.happened, () => memory(777));
    const intent = { ...error.intent, before: { ...before, asWanted: true } };
    expect(await client.reconcile(intent)).toMatchObject({ outcome: 'cannot-tell', state: 'as-wanted' });
    expect(await client.reconcile({ ...intent, before })).toMatchObject({ outcome: 'happened' });
  });

  it('does not show which of two equal rows is the call’s', async () => {
    const add = () => client.cluster.firewall.rules.create({ action: 'ACCEPT', type: 'in' });
    const error = await lossy.lose(lost.happened, add);
    expect(await client.reconcile({ ...error.intent, before })).toMatchObject({ outcome: 'happened' });
    await add();
    expect(await client.reconcile({ ...error.intent, before })).toMatchObject({ outcome: 'cannot-tell' });
  });
});

describe('what nothing that can be read shows', () => {
  it('is cannot-tell', async () => {
    const error = await lossy.lose(lost.happened, () =>
      client.call('PUT /access/password', { userid: 'agent@pve', password: 'correct horse' }),
    );
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
    expect(JSON.stringify(error)).not.toContain('correct horse');
    expect(error.intent).toMatchObject({ params: { userid: 'agent@pve' }, secret: ['password'] });
  });

  it('is cannot-tell of a task that was stopped', async () => {
    const upid = await client.lxc.shutdown({ node, vmid: 100 });
    const error = await lossy.lose(lost.did_not, () => client.tasks.stop(upid));
    expect(await client.reconcile(error)).toMatchObject({ outcome: 'cannot-tell' });
  });
});

describe('with `reconcile: true`, of a change that starts no task', () => {
  const kinds: [
    string,
    (client: Client, node: string) => Promise<unknown>,
    ((client: Client) => Promise<unknown>)?,
  ][] = [
    [
      'a container’s configuration',
      (c, n) => c.lxc.update({ node: n, vmid: 101, memory: 777, tags: ['b', 'a'] }),
    ],
    [
      'a network card',
      (c, n) => c.lxc.update({ node: n, vmid: 101, net0: { name: 'eth0', bridge: 'vmbr0', tag: 5 } }),
    ],
    ['a key that goes', (c, n) => c.lxc.update({ node: n, vmid: 101, delete: ['net0'] })],
    [
      'a volume that is made',
      (c, n) => c.lxc.update({ node: n, vmid: 101, mp5: { volume: 'local:1', mp: '/x' } }),
    ],
    ['a description', (c, n) => c.lxc.update({ node: n, vmid: 101, description: 'one\ntwo, three' })],
    ['a machine’s configuration', (c, n) => c.qemu.update({ node: n, vmid: 120, cores: 3, onboot: true })],
    [
      'a snapshot’s description',
      (c, n) => c.snapshots.update({ node: n, vmid: 102, snapname: 'before-upgrade', description: 'x' }),
    ],
    ['a new pool', (c) => c.pools.create({ poolid: 'p1', comment: 'mine' })],
    [
      'a pool’s members',
      (c) => c.pools.update({ poolid: 'p0', vms: [101], comment: 'now' }),
      (c) => c.pools.create({ poolid: 'p0' }),
    ],
    ['a pool that goes', (c) => c.pools.delete({ poolid: 'p0' }), (c) => c.pools.create({ poolid: 'p0' })],
    ['a new user', (c) => c.access.users.create({ userid: 'x@pve', comment: 'hi', enable: true })],
    [
      'a user’s comment',
      (c) => c.access.users.update({ userid: 'x@pve', comment: 'new' }),
      (c) => c.access.users.create({ userid: 'x@pve' }),
    ],
    [
      'a user who goes',
      (c) => c.access.users.delete({ userid: 'x@pve' }),
      (c) => c.access.users.create({ userid: 'x@pve' }),
    ],
    ['a role', (c) => c.access.roles.create({ roleid: 'R1', privs: ['VM.Audit', 'VM.Backup'] })],
    [
      'an entry of the access list',
      (c) => c.access.acl.update({ path: '/vms/101', users: ['agent@pve'], roles: ['PVEAuditor'] }),
    ],
    [
      'a backup job',
      (c) => c.cluster.backup.create({ id: 'job-1', schedule: 'daily', vmid: [101], storage: 'local' }),
    ],
    [
      'a rule of the firewall',
      (c) => c.cluster.firewall.rules.create({ action: 'ACCEPT', type: 'in', comment: 'r' }),
    ],
    ['any route', (c) => c.call('PUT /cluster/options', { console: 'html5' })],
    ['a storage that goes', (c) => c.storage.delete({ storage: 'ro' })],
  ];

  it.each(kinds)('%s: gives its result where it happened', async (_what, change, arrange) => {
    await arrange?.(client);
    const safe = lossy.as('full', { reconcile: true });
    const rule = lossy.host.faults.add({ on: ['POST', 'PUT', 'DELETE'], times: 1, fault: lost.happened });
    expect((await change(safe, node)) ?? undefined).toBeUndefined();
    expect(rule.hits).toBe(1);
  });

  it.each(kinds)('%s: says so where it did not', async (_what, change, arrange) => {
    await arrange?.(client);
    const safe = lossy.as('full', { reconcile: true });
    const sent = lossy.changes.length;
    lossy.host.faults.add({ on: ['POST', 'PUT', 'DELETE'], times: 1, fault: lost.did_not });
    const error = await change(safe, node).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PVE_DID_NOT_HAPPEN' });
    expect(lossy.changes).toHaveLength(sent);
  });

  it.each([lost.did_not, lost.happened])(
    'knows that what was there before is not the call’s (%o)',
    async (fault) => {
      await client.pools.create({ poolid: 'p1' });
      const safe = lossy.as('full', { reconcile: true });
      lossy.host.faults.add({ on: 'POST', times: 1, fault });
      await failure(safe.pools.create({ poolid: 'p1' }), DidNotHappenError);
    },
  );

  it('says that it happened where only its own answer had the result', async () => {
    const safe = lossy.as('full', { reconcile: true });
    lossy.host.faults.add({ on: 'POST', times: 1, fault: lost.happened });
    const create = safe.access.tokens.create({ userid: 'agent@pve', tokenid: 'extra' });
    const error = await failure(create, OutcomeUnknownError);
    expect(error.reconciled).toMatchObject({ outcome: 'happened' });
    expect(error.message).toMatch(/this happened/);
  });
});

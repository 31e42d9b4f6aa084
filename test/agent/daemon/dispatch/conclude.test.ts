import { Client, fetchTransport, type Upid } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { action } from '~/agent/daemon/actions/action.js';
import { JournalFullError } from '~/agent/daemon/errors.js';
import { DiskError, MemoryDisk } from '../memory-disk.js';
import { commandOf, openDispatcher, sealed, settle } from '../support/dispatch.js';

const copyOf = (disk: MemoryDisk) =>
  MemoryDisk.of(Object.fromEntries(disk.paths().map((path) => [path, disk.get(path)])));

const task = action({
  name: 'test.task',
  version: 1,
  params: z.strictObject({ vmid: z.int() }),
  risk: 'MEDIUM',
  executor: 'client',
  timeout: () => 60_000,
  locks: ({ vmid }) => [`guest:${vmid}`],
  state: async () => 'a'.repeat(64),
  resume: 'upid',
  run: async () => {
    throw new Error('it is never run here');
  },
}) as never;

/** An agent that was killed after it had noted a task, and the host with that task. */
async function killedAfter(begin: (client: Client, node: string) => Promise<Upid>, passes = 0) {
  let slept = 0;
  const host = new SimulatedHost({ clock: 'manual' });
  const client = new Client({
    url: host.url,
    token: host.tokens.full,
    transport: fetchTransport(host.fetch),
    clock: {
      now: () => host.now + slept,
      sleep: (ms) => {
        slept += ms * passes;
        return new Promise((resolve) => setTimeout(resolve, 1));
      },
    },
  });
  onTestFinished(async () => {
    await client.close();
    await host.close();
  });
  const upid = await begin(client, host.node);
  const place = { client, node: host.node };
  const first = await openDispatcher({ actions: [task], place });
  first.dispatcher.setRules({ own: undefined, tighter: undefined, readOnly: false });
  const command = commandOf({ action: 'test.task', params: { vmid: 101 } });
  await first.send(sealed(command));
  await first.store.start(command.id, { resume: 'upid' });
  await first.store.note(command.id, { upid });
  const second = await openDispatcher({
    actions: [task],
    place,
    disk: copyOf(first.disk),
    clocks: first.clocks,
  });
  second.dispatcher.recover();
  const ended = () =>
    vi.waitFor(
      () => {
        const result = second.outcomeOf(command.id);
        if (result === undefined) throw new Error('it has no result yet');
        return result;
      },
      { timeout: 10_000, interval: 5 },
    );
  return { host, client, upid, command, ended, ...second };
}

const snapshot =
  (vmid: number, change = (upid: Upid) => upid) =>
  async (client: Client, node: string) =>
    change(await client.lxc.snapshots.create({ node, vmid, snapname: 'before' }));

describe('what was begun before a restart is concluded by its task, and never begun again', () => {
  it('that ended well', async () => {
    const { host, ended, upid } = await killedAfter(snapshot(101));
    host.advance('10m');
    expect(await ended()).toMatchObject({ outcome: 'succeeded', value: { upid } });
  });

  it('that failed: as the host says', async () => {
    // Its disk is where there are no snapshots.
    const { host, ended } = await killedAfter(snapshot(110));
    host.advance('10m');
    const message = expect.stringContaining('snapshot feature is not available');
    expect(await ended()).toMatchObject({ outcome: 'failed', error: { code: 'PVE_TASK', message } });
  });

  it('that still runs: nothing else is done on the guest until it has ended', async () => {
    const { host, command, ended, outcomeOf, dispatcher, send, done } = await killedAfter(snapshot(101));
    const behind = commandOf({ params: { vmid: 101 } });
    const beside = commandOf({ params: { vmid: 102 } });
    await send(sealed(behind));
    await send(sealed(beside));
    await settle(300);
    expect([outcomeOf(command.id), done.map(({ id }) => id)]).toEqual([undefined, [beside.id]]);
    expect(dispatcher.leftovers()).toMatchObject([{ id: command.id, action: 'test.task' }]);
    host.advance('10m');
    expect((await ended()).outcome).toBe('succeeded');
    await settle(300);
    expect(done.map(({ id }) => id)).toEqual([beside.id, behind.id]);
    expect(dispatcher.leftovers()).toEqual([]);
  });

  it.each(['halt', 'cancel'] as const)('that still runs is ended by a %s', async (how) => {
    const { command, ended, dispatcher, client, host } = await killedAfter(snapshot(101));
    await settle(50);
    if (how === 'halt') dispatcher.halt();
    else dispatcher.cancel([command.id]);
    expect((await ended()).outcome).toBe('failed');
    expect(await client.lxc.snapshots.list({ node: host.node, vmid: 101 })).not.toContainEqual(
      expect.objectContaining({ name: 'before' }),
    );
  });

  it('that the host does not know: interrupted', async () => {
    const other = (upid: Upid) => upid.replace(/^(UPID:[^:]+:)\w{8}/, '$100000FFF') as Upid;
    const { ended } = await killedAfter(snapshot(101, other), 100);
    expect((await ended()).outcome).toBe('interrupted');
  });

  it('when the agent is ended again meanwhile, by the start after that', async () => {
    const { host, command, outcomeOf, dispatcher } = await killedAfter(snapshot(101));
    await settle(50);
    await dispatcher.close(0);
    expect(outcomeOf(command.id)).toBeUndefined();
    host.advance('10m');
  });
});

describe('a probe', () => {
  const probed = (probe: () => Promise<unknown>) =>
    action({ ...(task as object), name: 'test.probed', resume: 'probe', probe } as never) as never;

  it.each<[string, () => Promise<unknown>, string]>([
    ['has found it', async () => ({ outcome: 'done' }), 'succeeded'],
    ['has found that it was not done', async () => ({ outcome: 'failed' }), 'failed'],
    ['cannot tell', async () => undefined, 'interrupted'],
    ['fails', async () => Promise.reject(new Error('no such file')), 'interrupted'],
  ])('that %s', async (_what, probe, outcome) => {
    const actions = [probed(probe)];
    const first = await openDispatcher({ actions, policy: { actions: { 'test.probed': {} } } });
    first.dispatcher.setRules({ own: undefined, tighter: undefined, readOnly: false });
    const command = commandOf({ action: 'test.probed', params: { vmid: 101 } });
    await first.send(sealed(command));
    await first.store.start(command.id, { resume: 'probe' });
    await first.store.note(command.id, { probe: { file: 'x' } });
    const second = await openDispatcher({ actions, disk: copyOf(first.disk), clocks: first.clocks });
    second.dispatcher.recover();
    await settle();
    expect(second.outcomeOf(command.id)?.outcome).toBe(outcome);
  });
});

describe('without room on the disk', () => {
  it('nothing is begun, and what waits is done once there is', async () => {
    const { send, done, disk, dispatcher, clocks } = await openDispatcher();
    const waits = commandOf({ notBefore: commandOf().iat + 60 });
    await send(sealed(waits));
    disk.before = ({ op }) => (op === 'write' ? new DiskError('ENOSPC') : undefined);
    await expect(send(sealed(commandOf()))).rejects.toThrow(JournalFullError);
    clocks.pass(61_000);
    dispatcher.tick();
    await settle();
    expect(done).toEqual([]);
    expect(dispatcher.jobs()).toMatchObject([{ id: waits.id, waitsFor: 'room on the disk' }]);
    disk.before = () => undefined;
    clocks.pass(6_000);
    dispatcher.tick();
    await settle();
    expect(done.map(({ id }) => id)).toEqual([waits.id]);
  });
});

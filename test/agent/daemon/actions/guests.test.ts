import { type Client, TaskError } from '@felhom/proxmox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionContext, ActionError } from '~/agent/daemon/actions/action.js';
import * as guests from '~/agent/daemon/actions/guests.js';
import { openRig, type Rig } from '../support/context.js';

let rig: Rig;
let client: Client;
let started: string[];
let context: ActionContext;

beforeEach(() => {
  rig = openRig();
  ({ client, started, context } = rig);
});
afterEach(() => rig.close());

async function aContainer(status: 'running' | 'stopped') {
  const { guests: all } = await client.guests.list();
  const found = all.find((guest) => guest.type === 'lxc' && guest.status === status && !guest.template);
  if (found === undefined) throw new Error(`the simulator has no ${status} container`);
  return { vmid: found.vmid, node: found.node };
}

describe('actions on guests', () => {
  it('list and inspect them', async () => {
    const { vmid } = await aContainer('running');
    const list = (await guests.guestList.run(context, {})) as { guests: { vmid: number }[] };
    expect(list.guests.map((guest) => guest.vmid)).toContain(vmid);
    const one = await guests.guestInspect.run(context, { vmid });
    expect(one).toMatchObject({ guest: { vmid, status: 'running' }, config: { digest: expect.any(String) } });
    expect(started).toEqual([]);
  });

  it('reboot one to its end, and note the task before they wait for it', async () => {
    const { vmid, node } = await aContainer('running');
    const noted: string[] = [];
    const before = {
      ...context,
      started: async (upid: string) => {
        noted.push((await client.tasks.status(upid)).status);
      },
    };
    const value = await guests.guestPower.run(before, { vmid, do: 'reboot' });
    expect(value).toMatchObject({ outcome: 'ok', upid: expect.stringContaining(`:vzreboot:${vmid}:`) });
    expect(noted).toHaveLength(1);
    expect(await client.lxc.status({ node, vmid })).toMatchObject({ status: 'running' });
  });

  it('snapshot, change and roll back', async () => {
    const { vmid, node } = await aContainer('running');
    await guests.guestSnapshot.run(context, { vmid, snapname: 'before', description: 'by the agent' });
    await client.lxc.update({ node, vmid, description: 'changed' });
    await guests.guestRollback.run(context, { vmid, snapname: 'before', start: true });
    expect((await client.lxc.config({ node, vmid })).description).not.toBe('changed');
    expect(started).toHaveLength(2);
  });

  it('back one up, and put it back from that', async () => {
    const { vmid } = await aContainer('stopped');
    const made = (await guests.guestBackup.run(context, {
      vmid,
      storage: 'local',
      mode: 'stop',
      compress: 'zstd',
    })) as { guests: { archive: string }[] };
    const volume = made.guests[0]?.archive ?? '';
    const restored = 900;
    const value = await guests.guestRestore.run(context, {
      vmid: restored,
      volume,
      storage: 'local',
      force: false,
    });
    expect(value).toMatchObject({ outcome: 'ok' });
    expect(await client.guests.find(restored, { live: true })).toMatchObject({ type: 'lxc' });
  });

  it('say that there is no such guest', async () => {
    const failed = guests.guestPower.run(context, { vmid: 999, do: 'start' });
    await expect(failed).rejects.toThrow(ActionError);
    await expect(failed).rejects.toMatchObject({ reason: 'no-such-guest' });
    expect(started).toEqual([]);
  });

  it('fail with the task, which is noted all the same', async () => {
    const { vmid } = await aContainer('running');
    await expect(
      guests.guestRollback.run(context, { vmid, snapname: 'none', start: false }),
    ).rejects.toThrow();
    await guests.guestSnapshot.run(context, { vmid, snapname: 'twice' });
    await expect(guests.guestSnapshot.run(context, { vmid, snapname: 'twice' })).rejects.toThrow(TaskError);
    expect(started).toHaveLength(3);
  });

  it('tell another state once somebody has changed the guest', async () => {
    const { vmid, node } = await aContainer('running');
    const state = () => guests.guestPower.state?.(context, { vmid, do: 'reboot' });
    const first = await state();
    expect(await state()).toBe(first);
    await client.lxc.update({ node, vmid, description: 'changed' });
    const second = await state();
    expect(second).not.toBe(first);
    await client.tasks.wait(await client.lxc.stop({ node, vmid }));
    const third = await state();
    expect(new Set([first, second, third]).size).toBe(3);
    await client.tasks.wait(await client.lxc.delete({ node, vmid }));
    expect(new Set([first, second, third, await state()]).size).toBe(4);
  });

  it.each([
    [{ vmid: 101, do: 'reboot' }, 'MEDIUM'],
    [{ vmid: 101, do: 'stop' }, 'HIGH'],
  ] as const)('count %o as %s', (params, risk) => {
    const { risk: of } = guests.guestPower;
    expect(typeof of === 'function' ? of(params) : of).toBe(risk);
  });

  it('name both storages of a restore to the policy', () => {
    const volume = 'nas:backup/vzdump-lxc-101-2026_01_01-00_00_00.tar.zst';
    expect(guests.guestRestore.touches({ vmid: 5, volume, storage: 'local', force: false })).toEqual({
      vmids: [5],
      storages: ['local', 'nas'],
    });
  });
});

describe('what actions on guests look at beforehand', () => {
  const { guestPower, guestBackup, guestRestore, guestSnapshot, guestRollback } = guests;
  const volume = 'local:backup/vzdump-lxc-101-2026_01_01-00_00_00.tar.zst';
  const restore = { vmid: 900, volume, storage: 'local', force: false };

  it('is that the guest is there', async () => {
    const vmid = 999;
    for (const looking of [
      guestPower.precheck?.(context, { vmid, do: 'start' }),
      guestBackup.precheck?.(context, { vmid, storage: 'local', mode: 'stop', compress: 'zstd' }),
      guestSnapshot.precheck?.(context, { vmid, snapname: 'before' }),
      guestRollback.precheck?.(context, { vmid, snapname: 'before', start: false }),
    ])
      await expect(looking).rejects.toMatchObject({ code: 'PVE_ACTION', reason: 'no-such-guest' });
  });

  it('is that the storage takes it', async () => {
    const { vmid } = await aContainer('stopped');
    const backup = (storage: string) =>
      guestBackup.precheck?.(context, { vmid, storage, mode: 'stop', compress: 'zstd' });
    await backup('local');
    await expect(backup('none')).rejects.toMatchObject({ reason: 'no-such-storage' });
    await expect(guestRestore.precheck?.(context, { ...restore, storage: 'none' })).rejects.toMatchObject({
      reason: 'no-such-storage',
    });
  });

  it('is that there is such a backup, and that the vmid is free', async () => {
    const { vmid } = await aContainer('stopped');
    await expect(guestRestore.precheck?.(context, restore)).rejects.toMatchObject({
      reason: 'no-such-volume',
    });
    const made = (await guestBackup.run(context, {
      vmid,
      storage: 'local',
      mode: 'stop',
      compress: 'zstd',
    })) as { guests: { archive: string }[] };
    const good = { ...restore, volume: made.guests[0]?.archive ?? '' };
    await guestRestore.precheck?.(context, good);
    await expect(guestRestore.precheck?.(context, { ...good, vmid })).rejects.toMatchObject({
      reason: 'vmid-taken',
    });
    await guestRestore.precheck?.(context, { ...good, vmid, force: true });
    const { guests: all } = await client.guests.list();
    const machine = all.find(({ type }) => type === 'qemu')?.vmid ?? 0;
    await expect(
      guestRestore.precheck?.(context, { ...good, vmid: machine, force: true }),
    ).rejects.toMatchObject({ reason: 'not-a-container' });
  });

  it('is that the name of a snapshot is free, or there', async () => {
    const { vmid } = await aContainer('running');
    const snapname = 'before';
    await guestSnapshot.precheck?.(context, { vmid, snapname });
    const rollback = () => guestRollback.precheck?.(context, { vmid, snapname, start: false });
    await expect(rollback()).rejects.toMatchObject({ reason: 'no-such-snapshot' });
    await guestSnapshot.run(context, { vmid, snapname });
    await rollback();
    await expect(guestSnapshot.precheck?.(context, { vmid, snapname })).rejects.toMatchObject({
      reason: 'snapshot-taken',
    });
  });

  it.each(['local:iso/x.iso', 'local:backup/../x', 'local:backup/-x', 'local:101/disk', 'local:backup/a b'])(
    'is never a volume as %s',
    (given) => expect(guestRestore.params.safeParse({ ...restore, volume: given }).success).toBe(false),
  );

  it('may be a backup of a backup server', () => {
    const given = { ...restore, volume: 'pbs:backup/ct/101/2026-01-01T00:00:00Z' };
    expect(guestRestore.params.safeParse(given).success).toBe(true);
  });
});

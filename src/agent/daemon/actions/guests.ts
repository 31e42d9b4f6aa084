import * as z from 'zod';
import type { Guest } from '../../../client/guests.js';
import * as ids from '../../../core/ids.js';
import type { Upid } from '../../../core/upid.js';
import { description } from '../../../privileged/lxc/params.js';
import { type ActionContext, ActionError, action, type Json, plain } from './action.js';
import { digestOf } from './digest.js';

const minute = 60_000;
/** How long a task is waited for; the time limit of the action ends it before. */
const asLongAsItMay = { timeout: 24 * 60 * minute };
const guestLock = ({ vmid }: { vmid: number }) => [`guest:${vmid}`];
const onGuest = { vmid: ids.vmid };
/** Text for people. Half a surrogate pair would arrive as another character. */
const prose = description.max(512).refine((text) => text.isWellFormed(), 'it is no text');
/** `STORAGE:backup/vzdump-lxc-….tar.zst`, `STORAGE:backup/ct/101/2026-01-01T00:00:00Z`. */
const backupVolume = ids.volume
  .max(512)
  .regex(
    /^[^:]+:backup(?:\/[A-Za-z0-9][A-Za-z0-9._:@+-]*)+$/,
    'the id of a backup is expected, STORAGE:backup/NAME',
  );

/** All guests of the cluster, as far as the agent's token may see them. */
export const guestList = action({
  name: 'guest.list',
  version: 1,
  params: z.strictObject({}),
  risk: 'LOW',
  executor: 'client',
  timeout: () => minute,
  resume: 'none',
  run: async ({ client, signal }) => {
    const { guests, problems } = await client.guests.list({ signal });
    return plain({ guests, problems: problems.map(({ node, kind, message }) => ({ node, kind, message })) });
  },
});

/** One guest: its state and its configuration. */
export const guestInspect = action({
  name: 'guest.inspect',
  version: 1,
  params: z.strictObject(onGuest),
  risk: 'LOW',
  executor: 'client',
  timeout: () => minute,
  touches: ({ vmid }) => ({ vmids: [vmid] }),
  resume: 'none',
  run: async (context, { vmid }) => {
    const guest = await guestOf(context, vmid);
    const { client, signal } = context;
    const where = { node: guest.node, vmid };
    const config = await client[guest.type].config(where, { signal });
    const snapshots = await (guest.type === 'lxc' ? client.lxc.snapshots : client.qemu.snapshots).list(
      where,
      {
        signal,
      },
    );
    return plain({ guest, config, snapshots });
  },
});

/** Starts, stops, shuts down or reboots a guest, and waits for it. */
export const guestPower = action({
  name: 'guest.power',
  version: 1,
  params: z.strictObject({ ...onGuest, do: z.enum(['start', 'shutdown', 'stop', 'reboot']) }),
  risk: ({ do: what }) => (what === 'stop' ? 'HIGH' : 'MEDIUM'),
  executor: 'client',
  timeout: () => 10 * minute,
  locks: guestLock,
  touches: ({ vmid }) => ({ vmids: [vmid] }),
  state: (context, { vmid }) => stateOf(context, vmid),
  precheck: async (context, { vmid }) => void (await guestOf(context, vmid)),
  resume: 'upid',
  run: async (context, { vmid, do: what }) => {
    const { client, signal } = context;
    const { node, type } = await guestOf(context, vmid);
    return toTheEnd(context, await client[type][what]({ node, vmid }, { signal }));
  },
});

/** Backs a guest up to a storage. */
export const guestBackup = action({
  name: 'guest.backup',
  version: 1,
  params: z.strictObject({
    ...onGuest,
    storage: ids.storage,
    mode: z.enum(['snapshot', 'suspend', 'stop']).default('snapshot'),
    compress: z.enum(['0', 'gzip', 'lzo', 'zstd']).default('zstd'),
    notes: prose.optional(),
  }),
  risk: 'MEDIUM',
  executor: 'client',
  timeout: () => 12 * 60 * minute,
  locks: guestLock,
  touches: ({ vmid, storage }) => ({ vmids: [vmid], storages: [storage] }),
  state: (context, { vmid }) => stateOf(context, vmid),
  precheck: async (context, { vmid, storage }) => {
    const { node } = await guestOf(context, vmid);
    await assertStorage(context, node, storage, 'backup');
  },
  resume: 'upid',
  run: async (context, { vmid, storage, mode, compress, notes }) => {
    const { client, signal } = context;
    const { node } = await guestOf(context, vmid);
    const started = await client.vzdump.create(
      {
        node,
        vmid: [vmid],
        storage,
        mode,
        compress,
        ...(notes === undefined ? {} : { 'notes-template': notes }),
      },
      { signal },
    );
    if (started === 'OK') throw missing(vmid);
    await context.started(started);
    const { guests } = await client.vzdump.wait(started, { signal, ...asLongAsItMay });
    return plain({ upid: started, guests });
  },
});

/** Puts a container back from a backup: what it is now is lost. */
export const guestRestore = action({
  name: 'guest.restore',
  version: 1,
  params: z.strictObject({
    ...onGuest,
    volume: backupVolume,
    /** Where its volumes go. */
    storage: ids.storage,
    /** Overwrites the container that has the vmid. */
    force: z.boolean().default(false),
  }),
  risk: ({ force }) => (force ? 'CRITICAL' : 'HIGH'),
  executor: 'client',
  timeout: () => 12 * 60 * minute,
  locks: guestLock,
  touches: ({ vmid, storage, volume }) => ({
    vmids: [vmid],
    storages: [storage, volume.split(':')[0] ?? ''],
  }),
  state: (context, { vmid }) => stateOf(context, vmid),
  precheck: async (context, { vmid, volume, storage, force }) => {
    const { client, signal, node: own } = context;
    const there = await client.guests.find(vmid, { signal });
    if (there !== undefined && !force)
      throw new ActionError('vmid-taken', `there is a guest ${vmid} already, and force is not set`);
    if (there?.type === 'qemu')
      throw new ActionError('not-a-container', `${vmid} is a virtual machine, and this restores containers`);
    const node = there?.node ?? own;
    await assertStorage(context, node, storage, 'rootdir');
    const from = volume.slice(0, volume.indexOf(':'));
    await assertStorage(context, node, from, 'backup');
    const found = await client.storage.content({ node, storage: from, content: 'backup' }, { signal });
    if (!found.some(({ volid }) => volid === volume))
      throw new ActionError(
        'no-such-volume',
        `there is no backup ${volume}, or the agent's token may not see it`,
      );
  },
  resume: 'upid',
  run: async (context, { vmid, volume, storage, force }) => {
    const { client, signal, node } = context;
    const there = await client.guests.find(vmid, { signal });
    const params = {
      node: there?.node ?? node,
      vmid,
      ostemplate: volume,
      storage,
      ...(force ? { force } : {}),
    };
    return toTheEnd(context, await client.restore.create(params, { signal }));
  },
});

/** Takes a snapshot of a guest. */
export const guestSnapshot = action({
  name: 'guest.snapshot',
  version: 1,
  params: z.strictObject({ ...onGuest, snapname: ids.snapname, description: prose.optional() }),
  risk: 'MEDIUM',
  executor: 'client',
  timeout: () => 60 * minute,
  locks: guestLock,
  touches: ({ vmid }) => ({ vmids: [vmid] }),
  state: (context, { vmid }) => stateOf(context, vmid),
  precheck: async (context, { vmid, snapname }) => {
    if (await hasSnapshot(context, vmid, snapname))
      throw new ActionError('snapshot-taken', `guest ${vmid} has a snapshot ${snapname} already`);
  },
  resume: 'upid',
  run: async (context, params) => {
    const guest = await guestOf(context, params.vmid);
    const upid = await snapshotsOf(context, guest).create(
      { node: guest.node, ...params },
      { signal: context.signal },
    );
    return toTheEnd(context, upid);
  },
});

/** Puts a guest back to a snapshot: what came after it is lost. */
export const guestRollback = action({
  name: 'guest.rollback',
  version: 1,
  params: z.strictObject({ ...onGuest, snapname: ids.snapname, start: z.boolean().default(false) }),
  risk: 'HIGH',
  executor: 'client',
  timeout: () => 60 * minute,
  locks: guestLock,
  touches: ({ vmid }) => ({ vmids: [vmid] }),
  state: (context, { vmid }) => stateOf(context, vmid),
  precheck: async (context, { vmid, snapname }) => {
    if (!(await hasSnapshot(context, vmid, snapname)))
      throw new ActionError('no-such-snapshot', `guest ${vmid} has no snapshot ${snapname}`);
  },
  resume: 'upid',
  run: async (context, { vmid, snapname, start }) => {
    const guest = await guestOf(context, vmid);
    const upid = await snapshotsOf(context, guest).rollback(
      { node: guest.node, vmid, snapname, ...(start ? { start } : {}) },
      { signal: context.signal },
    );
    return toTheEnd(context, upid);
  },
});

async function guestOf({ client, signal }: ActionContext, vmid: number): Promise<Guest> {
  const guest = await client.guests.find(vmid, { signal });
  if (guest === undefined) throw missing(vmid);
  return guest;
}

function snapshotsOf({ client }: ActionContext, { type }: Guest) {
  return type === 'lxc' ? client.lxc.snapshots : client.qemu.snapshots;
}

async function hasSnapshot(context: ActionContext, vmid: number, snapname: string): Promise<boolean> {
  const guest = await guestOf(context, vmid);
  const snapshots = await snapshotsOf(context, guest).list(
    { node: guest.node, vmid },
    { signal: context.signal },
  );
  return snapshots.some(({ name }) => name === snapname);
}

async function assertStorage(
  { client, signal }: ActionContext,
  node: string,
  storage: string,
  content: 'backup' | 'rootdir',
): Promise<void> {
  const rows = await client.storage.onNode({ node, content: [content] }, { signal });
  const row = rows.find((each) => each.storage === storage);
  if (row === undefined)
    throw new ActionError(
      'no-such-storage',
      `${node} has no storage ${storage} for ${content}, or the agent's token may not see it`,
    );
  if (row.active === false)
    throw new ActionError('storage-away', `the storage ${storage} cannot be reached just now`);
}

function missing(vmid: number): Error {
  return new ActionError('no-such-guest', `there is no guest ${vmid}, or the agent's token may not see it`);
}

async function toTheEnd(context: ActionContext, upid: Upid): Promise<Json> {
  await context.started(upid);
  const { outcome, warnings } = await context.client.tasks.wait(upid, {
    signal: context.signal,
    ...asLongAsItMay,
  });
  return plain({ upid, outcome, warnings });
}

/** What a change of a guest starts from: whether it is there, where, whether it runs, and its configuration. */
async function stateOf({ client, signal }: ActionContext, vmid: number): Promise<string> {
  const guest = await client.guests.find(vmid, { signal, live: true });
  const parts: unknown[] = [guest?.type ?? 'none'];
  if (guest !== undefined) {
    const where = { node: guest.node, vmid };
    const { digest } = await client[guest.type].config(where, { signal });
    const { status } = await client[guest.type].status(where, { signal });
    parts.push(guest.node, digest, status);
  }
  return digestOf(parts);
}

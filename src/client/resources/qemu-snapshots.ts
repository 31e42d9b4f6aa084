import * as z from 'zod';
import { snapname } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { onVm } from './guest.js';
import { onGuest, startsTask } from './params.js';

const snapshot = record({
  /** `current` is no snapshot but the machine as it is now. */
  name: text,
  /** Empty where none was given. */
  description: text,
  /** Seconds since the epoch; missing for `current`. */
  snaptime: num.optional(),
  parent: text.optional(),
  /** Whether the memory is in it. */
  vmstate: flag.optional(),
  /** While it is being made or removed. */
  snapstate: text.optional(),
  /** Of `current`. */
  running: flag.optional(),
  digest: text.optional(),
});

const named = { ...onGuest, snapname };
const needs = onVm('VM.Snapshot');

/** Snapshots of a virtual machine. */
export const qemuSnapshots = {
  /** All of them, in no order, and `current`, whose `parent` is the newest in its line. */
  list: op('GET /nodes/{node}/qemu/{vmid}/snapshot', z.strictObject(onGuest), z.array(snapshot), {
    // qemu-server src/PVE/API2/Qemu.pm, snapshot_list.
    undeclared: ['snapstate', 'running', 'digest'],
    ...onVm('VM.Audit'),
  }),
  /**
   * Takes a snapshot, of a running machine with its memory if `vmstate` is set. Task `qmsnapshot`: a taken name, and a storage
   * that cannot do it (raw files cannot), show only in the task.
   */
  create: op(
    'POST /nodes/{node}/qemu/{vmid}/snapshot',
    z.strictObject({ ...named, description: z.string().optional(), vmstate: z.boolean().optional() }),
    startsTask,
    needs,
  ),
  /** The configuration that a snapshot kept. */
  config: op(
    'GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config',
    z.strictObject(named),
    record({ snaptime: num.optional(), description: text.optional(), parent: text.optional() }),
    { needs: [{ path: '/vms/{vmid}', any: ['VM.Snapshot', 'VM.Snapshot.Rollback', 'VM.Audit'] }] },
  ),
  /** Changes a snapshot's description: all that can be changed about one. */
  update: op(
    'PUT /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config',
    z.strictObject({ ...named, description: z.string() }),
    nothing,
    needs,
  ),
  /**
   * Puts a machine back to a snapshot: what came after is lost. Task `qmrollback`. It runs afterwards if the snapshot has its
   * memory, or with `start`; else it is stopped.
   */
  rollback: op(
    'POST /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback',
    z.strictObject({ ...named, start: z.boolean().optional() }),
    startsTask,
    { needs: [{ path: '/vms/{vmid}', any: ['VM.Snapshot', 'VM.Snapshot.Rollback'] }] },
  ),
  /** Removes a snapshot; the machine is not changed. Task `qmdelsnapshot`. `force` forgets it even if its volumes stay. */
  delete: op(
    'DELETE /nodes/{node}/qemu/{vmid}/snapshot/{snapname}',
    z.strictObject({ ...named, force: z.boolean().optional() }),
    startsTask,
    needs,
  ),
};

import * as z from 'zod';
import { snapname } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, num, record, text } from '../../core/wire.js';
import { onGuest, startsTask } from './params.js';

const snapshot = record({
  /** `current` is no snapshot but the container as it is now. */
  name: text,
  /** Empty where none was given. */
  description: text,
  /** Seconds since the epoch; missing for `current`. */
  snaptime: num.optional(),
  parent: text.optional(),
  /** While it is being made or removed. */
  snapstate: text.optional(),
  /** Of `current`. */
  running: flag.optional(),
  digest: text.optional(),
});

const named = { ...onGuest, snapname };

/** Snapshots of a container. */
export const snapshots = {
  /** All of them, in no order, and `current`, whose `parent` is the newest in its line. */
  list: op('GET /nodes/{node}/lxc/{vmid}/snapshot', z.strictObject(onGuest), z.array(snapshot), {
    undeclared: ['snapstate'],
    needs: [{ path: '/vms/{vmid}', all: ['VM.Audit'] }],
  }),
  /**
   * Takes a snapshot. Task `vzsnapshot`: a taken name, a lock, and a storage that cannot do it (directories
   * cannot) show only in the task.
   */
  create: op(
    'POST /nodes/{node}/lxc/{vmid}/snapshot',
    z.strictObject({ ...named, description: z.string().optional() }),
    startsTask,
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Snapshot'] }] },
  ),
  /**
   * Puts a container back to a snapshot: what came after is lost. Task `vzrollback`. A running container is stopped and stays so, unless
   * `start` (since 7.3) is set.
   */
  rollback: op(
    'POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback',
    z.strictObject({ ...named, start: z.boolean().optional() }),
    startsTask,
    { needs: [{ path: '/vms/{vmid}', any: ['VM.Snapshot', 'VM.Snapshot.Rollback'] }] },
  ),
  /** Removes a snapshot; the container is not changed. Task `vzdelsnapshot`. `force` forgets it even if its volumes stay. */
  delete: op(
    'DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}',
    z.strictObject({ ...named, force: z.boolean().optional() }),
    startsTask,
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Snapshot'] }] },
  ),
};

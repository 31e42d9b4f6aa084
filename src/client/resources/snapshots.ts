import * as z from 'zod';
import { snapname } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { lxcSnapshotConfig } from './lxc-config.js';
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
   * What can be asked of a snapshot: PVE's own index (`rollback`, `config`), which it gives for one that does not exist as
   * well. What the snapshot is, `list` and `config` tell.
   */
  get: op(
    'GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}',
    z.strictObject(named),
    z.array(z.looseObject({})),
  ),
  /**
   * The configuration that a snapshot kept; without raw `lxc.*` lines, and without a digest.
   * @throws NotFoundError (`snapshot`).
   */
  config: op(
    'GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config',
    z.strictObject(named),
    lxcSnapshotConfig,
    { needs: [{ path: '/vms/{vmid}', any: ['VM.Snapshot', 'VM.Snapshot.Rollback', 'VM.Audit'] }] },
  ),
  /** Changes a snapshot's description, at once. @throws LockedError; NotFoundError (`snapshot`). */
  update: op(
    'PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config',
    z.strictObject({ ...named, description: z.string().optional() }),
    nothing,
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Snapshot'] }] },
  ),
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

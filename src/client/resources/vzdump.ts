import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { bwlimit, startsTask } from './params.js';

/** What a run of vzdump takes, now or on a schedule. */
export const vzdumpSettings = {
  vmid: z.union([ids.vmid, z.array(ids.vmid).min(1)], 'a vmid or a list of vmids is expected').optional(),
  /** All guests of the node. */
  all: z.boolean().optional(),
  exclude: z.array(ids.vmid).optional(),
  pool: z.string().optional(),
  storage: ids.storage.optional(),
  mode: z.enum(['snapshot', 'suspend', 'stop']).optional(),
  compress: z.enum(['0', '1', 'gzip', 'lzo', 'zstd']).optional(),
  /** Threads; 0 is half of the cores. */
  zstd: z.number().int().min(0).optional(),
  pigz: z.number().int().optional(),
  /** KiB/s. Needs Sys.Modify on `/`, as `ionice` and `performance` do. */
  bwlimit: bwlimit.optional(),
  ionice: z.number().int().min(0).max(8).optional(),
  performance: z.string().optional(),
  /** Minutes to wait for the node's backup lock. */
  lockwait: z.number().int().min(0).optional(),
  /** Minutes to wait for a guest to stop. */
  stopwait: z.number().int().min(0).optional(),
  /** Default yes: prune by `prune-backups` afterwards. */
  remove: z.boolean().optional(),
  /** `keep-last=3,keep-daily=7`. Needs Datastore.Allocate. */
  'prune-backups': z.string().optional(),
  stdexcludes: z.boolean().optional(),
  'exclude-path': z.array(z.string()).optional(),
  fleecing: z.string().optional(),
  'pbs-change-detection-mode': z.enum(['legacy', 'data', 'metadata']).optional(),
  'notification-mode': z.enum(['auto', 'legacy-sendmail', 'notification-system']).optional(),
  mailto: z.string().optional(),
  mailnotification: z.enum(['always', 'failure']).optional(),
  /** One line; `{{guestname}}`, `{{node}}`, `{{vmid}}`, `{{cluster}}` are filled in. Needs `storage`. */
  'notes-template': z.string().max(1024).optional(),
  /** Protect the new backup from removal. Needs `storage`. */
  protected: z.boolean().optional(),
  quiet: z.boolean().optional(),
};

/** The complaint where no guest is chosen. */
export const guestChoice = 'say which guests: `vmid`, `pool` or `all`';

/** Backups. */
export const vzdump = {
  /**
   * Backs guests up. Returns the UPID of a `vzdump` task, or `OK` where there is nothing to do on this node: the
   * chosen guests are on others. One guest that fails ends the task with `job errors`, the others are still done.
   *
   * A guest without VM.Backup fails in the task; with `all` it is **skipped silently** (pve-manager PVE/API2/VZDump.pm).
   * `tmpdir`, `dumpdir` and `script` are for root@pam only. The name of the file is in the task's log.
   */
  create: op(
    'POST /nodes/{node}/vzdump',
    z
      .strictObject({
        /** The node's real name: `localhost` is refused here. */
        node: ids.node,
        ...vzdumpSettings,
      })
      .refine(({ vmid, all, pool }) => vmid !== undefined || all === true || pool !== undefined, guestChoice),
    z.union([startsTask, z.literal('OK')]),
    {
      repeat: ['exclude-path'],
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Backup'] },
        { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] },
        { path: '/storage/{storage}', all: ['Datastore.Allocate'], when: 'prune-backups' },
        { path: '/', all: ['Sys.Modify'], when: 'bwlimit, ionice, performance' },
      ],
    },
  ),
};

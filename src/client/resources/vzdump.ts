import * as z from 'zod';
import { parseBackupConfig } from '../../core/backup-config.js';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, num, record, text, word } from '../../core/wire.js';
import { bwlimit, onNode, startsTask } from './params.js';

const properties = z.union([z.string(), z.looseObject({})]);

const defaults = record({
  /** Where backups go: this storage, or `dumpdir`, a folder of the host. */
  storage: text.optional(),
  dumpdir: text.optional(),
  mode: word<'snapshot' | 'suspend' | 'stop'>().optional(),
  compress: word<'0' | '1' | 'gzip' | 'lzo' | 'zstd'>().optional(),
  'prune-backups': text.optional(),
  remove: flag.optional(),
  /** KiB/s; 0 is no limit. */
  bwlimit: num.optional(),
  ionice: num.optional(),
  /** Minutes. */
  lockwait: num.optional(),
  /** Minutes. */
  stopwait: num.optional(),
  zstd: num.optional(),
  pigz: num.optional(),
  stdexcludes: flag.optional(),
  'exclude-path': z.union([text, z.array(text)]).optional(),
  /** A property string before PVE 8.4. */
  performance: properties.optional(),
  fleecing: properties.optional(),
  'notes-template': text.optional(),
  protected: flag.optional(),
});

/** Which configuration: of the backup with this volume id. */
const backedUp = z.strictObject({ ...onNode, volume: ids.volume });

/**
 * The configuration of the guest that a backup holds: the file's `text`, its `keys` as text, raw `lxc` lines. It is read
 * from the archive, which takes a while where that is big and its storage slow.
 * @throws HttpError if there is no such file, or it is no backup.
 */
export const extractConfig = op(
  'GET /nodes/{node}/vzdump/extractconfig',
  backedUp,
  z.string().transform(parseBackupConfig),
  {
    needs: [
      { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] },
      { path: '/vms/{vmid}', all: ['VM.Backup'], when: 'vmid is the guest that was backed up' },
    ],
  },
);

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
export const guestChoice = 'say which guests: `vmid`, `pool`, `all`, or all but those in `exclude`';

/** Backups. */
export const vzdump = {
  /**
   * Backs guests up. Returns the UPID of a `vzdump` task, or `OK` where there is nothing to do on this node: the
   * chosen guests are on others. One guest that fails ends the task with `job errors`, the others are still done.
   *
   * A guest without VM.Backup fails in the task; with `all` it is **skipped silently** (pve-manager PVE/API2/VZDump.pm).
   * `tmpdir`, `dumpdir`, `script` and `job-id` are for root@pam only. What was written, `vzdump.wait` tells.
   */
  create: op(
    'POST /nodes/{node}/vzdump',
    z
      .strictObject({
        /** The node's real name: `localhost` is refused here. */
        node: ids.node,
        ...vzdumpSettings,
      })
      .refine(
        ({ vmid, all, pool, exclude }) =>
          vmid !== undefined || all === true || pool !== undefined || exclude !== undefined,
        guestChoice,
      ),
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
  /** What `create` does where nothing else is said, of this node (`/etc/vzdump.conf`) and `storage`. Some of it only with Sys.Audit. */
  defaults: op(
    'GET /nodes/{node}/vzdump/defaults',
    z.strictObject({ ...onNode, storage: ids.storage.optional() }),
    defaults,
    { needs: [{ path: '/storage/{storage}', any: ['Datastore.Audit', 'Datastore.AllocateSpace'] }] },
  ),
  /** The configuration of the guest that a backup holds. */
  extractConfig,
  /**
   * Stops the backup that runs on this node, as its worker would be killed by a signal: guests that are done stay
   * done, the others get none. Returns nothing.
   */
  stop: op(
    'POST /nodes/{node}/vzdump',
    z.strictObject(onNode),
    z.string().transform((): void => undefined),
    {
      fixed: { stop: true },
      needs: [{ path: '/nodes/{node}', all: ['Sys.Modify'] }],
    },
  ),
};

import * as z from 'zod';
import type { Params } from '../core/codec.js';
import { isPveError, type PveError } from '../core/errors.js';
import { node } from '../core/ids.js';
import type { Bound, CallOptions, Op } from '../core/op.js';
import { OutcomeUnknownError } from '../core/outcome-errors.js';
import type { Upid } from '../core/upid.js';
import type { VmidReservation } from './free-vmid.js';
import type { cluster as table } from './resources/cluster.js';
import type { tables } from './resources/tables.js';
import { vzdump } from './resources/vzdump.js';
import type { Sender } from './send.js';

/** What became of a backup job on one node. */
export type BackupJobRun =
  /** A `vzdump` task runs there. */
  | { node: string; outcome: 'started'; upid: Upid }
  /** PVE said `OK`: none of the job's guests is there. */
  | { node: string; outcome: 'nothing' }
  /** It was not asked: it is not online. */
  | { node: string; outcome: 'offline' }
  /** It refused, or could not be reached. */
  | { node: string; outcome: 'failed'; error: PveError }
  /** Its answer was lost: the backup may run. */
  | { node: string; outcome: 'unknown'; error: OutcomeUnknownError };

type Table = Bound<typeof table>;
type Backup = Table['backup'];

/** Scheduled backups. */
export interface BackupJobs extends Backup {
  /**
   * Runs a job now, whether it is enabled or not. PVE has no call for that: as its web interface does, this reads the
   * job and asks each online node (or the job's own) for a vzdump with the job's settings (pve-manager www/manager6/dc/Backup.js).
   * Of the caller it needs Sys.Audit on `/`, and what `vzdump.create` needs.
   *
   * Gives one row a node, also where some failed: what was started goes on. Wait for each `upid` with `tasks.wait`.
   * @throws only if the job or the nodes could not be read, when nothing was started.
   */
  run(params: { id: string }, options?: CallOptions): Promise<BackupJobRun[]>;
}

/** The cluster as a whole; a single node is a cluster of one. */
export interface Cluster extends Table {
  /** Scheduled backups. */
  readonly backup: BackupJobs;
  /**
   * A free vmid that no other call of this process to this URL takes for `any` until it is released. For what needs the number
   * beforehand, such as `lxc.clone`. Other programs know nothing of it: a create with it can still be a ConflictError.
   */
  reserve(options?: CallOptions): Promise<VmidReservation>;
}

/** What belongs to a job and not to a run of it. */
const notOfRun = new Set(
  'id type node enabled schedule starttime dow next-run repeat-missed comment digest'.split(' '),
);

// A job may hold settings that this package does not know, or that only root@pam may set: PVE judges them.
const vzdumpOfJob: Op<Params & { node: string }, Upid | 'OK'> = {
  ...vzdump.create,
  params: z.looseObject({ node }) as unknown as z.ZodType<Params & { node: string }>,
};

function settingsOf(job: Awaited<ReturnType<Backup['get']>>): Params {
  const settings = Object.entries(job).filter(([key, value]) => !notOfRun.has(key) && value !== null);
  return Object.fromEntries(settings) as Params;
}

/** Makes the function that runs a scheduled backup. */
export function jobRunner({ cluster, nodes }: Bound<typeof tables>, sender: Sender): BackupJobs['run'] {
  return async (params, options) => {
    const job = await cluster.backup.get(params, options);
    const settings = settingsOf(job);
    const targets = (await nodes.list({}, options)).filter((row) => (job.node ?? row.node) === row.node);
    if (job.node !== undefined && targets.length === 0) return [{ node: job.node, outcome: 'offline' }];
    return Promise.all(
      targets.map(({ node, status }) =>
        status === 'online'
          ? start(sender, { ...settings, node }, options)
          : ({ node, outcome: 'offline' } as const),
      ),
    );
  };
}

async function start(
  sender: Sender,
  params: Params & { node: string },
  options: CallOptions | undefined,
): Promise<BackupJobRun> {
  const { node } = params;
  try {
    const upid = await sender.send(vzdumpOfJob, params, options);
    return upid === 'OK' ? { node, outcome: 'nothing' } : { node, outcome: 'started', upid };
  } catch (error) {
    // What was started on other nodes must not be lost with this one.
    if (error instanceof OutcomeUnknownError) return { node, outcome: 'unknown', error };
    if (isPveError(error)) return { node, outcome: 'failed', error };
    throw error;
  }
}

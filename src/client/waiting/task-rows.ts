import type { CallOptions } from '../../core/op.js';
import { parseUpid, type Upid } from '../../core/upid.js';

/** What PVE says of a task at one moment. */
export interface TaskState {
  status: string;
  exitstatus?: string | undefined;
}

/** A row of a node's list of tasks. */
export interface TaskRow {
  upid: string;
  status?: string | undefined;
  endtime?: number | undefined;
}

/** Which tasks of a node are listed: `active` has those that run, `archive` those that ended. */
export interface ListQuery {
  source: 'active' | 'archive';
  /** Seconds since the epoch, of the start, by the clock of the node. */
  since: number;
  until?: number;
  typefilter?: string;
  limit: number;
}

/** Reads a node's list of tasks. */
export type ListTasks = (node: string, query: ListQuery, options: CallOptions) => Promise<readonly TaskRow[]>;

/** More than PVE keeps: its two index files have some 1,000 entries in all (pve-common src/PVE/RESTEnvironment.pm). */
export const wholeList = 10_000;

/**
 * What a row says, or undefined if it says nothing for certain. A row of the archive has the exit status that was
 * read from the last line of the log when the task ended: the same as its status route reads (pve-common
 * src/PVE/RESTEnvironment.pm active_workers, src/PVE/UPID.pm read_status). It is never changed afterwards.
 */
export function stateOf(row: TaskRow | undefined): TaskState | undefined {
  if (row === undefined) return undefined;
  if (row.endtime === undefined)
    return (row.status ?? 'RUNNING') === 'RUNNING' ? { status: 'running' } : undefined;
  return row.status === undefined || row.status === 'RUNNING'
    ? undefined
    : { status: 'stopped', exitstatus: row.status };
}

/** How a task ended, by the node's archive: it remembers tasks whose log is gone. Undefined where it does not, either. */
export async function fromHistory(
  list: ListTasks,
  upid: Upid,
  options: CallOptions,
): Promise<TaskState | undefined> {
  const { node, starttime, type } = parseUpid(upid);
  const query: ListQuery = { source: 'archive', since: starttime, until: starttime, limit: wholeList };
  const rows = await list(node, { ...query, typefilter: type }, options);
  return stateOf(rows.find((row) => row.upid === upid));
}

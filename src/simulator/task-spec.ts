import { isUpid, parseUpid } from '../core/upid.js';
import { nodeNamed, type World } from './world.js';

/** A task of the past. */
export interface PastTask {
  /** Its whole id: `UPID:node:pid:pstart:starttime:type:id:user:`. */
  readonly upid: string;
  /** `OK` by default. */
  readonly exitstatus?: string;
  /** Seconds since the epoch; when it started, by default. */
  readonly endtime?: number;
  /** Lines of its log, without the last one, which tells how it ended. */
  readonly log?: readonly string[];
}

/** Puts a task into the archive of its node, as if it had run there. */
export function recordTask(world: World, { upid, exitstatus = 'OK', endtime, log = [] }: PastTask): void {
  if (!isUpid(upid)) throw new TypeError(`tasks: '${upid}' is no UPID`);
  const { user: owner, ...parts } = parseUpid(upid);
  const node = nodeNamed(world, parts.node);
  if (node === undefined) throw new TypeError(`tasks: '${upid}' is of '${parts.node}', which is no node`);
  const failed = exitstatus !== 'OK' && !exitstatus.startsWith('WARNINGS');
  node.tasks.archive({
    ...parts,
    upid,
    owner,
    lines: [...log, failed ? `TASK ERROR: ${exitstatus}` : `TASK ${exitstatus}`],
    exitstatus,
    endtime: endtime ?? parts.starttime,
  });
}

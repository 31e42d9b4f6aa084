import { isUpid, parseUpid } from '../core/upid.js';
import type { World } from './world.js';

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

/** Puts a task into the archive of the node, as if it had run there. */
export function recordTask(world: World, { upid, exitstatus = 'OK', endtime, log = [] }: PastTask): void {
  if (!isUpid(upid)) throw new TypeError(`tasks: '${upid}' is no UPID`);
  const { user: owner, ...parts } = parseUpid(upid);
  const failed = exitstatus !== 'OK' && !exitstatus.startsWith('WARNINGS');
  world.tasks.archive({
    ...parts,
    upid,
    owner,
    lines: [...log, failed ? `TASK ERROR: ${exitstatus}` : `TASK ${exitstatus}`],
    exitstatus,
    endtime: endtime ?? parts.starttime,
  });
}

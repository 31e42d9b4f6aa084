import * as z from 'zod';
import { node, upid, vmid } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { nothing, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

const identity = {
  upid: text,
  node: text,
  type: text,
  /** What it is about: a vmid, a storage, a name, or empty. */
  id: text,
  /** Seconds since the epoch. */
  starttime: num,
  /** Finished tasks have the user alone and `tokenid` beside it; running ones `user!token` in one. */
  user: text,
  tokenid: text.optional(),
};

const process = { pid: num.optional(), pstart: num.optional() };

const listed = {
  /** `RUNNING`, or the exit status of a finished one. Missing where PVE knows neither. */
  status: text.optional(),
  /** Seconds since the epoch; missing while it runs. */
  endtime: num.optional(),
};

/** A row of the tasks of all nodes. */
export const clusterTask = record({ ...identity, ...listed });

const status = record({
  ...identity,
  ...process,
  status: word<'running' | 'stopped'>(),
  /** Only when stopped: `OK`, `WARNINGS: n`, or what went wrong. */
  exitstatus: text.optional(),
});

const logLine = record({ n: num, t: text });

/** The routes of tasks. `tasks` of a client adds waiting and reading of logs. */
export const tasks = {
  /** Tasks of a node, newest finished first. By default only finished ones, 50 at most. */
  list: op(
    'GET /nodes/{node}/tasks',
    z.strictObject({
      ...onNode,
      /** `archive` (default) has the finished ones, `active` the running ones. */
      source: z.enum(['archive', 'active', 'all']).optional(),
      start: z.number().int().min(0).optional(),
      /** 0 gives no rows. */
      limit: z.number().int().min(0).optional(),
      /** Exactly this id; a backup of several guests has an empty one and is not found. */
      vmid: vmid.optional(),
      typefilter: z.string().optional(),
      userfilter: z.string().optional(),
      errors: z.boolean().optional(),
      statusfilter: z.array(z.enum(['ok', 'error', 'warning', 'unknown'])).optional(),
      /** Seconds since the epoch, of the start. */
      since: z.number().int().min(0).optional(),
      until: z.number().int().min(0).optional(),
    }),
    z.array(record({ ...identity, ...process, ...listed })),
  ),
  status: op('GET /nodes/{node}/tasks/{upid}/status', z.strictObject({ node, upid }), status),
  log: op(
    'GET /nodes/{node}/tasks/{upid}/log',
    z.strictObject({
      node,
      upid,
      start: z.number().int().min(0).optional(),
      limit: z.number().int().min(0).optional(),
    }),
    z.array(logLine),
  ),
  stop: op('DELETE /nodes/{node}/tasks/{upid}', z.strictObject({ node, upid }), nothing),
};

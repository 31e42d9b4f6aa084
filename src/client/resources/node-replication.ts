import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { num, record, text } from '../../core/wire.js';
import { onNode } from './params.js';

const replicationJob = record({
  id: text,
  guest: num.optional(),
  source: text.optional(),
  target: text.optional(),
  schedule: text.optional(),
  /** Seconds since the epoch; 0 for never. */
  last_sync: num.optional(),
  last_try: num.optional(),
  next_sync: num.optional(),
  /** Seconds that the last one took. */
  duration: num.optional(),
  fail_count: num.optional(),
  error: text.optional(),
  /** Set while it runs. */
  pid: num.optional(),
});

const onJob = { ...onNode, id: ids.replication };

/** Replication jobs of a node's guests, as they stand. `cluster.replication` defines them. */
export const replication = {
  /** State of the jobs whose guest the caller may audit; the others are left out silently. */
  list: op(
    'GET /nodes/{node}/replication',
    z.strictObject({ ...onNode, guest: ids.vmid.optional() }),
    z.array(replicationJob),
    {
      undeclared: [
        'guest',
        'source',
        'target',
        'schedule',
        'last_sync',
        'last_try',
        'next_sync',
        'duration',
        'fail_count',
        'error',
        'pid',
      ],
    },
  ),
  /** State of one. */
  status: op('GET /nodes/{node}/replication/{id}/status', z.strictObject(onJob), replicationJob),
  /** The log of its last run. */
  log: op(
    'GET /nodes/{node}/replication/{id}/log',
    z.strictObject({
      ...onJob,
      start: z.number().int().min(0).optional(),
      limit: z.number().int().min(0).optional(),
    }),
    z.array(record({ n: num, t: text })),
  ),
};

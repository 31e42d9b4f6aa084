import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { none } from './params.js';

const job = {
  /** `VMID-NUMBER`. */
  id: text,
  guest: num,
  jobnum: num.optional(),
  target: text,
  source: text.optional(),
  /** A calendar event; every 15 minutes where there is none. */
  schedule: text.optional(),
  /** MB/s. */
  rate: num.optional(),
  disable: flag.optional(),
  comment: text.optional(),
  /** Set while it is being removed. */
  remove_job: text.optional(),
};

const settings = {
  schedule: z.string().min(1).max(128).optional(),
  /** MB/s. */
  rate: z.number().min(1).optional(),
  comment: z.string().max(4096).optional(),
  disable: z.boolean().optional(),
  source: ids.node.optional(),
};

const onJob = { id: ids.replication };
// The guest is in the job's id, so the path cannot be filled from a parameter of its own.
const onGuest = (privilege: string): { needs: readonly Need[] } => ({
  needs: [{ path: '/vms/{guest}', all: [privilege] }],
});

/** Copies of guests on other nodes, kept up to date on a schedule. Needs ZFS. `nodes.replication` tells how they fare. */
export const replication = {
  /** The jobs whose guest the caller may audit; the others are left out silently. */
  list: op('GET /cluster/replication', none, z.array(record(job))),
  get: op(
    'GET /cluster/replication/{id}',
    z.strictObject(onJob),
    record({ ...job, digest: text.optional() }),
    onGuest('VM.Audit'),
  ),
  /** Defines a job. PVE wants its number in the id: `100-0` is the first of guest 100. */
  create: op(
    'POST /cluster/replication',
    z.strictObject({ ...onJob, ...settings, target: ids.node }),
    nothing,
    { ...onGuest('VM.Replicate'), fixed: { type: 'local' } },
  ),
  update: op(
    'PUT /cluster/replication/{id}',
    z.strictObject({
      ...onJob,
      ...settings,
      delete: z.array(z.string().min(1)).min(1).optional(),
      digest: ids.digest.optional(),
    }),
    nothing,
    onGuest('VM.Replicate'),
  ),
  /** Marks a job for removal; the copy goes too, unless `keep`. `force` drops the job alone, at once. */
  delete: op(
    'DELETE /cluster/replication/{id}',
    z.strictObject({ ...onJob, keep: z.boolean().optional(), force: z.boolean().optional() }),
    nothing,
    onGuest('VM.Replicate'),
  ),
};

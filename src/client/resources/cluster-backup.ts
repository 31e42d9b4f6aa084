import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { flag, list, nothing, num, record, text, word } from '../../core/wire.js';
import { none } from './params.js';
import { guestChoice, vzdumpSettings } from './vzdump.js';

/** A property string that newer hosts give as an object. */
const properties = z.union([text, z.looseObject({})]);

const job = record({
  id: text,
  /** Missing means yes. */
  enabled: flag.optional(),
  /** A calendar event: `daily`, `mon..fri 02:30`. */
  schedule: text.optional(),
  /** Seconds since the epoch; in the list only. */
  'next-run': num.optional(),
  comment: text.optional(),
  /** Only on this node. */
  node: text.optional(),
  /** The chosen guests; missing with `all` or `pool`. */
  vmid: list.optional(),
  all: flag.optional(),
  pool: text.optional(),
  exclude: list.optional(),
  storage: text.optional(),
  mode: word<'snapshot' | 'suspend' | 'stop'>().optional(),
  compress: text.optional(),
  zstd: num.optional(),
  'prune-backups': properties.optional(),
  'notes-template': text.optional(),
  'notification-mode': text.optional(),
  mailto: text.optional(),
  mailnotification: text.optional(),
  protected: flag.optional(),
  remove: flag.optional(),
  'repeat-missed': flag.optional(),
  'exclude-path': z.union([z.array(text), text]).optional(),
  fleecing: properties.optional(),
  performance: properties.optional(),
  bwlimit: num.optional(),
  ionice: num.optional(),
});

const settings = {
  ...vzdumpSettings,
  /** Only on this node. */
  node: ids.node.optional(),
  /** Default yes. */
  enabled: z.boolean().optional(),
  /** Run it soon after the host is up again if it was missed. */
  'repeat-missed': z.boolean().optional(),
  comment: z.string().max(512).optional(),
};

/** A calendar event as systemd has it, in part: `daily`, `mon..fri 02:30`. */
const schedule = z.string().min(1).max(128);

/** PVE takes any word here; jobs that it named itself have a UUID. */
const id = z.string().regex(/^[^\s/]+$/, 'a job id is expected');

const onJob = z.strictObject({ id });
const audit = { needs: [{ path: '/', all: ['Sys.Audit'] }] };
const changeNeeds: readonly Need[] = [
  { path: '/', all: ['Sys.Modify'] },
  { path: '/storage/{storage}', all: ['Datastore.Allocate'] },
  { path: '/pool/{pool}', all: ['VM.Backup'], when: 'pool' },
];

/** Scheduled backups. A client's `cluster.backup` adds `run`. */
export const backup = {
  /** All jobs, with their next run. */
  list: op('GET /cluster/backup', none, z.array(job), audit),
  /** One job. One that does not exist is an HttpError 400 (`errors.id`). */
  get: op('GET /cluster/backup/{id}', onJob, job, audit),
  /** Defines a job. Returns nothing, so give it an `id` to find it again. */
  create: op(
    'POST /cluster/backup',
    z
      .strictObject({
        ...settings,
        schedule,
        /** PVE makes a UUID where there is none. */
        id: z
          .string()
          .regex(/^[a-z][\w-]+$/i, 'a letter, then letters, digits, _ and - are expected')
          .optional(),
      })
      .refine(
        ({ vmid, all, pool, exclude }) =>
          vmid !== undefined || all === true || pool !== undefined || exclude !== undefined,
        guestChoice,
      ),
    nothing,
    { repeat: ['exclude-path'], needs: changeNeeds },
  ),
  /** Changes a job. Choosing guests in one way (`vmid`, `all`, `pool`) drops the other ways. */
  update: op(
    'PUT /cluster/backup/{id}',
    z.strictObject({
      ...settings,
      id,
      schedule: schedule.optional(),
      /** Settings to remove. */
      delete: z.array(z.string().min(1)).min(1).optional(),
    }),
    nothing,
    { repeat: ['exclude-path'], needs: changeNeeds },
  ),
  /** Removes a job. Its backups stay. */
  delete: op('DELETE /cluster/backup/{id}', onJob, nothing, { needs: [{ path: '/', all: ['Sys.Modify'] }] }),
  /** The guests that a job means at this moment, and which of their volumes it takes. */
  includedVolumes: op(
    'GET /cluster/backup/{id}/included_volumes',
    onJob,
    record({
      children: z.array(
        record({
          /** The vmid. */
          id: num,
          type: word<'qemu' | 'lxc' | 'unknown'>(),
          name: text.optional(),
          children: z
            .array(
              record({
                /** `VMID:KEY`. */
                id: text,
                /** The volume. */
                name: text,
                included: flag,
                /** Why, or why not. */
                reason: text,
              }),
            )
            .optional(),
        }),
      ),
    }),
    audit,
  ),
  /** Guests that no job takes, of those that the caller may audit. A job that is switched off counts as well. */
  notBackedUp: op(
    'GET /cluster/backup-info/not-backed-up',
    none,
    z.array(record({ vmid: num, type: word<'qemu' | 'lxc'>(), name: text.optional() })),
    audit,
  ),
};

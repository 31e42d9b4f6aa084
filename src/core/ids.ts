import * as z from 'zod';
import { isUpid, notUpid, type Upid } from './upid.js';

// Grammars of pve-common src/PVE/JSONSchema.pm and pve-container src/PVE/LXC.pm.

/** Name of a node: letters, digits and `-`. */
export const node = z
  .string()
  .regex(
    /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    'not a node name: letters, digits and inner dashes only',
  );

/** Id of a guest, 100 to 999999999. */
export const vmid = z
  .number('not a vmid: a whole number is expected')
  .int('not a vmid: a whole number is expected')
  .min(100, 'not a vmid: 100 is the lowest (below are reserved by PVE)')
  .max(999_999_999, 'not a vmid: 999999999 is the highest');

/** A vmid, or `any` for a free one of the client's choice. */
export const vmidOrAny = z.union(
  [vmid, z.literal('any')],
  'not a vmid: a whole number from 100 to 999999999 is expected, or `any` for a free one',
);

/** Id of a replication job, `VMID-NUMBER`. */
export const replication = z
  .string()
  .regex(/^[1-9]\d{2,8}-\d{1,9}$/, 'not a replication job: VMID-NUMBER is expected');

/** Id of a storage: at least two characters, starting with a letter. */
export const storage = z
  .string()
  .regex(
    /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i,
    'not a storage id: at least two letters, digits, - _ . and starting with a letter',
  );

/** Id of a volume, `STORAGE:NAME`. */
export const volume = z
  .string()
  .regex(/^[a-z][a-z0-9\-_.]*[a-z0-9]:[^\p{Cc}]+$/iu, 'not a volume id: STORAGE:NAME is expected');

/** Name of a snapshot: at most 40 characters; `current` and `vzdump` are PVE's own. */
export const snapname = z
  .string()
  .regex(/^[a-z][a-z0-9_-]+$/i, 'not a snapshot name: a letter, then letters, digits, _ and -')
  .max(40, 'a snapshot name has at most 40 characters')
  .refine((name) => name !== 'current' && name !== 'vzdump', '`current` and `vzdump` are reserved by PVE');

/** A task's unique id, with its trailing colon. */
export const upid = z.custom<Upid>(isUpid, notUpid);

/** SHA-1 of a configuration file, as its GET gives it in `digest`. */
export const digest = z.string().min(1).max(64);

import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag } from '../../core/wire.js';

/** Users, tokens and their rights. */
export const access = {
  /**
   * What the caller may do: privileges by ACL path, the value telling whether it counts below the path too. A
   * path that is missing inherits from the nearest one above it. Asking about others needs Sys.Audit on `/access`.
   */
  permissions: op(
    'GET /access/permissions',
    z.strictObject({ path: z.string().startsWith('/').optional(), userid: z.string().min(1).optional() }),
    z.record(z.string(), z.record(z.string(), flag)),
  ),
};

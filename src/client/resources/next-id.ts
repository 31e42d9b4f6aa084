import * as z from 'zod';
import { vmid } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { num } from '../../core/wire.js';

/** Apart from the cluster's table: a create with `any` needs no more of that. */
export const nextid = op('GET /cluster/nextid', z.strictObject({ vmid: vmid.optional() }), num);

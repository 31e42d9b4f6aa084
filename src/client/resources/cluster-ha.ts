import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text, word } from '../../core/wire.js';
import { none } from './params.js';

const current = record({
  id: text,
  type: word<'quorum' | 'master' | 'lrm' | 'service' | 'fencing'>(),
  node: text.optional(),
  /** In words. */
  status: text,
  quorate: flag.optional(),
  /** Of a service: `ct:100`. */
  sid: text.optional(),
  state: text.optional(),
  crm_state: text.optional(),
  request_state: text.optional(),
  max_restart: num.optional(),
  max_relocate: num.optional(),
  /** Seconds since the epoch, of the last sign of life. */
  timestamp: num.optional(),
  'armed-state': text.optional(),
});

const resource = record({
  sid: text,
  type: word<'ct' | 'vm'>().optional(),
  state: word<'started' | 'stopped' | 'disabled' | 'ignored'>().optional(),
  digest: text.optional(),
});

const settings = {
  comment: z.string().max(4096).optional(),
  /** What the manager is to keep it in. `enabled` is an old word for `started`. */
  state: z.enum(['started', 'stopped', 'enabled', 'disabled', 'ignored']).optional(),
  /** How often it is started again on the same node (1). */
  max_restart: z.number().int().min(0).optional(),
  /** How often it is tried on another node (1). */
  max_relocate: z.number().int().min(0).optional(),
  /** Since 9.0: go back to the preferred node when it is there again. */
  failback: z.boolean().optional(),
  /** Until 8.4; rules have taken the place of groups in 9.0. */
  group: z.string().optional(),
};

/** A guest by its number alone, or as PVE names it: `ct:100`, `vm:120`. */
const sid = z.string().regex(/^(?:(?:ct|vm):)?[1-9]\d{2,8}$/, '`ct:100`, `vm:100` or `100` is expected');

const onResource = { sid };
const audit = { needs: [{ path: '/', all: ['Sys.Audit'] }] };
const manage = { needs: [{ path: '/', all: ['Sys.Console'] }] };
const moved = record({ sid: text, 'requested-node': text }).nullable();

/** High availability. */
export const ha = {
  /** The manager, the nodes and the guests under its care. */
  status: op('GET /cluster/ha/status/current', none, z.array(current), audit),
  /** Guests under its care. */
  resources: {
    list: op(
      'GET /cluster/ha/resources',
      z.strictObject({ type: z.enum(['ct', 'vm']).optional() }),
      z.array(resource),
      audit,
    ),
    get: op(
      'GET /cluster/ha/resources/{sid}',
      z.strictObject(onResource),
      record({
        sid: text,
        type: text,
        state: text.optional(),
        comment: text.optional(),
        max_restart: num.optional(),
        max_relocate: num.optional(),
        failback: flag.optional(),
        group: text.optional(),
        digest: text.optional(),
      }),
      audit,
    ),
    /** Puts a guest under its care; it is started unless `state` says otherwise. */
    create: op('POST /cluster/ha/resources', z.strictObject({ ...onResource, ...settings }), nothing, manage),
    update: op(
      'PUT /cluster/ha/resources/{sid}',
      z.strictObject({
        ...onResource,
        ...settings,
        delete: z.array(z.string().min(1)).min(1).optional(),
        digest: ids.digest.optional(),
      }),
      nothing,
      manage,
    ),
    /** Takes a guest out of its care; the guest stays as it is. */
    delete: op(
      'DELETE /cluster/ha/resources/{sid}',
      z.strictObject({
        ...onResource,
        /** Since 9.0, default yes: take it out of the rules too. */
        purge: z.boolean().optional(),
      }),
      nothing,
      manage,
    ),
    /** Asks for a move to another node without a stop. The manager does it later; `status` shows it. */
    migrate: op(
      'POST /cluster/ha/resources/{sid}/migrate',
      z.strictObject({ ...onResource, node: ids.node }),
      moved,
      manage,
    ),
    /** Asks for a stop, and a start on another node. */
    relocate: op(
      'POST /cluster/ha/resources/{sid}/relocate',
      z.strictObject({ ...onResource, node: ids.node }),
      moved,
      manage,
    ),
  },
  /** Where guests may run, and which belong together or apart. Since 9.0. */
  rules: op(
    'GET /cluster/ha/rules',
    z.strictObject({
      type: z.enum(['node-affinity', 'resource-affinity']).optional(),
      /** Only rules that name this guest. */
      resource: sid.optional(),
    }),
    z.array(record({ rule: text })),
    audit,
  ),
};

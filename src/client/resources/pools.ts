import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { list, nothing, num, record, text, word } from '../../core/wire.js';

/** Id of a pool; nested ones, three levels at most, are `a/b/c` (pve-access-control src/PVE/AccessControl.pm). */
const poolid = z
  .string()
  .regex(
    /^[A-Za-z0-9.\-_]+(?:\/[A-Za-z0-9.\-_]+){0,2}$/,
    'not a pool id: letters, digits, . - _ are expected, in up to three parts with / between',
  );

// Rows of `cluster.resources`, as far as a pool has them.
const member = record({
  /** `lxc/100`, `qemu/101`, `storage/NODE/STORAGE`. */
  id: text,
  type: word<'lxc' | 'qemu' | 'storage'>(),
  node: text,
  vmid: num.optional(),
  storage: text.optional(),
  name: text.optional(),
  status: text.optional(),
  tags: list.optional(),
});

const pool = record({
  poolid: text,
  comment: text.optional(),
  /** Only where one pool was asked for. */
  members: z.array(member).optional(),
});

const kind = z.enum(['qemu', 'lxc', 'storage']).optional();

const allocate: { needs: readonly Need[] } = { needs: [{ path: '/pool/{poolid}', all: ['Pool.Allocate'] }] };

/**
 * Pools: guests and storages in a bundle, on which rights can be given at once (`/pool/POOL`). The calls about one pool need
 * PVE 8.1, as they take nested pools too; an older host has `client.call('GET /pools/{poolid}', …)` and the like.
 */
export const pools = {
  /** The pools that the caller may audit; the others are left out silently. With `poolid` that one alone, with its members. */
  list: op('GET /pools', z.strictObject({ poolid: poolid.optional(), type: kind }), z.array(pool)),
  /**
   * One pool with its members, or with those of one type. PVE asks for no privilege here (pve-manager PVE/API2/Pool.pm).
   * @throws NotFoundError if there is no such pool.
   */
  get: op(
    'GET /pools',
    z.strictObject({ poolid, type: kind }),
    z.tuple([pool]).transform(([only]) => only),
  ),
  /** Makes an empty pool; the parent of a nested one must exist. */
  create: op('POST /pools', z.strictObject({ poolid, comment: z.string().optional() }), nothing, allocate),
  /**
   * Adds members, or with `delete` takes them out; all or nothing. A guest is in one pool at most: with `allow-move` it leaves
   * the one that it is in. What a pool grants counts from then on.
   */
  update: op(
    'PUT /pools',
    z.strictObject({
      poolid,
      comment: z.string().optional(),
      vms: z.array(ids.vmid).min(1).optional(),
      storage: z.array(ids.storage).min(1).optional(),
      'allow-move': z.boolean().optional(),
      delete: z.boolean().optional(),
    }),
    nothing,
    {
      needs: [
        ...allocate.needs,
        { path: '/vms/{vms}', any: ['Permissions.Modify', 'VM.Allocate'], when: 'vms' },
        { path: '/storage/{storage}', any: ['Permissions.Modify', 'Datastore.Allocate'], when: 'storage' },
      ],
    },
  ),
  /** Removes an empty pool and its ACL entries. */
  delete: op('DELETE /pools', z.strictObject({ poolid }), nothing, allocate),
};

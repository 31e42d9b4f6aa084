import * as z from 'zod';
import { op } from '../../core/op.js';
import { record, text } from '../../core/wire.js';
import { onNode } from './params.js';

const server = z.string().min(1);
const allocate = { needs: [{ path: '/storage', all: ['Datastore.Allocate'] }] };

/**
 * What storage a node could reach. Each call runs a program on the node, and fails where that is not installed. Those of
 * CIFS and PBS are not here: PVE wants their password in the URL, where logs keep it.
 */
export const scan = {
  /** LVM volume groups. */
  lvm: op('GET /nodes/{node}/scan/lvm', z.strictObject(onNode), z.array(record({ vg: text })), allocate),
  /** Thin pools of a volume group. */
  lvmthin: op(
    'GET /nodes/{node}/scan/lvmthin',
    z.strictObject({ ...onNode, vg: z.string().regex(/^[\w.+][\w.+-]+$/, 'a volume group is expected') }),
    z.array(record({ lv: text })),
    allocate,
  ),
  /** ZFS pools and file systems. */
  zfs: op('GET /nodes/{node}/scan/zfs', z.strictObject(onNode), z.array(record({ pool: text })), allocate),
  /** Exports of an NFS server. */
  nfs: op(
    'GET /nodes/{node}/scan/nfs',
    z.strictObject({ ...onNode, server }),
    z.array(record({ path: text, options: text.optional() })),
    allocate,
  ),
  /** Targets behind an iSCSI portal, `HOST` or `HOST:PORT`. */
  iscsi: op(
    'GET /nodes/{node}/scan/iscsi',
    z.strictObject({ ...onNode, portal: server }),
    z.array(record({ portal: text, target: text })),
    allocate,
  ),
};

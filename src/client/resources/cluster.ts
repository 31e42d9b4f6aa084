import * as z from 'zod';
import { vmid } from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, list, num, record, text, word } from '../../core/wire.js';
import { none } from './params.js';
import { clusterTask } from './tasks.js';

// One shape for all row types: new ones appear with new releases (`network` with 9.0), and rows lose most of their
// fields while a node is down or its statistics are stuck.
const resource = record({
  /** `lxc/100`, `qemu/101`, `storage/NODE/STORAGE`, `node/NODE`, `/pool/POOL`, … */
  id: text,
  type: word<'lxc' | 'qemu' | 'storage' | 'node' | 'pool' | 'sdn' | 'network'>(),
  node: text.optional(),
  status: text.optional(),
  name: text.optional(),
  vmid: num.optional(),
  template: flag.optional(),
  lock: text.optional(),
  tags: list.optional(),
  pool: text.optional(),
  hastate: text.optional(),
  /** Seconds. */
  uptime: num.optional(),
  /** Share of `maxcpu` in use, 0..1. */
  cpu: num.optional(),
  maxcpu: num.optional(),
  /** Bytes. */
  mem: num.optional(),
  maxmem: num.optional(),
  disk: num.optional(),
  maxdisk: num.optional(),
  storage: text.optional(),
  plugintype: text.optional(),
  /** What a storage may hold. */
  content: list.optional(),
  shared: flag.optional(),
});

/** The cluster as a whole; a single node is a cluster of one. */
export const cluster = {
  /**
   * Guests, storages, nodes and more in one call: what the caller may audit, the rest is left out silently. The
   * figures are up to some ten seconds old. Sizes in bytes.
   */
  resources: op(
    'GET /cluster/resources',
    z.strictObject({ type: z.enum(['vm', 'storage', 'node', 'sdn']).optional() }),
    z.array(resource),
  ),
  /**
   * The lowest free vmid, or, with `vmid`, that one if it is free (else a ConflictError). Nothing is reserved: a create with it
   * can still meet an id that somebody else took.
   */
  nextid: op('GET /cluster/nextid', z.strictObject({ vmid: vmid.optional() }), num),
  /**
   * Recent tasks of all nodes, some 25 of each. Without Sys.Audit on `/` a token gets an empty list, its own tasks
   * included (pve-manager PVE/API2/Cluster.pm): use `tasks.list` of a node for those.
   */
  tasks: op('GET /cluster/tasks', none, z.array(clusterTask)),
};

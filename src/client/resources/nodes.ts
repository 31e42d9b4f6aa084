import * as z from 'zod';
import { op } from '../../core/op.js';
import { num, record, text, word } from '../../core/wire.js';
import { none, onNode } from './params.js';

const space = {
  /** Bytes. */
  total: num,
  /** Bytes. */
  used: num,
  /** Bytes. */
  free: num.optional(),
};

const listed = record({
  node: text,
  status: word<'online' | 'offline' | 'unknown'>(),
  id: text.optional(),
  /** SHA-256 fingerprint of the node's certificate. */
  ssl_fingerprint: text.optional(),
  /** Share of all cores in use, 0..1. This and the rest are missing without Sys.Audit on the node. */
  cpu: num.optional(),
  maxcpu: num.optional(),
  /** Bytes in use. */
  mem: num.optional(),
  maxmem: num.optional(),
  /** Bytes in use on the root file system. */
  disk: num.optional(),
  maxdisk: num.optional(),
  /** Seconds. */
  uptime: num.optional(),
});

const status = record({
  /** Seconds. */
  uptime: num,
  /** Load over 1, 5 and 15 minutes. PVE sends strings; these are numbers. */
  loadavg: z.array(num).optional(),
  /** Share of all cores in use, 0..1; 0 in the first sample of an API worker. */
  cpu: num.optional(),
  /** Share of time waiting for I/O, 0..1. */
  wait: num.optional(),
  memory: record(space),
  swap: record(space).optional(),
  rootfs: record({ ...space, avail: num.optional() }),
  cpuinfo: record({
    cpus: num,
    cores: num.optional(),
    sockets: num.optional(),
    mhz: num.optional(),
    model: text.optional(),
  }),
  kversion: text.optional(),
  /** `pve-manager/9.2.11/HASH`. */
  pveversion: text,
});

/** The nodes of the cluster. */
export const nodes = {
  /** All nodes, for any authenticated caller; the figures only where the caller has Sys.Audit. Sizes in bytes. */
  list: op('GET /nodes', none, z.array(listed)),
  /** Load, memory and versions of one node. Sizes in bytes. */
  status: op('GET /nodes/{node}/status', z.strictObject(onNode), status, {
    needs: [{ path: '/nodes/{node}', all: ['Sys.Audit'] }],
  }),
};

import * as z from 'zod';
import { num, record, text, word } from '../../core/wire.js';

// Answers about a node as a whole.

const space = {
  /** Bytes. */
  total: num,
  /** Bytes. */
  used: num,
  /** Bytes. */
  free: num.optional(),
};

/** A row of the list of nodes. */
export const listed = record({
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

/** What a node does at this moment. */
export const status = record({
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

/** One interval of a node's history. */
export const sample = record({
  /** Seconds since the epoch: the start of the interval that the values are of. */
  time: num,
  /** Share of all cores in use, 0..1. */
  cpu: num.optional(),
  maxcpu: num.optional(),
  /** Share of time waiting for I/O, 0..1. */
  iowait: num.optional(),
  loadavg: num.optional(),
  /** Bytes, as all sizes here. */
  memtotal: num.optional(),
  memused: num.optional(),
  memavailable: num.optional(),
  swaptotal: num.optional(),
  swapused: num.optional(),
  roottotal: num.optional(),
  rootused: num.optional(),
  arcsize: num.optional(),
  /** Bytes a second. */
  netin: num.optional(),
  netout: num.optional(),
  /** Share of time in which something waited, in percent. Since PVE 9. */
  pressurecpusome: num.optional(),
  pressureiosome: num.optional(),
  pressureiofull: num.optional(),
  pressurememorysome: num.optional(),
  pressurememoryfull: num.optional(),
});

export const certificate = record({
  filename: text.optional(),
  /** SHA-256, as the client's `fingerprint` takes it. */
  fingerprint: text.optional(),
  subject: text.optional(),
  issuer: text.optional(),
  san: z.array(text).optional(),
  /** Seconds since the epoch. */
  notbefore: num.optional(),
  /** Seconds since the epoch. */
  notafter: num.optional(),
  pem: text.optional(),
  'public-key-type': text.optional(),
  'public-key-bits': num.optional(),
});

export const subscription = record({
  status: word<'new' | 'notfound' | 'active' | 'invalid' | 'expired' | 'suspended'>(),
  message: text.optional(),
  /** This and the rest, but for `url`, only with Sys.Audit on the node. */
  level: text.optional(),
  productname: text.optional(),
  key: text.optional(),
  nextduedate: text.optional(),
  serverid: text.optional(),
  sockets: num.optional(),
  url: text.optional(),
});

export const nodeConfig = record({
  description: text.optional(),
  /** Seconds between the boot and the start of the first guest. */
  'startall-onboot-delay': num.optional(),
  wakeonlan: text.optional(),
  acme: text.optional(),
  /** Percent of memory that automatic ballooning aims at. */
  'ballooning-target': num.optional(),
  digest: text.optional(),
});

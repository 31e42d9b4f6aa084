import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, list, nothing, num, record, text, word } from '../../core/wire.js';
import { backup } from './cluster-backup.js';
import { ha } from './cluster-ha.js';
import { options } from './cluster-options.js';
import { replication } from './cluster-replication.js';
import { clusterFirewall } from './firewall-cluster.js';
import { nextid } from './next-id.js';
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

/** A row about the cluster (missing on a single node) or about one of its nodes. */
const status = record({
  id: text,
  type: word<'cluster' | 'node'>(),
  name: text,
  ip: text.optional(),
  /** The node that answers. */
  local: flag.optional(),
  online: flag.optional(),
  nodeid: num.optional(),
  /** Of the cluster: how many nodes there are, whether most are there, and the version of its configuration. */
  nodes: num.optional(),
  quorate: flag.optional(),
  version: num.optional(),
  level: text.optional(),
});

const logEntry = record({
  id: text.optional(),
  /** Seconds since the epoch. */
  time: num,
  node: text,
  user: text.optional(),
  /** The program. */
  tag: text.optional(),
  /** As syslog has it: 3 is an error, 4 a warning, 6 information. */
  pri: num.optional(),
  msg: text,
  pid: num.optional(),
  uid: text.optional(),
});

const metric = record({
  /** `node/NODE`, `lxc/100`, `storage/NODE/STORAGE`. */
  id: text,
  metric: text,
  timestamp: num,
  type: word<'gauge' | 'counter' | 'derive'>(),
  value: num,
});

const audit = { needs: [{ path: '/', all: ['Sys.Audit'] }] };
const anyMapping = (path: string) => ({
  needs: [{ path, any: ['Mapping.Modify', 'Mapping.Audit', 'Mapping.Use'] }],
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
  nextid,
  /**
   * Recent tasks of all nodes, some 25 of each. Without Sys.Audit on `/` a token gets an empty list, its own tasks
   * included (pve-manager PVE/API2/Cluster.pm): use `tasks.list` of a node for those.
   */
  tasks: op('GET /cluster/tasks', none, z.array(clusterTask)),
  /** Quorum and nodes. On a single node there is one row, without a cluster. */
  status: op('GET /cluster/status', none, z.array(status), audit),
  /** The cluster's log, newest first. Without Sys.Syslog on `/` only the caller's own entries. */
  log: op('GET /cluster/log', z.strictObject({ max: z.number().int().min(1).optional() }), z.array(logEntry)),
  /** When a calendar event (`mon..fri 02:30`) comes next: a way to test a schedule. */
  scheduleAnalyze: op(
    'GET /cluster/jobs/schedule-analyze',
    z.strictObject({
      schedule: z.string().min(1).max(128),
      /** How many (10). */
      iterations: z.number().int().min(1).max(100).optional(),
      /** Seconds since the epoch, in place of now. */
      starttime: z.number().int().optional(),
    }),
    z.array(record({ timestamp: num, utc: text })),
  ),
  /** Settings of the datacenter. */
  options,
  /** Scheduled backups. */
  backup,
  /** Replication jobs. */
  replication,
  /** High availability. */
  ha,
  /** Where figures are sent, and what they are. */
  metrics: {
    /** The last figures of nodes, guests and storages. Since 8.2. */
    export: op(
      'GET /cluster/metrics/export',
      z.strictObject({
        /** Also those of the last minutes. */
        history: z.boolean().optional(),
        /** Only those that the answering node has itself. */
        'local-only': z.boolean().optional(),
        /** Seconds since the epoch: only later ones. With `history`. */
        'start-time': z.number().int().min(0).optional(),
      }),
      record({ data: z.array(metric) }),
      audit,
    ),
    /** Servers that PVE sends figures to. */
    servers: op(
      'GET /cluster/metrics/server',
      none,
      z.array(
        record({
          id: text,
          type: word<'graphite' | 'influxdb' | 'opentelemetry'>(),
          server: text,
          port: num,
          disable: flag.optional(),
        }),
      ),
      audit,
    ),
  },
  /** Where notifications go. Since 8.1. */
  notifications: {
    targets: op(
      'GET /cluster/notifications/targets',
      none,
      z.array(
        record({
          name: text,
          type: word<'sendmail' | 'gotify' | 'smtp' | 'webhook'>(),
          origin: word<'user-created' | 'builtin' | 'modified-builtin'>().optional(),
          comment: text.optional(),
          disable: flag.optional(),
        }),
      ),
      anyMapping('/mapping/notifications'),
    ),
    /** Sends a test to one target. */
    test: op(
      'POST /cluster/notifications/targets/{name}/test',
      z.strictObject({ name: z.string().regex(/^[\w][\w.-]*$/, 'the name of a target is expected') }),
      nothing,
      anyMapping('/mapping/notifications'),
    ),
  },
  /** Things of the nodes under a name of the cluster. */
  mapping: {
    /** Directories that virtual machines may share (since 8.4); those that the caller may use, the others are left out silently. */
    dir: op(
      'GET /cluster/mapping/dir',
      z.strictObject({
        /** Look whether they are right on this node. */
        'check-node': ids.node.optional(),
      }),
      z.array(
        record({
          id: text,
          description: text.optional(),
          map: z.array(text),
          checks: z.array(record({ severity: word<'warning' | 'error'>(), message: text })).optional(),
        }),
      ),
    ),
  },
  firewall: clusterFirewall,
};

import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { nothing, num, record, text } from '../../core/wire.js';
import { nodeFirewall } from './firewall-node.js';
import { apt } from './node-apt.js';
import { disks } from './node-disks.js';
import { capabilities, hardware } from './node-hardware.js';
import { network } from './node-network.js';
import { replication } from './node-replication.js';
import { scan } from './node-scan.js';
import { services } from './node-services.js';
import { certificate, listed, nodeConfig, sample, status, subscription } from './node-shapes.js';
import { none, onNode, seconds, startsTask } from './params.js';

const onIt = (...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/nodes/{node}', all }] });
const onlyNode = z.strictObject(onNode);

/** A right on each guest that `vms` names; without `vms` it must be there on `/`. */
const onGuests = (privilege: string): { needs: readonly Need[] } => ({
  needs: [
    { path: '/vms/{vms}', all: [privilege] },
    { path: '/', all: [privilege], when: 'no vms' },
  ],
});

const bulk = {
  ...onNode,
  /** Only these guests. Ids that this node does not have are passed over silently. */
  vms: z.array(ids.vmid).min(1).optional(),
};

/** `2026-01-31`, `2026-01-31 12:00` or `2026-01-31 12:00:00`, in the node's time zone. */
const localTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?$/,
    'YYYY-MM-DD, with HH:MM or HH:MM:SS, is expected',
  );

/** The nodes of the cluster. */
export const nodes = {
  /** All nodes, for any authenticated caller; the figures only where the caller has Sys.Audit. Sizes in bytes. */
  list: op('GET /nodes', none, z.array(listed)),
  /** Load, memory and versions of one node. Sizes in bytes. */
  status: op('GET /nodes/{node}/status', onlyNode, status, onIt('Sys.Audit')),
  /** The version of one node: in a cluster they can differ for the time of an upgrade. */
  version: op('GET /nodes/{node}/version', onlyNode, record({ version: text, release: text, repoid: text })),
  /**
   * Load, memory and traffic over time. Samples of which there are no values hold only `time`. How far apart they are differs by
   * release: a day is 1,440 of a minute since PVE 9, and was 70 of some 20 minutes before.
   */
  rrddata: op(
    'GET /nodes/{node}/rrddata',
    z.strictObject({
      ...onNode,
      /** `decade`: since PVE 9. */
      timeframe: z.enum(['hour', 'day', 'week', 'month', 'year', 'decade']),
      /** Of each interval the mean (default) or the peak. */
      cf: z.enum(['AVERAGE', 'MAX']).optional(),
    }),
    z.array(sample),
    onIt('Sys.Audit'),
  ),
  /** Its clock. `time` is seconds since the epoch; `localtime` is that plus the time zone's offset. */
  time: op(
    'GET /nodes/{node}/time',
    onlyNode,
    record({ time: num, localtime: num, timezone: text }),
    onIt('Sys.Audit'),
  ),
  /** Its name servers and search domain. */
  dns: op(
    'GET /nodes/{node}/dns',
    onlyNode,
    record({ search: text.optional(), dns1: text.optional(), dns2: text.optional(), dns3: text.optional() }),
    onIt('Sys.Audit'),
  ),
  /** Its `/etc/hosts`, as one text. Needs Sys.Audit on `/`, the node is not enough. */
  hosts: op('GET /nodes/{node}/hosts', onlyNode, record({ data: text, digest: text.optional() }), {
    needs: [{ path: '/', all: ['Sys.Audit'] }],
  }),
  /** Its options in PVE: description, wake on LAN, ACME, … Needs Sys.Audit on `/`. */
  config: op('GET /nodes/{node}/config', onlyNode, nodeConfig, {
    needs: [{ path: '/', all: ['Sys.Audit'] }],
  }),
  /** Traffic of the guests' interfaces since their start, in bytes. */
  netstat: op(
    'GET /nodes/{node}/netstat',
    onlyNode,
    z.array(record({ vmid: num, dev: text, in: num, out: num })),
    onIt('Sys.Audit'),
  ),
  /**
   * Lines of the systemd journal, oldest first. Hosts that give cursors have them as the first and the last item: put the last
   * one into `startcursor` to read on. Say how much: without `lastentries` or `since` it is the whole journal.
   */
  journal: op(
    'GET /nodes/{node}/journal',
    z
      .strictObject({
        ...onNode,
        /** The last so many. Not together with a range. */
        lastentries: z.number().int().min(0).optional(),
        /** Seconds since the epoch. */
        since: seconds.optional(),
        until: seconds.optional(),
        startcursor: z.string().min(1).optional(),
        endcursor: z.string().min(1).optional(),
        /** Since 9.2: `0` (emergency) to `7` (debug), that and worse, or a range `0..3`. */
        priority: z
          .string()
          .regex(/^[0-7](?:\.\.[0-7])?$/, 'a level from 0 to 7 or a range `0..3` is expected')
          .optional(),
        /** Since 9.2: a glob of syslog identifiers, `pve*`. */
        service: z.string().max(128).optional(),
        /** Since 9.2: a systemd unit. */
        unit: z.string().max(256).optional(),
        /** Since 9.2: only the kernel's. */
        kernel: z.boolean().optional(),
      })
      .refine(
        ({ since, startcursor }) => since === undefined || startcursor === undefined,
        'either `since` or `startcursor`',
      )
      .refine(
        ({ until, endcursor }) => until === undefined || endcursor === undefined,
        'either `until` or `endcursor`',
      ),
    z.array(text),
    onIt('Sys.Syslog'),
  ),
  /** Lines of the journal by number, 50 by default. */
  syslog: op(
    'GET /nodes/{node}/syslog',
    z.strictObject({
      ...onNode,
      start: z.number().int().min(0).optional(),
      limit: z.number().int().min(0).optional(),
      since: localTime.optional(),
      until: localTime.optional(),
      service: z.string().max(128).optional(),
    }),
    z.array(record({ n: num, t: text })),
    onIt('Sys.Syslog'),
  ),
  /** The report that Proxmox' support asks for, as one text. It takes some seconds, and it holds addresses and names. */
  report: op('GET /nodes/{node}/report', onlyNode, text, onIt('Sys.Audit')),
  /** The certificates that its API and web interface use. Any authenticated caller may ask. */
  certificates: op('GET /nodes/{node}/certificates/info', onlyNode, z.array(certificate)),
  /** Its subscription, as of the last check. */
  subscription: op('GET /nodes/{node}/subscription', onlyNode, subscription),

  /** Restarts it. Guests are shut down first. Returns when it was asked, not when it is up again. */
  reboot: op('POST /nodes/{node}/status', onlyNode, nothing, {
    ...onIt('Sys.PowerMgmt'),
    fixed: { command: 'reboot' },
  }),
  /** Shuts it down. Guests are shut down first. */
  shutdown: op('POST /nodes/{node}/status', onlyNode, nothing, {
    ...onIt('Sys.PowerMgmt'),
    fixed: { command: 'shutdown' },
  }),
  /** Wakes it by network: another node of the cluster sends the packet. Returns the hardware address it went to. */
  wakeonlan: op('POST /nodes/{node}/wakeonlan', onlyNode, text, onIt('Sys.PowerMgmt')),
  /**
   * Starts guests in their order, by default those with `onboot`. Task `startall`; one that fails does not fail it. It is what
   * PVE does at boot, so it also **removes locks** that backups left on guests (pve-manager PVE/API2/Nodes.pm).
   */
  startall: op(
    'POST /nodes/{node}/startall',
    z.strictObject({
      ...bulk,
      /** Also guests without `onboot`. */
      force: z.boolean().optional(),
    }),
    startsTask,
    onGuests('VM.PowerMgmt'),
  ),
  /** Shuts guests down in their order. Task `stopall`. */
  stopall: op(
    'POST /nodes/{node}/stopall',
    z.strictObject({
      ...bulk,
      /** Seconds for each (180). */
      timeout: z.number().int().min(0).max(7200).optional(),
      /** Default yes: after `timeout` they are stopped. */
      'force-stop': z.boolean().optional(),
    }),
    startsTask,
    onGuests('VM.PowerMgmt'),
  ),
  /** Suspends virtual machines to disk; containers are passed over. Task `suspendall`. */
  suspendall: op('POST /nodes/{node}/suspendall', z.strictObject(bulk), startsTask, onGuests('VM.PowerMgmt')),
  /** Moves guests to another node. Task `migrateall`. */
  migrateall: op(
    'POST /nodes/{node}/migrateall',
    z.strictObject({
      ...bulk,
      target: ids.node,
      /** How many at a time; 1 by default. */
      maxworkers: z.number().int().min(1).max(64).optional(),
      'with-local-disks': z.boolean().optional(),
    }),
    startsTask,
    onGuests('VM.Migrate'),
  ),

  /** System services. */
  services,
  /** Disks, SMART, and what is on them. */
  disks,
  /** Network interfaces. */
  network,
  /** Packages. */
  apt,
  /** PCI and USB devices. */
  hardware,
  /** What virtual machines can be given. */
  capabilities,
  /** Storage within its reach. */
  scan,
  /** Replication jobs, as they stand. */
  replication,
  firewall: nodeFirewall,
};

import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { flag, list, nothing, num, record, text, word } from '../../core/wire.js';
import { creation, creationNeeds, existingRootfs, lxcConfig, withConfig } from './lxc-config.js';
import { bwlimit, onGuest, onNode, seconds, startsTask } from './params.js';
import { snapshots } from './snapshots.js';

const pressure = {
  /** Share of time in which something waited, in percent, over ten seconds. Since PVE 9. */
  pressurecpusome: num.optional(),
  pressurecpufull: num.optional(),
  pressureiosome: num.optional(),
  pressureiofull: num.optional(),
  pressurememorysome: num.optional(),
  pressurememoryfull: num.optional(),
};

const state = {
  vmid: num,
  status: word<'running' | 'stopped'>(),
  name: text.optional(),
  /** Cores that it may use; a fraction where only `cpulimit` is set. */
  cpus: num.optional(),
  /** Share of `cpus` in use, 0..1; 0 in the first sample of an API worker. */
  cpu: num.optional(),
  /** Bytes. */
  mem: num.optional(),
  maxmem: num.optional(),
  swap: num.optional(),
  maxswap: num.optional(),
  disk: num.optional(),
  maxdisk: num.optional(),
  diskread: num.optional(),
  diskwrite: num.optional(),
  netin: num.optional(),
  netout: num.optional(),
  /** Seconds; 0 when stopped. */
  uptime: num.optional(),
  /** The init process, on the host. */
  pid: num.optional(),
  template: flag.optional(),
  lock: text.optional(),
  tags: list.optional(),
  ...pressure,
};

const pendingRow = record({
  key: text,
  /** What counts now. */
  value: z.union([z.string(), z.number()]).optional(),
  /** What will count after the next start. */
  pending: z.union([z.string(), z.number()]).optional(),
  /** 1: will be deleted; 2: deleted by force. */
  delete: num.optional(),
});

const networkInterface = record({
  name: text,
  /** A tunnel has none. */
  hwaddr: text.optional(),
  /** The last IPv4 and IPv6 address only; all of them are in `ip-addresses` (since 8.4). */
  inet: text.optional(),
  inet6: text.optional(),
  'ip-addresses': z
    .array(
      record({ 'ip-address': text.optional(), 'ip-address-type': text.optional(), prefix: num.optional() }),
    )
    .optional(),
});

const onVm = (...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/vms/{vmid}', all }] });
const audit = onVm('VM.Audit');
const power = onVm('VM.PowerMgmt');
const guest = z.strictObject(onGuest);
const space: Need = { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] };

const mountPoint = z.templateLiteral(['mp', z.int().min(0).max(255)]);

/** Containers. */
export const lxc = {
  /** The containers of a node that the caller may audit; the others are left out silently. Sizes in bytes. */
  list: op('GET /nodes/{node}/lxc', z.strictObject(onNode), z.array(record(state))),
  /** What a container does at this moment. Sizes in bytes. */
  status: op(
    'GET /nodes/{node}/lxc/{vmid}/status/current',
    guest,
    record({ ...state, ha: record({ managed: flag.optional() }).optional() }),
    audit,
  ),
  /** Its configuration, pending changes merged in. `current` gives what counts now, `snapshot` what a snapshot kept. */
  config: op(
    'GET /nodes/{node}/lxc/{vmid}/config',
    z.strictObject({ ...onGuest, current: z.boolean().optional(), snapshot: ids.snapname.optional() }),
    lxcConfig,
    audit,
  ),
  /** Its configuration key by key, with what waits for the next start. */
  pending: op('GET /nodes/{node}/lxc/{vmid}/pending', guest, z.array(pendingRow), audit),
  /** Its network interfaces, asked inside the container (since 8.1). Null when it does not run, **or does not exist**. */
  interfaces: op(
    'GET /nodes/{node}/lxc/{vmid}/interfaces',
    guest,
    z.array(networkInterface).nullable(),
    audit,
  ),

  /**
   * Makes a container from a template. Returns the UPID of a `vzcreate` task. Parameters are checked before it,
   * templates and disks in it.
   *
   * With `vmid: 'any'` it gets a free id, another one if somebody took that meanwhile; the UPID says which: `parseUpid(upid).id`.
   * @throws ConflictError if the vmid is taken.
   */
  create: op(
    'POST /nodes/{node}/lxc',
    withConfig({
      node: ids.node,
      vmid: ids.vmidOrAny,
      /** `STORAGE:vztmpl/FILE`. */
      ostemplate: ids.volume,
      ...creation,
    }),
    startsTask,
    { needs: creationNeeds, anyVmid: 'vmid' },
  ),
  /**
   * Changes the configuration; keys in `delete` are removed, in `revert` their pending change is. Returns nothing.
   * Of a running container some keys wait for the next start, and PVE does not say which: see `pending`.
   * @throws ConflictError if `digest` is given and the configuration has changed since; LockedError.
   */
  update: op(
    'PUT /nodes/{node}/lxc/{vmid}/config',
    withConfig({
      node: ids.node,
      vmid: ids.vmid,
      /** Its options; the volume must be the one that is there. */
      rootfs: existingRootfs.optional(),
      delete: z
        .array(z.string().regex(/^[a-z]+\d*$/, 'not a configuration key'))
        .min(1)
        .optional(),
      revert: z
        .array(z.string().regex(/^[a-z]+\d*$/, 'not a configuration key'))
        .min(1)
        .optional(),
      digest: ids.digest.optional(),
    }),
    nothing,
    {
      needs: [
        {
          path: '/vms/{vmid}',
          any: [
            'VM.Config.Disk',
            'VM.Config.CPU',
            'VM.Config.Memory',
            'VM.Config.Network',
            'VM.Config.Options',
          ],
        },
      ],
    },
  ),

  /** Starts it. Task `vzstart`: that it does not exist, or is locked or a template, shows only in the task. */
  start: op(
    'POST /nodes/{node}/lxc/{vmid}/status/start',
    z.strictObject({ ...onGuest, debug: z.boolean().optional() }),
    startsTask,
    power,
  ),
  /** Stops it at once, like pulling the plug. Task `vzstop`. `overrule-shutdown` ends a shutdown that runs (since 8.2). */
  stop: op(
    'POST /nodes/{node}/lxc/{vmid}/status/stop',
    z.strictObject({ ...onGuest, 'overrule-shutdown': z.boolean().optional() }),
    startsTask,
    power,
  ),
  /** Asks it to shut down; after `timeout` seconds (60) the task fails, or with `forceStop` stops it. Task `vzshutdown`. */
  shutdown: op(
    'POST /nodes/{node}/lxc/{vmid}/status/shutdown',
    z.strictObject({ ...onGuest, timeout: seconds.optional(), forceStop: z.boolean().optional() }),
    startsTask,
    power,
  ),
  /** Shuts it down and starts it again, which applies pending changes. Task `vzreboot`. */
  reboot: op(
    'POST /nodes/{node}/lxc/{vmid}/status/reboot',
    z.strictObject({ ...onGuest, timeout: seconds.optional() }),
    startsTask,
    power,
  ),
  /** Freezes it to disk with CRIU: experimental in PVE, expect the task (`vzsuspend`) to fail. */
  suspend: op('POST /nodes/{node}/lxc/{vmid}/status/suspend', guest, startsTask, power),
  /** Resumes a suspended one. Task `vzresume`. */
  resume: op('POST /nodes/{node}/lxc/{vmid}/status/resume', guest, startsTask, power),

  /**
   * Destroys a container and its volumes, for good. Task `vzdestroy`. PVE also removes its ACL entries and firewall rules; `purge` takes
   * it out of backup jobs, replication and HA as well. `force` destroys one that runs.
   */
  delete: op(
    'DELETE /nodes/{node}/lxc/{vmid}',
    z.strictObject({
      ...onGuest,
      force: z.boolean().optional(),
      purge: z.boolean().optional(),
      'destroy-unreferenced-disks': z.boolean().optional(),
    }),
    startsTask,
    onVm('VM.Allocate'),
  ),
  /** Copies a container to `newid`. Task `vzclone`, whose id is the **source's** vmid. Of a running one only from a snapshot. */
  clone: op(
    'POST /nodes/{node}/lxc/{vmid}/clone',
    z.strictObject({
      ...onGuest,
      newid: ids.vmid,
      hostname: z.string().max(255).optional(),
      description: z.string().max(8192).optional(),
      pool: z.string().optional(),
      snapname: ids.snapname.optional(),
      /** Only with a full clone. */
      storage: ids.storage.optional(),
      /** Default: yes, but for a template. */
      full: z.boolean().optional(),
      target: ids.node.optional(),
      bwlimit: bwlimit.optional(),
    }),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Clone'] },
        { path: '/vms/{newid}', all: ['VM.Allocate'] },
        space,
      ],
    },
  ),
  /** Makes a volume bigger; PVE cannot shrink one. Task `resize`. */
  resize: op(
    'PUT /nodes/{node}/lxc/{vmid}/resize',
    z.strictObject({
      ...onGuest,
      disk: z.union([z.literal('rootfs'), mountPoint], '`rootfs` or `mpN` is expected'),
      /** `+2G` adds, `10G` sets; without a unit it is bytes. */
      size: z.string().regex(/^\+?\d+(?:\.\d+)?[KMGT]?$/, 'a size such as `10G` or `+2G` is expected'),
      digest: ids.digest.optional(),
    }),
    startsTask,
    // PVE takes the parameter `disk` for a configuration key, one of those that need VM.Config.Options.
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Config.Disk', 'VM.Config.Options'] }, space] },
  ),
  /** Moves it to another node. There is no live migration: a running one needs `restart`. Task `vzmigrate`. */
  migrate: op(
    'POST /nodes/{node}/lxc/{vmid}/migrate',
    z.strictObject({
      ...onGuest,
      target: ids.node,
      'target-storage': z.string().optional(),
      restart: z.boolean().optional(),
      /** Seconds to wait for its shutdown (180). */
      timeout: seconds.optional(),
      online: z.boolean().optional(),
      bwlimit: bwlimit.optional(),
    }),
    startsTask,
    onVm('VM.Migrate'),
  ),

  /** Snapshots of a container; also `client.snapshots`. */
  snapshots,
};

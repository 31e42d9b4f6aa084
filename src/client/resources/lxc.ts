import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { guestFirewall } from './firewall-guest.js';
import { configKeys, guestState, onVm, pendingRow } from './guest.js';
import { creation, creationNeeds, existingRootfs, lxcConfig, withConfig } from './lxc-config.js';
import { copies } from './lxc-copies.js';
import { onGuest, onNode, seconds, startsTask, terminalTicket } from './params.js';
import { sample, timeframe } from './rrd.js';
import { snapshots } from './snapshots.js';

const state = {
  ...guestState,
  /** Bytes. */
  swap: num.optional(),
  maxswap: num.optional(),
  disk: num.optional(),
};

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

const audit = onVm('VM.Audit');
const power = onVm('VM.PowerMgmt');
const guest = z.strictObject(onGuest);

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
   * Its load over time, oldest first. A sample without figures has only its `time`. PVE 9 keeps a minute's samples for a day;
   * after an upgrade from 8 one answer can mix resolutions.
   */
  rrddata: op(
    'GET /nodes/{node}/lxc/{vmid}/rrddata',
    z.strictObject({ ...onGuest, ...timeframe }),
    z.array(sample),
    audit,
  ),
  /**
   * Whether all of its volumes can do a thing: `snapshot`, `copy` (a full clone), `clone` (a linked one, or becoming a
   * template). With `snapname` of that snapshot. Ask before: a snapshot that cannot be made fails only in its task.
   */
  feature: op(
    'GET /nodes/{node}/lxc/{vmid}/feature',
    z.strictObject({
      ...onGuest,
      feature: z.enum(['snapshot', 'clone', 'copy']),
      snapname: ids.snapname.optional(),
    }),
    record({ hasFeature: flag }),
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
      delete: configKeys.optional(),
      revert: configKeys.optional(),
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

  ...copies,
  /** Starts the host's half of a console and gives the ticket for it: use `console`, which does all of it. */
  termproxy: op('POST /nodes/{node}/lxc/{vmid}/termproxy', guest, terminalTicket, onVm('VM.Console')),

  /** Snapshots of a container; also `client.snapshots`. */
  snapshots,
  firewall: guestFirewall('/nodes/{node}/lxc/{vmid}'),
};

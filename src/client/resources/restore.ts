import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { creation, creationNeeds, withConfig } from './lxc-config.js';
import { startsTask } from './params.js';
import { extractConfig } from './vzdump.js';

/** Containers from backups. */
export const restore = {
  /**
   * Makes a container from a backup, or, with `force`, puts one back in place of what it is now. Returns the UPID
   * of a `vzrestore` task.
   *
   * Keys that are given replace those of the backup. What only root@pam may set is treated in the task: raw `lxc.*` lines are
   * dropped with a warning, bind mounts fail it. `vmid: 'any'` takes a free id, as in `lxc.create`. A privileged backup needs Sys.Modify on `/` since PVE 9.
   * (pve-container src/PVE/API2/LXC.pm, src/PVE/LXC/Create.pm)
   * @throws ConflictError if the vmid is taken and `force` is not set.
   */
  create: op(
    'POST /nodes/{node}/lxc',
    withConfig({
      node: ids.node,
      vmid: ids.vmidOrAny,
      /** The backup's volume id: `STORAGE:backup/vzdump-lxc-….tar.zst`. PVE's name for it on the wire. */
      ostemplate: ids.volume,
      ...creation,
      /** Overwrite the container that has this vmid; its volumes are destroyed. */
      force: z.boolean().optional(),
      /** Give it new hardware addresses. */
      unique: z.boolean().optional(),
      'ignore-unpack-errors': z.boolean().optional(),
    }).refine(({ vmid, force }) => vmid !== 'any' || force !== true, {
      path: ['vmid'],
      message: 'with `force` say which: a free vmid has nothing to put back, and a taken one is not yours',
    }),
    startsTask,
    {
      anyVmid: 'vmid',
      fixed: { restore: true },
      needs: [
        ...creationNeeds,
        { path: '/vms/{vmid}', all: ['VM.Backup'], when: 'the guest that was backed up, or force' },
      ],
    },
  ),
  /** The configuration of the guest that a backup holds: what a restore brings back. */
  extractConfig,
};

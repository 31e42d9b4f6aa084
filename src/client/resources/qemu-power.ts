import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { onVm } from './guest.js';
import { onGuest, seconds, startsTask } from './params.js';

const power = onVm('VM.PowerMgmt');
const guest = z.strictObject(onGuest);

/** Starting, stopping and halting a virtual machine. */
export const qemuPower = {
  /** Starts it. Task `qmstart`. `timeout` in seconds. */
  start: op(
    'POST /nodes/{node}/qemu/{vmid}/status/start',
    z.strictObject({ ...onGuest, timeout: seconds.optional(), machine: z.string().optional() }),
    startsTask,
    power,
  ),
  /** Stops it at once, like pulling the plug. Task `qmstop`. `overrule-shutdown` ends a shutdown that runs (since 8.2). */
  stop: op(
    'POST /nodes/{node}/qemu/{vmid}/status/stop',
    z.strictObject({ ...onGuest, timeout: seconds.optional(), 'overrule-shutdown': z.boolean().optional() }),
    startsTask,
    power,
  ),
  /**
   * Asks it to shut down, by the guest agent or ACPI; after `timeout` seconds the task (`qmshutdown`) fails, or with `forceStop`
   * stops it. A machine whose system does not listen never goes down by itself.
   */
  shutdown: op(
    'POST /nodes/{node}/qemu/{vmid}/status/shutdown',
    z.strictObject({ ...onGuest, timeout: seconds.optional(), forceStop: z.boolean().optional() }),
    startsTask,
    power,
  ),
  /** Shuts it down and starts it again, which applies pending changes. Task `qmreboot`. */
  reboot: op(
    'POST /nodes/{node}/qemu/{vmid}/status/reboot',
    z.strictObject({ ...onGuest, timeout: seconds.optional() }),
    startsTask,
    power,
  ),
  /** Resets it, like its button: the same process goes on, and nothing pending is applied. Task `qmreset`. */
  reset: op('POST /nodes/{node}/qemu/{vmid}/status/reset', guest, startsTask, power),
  /** Halts it in memory, or with `todisk` writes the memory to `statestorage` and stops it. Task `qmpause`, or `qmsuspend`. */
  suspend: op(
    'POST /nodes/{node}/qemu/{vmid}/status/suspend',
    z.strictObject({ ...onGuest, todisk: z.boolean().optional(), statestorage: ids.storage.optional() }),
    startsTask,
    {
      needs: [
        ...power.needs,
        { path: '/vms/{vmid}', all: ['VM.Config.Disk'], when: 'todisk' },
        { path: '/storage/{statestorage}', all: ['Datastore.AllocateSpace'], when: 'todisk' },
      ],
    },
  ),
  /** Lets a halted machine go on. Task `qmresume`. One that was written to disk is started. */
  resume: op('POST /nodes/{node}/qemu/{vmid}/status/resume', guest, startsTask, power),
};

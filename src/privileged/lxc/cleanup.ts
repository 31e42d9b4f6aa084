import * as z from 'zod';
import { isUpid, parseUpid } from '../../core/upid.js';
import type { ProcessCommand } from '../command.js';
import { pctDestroy, pctList, pctUnlock } from '../commands/pct.js';
import { rootfsUnmount } from '../commands/pve.js';
import { RefusedError } from '../errors.js';
import { operation } from '../operation.js';
import { type Left, LeftBehindError, type Receipt } from './errors.js';
import { type HostState, leftOf, lookNow } from './host-state.js';
import { type LxcTask, parseList } from './output.js';
import * as p from './params.js';

const name = 'lxc.cleanup';

const params: z.ZodType<Receipt> = z.strictObject({
  vmid: p.vmid,
  upid: z.string().max(256).refine(isUpid, 'not a UPID'),
  volumes: z.array(p.volume).max(300),
});

/** What a cleanup removed. */
export interface Cleaned {
  vmid: number;
  removed: readonly Left[];
}

/**
 * Removes what a killed create or restore left: unmounts the root file system, takes the lock away, destroys the container with all
 * volumes of its id, and looks whether all is gone. There is no API for a mount of the host, nor for taking a lock away.
 *
 * It takes the `receipt` of the LeftBehindError, and refuses unless the host shows that nothing but that call's is there: its task is
 * known, has ended and did not succeed; nobody made a container of this id since; the configuration is nothing but its lock; and
 * no volume of the id is one that the receipt does not have. It can be called again.
 *
 * @throws RefusedError with `why`: `worker-running`, `unproven`, `complete`, `made-again`, `foreign-volume`, `config-missing`
 * @throws LeftBehindError where something is still there
 */
export const cleanup = operation<Receipt, Cleaned>({
  name,
  params,
  async prepare(receipt, hands) {
    const { vmid } = receipt;
    const state = await lookNow(hands, vmid);
    const doubt = doubtOf(receipt, state);
    if (doubt !== undefined)
      throw new RefusedError(name, doubt.why, `container ${vmid}: ${doubt.text}`, { hint: doubt.hint });
    const removed = leftOf(vmid, state, undefined);
    const unmounts = state.mounts.map(() => rootfsUnmount({ vmid }, hands.site));
    const options = { vmid, purge: true, 'destroy-unreferenced-disks': true };
    const commands: ProcessCommand[] = [
      ...unmounts,
      ...(state.config === undefined
        ? []
        : [pctUnlock({ vmid }, hands.site), pctDestroy(options, hands.site)]),
    ];
    return {
      commands,
      async perform(doing) {
        for (const _ of unmounts) await doing.run(rootfsUnmount, { vmid });
        if (state.config !== undefined) {
          await doing.run(pctUnlock, { vmid });
          await doing.run(pctDestroy, options);
        }
        const listed = parseList((await doing.run(pctList, {})).stdout);
        const left = leftOf(vmid, await lookNow(doing, vmid), undefined);
        if (left.length > 0 || listed.some((each) => each.vmid === vmid))
          throw new LeftBehindError(vmid, left, {
            receipt,
            hint: 'It did not go, although nothing failed. lxc.cleanup may be called again.',
          });
        return { vmid, removed };
      },
    };
  },
});

interface Doubt {
  why: string;
  text: string;
  hint: string;
}

/** Why it cannot be shown that what is there is of the receipt's call alone. */
function doubtOf({ vmid, upid, volumes: known }: Receipt, state: HostState): Doubt | undefined {
  const { tasks, config, volumes } = state;
  const made = parseUpid(upid);
  const task = tasks.find((each) => each.upid === upid);
  if (task === undefined || !isCreation(made.type) || made.id !== String(vmid) || made.user !== 'root@pam')
    return {
      why: 'unproven',
      text: `${upid} is no task of this host that made it as root@pam`,
      hint: 'Look at it yourself: pct config, pvesm list, findmnt.',
    };
  if (task.running)
    return {
      why: 'worker-running',
      text: `its worker ${upid} is still running`,
      hint: 'It ends at its next line of output. Try again then.',
    };
  if (/^(?:OK|WARNINGS: \d+)$/.test(task.status ?? ''))
    return {
      why: 'complete',
      text: 'its task has succeeded',
      hint: 'The container is whole: keep it, or destroy it over the API.',
    };
  const again = tasks.find((each) => each.upid !== upid && madeSince(each, made.starttime));
  if (again !== undefined)
    return {
      why: 'made-again',
      text: `${again.upid} has made it since`,
      hint: 'What is there is not of this call.',
    };
  if (config !== undefined && (config['lock'] !== 'create' || Object.keys(config).length !== 1))
    return {
      why: 'complete',
      text: 'its configuration is more than the lock of its creation',
      hint: 'It may be whole, or in use: look at it yourself.',
    };
  const foreign = volumes.filter((volume) => !known.includes(volume));
  if (foreign.length > 0)
    return {
      why: 'foreign-volume',
      text: `${foreign.join(', ')} would go, too, and it cannot be shown that this call made it`,
      hint: 'Remove or rename the volume first, if nobody needs it.',
    };
  if (config !== undefined || volumes.length === 0) return undefined;
  return {
    why: 'config-missing',
    text: `its configuration is gone, and ${volumes.join(', ')} is still there`,
    hint: 'Remove it over the API (storage content), or with pvesm free.',
  };
}

function isCreation(type: string): boolean {
  return type === 'vzcreate' || type === 'vzrestore';
}

/** An attempt that found the container there, or did not get its lock, has made nothing. */
function madeSince({ upid, status }: LxcTask, starttime: number): boolean {
  if (!isUpid(upid)) return false;
  const task = parseUpid(upid);
  return (
    isCreation(task.type) &&
    task.starttime >= starttime &&
    !/already exists|can't lock file/.test(status ?? '')
  );
}

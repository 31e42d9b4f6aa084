import * as z from 'zod';
import { pctUnlock } from '../commands/pct.js';
import { RefusedError } from '../errors.js';
import { type Hands, operation } from '../operation.js';
import { configOf, tasksOf } from './host-state.js';
import * as p from './params.js';

const name = 'lxc.unlock';

/** Which lock, of which container. */
export interface UnlockParams {
  vmid: number;
  /** The lock that the caller saw: `backup`, `create` ... */
  lock: string;
}

const params: z.ZodType<UnlockParams> = z.strictObject({ vmid: p.vmid, lock: p.lock });

/**
 * Takes a lock away that was left behind. The API has no way to (pct unlock writes the file itself: pve-container
 * src/PVE/CLI/pct.pm). It is read again right before, as `pct unlock` takes away whatever it finds.
 *
 * @throws RefusedError with `why`: `not-locked`, `other-lock`, `task-running`, `missing`
 */
export const unlock = operation<UnlockParams, { vmid: number; lock: string }>({
  name,
  params,
  async prepare(given, hands) {
    const { vmid } = given;
    await refuseOther(given, hands);
    const running = (await tasksOf(hands, vmid)).find((task) => task.running);
    if (running !== undefined)
      throw new RefusedError(name, 'task-running', `container ${vmid}: ${running.upid} is at work on it`, {
        hint: 'Wait for the task, or stop it: the lock may be its own.',
      });
    return {
      commands: [pctUnlock({ vmid }, hands.site)],
      async perform(doing) {
        await refuseOther(given, doing);
        await doing.run(pctUnlock, { vmid });
        return { vmid, lock: given.lock };
      },
    };
  },
});

async function refuseOther({ vmid, lock }: UnlockParams, hands: Hands): Promise<void> {
  const config = await configOf(hands, vmid);
  if (config === undefined) throw new RefusedError(name, 'missing', `container ${vmid} is not on this host`);
  const found = config['lock'];
  if (found === lock) return;
  throw found === undefined
    ? new RefusedError(name, 'not-locked', `container ${vmid} is not locked`)
    : new RefusedError(name, 'other-lock', `container ${vmid} is locked by ${found}, not by ${lock}`, {
        hint: 'Somebody is at work on it: name this lock only if you know that they are not.',
      });
}

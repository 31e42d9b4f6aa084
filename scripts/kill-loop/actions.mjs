// Actions whose effects are lines in files that nobody else writes to, and that stay when their agent is killed.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';

/**
 * @param {{ action: Function, ActionError: Function }} parts Of the package.
 * @param {string} folder Where effects are written down: a file a command, a line an effect.
 * @returns {Map<string, object>} By name.
 */
export function killActions({ action, ActionError }, folder) {
  const pause = () => setTimeout(Math.random() ** 3 * 25);
  const effect = (id, line) => appendFileSync(join(folder, id), `${line}\n`);
  const common = {
    version: 1,
    params: z.strictObject({ vmid: z.int(), secret: z.string().optional() }),
    risk: 'MEDIUM',
    executor: 'agent',
    timeout: () => 60_000,
    touches: ({ vmid }) => ({ vmids: [vmid] }),
    secrets: ({ secret }) => (secret === undefined ? [] : [secret]),
    resume: 'none',
    state: async () => '0'.repeat(64),
  };
  // How an interrupted one ended cannot be found out: one at a time on each guest, so that a kill interrupts few.
  const alone = { locks: ({ vmid }) => [`guest:${vmid}`] };
  const run = async ({ id }, { secret }) => {
    await pause();
    effect(id, 'done');
    await pause();
    return { id, told: `the secret is ${secret ?? 'none'}` };
  };
  const made = [
    { ...common, ...alone, name: 'kill.line', run },
    { ...common, ...alone, name: 'kill.asked', risk: 'HIGH', run },
    {
      ...common,
      ...alone,
      name: 'kill.fails',
      run: async ({ id }) => {
        await pause();
        effect(id, 'failed');
        throw new ActionError('on-purpose', 'it is to fail');
      },
    },
    {
      ...common,
      name: 'kill.probed',
      resume: 'probe',
      run: async (context, params) => {
        await context.remember({ file: context.id });
        return run(context, params);
      },
      probe: async ({ id }, _params, remembered) => {
        // Nothing was written down: nothing was begun.
        if (remembered === undefined) return { outcome: 'failed' };
        try {
          return { outcome: readFileSync(join(folder, id), 'utf8') === 'done\n' ? 'done' : 'failed' };
        } catch (error) {
          if (error.code === 'ENOENT') return { outcome: 'failed' };
          throw error;
        }
      },
    },
  ].map((each) => action(each));
  return new Map(made.map((each) => [each.name, each]));
}

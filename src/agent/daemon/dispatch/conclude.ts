import { setTimeout } from 'node:timers/promises';
import { isUpid } from '../../../core/upid.js';
import type { Bound } from '../actions/registry.js';
import { endOf, endOfTask, endTask } from '../actions/task-end.js';
import type { CommandEntry } from '../command-records.js';
import type { CommandResult } from '../stored-result.js';
import { isToEnd } from './carry.js';
import { lookingContext, type Place } from './job.js';
import { isAway } from './outcome.js';

/** Milliseconds that a task of an earlier run is waited for at most. */
const longestWait = 24 * 3_600_000;

/**
 * Finds out how a command ended whose agent was ended while it ran: by the task that it had noted, or by a look at what it should have made.
 * It is never done again. Undefined where `signal` came first: the next start tries again.
 *
 * @param bound The action, where this agent still has it.
 */
export async function conclude(
  entry: CommandEntry,
  bound: Bound | undefined,
  place: Place,
  signal: AbortSignal,
): Promise<CommandResult | undefined> {
  if (
    entry.phase === 'started' &&
    entry.resume === 'upid' &&
    entry.upid !== undefined &&
    isUpid(entry.upid)
  ) {
    let told = await endOf(place.client, entry.upid, longestWait, signal);
    if (isToEnd(signal) && told === undefined && (await endTask(place.client, entry.upid)))
      told = await endOf(place.client, entry.upid, endOfTask);
    if (told !== undefined) return told;
  }
  const probed =
    entry.phase === 'started' && bound !== undefined && (await probe(entry, bound, place, signal));
  if (probed) return probed;
  if (signal.aborted && !isToEnd(signal)) return undefined;
  return {
    outcome: 'interrupted',
    error: {
      code: 'PVE_INTERRUPTED',
      message: entry.uncertain
        ? 'it may have been started: the record that would tell is lost. It is not done again'
        : 'the agent was ended while it ran, and what came of it cannot be found out. It is not done again',
    },
  };
}

/** Times that a host which does not answer yet is asked again, and milliseconds between. */
const patience = { tries: 60, pause: 5_000 };

async function probe(
  entry: CommandEntry,
  { action, params }: Bound,
  place: Place,
  signal: AbortSignal,
): Promise<CommandResult | undefined> {
  for (let attempt = 1; action.probe !== undefined && !signal.aborted; attempt += 1) {
    try {
      const found = await action.probe(lookingContext(place, entry.id, signal), params, entry.probe);
      if (found === undefined) return undefined;
      const { outcome, value, message = 'it did not come to its end' } = found;
      const facts = value === undefined ? {} : { value };
      return outcome === 'done'
        ? { outcome: 'succeeded', ...facts }
        : { outcome: 'failed', ...facts, error: { code: 'PVE_INTERRUPTED', message } };
    } catch (error) {
      // After the start of a host, Proxmox VE takes longer than the agent. What else cannot be looked at tells nothing.
      if (!isAway(error) || attempt === patience.tries) return undefined;
      await setTimeout(patience.pause, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

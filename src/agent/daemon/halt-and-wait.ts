import { type Clock, systemClock } from '../../client/clock.js';
import { haltAgent, readHalt } from './halt.js';
import { harmless } from './output.js';
import { isStateLocked } from './state-lock.js';
import { type DaemonStatus, readStatus } from './status.js';

/** What a halt has come to. */
export interface HaltReport {
  /** A process has the state folder: without one, nothing of the agent runs. */
  readonly running: boolean;
  /** The agent is halted, and nothing that it started runs any more. */
  readonly quiet: boolean;
  /** It was halted before. */
  readonly already: boolean;
  /** What still runs, as far as the agent has said. */
  readonly left: DaemonStatus['running'];
}

/** Milliseconds in which an agent has to have ended what it runs. */
const limit = 6_000;
const step = 100;

/**
 * Halts the agent of a state folder, and waits until it says that nothing runs any more, for at most 6 s.
 *
 * @throws StateError where there is no such folder: a halt of the wrong one would be none
 */
export async function haltAndWait(
  folder: string,
  reason: string,
  { clock = systemClock, signal }: { clock?: Clock; signal?: AbortSignal } = {},
): Promise<HaltReport> {
  await isStateLocked(folder);
  const before = await readHalt(folder);
  await haltAgent(folder, harmless(reason).replaceAll('\n', ' '));
  const since = (await readHalt(folder))?.since ?? 0;
  const already = before !== undefined;
  for (let waited = 0; ; waited += step) {
    const running = await isStateLocked(folder);
    const status = await readStatus(folder);
    const left = typeof status === 'string' || !running ? [] : status.running;
    // What it wrote before says nothing: it may have been halted then, too, and have run since.
    const said = typeof status === 'object' && status.state === 'halted' && status.at >= Math.floor(since);
    const quiet = !running || (said && left.length === 0);
    if (quiet || waited >= limit) return { running, quiet, already, left };
    await clock.sleep(step, signal);
  }
}

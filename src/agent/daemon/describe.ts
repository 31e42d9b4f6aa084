import { runningOf } from './beat.js';
import type { CommandStore } from './command-store.js';
import type { Dispatcher } from './dispatch/dispatcher.js';
import type { Identity } from './identity.js';
import { journalLimit } from './open-state.js';
import { type DaemonStatus, shownRefusals } from './status.js';

interface Facts {
  readonly identity: Identity;
  readonly version: string;
  readonly startedAt: number;
  readonly lastBeat: DaemonStatus['lastBeat'];
  readonly degraded: string[];
  readonly dispatcher: Dispatcher;
  readonly store: CommandStore;
  /** What was rejected, and of which nothing is kept. */
  readonly rejected: DaemonStatus['refused'];
}

/** What the daemon says of itself. */
export function describeAgent(facts: Facts): DaemonStatus {
  const { identity, version, startedAt, lastBeat, degraded, dispatcher, store } = facts;
  const jobs = dispatcher.jobs();
  return {
    at: Date.now(),
    pid: process.pid,
    version,
    agent: identity.agent,
    epoch: identity.epoch,
    hub: identity.hub.url,
    startedAt,
    state: dispatcher.halted ? 'halted' : degraded.length > 0 ? 'degraded' : 'ok',
    degraded,
    lastBeat,
    running: [...runningOf(jobs), ...dispatcher.leftovers()],
    waiting: jobs
      .filter(({ state }) => state !== 'running')
      .map(({ id, command, waitsFor }) => ({ id, action: command.action, for: waitsFor })),
    refused: [...refusalsOf(store), ...facts.rejected].sort((a, b) => b.at - a.at).slice(0, shownRefusals),
    unacknowledged: store.list('finished').length,
    journal: { bytes: store.size, limit: journalLimit },
  };
}

function refusalsOf(store: CommandStore): DaemonStatus['refused'] {
  const all = store.list().filter(({ result }) => result?.outcome === 'refused');
  return all.slice(-shownRefusals).map(({ id, finishedAt = 0, result }) => ({
    at: finishedAt,
    id,
    reason: result?.error === undefined ? 'refused' : `${result.error.code}: ${result.error.message}`,
  }));
}

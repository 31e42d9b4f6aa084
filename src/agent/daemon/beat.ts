import type { CommandEntry } from './command-records.js';
import type { CommandStore } from './command-store.js';
import type { Job } from './dispatch/job.js';
import type { ApprovalRequest } from './protocol/approval.js';
import { type Heartbeat, limits, type Result } from './protocol/heartbeat.js';

/** Bytes of a heartbeat that results, and requests for approvals, may take. The rest is for everything else. */
const room = { results: 640 << 10, approvals: 256 << 10 };

type Rejected = Heartbeat['rejected'][number];

/** What there is to tell of the commands, as far as the hub has not heard it. */
export class Report {
  readonly #store: CommandStore;
  #received = new Map<string, string>();
  #rejected = new Map<string, Rejected>();
  /** Acknowledged, and asked for again. */
  #repeats = new Map<string, CommandEntry>();
  /** Where the next page of results begins: what the hub does not take is not in the way of the rest. */
  #after: number | undefined;

  constructor(store: CommandStore) {
    this.#store = store;
  }

  received(id: string, digest: string): void {
    this.#received.set(id, digest);
  }

  rejected(digest: string, reason: Rejected['reason']): void {
    this.#rejected.set(digest, { digest, reason });
  }

  repeat(entry: CommandEntry): void {
    this.#repeats.set(entry.id, entry);
  }

  /** The part of a heartbeat that this is, and what to call once the hub has it. */
  take(withResults: boolean): {
    part: Pick<Heartbeat, 'received' | 'rejected' | 'results' | 'wanted'>;
    told: () => { more: boolean };
  } {
    const received = [...this.#received].slice(0, limits.commands);
    const rejected = [...this.#rejected.values()].slice(0, limits.commands);
    const repeats = withResults ? [...this.#repeats.values()].slice(0, limits.commands) : [];
    const count = limits.results - repeats.length;
    const page = withResults
      ? this.#store.page({ after: this.#after, count, bytes: room.results })
      : undefined;
    const part = {
      received: received.map(([id, digest]) => ({ id, digest })),
      rejected,
      results: [
        ...(page?.results ?? []).map(({ id }) => resultOf(this.#store.get(id))),
        ...repeats.map((entry) => resultOf(entry, true)),
      ].filter((result) => result !== undefined),
      wanted: this.#store
        .recovery()
        .awaitingBytes.slice(0, limits.commands)
        .map(({ id, digest }) => ({ id, digest })),
    };
    const told = () => {
      for (const [id] of received) this.#received.delete(id);
      for (const { digest } of rejected) this.#rejected.delete(digest);
      for (const { id } of repeats) this.#repeats.delete(id);
      if (page !== undefined) this.#after = page.next;
      return { more: page?.next !== undefined };
    };
    return { part, told };
  }
}

function resultOf(entry: CommandEntry | undefined, again = false): Result | undefined {
  const { result, resultDigest } = entry ?? {};
  if (entry === undefined || result === undefined || resultDigest === undefined) return undefined;
  const { id, digest, startedAt, finishedAt = 0 } = entry;
  return {
    id,
    command: digest,
    // Once it is acknowledged, only its outcome is kept. The digest is still that of the whole.
    result: again ? { ...result, dropped: { bytes: 0, why: 'acked' } } : result,
    digest: resultDigest,
    ...(startedAt === undefined ? {} : { startedAt }),
    endedAt: finishedAt,
  };
}

/** As many requests as there is room for. */
export function requestsThatFit(requests: readonly ApprovalRequest[]): ApprovalRequest[] {
  let bytes = 0;
  return requests.slice(0, limits.approvals).filter((request) => {
    bytes += JSON.stringify(request).length + 1;
    return bytes <= room.approvals;
  });
}

/** What runs, as the hub is told. */
export function runningOf(jobs: readonly Job[]): Heartbeat['running'] {
  return jobs
    .filter(({ state }) => state === 'running')
    .slice(0, 256)
    .map(({ id, command, startedAt = 0 }) => ({ id, action: command.action, startedAt }));
}

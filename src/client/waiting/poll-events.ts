import { isPveError } from '../../core/errors.js';
import type { Clock } from '../clock.js';
import { publish } from '../diagnostics.js';

/** A look at the tasks of a node, on the channel `felhom-proxmox:task:poll`. */
export interface TaskPollEvent {
  node: string;
  /** `status`: of one task. `list`: the running ones of the node. `history`: the ended ones. */
  kind: 'status' | 'list' | 'history';
  /** The task, where it was one. */
  upid?: string | undefined;
  /** How many waits it was for. */
  waits: number;
  /** How many of them have ended, as this look shows. */
  ended: number;
  /** Milliseconds that it took, by the client's clock. */
  elapsed: number;
  /** The `code` (or the name) of what it failed with. The wait goes on, unless another try would fail too. */
  error?: string | undefined;
}

/** Makes a look, and tells of it. */
export type PollTeller = <T>(
  facts: Pick<TaskPollEvent, 'node' | 'kind' | 'upid' | 'waits'>,
  look: () => Promise<T>,
  ended: (found: T) => number,
) => Promise<T>;

/** Tells of looks on the channel `task:poll`. */
export function pollTeller(clock: Clock): PollTeller {
  return async (facts, look, ended) => {
    const started = clock.now();
    const tell = (rest: Pick<TaskPollEvent, 'ended' | 'error'>) =>
      publish('task:poll', () => ({ ...facts, ...rest, elapsed: clock.now() - started }));
    try {
      const found = await look();
      tell({ ended: ended(found) });
      return found;
    } catch (error) {
      tell({ ended: 0, error: isPveError(error) ? error.code : nameOf(error) });
      throw error;
    }
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

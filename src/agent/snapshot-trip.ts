import type { Client } from '../client/client.js';
import type { Clock } from '../client/clock.js';
import type { TaskResult, WaitOptions } from '../client/wait.js';
import type { TaskProgress } from '../client/waiting/progress.js';
import { TaskError } from '../core/errors.js';
import { OutcomeUnknownError } from '../core/outcome-errors.js';
import type { Upid } from '../core/upid.js';
import type { Finding } from './finding.js';
import { count } from './units.js';

/** The container of a round trip. */
export interface Target {
  node: string;
  vmid: number;
}

/** A snapshot that is, or may be, still there. */
export interface Leftover extends Target {
  snapname: string;
  /** False where it was not seen, but may still appear: the host never told what became of the request. */
  certain: boolean;
  /** What removes it, in a root shell on the node. */
  command: string;
}

/** How the trip waits. */
export interface TripOptions {
  clock: Clock;
  wait: Omit<WaitOptions, 'signal' | 'onProgress'>;
  /** Milliseconds to look for a state that should come. */
  settle: number;
  onProgress?: ((progress: TaskProgress) => void) | undefined;
  /** Told what would be left if the program ended now, whenever that changes. */
  onLeftover?: ((left: Leftover | undefined) => void) | undefined;
}

/** Whether the snapshot exists, as far as is known. */
type Made = 'no' | 'maybe' | 'yes';
type Seen = 'there' | 'busy' | 'gone';

const lookPause = 500;
/** The client's own limit for a task. */
const longest = 600_000;
const description = 'Made by `felhom-agent --selftest=task`, which removes it again. Safe to delete.';

/**
 * One snapshot, from its making to its end. It knows at any moment whether the snapshot may exist, so that a caller
 * can clean up however the trip ended. It touches no other snapshot: the name is new and nobody else's.
 */
export class SnapshotTrip {
  readonly snapname: string;
  readonly #client: Client;
  readonly #options: TripOptions;
  readonly #target: Target;
  #made: Made = 'no';
  /** The task that makes it, as long as it may run. */
  #task: Upid | undefined;
  #outcomeUnknown = false;

  constructor(client: Client, target: Target, snapname: string, options: TripOptions) {
    this.#client = client;
    this.#target = target;
    this.snapname = snapname;
    this.#options = options;
  }

  /** What may still be there, and how to remove it by hand. Undefined once nothing is. */
  get leftover(): Leftover | undefined {
    if (this.#made === 'no') return undefined;
    const { node, vmid } = this.#target;
    const command = `pct delsnapshot ${vmid} ${this.snapname}`;
    return { node, vmid, snapname: this.snapname, certain: this.#made === 'yes', command };
  }

  /** Takes the snapshot. The signal ends the wait for it, never the request. */
  async take(signal: AbortSignal | undefined): Promise<Finding> {
    this.#set('maybe');
    try {
      this.#task = await this.#client.snapshots.create({
        ...this.#target,
        snapname: this.snapname,
        description,
      });
    } catch (error) {
      if (error instanceof OutcomeUnknownError) return this.#reconcile(error);
      this.#set('no');
      throw error;
    }
    const { warnings } = await this.#finished(this.#task, signal);
    this.#set('yes');
    const data = { snapname: this.snapname, upid: this.#task };
    this.#task = undefined;
    if (warnings === 0) return { status: 'ok', summary: `${this.snapname} taken`, data };
    return { status: 'warn', summary: `${this.snapname} taken, with ${count(warnings, 'warning')}`, data };
  }

  /** Finds the snapshot in the container's list. */
  async list(signal: AbortSignal | undefined): Promise<Finding> {
    const rows = await this.#client.snapshots.list(this.#target, { signal });
    const all = rows.filter(({ name }) => name !== 'current');
    const found = all.find(({ name }) => name === this.snapname);
    if (found === undefined) {
      return { status: 'fail', summary: `not among the ${count(all.length, 'snapshot')} of the container` };
    }
    return {
      status: 'ok',
      summary:
        all.length === 1
          ? 'it is the only one of the container'
          : `it is one of ${all.length} of the container`,
      data: { snapshots: all.length, snaptime: found.snaptime },
    };
  }

  /** Removes the snapshot and looks whether it is gone. Not to be interrupted: it is the cleaning up itself. */
  async remove(): Promise<Finding> {
    const first = await this.#tryRemove();
    // An answer that was lost, and no trace of the work: now it is known that it did not happen.
    const last = first instanceof OutcomeUnknownError ? await this.#tryRemove() : first;
    if (last !== undefined) throw last;
    this.#set('no');
    return { status: 'ok', summary: 'removed, and no longer in the list' };
  }

  /** Whatever became of the trip: leaves nothing behind, or throws. */
  async cleanUp(): Promise<Finding> {
    if (this.#task !== undefined) await this.#ended(this.#task);
    const seen = await this.#lookUntil((state) => state !== 'busy');
    if (seen !== 'gone') {
      this.#set('yes');
      await this.remove();
      return { status: 'ok', summary: `${this.snapname} removed` };
    }
    if (this.#outcomeUnknown) {
      return { status: 'warn', summary: `${this.snapname} is not there, and may still appear` };
    }
    this.#set('no');
    return { status: 'ok', summary: 'nothing is left: the snapshot does not exist' };
  }

  #set(made: Made): void {
    this.#made = made;
    this.#options.onLeftover?.(this.leftover);
  }

  async #reconcile(error: OutcomeUnknownError): Promise<Finding> {
    this.#outcomeUnknown = true;
    const seen = await this.#lookUntil((state) => state === 'there');
    if (seen !== 'there') throw error;
    this.#set('yes');
    this.#outcomeUnknown = false;
    const why = error.cause instanceof Error ? error.cause.message : 'no answer';
    return {
      status: 'warn',
      summary: `${this.snapname} taken: the list shows it, the answer was lost (${why})`,
      advice: [
        'Something between this machine and the host loses answers: a proxy with a short time limit, or a busy node.',
      ],
    };
  }

  /** Undefined once the snapshot is gone, else what stands in its way. */
  async #tryRemove(): Promise<unknown> {
    let failed: unknown;
    try {
      const upid = await this.#client.snapshots.delete({ ...this.#target, snapname: this.snapname });
      await this.#finished(upid, undefined);
    } catch (error) {
      failed = error;
    }
    // What was refused, or failed in its task, will not happen any more; everything else may need its time.
    const over = failed !== undefined && !(failed instanceof OutcomeUnknownError);
    const seen = over ? await this.#look() : await this.#lookUntil((state) => state === 'gone');
    if (seen === 'gone') return undefined;
    return failed ?? new Error(`${this.snapname} is still in the list`);
  }

  /** Waits for the making to end, whichever way: what counts is the list afterwards. */
  async #ended(upid: Upid): Promise<void> {
    try {
      await this.#finished(upid, undefined);
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
    }
    this.#task = undefined;
  }

  #finished(upid: Upid, signal: AbortSignal | undefined): Promise<TaskResult> {
    const { wait, onProgress } = this.#options;
    return this.#client.tasks.wait(upid, {
      ...wait,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  }

  async #look(): Promise<Seen> {
    const all = await this.#client.snapshots.list(this.#target);
    const found = all.find(({ name }) => name === this.snapname);
    if (found === undefined) return 'gone';
    return found.snapstate === undefined || found.snapstate === '' ? 'there' : 'busy';
  }

  /**
   * Looks until it sees what it should, or the time is over; then what it saw last counts. A snapshot that is being
   * made or removed proves that the work goes on, and gets as long as a task does.
   */
  async #lookUntil(good: (seen: Seen) => boolean): Promise<Seen> {
    const { clock, settle, wait } = this.#options;
    const started = clock.now();
    const isOver = (limit: number) => clock.now() >= started + limit;
    for (;;) {
      try {
        const seen = await this.#look();
        if (good(seen) || isOver(seen === 'busy' ? (wait.timeout ?? longest) : settle)) return seen;
      } catch (error) {
        if (isOver(settle)) throw error;
      }
      await clock.sleep(lookPause);
    }
  }
}

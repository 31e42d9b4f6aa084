import { randomBytes } from 'node:crypto';
import type { Client } from '../client/client.js';
import { type Clock, systemClock } from '../client/clock.js';
import type { WaitOptions } from '../client/wait.js';
import type { TaskProgress } from '../client/waiting/progress.js';
import { isUnreachable } from './explain.js';
import { findContainer, type Wanted } from './find-container.js';
import type { CheckListener, CheckResult, Finding } from './finding.js';
import { failureOf } from './refusal.js';
import { type Leftover, SnapshotTrip } from './snapshot-trip.js';

/** Which container, and how to go about it. */
export interface SelftestTaskOptions extends Wanted, CheckListener {
  /** Ends the trip: what was made is removed first. */
  signal?: AbortSignal;
  /** How to wait for the tasks. Polls begin at 250 ms here and grow to 2 s. */
  wait?: Omit<WaitOptions, 'signal' | 'onProgress'>;
  /** Milliseconds to look for a snapshot that a lost answer may have made. Default 20,000. */
  settle?: number;
  /** Told how the task of the current step goes. */
  onProgress?: (progress: TaskProgress) => void;
  /** Told what would be left if the program ended now, whenever that changes. */
  onLeftover?: (left: Leftover | undefined) => void;
  clock?: Clock;
}

/** What the round trip found. */
export interface SelftestTaskReport {
  /** Every step was right, nothing is left, and nothing interrupted it. */
  ok: boolean;
  unreachable: boolean;
  interrupted: boolean;
  url: string;
  identity: string;
  checks: readonly CheckResult[];
  /** The name of the snapshot, whether it came to be or not. */
  snapname: string;
  /** What could not be removed. */
  left: Leftover | undefined;
}

/** A name that nobody else uses and everybody recognises: `felhom-selftest-20261120-171503-9f3a2c`. */
export function snapshotName(now: Date, random = randomBytes(3).toString('hex')): string {
  const [date = '', time = ''] = now.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return `felhom-selftest-${date}-${time}-${random}`;
}

/**
 * The mutating round trip: takes a snapshot of a container, waits, finds it in the list, deletes it and waits
 * again. Whatever happens on the way, it removes what it made, or says what is left and how to remove it. It throws
 * nothing: failures are findings.
 */
export async function selftestTask(
  client: Client,
  options: SelftestTaskOptions,
): Promise<SelftestTaskReport> {
  const trip = new RoundTrip(client, options);
  await trip.run();
  return trip.report();
}

type Step = { name: string; run(): Promise<Finding> };

/** The steps that an interruption cuts short. The others are the cleaning up itself. */
const endsAtOnce: ReadonlySet<string> = new Set(['container', 'snapshot', 'list']);

class RoundTrip {
  readonly #client: Client;
  readonly #options: SelftestTaskOptions;
  readonly #clock: Clock;
  readonly #snapname: string;
  readonly #results: CheckResult[] = [];
  #trip: SnapshotTrip | undefined;
  #unreachable = false;

  constructor(client: Client, options: SelftestTaskOptions) {
    this.#client = client;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#snapname = snapshotName(new Date(this.#clock.now()));
  }

  async run(): Promise<void> {
    for (const step of this.#steps()) await this.#take(step);
    const trip = this.#trip;
    if (trip?.leftover !== undefined) await this.#do({ name: 'clean-up', run: () => trip.cleanUp() });
  }

  report(): SelftestTaskReport {
    const { url, identity } = this.#client;
    const left = this.#trip?.leftover;
    const interrupted = this.#interrupted;
    const good = this.#results.every(({ status }) => status === 'ok' || status === 'warn');
    return {
      ok: good && !interrupted && left === undefined,
      unreachable: this.#unreachable,
      interrupted,
      url,
      identity,
      checks: this.#results,
      snapname: this.#snapname,
      left,
    };
  }

  #steps(): Step[] {
    const trip = () => {
      if (this.#trip === undefined) throw new TypeError('the steps run in order, after `container`');
      return this.#trip;
    };
    return [
      { name: 'container', run: () => this.#find() },
      { name: 'snapshot', run: () => trip().take(this.#options.signal) },
      { name: 'list', run: () => trip().list(this.#options.signal) },
      { name: 'delete', run: () => trip().remove() },
    ];
  }

  get #interrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #take(step: Step): Promise<void> {
    const failed = this.#results.find(({ status }) => status === 'fail');
    if (this.#interrupted) this.#settle(step.name, { status: 'skip', summary: 'interrupted' }, 0);
    else if (failed !== undefined)
      this.#settle(step.name, { status: 'skip', summary: `the step \`${failed.name}\` failed` }, 0);
    else await this.#do(step);
  }

  async #do({ name, run }: Step): Promise<void> {
    this.#options.onStart?.(name);
    const started = this.#clock.now();
    const finding = await run().catch((error: unknown): Finding | Promise<Finding> => {
      if (name === 'container') this.#unreachable = isUnreachable(error);
      if (!endsAtOnce.has(name)) return failureOf(this.#client, error);
      if (this.#interrupted)
        return {
          status: 'skip',
          summary: name === 'snapshot' ? 'interrupted while it was being taken' : 'interrupted',
        };
      return failureOf(this.#client, error, { signal: this.#options.signal });
    });
    this.#settle(name, finding, this.#clock.now() - started);
  }

  #settle(name: string, finding: Finding, ms: number): void {
    const result: CheckResult = { name, ...finding, ms: Math.round(ms) };
    this.#results.push(result);
    this.#options.onResult?.(result);
  }

  async #find(): Promise<Finding> {
    const { vmid, node, signal, wait, settle = 20_000, onProgress, onLeftover } = this.#options;
    const { target, finding } = await findContainer(this.#client, { vmid, node }, { signal });
    if (target !== undefined) {
      this.#trip = new SnapshotTrip(this.#client, target, this.#snapname, {
        clock: this.#clock,
        wait: { initialInterval: 250, maxInterval: 2_000, ...wait },
        settle,
        onProgress,
        onLeftover,
      });
    }
    return finding;
  }
}

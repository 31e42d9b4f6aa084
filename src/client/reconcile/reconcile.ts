import { type Backoff, pause } from '../../core/backoff.js';
import { ConnectionError } from '../../core/connection-errors.js';
import { ParamsError, ResponseShapeError } from '../../core/errors.js';
import { AuthenticationError, HttpError, PermissionError } from '../../core/http-errors.js';
import { type Intent, readIntent } from '../../core/intent.js';
import type { CallOptions } from '../../core/op.js';
import type { Reconciled } from '../../core/outcome-errors.js';
import { formatUpid, parseUpid } from '../../core/upid.js';
import { type ExpectedTask, expectedTask } from '../../core/worker-types.js';
import { numberIssues, signalIssues } from '../call-options.js';
import { publish } from '../diagnostics.js';
import type { Settings } from '../options.js';
import { tasks as table } from '../resources/tasks.js';
import { rest } from '../rest.js';
import type { Sender } from '../send.js';
import { findTask } from './find-task.js';
import { madeWithMarker } from './marked.js';
import { type Moment, momentOf } from './moment.js';
import type { ReconcileOptions } from './options.js';
import { judgeState } from './state.js';

/** Looks more and more rarely: most tasks are in the list at once. */
const backoff: Backoff = { initial: 500, max: 5_000, factor: 2, jitter: 0.25 };
/** So old an intent may be older than the node's list of tasks, which has room for some thousand. */
const remembered = 600_000;

/** One answer of a look: what is known for good, or what would be said if the time were over. */
interface Look {
  result: Reconciled;
  /** Until when looking again may tell more. */
  until: 'now' | 'settled' | 'timeout';
}

/**
 * Finds out what came of a call. It only reads.
 * @throws ParamsError for what is no intent; AbortedError by the signal. Whatever else goes wrong is `cannot-tell`.
 */
export async function reconcile(
  sender: Sender,
  settings: Settings,
  what: unknown,
  options: ReconcileOptions = {},
): Promise<Reconciled> {
  const intent = readIntent(what);
  const { timeout = 120_000, settle = 60_000, signal } = options;
  const issues = [
    ...numberIssues('timeout', timeout, 0),
    ...numberIssues('settle', settle, 0),
    ...signalIssues(signal),
  ];
  if (issues.length > 0) throw new ParamsError(issues);
  const { clock } = settings;
  const started = clock.now();
  let looks = 0;
  const looker = new Looker(sender, settings, intent, { signal });
  let latest: Look;
  for (;;) {
    latest = await looker.once();
    looks += 1;
    const now = clock.now();
    const settled = now >= intent.since + settle && looks > 1;
    if (latest.until === 'now' || (latest.until === 'settled' && settled)) break;
    const left = started + timeout - now;
    if (left <= 0) {
      latest = { until: 'now', result: tooEarly(latest.result) };
      break;
    }
    // The last look is when it has settled, not long after.
    const step = Math.max(pause(backoff, looks - 1, settings.random), 1);
    const untilSettled = intent.since + settle - now;
    await rest(clock, Math.min(step, left, untilSettled > 0 ? untilSettled : step), signal);
  }
  const { result } = latest;
  finish(sender, intent, result, clock.now());
  publish('reconcile', () => ({
    route: intent.route,
    path: intent.path,
    identity: intent.identity,
    since: intent.since,
    outcome: result.outcome,
    upid: result.outcome === 'happened' ? result.upid : undefined,
    why: result.outcome === 'cannot-tell' ? result.why : result.evidence,
    looks,
    took: clock.now() - started,
  }));
  return result;
}

function tooEarly(result: Reconciled): Reconciled {
  if (result.outcome !== 'did-not-happen') return result;
  const why = `there is no trace of it, but it is too early to say that it will not happen (${result.evidence})`;
  return { outcome: 'cannot-tell', why };
}

function finish(sender: Sender, intent: Intent, result: Reconciled, now: number): void {
  if (result.outcome === 'cannot-tell') return;
  sender.ledger.settle(intent, result.outcome === 'happened' ? result.upid : undefined, now);
}

/** Looks at a host for one call, again and again. */
class Looker {
  readonly #sender: Sender;
  readonly #settings: Settings;
  readonly #intent: Intent;
  readonly #options: CallOptions;
  readonly #task: ExpectedTask | undefined;
  #moment: Moment | undefined;

  constructor(sender: Sender, settings: Settings, intent: Intent, options: CallOptions) {
    this.#sender = sender;
    this.#settings = settings;
    this.#intent = intent;
    this.#options = options;
    this.#task = expectedTask(intent.route, intent.params);
  }

  async once(): Promise<Look> {
    if (this.#sender.identity !== this.#intent.identity) {
      const why = `this client is ${this.#sender.identity}, the call was made by ${this.#intent.identity}`;
      return { until: 'now', result: { outcome: 'cannot-tell', why } };
    }
    try {
      return this.#task === undefined ? await this.#byState() : await this.#byTask(this.#task);
    } catch (error) {
      if (this.#options.signal?.aborted === true) throw error;
      const unreachable =
        error instanceof ConnectionError || error instanceof HttpError || error instanceof ResponseShapeError;
      if (!unreachable) throw error;
      const why = `the host could not be asked: ${error.message}`;
      const refused = error instanceof PermissionError || error instanceof AuthenticationError;
      return { until: refused ? 'now' : 'timeout', result: { outcome: 'cannot-tell', why } };
    }
  }

  async #byState(): Promise<Look> {
    const result = await judgeState(this.#intent, this.#sender, this.#options);
    if (result.outcome === 'happened') return { until: 'now', result };
    const { node } = this.#intent.params;
    if (result.outcome === 'did-not-happen' && typeof node === 'string') await this.#wakes(node);
    return { until: 'settled', result };
  }

  async #byTask(task: ExpectedTask): Promise<Look> {
    this.#moment ??= await momentOf(
      this.#intent,
      task.node,
      { sender: this.#sender, clock: this.#settings.clock },
      this.#options,
    );
    const finding = await findTask(this.#intent, task, this.#moment, this.#sender, this.#options);
    if (finding.found === 'one') {
      const { upid, evidence } = finding;
      return { until: 'now', result: { outcome: 'happened', upid, evidence } };
    }
    const marked = await madeWithMarker(this.#intent, this.#sender, this.#options);
    if (marked !== undefined) return { until: 'now', result: { outcome: 'happened', evidence: marked } };
    if (finding.found === 'doubtful')
      return { until: 'settled', result: { outcome: 'cannot-tell', why: finding.why } };
    if (!(await this.#remembers(task.node, this.#moment))) {
      const why = `the list of tasks of ${task.node} does not reach back to when the call was sent`;
      return { until: 'now', result: { outcome: 'cannot-tell', why } };
    }
    const evidence = `${this.#intent.identity} started no ${task.types.join(' or ')} on ${task.node} since the call was sent`;
    await this.#wakes(task.node);
    return { until: 'settled', result: { outcome: 'did-not-happen', evidence } };
  }

  /** Whether the node's list of tasks goes back to the moment of sending: a task from before is still in it. */
  async #remembers(node: string, { earliest }: Moment): Promise<boolean> {
    if (this.#settings.clock.now() - this.#intent.since < remembered) return true;
    const until = Math.floor(earliest / 1000);
    const params = { node, source: 'archive', until, limit: 50 } as const;
    const { data } = await this.#sender.counted(table.list, params, this.#options);
    return data.some(({ endtime }) => endtime !== undefined && endtime <= until);
  }

  /**
   * Asks the daemon that carries out changes for something that it does not have. One that hangs may still have the call, and
   * carries it out when it wakes up. (Seen on a host: a change was applied after its 596.)
   */
  async #wakes(node: string): Promise<void> {
    const nothing = { pid: 1, pstart: 1, starttime: 1, type: 'reconcile', id: '' };
    const upid = formatUpid({ ...nothing, node, user: this.#intent.identity });
    try {
      await this.#sender.counted(table.status, { node: parseUpid(upid).node, upid }, this.#options);
    } catch (error) {
      // That there is no such task is an answer, too.
      if (!(error instanceof HttpError) || error.status >= 502) throw error;
    }
  }
}

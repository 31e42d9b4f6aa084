import type { KeyObject } from 'node:crypto';
import { isPveError } from '../../core/errors.js';
import { Report, requestsThatFit, runningOf } from './beat.js';
import { BeatSchedule } from './beat-schedule.js';
import type { DaemonOptions } from './daemon-options.js';
import { describeAgent } from './describe.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { HubError } from './errors.js';
import { haltAgent, isHalted } from './halt.js';
import { watchHalt } from './halt-watch.js';
import { systemClocks } from './hub-clock.js';
import type { HubAnswer } from './hub-link.js';
import { Intake } from './intake.js';
import { journalLimit, type OpenState, openState } from './open-state.js';
import type { Policy } from './policy/schema.js';
import { readApproval } from './protocol/approval.js';
import type { Heartbeat } from './protocol/heartbeat.js';
import { keyOf } from './protocol/public-key.js';
import { lockState } from './state-lock.js';
import type { DaemonStatus } from './status.js';
import { StatusWriter } from './status-writer.js';
import { Troubles } from './troubles.js';
import { Wake } from './wake.js';

/** Milliseconds within which the hub hears of what is new, and the longest pause while somebody is waited for. */
const soon = { news: 250, people: 10_000 };
/** The least between two heartbeats, in milliseconds. */
const leastPause = 2_000;

/**
 * Runs the agent until the signal fires: heartbeats to the hub, takes commands, does them and tells what came of them.
 *
 * @throws StateLockedError where another agent works in the folder, StateError where the folder cannot be used
 */
export async function runDaemon(options: DaemonOptions, signal: AbortSignal): Promise<void> {
  const lock = await lockState(options.folder);
  try {
    const { log, mask, folder, clocks = systemClocks() } = options;
    const troubles = new Troubles((line) => log.warn(line));
    const state = await openState(folder, { clocks, mask, troubles });
    try {
      await new Daemon(options, state, troubles).run(signal);
    } finally {
      await state.close();
    }
  } finally {
    await lock.release();
  }
}

class Daemon {
  readonly #options: DaemonOptions;
  readonly #state: OpenState;
  readonly #troubles: Troubles;
  readonly #dispatcher: Dispatcher;
  readonly #report: Report;
  readonly #schedule: BeatSchedule;
  readonly #status: StatusWriter;
  readonly #intake: Intake;
  readonly #wake = new Wake();
  readonly #startedAt = Date.now();
  readonly #startedTick = performance.now();
  #approvers = new Map<string, KeyObject>();
  #sequence = 0;
  #beatAt = Number.NEGATIVE_INFINITY;
  #lastBeat: DaemonStatus['lastBeat'] = { failures: 0 };

  constructor(options: DaemonOptions, state: OpenState, troubles: Troubles) {
    const { own, place, log, folder, bind, schedule = new BeatSchedule() } = options;
    const { agent, epoch } = own.identity;
    this.#options = options;
    this.#state = state;
    this.#troubles = troubles;
    this.#schedule = schedule;
    this.#report = new Report(state.store);
    this.#status = new StatusWriter(folder, () => this.#describe(), log);
    const changed = () => {
      this.#status.changed();
      // While the hub is away, news does not make it come back.
      if (this.#schedule.failures === 0) this.#wake.within(this.#untilNews());
    };
    const actions = bind === undefined ? {} : { bind };
    this.#dispatcher = new Dispatcher({ ...state, agent, epoch, place, log, changed, ...actions });
    this.#intake = new Intake({
      own,
      log,
      state,
      troubles,
      report: this.#report,
      dispatcher: this.#dispatcher,
    });
    options.cloneSigns.forEach((sign, index) => {
      troubles.set(`clone ${index}`, `${sign}: only what is of low risk is done. Enroll this host anew`);
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    const { folder, log, grace = 20_000, link } = this.#options;
    const { audit } = this.#state;
    if (await isHalted(folder)) this.#dispatcher.halt();
    this.#applyRules();
    await audit.append(this.#event('start', 'the agent has started'));
    this.#dispatcher.recover();
    const unwatch = watchHalt(folder, (halted) => this.#halted(halted));
    const ticking = setInterval(() => this.#tick(), 1_000);
    try {
      let pause = this.#schedule.first();
      while (!signal.aborted) {
        await this.#wake.pause(pause, signal);
        if (!signal.aborted) pause = await this.#beat(signal);
      }
    } finally {
      clearInterval(ticking);
      unwatch();
      log.info('the agent ends: it begins nothing more', {});
      await this.#dispatcher.close(grace);
      await this.#state.store.flush();
      if (!this.#schedule.hubAway) await this.#beat(AbortSignal.timeout(5_000));
      await audit.append(this.#event('stop', 'the agent has ended')).catch(() => undefined);
      await this.#status.now();
      await link.close();
    }
  }

  /** Sends a heartbeat, and gives the milliseconds until the next one. Never rejects. */
  async #beat(signal: AbortSignal): Promise<number> {
    const { log, link } = this.#options;
    await this.#house();
    const { part, told } = this.#report.take(!this.#schedule.hubAway);
    const heartbeat = this.#heartbeat(part);
    this.#beatAt = performance.now();
    let pause: number;
    try {
      const answered = await link.beat(heartbeat, signal);
      if (this.#schedule.failures > 0) log.info('the hub answers again', {});
      const { more } = told();
      this.#lastBeat = { answeredAt: Date.now(), failures: 0 };
      await this.#take(answered);
      const usual = this.#schedule.answered(answered.answer.interval);
      pause = this.#dispatcher.requests().length > 0 ? Math.min(usual, soon.people) : usual;
      if (more) pause = Math.min(pause, leastPause);
    } catch (error) {
      const retryAfter = error instanceof HubError ? error.retryAfter : undefined;
      pause = this.#schedule.failed(retryAfter);
      const message = error instanceof Error ? error.message : String(error);
      this.#lastBeat = { ...this.#lastBeat, failures: this.#schedule.failures, error: message.slice(0, 500) };
      const code = isPveError(error) ? error.code : undefined;
      if (!signal.aborted) log.warn('no answer of the hub', { error: message, code });
    }
    this.#status.changed();
    return pause;
  }

  /** Before each heartbeat: what is looked after now and then. */
  async #house(): Promise<void> {
    const { store, clock } = this.#state;
    this.#applyRules();
    try {
      const unsaved = await store.flush();
      await store.expire();
      this.#troubles.set('disk', unsaved === 0 ? undefined : `${unsaved} results have no room on the disk`);
    } catch (error) {
      this.#troubles.set('disk', `the state folder fails: ${String(error)}`);
    }
    const behind = Math.round(clock.behind / 1_000);
    this.#troubles.set(
      'clock',
      behind > 60 ? `the system's clock is ${behind} s behind the hub's` : undefined,
    );
  }

  #applyRules(): void {
    const { policy, cloneSigns } = this.#options;
    const { memory } = this.#state;
    let own: Policy | undefined;
    try {
      own = policy();
      this.#approvers = new Map(
        Object.entries(own.approvers).flatMap(([name, text]) => {
          const key = keyOf(text);
          return key === undefined ? [] : [[name, key] as const];
        }),
      );
      this.#troubles.set('policy', undefined);
    } catch (error) {
      this.#approvers = new Map();
      this.#troubles.set('policy', `nothing is done: ${error instanceof Error ? error.message : error}`);
    }
    const tighter = memory.policy;
    const unreadable = tighter === 'unreadable';
    this.#troubles.set(
      'rules',
      unreadable ? 'nothing is done: the rules of the hub cannot be read' : undefined,
    );
    if (memory.readOnly)
      this.#troubles.set('copy', 'the hub hears of two hosts that say that they are this agent');
    else this.#troubles.set('copy', undefined);
    this.#dispatcher.setRules({
      own: unreadable ? undefined : own,
      tighter: unreadable ? undefined : tighter,
      readOnly: memory.readOnly || cloneSigns.length > 0,
    });
  }

  /** Takes what the hub says. Nothing of it is lost when something in it fails: the hub says it again. */
  async #take({ answer, statement }: HubAnswer): Promise<void> {
    const { clock, memory, store } = this.#state;
    clock.observe(statement.time);
    const { time, readOnly, policy } = statement;
    await memory.note({ time, readOnly, ...(policy === undefined ? {} : { policy }) });
    await Promise.all(answer.acks.map(({ id, digest }) => store.ack(id, digest)));
    if (statement.halt && !this.#dispatcher.halted) {
      await haltAgent(this.#options.folder, 'the hub asked for it');
      this.#halted(true);
    }
    this.#applyRules();
    await Promise.all(answer.commands.map((given) => this.#intake.take(given)));
    for (const given of answer.approvals) {
      const read = readApproval(given, this.#approvers);
      if (read !== undefined) await this.#dispatcher.approve(read);
      else this.#options.log.warn('an approval is by nobody whom the policy names', {});
    }
    this.#dispatcher.cancel(statement.cancel);
  }

  #halted(halted: boolean): void {
    if (halted === this.#dispatcher.halted) return;
    const { log } = this.#options;
    if (halted) {
      log.warn('halted: nothing more is begun, and what runs is ended', {});
      this.#dispatcher.halt();
    } else {
      log.info('resumed: work is taken again', {});
      this.#dispatcher.resume();
    }
    const text = halted ? 'nothing more is done' : 'work is taken again';
    this.#state.audit.append(this.#event(halted ? 'halt' : 'resume', text)).catch((error: unknown) => {
      log.error('the audit log fails', { error: String(error) });
    });
    this.#status.changed();
    this.#wake.within(this.#untilNews());
  }

  #tick(): void {
    if (this.#dispatcher.jobs().some(({ state }) => state === 'waiting')) this.#dispatcher.tick();
  }

  #untilNews(): number {
    return Math.max(soon.news, leastPause - (performance.now() - this.#beatAt));
  }

  #event(action: string, reason: string) {
    const { agent } = this.#options.own.identity;
    return { at: this.#state.clock.now(), event: 'agent' as const, agent, action, reason };
  }

  #describe(): DaemonStatus {
    const { own, version } = this.#options;
    return describeAgent({
      identity: own.identity,
      version,
      startedAt: this.#startedAt,
      lastBeat: this.#lastBeat,
      degraded: this.#troubles.lines,
      dispatcher: this.#dispatcher,
      store: this.#state.store,
      rejected: this.#intake.rejected,
    });
  }

  #heartbeat(part: Pick<Heartbeat, 'received' | 'rejected' | 'results' | 'wanted'>): Heartbeat {
    const { own, bootId, version } = this.#options;
    const { agent, epoch } = own.identity;
    const degraded = this.#troubles.lines;
    this.#sequence += 1;
    return {
      agent,
      epoch,
      sequence: this.#sequence - 1,
      bootId,
      version,
      at: Date.now(),
      health: {
        state: degraded.length > 0 ? 'degraded' : 'ok',
        uptime: (performance.now() - this.#startedTick) / 1_000,
        journal: { bytes: this.#state.store.size, limit: journalLimit },
      },
      degraded,
      halted: this.#dispatcher.halted,
      running: runningOf(this.#dispatcher.jobs()),
      approvals: requestsThatFit(this.#dispatcher.requests()),
      ...part,
    };
  }
}

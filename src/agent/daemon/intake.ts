import type { Report } from './beat.js';
import type { Dispatcher } from './dispatch/dispatcher.js';
import { JournalFullError } from './errors.js';
import type { OwnIdentity } from './identity.js';
import type { Log } from './log.js';
import type { OpenState } from './open-state.js';
import { readCommand } from './protocol/command.js';
import { digestOf, type Envelope } from './protocol/envelope.js';
import type { Heartbeat } from './protocol/heartbeat.js';
import { type DaemonStatus, shownRefusals } from './status.js';
import type { Troubles } from './troubles.js';

type Reason = Heartbeat['rejected'][number]['reason'];

/** Digests of what was rejected that are remembered: a hub that sends one for ever fills no log. */
const remembered = 1_000;

interface Parts {
  readonly own: OwnIdentity;
  readonly log: Log;
  readonly state: OpenState;
  readonly troubles: Troubles;
  readonly report: Report;
  readonly dispatcher: Dispatcher;
}

/** Takes commands as they come from the hub: those that are signed, and for this agent, and for now. */
export class Intake {
  readonly #parts: Parts;
  readonly #known = new Set<string>();
  #rejected: DaemonStatus['refused'] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What was rejected last, and of which nothing is kept; newest first. */
  get rejected(): DaemonStatus['refused'] {
    return this.#rejected;
  }

  /** @throws StateError */
  async take(given: Envelope): Promise<void> {
    const { own, state, dispatcher, report, troubles } = this.#parts;
    const { agent, epoch } = own.identity;
    const digest = digestOf(Buffer.from(given.payload, 'base64'));
    const reading = readCommand(given, { agent, epoch, hub: own.hubKeys }, state.clock.now() / 1_000);
    if ('refusal' in reading) return this.#reject(digest, reading.refusal, reading.detail);
    const { authentic } = reading;
    const { id } = authentic.command;
    try {
      const taken = await dispatcher.take(authentic);
      if (taken === 'id-conflict')
        return await this.#reject(digest, taken, `the id ${id} has had other bytes`);
      report.received(id, authentic.digest);
      const entry = state.store.get(id);
      if (taken === 'acked' && entry !== undefined) report.repeat(entry);
    } catch (error) {
      // It counts as not received, and comes again.
      if (!(error instanceof JournalFullError)) throw error;
      troubles.set('room', `a command is not taken: ${error.message}`);
      return;
    }
    troubles.set('room', undefined);
  }

  async #reject(digest: string, reason: Reason, detail: string): Promise<void> {
    const { log, report, state, own } = this.#parts;
    report.rejected(digest, reason);
    if (this.#known.has(digest)) return;
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.add(digest);
    log.warn('a command is not taken', { reason, detail, digest });
    const line = { at: Date.now(), reason: `${reason}: ${detail}` };
    this.#rejected = [line, ...this.#rejected].slice(0, shownRefusals);
    const { agent } = own.identity;
    const at = state.clock.now();
    await state.audit.append({ at, event: 'agent', agent, action: 'command.rejected', reason, digest });
  }
}

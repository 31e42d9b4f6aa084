import type { bindAction } from '../actions/registry.js';
import type { CommandStore } from '../command-store.js';
import type { CommandResult } from '../stored-result.js';
import type { AuditTrail } from './audit-trail.js';
import { conclude } from './conclude.js';
import type { EndReason, Place } from './job.js';
import { readKept } from './kept.js';
import type { SecretBook } from './secrets.js';

interface Options {
  readonly store: CommandStore;
  readonly place: Place;
  readonly secrets: SecretBook;
  readonly bind: typeof bindAction;
  readonly trail: AuditTrail;
  readonly clean: (result: CommandResult) => CommandResult;
}

/** Commands that an earlier run of the agent has begun: what became of them is found out. They are never begun again. */
export class Leftovers {
  readonly #options: Options;
  readonly #left = new Map<string, { locks: readonly string[]; action: string; end: AbortController }>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** What must not be worked on meanwhile. */
  get locks(): string[] {
    return [...this.#left.values()].flatMap(({ locks }) => locks);
  }

  /** The ids of those that are not concluded yet, and what they are. */
  get all(): { id: string; action: string }[] {
    return [...this.#left].map(([id, { action }]) => ({ id, action }));
  }

  /** Finds out what became of a command, and keeps that. Undefined where it is known already. */
  follow(id: string): Promise<void> | undefined {
    const { store, secrets, bind, place } = this.#options;
    const entry = store.get(id);
    if (entry === undefined || this.#left.has(id)) return undefined;
    const kept = readKept(store, id, bind);
    const bound = kept === undefined || 'reason' in kept.bound ? undefined : kept.bound;
    if (bound !== undefined) secrets.add(id, bound.action.secrets(bound.params));
    const end = new AbortController();
    const action = kept?.command.action ?? 'unknown';
    this.#left.set(id, { locks: bound?.action.locks(bound.params) ?? [], action, end });
    return conclude(entry, bound, place, end.signal)
      .then((result) => this.#keep(id, result))
      .finally(() => {
        this.#left.delete(id);
        secrets.release(id);
      });
  }

  /** It is not concluded yet. */
  has(id: string): boolean {
    return this.#left.has(id);
  }

  end(id: string, reason: EndReason): void {
    this.#left.get(id)?.end.abort(reason);
  }

  endAll(reason: EndReason): void {
    for (const id of this.#left.keys()) this.end(id, reason);
  }

  async #keep(id: string, result: CommandResult | undefined): Promise<void> {
    if (result === undefined) return;
    const { store, clean, bind, trail } = this.#options;
    const kept = readKept(store, id, bind);
    const entry = await store.finish(id, clean(result));
    if (kept !== undefined) await trail.ended(kept.command, entry.digest, entry.result?.outcome ?? 'unknown');
  }
}

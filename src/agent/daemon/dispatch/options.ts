import type { bindAction } from '../actions/registry.js';
import type { AuditLog } from '../audit-log.js';
import type { CommandStore } from '../command-store.js';
import type { HubClock } from '../hub-clock.js';
import type { Log } from '../log.js';
import type { PolicyHistory } from '../policy/history.js';
import type { Place } from './job.js';
import type { SecretBook } from './secrets.js';

/** What the dispatcher works with. */
export interface DispatcherOptions {
  readonly agent: string;
  readonly epoch: number;
  readonly store: CommandStore;
  readonly audit: AuditLog;
  readonly history: PolicyHistory;
  readonly place: Place;
  readonly clock: HubClock;
  readonly secrets: SecretBook;
  readonly log: Log;
  /** Where actions come from. Default: the registry. */
  readonly bind?: typeof bindAction;
  /** Commands that run at once. Default 20. */
  readonly concurrency?: number;
  /** Called when there is something new for the hub. */
  readonly changed?: () => void;
}

import { join } from 'node:path';
import { AuditLog } from './audit-log.js';
import { CommandStore } from './command-store.js';
import { SecretBook } from './dispatch/secrets.js';
import { type Clocks, HubClock } from './hub-clock.js';
import { HubMemory } from './hub-memory.js';
import type { Mask } from './masking.js';
import { PolicyHistory } from './policy/history.js';
import type { Troubles } from './troubles.js';

/** Length of the journal of commands from which on new work is refused, in bytes. */
export const journalLimit = 64 << 20;

/** Everything that the agent remembers. */
export interface OpenState {
  readonly memory: HubMemory;
  readonly clock: HubClock;
  readonly secrets: SecretBook;
  readonly store: CommandStore;
  readonly audit: AuditLog;
  readonly history: PolicyHistory;
  close(): Promise<void>;
}

/**
 * Opens what is in the state folder, whatever has become of it; what is broken is a trouble to tell of.
 *
 * @throws StateError where the folder cannot be used, or another release wrote it
 */
export async function openState(
  folder: string,
  options: { clocks: Clocks; mask: Mask; troubles: Troubles },
): Promise<OpenState> {
  const { clocks, mask, troubles } = options;
  const { memory, damaged } = await HubMemory.open(folder);
  if (damaged) troubles.set('hub.json', 'hub.json is broken: what the hub said before is forgotten');
  const clock = new HubClock(clocks, memory.time === 0 ? undefined : memory.time);
  const now = () => clock.now();
  const secrets = new SecretBook(mask);
  const path = join(folder, 'commands.jsonl');
  const commands = await CommandStore.open({ path, mask: secrets.mask, now, capBytes: journalLimit });
  if (commands.report.missing)
    troubles.set('commands.jsonl', 'the journal has lost records: what may have run is not done again');
  const audit = await AuditLog.open({
    folder: join(folder, 'audit'),
    anchor: join(folder, 'audit.anchor'),
    mask: secrets.mask,
  });
  const { history, report } = await PolicyHistory.open({ path: join(folder, 'history.jsonl'), now });
  if (report.missing)
    troubles.set('history.jsonl', 'the history of the policy has lost records: all risk counts as spent');
  const { store } = commands;
  const close = async () => {
    for (const open of [store, audit, history]) await open.close();
  };
  return { memory, clock, secrets, store, audit, history, close };
}

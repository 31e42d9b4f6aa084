import { commandRecord } from './command-records.js';
import { CommandState } from './command-state.js';
import type { Recovery } from './command-types.js';
import type { JournalItem } from './journal.js';

/** The state that a journal tells of, the gaps that no record has dated yet, and how many records have no meaning. */
export function replay(items: readonly JournalItem[]): {
  state: CommandState;
  fresh: number[];
  unreadable: number;
} {
  const state = new CommandState();
  const gaps: number[] = [];
  let unreadable = 0;
  for (const item of items) {
    if ('gap' in item) {
      state.gap();
      gaps.push(item.gap.after);
      continue;
    }
    const record = commandRecord.safeParse(item.record.data);
    if (record.success) {
      state.apply(record.data, item.record.n);
      continue;
    }
    // As good as lost.
    unreadable += 1;
    state.gap();
    gaps.push(item.record.n - 1);
  }
  return { state, fresh: gaps.filter((after) => state.isNew(after)), unreadable };
}

/** What there is to do of what is neither `live` in this process nor at its end. */
export function recoveryOf(
  state: CommandState,
  live: ReadonlySet<string>,
  hasBytes: (id: string) => boolean,
): Recovery {
  const accepted = state.entries('accepted').filter(({ id }) => !live.has(id));
  const certain = accepted.filter(({ uncertain }) => !uncertain);
  const left = state.entries('started').filter(({ id }) => !live.has(id));
  return {
    runnable: certain.filter(({ id }) => hasBytes(id)),
    awaitingBytes: certain.filter(({ id }) => !hasBytes(id)),
    toConclude: [...accepted.filter(({ uncertain }) => uncertain), ...left].map((entry) => ({
      entry,
      by: entry.upid !== undefined ? 'upid' : entry.probe !== undefined ? 'probe' : 'none',
    })),
  };
}

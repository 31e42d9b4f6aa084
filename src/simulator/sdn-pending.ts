import type { Fields } from './schema.js';
import { type Section, sectionRow } from './sections.js';

/** An entry of the cluster's networks as it is in use, with what of it waits. */
export function pendingRow(
  entry: { readonly id: string; readonly fixed?: Fields; readonly fields: Fields },
  id: string,
  wanted: Section | undefined,
  running: Section | undefined,
): object {
  const fields = { ...entry.fixed, ...entry.fields };
  const used = sectionRow(fields, running ?? new Map());
  const name = { [entry.id]: id };
  if (wanted === undefined) return { ...name, ...used, state: 'deleted', pending: {} };
  const next = sectionRow(fields, wanted);
  const changed = Object.entries(next).filter(([key, value]) => key !== 'type' && used[key] !== value);
  const gone = Object.keys(used).filter((key) => next[key] === undefined);
  if (running !== undefined && changed.length + gone.length === 0) return { ...name, ...used };
  return {
    ...name,
    ...used,
    type: next['type'],
    state: running === undefined ? 'new' : 'changed',
    pending: { ...Object.fromEntries(changed), ...Object.fromEntries(gone.map((key) => [key, 'deleted'])) },
  };
}

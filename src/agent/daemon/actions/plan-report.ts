import type { Json } from './action.js';
import type { Bound } from './bind.js';

/** What became of one step. `unknown`: it began, and nobody can tell how it ended. */
export interface StepReport {
  readonly action: string;
  readonly outcome: 'succeeded' | 'failed' | 'unknown' | 'skipped';
  readonly value?: Json;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Steps that never began. */
export function skipped(steps: readonly Bound[], from: number): StepReport[] {
  return steps.slice(from).map(({ action: { name } }) => ({ action: name, outcome: 'skipped' }));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}

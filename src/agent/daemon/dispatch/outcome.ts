import { isPveError } from '../../../core/errors.js';
import { saysNotDone } from '../actions/certainty.js';
import { PlanError } from '../actions/plan-error.js';
import type { Outcome } from '../command-records.js';
import type { CommandResult } from '../stored-result.js';

/** How far a command had come when it failed. */
export interface Progress {
  /** The action changes something. */
  readonly changes: boolean;
  /** It has started a task: what fails after that may be the look at it. */
  readonly task: boolean;
  /** It was told to end. */
  readonly ended: boolean;
}

/** What an error of an action says about the command. Whatever is not clearly a failure may have happened. */
export function outcomeOf(error: unknown, progress: Progress): CommandResult {
  const code = isPveError(error) ? error.code : error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  const told = { outcome: kindOf(error, progress), error: { code, message } };
  // Of a plan, what became of each step.
  return error instanceof PlanError && error.value !== undefined ? { ...told, value: error.value } : told;
}

function kindOf(error: unknown, { changes, task, ended }: Progress): Outcome {
  if (ended) return 'interrupted';
  return !changes || saysNotDone(error, { task }) ? 'failed' : 'unknown';
}

/** Who should do it cannot be reached, and nothing was sent: another time it may be. */
export function isAway(error: unknown): boolean {
  if (!isPveError(error)) return false;
  const { code, sent } = error as { code: string; sent?: unknown };
  return (
    ['PVE_CONNECTION', 'PVE_TIMEOUT', 'PVE_PROXY'].includes(code) || (code === 'PVE_HELPER' && sent === 'no')
  );
}

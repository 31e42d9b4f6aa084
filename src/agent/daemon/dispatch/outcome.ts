import { isPveError } from '../../../core/errors.js';
import type { Outcome } from '../command-records.js';
import type { CommandResult } from '../stored-result.js';

/** Errors by which a host, or this package before anything was sent, has said that it is not done. */
const failures: ReadonlySet<string> = new Set([
  'PVE_ACTION',
  'PVE_AUTHENTICATION',
  'PVE_BACKUP',
  'PVE_CONFLICT',
  'PVE_CONTAINER_FAULT',
  'PVE_DID_NOT_HAPPEN',
  'PVE_FENCE',
  'PVE_HTTP',
  'PVE_LEFT_BEHIND',
  'PVE_LOCKED',
  'PVE_MOUNT',
  'PVE_NOT_FOUND',
  'PVE_NOT_ROOT',
  'PVE_PARAMS',
  'PVE_PERMISSION',
  'PVE_PROGRAM_MISSING',
  'PVE_REFUSED',
  'PVE_RESTORE_REFUSED',
  'PVE_SOURCE',
  'PVE_START',
  'PVE_SUDO',
  'PVE_TASK',
]);

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
  return { outcome: kindOf(error, progress), error: { code, message } };
}

function kindOf(error: unknown, { changes, task, ended }: Progress): Outcome {
  if (ended) return 'interrupted';
  if (!changes) return 'failed';
  if (!isPveError(error)) return 'unknown';
  const { code } = error;
  // The end of a task is told by the task alone.
  if (task)
    return code === 'PVE_TASK' || code === 'PVE_BACKUP' || code === 'PVE_ACTION' ? 'failed' : 'unknown';
  // A program that was ended by its time limit may have done it, or half of it.
  if (code === 'PVE_COMMAND')
    return (error as { ended?: unknown }).ended === undefined ? 'failed' : 'unknown';
  if ((error as { sent?: unknown }).sent === 'no') return 'failed';
  return failures.has(code) ? 'failed' : 'unknown';
}

/** Who should do it cannot be reached, and nothing was sent: another time it may be. */
export function isAway(error: unknown): boolean {
  if (!isPveError(error)) return false;
  const { code, sent } = error as { code: string; sent?: unknown };
  return (
    ['PVE_CONNECTION', 'PVE_TIMEOUT', 'PVE_PROXY'].includes(code) || (code === 'PVE_HELPER' && sent === 'no')
  );
}

import { isPveError } from '../../../core/errors.js';

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

/**
 * True where an error says that what was asked for was not done. Whatever does not clearly say so may have happened.
 *
 * @param task It had started a task: what fails after that may be the look at it, and only the task can tell.
 */
export function saysNotDone(error: unknown, { task }: { task: boolean }): boolean {
  if (!isPveError(error)) return false;
  const { code } = error;
  if (task) return code === 'PVE_TASK' || code === 'PVE_BACKUP' || code === 'PVE_ACTION';
  // A program that was ended by its time limit may have done it, or half of it.
  if (code === 'PVE_COMMAND') return (error as { ended?: unknown }).ended === undefined;
  return failures.has(code) || (error as { sent?: unknown }).sent === 'no';
}

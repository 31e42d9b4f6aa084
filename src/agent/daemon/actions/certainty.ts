import { isPveError } from '../../../core/errors.js';

/** Errors that do not tell whether it happened, unless they say that nothing was sent. */
const silent: ReadonlySet<string> = new Set([
  'PVE_ABORTED',
  'PVE_CONNECTION',
  'PVE_HELPER',
  'PVE_OUTCOME_UNKNOWN',
  'PVE_OUTPUT',
  'PVE_PROXY',
  'PVE_RESPONSE_SHAPE',
  'PVE_TASK_TIMEOUT',
  'PVE_TIMEOUT',
  'PVE_TLS_PIN',
]);

/** True where an error says that what was asked for was not done. `task`: it had started one, so that only the task can tell. */
export function saysNotDone(error: unknown, { task }: { task: boolean }): boolean {
  if (!isPveError(error)) return false;
  const { code } = error;
  if (task) return code === 'PVE_TASK' || code === 'PVE_BACKUP' || code === 'PVE_ACTION';
  if (code === 'PVE_COMMAND') return (error as { ended?: unknown }).ended === undefined;
  return !silent.has(code) || (error as { sent?: unknown }).sent === 'no';
}

import { ConnectionError, TimeoutError } from '../../core/connection-errors.js';
import { ResponseShapeError, TaskError } from '../../core/errors.js';
import { AuthenticationError, HttpError, NotFoundError, PermissionError } from '../../core/http-errors.js';

/** True for what another poll would not change. */
export function isFinal(error: unknown): boolean {
  if (error instanceof TaskError || error instanceof AuthenticationError || error instanceof PermissionError)
    return true;
  if (error instanceof TimeoutError) return false;
  if (error instanceof ConnectionError) {
    return ['pin', 'certificate', 'aborted', 'closed'].includes(error.kind);
  }
  if (error instanceof ResponseShapeError) return error.why === 'shape';
  if (error instanceof NotFoundError) return error.kind !== 'task' && error.kind !== 'node';
  // PVE answers 500 to everything while its cluster file system is down, and 400 and 501 to what will never work.
  return !(error instanceof HttpError) || error.status === 400 || error.status === 501;
}

/**
 * True for a ticket that was refused: the next call logs in again. A login that is refused is another thing, and so is a
 * token, which stays what it is.
 */
export function ticketRefused(error: unknown, renews: boolean): boolean {
  return renews && error instanceof AuthenticationError && error.route !== 'POST /access/ticket';
}

/**
 * True for what will never give a list of tasks here, while the status of one may well be told: something in between
 * that lets only some routes through, or an answer of another shape.
 */
export function refusesLists(error: unknown): boolean {
  return isFinal(error) && !(error instanceof AuthenticationError) && !(error instanceof ConnectionError);
}

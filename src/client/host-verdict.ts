import { ConnectionError } from '../core/connection-errors.js';
import { HttpError } from '../core/http-errors.js';
import { mayRetry } from './retry.js';

/**
 * When a request may go on to another host: never (it can be sent once only), if not a byte of it was sent, or after a
 * lost connection and a passing status, too.
 */
export type Moves = 'never' | 'unsent' | 'passing';

/** Whether another host may be asked at once. */
export function mayMove(error: unknown, moves: Moves): boolean {
  if (moves === 'never') return false;
  if (error instanceof ConnectionError && error.sent === 'no')
    return error.kind !== 'aborted' && error.kind !== 'closed' && !overdue(error);
  return moves === 'passing' && mayRetry(error, true);
}

/** The caller's time is over, and not the host's. */
function overdue(error: ConnectionError): boolean {
  return error.kind === 'timeout' && (error as { phase?: unknown }).phase !== 'connect';
}

/**
 * What the end of a request says of the host: that it is away, that it is there, or nothing. `itself`: the request was
 * about this host, and about no other. `hasOthers`: the client has more hosts.
 */
export function verdictOf(error: unknown, itself: boolean, hasOthers: boolean): 'away' | 'there' | 'unclear' {
  if (error instanceof ConnectionError) return isAway(error, hasOthers) ? 'away' : 'unclear';
  if (!(error instanceof HttpError)) return 'unclear';
  const { status } = error;
  if (status >= 502 && status <= 504) return 'away';
  // 595 to 599 come from pveproxy, which is there; they are about the node of the path, or the daemon behind it.
  return hasOthers && status >= 595 && status <= 599 && itself ? 'away' : 'there';
}

function isAway(error: ConnectionError, hasOthers: boolean): boolean {
  switch (error.kind) {
    case 'refused':
    case 'unreachable':
    case 'dns':
      return true;
    case 'reset':
      // PVE hangs up in the middle of an upload that it refuses.
      return error.sent !== 'partial';
    case 'timeout':
      return !overdue(error);
    case 'certificate':
    case 'tls':
    case 'pin':
      // It does not pass by itself. Alone, the host is to say so to each call.
      return hasOthers;
    default:
      return false;
  }
}

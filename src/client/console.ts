import { ParamsError, ResponseShapeError } from '../core/errors.js';
import { AuthenticationError } from '../core/http-errors.js';
import type { CallOptions, Op } from '../core/op.js';
import { Redactor } from '../core/redact.js';
import type { Route } from '../core/route.js';
import { isUpid } from '../core/upid.js';
import { abortError } from './abort.js';
import { assertCallOptions, numberIssues } from './call-options.js';
import { greeting } from './console-protocol.js';
import { assertSize, ConsoleStream } from './console-stream.js';
import { withDeadline } from './deadline.js';
import type { Way } from './hosts.js';
import type { Settings } from './options.js';
import type { Sender } from './send.js';
import { shapeHints } from './shape-hints.js';
import { openWebSocket, type WebSocketConnection } from './websocket.js';

/** What opening a console takes beside its parameters. */
export interface ConsoleOptions extends CallOptions {
  /** Ends the console at any stage, also when it is open. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for opening it, in place of the client's `timeouts.call`. */
  timeout?: number | undefined;
  /** The size of the terminal, in characters. Without it the host takes 80 by 20. */
  size?: { cols: number; rows: number } | undefined;
  /**
   * Milliseconds between signs of life, 30 000 by default. A host that gives none for two of these times is taken for
   * gone.
   */
  keepAlive?: number | undefined;
}

/** Opens a console. */
export type OpenConsole<P> = (params: P, options?: ConsoleOptions) => Promise<ConsoleStream>;

interface Place {
  node: string;
  vmid?: number;
}

/** What the host's answer to a call of `termproxy` has. */
export interface TerminalTicket {
  port: number;
  ticket: string;
  upid: string;
  user: string;
}

/** Makes the function that opens consoles of a kind: by its `termproxy`, then over its `vncwebsocket`. */
export function consoleOpener<P extends Place>(
  sender: Sender,
  settings: Settings,
  op: Op<P, TerminalTicket>,
  socketRoute: Route,
): OpenConsole<P> {
  const { clock, timeouts, base } = settings;
  return async (params, options = {}) => {
    assertOptions(sender, op.route, options);
    const { keepAlive = 30_000, size, signal, timeout = timeouts.call } = options;
    const open = async (inner: AbortSignal) => {
      // The terminal listens on the host that was asked for it, whichever of a cluster's that was.
      const way: Way = {};
      const { data } = await sender.counted(op, params, { timeout, signal: inner, way });
      const { ticket, port, user, upid } = data;
      if (!isUpid(upid)) throw noUpid(op.route);
      const secrets = new Redactor();
      secrets.add(ticket);
      const { node, vmid } = params;
      const target = {
        origin: way.host?.origin ?? base.origin,
        way,
        route: socketRoute,
        params: { node, ...(vmid === undefined ? {} : { vmid }), port, vncticket: ticket },
        mask: (text: string, cut?: boolean) => secrets.mask(sender.mask(text, cut), cut),
      };
      const socket = await openWebSocket(sender, target, { timeout, signal: inner });
      const first = await greet(socket, greeting(user, ticket), inner, refused(socketRoute, user, upid));
      return new ConsoleStream(socket, { upid, user, first, size, keepAlive, clock, signal });
    };
    return withDeadline(timeout, signal, open, base.origin);
  };
}

function assertOptions(sender: Sender, route: string, options: ConsoleOptions): void {
  const { keepAlive, size } = options;
  assertCallOptions(options, route);
  const issues = keepAlive === undefined ? [] : numberIssues('keepAlive', keepAlive, 1);
  if (!sender.canUpgrade)
    issues.push({
      path: 'transport',
      message: 'the `transport` of this client cannot open a console: it has no `upgrade`',
    });
  if (issues.length > 0) throw new ParamsError(issues, { route });
  if (size !== undefined) assertSize(size);
}

/** Says who this is, and waits for the welcome. Gives what came behind it. */
async function greet(
  socket: WebSocketConnection,
  line: Uint8Array,
  signal: AbortSignal,
  refusal: AuthenticationError,
): Promise<Uint8Array> {
  let answer = Buffer.alloc(0);
  let aborted = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      aborted = () => reject(abortError(signal.reason, 'unknown'));
      signal.addEventListener('abort', aborted, { once: true });
      if (signal.aborted) aborted();
      socket.listen({
        data: (bytes) => {
          answer = Buffer.concat([answer, bytes]);
          if (answer.length < welcome.length) return true;
          if (answer.toString('latin1').startsWith(welcome)) resolve();
          else reject(refusal);
          return false;
        },
        ended: () => reject(refusal),
        failed: reject,
      });
      socket.send(line);
    });
    if (signal.aborted) throw abortError(signal.reason, 'unknown');
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
  // Only now: more than the welcome may have come in one piece.
  return answer.subarray(welcome.length);
}

const welcome = 'OK';

function noUpid(route: Route): ResponseShapeError {
  const issues = [{ path: 'upid', message: 'a UPID is expected' }];
  return new ResponseShapeError(route, 'shape', issues, { hint: shapeHints.shape });
}

// termproxy has no words for it: it hangs up, and writes why into the log of its task.
function refused(route: Route, user: string, upid: string): AuthenticationError {
  const text = `the terminal refused ${user}: it did not say OK`;
  const log = `The log of the task ${upid} has the reason.`;
  const old = user.includes('!')
    ? ' API tokens can open consoles since Proxmox VE 9.0 (libpve-access-control 9.0.4); before, log in with user and password.'
    : '';
  return new AuthenticationError({ status: 401, reason: '', text, route }, { hint: `${log}${old}` });
}

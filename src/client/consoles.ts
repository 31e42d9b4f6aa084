import type { Op } from '../core/op.js';
import { consoleOpener, type OpenConsole } from './console.js';
import type { Settings } from './options.js';
import { lxc } from './resources/lxc.js';
import { nodeTerminal } from './resources/node-terminal.js';
import type { Sender } from './send.js';

type ParamsOf<O> = O extends Op<infer P, infer _R> ? P : never;

/** What containers have beside their table. */
export interface LxcConsole {
  /**
   * Opens the terminal of a running container: a duplex stream of bytes with `resize`. Needs VM.Console.
   *
   * It is the same terminal for all who open it, and closing it logs nobody out: who opens it next finds the
   * session as it was left. Ctrl-\ detaches on the host and so ends it. With a token it needs PVE 9; before, a user
   * with a password (libpve-access-control 9.0.4).
   *
   * @throws PermissionError, AuthenticationError (the terminal refused the ticket), ConnectionError
   */
  readonly console: OpenConsole<ParamsOf<typeof lxc.termproxy>>;
}

/** What nodes have beside their table. */
export interface NodeConsole {
  /**
   * Opens a shell of the node itself. Needs Sys.Console on it. PVE asks for a login, but for root@pam itself; any
   * `cmd` but `login` is for root@pam only.
   *
   * @throws PermissionError, AuthenticationError (the terminal refused the ticket), ConnectionError
   */
  readonly console: OpenConsole<ParamsOf<typeof nodeTerminal>>;
}

/** The functions that open consoles, by what they are of. */
export function consolesOf(sender: Sender, settings: Settings) {
  const lxcSocket = 'GET /nodes/{node}/lxc/{vmid}/vncwebsocket';
  const nodeSocket = 'GET /nodes/{node}/vncwebsocket';
  return {
    lxc: consoleOpener(sender, settings, lxc.termproxy, lxcSocket),
    node: consoleOpener(sender, settings, nodeTerminal, nodeSocket),
  };
}

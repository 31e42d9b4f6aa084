import type { PrivdWish } from '../agent/privd.js';
import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What `privd` was asked for. */
export type PrivdCommand = { kind: 'help' } | { kind: 'privd'; wish: PrivdWish };

const options = {
  socket: { type: 'string' },
  peer: { type: 'string' },
  group: { type: 'string' },
  user: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads what stands behind `privd`. @throws UsageError */
export function parsePrivd(args: readonly string[]): PrivdCommand {
  const { values, words } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0)
    throw new UsageError('`privd` takes options only: --socket, --peer, --group, --user, --config');
  const { peer, user = [] } = values;
  const socket = text(values.socket);
  if (socket !== undefined && !socket.startsWith('/'))
    throw new UsageError('--socket: an absolute path is expected');
  if (socket !== undefined && peer !== undefined)
    throw new UsageError('--peer is for a connection that systemd has accepted: leave out --socket');
  const wish = {
    socket,
    peer: text(peer),
    group: text(values.group),
    users: user,
    config: text(values.config),
  };
  return { kind: 'privd', wish };
}

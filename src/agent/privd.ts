import { NotRootError } from '../privileged/errors.js';
import { Helper } from '../privileged/helper/helper.js';
import { userOfInstance } from '../privileged/helper/peer.js';
import { accountId } from './accounts.js';
import type { Environment } from './config-env.js';
import { ConfigError } from './config-error.js';
import { allowedBy, readPrivdConfig, siteOptionsOf } from './privd-config.js';

/** How the root helper is started. */
export interface PrivdWish {
  /** Listens at a socket of its own; else systemd has opened one. */
  socket: string | undefined;
  /** The instance name that systemd made for the one connection that it accepted. */
  peer: string | undefined;
  /** Who may connect; the configuration's if left out. */
  group: string | undefined;
  /** For whom it works; the configuration's if empty. */
  users: readonly string[];
  config: string | undefined;
}

/** A root helper that runs. */
export interface Privd {
  /** What it listens at. */
  place: string;
  /** Resolves when it has nothing more to do: the end of the one connection that it was started for. */
  ended: Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that commands may take to end by themselves when the helper has to. */
const grace = 15_000;

const usualAccount = 'felhom-agent';

/**
 * Starts the root helper: at a socket of its own, at one that systemd opened (`Accept=no`), or for one connection that systemd accepted
 * (`Accept=yes`).
 *
 * @throws NotRootError, ConfigError
 */
export async function startPrivd(
  wish: PrivdWish,
  surroundings: { env: Environment; folder: string; version: string; log: (line: string) => void },
): Promise<Privd> {
  if (process.getuid?.() !== 0)
    throw new NotRootError('the root helper runs as root', {
      hint: 'Start it as root, better by systemd: felhom-priv.socket (docs/root-helper.md).',
    });
  const config = readPrivdConfig(wish.config, surroundings.folder);
  const users = wish.users.length > 0 ? wish.users : (config.users ?? [usualAccount]);
  const helper = new Helper({
    version: surroundings.version,
    log: surroundings.log,
    users: users.map((user) => accountId('user', user)),
    allow: allowedBy(config),
    site: siteOptionsOf(config),
  });
  const close = (): Promise<void> => helper.close(grace);
  if (wish.peer !== undefined) {
    takeDescriptor(surroundings.env);
    const ended = helper.serveConnection(3, userOfInstance(wish.peer));
    return { place: 'one connection', ended, close };
  }
  const group = accountId('group', wish.group ?? config.group ?? usualAccount);
  const forever = new Promise<void>(() => {});
  if (wish.socket !== undefined) {
    await helper.listen(wish.socket, group);
    return { place: wish.socket, ended: forever, close };
  }
  takeDescriptor(surroundings.env);
  return { place: await helper.listenAt(3, group), ended: forever, close };
}

// What systemd passes on, by its own rules (sd_listen_fds(3)): meant for this very process, and one socket.
function takeDescriptor(env: Environment): void {
  if (env['LISTEN_PID'] === String(process.pid) && env['LISTEN_FDS'] === '1') return;
  throw new ConfigError([{ path: 'privd', message: 'systemd passed no socket to this process' }], {
    hint: 'Give --socket PATH, or let systemd start it: felhom-priv.socket (docs/root-helper.md).',
  });
}

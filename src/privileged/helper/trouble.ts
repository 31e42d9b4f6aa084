import { lstat } from 'node:fs/promises';
import { HelperError } from '../errors.js';
import type { Refusal } from './protocol.js';

/** What to do when a helper refuses. */
export const hints: Readonly<Partial<Record<Refusal, string>>> = {
  'not-allowed': 'Name the user in the configuration of the helper (`users`), and restart what it runs in.',
  busy: 'Ask again later, or close connections that are not used.',
  version: 'Install the same release for the helper and for what uses it, and restart both.',
};

/** Throws for a socket that is not of root: what listens there would be told secrets. @throws HelperError */
export async function assertTrusted(socket: string): Promise<void> {
  const { uid } = await lstat(socket).catch((error: unknown) => unreachable(socket, error));
  if (uid === 0 || uid === process.getuid?.()) return;
  throw new HelperError('not-allowed', `${socket} belongs to the user with id ${uid}, and not to root`, {
    sent: 'no',
    socket,
    hint: 'A root helper has a socket of root. Remove this one, and find out who made it.',
  });
}

/** Why the socket could not be used. */
export function unreachable(socket: string, cause: unknown): never {
  const code = String((cause as NodeJS.ErrnoException).code ?? '');
  const [reason, words, hint] = reachable[code] ?? (['not-running', 'cannot be connected to', ''] as const);
  throw new HelperError(reason, `the root helper's socket ${socket} ${words}`, {
    sent: 'no',
    socket,
    cause,
    hint: hint === '' ? undefined : hint,
  });
}

const enable = 'systemctl enable --now felhom-priv.socket, or start felhom-agent privd.';
const reachable: Readonly<
  Record<string, readonly ['no-socket' | 'not-running' | 'not-allowed' | 'busy', string, string]>
> = {
  ENOENT: ['no-socket', 'is not there', enable],
  ENOTDIR: ['no-socket', 'is not there', enable],
  ENOTSOCK: ['no-socket', 'is no socket', enable],
  ECONNREFUSED: ['not-running', 'has nobody who listens', enable],
  EACCES: [
    'not-allowed',
    'may not be used by this user',
    "Put the user into the socket's group (felhom-agent).",
  ],
  EPERM: [
    'not-allowed',
    'may not be used by this user',
    "Put the user into the socket's group (felhom-agent).",
  ],
  EAGAIN: ['busy', 'has too many who wait', 'Ask again later.'],
};

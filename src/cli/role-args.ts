import type { Purpose } from '../agent/role.js';
import type { RoleWish } from './role-command.js';
import { UsageError } from './usage-error.js';

const purposes = ['selftest', 'task', 'backup', 'all'] as const satisfies readonly Purpose[];

/** @throws UsageError. A value is repeated only where it cannot be a secret. */
export function readRole(given: {
  purpose: string | undefined;
  user: string | undefined;
  storage: string | undefined;
  pool: string | undefined;
}): RoleWish {
  const { user, storage, pool } = given;
  const purpose = purposes.find((name) => name === given.purpose);
  if (purpose === undefined) throw new UsageError(`\`role\` needs --for ${purposes.join('|')}`);
  if (user?.includes('=') === true)
    throw new UsageError(
      '--user takes the name of a token without its secret: USER@REALM!TOKENID. If a secret was just typed, it is in the history of the shell now: better make a new one',
    );
  if (user !== undefined && !/^[^\s:/@]+@[A-Za-z][\w.-]+(?:![A-Za-z][\w.-]+)?$/.test(user))
    throw new UsageError('--user: USER@REALM!TOKENID or USER@REALM is expected');
  if (user === 'root@pam')
    throw new UsageError('--user: root@pam may do everything; name a token or another user');
  for (const [name, value] of Object.entries({ storage, pool })) {
    if (value !== undefined && !/^[A-Za-z0-9][\w.-]*$/.test(value))
      throw new UsageError(`--${name}: an id is expected, with letters, digits, \`-\`, \`_\` and \`.\``);
  }
  return { purpose, user, places: { storage, pool } };
}

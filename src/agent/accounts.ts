import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.js';

const files = { user: '/etc/passwd', group: '/etc/group' } as const;

/**
 * The id of a user or group of this machine, by its name or its number.
 *
 * @throws ConfigError where /etc/passwd or /etc/group does not have the name; those of a directory service have to be numbers
 */
export function accountId(kind: 'user' | 'group', account: string | number): number {
  if (typeof account === 'number') return account;
  if (/^\d{1,9}$/.test(account)) return Number(account);
  const file = files[kind];
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .map((text) => text.split(':'))
    .find(([name]) => name === account);
  const id = line?.[2];
  if (id === undefined || !/^\d+$/.test(id))
    throw new ConfigError([{ path: kind, message: `${file} has no ${account}` }], {
      hint:
        kind === 'user'
          ? `Make it: useradd --system --no-create-home --shell /usr/sbin/nologin ${account}. A number does as well.`
          : `Make it: groupadd --system ${account}. A number does as well.`,
    });
  return Number(id);
}

import type { Check } from '../check.js';
import { count } from '../units.js';

/** Who is calling, and whether that caller has any rights at all. */
export const permissionsCheck: Check = {
  name: 'permissions',
  async run(facts) {
    const { identity } = facts.client;
    const permissions = await facts.permissions();
    const paths = Object.keys(permissions).sort();
    const names = new Set(Object.values(permissions).flatMap((row) => Object.keys(row)));
    const data = { identity, paths: paths.length, privileges: [...names].sort() };
    if (names.size === 0) {
      const isToken = identity.includes('!', identity.lastIndexOf('@'));
      return {
        status: 'warn',
        summary: `${identity} has no privileges at all`,
        advice: [
          isToken
            ? 'A token with privilege separation has nothing until it gets an ACL entry of its own, and then never more than its user: see the commands at the end.'
            : 'Give it a role on a path: see the commands at the end.',
        ],
        data,
      };
    }
    const summary = `${identity}: ${count(names.size, 'privilege')} on ${count(paths.length, 'path')}`;
    return { status: 'ok', summary, data };
  },
};

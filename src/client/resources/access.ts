import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text, word } from '../../core/wire.js';
import { aclPath, authid, fullTokenid, groupid, realm, roleid, several, userid } from './access-ids.js';
import { groups, roles } from './access-roles.js';
import { tokens, users } from './access-users.js';
import { none } from './params.js';

const factor = record({
  id: text,
  type: word<'totp' | 'u2f' | 'webauthn' | 'recovery' | 'yubico'>(),
  description: text,
  /** Seconds since the epoch. */
  created: num,
  enable: flag.optional(),
});

/** Users, tokens and their rights. */
export const access = {
  /**
   * What the caller may do: privileges by ACL path, the value telling whether it counts below the path too. A
   * path that is missing inherits from the nearest one above it. Asking about others needs Sys.Audit on `/access`.
   */
  permissions: op(
    'GET /access/permissions',
    z.strictObject({ path: aclPath.optional(), userid: authid.optional() }),
    z.record(z.string(), z.record(z.string(), flag)),
  ),
  users,
  tokens,
  groups,
  roles,
  /** The access control list: who has which role where. */
  acl: {
    /** The entries on paths that the caller may change, or all with Sys.Audit on `/access`. */
    list: op(
      'GET /access/acl',
      none,
      z.array(
        record({
          path: text,
          type: word<'user' | 'group' | 'token'>(),
          /** User, group or token (`USER@REALM!TOKENID`), by `type`. */
          ugid: text,
          roleid: text,
          /** Whether it counts for the paths below as well. */
          propagate: flag.optional(),
        }),
      ),
    ),
    /**
     * Gives roles to users, groups and tokens on a path, or with `delete` takes them away. An entry on a path **replaces**
     * what the same user or token inherits from above it.
     *
     * With Permissions.Modify on the path any role can be given. VM.Allocate on `/vms/ID`, Datastore.Allocate on
     * `/storage/ID` and Pool.Allocate on `/pool/ID` are enough for roles of which the caller has every privilege.
     */
    update: op(
      'PUT /access/acl',
      z
        .strictObject({
          path: aclPath,
          roles: several(roleid),
          users: several(userid).optional(),
          groups: several(groupid).optional(),
          tokens: several(fullTokenid).optional(),
          propagate: z.boolean().optional(),
          delete: z.boolean().optional(),
        })
        .refine(
          (params) =>
            params.users !== undefined || params.groups !== undefined || params.tokens !== undefined,
          'say for whom: `users`, `groups` or `tokens`',
        ),
      nothing,
      {
        needs: [
          {
            path: '/',
            all: ['Permissions.Modify'],
            when: 'paths and roles beyond what the caller allocates and has',
          },
        ],
      },
    ),
  },
  /** Realms: where users come from. */
  domains: {
    /** All realms. PVE tells them to anybody, even without a login. */
    list: op(
      'GET /access/domains',
      none,
      z.array(record({ realm: text, type: text, comment: text.optional(), tfa: text.optional() })),
    ),
    /** The configuration of a realm, as far as it is no secret. */
    get: op('GET /access/domains/{realm}', z.strictObject({ realm }), record({ type: text }), {
      needs: [{ path: '/access/realm', any: ['Realm.Allocate', 'Sys.Audit'] }],
    }),
  },
  /** Second factors. Adding and removing them needs a login and the user's password: `client.call`. */
  tfa: {
    /** The second factors of the users that the caller may see. */
    list: op(
      'GET /access/tfa',
      none,
      z.array(
        record({
          userid: text,
          entries: z.array(factor),
          'totp-locked': flag.optional(),
          'tfa-locked-until': num.optional(),
        }),
      ),
    ),
    /** The second factors of one user. */
    get: op('GET /access/tfa/{userid}', z.strictObject({ userid }), z.array(factor), {
      needs: [{ path: '/access/groups', any: ['User.Modify', 'Sys.Audit'], when: 'other users' }],
    }),
  },
  /**
   * Sets a user's password: one's own, or with privileges that of others in the realm `pve`. In the realm `pam` only
   * root@pam can, on the node that answers alone. **No token may:** log in with user and password, and give that password
   * again as `confirmation-password` (since 8.2; root@pam need not).
   */
  password: op(
    'PUT /access/password',
    z.strictObject({
      userid,
      /** At least eight characters since PVE 8, five before. */
      password: z.string().min(5, 'at least five characters').max(64, 'at most 64 characters'),
      'confirmation-password': z.string().optional(),
    }),
    nothing,
    {
      needs: [
        {
          path: '/access/realm/{realm}',
          all: ['Realm.AllocateUser'],
          when: 'other users',
        },
        { path: '/access/groups', all: ['User.Modify'], when: 'other users' },
      ],
    },
  ),
};

import * as z from 'zod';
import { type Need, op } from '../../core/op.js';
import { flag, list, nothing, num, record, text } from '../../core/wire.js';
import { expire, groupid, tokenid, userid } from './access-ids.js';

const groups = '/access/groups';
// A group that the user is in will do as well.
const modify: Need = { path: groups, all: ['User.Modify'] };
const look: Need = { path: groups, any: ['User.Modify', 'Sys.Audit'] };
/** On the realm of the user. */
const allocate: Need = { path: '/access/realm/{realm}', all: ['Realm.AllocateUser'] };

/** With a ticket a user needs none of this for its own tokens; a token is never its user's self. */
const ofTokens: { needs: readonly Need[] } = { needs: [modify] };

const tokenInfo = {
  comment: text.optional(),
  /** Seconds since the epoch; 0 is never. */
  expire: num.optional(),
  /** With privilege separation (the default) a token has only what its own entries **and** its user's allow. */
  privsep: flag.optional(),
};

const person = {
  enable: flag.optional(),
  /** Seconds since the epoch; 0 is never. */
  expire: num.optional(),
  firstname: text.optional(),
  lastname: text.optional(),
  email: text.optional(),
  comment: text.optional(),
  /** Ids of second factors, of releases before 7.0. */
  keys: text.optional(),
};

const personParams = {
  enable: z.boolean().optional(),
  expire: expire.optional(),
  firstname: z.string().max(1024).optional(),
  lastname: z.string().max(1024).optional(),
  email: z.string().max(254).optional(),
  comment: z.string().max(2048).optional(),
  keys: z.string().optional(),
  groups: z.array(groupid).optional(),
};

/** Users. A user of the realm `pam` must exist on the nodes too: PVE does not make it there. */
export const users = {
  /** The users that the caller may see, itself among them; `full` adds groups and tokens, without secrets. */
  list: op(
    'GET /access/users',
    z.strictObject({ enabled: z.boolean().optional(), full: z.boolean().optional() }),
    z.array(
      record({
        userid: text,
        ...person,
        'realm-type': text.optional(),
        groups: list.optional(),
        tokens: z.array(record({ tokenid: text, ...tokenInfo })).optional(),
        'totp-locked': flag.optional(),
        /** Seconds since the epoch. */
        'tfa-locked-until': num.optional(),
      }),
    ),
  ),
  /** One user, with its groups, and its tokens by their names. */
  get: op(
    'GET /access/users/{userid}',
    z.strictObject({ userid }),
    record({
      ...person,
      groups: z.array(text).optional(),
      tokens: z.record(z.string(), record(tokenInfo)).optional(),
    }),
    { needs: [look] },
  ),
  /** Makes a user. It may do nothing until the ACL says so. `password` is for the realm `pve`. */
  create: op(
    'POST /access/users',
    z.strictObject({
      userid,
      /** At least eight characters since PVE 8, five before. */
      password: z.string().min(5, 'at least five characters').max(64, 'at most 64 characters').optional(),
      ...personParams,
    }),
    nothing,
    { needs: [allocate, modify] },
  ),
  /** Changes a user. `groups` replaces its groups, or with `append` adds to them. A disabled user's tokens are refused too. */
  update: op(
    'PUT /access/users/{userid}',
    z.strictObject({ userid, ...personParams, append: z.boolean().optional() }),
    nothing,
    { needs: [modify] },
  ),
  /** Removes a user with its tokens, second factors and ACL entries. */
  delete: op('DELETE /access/users/{userid}', z.strictObject({ userid }), nothing, {
    needs: [allocate, modify],
  }),
  /** Lets a user who gave too many wrong codes try a second factor again. True if it was locked. Since 8.1. */
  unlockTfa: op('PUT /access/users/{userid}/unlock-tfa', z.strictObject({ userid }), flag, {
    needs: [modify],
  }),
};

const named = { userid, tokenid };
const tokenParams = {
  comment: z.string().max(512).optional(),
  expire: expire.optional(),
  privsep: z.boolean().optional(),
};

/** API tokens. The name without the user is `tokenid`; `userid!tokenid=SECRET` is what a client logs in with. */
export const tokens = {
  /** The tokens of a user, without secrets. */
  list: op(
    'GET /access/users/{userid}/token',
    z.strictObject({ userid }),
    z.array(record({ tokenid: text, ...tokenInfo })),
    ofTokens,
  ),
  get: op('GET /access/users/{userid}/token/{tokenid}', z.strictObject(named), record(tokenInfo), ofTokens),
  /**
   * Makes a token. **`value` is its secret, and PVE shows it this once.** With privilege separation (the default) it may
   * do nothing until the ACL has an entry for it, and then no more than its user.
   */
  create: op(
    'POST /access/users/{userid}/token/{tokenid}',
    z.strictObject({ ...named, ...tokenParams }),
    record({
      /** `USER@REALM!TOKENID`. */
      'full-tokenid': text,
      /** The secret. */
      value: z.string(),
      info: record(tokenInfo),
    }),
    ofTokens,
  ),
  /** Changes what is known of a token; its secret stays. `delete: ['comment']` since 9.1. */
  update: op(
    'PUT /access/users/{userid}/token/{tokenid}',
    z.strictObject({ ...named, ...tokenParams, delete: z.array(z.literal('comment')).min(1).optional() }),
    record(tokenInfo),
    ofTokens,
  ),
  /**
   * Gives a token a new secret, **`value`, which PVE shows this once**; the old one is refused from then on, also for the
   * caller if this is its own token. Since 9.1; before, delete and create it (its ACL entries go with it).
   */
  regenerate: op(
    'PUT /access/users/{userid}/token/{tokenid}',
    z.strictObject({ ...named, ...tokenParams }),
    record({ 'full-tokenid': text.optional(), value: z.string(), ...tokenInfo }),
    { ...ofTokens, fixed: { regenerate: true } },
  ),
  /** Removes a token and its ACL entries. */
  delete: op('DELETE /access/users/{userid}/token/{tokenid}', z.strictObject(named), nothing, ofTokens),
};

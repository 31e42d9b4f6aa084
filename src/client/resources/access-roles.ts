import * as z from 'zod';
import { type Need, op } from '../../core/op.js';
import { flag, list, nothing, record, text } from '../../core/wire.js';
import { groupid, roleid } from './access-ids.js';
import { none } from './params.js';

const needs = (path: string, ...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path, all }] });
const manageGroups = needs('/access/groups', 'Group.Allocate');
const manageRoles = needs('/access', 'Sys.Modify');

/** The privileges that a role has, each as true. */
const held = z
  .record(z.string(), z.unknown())
  .transform(
    (row): Record<string, boolean> =>
      Object.fromEntries(
        Object.keys(row).flatMap((name) => (flag.safeParse(row[name]).data ? [[name, true]] : [])),
      ),
  );

/** Groups of users. */
export const groups = {
  /** The groups that the caller may see; the others are left out silently. */
  list: op(
    'GET /access/groups',
    none,
    z.array(record({ groupid: text, comment: text.optional(), users: list.optional() })),
  ),
  /** One group with its members. */
  get: op(
    'GET /access/groups/{groupid}',
    z.strictObject({ groupid }),
    record({ members: z.array(text), comment: text.optional() }),
    { needs: [{ path: '/access/groups', any: ['Sys.Audit', 'Group.Allocate'] }] },
  ),
  /** Makes an empty group. Who is in it is a matter of its users: `users.update` with `groups`. */
  create: op(
    'POST /access/groups',
    z.strictObject({ groupid, comment: z.string().optional() }),
    nothing,
    manageGroups,
  ),
  update: op(
    'PUT /access/groups/{groupid}',
    z.strictObject({ groupid, comment: z.string() }),
    nothing,
    manageGroups,
  ),
  /** Removes a group and its ACL entries; its users stay. */
  delete: op('DELETE /access/groups/{groupid}', z.strictObject({ groupid }), nothing, manageGroups),
};

/** Roles: names for sets of privileges. Those that PVE ships with cannot be changed. */
export const roles = {
  /** All roles with their privileges, for any authenticated caller. */
  list: op(
    'GET /access/roles',
    none,
    z.array(
      record({
        roleid: text,
        privs: list.optional(),
        /** It comes with PVE. */
        special: flag.optional(),
      }),
    ),
  ),
  /** The privileges of a role: those that it has are true, the others are missing. */
  get: op('GET /access/roles/{roleid}', z.strictObject({ roleid }), held),
  /** Makes a role. Names that begin with `PVE` are PVE's own. A privilege that the release does not have is refused. */
  create: op(
    'POST /access/roles',
    z.strictObject({ roleid, privs: z.array(z.string()).optional() }),
    nothing,
    manageRoles,
  ),
  /** Replaces the privileges of a role, or with `append` adds to them. Without `privs` it has **none** afterwards. */
  update: op(
    'PUT /access/roles/{roleid}',
    z.strictObject({ roleid, privs: z.array(z.string()), append: z.boolean().optional() }),
    nothing,
    manageRoles,
  ),
  /** Removes a role; its ACL entries count for nothing any more. */
  delete: op('DELETE /access/roles/{roleid}', z.strictObject({ roleid }), nothing, manageRoles),
};

import { type Permission, type PermissionCheck, parsePermissionLine } from '../../generated/routes.js';
import { all, and, any, type Demand, note, nothing, or, unknown } from './demand.js';
import type { CallFacts } from './facts.js';

/**
 * What a route's declared permission asks of a call, as PVE works it out (pve-access-control
 * src/PVE/RPCEnvironment.pm, exec_api2_perm_check).
 */
export function declaredDemand(line: string, call: CallFacts): Demand {
  const permission: Permission = parsePermissionLine(line);
  switch (permission.kind) {
    case 'root':
      return { kind: 'root', what: 'the whole call' };
    case 'world':
      return nothing;
    case 'user':
      return permission.more === undefined
        ? nothing
        : note(`Sees more, or may more, with ${describe(line)}.`);
    case 'check':
      return demandOf(permission.check, call);
  }
}

function describe(line: string): string {
  return line.slice(line.indexOf('; ') + 2);
}

function demandOf(check: PermissionCheck, call: CallFacts): Demand {
  switch (check.kind) {
    case 'and':
    case 'or':
      return { kind: check.kind, of: check.checks.map((part) => demandOf(part, call)) };
    case 'privileges': {
      const { path, mode, privileges, onlyWith } = check;
      if (onlyWith !== undefined && !call.has(onlyWith)) return { kind: 'never' };
      return { kind: 'privileges', path: call.path(path), mode, privileges };
    }
    case 'self':
      return call.text('userid') === call.identity ? nothing : { kind: 'never' };
    case 'user-realm':
      return all(`/access/realm/${realmOf(call)}`, check.privilege);
    case 'user-group':
      return groupDemand(check, call);
    case 'modify-acl':
      return aclDemand(call.path(check.path));
  }
}

function realmOf(call: CallFacts): string {
  const userid = call.text('userid');
  return userid === undefined ? '{realm}' : userid.slice(userid.lastIndexOf('@') + 1);
}

// Who is in which group is not in anybody's permissions.
function groupDemand(check: PermissionCheck & { kind: 'user-group' }, call: CallFacts): Demand {
  const everyone = any('/access/groups', ...check.privileges);
  const given = call.list('groups').map((group) => any(`/access/groups/${group}`, ...check.privileges));
  const why = `Which groups ${call.text('userid') ?? 'the user'} is in is not known from permissions.`;
  const member = {
    kind: 'somewhere',
    below: '/access/groups',
    grant: '/access/groups/{groupid}',
    why,
  } as const;
  const known = and(or(...check.privileges.map((privilege) => ({ ...member, privilege }))), unknown(why));
  if (check.given === 'create') return given.length === 0 ? everyone : or(everyone, and(...given));
  if (check.given === 'update') return given.length === 0 ? everyone : or(everyone, and(...given, known));
  return or(everyone, known);
}

/** Who may allocate a thing may share it, with roles that hold nothing beyond the caller's own rights. */
function aclDemand(path: string): Demand {
  const normal = normalPath(path);
  const [, area] = /^\/(vms|storage|pool)\/./.exec(normal) ?? [];
  const modify = all(normal, 'Permissions.Modify');
  if (area === undefined) return modify;
  const owner = { vms: 'VM.Allocate', storage: 'Datastore.Allocate', pool: 'Pool.Allocate' }[area] ?? '';
  return or(
    modify,
    and(
      all(normal, owner),
      unknown('Without Permissions.Modify only roles may be given that hold nothing the caller lacks.'),
    ),
  );
}

/** PVE takes `vms/` for `/vms`. */
function normalPath(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '')
    .join('/')}`;
}

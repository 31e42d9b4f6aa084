// Who may call a route, in one line. PVE declares it as nested arrays (pve-access-control src/PVE/RPCEnvironment.pm);
// the line says the same, reads as a sentence's end ("Needs …") and can be parsed back (src/generated/permission.ts):
//
//   root@pam                                no declaration: root@pam itself, with a ticket
//   world                                   anyone, without a login
//   all                                     any user or token
//   all; CHECK                              any user or token, and who passes the check sees or may more
//   A+B on PATH                             all of these privileges
//   A|B on PATH                             any one of them
//   A on PATH if PARAM                      only checked where the parameter is given
//   A|B on groups of {userid}               on any group of the user; `(create)` and `(update)`: on those given in `groups`
//   A on realm of {userid}                  on the realm of the user
//   self                                    on oneself
//   modify {path}                           what changing the ACL on that path takes
//   CHECK and CHECK, CHECK or CHECK         nested ones are in parentheses
import { unique } from './merge.mjs';

/** The line for a route's `permissions`, which may be missing. */
export function renderPermission(permissions) {
  if (permissions === undefined) return 'root@pam';
  const { user, check } = permissions;
  if (check === undefined && user === undefined) return 'root@pam';
  if (check === undefined) return user;
  return user === undefined ? renderCheck(check) : `${user}; ${renderCheck(check)}`;
}

function renderCheck([kind, ...rest]) {
  const render = checks[kind];
  if (render === undefined) throw new Error(`unknown permission check: ${kind}`);
  return render(rest);
}

const checks = {
  and: (parts) => join(parts, ' and '),
  or: (parts) => join(parts, ' or '),
  perm: ([path, privileges, ...options]) => {
    const { any, require_param: param, ...unknown } = pairs(options);
    refuse(unknown);
    return `${names(privileges, any)} on ${path}${param === undefined ? '' : ` if ${param}`}`;
  },
  'userid-group': ([privileges, ...options]) => {
    const { groups_param: groups, ...unknown } = pairs(options);
    refuse(unknown);
    return `${names(privileges, true)} on groups of {userid}${groups === undefined ? '' : ` (${groups})`}`;
  },
  'userid-param': ([what]) => (what === 'self' ? 'self' : `${what} on realm of {userid}`),
  'perm-modify': ([path]) => `modify ${path}`,
};

function join(parts, word) {
  return parts
    .map((part) => (part[0] === 'and' || part[0] === 'or' ? `(${renderCheck(part)})` : renderCheck(part)))
    .join(word);
}

/** A single privilege may be given as a string, and one may be listed twice. */
function names(privileges, any) {
  return unique([privileges].flat()).join(any ? '|' : '+');
}

function pairs(list) {
  return Object.fromEntries(list.flatMap((key, index) => (index % 2 === 0 ? [[key, list[index + 1]]] : [])));
}

/** Better no file than one that leaves a condition out. */
function refuse(unknown) {
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new Error(`unknown option of a permission check: ${name}`);
}

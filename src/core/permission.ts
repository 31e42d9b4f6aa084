/** What a refused permission check says: see the fields of `PermissionError`. */
export interface PermissionDetail {
  path: string | undefined;
  privileges: readonly string[];
  mode: 'any' | 'all';
  rootOnly: boolean;
  ticketOnly: boolean;
  fix: string | undefined;
}

/** A refusal that does not say what is missing. */
export const bareRefusal: PermissionDetail = {
  path: undefined,
  privileges: [],
  mode: 'all',
  rootOnly: false,
  ticketOnly: false,
  fix: undefined,
};

// The reason phrase, all that old hosts have, ends at the text's first line break: the last parenthesis may be missing.
const refusal = /(?:^|\b\d{3} |- )Permission check failed(?: \((.*?)\)?)?\s*$/s;
const pathAndPrivileges = /^(\/[^,]*), ([A-Za-z.|, ]+?)(?: for .*)?$/s;
const rootOnly = /only allowed for root@pam|user != root@pam/;
/** Refusals that do not say `Permission check failed` (pve-storage src/PVE/Storage.pm, pve-container src/PVE/LXC/Create.pm). */
const rootOnlyElsewhere =
  /(?:^|- )(?:Only root (?:can pass arbitrary filesystem paths|may (?:use|set) this option)\.|only root@pam may |restoring '[^']*' to bind mount is only possible for root)/;
const bareElsewhere = /(?:^|- )missing privileges to access /;

/**
 * Reads PVE's text of a refused permission check, as a 403 has it or as a failed task's exit status has it. Gives
 * undefined for any other text. `identity` (`user@realm` or `user@realm!token`) makes the `fix` complete.
 *
 * Sources: pve-access-control src/PVE/RPCEnvironment.pm, pve-common src/PVE/Exception.pm, pve-container src/PVE/LXC.pm.
 */
export function parsePermission(text: string, identity?: string): PermissionDetail | undefined {
  if (rootOnlyElsewhere.test(text.trim())) return detail({ rootOnly: true });
  if (bareElsewhere.test(text.trim())) return bareRefusal;
  const match = refusal.exec(text);
  if (match === null) return undefined;
  const inner = match[1]?.trim();
  if (inner === undefined) return bareRefusal;
  if (rootOnly.test(inner)) return detail({ rootOnly: true });
  if (/need proper ticket/.test(inner)) return detail({ ticketOnly: true });
  const found = pathAndPrivileges.exec(inner);
  if (found === null) return bareRefusal;
  const [, path = '', list = ''] = found;
  const privileges = list.split(/[|,\s]+/).filter((name) => name !== '');
  const mode = list.includes('|') ? 'any' : 'all';
  return detail({ path, privileges, mode, fix: fixLine(path, privileges, mode, identity) });
}

function detail(given: Partial<PermissionDetail>): PermissionDetail {
  return { ...bareRefusal, ...given };
}

/**
 * A line for the host's shell that grants the privileges. It names both the user and the token, because a token
 * without privilege separation has its user's rights, and one with it needs the right on both.
 */
function fixLine(
  path: string,
  privileges: readonly string[],
  mode: 'any' | 'all',
  identity = 'USER@REALM!TOKEN',
): string {
  const needed = mode === 'any' ? privileges.slice(0, 1) : privileges;
  return grantLine(path, needed, identity);
}

/** `pveum` commands, joined to one line, that make a role of `privileges` and give it to `identity` on `path`. */
export function grantLine(
  path: string,
  privileges: readonly string[],
  identity: string,
  role = `Felhom-${privileges.join('-').replaceAll('.', '')}`.slice(0, 60),
): string {
  const [user = identity] = splitToken(identity);
  const who = [
    ...(user === 'root@pam' ? [] : [`--users ${quote(user)}`]),
    ...(identity === user ? [] : [`--tokens ${quote(identity)}`]),
  ].join(' ');
  // The role may be there already, from a line like this one: then `add` complains, and `modify` makes it right.
  const make = `pveum role add ${role}; pveum role modify ${role} --privs ${quote(privileges.join(','))}`;
  return `${make} && pveum acl modify ${quote(path)} ${who} --roles ${role}`;
}

/** The user part and the token's name; a user name may itself hold `!` before its last `@`. */
function splitToken(identity: string): [user: string, token?: string] {
  const at = identity.lastIndexOf('@');
  const bang = identity.indexOf('!', at);
  return bang === -1 ? [identity] : [identity.slice(0, bang), identity.slice(bang + 1)];
}

function quote(word: string): string {
  return /^[\w@/.:,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

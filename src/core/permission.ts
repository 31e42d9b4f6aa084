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
// What follows is cut out by hand: one pattern for it all takes quadratic time on a long text.
const refusal = /(?:^|\b\d{3} |- )Permission check failed(?: (?=\()|$)/;
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
  const whole = text.trimEnd();
  const match = refusal.exec(whole);
  if (match === null) return undefined;
  const reason = whole.slice(match.index + match[0].length);
  if (reason === '') return bareRefusal;
  const inner = reason.slice(1, reason.endsWith(')') ? -1 : undefined).trim();
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

/**
 * `pveum` commands, joined to one line, that make a role of `privileges` and give it to `identity` on `path`, and on
 * the paths below it unless `propagate` is false.
 */
export function grantLine(
  path: string,
  privileges: readonly string[],
  identity: string,
  { propagate = true }: { propagate?: boolean } = {},
): string {
  const role = roleName(path, privileges, identity);
  const [user = identity] = splitIdentity(identity);
  const who = [
    ...(user === 'root@pam' ? [] : [`--users ${shellWord(user)}`]),
    ...(identity === user ? [] : [`--tokens ${shellWord(identity)}`]),
  ].join(' ');
  // The role may be there already, from this very line: then `add` complains, and `modify` changes nothing.
  const make = `pveum role add ${role}; pveum role modify ${role} --privs ${shellWord(privileges.join(','))}`;
  return `${make} && pveum acl modify ${shellWord(path)} ${who} --roles ${role}${propagate ? '' : ' --propagate 0'}`;
}

/**
 * `Felhom-vms-101-1f0c3a9b`. `role modify` replaces what a role holds, so a name that two different lines shared would
 * take rights from the caller of the first one. Hence a name of its own for each line, and the same for the same line.
 */
function roleName(path: string, privileges: readonly string[], identity: string): string {
  const readable = `Felhom${path.replace(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 48).replace(/-$/, '');
  return `${readable}-${fnv1a(JSON.stringify([identity, path, [...new Set(privileges)].sort()]))}`;
}

/** FNV-1a of 32 bits, as eight hex digits: tells texts apart, and protects nothing. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The user part and the token's name; a user name may itself hold `!` before its last `@`. */
export function splitIdentity(identity: string): [user: string, token?: string] {
  const at = identity.lastIndexOf('@');
  const bang = identity.indexOf('!', at);
  return bang === -1 ? [identity] : [identity.slice(0, bang), identity.slice(bang + 1)];
}

/** A word as a shell takes it, whatever is in it. */
export function shellWord(word: string): string {
  return /^[\w@/.:,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * What a permission line says (`VM.Audit on /vms/{vmid}`), as a tree. The lines are made from the API's own
 * declarations; their notation is explained in scripts/generate-api/permission.mjs.
 */
export type Permission =
  /** Only root@pam itself, with a ticket: no privilege and no token helps. */
  | { kind: 'root' }
  /** Anyone, without a login. */
  | { kind: 'world' }
  /** Any user or token; who passes `more` sees or may more. */
  | { kind: 'user'; more?: PermissionCheck }
  | { kind: 'check'; check: PermissionCheck };

/** A condition on the caller. Paths and names in braces stand for the call's own parameters. */
export type PermissionCheck =
  /** All or any of these privileges on an ACL path; with `onlyWith`, checked only where that parameter is given. */
  | { kind: 'privileges'; path: string; mode: 'all' | 'any'; privileges: readonly string[]; onlyWith?: string }
  /** Any of these privileges on a group of the user `{userid}`, or on the groups that the call gives it. */
  | { kind: 'user-group'; privileges: readonly string[]; given?: 'create' | 'update' }
  /** This privilege on the realm of the user `{userid}`. */
  | { kind: 'user-realm'; privilege: string }
  /** The caller is the user `{userid}`. */
  | { kind: 'self' }
  /** The caller may change the ACL on this path. */
  | { kind: 'modify-acl'; path: string }
  | { kind: 'and' | 'or'; checks: readonly PermissionCheck[] };

/** Reads a permission line. */
export function parsePermissionLine(line: string): Permission {
  if (line === 'root@pam') return { kind: 'root' };
  if (line === 'world') return { kind: 'world' };
  if (line === 'all') return { kind: 'user' };
  if (line.startsWith('all; ')) return { kind: 'user', more: parseCheck(line.slice('all; '.length)) };
  return { kind: 'check', check: parseCheck(line) };
}

function parseCheck(text: string): PermissionCheck {
  for (const kind of ['and', 'or'] as const) {
    const parts = splitOutside(text, ` ${kind} `);
    if (parts.length > 1) return { kind, checks: parts.map(parseCheck) };
  }
  if (text.startsWith('(') && text.endsWith(')')) return parseCheck(text.slice(1, -1));
  return parseTerm(text);
}

/** Splits where no parenthesis is open. */
function splitOutside(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0 && text.startsWith(separator, index)) {
      parts.push('');
      index += separator.length - 1;
    } else {
      parts[parts.length - 1] += char;
    }
  }
  return parts;
}

function parseTerm(text: string): PermissionCheck {
  if (text === 'self') return { kind: 'self' };
  const [what = '', ...rest] = text.split(' ');
  const where = rest.join(' ');
  if (what === 'modify') return { kind: 'modify-acl', path: where };
  if (where === 'on realm of {userid}') return { kind: 'user-realm', privilege: what };
  const group = /^on groups of \{userid\}(?: \((create|update)\))?$/.exec(where);
  if (group !== null) {
    const given = group[1] as 'create' | 'update' | undefined;
    return { kind: 'user-group', privileges: what.split('|'), ...(given === undefined ? {} : { given }) };
  }
  const place = /^on (\/\S*)(?: if (\S+))?$/.exec(where);
  if (place === null) throw new Error(`not a permission: ${text}`);
  const [, path = '', onlyWith] = place;
  return {
    kind: 'privileges',
    path,
    mode: what.includes('|') ? 'any' : 'all',
    privileges: what.split(/[|+]/),
    ...(onlyWith === undefined ? {} : { onlyWith }),
  };
}

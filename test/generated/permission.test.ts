import { describe, expect, it } from 'vitest';
import { type Permission, type PermissionCheck, parsePermissionLine } from '~/generated/routes.js';
import { load, renderPermission } from '../../scripts/generate-api/index.mjs';
import { versions } from './small-api.js';

type Declared = { user?: string; check?: unknown[] } | undefined;

/** What a declaration means, said without the line in between. */
function meaning(declared: Declared): Permission {
  if (declared === undefined) return { kind: 'root' };
  const { user, check } = declared;
  if (user === 'world') return { kind: 'world' };
  if (user === 'all')
    return check === undefined ? { kind: 'user' } : { kind: 'user', more: checkMeaning(check) };
  return { kind: 'check', check: checkMeaning(check as unknown[]) };
}

function checkMeaning([kind, first, second, ...options]: unknown[]): PermissionCheck {
  const rest = [first, second, ...options].filter((part) => part !== undefined);
  const privileges = [...new Set([kind === 'perm' ? second : first].flat() as string[])];
  const paired = Object.fromEntries([0, 2].map((at) => [String(options[at]), options[at + 1]]));
  switch (kind) {
    case 'and':
    case 'or':
      return { kind, checks: (rest as unknown[][]).map(checkMeaning) };
    case 'perm':
      return {
        kind: 'privileges',
        path: String(first),
        // Of a single privilege, any and all are the same.
        mode: paired['any'] === 1 && privileges.length > 1 ? 'any' : 'all',
        privileges,
        ...(paired['require_param'] === undefined ? {} : { onlyWith: String(paired['require_param']) }),
      };
    case 'userid-group':
      return {
        kind: 'user-group',
        privileges,
        ...(second === 'groups_param' ? { given: options[0] as 'create' | 'update' } : {}),
      };
    case 'userid-param':
      return first === 'self' ? { kind: 'self' } : { kind: 'user-realm', privilege: String(first) };
    case 'perm-modify':
      return { kind: 'modify-acl', path: String(first) };
    default:
      throw new Error(`unknown: ${kind}`);
  }
}

describe('a permission line', () => {
  const examples: [unknown, string][] = [
    [undefined, 'root@pam'],
    [{ user: 'world' }, 'world'],
    [{ user: 'all' }, 'all'],
    [{ user: 'all', check: ['perm', '/', ['Sys.Audit']] }, 'all; Sys.Audit on /'],
    [{ check: ['perm', '/vms/{vmid}', 'VM.Audit'] }, 'VM.Audit on /vms/{vmid}'],
    [{ check: ['perm', '/', ['A', 'B']] }, 'A+B on /'],
    [{ check: ['perm', '/', ['A', 'B', 'A'], 'any', 1] }, 'A|B on /'],
    [
      { check: ['perm', '/pool/{pool}', ['VM.Allocate'], 'require_param', 'pool'] },
      'VM.Allocate on /pool/{pool} if pool',
    ],
    [{ check: ['userid-group', ['A', 'B']] }, 'A|B on groups of {userid}'],
    [{ check: ['userid-group', ['A'], 'groups_param', 'create'] }, 'A on groups of {userid} (create)'],
    [{ check: ['userid-param', 'Realm.AllocateUser'] }, 'Realm.AllocateUser on realm of {userid}'],
    [{ check: ['perm-modify', '{path}'] }, 'modify {path}'],
    [
      {
        check: [
          'or',
          ['userid-param', 'self'],
          ['and', ['perm', '/a', ['A']], ['userid-group', ['B'], 'groups_param', 'update']],
        ],
      },
      'self or (A on /a and B on groups of {userid} (update))',
    ],
  ];

  it.each(examples)('says %j as %s', (declared, line) => {
    expect(renderPermission(declared)).toBe(line);
    expect(parsePermissionLine(line)).toEqual(meaning(declared as Declared));
  });

  it('that is none is refused', () => {
    expect(() => parsePermissionLine('VM.Audit at /vms')).toThrow('not a permission');
  });

  it('of every route of every release says what the API declares', async () => {
    const folder = process.env['FELHOM_PVE_SCHEMA'];
    for (const { methods } of folder === undefined ? versions : await load(folder)) {
      for (const [route, method] of methods) {
        const { permissions } = method as { permissions?: Declared };
        expect(parsePermissionLine(renderPermission(permissions)), route).toEqual(meaning(permissions));
      }
    }
  });
});

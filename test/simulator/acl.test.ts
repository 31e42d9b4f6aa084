import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Accounts,
  type AclEntry,
  effectivePermissions,
  privilegesAt,
  splitAuthId,
} from '~/simulator/acl.js';
import { agentRole, builtinRoles } from '~/simulator/privileges.js';
import { Harness } from './harness.js';

function accounts(acl: AclEntry[], more: Partial<Accounts> = {}): Accounts {
  const token = (privsep: boolean) => ({ secret: 's', privsep, expire: 0 });
  return {
    users: new Map([
      [
        'u@pve',
        {
          enable: true,
          expire: 0,
          tokens: new Map([
            ['all', token(false)],
            ['sep', token(true)],
          ]),
        },
      ],
      [
        'root@pam',
        {
          enable: true,
          expire: 0,
          tokens: new Map([
            ['all', token(false)],
            ['sep', token(true)],
          ]),
        },
      ],
    ]),
    groups: new Map([['ops', { members: new Set(['u@pve']) }]]),
    pools: new Map(),
    roles: new Map([
      ['Administrator', ['A', 'B', 'C']],
      ['NoAccess', []],
      ['RA', ['A']],
      ['RB', ['B']],
      ['RAB', ['A', 'B']],
    ]),
    acl,
    ...more,
  };
}

const entry = (
  path: string,
  roleid: string,
  options: { type?: AclEntry['type']; ugid?: string; propagate?: boolean } = {},
): AclEntry => ({ path, roleid, type: 'user', ugid: 'u@pve', propagate: true, ...options });

const held = (acl: AclEntry[], path: string, who = 'u@pve'): string[] =>
  [...privilegesAt(accounts(acl), who, path).keys()].sort();

describe('privileges at a path', () => {
  it('come from above while nothing nearer says otherwise', () => {
    expect(held([entry('/', 'RA')], '/vms/100')).toEqual(['A']);
    expect(held([], '/vms/100')).toEqual([]);
  });

  it('are replaced, not added to, by a nearer entry', () => {
    expect(held([entry('/', 'RA'), entry('/vms', 'RB')], '/vms/100')).toEqual(['B']);
    expect(held([entry('/', 'RA'), entry('/vms', 'RB')], '/storage')).toEqual(['A']);
  });

  it('add up where the same level has several roles', () => {
    expect(held([entry('/vms', 'RA'), entry('/vms', 'RB')], '/vms/1')).toEqual(['A', 'B']);
  });

  it('stay at their path without propagation', () => {
    const acl = [entry('/', 'RA'), entry('/vms', 'RB', { propagate: false })];
    expect(held(acl, '/vms')).toEqual(['B']);
    expect(held(acl, '/vms/100')).toEqual(['A']);
  });

  it('prefer the user over its group on one level, and the nearer level over the user', () => {
    const group = { type: 'group', ugid: 'ops' } as const;
    expect(held([entry('/', 'RA'), entry('/', 'RB', group)], '/')).toEqual(['A']);
    expect(held([entry('/', 'RA'), entry('/vms', 'RB', group)], '/vms')).toEqual(['B']);
  });

  it('are none where a role says NoAccess', () => {
    expect(held([entry('/', 'RAB'), entry('/vms', 'NoAccess')], '/vms/1')).toEqual([]);
    expect(held([entry('/vms', 'RAB'), entry('/vms', 'NoAccess')], '/vms/1')).toEqual([]);
  });

  it('of a token are its user’s, or what both have', () => {
    const own = entry('/vms', 'RB', { type: 'token', ugid: 'u@pve!sep' });
    expect(held([entry('/', 'RAB')], '/vms', 'u@pve!all')).toEqual(['A', 'B']);
    expect(held([entry('/', 'RAB')], '/vms', 'u@pve!sep')).toEqual([]);
    expect(held([entry('/', 'RAB'), own], '/vms', 'u@pve!sep')).toEqual(['B']);
    expect(held([entry('/', 'RA'), own], '/vms', 'u@pve!sep')).toEqual([]);
    expect(held([own], '/vms', 'u@pve!all')).toEqual([]);
  });

  it('of a token propagate only where both sides’ do', () => {
    const own = { type: 'token', ugid: 'u@pve!sep' } as const;
    const at = (user: boolean, token: boolean) =>
      privilegesAt(
        accounts([
          entry('/vms', 'RA', { propagate: user }),
          entry('/vms', 'RA', { ...own, propagate: token }),
        ]),
        'u@pve!sep',
        '/vms',
      ).get('A');
    expect([at(true, true), at(true, false), at(false, true)]).toEqual([true, false, false]);
  });

  it('of root are all, and of its separated token what the token has', () => {
    const own = entry('/vms', 'RB', { type: 'token', ugid: 'root@pam!sep' });
    expect(held([], '/x', 'root@pam')).toEqual(['A', 'B', 'C']);
    expect(held([], '/x', 'root@pam!all')).toEqual(['A', 'B', 'C']);
    expect(held([own], '/vms/1', 'root@pam!sep')).toEqual(['B']);
    expect(held([own], '/vms/1', 'root@pam!nosuch')).toEqual([]);
  });
});

it('agrees with a naive model', () => {
  const levels = ['/', '/a', '/a/b', '/a/b/c', '/d'];
  const subjects = [
    ['user', 'u@pve'],
    ['group', 'ops'],
    ['token', 'u@pve!sep'],
  ] as const;
  const arbitrary = fc.record({
    path: fc.constantFrom(...levels),
    subject: fc.constantFrom(...subjects),
    roleid: fc.constantFrom('RA', 'RB', 'RAB', 'NoAccess'),
    propagate: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(arbitrary, { maxLength: 10 }),
      fc.constantFrom(...levels),
      fc.constantFrom('u@pve', 'u@pve!sep', 'u@pve!all'),
      (rows, path, who) => {
        const acl = rows.map(({ subject, ...rest }) => ({ ...rest, type: subject[0], ugid: subject[1] }));
        expect(new Set(privilegesAt(accounts(acl), who, path).keys())).toEqual(naive(acl, who, path));
      },
    ),
    { numRuns: 500 },
  );
});

/** Looks for the deepest level with a say, from the path upwards. */
function naive(acl: AclEntry[], who: string, path: string): Set<string> {
  if (who === 'u@pve!all') return naive(acl, 'u@pve', path);
  const mine = ((): Set<string> => {
    for (let level = path; ; level = level.slice(0, level.lastIndexOf('/')) || '/') {
      const here = acl.filter((row) => row.path === level && (row.propagate || level === path));
      const own = here.filter((row) => row.ugid === who);
      const viaGroup = who === 'u@pve' ? here.filter((row) => row.ugid === 'ops') : [];
      const found = own.length > 0 ? own : viaGroup;
      if (found.length > 0) {
        // The last of several entries of one role wins, as in a map.
        if (found.some((row) => row.roleid === 'NoAccess')) return new Set();
        const { roles } = accounts([]);
        return new Set(found.flatMap((row) => roles.get(row.roleid) ?? []));
      }
      if (level === '/') return new Set();
    }
  })();
  if (who !== 'u@pve!sep') return mine;
  const ofUser = naive(acl, 'u@pve', path);
  return new Set([...mine].filter((name) => ofUser.has(name)));
}

it('splits auth ids at the last @ and the ! after it', () => {
  expect(splitAuthId('root@pam')).toEqual({ user: 'root@pam', token: undefined });
  expect(splitAuthId('a!b@c@pve!tok')).toEqual({ user: 'a!b@c@pve', token: 'tok' });
});

it('has the roles of PVE 9', () => {
  expect(builtinRoles('9.2')['Administrator']).toHaveLength(47);
  expect(new Set(builtinRoles('9.2')['Administrator']).size).toBe(47);
  expect(agentRole('9.2')).toHaveLength(22);
  expect(builtinRoles('9.2')['PVEAuditor']).toHaveLength(7);
  expect(builtinRoles('9.2')['PVEVMUser']).toContain('VM.GuestAgent.FileSystemMgmt');
});

describe('GET /access/permissions', () => {
  const roots = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms'];

  it('lists the standard roots and the paths with entries', async () => {
    const h = new Harness();
    const agent = await h.call('agent', 'GET', '/access/permissions');
    expect(Object.keys(agent.data).sort()).toEqual(roots);
    expect(Object.keys(agent.data['/vms'])).toHaveLength(22);
    expect((await h.call('separated', 'GET', '/access/permissions')).data).toEqual({});
    h.engine.world.accounts.acl.push(
      entry('/vms/100', 'PVEVMUser', { type: 'token', ugid: 'agent@pve!sep', propagate: false }),
    );
    const separated = await h.call('separated', 'GET', '/access/permissions');
    expect(separated.data).toEqual({
      '/vms/100': {
        'VM.Audit': 0,
        'VM.Backup': 0,
        'VM.Config.CDROM': 0,
        'VM.Config.Cloudinit': 0,
        'VM.Console': 0,
        'VM.PowerMgmt': 0,
      },
    });
  });

  it('answers for one path, also where there is nothing', async () => {
    const h = new Harness();
    const path = '/vms/100';
    expect(
      Object.keys((await h.call('agent', 'GET', '/access/permissions', { path })).data[path]),
    ).toHaveLength(22);
    expect((await h.call('noacl', 'GET', '/access/permissions', { path })).data).toEqual({ [path]: {} });
  });

  it('shows others only to who may audit', async () => {
    const h = new Harness();
    const userid = 'root@pam';
    expect(
      Object.keys((await h.call('agent', 'GET', '/access/permissions', { userid })).data['/']),
    ).toHaveLength(47);
    expect((await h.call('noacl', 'GET', '/access/permissions', { userid })).reason).toBe(
      'Permission check failed (/access, Sys.Audit)',
    );
    expect((await h.call('noacl', 'GET', '/access/permissions', { userid: 'noacl@pve!tt' })).data).toEqual(
      {},
    );
    expect((await h.call('noacl', 'GET', '/access/permissions', { userid: 'x' })).errors).toEqual({
      userid: 'value does not match the regex pattern',
    });
  });

  it('knows nothing of an unknown one', () => {
    expect(effectivePermissions(accounts([entry('/', 'RA')]), 'ghost@pve')).toEqual({});
  });
});

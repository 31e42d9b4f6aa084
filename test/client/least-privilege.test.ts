import { ParamsError } from '@felhom/proxmox';
import type { ApiRoute } from '@felhom/proxmox/api';
import { leastPrivilege, type RoleGrant, routeInfo, routeNames } from '@felhom/proxmox/routes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCall } from '~/client/rights/can.js';
import type { Permissions } from '~/core/rights.js';
import { rightsAt } from '~/core/rights.js';
import { sampleCalls } from '../support/rights-calls.js';

const L = '/nodes/{node}/lxc' as const;
const grantsOf = (...given: Parameters<typeof leastPrivilege>) =>
  leastPrivilege(...given).grants.map(({ path, privileges, propagate }) => [
    path,
    privileges.join(),
    ...(propagate ? [] : ['alone']),
  ]);

describe('the least privilege', () => {
  it('for one call with all of its parameters: on these paths alone', () => {
    const params = { node: 'pve1', vmid: 101, snapname: 'a1' };
    const { commands, ...rest } = leastPrivilege([{ route: `POST ${L}/{vmid}/snapshot`, params }]);
    expect(commands).toEqual([
      'pveum user add felhom@pve',
      'pveum user token add felhom@pve agent --privsep 1',
      expect.stringMatching(
        /^pveum role add (\S+); pveum role modify \1 --privs VM\.Snapshot && pveum acl modify \/vms\/101 --users felhom@pve --tokens 'felhom@pve!agent' --roles \1 --propagate 0$/,
      ),
    ]);
    expect(rest).toMatchObject({ identity: 'felhom@pve!agent', impossible: [], unknown: [] });
  });

  it('for what is not named: on everything of its kind', () => {
    expect(grantsOf([`GET ${L}/{vmid}/config`, 'GET /nodes/{node}/storage/{storage}/content'])).toEqual([
      ['/storage', 'Datastore.Audit'],
      ['/vms', 'VM.Audit'],
    ]);
  });

  it('for places that are named once for all calls', () => {
    const routes = [`GET ${L}/{vmid}/config`, `POST ${L}/{vmid}/clone`, 'GET /nodes/{node}/status'] as const;
    const places = { node: 'pve1', vmid: 101, newid: 900, storage: 'nas' };
    expect(grantsOf(routes, { places })).toEqual([
      ['/nodes/pve1', 'Sys.Audit', 'alone'],
      ['/sdn/zones/localnetwork', 'SDN.Use'],
      ['/storage/nas', 'Datastore.AllocateSpace', 'alone'],
      ['/vms/101', 'VM.Audit,VM.Clone', 'alone'],
      ['/vms/900', 'VM.Allocate', 'alone'],
    ]);
    expect(grantsOf([`GET ${L}/{vmid}/config`], { places: { pool: 'web' } })).toEqual([
      ['/pool/web', 'VM.Audit', 'alone'],
    ]);
  });

  it('takes of several ways what makes the whole smallest', () => {
    const rollback = `POST ${L}/{vmid}/snapshot/{snapname}/rollback` as const;
    const privileges = (...routes: ApiRoute[]) => grantsOf(routes)[0]?.[1];
    expect(privileges(rollback, `POST ${L}/{vmid}/snapshot`)).toBe('VM.Snapshot');
    // Whoever may look at the configuration may look at a snapshot's, so nothing is added for that.
    expect(
      privileges(`GET ${L}/{vmid}/snapshot/{snapname}/config`, `GET ${L}/{vmid}/config`, rollback),
    ).toMatch(/^VM\.Audit,VM\.Snapshot(?:\.Rollback)?$/);
  });

  it('keeps what is above an entry that is more special', () => {
    const one = { route: `POST ${L}/{vmid}/status/start`, params: { node: 'pve1', vmid: 101 } } as const;
    expect(grantsOf([`GET ${L}/{vmid}/config`, one])).toEqual([
      ['/vms', 'VM.Audit'],
      ['/vms/101', 'VM.Audit,VM.PowerMgmt', 'alone'],
    ]);
    const look = { route: `GET ${L}/{vmid}/config`, params: { node: 'pve1', vmid: 101 } } as const;
    expect(grantsOf([`GET ${L}/{vmid}/config`, look])).toEqual([['/vms', 'VM.Audit']]);
  });

  it('names what no role allows, and what cannot be told', () => {
    const bind = { node: 'pve1', vmid: 101, mp0: '/srv,mp=/srv' };
    const made = leastPrivilege([
      'PUT /nodes/{node}/disks/wipedisk',
      'PUT /access/password',
      { route: `PUT ${L}/{vmid}/config`, params: bind },
      'POST /nodes/{node}/qemu',
      'GET /version',
    ]);
    expect(made.impossible).toEqual([
      { route: 'PUT /nodes/{node}/disks/wipedisk', reason: 'root-only', what: ['the whole call'] },
      { route: 'PUT /access/password', reason: 'ticket-only', what: [] },
      { route: `PUT ${L}/{vmid}/config`, reason: 'root-only', what: ['mp0: bind mounts'] },
    ]);
    expect(made.unknown.map(({ route }) => route)).toEqual(['POST /nodes/{node}/qemu']);
    expect(made.grants).toEqual([]);
  });

  it('is for a user, for a token, and for one of root', () => {
    const commands = (identity: string) =>
      leastPrivilege(['GET /nodes/{node}/status'], { identity }).commands;
    expect(commands('ci@pve')).toEqual([
      'pveum user add ci@pve',
      expect.stringContaining('--users ci@pve --roles'),
    ]);
    expect(commands('root@pam!x1')).toEqual([
      'pveum user token add root@pam x1 --privsep 1',
      expect.stringContaining("/nodes --tokens 'root@pam!x1' --roles"),
    ]);
    expect(commands("o'neil;x@pve!x1")[0]).toBe(`pveum user add 'o'\\''neil;x@pve'`);
  });

  it('is that of the release', () => {
    const route = 'POST /nodes/{node}/execute';
    expect(grantsOf([route], { release: '7.4' })).toEqual([['/nodes', 'Sys.Audit']]);
    expect(leastPrivilege([route], { release: '8.4' }).impossible).toHaveLength(1);
  });

  it.each([
    [{ identity: 'nobody' }],
    [{ identity: 'root@pam' }],
    [{ identity: 'a b@pve!x1' }],
    [{ identity: 'a@pve!x1=secret' }],
    [{ places: { storage: '../x' } }],
    [{ places: { vmid: '{vmid}' } }],
  ])('refuses %j', (options) => {
    expect(() => leastPrivilege(['GET /version'], options)).toThrow(ParamsError);
  });

  it('refuses a route that there is not', () => {
    expect(() => leastPrivilege(['GET /nowhere' as ApiRoute])).toThrow('GET /nowhere');
  });
});

const samples = sampleCalls(
  'local:backup/vzdump-lxc-101-2026_01_02-03_04_05.tar.zst',
  'UPID:pve1:00000178:00024505:6B006314:vzstart:100:root@pam:',
);
const identity = 'felhom@pve!agent';

function permissionsOf(grants: readonly RoleGrant[]): Permissions {
  return Object.fromEntries(
    grants
      .filter(({ privileges }) => privileges.length > 0)
      .map(({ path, privileges, propagate }) => [
        path,
        Object.fromEntries(privileges.map((name) => [name, propagate])),
      ]),
  );
}

async function verdictsOn(grants: readonly RoleGrant[], calls: typeof samples) {
  const permissions = permissionsOf(grants);
  const rights = { identity, version: '9.2.11', permissions };
  const ask = async (path: string) =>
    Object.fromEntries([...rightsAt(permissions, path)].map((name) => [name, true]));
  return await Promise.all(calls.map(({ route, params }) => judgeCall(route, params, rights, ask)));
}

describe('the least privilege for any set of calls', () => {
  it('is enough, and without any one of it something is refused or no longer sure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(samples, { minLength: 1, maxLength: 12 }), async (calls) => {
        const { grants, impossible } = leastPrivilege(calls);
        const named = new Set(impossible.map(({ route, what }) => `${route} ${what}`));
        const verdicts = await verdictsOn(grants, calls);
        const refused = verdicts.filter((verdict) => verdict.allowed === false).length;
        // Only what no role allows is refused.
        expect(refused).toBe(impossible.length);
        expect(named.size).toBeLessThanOrEqual(impossible.length);
        for (const [index, grant] of grants.entries()) {
          for (const name of grant.privileges) {
            // For bridges that no call names: they may be VNets, so `can` is not sure of them either way.
            if (name === 'SDN.Use' && verdicts.some(({ allowed }) => allowed === 'unknown')) continue;
            const privileges = grant.privileges.filter((other) => other !== name);
            const less = await verdictsOn(grants.with(index, { ...grant, privileges }), calls);
            expect(less, `without ${name} on ${grant.path}`).not.toEqual(verdicts);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('can be worked out for any routes of the API, and for all of them at once', () => {
    const routes = routeNames();
    fc.assert(
      fc.property(fc.subarray(routes, { maxLength: 40 }), (some) => {
        const { grants, impossible } = leastPrivilege(some);
        const root = some.filter((route) => routeInfo(route)?.rootOnly === true);
        expect(impossible.map(({ route }) => route)).toEqual(expect.arrayContaining(root));
        for (const { path } of grants) expect(path).toMatch(/^\/[\w/-]*$/);
      }),
      { numRuns: 50 },
    );
    const all = leastPrivilege(routes);
    expect(all.grants.map(({ path }) => path)).toContain('/vms');
    expect(all.grants.every(({ privileges }) => privileges.length > 0)).toBe(true);
  });
});

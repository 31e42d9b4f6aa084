import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantsFor } from '~/agent/grants.js';
import { judge, type OperationVerdict, type Places } from '~/agent/privileges.js';
import { reported } from '~/agent/report-operations.js';
import { where } from '~/cli/show-privileges.js';
import { type Permissions, rightsAt } from '~/core/rights.js';
import { acls, type Entry, listed, paths } from '../support/acl-model.js';

const places: Places = {
  nodes: ['pve1'],
  storages: ['local', 'nas'],
  containers: [100, 101],
  guests: [100, 101, 200],
};

function verdict(name: string, permissions: Permissions, there: Places = places): OperationVerdict {
  const found = judge(reported, permissions, there).find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

const line = (name: string, permissions: Permissions, there?: Places) => {
  const found = verdict(name, permissions, there);
  return `${found.may}: ${where(found)}`;
};

/** What single parameters of `lxc.create` need. */
const all = Object.fromEntries(
  judge(reported, {}, places)
    .filter(({ name }) => name === 'lxc.create')
    .flatMap(({ needs }) => needs.map(({ need }) => need))
    .flatMap(({ when, all: names = [] }) => (when === undefined ? [] : names.map((name) => [name, true]))),
);

describe('the verdict on an operation', () => {
  it('covers every operation of the client, nested ones too', () => {
    const names = judge(reported, {}, places).map(({ name }) => name);
    expect(names).toContain('version');
    expect(names).toContain('lxc.snapshots.create');
    expect(new Set(names).size).toBe(names.length);
  });

  it('without needs: any user', () => {
    expect(line('version', {})).toBe('yes: any user');
  });

  it('everywhere, by what is inherited', () => {
    expect(line('lxc.start', { '/': { 'VM.PowerMgmt': true } })).toBe('yes: everywhere (/vms)');
  });

  it('only on some', () => {
    const permissions = { '/vms/100': { 'VM.PowerMgmt': true }, '/vms/101': { 'VM.PowerMgmt': true } };
    expect(line('lxc.start', permissions)).toBe('partly: only on /vms/100, /vms/101');
  });

  it('everywhere but on some', () => {
    const permissions = { '/vms': { 'VM.PowerMgmt': true }, '/vms/101': { 'VM.Audit': true } };
    expect(line('lxc.start', permissions)).toBe('partly: on /vms, but not on /vms/101');
  });

  it('nowhere: what is needed, and where', () => {
    expect(line('lxc.start', { '/vms': { 'VM.Audit': true } })).toBe('no: needs VM.PowerMgmt on /vms/{vmid}');
    expect(line('lxc.snapshots.rollback', {})).toBe(
      'no: needs VM.Snapshot or VM.Snapshot.Rollback on /vms/{vmid}',
    );
  });

  it('with two needs: `no` as long as one is met nowhere, and then names that one', () => {
    const space = { '/storage': { 'Datastore.AllocateSpace': true } };
    expect(line('lxc.create', space)).toBe('no: needs VM.Allocate on /vms/{vmid}');
    expect(line('lxc.create', { ...space, '/': all, '/vms': { ...all, 'VM.Allocate': true } })).toBe(
      'yes: everywhere (/vms, /storage)',
    );
    expect(
      line('lxc.create', {
        '/': all,
        '/storage': {},
        '/storage/nas': { 'Datastore.AllocateSpace': true },
        '/vms': { ...all, 'VM.Allocate': true },
      }),
    ).toBe('partly: everywhere on /vms; only on /storage/nas');
  });

  it('a new container is no existing one: rights on those do not make it', () => {
    const onThose = Object.fromEntries(
      [100, 101, 200].map((vmid) => [`/vms/${vmid}`, { 'VM.Allocate': true }]),
    );
    const space = { '/storage': { 'Datastore.AllocateSpace': true } };
    expect(verdict('lxc.create', { ...onThose, ...space }).may).toBe('no');
    expect(
      line('lxc.create', { '/': all, '/vms': {}, '/vms/900': { 'VM.Allocate': true }, ...space }),
    ).toContain('partly: only on /vms/900; everywhere on /storage');
    expect(verdict('lxc.delete', onThose).may).toBe('partly');
  });

  describe('with needs of some parameters only', () => {
    const table = {
      make: {
        ...reported.version,
        route: 'POST /nodes/{node}/lxc',
        needs: [
          { path: '/vms/{vmid}', all: ['VM.Allocate'] },
          { path: '/sdn/zones/localnetwork', all: ['SDN.Use'], when: 'network interfaces' },
          { path: '/vms/{vmid}', all: ['VM.Config.Disk'], when: 'volumes' },
        ],
      },
      look: { ...reported.version, needs: [{ path: '/', all: ['Sys.Modify'], when: 'secrets' }] },
    } as const;
    const judged = (permissions: Permissions) => judge(table, permissions, places);
    const lines = (permissions: Permissions) =>
      judged(permissions).map((found) => `${found.may}: ${where(found)}`);
    const allocate = { 'VM.Allocate': true };
    const disk = { 'VM.Config.Disk': true };

    it('that are missing: allowed all the same, with a note', () => {
      expect(lines({ '/vms': { ...allocate, ...disk } })).toEqual([
        'yes: everywhere (/vms); SDN.Use on /sdn/zones/localnetwork is missing for network interfaces',
        'yes: any user; Sys.Modify on / is missing for secrets',
      ]);
      // A new guest has the rights of its vmid for what it is configured with, too: those on others do not help.
      expect(lines({ '/vms': allocate, '/vms/100': { ...allocate, ...disk } })[0]).toContain(
        'VM.Config.Disk on /vms/{vmid} is missing for volumes',
      );
      expect(lines({ '/sdn': { 'SDN.Use': true }, '/vms/900': { ...allocate, ...disk } })[0]).toBe(
        'partly: only on /vms/900; for volumes only on /vms/900',
      );
    });

    it('that are met: no note', () => {
      const rights = { ...allocate, ...disk, 'SDN.Use': true, 'Sys.Modify': true };
      expect(lines({ '/': rights })).toEqual(['yes: everywhere (/vms)', 'yes: any user']);
    });

    it('do not make up for one that is always there', () => {
      expect(lines({ '/sdn': { 'SDN.Use': true } })[0]).toBe('no: needs VM.Allocate on /vms/{vmid}');
    });

    it('are all in the report for programs, and in no command: some are far too much to give away', () => {
      const operations = judged({ '/vms': allocate });
      expect(operations[0]?.needs.map(({ need, met }) => [need.when, met])).toEqual([
        [undefined, 'everywhere'],
        ['network interfaces', 'nowhere'],
        ['volumes', 'nowhere'],
      ]);
      expect(grantsFor(operations, { '/vms': allocate }, 'a@pve')).toEqual([]);
      expect(grantsFor(judged({}), {}, 'a@pve').flatMap(({ privileges }) => privileges)).toEqual([
        'VM.Allocate',
      ]);
    });

    it('that are many: only what is missing', () => {
      expect(
        line('lxc.create', { '/vms': allocate, '/storage': { 'Datastore.AllocateSpace': true } }),
      ).toMatch(
        /^yes: everywhere \(\/vms, \/storage\); some parameters need more: VM\.Config\.Disk, [^;]* on \/vms\/\{vmid\} and SDN\.Use on [^;]*$/,
      );
    });
  });

  it('containers are asked about containers, and backups about all guests', () => {
    const permissions = { '/vms': { 'VM.PowerMgmt': true, 'VM.Backup': true }, '/vms/200': {} };
    const space = { '/storage': { 'Datastore.AllocateSpace': true } };
    expect(verdict('vzdump.create', { ...permissions, ...space }).may).toBe('partly');
    // 200 is a virtual machine: what may be done with containers does not depend on it.
    expect(verdict('lxc.start', permissions).may).toBe('yes');
  });

  it('counts what would be too long to name', () => {
    const many = Array.from({ length: 30 }, (_, index) => 100 + index);
    const permissions = Object.fromEntries(many.map((vmid) => [`/vms/${vmid}`, { 'VM.PowerMgmt': true }]));
    const there = { ...places, containers: many, guests: many };
    expect(line('lxc.start', permissions, there)).toBe(
      'partly: only on /vms/100, /vms/101, /vms/102 and 27 more',
    );
  });
});

describe('the commands that grant what is missing', () => {
  const grants = (permissions: Permissions, identity = 'agent@pve!x') =>
    grantsFor(judge(reported, permissions, places), permissions, identity);

  it('none where nothing is missing', () => {
    const all = new Set(
      Object.values(judge(reported, {}, places)).flatMap(({ needs }) =>
        needs.flatMap(({ need }) => [...(need.all ?? []), ...(need.any ?? [])]),
      ),
    );
    expect(grants({ '/': Object.fromEntries([...all].map((name) => [name, true])) })).toEqual([]);
  });

  it('a role holds what is there and what is missing', () => {
    const found = grants({ '/': { 'VM.Audit': true, 'Sys.Audit': true } });
    const vms = found.find(({ path }) => path === '/vms');
    expect(vms?.privileges).toContain('Sys.Audit');
    expect(vms?.privileges).toContain('VM.Audit');
    expect(vms?.missing).toContain('VM.PowerMgmt');
    expect(vms?.missing).not.toContain('VM.Audit');
    expect(found.map(({ path }) => path).sort()).toEqual(['/storage', '/vms']);
  });

  it('names token and user, quoted, and one role for each path', () => {
    const [first] = grants({});
    expect(first?.command).toMatch(
      /^pveum role add (Felhom-[\w-]+); pveum role modify \1 --privs \S+ && pveum acl modify \/\w+ --users agent@pve --tokens 'agent@pve!x' --roles \1$/,
    );
    expect(new Set(grants({}).map(({ command }) => command.split(' ')[3])).size).toBe(grants({}).length);
  });

  it('a caller with rights on one container gets what it lacks there, and no more containers', () => {
    const found = grants({ '/vms/100': { 'VM.Audit': true } });
    const start = found.filter(({ missing }) => missing.includes('VM.PowerMgmt'));
    expect(start.map(({ path }) => path)).toEqual(['/vms/100']);
  });

  it('for any list: carried out, everything is allowed somewhere, and nobody loses a right', () => {
    fc.assert(
      fc.property(acls, (entries) => {
        const before = listed(entries);
        const granted: Entry[] = grants(before).map(({ path, privileges }) => ({
          path,
          privileges,
          propagate: true,
        }));
        const after = listed([...entries, ...granted]);
        const operations = judge(reported, after, places);
        expect(operations.filter(({ may }) => may === 'no').map(({ name }) => name)).toEqual([]);
        for (const path of [...paths, '/vms/4711', '/storage/other'])
          for (const name of rightsAt(before, path)) expect([...rightsAt(after, path)], path).toContain(name);
      }),
      { numRuns: 500 },
    );
  });
});

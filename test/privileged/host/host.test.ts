import { existsSync } from 'node:fs';
import { hostname, release } from 'node:os';
import {
  type AuditEvent,
  ExecRunner,
  type Finished,
  NotRootError,
  Privileged,
  programs,
  type Runner,
  SudoError,
} from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parsePackages, parseRelease } from '~/privileged/host/host.js';
import { needs } from '~/privileged/host/needs.js';
import { operationNames, tables } from '~/privileged/tables.js';
import { Stubs } from '../support/stub.js';

const runner = new ExecRunner({ mode: 'direct' });
let stubs: Stubs;
beforeAll(() => {
  stubs = new Stubs();
});
afterAll(() => stubs.remove());

const nowhere = Object.fromEntries(Object.keys(programs).map((name) => [name, `/nonexistent/${name}`]));

describe('host.info', () => {
  it('tells the release, the kernel and the versions of what is there', async () => {
    const pveversion = stubs.script(
      'pveversion',
      [
        'if [ "$1" = -v ]; then',
        'printf "proxmox-ve: 9.0.0 (running kernel: 6.18.44-1-pve)\\nceph-fuse: not correctly installed\\npve-container: 6.0.9\\nlibpve-common-perl: 9.0.9~1\\n"',
        'else echo "pve-manager/9.2.11/14a22df35955d97d (running kernel: 6.18.44-1-pve)"; fi',
      ].join('\n'),
    );
    const pct = stubs.script('pct', 'exit 9');
    const lsblk = stubs.program('lsblk', { stdout: 'lsblk from util-linux 2.38.1\n' });
    const smartctl = stubs.program('smartctl', { stdout: 'smartctl 7.4 2023-08-01 r5530 [x86_64-linux]\n' });
    const sensors = stubs.program('sensors', { stderr: 'broken\n', exitCode: 1 });
    const found = { ...nowhere, pveversion, pct, lsblk, smartctl, sensors };
    const info = await new Privileged({ runner, programs: found }).host.info();
    expect(info).toMatchObject({
      node: hostname().split('.')[0],
      kernel: release(),
      proxmox: { version: '9.2.11', commit: '14a22df35955d97d' },
      problems: [expect.stringContaining('host.sensors failed: exit code 1: broken')],
    });
    const version = (name: string) => info.tools.find(({ program }) => program === name)?.version;
    expect(['pveversion', 'pct', 'lsblk', 'smartctl', 'sensors', 'findmnt'].map(version)).toEqual([
      '9.2.11',
      '6.0.9',
      '2.38.1',
      '7.4',
      undefined,
      undefined,
    ]);
    expect(info.tools.find(({ program }) => program === 'findmnt')).toEqual({
      program: 'findmnt',
      binary: '/nonexistent/findmnt',
      package: 'util-linux',
      present: false,
      version: undefined,
    });
  });

  it('a host without Proxmox VE, and without anything else', async () => {
    const info = await new Privileged({ runner, programs: nowhere }).host.info();
    expect([info.proxmox, info.problems]).toEqual([undefined, []]);
    expect(info.tools.map(({ present }) => present)).not.toContain(true);
  });

  it.skipIf(!existsSync('/usr/bin/lsblk'))('the programs of this machine (needs util-linux)', async () => {
    const { tools } = await new Privileged({ runner }).host.info();
    expect(tools.find(({ program }) => program === 'lsblk')?.version).toMatch(/^\d+\.\d+/);
  });

  it.each([
    [
      'pve-manager/9.2.11/14a22df35955d97d (running kernel: 6.18.44-1-pve)\n',
      { version: '9.2.11', commit: '14a22df35955d97d' },
    ],
    [
      'pve-manager/7.4-20/d3394c9a (running kernel: 5.15.158-1-pve)',
      { version: '7.4-20', commit: 'd3394c9a' },
    ],
    [
      'perl: warning: Setting locale failed.\npve-manager/8.4.1/2a5fa54a8503f96d (running kernel: 6.8.12-10-pve)',
      { version: '8.4.1', commit: '2a5fa54a8503f96d' },
    ],
    ['', undefined],
  ])('reads %j', (text, expected) => expect(parseRelease(text)).toEqual(expected));

  it('packages that are not installed have no version', () => {
    const text =
      'proxmox-ve: 9.0.0 (running kernel: 6.18.44-1-pve)\nswtpm: not correctly installed\nlvm2: 2.03.31-2\nlxcfs: 6.0.4-1+deb13u1\n';
    expect([...parsePackages(text)]).toEqual([
      ['proxmox-ve', '9.0.0'],
      ['lvm2', '2.03.31-2'],
      ['lxcfs', '6.0.4-1+deb13u1'],
    ]);
  });
});

describe('doctor', () => {
  /** A runner that cannot run anything. */
  function refusing(error: () => Error, more: object = {}): Runner {
    const run = (): Promise<Finished> => Promise.reject(error());
    return { run, ...more };
  }
  const lacksOf = async (privileged: Privileged, name: string) =>
    (await privileged.doctor()).operations.find(({ operation }) => operation === name);

  it('knows what every operation needs', () => {
    const names = operationNames(tables);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => needs[name] === undefined)).toEqual([]);
  });

  it('on a host that has smartctl only', async () => {
    const host = new SimulatedHost();
    const root = await host.rootHost();
    const found = { ...nowhere, smartctl: root.path('smartctl'), lsblk: root.path('lsblk') };
    const report = await new Privileged({ runner, programs: found }).doctor();
    expect(report).toMatchObject({ ok: false, runner: { way: 'direct', ok: true, lacks: [] } });
    const by = Object.fromEntries(report.operations.map((each) => [each.operation, each]));
    expect(by['smart.read']).toEqual({ operation: 'smart.read', ok: true, lacks: [], wishes: [] });
    expect(by['sensors.read']).toMatchObject({
      ok: true,
      wishes: [{ what: 'program', hint: 'apt install lm-sensors' }],
    });
    expect(by['usb.list']?.lacks).toEqual([
      {
        what: 'program',
        text: 'blkid is not on this host: there is no /nonexistent/blkid',
        hint: 'apt install util-linux',
      },
    ]);
    await host.close();
  });

  it('says who is not root, and what works without', async () => {
    const geteuid = vi.spyOn(process, 'geteuid').mockReturnValue(1000);
    const report = await new Privileged({ runner }).doctor();
    geteuid.mockRestore();
    expect(report.runner).toMatchObject({ way: 'direct', ok: false, lacks: [{ what: 'not-root' }] });
    const by = Object.fromEntries(report.operations.map((each) => [each.operation, each]));
    expect(by['smart.read']?.lacks).toContainEqual(
      expect.objectContaining({ what: 'not-root', hint: expect.stringContaining('sudo') }),
    );
    expect(by['sensors.read']).toMatchObject({ ok: true });
  });

  it('says that sudo refuses, and that sudo has no command for files', async () => {
    const refused = () =>
      new SudoError('not-allowed', 'sudo does not allow it', { argv: [], hint: 'Allow it.' });
    const refusal = new Privileged({ runner: refusing(refused, { mode: 'sudo' }) });
    await expect(lacksOf(refusal, 'smart.read')).resolves.toMatchObject({
      ok: false,
      lacks: expect.arrayContaining([{ what: 'sudo', text: 'sudo does not allow it', hint: 'Allow it.' }]),
    });
    const allowed: Runner & { mode: string } = { mode: 'sudo', run: (command) => runner.run(command) };
    await expect(new Privileged({ runner: allowed }).doctor()).resolves.toMatchObject({
      runner: { way: 'sudo', ok: true },
    });
  });

  it('asks the root helper itself', async () => {
    const away = refusing(() => new Error('it was not asked for a command'), {
      ping: () =>
        Promise.reject(
          Object.assign(new NotRootError('the helper is away', { hint: 'Start it.' }), {
            code: 'PVE_HELPER',
          }),
        ),
    });
    const report = await new Privileged({ runner: away }).doctor();
    expect(report.runner).toEqual({
      way: 'helper',
      ok: false,
      lacks: [{ what: 'helper', text: 'the helper is away', hint: 'Start it.' }],
    });
    const there = refusing(() => new Error('it was not asked for a command'), {
      ping: () => Promise.resolve({}),
    });
    await expect(new Privileged({ runner: there }).doctor()).resolves.toMatchObject({
      runner: { way: 'helper', ok: true },
    });
  });

  it('throws what is no answer', async () => {
    const broken = refusing(() => new TypeError('a mistake'));
    await expect(new Privileged({ runner: broken }).doctor()).rejects.toThrow('a mistake');
  });

  it('tells the audit what it ran, and changes nothing', async () => {
    const heard: AuditEvent[] = [];
    await new Privileged({ runner, audit: (event) => void heard.push(event), requester: 'me' }).doctor();
    expect(
      heard.map(({ operation, command, changes, requester }) => [operation, command, changes, requester]),
    ).toEqual([['host.doctor', 'block.list', false, 'me']]);
  });
});

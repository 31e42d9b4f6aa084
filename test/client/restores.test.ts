import {
  ParamsError,
  PermissionError,
  type RestorePlan,
  RestoreRefusedError,
  TaskError,
} from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, remap } from '~/client/restore-plan.js';
import { parseBackupConfig } from '~/core/backup-config.js';
import { failure } from '../support/client.js';
import { clientAs, simulated } from '../support/simulated.js';

type World = ReturnType<typeof simulated>;

/** Backs a container up and gives the archive. */
async function backupOf({ client, node }: Omit<World, 'host'>, vmid: number): Promise<string> {
  const job = await client.vzdump.create({ node, vmid, storage: 'local', compress: 'zstd' });
  return (await client.vzdump.wait(job)).guests[0]?.archive ?? '';
}

/** What a plan says, in short. */
const said = ({ findings }: RestorePlan) => findings.map(({ effect, key }) => `${effect} ${key}`).sort();

const plain = { node: 'a', vmid: 200, ostemplate: 'local:backup/vzdump-lxc-100-x.tar' };
const of = (text: string) => parseBackupConfig(text);
const facts = { isRoot: false, existing: undefined };

describe('restore.extractConfig', () => {
  it('gives the configuration in a backup', async () => {
    const world = simulated();
    const { client, node } = world;
    const volume = await backupOf(world, 110);
    const config = await client.restore.extractConfig({ node, volume });
    expect(config.text).toContain('hostname: legacy\n');
    expect(config.keys).toMatchObject({ hostname: 'legacy', features: 'nesting=1' });
    expect(config.lxc).toEqual([['lxc.apparmor.profile', 'unconfined']]);
    expect(await client.vzdump.extractConfig({ node, volume })).toEqual(config);
  });

  it.each([
    ['local:backup/vzdump-lxc-101-2020_01_01-00_00_00.tar.zst', /does not exist/],
    ['local:backup/notes.txt', /unable to parse directory volume name 'backup\/notes.txt'/],
    ['local:backup/own.tar.zst', /couldn't determine archive info/],
    ['local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz', /content type needs to be 'backup'/],
  ])('of %s fails as on a host', async (volume, text) => {
    const { client, node } = simulated();
    await expect(client.restore.extractConfig({ node, volume })).rejects.toThrow(text);
  });

  it('needs VM.Backup on the guest and AllocateSpace on the storage', async () => {
    const world = simulated();
    const volume = await backupOf(world, 101);
    const { node, host } = world;
    const error = await failure(
      clientAs(host, 'readonly').restore.extractConfig({ node, volume }),
      PermissionError,
    );
    expect(error).toMatchObject({ path: '/storage/local', privileges: ['Datastore.AllocateSpace'] });
  });
});

describe('restore.plan', () => {
  it('finds nothing in the way of a plain backup, but the bridge', async () => {
    const world = simulated();
    const { client, node } = world;
    const ostemplate = await backupOf(world, 101);
    const plan = await client.restore.plan({ node, vmid: 200, ostemplate, storage: 'local-btrfs' });
    expect(plan).toMatchObject({
      possible: true,
      params: { node, vmid: 200, ostemplate, storage: 'local-btrfs' },
      config: { keys: { hostname: 'dns' } },
      findings: [
        { effect: 'needs', key: 'net0', path: '/sdn/zones/localnetwork/vmbr0', privileges: ['SDN.Use'] },
      ],
    });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    const { outcome } = await client.tasks.wait(await client.restore.create(plan));
    expect(outcome).toBe('ok');
    expect((await client.lxc.config({ node, vmid: 200 })).rootfs).toMatch(/^local-btrfs:200\//);
  });

  it('puts volumes on other storages, each on its own', async () => {
    const world = simulated();
    const { client, node } = world;
    const ostemplate = await backupOf(world, 102);
    const storages = { 'local-btrfs': 'local' };
    const plan = await client.restore.plan({ node, vmid: 200, ostemplate, storages, unique: true });
    expect(plan.params).toEqual({
      node,
      vmid: 200,
      ostemplate,
      unique: true,
      rootfs: 'local:8',
      mp0: 'local:32,mp=/var/lib/postgresql,backup=1',
    });
    await client.tasks.wait(await client.restore.create(plan));
    const [before, after] = await Promise.all([
      client.lxc.config({ node, vmid: 102 }),
      client.lxc.config({ node, vmid: 200 }),
    ]);
    expect(after).toMatchObject({
      rootfs: 'local:200/vm-200-disk-0.raw,size=8G',
      mp0: 'local:200/vm-200-disk-1.raw,mp=/var/lib/postgresql,backup=1,size=32G',
      hostname: 'db',
    });
    expect(after['net0']).not.toBe(before['net0']);
  });

  it('tells of raw lines that will be dropped, and of the privilege for a privileged one', async () => {
    const world = simulated();
    const { host, client, node } = world;
    const ostemplate = await backupOf(world, 110);
    const agent = clientAs(host, 'agent');
    const plan = await agent.restore.plan({ node, vmid: 200, ostemplate });
    expect(said(plan)).toEqual(['dropped lxc', 'needs net0', 'needs unprivileged']);
    expect(plan.findings.find(({ key }) => key === 'lxc')).toMatchObject({
      rootOnly: true,
      message: expect.stringContaining('lxc.apparmor.profile: unconfined'),
    });
    // Whether the caller has it, PVE decides: in the task.
    const refused = await failure(agent.tasks.wait(await agent.restore.create(plan)), TaskError);
    expect(refused.permission).toMatchObject({ path: '/', privileges: ['Sys.Modify'] });
    const unprivileged = await agent.restore.plan({ node, vmid: 200, ostemplate, unprivileged: true });
    expect(said(unprivileged)).toEqual(['dropped lxc', 'needs net0']);
    const done = await agent.tasks.wait(await agent.restore.create(unprivileged));
    expect(done).toMatchObject({ outcome: 'warnings', warnings: 1 });
    const root = clientAs(host, 'root');
    expect(said(await root.restore.plan({ node, vmid: 201, ostemplate }))).toEqual([]);
    await root.tasks.wait(await root.restore.create({ node, vmid: 201, ostemplate }));
    expect(await client.lxc.config({ node, vmid: 201 })).toHaveProperty('lxc');
  });

  it('throws for a bind mount before anything is sent, and tells how root does it', async () => {
    const world = simulated();
    const { host, client, node } = world;
    const root = clientAs(host, 'root');
    await root.request('PUT /nodes/{node}/lxc/{vmid}/config', { node, vmid: 101, mp3: '/mnt/usb,mp=/usb' });
    const ostemplate = await backupOf(world, 101);
    const params = { node, vmid: 200, ostemplate, storage: 'local' };
    const plan = await client.restore.plan(params);
    expect(plan.possible).toBe(false);
    const sent = host.requests.length;
    const error = await failure(client.restore.create(plan), RestoreRefusedError);
    expect(error).toMatchObject({
      code: 'PVE_RESTORE_REFUSED',
      rootOnly: true,
      issues: [{ path: 'mp3', message: expect.stringContaining('a bind mount (/mnt/usb)') }],
      hint: `On the host, as root: pct restore 200 ${ostemplate} --storage local`,
    });
    expect(host.requests).toHaveLength(sent);
    // It is right: a host fails it in the task.
    const task = await failure(client.tasks.wait(await client.restore.create(params)), TaskError);
    expect(task.exitstatus).toContain("restoring 'mp3' to bind mount is only possible for root");
    // And with the disks spelt out it goes without the mount.
    const without = await client.restore.plan({ ...params, storages: {} });
    expect(said(without)).toEqual(['dropped mp3', 'needs net0']);
    await client.tasks.wait(await client.restore.create(without));
    expect(await client.lxc.config({ node, vmid: 200 })).not.toHaveProperty('mp3');
  });

  it('tells what it overwrites', async () => {
    const world = simulated();
    const { client, node } = world;
    const ostemplate = await backupOf(world, 102);
    const over = { node, vmid: 102, ostemplate, storage: 'local-btrfs', force: true };
    const plan = await client.restore.plan(over);
    expect(said(plan)).toEqual([
      'destroyed mp0',
      'destroyed parent',
      'destroyed rootfs',
      'fails protection',
      'fails status',
      'needs net0',
    ]);
    expect(await failure(client.restore.create(plan), RestoreRefusedError)).toMatchObject({
      rootOnly: false,
      hint: undefined,
    });
    const fresh = await client.restore.plan({ ...over, vmid: 999 });
    expect(said(fresh)).toEqual(['needs net0']);
  });

  it('checks its parameters first', async () => {
    const { host, client, node } = simulated();
    const params = { node, vmid: 9, ostemplate: 'x', storages: { local: '../etc' } };
    const error = await failure(client.restore.plan(params), ParamsError);
    expect(error.issues.map(({ path }) => path)).toEqual(['vmid', 'ostemplate', 'storages.local']);
    expect(host.requests).toEqual([]);
  });
});

describe('what a backup says', () => {
  const base = 'rootfs: local:100/a.raw,size=8G\nunprivileged: 1\n';

  it.each([
    ['a volume that was not backed up', `${base}mp1: local:100/b.raw,mp=/b,size=1G\n`, {}, ['empty mp1']],
    ['a volume that was', `${base}mp1: local:100/b.raw,mp=/b,backup=1,size=1G\n`, {}, []],
    ['a device', `${base}mp1: /dev/sdb1,mp=/b\n`, {}, ['fails mp1']],
    ['a device, with disks given', `${base}mp1: /dev/sdb1,mp=/b\n`, { rootfs: 'local:8' }, ['dropped mp1']],
    [
      'a bind mount under a given disk',
      `${base}mp1: /b,mp=/b\n`,
      { rootfs: 'local:8', mp1: 'local:1,mp=/b' },
      ['empty mp1'],
    ],
    ['mount points without a root volume', base, { mp0: 'local:1,mp=/b' }, ['fails rootfs']],
    ['a root volume without a size', 'rootfs: local:100/a.raw\nunprivileged: 1\n', {}, ['fails rootfs']],
    ['a line that cannot be read', `${base}mp1: mp=/b,nonsense\n`, {}, ['fails mp1']],
    ['a virtual machine', 'scsi0: local:100/a.raw,size=8G\n', {}, ['fails rootfs']],
    ['features given alone', base, { features: { nesting: true } }, ['fails features']],
    ['features given in full', base, { features: { nesting: true }, unprivileged: true }, []],
    [
      'unprivileged made privileged',
      `${base}features: keyctl=1\n`,
      { unprivileged: false },
      ['needs unprivileged', 'dropped features'],
    ],
    ['keyctl', `${base}features: keyctl=1,nesting=1\n`, {}, []],
    ['a bridge', `${base}net0: name=eth0,bridge=vmbr1,tag=7\n`, {}, ['needs net0']],
    [
      'a bridge that is replaced',
      `${base}net0: name=eth0,bridge=vmbr1\n`,
      { net0: 'name=eth0,bridge=vmbr0' },
      [],
    ],
  ])('%s', (_what, text, more, expected) => {
    const findings = findingsOf({ ...plain, ...more } as typeof plain, of(text), facts);
    expect(findings.map(({ effect, key }) => `${effect} ${key}`)).toEqual(expected);
  });

  it('is no matter for root itself', () => {
    const text = `${base}mp1: /dev/sdb1,mp=/b\nlxc.idmap: u 0 1 2\n`;
    expect(findingsOf(plain, of(text), { ...facts, isRoot: true })).toEqual([]);
  });

  it('is read whatever stands there', () => {
    const key = fc.constantFrom('rootfs', 'mp0', 'net0', 'features', 'unprivileged', 'lxc.idmap');
    const lines = fc.array(fc.tuple(key, fc.string()).map(([name, value]) => `${name}: ${value}`));
    fc.assert(
      fc.property(lines, fc.dictionary(fc.string(), fc.string()), (text, storages) => {
        const config = of(text.join('\n'));
        findingsOf(plain, config, facts);
        remap(config, storages, undefined);
      }),
    );
  });

  it.each([
    ['8G', 'new:8'],
    ['1088M', 'new:1.0625'],
    ['102M', 'new:0.099609375'],
    ['1500K', 'new:0.001953125'],
    ['2T', 'new:2048'],
    ['0T', 'new:0'],
  ])('a size of %s is allocated as %s', (size, disk) => {
    expect(remap(of(`rootfs: old:vm-1-disk-0,size=${size}`), { old: 'new' }, undefined)).toEqual({
      rootfs: disk,
    });
  });

  it('goes where the mapping, the storage, or the backup says', () => {
    const text = 'rootfs: a:x/1,size=1G\nmp0: b:y,mp=/b,ro=1,size=2G\nmp1: /dev/sda,mp=/c\n';
    expect(remap(of(text), { a: 'new' }, undefined)).toEqual({ rootfs: 'new:1', mp0: 'b:2,mp=/b,ro=1' });
    expect(remap(of(text), { a: 'new' }, 'rest')).toEqual({ rootfs: 'new:1', mp0: 'rest:2,mp=/b,ro=1' });
  });
});

it('keeps restore.create one request', async () => {
  const host = new SimulatedHost({ clock: 'manual' });
  const client = clientAs(host, 'full');
  const [archive] = await client.storage.content({ node: host.node, storage: 'local', content: 'backup' });
  await client.restore.create({ node: host.node, vmid: 200, ostemplate: archive?.volid ?? '' });
  expect(host.requests).toHaveLength(2);
});

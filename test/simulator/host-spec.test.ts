import { Client, fetchTransport, HttpError } from '@felhom/proxmox';
import { type HostSpec, SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';

const oneContainer: HostSpec = {
  storages: { tank: { type: 'btrfs', content: ['rootdir', 'backup', 'vztmpl'] } },
  guests: { 200: {} },
};

function hostWith(spec: HostSpec, nodes: readonly string[] = ['pve1']) {
  const host = new SimulatedHost({ clock: 'manual', spec, nodes });
  const client = new Client({
    url: host.url,
    token: host.tokens.full,
    transport: fetchTransport(host.fetch),
    retries: 0,
  });
  return { host, client };
}

describe('a host of your own', () => {
  it('has what is named, in place of what the demo has', async () => {
    const { client } = hostWith(oneContainer);
    expect((await client.lxc.list({ node: 'pve1' })).map(({ vmid }) => vmid)).toEqual([200]);
    expect((await client.storage.list({})).map(({ storage }) => storage)).toEqual(['tank']);
    const config = await client.lxc.config({ node: 'pve1', vmid: 200 });
    expect(config).toMatchObject({ hostname: 'ct200', rootfs: 'tank:200/vm-200-disk-0.raw,size=8G' });
  });

  it('has the disks that a configuration names, of their size', async () => {
    const { client } = hostWith({
      ...oneContainer,
      guests: { 201: { config: { rootfs: 'tank:201/vm-201-disk-0.raw,size=2G' } } },
    });
    const content = await client.storage.content({ node: 'pve1', storage: 'tank' });
    expect(content).toMatchObject([{ volid: 'tank:201/vm-201-disk-0.raw', size: 2 * 1024 ** 3, vmid: 201 }]);
  });

  it('runs what is said to run, with its pending values and its snapshots', async () => {
    const { client } = hostWith({
      ...oneContainer,
      guests: {
        200: {
          status: 'running',
          pending: { arch: 'i386', onboot: null },
          snapshots: { before: { description: 'all well' } },
        },
      },
    });
    const guest = { node: 'pve1', vmid: 200 };
    expect(await client.lxc.status(guest)).toMatchObject({ status: 'running' });
    expect(await client.lxc.pending(guest)).toContainEqual({ key: 'arch', value: 'amd64', pending: 'i386' });
    expect(await client.lxc.snapshots.list(guest)).toMatchObject([
      { name: 'before', description: 'all well\n' },
      { name: 'current' },
    ]);
  });

  it('puts guests on the nodes that are named', async () => {
    const { client } = hostWith({ ...oneContainer, guests: { 300: { node: 'b' }, 301: {} } }, ['a', 'b']);
    const nodes = (await client.guests.list()).guests.map(({ vmid, node }) => [vmid, node]);
    expect(Object.fromEntries(nodes)).toEqual({ 300: 'b', 301: 'a' });
  });

  it('restores the backups that lie there', async () => {
    const { host, client } = hostWith({
      storages: {
        tank: {
          volumes: {
            'backup/vzdump-lxc-7000-2026_01_02-03_04_05.tar.zst': {
              size: 5_000_000,
              config: { hostname: 'old', rootfs: 'tank:2', unprivileged: 1 },
            },
          },
        },
      },
    });
    const ostemplate = 'tank:backup/vzdump-lxc-7000-2026_01_02-03_04_05.tar.zst';
    await client.restore.create({ node: 'pve1', vmid: 400, ostemplate, storage: 'tank' });
    host.advance(600_000);
    expect(await client.lxc.config({ node: 'pve1', vmid: 400 })).toMatchObject({ hostname: 'old' });
  });

  it('lets in the users that it has, with the rights that it gives them', async () => {
    const { host } = hostWith({
      ...oneContainer,
      users: {
        'ci@pve': { tokens: { run: { secret: '11111111-2222-4333-8444-555555555555', privsep: false } } },
      },
      roles: { Looker: ['VM.Audit'] },
      acl: [{ path: '/vms', type: 'user', ugid: 'ci@pve', roleid: 'Looker', propagate: true }],
    });
    const token = 'ci@pve!run=11111111-2222-4333-8444-555555555555';
    const client = new Client({ url: host.url, token, transport: fetchTransport(host.fetch), retries: 0 });
    expect(await client.lxc.list({ node: 'pve1' })).toHaveLength(1);
    await expect(client.lxc.start({ node: 'pve1', vmid: 200 })).rejects.toThrow(/VM\.PowerMgmt/);
  });

  it('remembers tasks of the past', async () => {
    const upid = 'UPID:pve1:00000178:00024505:6B006314:vzcreate:200:root@pam:';
    const { client } = hostWith({
      ...oneContainer,
      tasks: [{ upid, exitstatus: 'no luck', log: ['it began'] }],
    });
    expect(await client.tasks.status(upid)).toMatchObject({ status: 'stopped', exitstatus: 'no luck' });
    expect((await client.tasks.log(upid).page({ start: 0, limit: 5 })).lines.map((line) => line.t)).toEqual([
      'it began',
      'TASK ERROR: no luck',
    ]);
  });
});

describe('arrange', () => {
  it('changes what is named, and nothing else', async () => {
    const { host, client } = hostWith({ ...oneContainer, guests: { 200: {}, 201: {} } });
    host.arrange({ guests: { 200: { status: 'running' }, 201: null } });
    expect(await client.lxc.status({ node: 'pve1', vmid: 200 })).toMatchObject({
      status: 'running',
      name: 'ct200',
    });
    await expect(client.lxc.config({ node: 'pve1', vmid: 201 })).rejects.toThrow(HttpError);
    const content = await client.storage.content({ node: 'pve1', storage: 'tank' });
    expect(content.map(({ vmid }) => vmid)).toEqual([200]);
  });

  it.each<[string, HostSpec, RegExp]>([
    ['a vmid that is none', { guests: { 99: {} } }, /99 is no vmid: a number from 100/],
    [
      'a disk on a storage that is not there',
      { guests: { 200: { config: { rootfs: 'a1:200/vm-200-disk-0.raw' } } } },
      /'a1', which is not there/,
    ],
    [
      'a container, and no storage for it',
      { storages: { tank: null }, guests: { 200: null, 201: {} } },
      /no storage can hold/,
    ],
    ['a node that is none', { guests: { 200: { node: 'pve9' } } }, /'pve9', which is no node/],
    ['a storage id that is none', { storages: { '1/2': {} } }, /'1\/2' is no storage id/],
    ['a volume that is none', { storages: { tank: { volumes: { x: {} } } } }, /'tank:x' is no volume/],
    ['a user that is none', { users: { root: {} } }, /'root' is not user@realm/],
    [
      'a token that is none',
      { users: { 'a@pve': { tokens: { x: { secret: 's' } } } } },
      /'a@pve!x' is no token id/,
    ],
    ['a task that is none', { tasks: [{ upid: 'UPID:x' }] }, /'UPID:x' is no UPID/],
    [
      'a task of another node',
      { tasks: [{ upid: 'UPID:p2:00000178:00024505:6B006314:vzstart:1:root@pam:' }] },
      /'p2', which is no node/,
    ],
  ])('refuses %s', (_, spec, problem) => {
    const { host } = hostWith(oneContainer);
    expect(() => host.arrange(spec)).toThrow(problem);
  });
});

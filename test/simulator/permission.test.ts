import { describe, expect, it } from 'vitest';
import type { TokenName } from '~/simulator/demo-accounts.js';
import { Harness, N, template } from './harness.js';

const denied = (detail?: string): string =>
  `Permission check failed${detail === undefined ? '' : ` (${detail})`}`;
const anyConfig = 'VM.Config.Disk|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.Options';

/** What each caller may not do, in PVE's words. */
const refusals: [TokenName | 'ticket', string, string, Record<string, string | number>, string][] = [
  ['noacl', 'GET', `${N}/status`, {}, denied('/nodes/demo-felhom, Sys.Audit')],
  ['noacl', 'GET', `${N}/lxc/100/config`, {}, denied('/vms/100, VM.Audit')],
  ['noacl', 'GET', `${N}/lxc/999/status/current`, {}, denied('/vms/999, VM.Audit')],
  ['noacl', 'GET', `${N}/lxc/100/feature`, { feature: 'snapshot' }, denied('/vms/100, VM.Audit')],
  [
    'noacl',
    'GET',
    `${N}/lxc/100/snapshot/x1/config`,
    {},
    denied('/vms/100, VM.Snapshot|VM.Snapshot.Rollback|VM.Audit'),
  ],
  [
    'noacl',
    'GET',
    `${N}/storage/local/content`,
    {},
    denied('/storage/local, Datastore.Audit|Datastore.AllocateSpace'),
  ],
  ['noacl', 'GET', '/cluster/status', {}, denied('/, Sys.Audit')],
  ['noacl', 'POST', `${N}/lxc`, { vmid: 500, ostemplate: template }, denied()],
  ['separated', 'POST', `${N}/lxc`, { vmid: 500, ostemplate: template }, denied()],
  ['readonly', 'POST', `${N}/lxc`, { vmid: 500, ostemplate: template }, denied()],
  ['readonly', 'POST', `${N}/lxc/100/status/start`, {}, denied('/vms/100, VM.PowerMgmt')],
  ['readonly', 'POST', `${N}/lxc/100/status/stop`, {}, denied('/vms/100, VM.PowerMgmt')],
  ['readonly', 'POST', `${N}/lxc/100/status/shutdown`, {}, denied('/vms/100, VM.PowerMgmt')],
  ['readonly', 'POST', `${N}/lxc/100/status/reboot`, {}, denied('/vms/100, VM.PowerMgmt')],
  ['readonly', 'PUT', `${N}/lxc/100/config`, { net0: 'name=eth0' }, denied(`/vms/100, ${anyConfig}`)],
  ['readonly', 'POST', `${N}/lxc/100/snapshot`, { snapname: 'abc' }, denied('/vms/100, VM.Snapshot')],
  [
    'readonly',
    'POST',
    `${N}/lxc/100/snapshot/s1/rollback`,
    {},
    denied('/vms/100, VM.Snapshot|VM.Snapshot.Rollback'),
  ],
  ['readonly', 'DELETE', `${N}/lxc/100`, {}, denied('/vms/100, VM.Allocate')],
  ['readonly', 'POST', `${N}/lxc/100/template`, {}, denied('/vms/100, VM.Allocate')],
  ['readonly', 'POST', `${N}/lxc/100/clone`, { newid: 400 }, denied('/vms/100, VM.Clone')],
  [
    'readonly',
    'PUT',
    `${N}/lxc/100/resize`,
    { disk: 'rootfs', size: '+1G' },
    denied('/vms/100, VM.Config.Disk'),
  ],
  [
    'readonly',
    'POST',
    `${N}/vzdump`,
    { vmid: 100, storage: 'local' },
    denied('/storage/local, Datastore.AllocateSpace'),
  ],
  ['readonly', 'POST', `${N}/execute`, { commands: '[]' }, denied('user != root@pam')],
  ['full', 'POST', `${N}/execute`, { commands: '[]' }, denied('user != root@pam')],
  ['full', 'POST', `${N}/storage/local/content/local:iso/x.iso`, { target: 'y' }, denied('user != root@pam')],
  ['agent', 'GET', '/storage/local', {}, denied('/storage/local, Datastore.Allocate')],
  ['agent', 'POST', `${N}/lxc/100/migrate`, { target: 'pve2' }, denied('/vms/100, VM.Migrate')],
  ['agent', 'POST', `${N}/vzdump`, { vmid: 100, bwlimit: 1 }, denied('/, Sys.Modify')],
  [
    'agent',
    'POST',
    `${N}/vzdump`,
    { vmid: 100, 'prune-backups': 'keep-last=1' },
    denied('/storage/local, Datastore.Allocate'),
  ],
  ['agent', 'POST', `${N}/vzdump`, { vmid: 100, stop: 1 }, denied('/nodes/demo-felhom, Sys.Modify')],
  [
    'agent',
    'DELETE',
    `${N}/storage/local/content/local:iso/debian-13.1.0-amd64-netinst.iso`,
    {},
    denied('/storage/local, Datastore.Allocate'),
  ],
];

it.each(refusals)('%s %s %s %o: %s%s', async (as, method, path, params, reason) => {
  const h = new Harness();
  const answer = await h.call(as, method, path, params);
  expect(answer).toMatchObject({ status: 403, reason, message: `${reason}\n`, data: null });
});

describe('what only root@pam itself may do', () => {
  const features = denied('changing feature flags (except nesting) is only allowed for root@pam');
  const privileged = denied('changing feature flags for privileged container is only allowed for root@pam');
  const bind = denied('mount point type bind is only allowed for root@pam');
  const device = denied('mount point type device is only allowed for root@pam');
  const passthrough = denied('configuring device passthrough is only allowed for root@pam');
  const hook = denied('changing the hookscript is only allowed for root@pam');

  const changes: [string, number, Record<string, string>, string][] = [
    ['keyctl', 101, { features: 'nesting=1,keyctl=1' }, features],
    ['fuse', 101, { features: 'fuse=1' }, features],
    ['mknod', 101, { features: 'mknod=1' }, features],
    ['force_rw_sys', 101, { features: 'force_rw_sys=1' }, features],
    ['mount', 101, { features: 'mount=nfs;cifs' }, features],
    ['nesting of a privileged one', 110, { features: 'nesting=1,keyctl=1' }, privileged],
    ['dropping features of a privileged one', 110, { delete: 'features' }, privileged],
    ['a bind mount', 101, { mp0: '/srv,mp=/srv' }, bind],
    ['a device mount', 101, { mp0: '/dev/loop20,mp=/srv' }, device],
    ['a device', 101, { dev0: '/dev/fuse' }, passthrough],
    ['dropping a device', 101, { delete: 'dev0' }, passthrough],
    ['a hook script', 101, { hookscript: 'local:snippets/x.pl' }, hook],
  ];

  it.each(changes)('%s', async (_name, vmid, change, reason) => {
    for (const as of ['agent', 'full'] as const) {
      const h = new Harness();
      expect((await h.call(as, 'PUT', `${N}/lxc/${vmid}/config`, change)).reason).toBe(reason);
    }
    const h = new Harness();
    expect((await h.call('ticket', 'PUT', `${N}/lxc/${vmid}/config`, change)).status).toBe(200);
  });

  it('is asked the same at creation', async () => {
    const h = new Harness();
    const base = { vmid: 300, ostemplate: template, rootfs: 'local:1', unprivileged: 1 };
    for (const [more, reason] of [
      [{ features: 'nesting=1,keyctl=1' }, features],
      [{ mp0: '/srv,mp=/srv' }, bind],
      [{ mp0: '/dev/loop20,mp=/srv' }, device],
      [{ dev0: '/dev/fuse' }, passthrough],
      [{ hookscript: 'local:snippets/x.pl' }, hook],
      [{ unprivileged: 0 }, denied('/, Sys.Modify')],
      [{ unprivileged: 0, features: 'nesting=1' }, privileged],
      [{ pool: 'nope' }, denied("pool 'nope' does not exist")],
    ] as [Record<string, string>, string][]) {
      expect((await h.call('agent', 'POST', `${N}/lxc`, { ...base, ...more })).reason).toBe(reason);
    }
    expect(h.engine.world.guests.has(300)).toBe(false);
    // A token of root has the privilege, so only the literal checks stop it.
    expect((await h.run('full', 'POST', `${N}/lxc`, { ...base, unprivileged: 0 })).exitstatus).toBe('OK');
    expect((await h.call('full', 'GET', `${N}/lxc/300/config`)).data).not.toHaveProperty('unprivileged');
  });

  it('lets others keep keyctl, flip nesting, and not drop keyctl', async () => {
    const h = new Harness();
    const path = `${N}/lxc/101/config`;
    const put = async (as: 'agent' | 'ticket', values: Record<string, string>): Promise<string> =>
      (await h.call(as, 'PUT', path, values)).reason;
    expect(await put('ticket', { features: 'keyctl=1,nesting=1' })).toBe('OK');
    expect(await put('agent', { features: 'nesting=1,keyctl=1' })).toBe('OK');
    expect(await put('agent', { features: 'keyctl=1' })).toBe('OK');
    expect(await put('agent', { features: 'nesting=1' })).toBe(features);
    expect(await put('agent', { delete: 'features' })).toBe(features);
    expect(await put('ticket', { delete: 'features' })).toBe('OK');
    expect(await put('agent', { features: 'nesting=1' })).toBe('OK');
    expect(await put('agent', { delete: 'features' })).toBe('OK');
  });

  it('lets others delete a bind mount', async () => {
    const h = new Harness();
    await h.call('ticket', 'PUT', `${N}/lxc/101/config`, { mp0: '/srv,mp=/srv' });
    expect((await h.call('agent', 'PUT', `${N}/lxc/101/config`, { delete: 'mp0' })).reason).toBe('OK');
    expect((await h.call('agent', 'GET', `${N}/lxc/101/config`)).data).not.toHaveProperty('mp0');
  });

  it('has its own answers for options', async () => {
    const h = new Harness();
    for (const as of ['agent', 'full'] as const) {
      for (const action of ['start', 'stop']) {
        const answer = await h.call(as, 'POST', `${N}/lxc/101/status/${action}`, { skiplock: 1 });
        expect(answer.errors).toEqual({ skiplock: 'Only root may use this option.' });
      }
      for (const key of ['script', 'dumpdir', 'tmpdir', 'job-id']) {
        const answer = await h.call(as, 'POST', `${N}/vzdump`, { vmid: 100, [key]: '/x' });
        expect(answer.errors).toEqual({ [key]: 'Only root may set this option.' });
      }
      const path = await h.call(as, 'POST', `${N}/lxc`, { vmid: 300, ostemplate: '/tmp/x.tar' });
      expect(path).toMatchObject({ status: 500, reason: 'Only root can pass arbitrary filesystem paths.' });
    }
    // What is not asked for is not refused.
    expect((await h.call('agent', 'POST', `${N}/lxc/100/status/stop`, { skiplock: 0 })).status).toBe(200);
    const start = await h.call('ticket', 'POST', `${N}/lxc/101/status/start`, { skiplock: 1 });
    expect(start.status).toBe(200);
  });
});

describe('rights to single keys', () => {
  async function granted(privileges: string[]): Promise<Harness> {
    const h = new Harness();
    const { accounts } = h.engine.world;
    accounts.roles.set('Some', privileges);
    accounts.acl.push({ path: '/', type: 'user', ugid: 'noacl@pve', roleid: 'Some', propagate: true });
    return h;
  }

  it.each([
    ['cores', '2', 'VM.Config.CPU'],
    ['memory', '256', 'VM.Config.Memory'],
    ['swap', '0', 'VM.Config.Memory'],
    ['hostname', 'x', 'VM.Config.Network'],
    ['nameserver', '10.0.0.1', 'VM.Config.Network'],
    ['net1', 'name=eth1', 'VM.Config.Network'],
    ['mp3', 'local:1,mp=/x', 'VM.Config.Disk'],
    ['onboot', '1', 'VM.Config.Options'],
    ['tags', 'x', 'VM.Config.Options'],
  ])('%s=%s needs %s', async (key, value, privilege) => {
    const others = [
      'VM.Config.CPU',
      'VM.Config.Memory',
      'VM.Config.Network',
      'VM.Config.Disk',
      'VM.Config.Options',
    ].filter((name) => name !== privilege);
    const without = await granted([...others, 'Datastore.AllocateSpace']);
    const path = `${N}/lxc/101/config`;
    expect((await without.call('noacl', 'PUT', path, { [key]: value })).reason).toBe(
      denied(`/vms/101, ${privilege}`),
    );
    const withIt = await granted([privilege, 'Datastore.AllocateSpace']);
    expect((await withIt.call('noacl', 'PUT', path, { [key]: value })).reason).toBe('OK');
  });

  it('asks for the bridge, the one that is there included', async () => {
    const h = await granted(['VM.Config.Network', 'VM.Audit']);
    const path = `${N}/lxc/101/config`;
    const sdn = denied('/sdn/zones/localnetwork/vmbr0, SDN.Use');
    expect((await h.call('noacl', 'PUT', path, { net1: 'name=eth1,bridge=vmbr0' })).reason).toBe(sdn);
    expect((await h.call('noacl', 'PUT', path, { net1: 'name=eth1,bridge=vmbr0,tag=5' })).reason).toBe(
      denied('/sdn/zones/localnetwork/vmbr0/5, SDN.Use'),
    );
    expect((await h.call('noacl', 'PUT', path, { net0: 'name=eth0,bridge=vmbr0,ip=manual' })).reason).toBe(
      sdn,
    );
    expect((await h.call('noacl', 'PUT', path, { delete: 'net0' })).reason).toBe(sdn);
    const clone = await granted(['VM.Clone', 'VM.Allocate', 'Datastore.AllocateSpace']);
    const copy = { newid: 300, storage: 'local' };
    expect((await clone.call('noacl', 'POST', `${N}/lxc/101/clone`, copy)).reason).toBe(sdn);
  });

  it('asks for space in the storage, and for the owner of a foreign disk', async () => {
    const h = await granted(['VM.Config.Disk']);
    const path = `${N}/lxc/101/config`;
    expect((await h.call('noacl', 'PUT', path, { mp0: 'local:1,mp=/x' })).reason).toBe(
      denied('/storage/local, Datastore.AllocateSpace'),
    );
    const foreign = 'local-btrfs:102/vm-102-disk-1.raw,mp=/x';
    expect((await h.call('noacl', 'PUT', path, { mp0: foreign })).reason).toBe(
      denied('/storage/local-btrfs, Datastore.Audit'),
    );
    expect((await h.call('agent', 'PUT', path, { mp0: foreign })).reason).toBe('OK');
  });

  it('changes nothing where one of several keys is refused', async () => {
    const h = await granted(['VM.Config.Memory', 'VM.Audit']);
    const path = `${N}/lxc/101/config`;
    expect((await h.call('noacl', 'PUT', path, { memory: 1024, cores: 2 })).status).toBe(403);
    expect((await h.call('noacl', 'GET', path)).data.memory).toBe(512);
  });
});

it('names what root may do on PVE and not here', async () => {
  const h = new Harness();
  for (const [path, params] of [
    [`${N}/execute`, { commands: '[]' }],
    [`${N}/storage/local/content/local:iso/x.iso`, { target: 'y' }],
    [`${N}/vzdump`, { vmid: 101, dumpdir: '/tmp' }],
  ] as const) {
    expect(await h.call('ticket', 'POST', path, params)).toMatchObject({
      status: 501,
      reason: expect.stringContaining('not modelled by the simulator'),
    });
  }
});

describe('lists', () => {
  const vmids = async (h: Harness, as: TokenName): Promise<number[]> =>
    (await h.call(as, 'GET', `${N}/lxc`)).data.map((row: { vmid: number }) => row.vmid);

  it('hold only what the caller may see', async () => {
    const h = new Harness();
    expect(await vmids(h, 'readonly')).toEqual([100, 101, 102, 110]);
    expect(await vmids(h, 'noacl')).toEqual([]);
    expect(await vmids(h, 'separated')).toEqual([]);
    h.engine.world.accounts.acl.push({
      path: '/vms/101',
      type: 'token',
      ugid: 'agent@pve!sep',
      roleid: 'PVEVMUser',
      propagate: true,
    });
    expect(await vmids(h, 'separated')).toEqual([101]);
    expect((await h.call('noacl', 'GET', '/storage')).data).toEqual([]);
    expect((await h.call('noacl', 'GET', `${N}/storage`)).data).toEqual([]);
    expect((await h.call('noacl', 'GET', `${N}/tasks`)).body).toBe('{"data":[]}');
    expect((await h.call('noacl', 'GET', `${N}/qemu`)).data).toEqual([]);
  });

  it('of resources leave the bare node to everybody', async () => {
    const h = new Harness();
    const rows = (await h.call('noacl', 'GET', '/cluster/resources')).data;
    expect(rows).toEqual([
      {
        id: 'node/demo-felhom',
        type: 'node',
        node: 'demo-felhom',
        status: 'online',
        level: '',
        'cgroup-mode': 2,
      },
    ]);
    const [node] = (await h.call('noacl', 'GET', '/nodes')).data;
    expect(Object.keys(node).sort()).toEqual(['id', 'level', 'node', 'ssl_fingerprint', 'status', 'type']);
  });

  it('of content leave out disks and backups without a word', async () => {
    const h = new Harness();
    const kinds = async (as: TokenName): Promise<string[]> => [
      ...new Set<string>(
        (await h.call(as, 'GET', `${N}/storage/local/content`)).data.map(
          (row: { content: string }) => row.content,
        ),
      ),
    ];
    expect((await kinds('full')).sort()).toEqual(['backup', 'iso', 'rootdir', 'vztmpl']);
    expect((await kinds('agent')).sort()).toEqual(['backup', 'iso', 'rootdir', 'vztmpl']);
    expect((await kinds('readonly')).sort()).toEqual(['iso', 'vztmpl']);
  });

  it('of tasks are cut to one’s own, of a token to its own', async () => {
    const h = new Harness();
    const { accounts } = h.engine.world;
    accounts.acl.length = 0;
    accounts.roles.set('Power', ['VM.PowerMgmt']);
    accounts.acl.push({ path: '/', type: 'user', ugid: 'agent@pve', roleid: 'Power', propagate: true });
    accounts.acl.push({ path: '/', type: 'token', ugid: 'agent@pve!sep', roleid: 'Power', propagate: true });
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/status/start`);
    await h.finish(upid);
    const seen = async (as: TokenName): Promise<number> =>
      (await h.call(as, 'GET', `${N}/tasks`)).data.length;
    expect(await seen('agent')).toBe(1);
    expect(await seen('separated')).toBe(0);
    expect(await seen('full')).toBe(5);
    const path = `${N}/tasks/${encodeURIComponent(upid)}`;
    expect((await h.call('separated', 'GET', `${path}/status`)).reason).toBe(
      denied('/nodes/demo-felhom, Sys.Audit'),
    );
    expect((await h.call('separated', 'GET', `${path}/log`)).reason).toBe(
      denied('/nodes/demo-felhom, Sys.Audit'),
    );
    expect((await h.call('separated', 'DELETE', path)).reason).toBe(denied('/nodes/demo-felhom, Sys.Modify'));
    // The user behind the tokens sees what they did; the cluster's list hides even a token's own tasks from it.
    const { data } = await h.login('agent@pve', h.passwords.agent);
    const cookie = { cookie: `PVEAuthCookie=${encodeURIComponent(data.ticket)}` };
    expect((await h.send(cookie, 'GET', `${path}/status`)).data.exitstatus).toBe('OK');
    expect((await h.call('agent', 'GET', '/cluster/tasks')).data).toEqual([]);
  });
});

it('checks the coarse permission before the parameters', async () => {
  const h = new Harness();
  const bogus = { bogus: 1 };
  expect((await h.call('readonly', 'PUT', `${N}/lxc/100/config`, bogus)).status).toBe(403);
  expect((await h.call('agent', 'PUT', `${N}/lxc/100/config`, bogus)).status).toBe(400);
  expect((await h.call('full', 'POST', `${N}/lxc/100/clone`)).errors).toEqual({
    newid: 'property is missing and it is not optional',
  });
});

import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import {
  CommandError,
  ContainerFaultError,
  type CreateSpec,
  LeftBehindError,
  RefusedError,
  type RestoreSpec,
} from '~/privileged/index.js';
import { played, recorded } from './recorded.js';
import { type Answer, StubHost, storageTable, volumeTable } from './stub-host.js';

const template = 'local:vztmpl/busybox-1_1.0-1_amd64.tar.zst';
const debian = 'local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst';
const backup = 'local:backup/vzdump-lxc-101-2026_11_20-15_41_57.tar.zst';

/** What `pvesh` says of a container with these keys. */
function configured(keys: Record<string, unknown> = {}): Answer {
  const usual = {
    features: 'nesting=1,keyctl=1',
    unprivileged: 1,
    rootfs: 'local:400/vm-400-disk-0.raw,size=102M',
  };
  return {
    stdout: JSON.stringify({ ...usual, ...keys, digest: '0ce9895b56fc4d4693fd04862e3393cfb3c55d85' }),
  };
}

const made = { 'pct create': played('pct-create/unpriv-nesting-keyctl'), 'pvesh config': configured() };
const small: CreateSpec = { vmid: 400, ostemplate: template, rootfs: { volume: 'local:0.1' } };

async function refusal<E>(promise: Promise<unknown>, type: new (...args: never[]) => E): Promise<E> {
  const error = await promise.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw error;
}

/** Calls that make exactly what was run on a real host, word by word. */
const asRecorded: [name: string, spec: CreateSpec][] = [
  [
    'unpriv-nesting-keyctl',
    {
      vmid: 400,
      ostemplate: template,
      hostname: 'ct400',
      memory: 64,
      swap: 0,
      rootfs: { volume: 'local:0.1' },
      unprivileged: true,
      features: { nesting: true, keyctl: true },
    },
  ],
  [
    'SIGTERM-after-extraction',
    {
      vmid: 488,
      ostemplate: debian,
      rootfs: { volume: 'local:1' },
      unprivileged: true,
      features: { nesting: true, keyctl: false },
    },
  ],
  [
    'debian-full',
    {
      vmid: 414,
      ostemplate: debian,
      hostname: 'deb414',
      memory: 256,
      rootfs: { volume: 'local:1' },
      unprivileged: true,
      features: { nesting: true, keyctl: true },
      net0: { name: 'eth0', bridge: 'vmbr0', ip: 'dhcp' },
      'ssh-public-keys': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB root@pve1',
    },
  ],
];

/** Options with their values: the order is ours. */
function pairs(argv: readonly string[]): string[] {
  const [verb, vmid, what, ...options] = argv;
  const found = options.flatMap((word, index) =>
    index % 2 === 0 ? [`${word} ${options[index + 1] ?? ''}`.replace(/^(--ssh-public-keys) .*/, '$1')] : [],
  );
  return [`${verb} ${vmid} ${what}`, ...found.sort()];
}

describe('createGolden runs', () => {
  it.each(asRecorded)('what ran on a real host: %s', async (name, spec) => {
    using host = new StubHost({});
    const { argv } = recorded(`pct-create/${name}`);
    const plan = await host.privileged.plan.lxc.createGolden(spec);
    expect(plan.commands).toHaveLength(1);
    const [command] = plan.commands;
    const ours = command?.kind === 'process' ? command.argv : [];
    expect(pairs(ours).map((pair) => pair.replace(',keyctl=0', ''))).toEqual(pairs(argv.slice(1)));
  });

  it('everything there is, word by word', async () => {
    using host = new StubHost({});
    const plan = await host.privileged.plan.lxc.createGolden({
      vmid: 400,
      ostemplate: '/var/lib/vz/template/cache/own.tar.zst',
      hostname: 'golden.example.test',
      features: { fuse: true, mknod: true, force_rw_sys: true, mount: ['nfs', 'cifs'] },
      rootfs: { volume: 'local-zfs:8', acl: true, mountoptions: ['noatime', 'discard'], quota: false },
      storage: 'local-zfs',
      cores: 2,
      cpulimit: 1.5,
      cpuunits: 100,
      memory: 512,
      swap: 0,
      nameserver: ['10.0.0.1', 'fd00::1'],
      searchdomain: ['example.test', 'example.org'],
      ostype: 'debian',
      arch: 'amd64',
      cmode: 'shell',
      console: false,
      tty: 1,
      timezone: 'Europe/Berlin',
      hookscript: 'local:snippets/hook.sh',
      description: 'first line\nsecond line, with = and ;',
      tags: ['a', 'b-1'],
      pool: 'lab',
      onboot: true,
      startup: { order: 2, up: 30 },
      protection: false,
      debug: false,
      bwlimit: 500.5,
      start: true,
      net0: {
        name: 'eth0',
        bridge: 'vmbr0',
        ip: '10.0.0.5/24',
        gw: '10.0.0.1',
        tag: 7,
        trunks: [1, 2],
        firewall: true,
        rate: 12.5,
      },
      net1: {
        name: 'eth1',
        bridge: 'vmbr1',
        ip6: 'auto',
        hwaddr: 'BC:24:11:00:00:01',
        mtu: 1400,
        link_down: true,
        type: 'veth',
      },
      mp0: { volume: 'local:4', mp: '/data', backup: true },
      mp1: { volume: '/srv/data', mp: '/mnt/data', ro: true, shared: true, replicate: false },
      dev0: { path: '/dev/ttyUSB0', uid: 1000, gid: 20, mode: '0660', 'deny-write': true },
    });
    expect(plan.commands.map((command) => command.kind === 'process' && command.argv)).toEqual([
      [
        'create',
        '400',
        '/var/lib/vz/template/cache/own.tar.zst',
        '--hostname',
        'golden.example.test',
        '--unprivileged',
        '1',
        '--features',
        'nesting=1,keyctl=1,fuse=1,mknod=1,force_rw_sys=1,mount=nfs;cifs',
        '--rootfs',
        'local-zfs:8,acl=1,mountoptions=noatime;discard,quota=0',
        '--storage',
        'local-zfs',
        '--cores',
        '2',
        '--cpulimit',
        '1.5',
        '--cpuunits',
        '100',
        '--memory',
        '512',
        '--swap',
        '0',
        '--nameserver',
        '10.0.0.1 fd00::1',
        '--searchdomain',
        'example.test example.org',
        '--ostype',
        'debian',
        '--arch',
        'amd64',
        '--cmode',
        'shell',
        '--console',
        '0',
        '--tty',
        '1',
        '--timezone',
        'Europe/Berlin',
        '--hookscript',
        'local:snippets/hook.sh',
        '--description',
        'first line\nsecond line, with = and ;',
        '--tags',
        'a;b-1',
        '--pool',
        'lab',
        '--onboot',
        '1',
        '--startup',
        '2,up=30',
        '--protection',
        '0',
        '--debug',
        '0',
        '--bwlimit',
        '500.5',
        '--net0',
        'name=eth0,bridge=vmbr0,ip=10.0.0.5/24,gw=10.0.0.1,firewall=1,tag=7,trunks=1;2,rate=12.5',
        '--net1',
        'name=eth1,bridge=vmbr1,ip6=auto,hwaddr=BC:24:11:00:00:01,mtu=1400,link_down=1,type=veth',
        '--mp0',
        'local:4,mp=/data,backup=1',
        '--mp1',
        '/srv/data,mp=/mnt/data,replicate=0,ro=1,shared=1',
        '--dev0',
        '/dev/ttyUSB0,mode=0660,uid=1000,gid=20,deny-write=1',
        '--start',
        '1',
      ],
    ]);
  });

  it('nothing while it plans, and reads the result back', async () => {
    using host = new StubHost(made);
    const plan = await host.privileged.plan.lxc.createGolden(small);
    expect(host.changes).toEqual([]);
    expect(await plan.execute()).toEqual({
      vmid: 400,
      config: {
        features: 'nesting=1,keyctl=1',
        unprivileged: '1',
        rootfs: 'local:400/vm-400-disk-0.raw,size=102M',
      },
      digest: '0ce9895b56fc4d4693fd04862e3393cfb3c55d85',
      status: 'stopped',
      warnings: [],
    });
    expect(host.changes).toEqual([
      [
        'pct',
        'create',
        '400',
        template,
        '--unprivileged',
        '1',
        '--features',
        'nesting=1,keyctl=1',
        '--rootfs',
        'local:0.1',
      ],
    ]);
  });

  it('a password by the standard input and keys by a descriptor, and neither is seen anywhere else', async () => {
    using host = new StubHost(made);
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICanaryCanary op@example';
    const spec = { ...small, password: 'canary pass $(x)', 'ssh-public-keys': key };
    const plan = await host.privileged.plan.lxc.createGolden(spec);
    const result = await plan.execute();
    const run = host.runs.find(({ argv }) => argv[0] === 'create');
    // `--password` without a value asks twice, and has to be the last word.
    expect(run?.argv.slice(-3)).toEqual(['--ssh-public-keys', '/proc/self/fd/3', '--password']);
    expect(run?.stdin).toBe('canary pass $(x)\ncanary pass $(x)\n');
    expect(run?.handed).toEqual([`${key}\n`]);
    const seen = JSON.stringify([run?.argv, run?.env, host.audit, plan.commands, result]);
    expect(seen).not.toMatch(/canary/i);
  });

  it('pct where arguments keep their letters, and what is parsed in C', async () => {
    using host = new StubHost(made);
    await host.privileged.lxc.createGolden({ ...small, description: 'für später' });
    const envs = Object.fromEntries(host.runs.map(({ tool, argv, env }) => [`${tool} ${argv[0]}`, env]));
    const path = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
    expect(envs['pct create']).toEqual({ ...path, LANG: 'C.UTF-8' });
    expect(envs['pct status']).toEqual({ ...path, LC_ALL: 'C' });
    expect(host.changes[0]).toContain('für später');
  });

  it('pct with two minutes to take all back when it is ended', async () => {
    using host = new StubHost({});
    const { commands } = await host.privileged.plan.lxc.createGolden(small);
    expect(commands[0]).toMatchObject({ kind: 'process', grace: 120_000 });
  });

  it('and passes on each line of its progress, and no other output', async () => {
    using host = new StubHost(made);
    const lines: string[] = [];
    await host.privileged.lxc.createGolden(small, { onProgress: (line) => lines.push(line) });
    expect(lines).toEqual(recorded('pct-create/unpriv-nesting-keyctl').stdout.trimEnd().split('\n'));
  });
});

describe('that pct create ended with 0', () => {
  it('does not hide a start that failed', async () => {
    using host = new StubHost({ ...made, 'pct create': played('pct-create/bad-bridge-start') });
    const error = await refusal(
      host.privileged.lxc.createGolden({ ...small, start: true }),
      ContainerFaultError,
    );
    expect(error).toMatchObject({ why: 'not-started', vmid: 400, code: 'PVE_CONTAINER_FAULT' });
    expect(error.message).toBe("container 400 was made, but did not start: bridge 'vmbr9' does not exist");
    expect(error.config['features']).toBe('nesting=1,keyctl=1');
  });

  it('is believed where the container runs', async () => {
    using host = new StubHost({
      ...made,
      'pct create': played('pct-create/start'),
      'pct status': { stdout: 'status: running\n' },
    });
    expect(await host.privileged.lxc.createGolden({ ...small, start: true })).toMatchObject({
      status: 'running',
    });
  });

  it('does not hide a storage that became full', async () => {
    using host = new StubHost({
      'pct create': played('pct-create/storage-full'),
      'pvesh config': configured({ rootfs: 'tiny:400/vm-400-disk-0.raw,size=1G' }),
      'pvesm status': [
        { stdout: storageTable(['tiny', 40960], ['local', 73194544]) },
        { stdout: storageTable(['tiny', 0], ['local', 73194544]) },
      ],
    });
    const spec = { ...small, rootfs: { volume: 'tiny:1' } };
    const error = await refusal(host.privileged.lxc.createGolden(spec), ContainerFaultError);
    expect(error).toMatchObject({ why: 'storage-full' });
    expect(error.message).toContain('storage tiny has no room left');
  });

  it('does not hide other features than asked for', async () => {
    using host = new StubHost({ ...made, 'pvesh config': configured({ features: 'nesting=1' }) });
    const error = await refusal(host.privileged.lxc.createGolden(small), ContainerFaultError);
    expect(error.message).toBe('container 400 was made otherwise: features.keyctl');
  });

  it('does not hide that it is privileged, or lacks a device', async () => {
    using host = new StubHost({ ...made, 'pvesh config': configured({ unprivileged: 0 }) });
    const spec = { ...small, dev0: { path: '/dev/fuse' } };
    const error = await refusal(host.privileged.lxc.createGolden(spec), ContainerFaultError);
    expect(error.message).toContain('unprivileged, dev0');
  });

  it('comes with the warnings, and with what a storage promised beyond its room', async () => {
    using host = new StubHost({
      'pct create': played('pct-create/btr-storage-full'),
      'pvesh config': configured({ rootfs: 'btr:400/vm-400-disk-0.raw,size=9G' }),
      'pvesm status': { stdout: storageTable(['btr', 2350588]) },
    });
    const { warnings } = await host.privileged.lxc.createGolden({ ...small, rootfs: { volume: 'btr:9' } });
    expect(warnings).toEqual([
      'Systemd 257 detected. You may need to enable nesting.',
      'storage btr had 2295 MiB free, and 9216 MiB were promised: when it is full, what is written is lost',
    ]);
  });

  it('is not even waited for where a storage is full before', async () => {
    using host = new StubHost({ 'pvesm status': { stdout: storageTable(['local', 12]) } });
    const error = await refusal(host.privileged.lxc.createGolden(small), RefusedError);
    expect(error.why).toBe('storage-full');
    expect(host.changes).toEqual([]);
  });
});

/** Failures of a real host, and what they are to a program. */
const failures: [name: string, problem: string | undefined, issues: string[]][] = [
  ['pct-create/existing-vmid', 'exists', []],
  ['pct-create/second-while-first-extracts-b', 'exists', []],
  ['pct-create/missing-template', 'missing', []],
  ['pct-create/template-bad-volid', 'missing', []],
  ['pct-create/bad-storage-rootfs', 'storage', []],
  ['pct-create/storage-disabled', 'storage', []],
  ['pct-create/storage-not-mounted', 'storage', []],
  ['pct-create/storage-no-rootdir', 'storage', ['storage']],
  ['pct-create/volume-full', 'storage', []],
  ['pct-create/bad-ssh-key-file', undefined, []],
  ['pct-create/missing-ssh-key-file', 'missing', []],
  ['pct-create/bindmount-missing-host-path', 'missing', []],
  ['pct-create/two-bad-options', undefined, ['hostname', 'net0', 'net0.ip', 'memory']],
  ['pct-create/password-too-short', undefined, ['password']],
  ['pct-create/bad-option', undefined, ['bogus']],
  ['pct-lock/create-lock-held', 'lock-timeout', []],
  ['pct-lock/create-storage-lock-held', 'lock-timeout', []],
];

describe('a create that failed', () => {
  it.each(failures)('says so: %s', async (name, problem, issues) => {
    using host = new StubHost({ 'pct create': played(name) });
    const error = await refusal(host.privileged.lxc.createGolden(small), CommandError);
    expect([error.problem, error.issues.map(({ path }) => path)]).toEqual([problem, issues]);
    expect(error.exitCode).toBe(recorded(name).exitCode);
    expect(error.message).not.toContain('trying to acquire lock');
  });

  it('is told with the parameters in its message', async () => {
    using host = new StubHost({ 'pct create': played('pct-create/two-bad-options') });
    const { message } = await refusal(host.privileged.lxc.createGolden(small), CommandError);
    expect(message).toContain("memory: type check ('integer') failed - got 'abc'");
  });

  it('by an abort has cleaned up by itself, and nothing is left', async () => {
    const { stdout, stderr } = played('pct-create/killed-SIGTERM-while-extracting');
    using host = new StubHost({ 'pct create': { stdout, onTerm: { stderr, exitCode: 255 } } });
    const abort = new AbortController();
    const running = host.privileged.lxc.createGolden(small, {
      signal: abort.signal,
      onProgress: (line) => line.startsWith('extracting') && abort.abort(),
    });
    const error = await refusal(running, CommandError);
    expect(error).toMatchObject({ ended: 'aborted', exitCode: 255 });
    expect(error.stderr).toContain('received interrupt');
  });

  it('does not look for left-overs where it never had the lock', async () => {
    using host = new StubHost({ 'pct create': played('pct-create/existing-vmid') });
    await refusal(host.privileged.lxc.createGolden(small), CommandError);
    expect(host.runs.map(({ tool, argv }) => `${tool} ${argv[0]}`).at(-1)).toBe('pct create');
  });
});

const upid = 'UPID:pve1:000007B7:0006E7D8:6B006EF2:vzcreate:400:root@pam:';
const task = (more: object = {}) => ({
  upid,
  type: 'vzcreate',
  id: '400',
  user: 'root@pam',
  starttime: 1,
  ...more,
});
const volume = 'local:400/vm-400-disk-0.raw';
const killed = {
  'pct create': played('pct-create/killed-SIGKILL-while-extracting'),
  'pct config': { stdout: 'lock: create\n' },
  'pvesh tasks': [{ stdout: '[]' }, { stdout: JSON.stringify([task({ status: 'RUNNING' })]) }],
  'pvesm list': [{ stdout: volumeTable() }, { stdout: volumeTable(volume) }],
  findmnt: {
    stdout: '{"filesystems":[{"target":"/var/lib/lxc/400/rootfs","source":"/dev/loop8","fstype":"ext4"}]}',
  },
  losetup: {
    stdout: JSON.stringify({
      loopdevices: [
        { name: '/dev/loop8', 'back-file': '/var/lib/vz/images/400/vm-400-disk-0.raw' },
        { name: '/dev/loop9', 'back-file': '/var/lib/vz/images/4001/vm-4001-disk-0.raw' },
      ],
    }),
  },
} satisfies Record<string, Answer | Answer[]>;

describe('a create that was killed', () => {
  it('says exactly what it left, and gives a receipt for it', async () => {
    using host = new StubHost(killed);
    const error = await refusal(host.privileged.lxc.createGolden(small), LeftBehindError);
    expect(error.left).toEqual([
      { kind: 'config', lock: 'create', keys: ['lock'] },
      { kind: 'volume', volume },
      { kind: 'mount', path: '/var/lib/lxc/400/rootfs', source: '/dev/loop8' },
      { kind: 'loop', device: '/dev/loop8', file: '/var/lib/vz/images/400/vm-400-disk-0.raw' },
      { kind: 'worker', upid },
    ]);
    expect(error.receipt).toEqual({ vmid: 400, upid, volumes: [volume] });
    expect(error.cause).toBeInstanceOf(CommandError);
    expect(error.cause).toMatchObject({ signal: 'SIGKILL' });
    expect(error.message).toContain('its configuration (lock: create), volume local:400/vm-400-disk-0.raw');
  });

  it('gives no receipt where an older volume has the id, and does not count that as its own', async () => {
    const older = 'local:400/vm-400-disk-7.raw';
    using host = new StubHost({
      ...killed,
      'pvesm list': [{ stdout: volumeTable(older) }, { stdout: volumeTable(volume, older) }],
    });
    const error = await refusal(host.privileged.lxc.createGolden(small), LeftBehindError);
    expect(error.left).toContainEqual({ kind: 'volume', volume });
    expect(error.left).not.toContainEqual({ kind: 'volume', volume: older });
    expect(error.receipt).toBeUndefined();
  });

  it('gives no receipt where two tasks are new', async () => {
    const other = task({ upid: upid.replace('7B7', '7B8') });
    using host = new StubHost({
      ...killed,
      'pvesh tasks': [{ stdout: '[]' }, { stdout: JSON.stringify([task(), other]) }],
    });
    expect((await refusal(host.privileged.lxc.createGolden(small), LeftBehindError)).receipt).toBeUndefined();
  });

  it('gives no receipt where its output does not show that it had the lock', async () => {
    using host = new StubHost({ ...killed, 'pct create': { signal: 'SIGKILL' } });
    expect((await refusal(host.privileged.lxc.createGolden(small), LeftBehindError)).receipt).toBeUndefined();
  });

  it('gives no receipt where the worker has come to its end: the container may be whole', async () => {
    using host = new StubHost({ ...killed, 'pct config': { stdout: 'hostname: ct400\nmemory: 64\n' } });
    const error = await refusal(host.privileged.lxc.createGolden(small), LeftBehindError);
    expect(error.receipt).toBeUndefined();
    expect(error.left[0]).toEqual({ kind: 'config', lock: undefined, keys: ['hostname', 'memory'] });
  });

  it('says so where it cannot find out what is left', async () => {
    using host = new StubHost({
      ...killed,
      'pct config': { exitCode: 255, stderr: 'Unable to load access control list: Unknown error -1\n' },
    });
    const error = await refusal(host.privileged.lxc.createGolden(small), LeftBehindError);
    expect(error).toMatchObject({ left: [], receipt: undefined, cause: { signal: 'SIGKILL' } });
    expect(error.hint).toContain('Unable to load access control list');
  });

  it('early enough has left nothing', async () => {
    using host = new StubHost({ 'pct create': played('pct-create/killed-SIGTERM-early') });
    const error = await refusal(host.privileged.lxc.createGolden(small), CommandError);
    expect(error.signal).toBe('SIGTERM');
  });
});

describe('restoreGolden', () => {
  const spec: RestoreSpec = {
    vmid: 467,
    archive: backup,
    storage: 'local',
    features: { nesting: true, keyctl: true },
    hostname: 'neu',
  };

  it('runs what ran on a real host, and adds no features of its own', async () => {
    using host = new StubHost({
      'pct restore': played('pct-restore/features'),
      'pvesh config': configured(),
    });
    await host.privileged.lxc.restoreGolden(spec);
    expect(pairs(host.changes[0]?.slice(1) ?? [])).toEqual(
      pairs(recorded('pct-restore/features').argv.slice(1)),
    );
    const plan = await host.privileged.plan.lxc.restoreGolden({ vmid: 466, archive: backup });
    expect(plan.commands[0]).toMatchObject({ argv: recorded('pct-restore/no-storage').argv.slice(1) });
  });

  it.each([
    ['pct-restore/existing', 'exists'],
    ['pct-restore/missing-archive', 'missing'],
    ['pct-restore/archive-is-template', undefined],
  ])('%s fails', async (name, problem) => {
    using host = new StubHost({ 'pct restore': played(name) });
    const error = await refusal(host.privileged.lxc.restoreGolden(spec), CommandError);
    expect(error.problem).toBe(problem);
  });

  it('says what it left when it was killed', async () => {
    const restored = task({ upid: upid.replace('vzcreate', 'vzrestore'), type: 'vzrestore' });
    using host = new StubHost({
      ...killed,
      'pct restore': played('pct-restore/killed-SIGKILL'),
      'pvesh tasks': [{ stdout: '[]' }, { stdout: JSON.stringify([restored]) }],
    });
    const error = await refusal(
      host.privileged.lxc.restoreGolden({ vmid: 400, archive: backup, storage: 'local' }),
      LeftBehindError,
    );
    expect(error.receipt).toEqual({ vmid: 400, upid: restored.upid, volumes: [volume] });
    const forced = new StubHost({
      ...killed,
      'pct restore': played('pct-restore/killed-SIGKILL'),
      'pvesh tasks': [{ stdout: '[]' }, { stdout: JSON.stringify([restored]) }],
    });
    using _ = forced;
    const over = { vmid: 400, archive: backup, storage: 'local', force: true };
    expect(
      (await refusal(forced.privileged.lxc.restoreGolden(over), LeftBehindError)).receipt,
    ).toBeUndefined();
  });
});

it.each<[string, object]>([
  ['a vmid that is none', { vmid: 99 }],
  ['an option in the place of a template', { ostemplate: '--force' }],
  ['a template with ..', { ostemplate: 'local:vztmpl/../../etc/passwd' }],
  ['a host name with a blank', { hostname: 'a b' }],
  ['a description with an escape', { description: 'a\u001bb' }],
  ['a description that looks like an option', { description: '--force 1' }],
  ['a password with a line break', { password: 'abcde\nabcde' }],
  ['a short password', { password: 'abcd' }],
  ['a key with an option', { 'ssh-public-keys': 'command="x" ssh-ed25519 AAAA' }],
  ['a comma in a mount point', { mp0: { volume: '/srv', mp: '/a,ro=0' } }],
  ['a relative mount point', { mp0: { volume: '/srv', mp: 'mnt/x' } }],
  ['a bind mount with ..', { mp0: { volume: '/srv/../etc', mp: '/mnt' } }],
  ['a device outside /dev', { dev0: { path: '/devices/x' } }],
  ['a mode that is none', { dev0: { path: '/dev/fuse', mode: '999' } }],
  ['a hook script that is no snippet', { hookscript: 'local:iso/x.iso' }],
  ['an unknown feature', { features: { bogus: true } }],
  ['a network beyond the last', { net32: { name: 'eth0' } }],
  ['an unknown key', { force: true }],
  ['features with nothing in them', { features: { mount: [] } }],
])('createGolden refuses %s, and runs nothing', async (_, wrong) => {
  using host = new StubHost(made);
  await refusal(host.privileged.lxc.createGolden({ ...small, ...wrong }), ParamsError);
  expect(host.runs).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { CommandError, LeftBehindError, type Receipt, RefusedError } from '~/privileged/index.js';
import { played } from './recorded.js';
import { type Answer, StubHost, volumeTable } from './stub-host.js';

const upid = 'UPID:pve1:000007B7:0006E7D8:6B006EF2:vzcreate:400:root@pam:';
const volume = 'local:400/vm-400-disk-0.raw';
const receipt: Receipt = { vmid: 400, upid, volumes: [volume] };
const missing = { exitCode: 2, stderr: "Configuration file 'nodes/pve1/lxc/400.conf' does not exist\n" };

const failed = { upid, type: 'vzcreate', status: 'unexpected status', endtime: 1_795_000_000 };
const tasks = (...list: object[]): Answer => ({ stdout: JSON.stringify(list) });
const loop = { name: '/dev/loop8', 'back-file': '/var/lib/vz/images/400/vm-400-disk-0.raw' };

/** A host on which a create was killed, and then, after it was cleaned, is clean. */
const killed = {
  'pvesh tasks': tasks(failed),
  'pct config': [{ stdout: 'lock: create\n' }, missing],
  'pvesm list': [{ stdout: volumeTable(volume) }, { stdout: volumeTable() }],
  findmnt: [
    {
      stdout: '{"filesystems":[{"target":"/var/lib/lxc/400/rootfs","source":"/dev/loop8","fstype":"ext4"}]}',
    },
    { exitCode: 1 },
  ],
  losetup: [{ stdout: JSON.stringify({ loopdevices: [loop] }) }, {}],
  umount: {},
  'pct unlock': {},
  'pct destroy': played('pct-create/after-kill-destroy2-432'),
} satisfies Record<string, Answer | Answer[]>;

const sequence = [
  ['umount', '/var/lib/lxc/400/rootfs'],
  ['pct', 'unlock', '400'],
  ['pct', 'destroy', '400', '--purge', '1', '--destroy-unreferenced-disks', '1'],
];

async function refusal<E>(promise: Promise<unknown>, type: new (...args: never[]) => E): Promise<E> {
  const error = await promise.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw error;
}

describe('cleanup', () => {
  it('unmounts, unlocks, destroys, and looks whether all is gone', async () => {
    using host = new StubHost(killed);
    expect(await host.privileged.lxc.cleanup(receipt)).toEqual({
      vmid: 400,
      removed: [
        { kind: 'config', lock: 'create', keys: ['lock'] },
        { kind: 'volume', volume },
        { kind: 'mount', path: '/var/lib/lxc/400/rootfs', source: '/dev/loop8' },
        { kind: 'loop', device: '/dev/loop8', file: loop['back-file'] },
      ],
    });
    expect(host.changes).toEqual(sequence);
  });

  it('plans exactly that, and changes nothing', async () => {
    using host = new StubHost(killed);
    const { commands } = await host.privileged.plan.lxc.cleanup(receipt);
    expect(commands.map((command) => command.kind === 'process' && command.argv)).toEqual(
      sequence.map((words) => words.slice(1)),
    );
    expect(host.changes).toEqual([]);
  });

  it('does nothing where nothing is left, so it can be called again', async () => {
    using host = new StubHost({ 'pvesh tasks': tasks(failed) });
    expect(await host.privileged.lxc.cleanup(receipt)).toEqual({ vmid: 400, removed: [] });
    expect(host.changes).toEqual([]);
  });

  it('only unmounts where the rest is gone', async () => {
    using host = new StubHost({ ...killed, 'pct config': missing, 'pvesm list': { stdout: volumeTable() } });
    await host.privileged.lxc.cleanup(receipt);
    expect(host.changes).toEqual(sequence.slice(0, 1));
  });

  it('says what did not go', async () => {
    using host = new StubHost({ ...killed, 'pvesm list': { stdout: volumeTable(volume) } });
    const error = await refusal(host.privileged.lxc.cleanup(receipt), LeftBehindError);
    expect(error.left).toEqual([{ kind: 'volume', volume }]);
  });

  it('stops at the first command that fails', async () => {
    const busy = { exitCode: 32, stderr: 'umount: /var/lib/lxc/400/rootfs: target is busy.\n' };
    using host = new StubHost({ ...killed, umount: busy });
    const error = await refusal(host.privileged.lxc.cleanup(receipt), CommandError);
    expect(error).toMatchObject({ command: 'rootfs.unmount', exitCode: 32, problem: 'busy' });
    expect(host.changes).toEqual(sequence.slice(0, 1));
  });
});

const later = upid.replace('6B006EF2', '6B006EF9');
const refusals: [why: string, when: string, answers: Record<string, Answer>, given?: Receipt][] = [
  ['unproven', 'no task of the receipt is known', { 'pvesh tasks': tasks() }],
  [
    'unproven',
    'the task is one of another container',
    { 'pvesh tasks': tasks({ ...failed, upid: upid.replace(':400:', ':401:') }) },
    { ...receipt, upid: upid.replace(':400:', ':401:') },
  ],
  [
    'unproven',
    'the task is no creation',
    { 'pvesh tasks': tasks({ ...failed, upid: upid.replace('vzcreate', 'vzdump') }) },
    { ...receipt, upid: upid.replace('vzcreate', 'vzdump') },
  ],
  [
    'unproven',
    'the task is of another user',
    { 'pvesh tasks': tasks({ ...failed, upid: upid.replace('root@pam', 'bob@pve') }) },
    { ...receipt, upid: upid.replace('root@pam', 'bob@pve') },
  ],
  [
    'worker-running',
    'the worker runs on',
    { 'pvesh tasks': tasks({ upid, type: 'vzcreate', status: 'RUNNING' }) },
  ],
  ['complete', 'the task has succeeded', { 'pvesh tasks': tasks({ ...failed, status: 'OK' }) }],
  [
    'complete',
    'the task has succeeded with warnings',
    { 'pvesh tasks': tasks({ ...failed, status: 'WARNINGS: 1' }) },
  ],
  [
    'made-again',
    'another create has begun since',
    { 'pvesh tasks': tasks({ ...failed, upid: later }, failed) },
  ],
  [
    'complete',
    'the configuration has more than its lock',
    { 'pct config': { stdout: 'hostname: x\nlock: create\n' } },
  ],
  ['complete', 'the lock is another one', { 'pct config': { stdout: 'lock: backup\n' } }],
  ['complete', 'there is no lock any more', { 'pct config': { stdout: 'hostname: x\n' } }],
  [
    'foreign-volume',
    'there is a volume that the receipt does not have',
    { 'pvesm list': { stdout: volumeTable(volume, 'local:400/vm-400-disk-1.raw') } },
  ],
  ['config-missing', 'the configuration is gone and a volume is not', { 'pct config': missing }],
];

it.each(refusals)(
  'cleanup refuses (%s) where %s, and changes nothing',
  async (why, _, answers, given = receipt) => {
    using host = new StubHost({ ...killed, ...answers });
    const error = await refusal(host.privileged.lxc.cleanup(given), RefusedError);
    expect(error).toMatchObject({ why, operation: 'lxc.cleanup' });
    expect(error.hint).toBeTruthy();
    expect(host.changes).toEqual([]);
  },
);

it('cleanup goes on where a later create only found the container there', async () => {
  const loser = {
    ...failed,
    upid: later,
    status: "unable to create CT 400 - CT 400 already exists on node 'pve1'",
  };
  using host = new StubHost({ ...killed, 'pvesh tasks': tasks(loser, failed) });
  await host.privileged.lxc.cleanup(receipt);
  expect(host.changes).toEqual(sequence);
});

import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import {
  CommandError,
  ContainerFaultError,
  type LxcFeatures,
  RefusedError,
  type SetSpec,
} from '~/privileged/index.js';
import { played, recorded } from './recorded.js';
import { type Answer, StubHost } from './stub-host.js';

const digest = '0ce9895b56fc4d4693fd04862e3393cfb3c55d85';

function configured(features?: string): Answer {
  return {
    stdout: JSON.stringify({ hostname: 'ct401', digest, ...(features === undefined ? {} : { features }) }),
  };
}

async function refusal<E>(promise: Promise<unknown>, type: new (...args: never[]) => E): Promise<E> {
  const error = await promise.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw error;
}

const changes: [now: string | undefined, given: LxcFeatures, replace: boolean, argv: string[] | undefined][] =
  [
    [undefined, { keyctl: true }, false, ['--features', 'keyctl=1']],
    ['nesting=1', { keyctl: true }, false, ['--features', 'nesting=1,keyctl=1']],
    ['fuse=1,mount=nfs;cifs', { keyctl: true }, false, ['--features', 'keyctl=1,fuse=1,mount=nfs;cifs']],
    ['nesting=1,keyctl=1', { keyctl: false }, false, ['--features', 'nesting=1']],
    ['nesting=1,mount=nfs', { mount: [] }, false, ['--features', 'nesting=1']],
    ['nesting=1', { nesting: false }, false, ['--delete', 'features']],
    ['nesting=1,fuse=1', { keyctl: true }, true, ['--features', 'keyctl=1']],
    ['nesting=1', {}, true, ['--delete', 'features']],
    ['nesting=1,keyctl=1', { keyctl: true }, false, undefined],
    ['keyctl=1,nesting=1,fuse=0', { keyctl: true, mknod: false }, false, undefined],
    ['bogus=1', { fuse: true }, true, ['--features', 'fuse=1']],
  ];

describe('setFeatures', () => {
  it.each(changes)('makes of %s with %j (replace %s) %j', async (now, features, replace, argv) => {
    const after = argv === undefined ? now : argv[0] === '--delete' ? undefined : argv[1];
    using host = new StubHost({
      'pvesh config': argv === undefined ? configured(now) : [configured(now), configured(after)],
      'pct set': {},
    });
    const result = await host.privileged.lxc.setFeatures({ vmid: 401, features, replace });
    expect(host.changes).toEqual(
      argv === undefined ? [] : [['pct', 'set', '401', ...argv, '--digest', digest]],
    );
    expect(result).toMatchObject({ vmid: 401, changed: argv !== undefined, pending: [] });
  });

  it('says of a running container that it is pending', async () => {
    using host = new StubHost({
      'pvesh config': [configured('nesting=1'), configured('nesting=1,keyctl=1')],
      'pct set': played('pct-set/features-running'),
      'pct pending': played('pct-set/features-running-pending'),
    });
    const { pending, features } = await host.privileged.lxc.setFeatures({
      vmid: 408,
      features: { keyctl: true },
    });
    expect(features).toEqual({ nesting: true, keyctl: true });
    expect(pending).toEqual([
      { key: 'features', current: 'nesting=1', pending: 'nesting=1,keyctl=1', deleted: false },
    ]);
  });

  it('refuses to drop a feature that it cannot write', async () => {
    using host = new StubHost({ 'pvesh config': configured('nesting=1,bogus=1') });
    const error = await refusal(
      host.privileged.lxc.setFeatures({ vmid: 401, features: { keyctl: true } }),
      RefusedError,
    );
    expect(error.why).toBe('unknown-feature');
    expect(host.changes).toEqual([]);
  });

  it('notices features that are others afterwards', async () => {
    using host = new StubHost({ 'pvesh config': configured('nesting=1'), 'pct set': {} });
    const running = host.privileged.lxc.setFeatures({ vmid: 401, features: { keyctl: true } });
    expect((await refusal(running, ContainerFaultError)).why).toBe('not-as-asked');
  });

  it.each([
    ['pct-set/digest-mismatch', 'digest'],
    ['pct-lock/config-lock-held', 'lock-timeout'],
    ['pct-set/missing-ct', 'missing'],
    ['pct-lock/lock-backup-destroy', 'locked'],
  ])('passes on %s as %s', async (name, problem) => {
    using host = new StubHost({ 'pvesh config': configured(), 'pct set': played(name) });
    const running = host.privileged.lxc.setFeatures({ vmid: 401, features: { keyctl: true } });
    expect((await refusal(running, CommandError)).problem).toBe(problem);
  });

  it.each([
    ['no JSON', 'hello', 'the answer is no JSON'],
    ['another shape', '[]', 'the answer has another shape'],
  ])('says where pvesh answers %s', async (_, stdout, text) => {
    using host = new StubHost({ 'pvesh config': { stdout } });
    const running = host.privileged.lxc.setFeatures({ vmid: 401, features: { keyctl: true } });
    expect((await refusal(running, CommandError)).message).toContain(text);
  });
});

/** What ran on a real host, and the call that makes it. */
const settings: [name: string, spec: SetSpec][] = [
  ['features-stopped', { vmid: 401, features: { nesting: true, keyctl: true, fuse: true } }],
  ['features-mount', { vmid: 401, features: { nesting: true, mount: ['nfs', 'cifs'] } }],
  ['features-delete', { vmid: 401, delete: ['features'] }],
  ['mp-bind-missing-source', { vmid: 401, mp1: { volume: '/nope-src', mp: '/mnt/x' } }],
  ['dev-running', { vmid: 408, dev0: { path: '/dev/fuse' } }],
  ['dev-missing', { vmid: 401, dev1: { path: '/dev/ttyUSB9' } }],
  ['mp-delete', { vmid: 401, delete: ['mp1'] }],
  ['hookscript-missing', { vmid: 401, hookscript: 'local:snippets/nope.sh' }],
];

describe('configure', () => {
  it.each(settings)('runs what ran on a real host, and judges it by its end: %s', async (name, spec) => {
    using host = new StubHost({ 'pvesh config': configured(), 'pct set': played(`pct-set/${name}`) });
    const { argv, exitCode } = recorded(`pct-set/${name}`);
    const running = host.privileged.lxc.configure(spec);
    if (exitCode === 0) expect(await running).toMatchObject({ vmid: spec.vmid, pending: [] });
    else expect((await refusal(running, CommandError)).exitCode).toBe(exitCode);
    expect(host.changes).toEqual([argv]);
  });

  it('writes bind mounts and devices with their options', async () => {
    using host = new StubHost({});
    const plan = await host.privileged.plan.lxc.configure({
      vmid: 401,
      mp0: { volume: '/srv', mp: '/mnt/usb', ro: true, backup: false },
      dev0: { path: '/dev/fuse', uid: 1000, gid: 1000, mode: '0660' },
    });
    expect(plan.commands[0]).toMatchObject({
      argv: [
        'set',
        '401',
        '--mp0',
        '/srv,mp=/mnt/usb,backup=0,ro=1',
        '--dev0',
        '/dev/fuse,mode=0660,uid=1000,gid=1000',
      ],
    });
  });

  it('names the parameter that could not be plugged into a running container', async () => {
    using host = new StubHost({ 'pct set': played('pct-set/mp-hotplug-bind-running') });
    const running = host.privileged.lxc.configure({ vmid: 408, mp0: { volume: '/srv', mp: '/mnt/usb' } });
    expect((await refusal(running, CommandError)).issues).toEqual([
      { path: 'mp0', message: 'unable to hotplug mp0: failed to change apparmor profile: Invalid argument' },
    ]);
  });

  it.each<[string, object]>([
    ['a volume of a storage, which is for the API', { mp1: { volume: 'local:4', mp: '/data' } }],
    ['nothing at all', {}],
    ['what is not for root alone', { delete: ['net0'] }],
    ['a digest that is none', { digest: 'x', delete: ['mp0'] }],
  ])('refuses %s', async (_, wrong) => {
    using host = new StubHost({});
    await refusal(host.privileged.lxc.configure({ vmid: 401, ...wrong }), ParamsError);
    expect(host.runs).toEqual([]);
  });
});

const locked = played('pct-lock/lock-backup-config');

describe('unlock', () => {
  it('takes away the lock that the caller saw', async () => {
    using host = new StubHost({ 'pct config': locked, 'pct unlock': {} });
    expect(await host.privileged.lxc.unlock({ vmid: 401, lock: 'backup' })).toEqual({
      vmid: 401,
      lock: 'backup',
    });
    expect(host.changes).toEqual([recorded('pct-unlock/locked').argv]);
    // It looks again right before.
    expect(host.runs.map(({ argv }) => argv[0]).slice(-2)).toEqual(['config', 'unlock']);
  });

  const running = {
    upid: 'UPID:pve1:000007B7:0006E7D8:6B006EF2:vzdump:401:root@pam:',
    type: 'vzdump',
    status: 'RUNNING',
  };
  it.each<[why: string, answers: Record<string, Answer | Answer[]>]>([
    ['other-lock', { 'pct config': { stdout: 'lock: migrate\n' } }],
    ['not-locked', { 'pct config': { stdout: 'hostname: x\n' } }],
    ['missing', {}],
    ['task-running', { 'pct config': locked, 'pvesh tasks': { stdout: JSON.stringify([running]) } }],
    // The lock becomes another one between the first look and the last.
    ['other-lock', { 'pct config': [locked, { stdout: 'lock: migrate\n' }] }],
    ['not-locked', { 'pct config': [locked, { stdout: 'hostname: x\n' }] }],
  ])('refuses: %s (%#)', async (why, answers) => {
    using host = new StubHost(answers);
    const error = await refusal(host.privileged.lxc.unlock({ vmid: 401, lock: 'backup' }), RefusedError);
    expect(error.why).toBe(why);
    expect(host.changes).toEqual([]);
  });
});

import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionContext } from '~/agent/daemon/actions/action.js';
import { lxcCreateGolden as golden } from '~/agent/daemon/actions/golden.js';
import { Stubs } from '../../../privileged/support/stub.js';
import { openRig, type Rig } from '../support/context.js';

const spec = {
  vmid: 300,
  ostemplate: 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
  hostname: 'golden',
  rootfs: { volume: 'local:1' },
};
let rig: Rig;
let stubs: Stubs;
let root: Awaited<ReturnType<Rig['host']['rootHost']>>;
let context: ActionContext;

beforeEach(async () => {
  rig = openRig();
  stubs = new Stubs();
  root = await rig.host.rootHost();
  const programs = {
    pct: root.path('pct'),
    pvesh: root.path('pvesh'),
    pvesm: root.path('pvesm'),
    // A simulated host has no mounts and no loop devices.
    findmnt: stubs.program('findmnt', { exitCode: 1 }),
    losetup: stubs.program('losetup', {}),
  };
  context = {
    ...rig.context,
    privileged: new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs }),
  };
});
afterEach(async () => {
  await root.close();
  stubs.remove();
  await rig.close();
});

const configOf = (vmid = 300) => rig.client.lxc.config({ node: rig.host.node, vmid });

describe('lxc.create_golden', () => {
  it('makes one that is marked with the command, and says no password', async () => {
    await golden.precheck?.(context, spec);
    const value = await golden.run(context, { ...spec, description: 'For tests.', password: 'canary-pass' });
    expect(value).toMatchObject({ vmid: 300, status: 'stopped', digest: expect.any(String) });
    expect(JSON.stringify(value)).not.toContain('canary-pass');
    const config = await configOf();
    expect(config.features).toBe('nesting=1,keyctl=1');
    expect(config.description).toBe('For tests.\nfelhom-agent: test-command-1\n');
    expect(rig.remembered).toEqual([{ vmid: 300 }]);
  });

  it('finds out beforehand that the vmid is taken, or the storage is not there', async () => {
    const { guests } = await rig.client.guests.list();
    const taken = guests.find(({ type }) => type === 'qemu')?.vmid ?? 0;
    const check = (more: object) => golden.precheck?.(context, { ...spec, ...more });
    await expect(check({ vmid: taken })).rejects.toMatchObject({ reason: 'vmid-taken' });
    await expect(check({ rootfs: { volume: 'none:1' } })).rejects.toMatchObject({
      reason: 'no-such-storage',
    });
    await expect(check({ storage: 'none' })).rejects.toMatchObject({ reason: 'no-such-storage' });
  });

  it('has another state once the vmid is taken', async () => {
    const state = () => golden.state?.(context, spec);
    const first = await state();
    expect(await state()).toBe(first);
    await golden.run(context, spec);
    expect(await state()).not.toBe(first);
  });

  it.each([
    ['ostemplate', { ostemplate: '/root/x.tar.zst' }],
    ['ostemplate', { ostemplate: 'local:backup/x.tar.zst' }],
    ['rootfs', { rootfs: undefined }],
    ['rootfs', { rootfs: { volume: 'local:101/vm-101-disk-0.raw' } }],
    ['mp0', { mp0: { volume: '/srv/data', mp: '/host' } }],
    ['mp0', { mp0: { volume: 'local:101/vm-101-disk-0.raw', mp: '/theirs' } }],
    ['dev0', { dev0: { path: '/dev/sda' } }],
    ['hookscript', { hookscript: 'local:snippets/x.pl' }],
    ['unprivileged', { unprivileged: false }],
    ['', { lxc: 'raw' }],
  ])('refuses %s: %j', (key, more) => {
    const checked = golden.params.safeParse({ ...spec, ...more });
    expect(checked.success).toBe(false);
    expect(checked.error?.issues[0]?.path.join('.')).toBe(key);
  });

  it('takes features, networks and new volumes', () => {
    const good = { features: { fuse: true }, mp0: { volume: 'nas:8', mp: '/data' }, net0: { name: 'eth0' } };
    expect(golden.params.safeParse({ ...spec, ...good }).success).toBe(true);
  });

  it('names its storages, its secrets and its risk', () => {
    const mp0 = { volume: 'nas:8', mp: '/data' };
    expect(golden.touches({ ...spec, mp0, storage: 'fast', ostemplate: 'iso:vztmpl/x.tar.zst' })).toEqual({
      vmids: [300],
      storages: ['iso', 'local', 'nas', 'fast'],
    });
    const key = `ssh-ed25519 ${'A'.repeat(68)} anna`;
    expect(golden.secrets({ ...spec, password: 'canary', 'ssh-public-keys': `${key}\n` })).toEqual([
      'canary',
      `${key}\n`,
      key,
    ]);
    const risk = (features: object) =>
      typeof golden.risk === 'function' ? golden.risk({ ...spec, features }) : golden.risk;
    expect([risk({}), risk({ fuse: true }), risk({ mknod: true }), risk({ mount: ['nfs'] })]).toEqual([
      'HIGH',
      'HIGH',
      'CRITICAL',
      'CRITICAL',
    ]);
  });
});

describe('lxc.create_golden, interrupted', () => {
  const conclude = (id = 'test-command-1') => golden.probe?.({ ...context, id }, spec, {});

  it('has made nothing where there is no container', async () => {
    expect(await conclude()).toMatchObject({ outcome: 'failed' });
  });

  it('is done where the container names the command, and only there', async () => {
    await golden.run(context, { ...spec, description: 'x' });
    expect(await conclude()).toMatchObject({ outcome: 'done', value: { vmid: 300 } });
    // Another command, also one whose id begins alike.
    expect(await conclude('test-command-12')).toMatchObject({ outcome: 'failed' });
    expect(await conclude('test-command')).toMatchObject({ outcome: 'failed' });
  });

  it('is not told of what is half there', async () => {
    const look = { config: { lock: 'create' }, running: [], storages: [] };
    const privileged = { lxc: { look: async () => look } } as never;
    expect(await golden.probe?.({ ...context, privileged }, spec, {})).toBeUndefined();
    const busy = { config: undefined, running: ['UPID:x'], storages: [] };
    const working = { lxc: { look: async () => busy } } as never;
    expect(await golden.probe?.({ ...context, privileged: working }, spec, {})).toBeUndefined();
  });
});

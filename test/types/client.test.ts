import {
  allocate,
  Client,
  type ExistingVolume,
  existingVolume,
  formatProperties,
  type HttpError,
  isPveError,
  type NewVolume,
  nextFreeSlot,
  ParamsError,
  type PveErrorCode,
  parseProperties,
  type TaskResult,
  type Upid,
} from '@felhom/proxmox';
import { describe, expect, expectTypeOf, it } from 'vitest';

// What must not compile is called all the same: the types and the checks at run time are one fence, and nothing of it
// may reach a host. The compiler reads this file with the others (`npm run types`).
const client = new Client({
  url: 'https://pve.example',
  token: 'robot@pve!tests=5f3c1d2e-0000-4000-8000-c0f0e0d0b0a0',
  transport: () => Promise.reject(new Error('it was sent')),
  retries: 0,
});
const node = 'pve1';
const guest = { node, vmid: 100 };
const template = { ...guest, ostemplate: 'local:vztmpl/x.tar.zst' };

/** Runs a call that the types forbid. */
async function refused(call: () => Promise<unknown>): Promise<string[]> {
  const error: unknown = await call().then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof ParamsError) return error.issues.map(({ path }) => path);
  throw new Error('it was not refused', { cause: error });
}

describe('what a call takes', () => {
  it('is nothing where nothing is needed', () => {
    expectTypeOf(client.version).toBeCallableWith();
    expectTypeOf(client.nodes.list).toBeCallableWith();
    expectTypeOf(client.cluster.resources).toBeCallableWith();
    expectTypeOf(client.cluster.resources).toBeCallableWith({ type: 'vm' });
    expect(Object.isFrozen(client.nodes)).toBe(true);
  });

  it('is every required parameter, of its type', async () => {
    expectTypeOf(client.lxc.start).parameter(0).toExtend<{ node: string; vmid: number }>();
    await expect(
      // @ts-expect-error parameters are required
      refused(() => client.lxc.start()),
    ).resolves.toEqual(['node', 'vmid']);
    await expect(
      // @ts-expect-error vmid is required
      refused(() => client.lxc.start({ node })),
    ).resolves.toEqual(['vmid']);
    await expect(
      // @ts-expect-error a vmid is a number
      refused(() => client.lxc.start({ node, vmid: '100' })),
    ).resolves.toEqual(['vmid']);
    await expect(
      // @ts-expect-error a template is required
      refused(() => client.lxc.create(guest)),
    ).resolves.toEqual(['ostemplate']);
    await expect(
      // @ts-expect-error null is no way to leave a parameter out
      refused(() => client.lxc.update({ ...guest, memory: null })),
    ).resolves.toEqual(['memory']);
  });

  it('is no name that PVE does not have', async () => {
    await expect(
      // @ts-expect-error misspelt
      refused(() => client.lxc.update({ ...guest, memroy: 512 })),
    ).resolves.toEqual(['memroy']);
    await expect(
      // @ts-expect-error not a parameter of this call
      refused(() => client.lxc.stop({ ...guest, timeout: 5 })),
    ).resolves.toEqual(['timeout']);
    await expect(
      // @ts-expect-error not one of the types
      refused(() => client.cluster.resources({ type: 'lxc' })),
    ).resolves.toEqual(['type']);
  });

  it('is nothing that only root@pam may set', async () => {
    await expect(
      // @ts-expect-error root only
      refused(() => client.lxc.update({ ...guest, features: { nesting: true, keyctl: true } })),
    ).resolves.toEqual(['features.keyctl']);
    await expect(
      // @ts-expect-error root only
      refused(() => client.lxc.create({ ...template, features: { nesting: true, fuse: true } })),
    ).resolves.toEqual(['features.fuse']);
    await expect(
      // @ts-expect-error root only
      refused(() => client.lxc.update({ ...guest, dev0: '/dev/fuse' })),
    ).resolves.toEqual(['dev0']);
    await expect(
      // @ts-expect-error root only
      refused(() => client.lxc.create({ ...template, hookscript: 'local:snippets/x.pl' })),
    ).resolves.toEqual(['hookscript']);
    await expect(
      // @ts-expect-error a bind mount is root's
      refused(() => client.lxc.update({ ...guest, mp0: '/srv,mp=/x' })),
    ).resolves.toEqual(['mp0']);
    await expect(
      // @ts-expect-error a bind mount is root's
      refused(() => client.restore.create({ ...template, rootfs: '/srv' })),
    ).resolves.toEqual(['rootfs']);
    await expect(
      // @ts-expect-error root only
      refused(() => client.lxc.start({ ...guest, skiplock: true })),
    ).resolves.toEqual(['skiplock']);
    await expect(
      // @ts-expect-error root only
      refused(() => client.vzdump.create({ ...guest, script: '/x' })),
    ).resolves.toEqual(['script']);
  });

  it('has the numbered keys, with values of their kind', async () => {
    expectTypeOf(client.lxc.update).toBeCallableWith({
      ...guest,
      net3: 'name=eth3,bridge=vmbr0',
      mp255: 'local:8,mp=/x',
    });
    await expect(
      // @ts-expect-error an interface is a text
      refused(() => client.lxc.update({ ...guest, net0: 5 })),
    ).resolves.toEqual(['net0']);
    await expect(refused(() => client.lxc.update({ ...guest, mp256: 'local:8' }))).resolves.toEqual([
      'mp256',
    ]);
  });
});

describe('a property string', () => {
  const net = parseProperties('LxcNet', 'name=eth0,firewall=1,tag=7');
  const root = parseProperties('LxcRootfs', 'local:101/vm-101-disk-0.raw,size=8G');

  it('has the types of its keys, and text for what is not known', () => {
    expectTypeOf(net.name).toEqualTypeOf<string>();
    expectTypeOf(net.firewall).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(net.tag).toEqualTypeOf<number | undefined>();
    expectTypeOf(net.type).toEqualTypeOf<'veth' | (string & {}) | undefined>();
    expectTypeOf(net['other']).toEqualTypeOf<string | number | boolean | undefined>();
    expectTypeOf(parseProperties('QemuScsi', 'local:8').iothread).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(parseProperties('QemuNet', 'virtio').model).toExtend<string>();
    // @ts-expect-error no such kind
    expect(() => parseProperties('LxcNets', '')).toThrow(ParamsError);
    // @ts-expect-error a flag
    net.firewall = 'yes';
    expect(() => formatProperties('LxcNet', net)).toThrow('firewall');
  });

  it('is written from what has its keys', () => {
    const good = parseProperties('LxcNet', 'name=eth0,type=veth');
    expect(formatProperties('LxcNet', { ...good, bridge: 'vmbr1' })).toBe('name=eth0,type=veth,bridge=vmbr1');
    expect(formatProperties('LxcNet', { name: 'eth0', mtu: 1500 })).toBe('name=eth0,mtu=1500');
    // @ts-expect-error a typing error beside a spread
    expect(() => formatProperties('LxcNet', { ...good, brigde: 'vmbr1' })).toThrow('brigde');
    // @ts-expect-error a typing error
    expect(() => formatProperties('LxcNet', { name: 'eth0', brigde: 'vmbr1' })).toThrow('brigde');
    // @ts-expect-error what is required
    expect(() => formatProperties('LxcNet', { bridge: 'vmbr1' })).toThrow('name');
    // @ts-expect-error of another kind
    expect(() => formatProperties('LxcNet', root)).toThrow('name');
  });

  it('of an existing root volume is not one that allocates', async () => {
    expectTypeOf(allocate('local', 8)).toEqualTypeOf<NewVolume>();
    expectTypeOf<NewVolume>().not.toExtend<ExistingVolume>();
    expectTypeOf(client.lxc.update).toBeCallableWith({
      ...guest,
      rootfs: 'local:101/vm-101-disk-0.raw,size=8G',
    });
    expectTypeOf(client.lxc.update).toBeCallableWith({ ...guest, rootfs: existingVolume('san:lun') });
    expectTypeOf(client.lxc.update).toBeCallableWith({
      ...guest,
      rootfs: { ...root, volume: existingVolume(root.volume), acl: true },
    });
    expectTypeOf(client.lxc.create).toBeCallableWith({ ...template, rootfs: allocate('local', 8) });
    expectTypeOf(client.lxc.create).toBeCallableWith({ ...template, rootfs: { volume: 'local:8' } });
    expectTypeOf(client.lxc.update).toBeCallableWith({
      ...guest,
      mp0: { volume: allocate('local', 8), mp: '/x' },
    });
    await expect(
      // @ts-expect-error PUT would lose the old root volume
      refused(() => client.lxc.update({ ...guest, rootfs: 'local:8' })),
    ).resolves.toEqual(['rootfs']);
    await expect(
      // @ts-expect-error the same
      refused(() => client.lxc.update({ ...guest, rootfs: allocate('local', 8) })),
    ).resolves.toEqual(['rootfs']);
    await expect(
      // @ts-expect-error the same as an object
      refused(() => client.lxc.update({ ...guest, rootfs: { ...root, volume: allocate('local', 8) } })),
    ).resolves.toEqual(['rootfs']);
    await expect(
      // @ts-expect-error a bind mount is root's
      refused(() => client.lxc.update({ ...guest, mp0: { volume: '/srv', mp: '/x' } })),
    ).resolves.toEqual(['mp0']);
  });

  it('has a slot of its kind', () => {
    expectTypeOf(nextFreeSlot({}, 'mp')).toEqualTypeOf<`mp${number}`>();
    expectTypeOf(client.lxc.update).toBeCallableWith({ ...guest, [nextFreeSlot({}, 'net')]: 'name=eth1' });
    // @ts-expect-error no numbered key
    expect(() => nextFreeSlot({}, 'memory')).toThrow(ParamsError);
  });
});

describe('what a call gives', () => {
  it('has its type', () => {
    type Result<F extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<F>>;
    expectTypeOf<Result<typeof client.lxc.start>>().toEqualTypeOf<Upid>();
    expectTypeOf<Result<typeof client.lxc.update>>().toEqualTypeOf<void>();
    expectTypeOf<Result<typeof client.vzdump.create>>().toEqualTypeOf<Upid | 'OK'>();
    expectTypeOf<Result<typeof client.cluster.nextid>>().toEqualTypeOf<number>();
    expectTypeOf<Result<typeof client.version>['release']>().toEqualTypeOf<string>();
    expectTypeOf<Result<typeof client.lxc.status>['vmid']>().toEqualTypeOf<number>();
    expectTypeOf<Result<typeof client.lxc.status>['lock']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Result<typeof client.lxc.status>['template']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<Result<typeof client.lxc.config>['net0']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Result<typeof client.access.permissions>[string][string]>().toEqualTypeOf<boolean>();
    expectTypeOf<Result<typeof client.call>>().toBeUnknown();
    expectTypeOf<Result<typeof client.tasks.wait>>().toEqualTypeOf<TaskResult>();
    expectTypeOf<TaskResult['outcome']>().toEqualTypeOf<'ok' | 'warnings'>();
    expect(client.snapshots).toBe(client.lxc.snapshots);
  });

  it('fails with errors that a program can tell apart by their code', () => {
    const error: unknown = new ParamsError([]);
    expect(isPveError(error) ? error.code : undefined).toBe('PVE_PARAMS');
    if (isPveError(error)) expectTypeOf(error.code).toEqualTypeOf<PveErrorCode>();
    expectTypeOf<HttpError['code']>().toExtend<PveErrorCode>();
  });
});

describe('a route', () => {
  it('is a method and a path', async () => {
    expectTypeOf(client.call).toBeCallableWith('GET /nodes/{node}/dns', { node });
    await expect(
      // @ts-expect-error PVE has no such method
      refused(() => client.request('PATCH /version')),
    ).resolves.toEqual(['route']);
    await expect(
      // @ts-expect-error a parameter has a wire form
      refused(() => client.request('GET /version', { x: null })),
    ).resolves.toEqual(['x']);
  });

  it('that the API has decides what goes in and what comes out', async () => {
    const dns = () => client.call('GET /nodes/{node}/dns', { node });
    expectTypeOf(dns).returns.resolves.toHaveProperty('search');
    expectTypeOf(() => client.call('GET /cluster/nextid')).returns.resolves.toEqualTypeOf<string | number>();
    await expect(
      // @ts-expect-error what is in braces is required
      refused(() => client.call('GET /nodes/{node}/dns')),
    ).resolves.toEqual(['node']);
    // @ts-expect-error a typing mistake in a route, and one in a parameter
    const mistakes = () => [client.call('GET /node/{node}/dns'), client.call('GET /version', { verbos: 1 })];
    expect(mistakes).toBeTypeOf('function');
  });
});

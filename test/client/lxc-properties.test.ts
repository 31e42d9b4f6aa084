import {
  allocate,
  type Client,
  existingVolume,
  formatProperties,
  ParamsError,
  parseProperties,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { json, ScriptedServer } from '../support/server.js';

const guest = { node: 'pve1', vmid: 101 };
type Update = Parameters<Client['lxc']['update']>[0];

/** The form of the one request that a call makes. */
async function sent(call: (client: Client) => Promise<unknown>): Promise<[string, string][]> {
  const server = await ScriptedServer.start(() => json({ data: null }));
  await call(clientOf(server, { retries: 0 }));
  return [...new URLSearchParams(server.requests[0]?.body)];
}

/** What is wrong with an update; nothing of it may reach the host. */
async function issuesOf(params: object): Promise<string[]> {
  const server = await ScriptedServer.start(() => json({ data: null }));
  const error = await failure(clientOf(server).lxc.update({ ...guest, ...params } as Update), ParamsError);
  expect(server.connections).toBe(0);
  return error.issues.map(({ path, message }) => `${path}: ${message}`);
}

const root = 'local:101/vm-101-disk-0.raw,size=8G';
const hostPath =
  'STORAGE:SIZE or STORAGE:VOLUME is expected; host paths (bind mounts, devices) are for root@pam only';
const existing = 'an existing volume is expected: this would allocate a new one';
const rootOnly = 'only root@pam may set this: on the host, with `pct set`';

describe('the configuration of a container', () => {
  it('takes property strings as text, as objects and as they were parsed', async () => {
    const net = parseProperties('LxcNet', 'bridge=vmbr0,name=eth0,firewall=on,unheard-of=1');
    const mp = parseProperties('LxcMountPoint', 'mp=/a,volume=local:101/vm-101-disk-1.raw,backup=yes');
    const rootfs = parseProperties('LxcRootfs', root);
    const pairs = await sent((client) =>
      client.lxc.update({
        ...guest,
        net0: { ...net, bridge: 'vmbr1', tag: 7 },
        net1: { name: 'eth1', bridge: 'vmbr0', firewall: true },
        net2: 'name=eth2,unheard-of=1',
        mp0: { ...mp, ro: true },
        mp1: { volume: allocate('local', 8), mp: '/b' },
        mp2: `${allocate('local', 0.5)},mp=/c`,
        rootfs: { ...rootfs, volume: existingVolume(rootfs.volume), acl: true },
        startup: { order: 2, up: 30 },
        features: { nesting: true },
      }),
    );
    expect(Object.fromEntries(pairs)).toEqual({
      net0: 'bridge=vmbr1,name=eth0,firewall=on,unheard-of=1,tag=7',
      net1: 'name=eth1,bridge=vmbr0,firewall=1',
      net2: 'name=eth2,unheard-of=1',
      mp0: 'mp=/a,volume=local:101/vm-101-disk-1.raw,backup=yes,ro=1',
      mp1: 'volume=local:8,mp=/b',
      mp2: 'local:0.5,mp=/c',
      rootfs: `${root},acl=1`,
      startup: 'order=2,up=30',
      features: 'nesting=1',
    });
  });

  it.each<[string, object, string[]]>([
    ['a root volume that would be allocated', { rootfs: 'local:8' }, [`rootfs: ${existing}`]],
    ['the same with its key', { rootfs: 'volume=local:8,size=8G' }, [`rootfs: ${existing}`]],
    ['the same anywhere', { rootfs: 'size=8G,local:8' }, [`rootfs: ${existing}`]],
    ['the same as an object', { rootfs: { volume: 'local:8' } }, [`rootfs: ${existing}`]],
    [
      'the same in place of another',
      { rootfs: { ...parseProperties('LxcRootfs', root), volume: 'local:8' } },
      [`rootfs: ${existing}`],
    ],
    ['a host path', { mp0: { volume: '/srv', mp: '/x' } }, [`mp0: ${hostPath}`]],
    ['a device', { mp0: 'mp=/x,volume=/dev/sda' }, [`mp0: ${hostPath}`]],
    [
      'a host path that was parsed',
      { mp0: parseProperties('LxcMountPoint', '/srv,mp=/x') },
      [`mp0: ${hostPath}`],
    ],
    ['a root feature', { features: { nesting: true, keyctl: true } }, [`features.keyctl: ${rootOnly}`]],
    ['a root feature as text', { features: 'nesting=1,mount=nfs' }, [`features.mount: ${rootOnly}`]],
    ['a feature that nobody knows', { features: 'nesting=1,new=1' }, [`features.new: ${rootOnly}`]],
    ['an interface without a name', { net0: { bridge: 'vmbr0' } }, ['net0.name: missing']],
    ['a typing error', { net0: { name: 'eth0', brigde: 'x' } }, ['net0.brigde: unknown key']],
    ['a wrong type', { net0: { name: 'eth0', tag: '7' } }, ['net0.tag: a number is expected']],
    [
      'a comma',
      { mp0: { volume: 'local:8', mp: '/a,b' } },
      ['mp0.mp: a value with a comma cannot be written'],
    ],
    ['no text', { startup: 5 }, ['startup: a property string is expected, as text or object']],
    ['nothing', { startup: {} }, ['startup: nothing is in it: leave it out, or `delete` it']],
    ['an empty text', { net0: '' }, ['net0: nothing is in it: leave it out, or `delete` it']],
    ['half a text', { net0: 'name=' }, ['net0.name: a value is missing']],
  ])('refuses %s', async (_what, params, issues) => {
    expect(await issuesOf(params)).toEqual(issues);
  });

  it('is changed where it is, from what was read', async () => {
    const text = 'name=eth0,bridge=vmbr0,hwaddr=BC:24:11:06:40:1E,ip=10.99.0.30/24,type=veth';
    const net = parseProperties('LxcNet', text);
    net.ip = 'dhcp';
    delete net.hwaddr;
    expect(formatProperties('LxcNet', net)).toBe('name=eth0,bridge=vmbr0,ip=dhcp,type=veth');
    const pairs = await sent((client) => client.lxc.update({ ...guest, net0: net }));
    expect(pairs).toEqual([['net0', 'name=eth0,bridge=vmbr0,ip=dhcp,type=veth']]);
  });
});

describe('an array in a call', () => {
  it('is one list, or repeated keys, as the route wants it', async () => {
    const vzdump = { node: 'pve1', vmid: [100, 101], 'exclude-path': ['/a b', '/c,d'] };
    expect(await sent((client) => client.call('POST /nodes/{node}/vzdump', vzdump))).toEqual([
      ['vmid', '100,101'],
      ['exclude-path', '/a b'],
      ['exclude-path', '/c,d'],
    ]);
    const update = { ...guest, delete: ['net1', 'mp0'], tags: ['a', 'b'] };
    expect(await sent((client) => client.call('PUT /nodes/{node}/lxc/{vmid}/config', update))).toEqual([
      ['delete', 'net1,mp0'],
      ['tags', 'a,b'],
    ]);
  });

  it('may hold property strings', async () => {
    const map = [{ node: 'pve1', path: '/srv' }, parseProperties('DirMapping', 'path=/srv,node=pve2')];
    expect(await sent((client) => client.call('POST /cluster/mapping/dir', { id: 'a', map }))).toEqual([
      ['id', 'a'],
      ['map', 'node=pve1,path=/srv'],
      ['map', 'path=/srv,node=pve2'],
    ]);
  });

  it('is repeated keys on a route that is not known', async () => {
    const params = { list: ['a', 'b c'] };
    expect(await sent((client) => client.request('POST /cluster/new', params))).toEqual([
      ['list', 'a'],
      ['list', 'b c'],
    ]);
  });

  it('is refused where its items would fall apart', async () => {
    const server = await ScriptedServer.start(() => json({ data: null }));
    const params = { node: 'pve1', vmid: ['100 101'] };
    const error = await failure(clientOf(server).call('POST /nodes/{node}/vzdump', params), ParamsError);
    expect(error.issues.map(({ path }) => path)).toEqual(['vmid']);
    expect(server.connections).toBe(0);
  });
});

import { type Client, OutcomeUnknownError, ParamsError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { json, refusal, ScriptedServer } from '../support/server.js';

const at = { node: 'pve1' };
const vm = { ...at, vmid: 120 };
const ct = { ...at, vmid: 100 };
const local = { ...at, storage: 'local' };
const backup = 'local:backup/vzdump-lxc-101-2026_11_20-15_21_59.tar.zst';

/** Method, path and parameters in one line; what comes first among the parameters does not matter. */
function sorted(line: string): string {
  const [, head = '', separator = '', params = ''] = /^(\S+ [^\s?]+)([\s?]?)(.*)$/.exec(line) ?? [];
  const pairs = params.split('&');
  // Repeated keys keep their order: they are a list.
  const keyOf = (pair: string) => pair.split('=')[0] ?? '';
  return `${head}${separator}${pairs.sort((a, b) => keyOf(a).localeCompare(keyOf(b))).join('&')}`;
}

/** What a call sends. */
async function sent(call: (client: Client) => Promise<unknown>): Promise<string> {
  const server = await ScriptedServer.start(() => json({ data: null }));
  await call(clientOf(server, { retries: 0 })).catch(() => {});
  const [request] = server.requests;
  if (request === undefined) throw new Error('nothing was sent');
  const { method, target, body } = request;
  return `${method} ${target.replace('/api2/json', '')}${body === '' ? '' : ` ${body}`}`;
}

describe('operations send', () => {
  it.each<[expected: string, call: (client: Client) => Promise<unknown>]>([
    // Storage
    [
      `PUT /nodes/pve1/storage/local/content/${encodeURIComponent(backup)} notes=a%0Ab&protected=1`,
      (c) => c.storage.updateVolume({ ...local, volume: backup, notes: 'a\nb', protected: true }),
    ],
    [
      `DELETE /nodes/pve1/storage/local/content/${encodeURIComponent(backup)}?delay=5`,
      (c) => c.storage.deleteVolume({ ...local, volume: backup, delay: 5 }),
    ],
    [
      'GET /nodes/pve1/storage/local/prunebackups?prune-backups=keep-last%3D3%2Ckeep-daily%3D7&type=lxc',
      (c) => c.storage.prunePreview({ ...local, 'prune-backups': 'keep-last=3,keep-daily=7', type: 'lxc' }),
    ],
    [
      'DELETE /nodes/pve1/storage/local/prunebackups?vmid=101',
      (c) => c.storage.prune({ ...local, vmid: 101 }),
    ],
    [
      'POST /storage storage=nas&type=nfs&server=10.0.0.9&export=%2Fpve&content=backup%2Ciso&nodes=pve1%2Cpve2&bwlimit=default%3D1024%2Crestore%3D0',
      (c) =>
        c.storage.create({
          storage: 'nas',
          type: 'nfs',
          server: '10.0.0.9',
          export: '/pve',
          content: ['backup', 'iso'],
          nodes: ['pve1', 'pve2'],
          bwlimit: { default: 1024, restore: 0 },
        }),
    ],
    [
      'PUT /storage/nas disable=1&delete=nodes%2Cshared&digest=abc',
      (c) => c.storage.update({ storage: 'nas', disable: true, delete: ['nodes', 'shared'], digest: 'abc' }),
    ],
    ['DELETE /storage/nas', (c) => c.storage.delete({ storage: 'nas' })],
    [
      'GET /nodes/pve1/storage/local/rrddata?timeframe=day&cf=MAX',
      (c) => c.storage.rrddata({ ...local, timeframe: 'day', cf: 'MAX' }),
    ],
    // QEMU
    [
      'POST /nodes/pve1/qemu vmid=120&name=web&memory=2048&scsi0=local-lvm%3A32%2Cdiscard%3Don&net0=virtio%2Cbridge%3Dvmbr0&ide2=none%2Cmedia%3Dcdrom&onboot=1',
      (c) =>
        c.qemu.create({
          ...vm,
          name: 'web',
          memory: 2048,
          scsi0: 'local-lvm:32,discard=on',
          net0: 'virtio,bridge=vmbr0',
          ide2: 'none,media=cdrom',
          onboot: true,
        }),
    ],
    [
      'PUT /nodes/pve1/qemu/120/config serial0=socket&usb0=spice&hostpci0=mapping%3Dgpu%2Cpcie%3D1&delete=net1',
      (c) =>
        c.qemu.update({
          ...vm,
          serial0: 'socket',
          usb0: 'spice',
          hostpci0: 'mapping=gpu,pcie=1',
          delete: ['net1'],
        }),
    ],
    [
      'POST /nodes/pve1/qemu/120/config virtio1=local%3A8&background_delay=10',
      (c) => c.qemu.updateAsync({ ...vm, virtio1: 'local:8', background_delay: 10 }),
    ],
    [
      'PUT /nodes/pve1/qemu/120/resize disk=scsi0&size=%2B8G',
      (c) => c.qemu.resize({ ...vm, disk: 'scsi0', size: '+8G' }),
    ],
    [
      'POST /nodes/pve1/qemu/120/agent/exec command=cat&command=%2Fetc%2Fa+b%2Cc&input-data=x',
      (c) => c.qemu.agent.exec({ ...vm, command: ['cat', '/etc/a b,c'], 'input-data': 'x' }),
    ],
    [
      'POST /nodes/pve1/qemu/120/snapshot snapname=before&vmstate=1',
      (c) => c.qemu.snapshots.create({ ...vm, snapname: 'before', vmstate: true }),
    ],
    // Firewall
    [
      'POST /nodes/pve1/lxc/100/firewall/rules type=in&action=ACCEPT&macro=SSH&source=10.0.0.0%2F24&enable=1',
      (c) =>
        c.lxc.firewall.rules.create({
          ...ct,
          type: 'in',
          action: 'ACCEPT',
          macro: 'SSH',
          source: '10.0.0.0/24',
          enable: 1,
        }),
    ],
    [
      'PUT /nodes/pve1/qemu/120/firewall/rules/2 moveto=0&digest=abc',
      (c) => c.qemu.firewall.rules.update({ ...vm, pos: 2, moveto: 0, digest: 'abc' }),
    ],
    [
      'DELETE /cluster/firewall/rules/0?digest=abc',
      (c) => c.cluster.firewall.rules.delete({ pos: 0, digest: 'abc' }),
    ],
    [
      'GET /nodes/pve1/firewall/log?since=1&limit=10',
      (c) => c.nodes.firewall.log({ ...at, since: 1, limit: 10 }),
    ],
    [
      'DELETE /cluster/firewall/ipset/office/10.0.0.0%2F24',
      (c) => c.cluster.firewall.ipset.entries.delete({ name: 'office', cidr: '10.0.0.0/24' }),
    ],
    [
      'POST /cluster/firewall/groups group=web&rename=www',
      (c) => c.cluster.firewall.groups.rename({ group: 'web', rename: 'www' }),
    ],
    // Access and pools
    [
      'POST /access/users/felhom%40pve/token/agent privsep=1&expire=0',
      (c) => c.access.tokens.create({ userid: 'felhom@pve', tokenid: 'agent', privsep: true, expire: 0 }),
    ],
    [
      'PUT /access/users/felhom%40pve/token/agent regenerate=1',
      (c) => c.access.tokens.regenerate({ userid: 'felhom@pve', tokenid: 'agent' }),
    ],
    [
      'PUT /access/acl path=%2Fvms%2F101&roles=PVEVMUser&tokens=felhom%40pve%21agent&propagate=0',
      (c) =>
        c.access.acl.update({
          path: '/vms/101',
          roles: ['PVEVMUser'],
          tokens: ['felhom@pve!agent'],
          propagate: false,
        }),
    ],
    [
      'POST /access/roles roleid=Ops&privs=VM.Audit%2CVM.PowerMgmt',
      (c) => c.access.roles.create({ roleid: 'Ops', privs: ['VM.Audit', 'VM.PowerMgmt'] }),
    ],
    ['GET /pools?poolid=a%2Fb', (c) => c.pools.get({ poolid: 'a/b' })],
    [
      'PUT /pools poolid=a&vms=100%2C101&storage=local&allow-move=1',
      (c) => c.pools.update({ poolid: 'a', vms: [100, 101], storage: ['local'], 'allow-move': true }),
    ],
    ['DELETE /pools?poolid=a%2Fb', (c) => c.pools.delete({ poolid: 'a/b' })],
  ])('%s', async (expected, call) => {
    expect(sorted(await sent(call))).toBe(sorted(expected));
  });
});

describe('operations refuse, before anything is sent', () => {
  // What TypeScript would not let through is given as a value that it does not look into.
  const wrong = (params: object): never => params as never;

  it.each<[path: string, message: RegExp, call: (client: Client) => Promise<unknown>]>([
    ['prune-backups', /keep-last=3/, (c) => c.storage.prune({ ...local, 'prune-backups': 'keep-some=1' })],
    [
      'prune-backups',
      /no other rule/,
      (c) => c.storage.prunePreview({ ...local, 'prune-backups': 'keep-all=1,keep-last=1' }),
    ],
    ['delay', /30/, (c) => c.storage.deleteVolume({ ...local, volume: backup, delay: 31 })],
    [
      'size',
      /8G/,
      (c) => c.storage.allocateVolume({ ...local, vmid: 100, filename: 'vm-100-disk-1', size: '8 GB' }),
    ],
    ['pth', /unknown key/, (c) => c.storage.create(wrong({ storage: 'ab', type: 'dir', pth: '/x' }))],
    ['path', /unknown key/, (c) => c.storage.update(wrong({ storage: 'ab', path: '/elsewhere' }))],
    ['args', /only root@pam/, (c) => c.qemu.update(wrong({ ...vm, args: '-device x' }))],
    ['hookscript', /only root@pam/, (c) => c.qemu.create(wrong({ ...vm, hookscript: 'local:snippets/x' }))],
    ['parallel0', /only root@pam/, (c) => c.qemu.update(wrong({ ...vm, parallel0: '/dev/parport0' }))],
    ['serial0', /only `socket`/, (c) => c.qemu.update(wrong({ ...vm, serial0: '/dev/ttyS0' }))],
    ['usb0', /root@pam only/, (c) => c.qemu.update({ ...vm, usb0: 'host=1234:5678' })],
    ['usb1', /root@pam only/, (c) => c.qemu.update({ ...vm, usb1: '1234:5678' })],
    ['hostpci0', /root@pam only/, (c) => c.qemu.update({ ...vm, hostpci0: '0000:01:00.0,pcie=1' })],
    ['hostpci0', /root@pam only/, (c) => c.qemu.update({ ...vm, hostpci0: 'mapping=gpu,romfile=x.rom' })],
    ['scsi0', /host paths/, (c) => c.qemu.update({ ...vm, scsi0: '/dev/sdb' })],
    ['scsi0', /host path/, (c) => c.qemu.update({ ...vm, scsi0: 'local:0,import-from=/root/x.qcow2' })],
    ['scsi31', /scsi30 is the last one/, (c) => c.qemu.update({ ...vm, scsi31: 'local:8' })],
    ['sshkeys', /encodeURIComponent/, (c) => c.qemu.update({ ...vm, sshkeys: 'ssh-ed25519 AAAA me' })],
    ['disk', /scsi0/, (c) => c.qemu.resize(wrong({ ...vm, disk: 'rootfs', size: '1G' }))],
    ['command', /./, (c) => c.qemu.agent.exec({ ...vm, command: [] })],
    ['pos', /./, (c) => c.lxc.firewall.rules.delete({ ...ct, pos: -1 })],
    ['type', /./, (c) => c.lxc.firewall.rules.create(wrong({ ...ct, type: 'IN', action: 'DROP' }))],
    ['name', /letter/, (c) => c.cluster.firewall.aliases.create({ name: '1st', cidr: '10.0.0.1' })],
    [
      'cidr',
      /a network such as/,
      (c) => c.cluster.firewall.ipset.entries.get({ name: 'office', cidr: '../rules' }),
    ],
    ['userid', /USER@REALM/, (c) => c.access.users.create({ userid: 'felhom' })],
    ['tokenid', /token/, (c) => c.access.tokens.create({ userid: 'a@pve', tokenid: 'a@pve!x' })],
    [
      'path',
      /path such as/,
      (c) => c.access.acl.update({ path: 'vms', roles: ['NoAccess'], users: ['a@pve'] }),
    ],
    ['', /for whom/, (c) => c.access.acl.update({ path: '/vms', roles: ['NoAccess'] })],
    ['poolid', /three parts|up to three/, (c) => c.pools.create({ poolid: 'a/b/c/d' })],
    ['vms', /./, (c) => c.pools.update({ poolid: 'a', vms: [] })],
  ])('%s: %s', async (path, message, call) => {
    const server = await ScriptedServer.start(() => json({ data: null }));
    const { issues } = await failure(call(clientOf(server)), ParamsError);
    expect(server.connections).toBe(0);
    expect(issues.map((issue) => issue.path.split('.')[0])).toEqual([path]);
    expect(issues[0]?.message).toMatch(message);
  });
});

describe('secrets of these operations', () => {
  const secret = '7c1f2b9e-secret-of-a-new-token';

  it('the secret of a new token is in the answer, and in no log', async () => {
    const server = await ScriptedServer.start(() =>
      json({ data: { value: secret, 'full-tokenid': 'felhom@pve!agent', info: { privsep: '1' } } }),
    );
    const logged: unknown[] = [];
    const log = (...entry: unknown[]) => void logged.push(entry);
    const client = clientOf(server, { logger: { debug: log, info: log, warn: log, error: log } as never });
    const created = await client.access.tokens.create({ userid: 'felhom@pve', tokenid: 'agent' });
    expect(created).toEqual({ value: secret, 'full-tokenid': 'felhom@pve!agent', info: { privsep: true } });
    expect(logged).not.toEqual([]);
    expect(JSON.stringify(logged)).not.toContain(secret);
  });

  it('nor in the error of an answer that has another shape', async () => {
    const server = await ScriptedServer.start(() => json({ data: { value: secret, info: {} } }));
    const call = clientOf(server).access.tokens.create({ userid: 'felhom@pve', tokenid: 'agent' });
    const error = await failure(call, OutcomeUnknownError);
    expect(JSON.stringify([error, String(error.cause)])).toMatch(/full-tokenid/);
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(secret);
  });

  it.each<[what: string, call: (client: Client) => Promise<unknown>]>([
    ['a password', (c) => c.access.users.create({ userid: 'a@pve', password: secret })],
    ['the password of a share', (c) => c.storage.create({ storage: 'ab', type: 'cifs', password: secret })],
    ['a password for cloud-init', (c) => c.qemu.update({ ...vm, cipassword: secret })],
    ['the input of a program', (c) => c.qemu.agent.exec({ ...vm, command: ['tee'], 'input-data': secret })],
    [
      'the password of a guest',
      (c) => c.qemu.agent.setPassword({ ...vm, username: 'root', password: secret }),
    ],
  ])('%s that a host quotes is masked in its error', async (_what, call) => {
    const server = await ScriptedServer.start(() =>
      refusal(400, `bad ${secret}`, { password: `'${secret}' is bad` }),
    );
    const error = await failure(call(clientOf(server, { retries: 0 })), Error);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
    expect(error.message).toContain('********');
  });
});

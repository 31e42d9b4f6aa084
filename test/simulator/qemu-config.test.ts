import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

type Values = Record<string, string | number>;
const at = `${N}/qemu/600`;
const wanted: Values = {
  vmid: 600,
  name: 'q600',
  memory: 64,
  scsi0: 'local:1',
  net0: 'virtio,bridge=vmbr0',
  scsihw: 'virtio-scsi-single',
};
const create = async (more: Values = {}) => await h.run('full', 'POST', `${N}/qemu`, { ...wanted, ...more });
const config = async () => (await h.call('full', 'GET', `${at}/config`)).data;
const put = async (values: Values) => await h.call('full', 'PUT', `${at}/config`, values);

describe('a new virtual machine', () => {
  it('gets its disk, its card, and what every one has', async () => {
    const run = await create();
    expect(run).toMatchObject({ exitstatus: 'OK' });
    expect(run.log).toEqual([
      "Formatting '/var/lib/vz/images/600/vm-600-disk-0.raw', fmt=raw size=1073741824 preallocation=off",
      "scsi0: successfully created disk 'local:600/vm-600-disk-0.raw,size=1G'",
      'TASK OK',
    ]);
    expect(await config()).toEqual({
      name: 'q600',
      memory: '64',
      scsihw: 'virtio-scsi-single',
      scsi0: 'local:600/vm-600-disk-0.raw,size=1G',
      net0: expect.stringMatching(/^virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0$/),
      boot: 'order=scsi0;net0',
      meta: expect.stringMatching(/^creation-qemu=10\.1\.2,ctime=\d+$/),
      smbios1: expect.stringMatching(/^uuid=[0-9a-f-]{36}$/),
      vmgenid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      digest: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect((await h.run('full', 'DELETE', at)).exitstatus).toBe('OK');
    expect(h.engine.world.storages.get('local')?.volumes.has('600/vm-600-disk-0.raw')).toBe(false);
  });

  it.each([
    [{ vmid: 100 }, 500, "unable to create VM 100 - CT 100 already exists on node 'demo-felhom'"],
    [{ scsi0: 'ro:1' }, 400, 'Parameter verification failed.'],
    [{ scsi0: 'nope:1' }, 500, "storage 'nope' does not exist"],
    [{ scsi0: 'local:600/vm-600-disk-7.raw' }, 500, 'volume local:600/vm-600-disk-7.raw does not exist'],
    [{ net0: 'virtio,bridge=vmbr9' }, 500, "bridge 'vmbr9' does not exist"],
    [{ args: '-foo' }, 500, "only root can set 'args' config"],
    [{ cores: 0 }, 400, 'Parameter verification failed.'],
  ])('%j is refused, and there is none', async (more, status, reason) => {
    expect(await h.call('full', 'POST', `${N}/qemu`, { ...wanted, ...more })).toMatchObject({
      status,
      reason,
    });
    expect(h.engine.world.guests.get(600)).toBeUndefined();
  });

  it('needs the right to make it, and to what it uses', async () => {
    expect((await h.call('readonly', 'POST', `${N}/qemu`, wanted)).reason).toBe('Permission check failed');
    expect((await h.run('agent', 'POST', `${N}/qemu`, wanted)).exitstatus).toBe('OK');
  });
});

describe('the configuration of a virtual machine', () => {
  it('is changed at once, or in a task', async () => {
    await create();
    expect((await put({ cores: 2 })).data).toBeNull();
    const run = await h.run('full', 'POST', `${at}/config`, { memory: 128 });
    expect(run.upid).toContain(':qmconfig:600:');
    expect(run.log).toEqual(['update VM 600: -memory 128', 'TASK OK']);
    expect(await config()).toMatchObject({ cores: 2, memory: '128' });
    expect((await put({ bogus: 2 })).errors).toHaveProperty('bogus');
    expect((await put({})).reason).toBe('no options specified');
  });

  it('goes by its digest and its lock', async () => {
    await create();
    const { digest } = await config();
    expect((await put({ cores: 2, digest })).status).toBe(200);
    expect((await put({ cores: 3, digest })).reason).toContain('detected modified configuration');
    h.engine.world.guests.get(600)?.config.set('lock', 'backup');
    expect((await put({ cores: 3 })).reason).toBe('VM is locked (backup)');
  });

  it('of a running one waits, but for what can be plugged', async () => {
    await create();
    await h.run('full', 'POST', `${at}/status/start`);
    await put({ memory: 256, name: 'other', scsi1: 'local:2', delete: 'scsihw' });
    const pending = (await h.call('full', 'GET', `${at}/pending`)).data;
    expect(pending).toContainEqual({ key: 'memory', value: '64', pending: '256' });
    expect(pending).toContainEqual({ key: 'scsihw', value: 'virtio-scsi-single', delete: 1 });
    expect(pending).toContainEqual({ key: 'name', value: 'other' });
    expect((await h.call('full', 'GET', `${at}/config`, { current: 1 })).data.memory).toBe('64');
    expect(await config()).toMatchObject({ memory: '256', scsi1: 'local:600/vm-600-disk-1.raw,size=2G' });
    await put({ revert: 'scsihw' });
    await h.run('full', 'POST', `${at}/status/stop`);
    await h.run('full', 'POST', `${at}/status/start`);
    expect((await h.call('full', 'GET', `${at}/config`, { current: 1 })).data).toMatchObject({
      memory: '256',
      scsihw: 'virtio-scsi-single',
    });
  });

  it('keeps a disk that is taken off, until it is removed', async () => {
    await create();
    await put({ delete: 'scsi0' });
    expect(await config()).toMatchObject({ unused0: 'local:600/vm-600-disk-0.raw' });
    await put({ scsi2: 'local:600/vm-600-disk-0.raw' });
    expect(await config()).not.toHaveProperty('unused0');
    expect((await h.call('full', 'PUT', `${at}/unlink`, { idlist: 'scsi2', force: 1 })).status).toBe(200);
    expect(await config()).not.toHaveProperty('unused0');
    expect(h.engine.world.storages.get('local')?.volumes.has('600/vm-600-disk-0.raw')).toBe(false);
  });

  it.each([
    ['cores', 2, 'VM.Config.CPU'],
    ['memory', 99, 'VM.Config.Memory'],
    ['name', 'x', 'VM.Config.Options'],
    ['scsihw', 'lsi', 'VM.Config.HWType'],
    ['net1', 'virtio', 'VM.Config.Network'],
    ['boot', 'order=net0', 'VM.Config.Disk'],
    ['ciuser', 'x', 'VM.Config.Cloudinit|VM.Config.Network'],
  ])('%s needs %s: %s', async (key, value, privilege) => {
    await create();
    await h.call('full', 'POST', '/access/roles', { roleid: 'Cd', privs: 'VM.Config.CDROM' });
    await h.call('full', 'PUT', '/access/acl', { path: '/vms/600', users: 'noacl@pve', roles: 'Cd' });
    expect((await h.call('noacl', 'PUT', `${at}/config`, { [key]: value })).reason).toBe(
      `Permission check failed (/vms/600, ${privilege})`,
    );
  });
});

describe('a disk of a virtual machine', () => {
  it('grows and does not shrink', async () => {
    await create();
    expect((await h.run('full', 'PUT', `${at}/resize`, { disk: 'scsi0', size: '+1G' })).exitstatus).toBe(
      'OK',
    );
    expect((await config()).scsi0).toBe('local:600/vm-600-disk-0.raw,size=2G');
    const refused = async (values: Values) => (await h.call('full', 'PUT', `${at}/resize`, values)).reason;
    expect(await refused({ disk: 'scsi0', size: '1G' })).toBe('shrinking disks is not supported');
    expect(await refused({ disk: 'scsi7', size: '1G' })).toBe("disk 'scsi7' does not exist");
  });

  it('moves to another storage', async () => {
    await create();
    const move = { disk: 'scsi0', storage: 'local-btrfs', delete: 1 };
    expect((await h.run('full', 'POST', `${at}/move_disk`, move)).upid).toContain(':qmmove:600:');
    expect((await config()).scsi0).toBe('local-btrfs:600/vm-600-disk-0.raw,size=1G');
    expect(await config()).not.toHaveProperty('unused0');
    expect((await h.call('full', 'POST', `${at}/move_disk`, move)).reason).toBe(
      "you can't move to the same storage with same format",
    );
  });
});

describe('what else is done with one', () => {
  it('it sleeps on disk, and goes on', async () => {
    await create();
    expect((await h.call('full', 'POST', `${at}/status/suspend`)).reason).toBe('VM 600 not running');
    await h.run('full', 'POST', `${at}/status/start`);
    await h.run('full', 'POST', `${at}/status/suspend`, { todisk: 1 });
    expect((await h.call('full', 'GET', `${at}/status/current`)).data).toMatchObject({
      status: 'stopped',
      lock: 'suspended',
    });
    await h.run('full', 'POST', `${at}/status/resume`);
    expect((await h.call('full', 'GET', `${at}/status/current`)).data.status).toBe('running');
  });

  it('it becomes a template, once', async () => {
    await create();
    expect((await h.run('full', 'POST', `${at}/template`)).exitstatus).toBe('OK');
    expect((await h.call('full', 'POST', `${at}/template`)).reason).toBe(
      "you can't convert a template to a template",
    );
    expect((await h.run('full', 'POST', `${at}/status/start`)).exitstatus).toBe(
      "you can't start a vm if it's a template",
    );
  });

  it('its monitor is open to some', async () => {
    await create();
    const monitor = async (command: string) => await h.call('full', 'POST', `${at}/monitor`, { command });
    expect((await monitor('quit')).reason).toBe("root-only command 'quit'");
    expect((await monitor('info status')).data).toBe('ERROR: VM 600 not running\n');
    await h.run('full', 'POST', `${at}/status/start`);
    expect((await monitor('info status')).data).toBe('VM status: running\n');
    expect((await h.call('noacl', 'POST', `${at}/monitor`, { command: 'info status' })).status).toBe(403);
  });

  it('its first start is described, and no password is shown', async () => {
    await create({ ciuser: 'demo', cipassword: 'sekret', ide2: 'none,media=cdrom' });
    expect((await h.call('full', 'GET', `${at}/cloudinit`)).data).toContainEqual({
      key: 'cipassword',
      value: '**********',
    });
    expect((await h.call('full', 'GET', `${at}/config`)).body).not.toContain('sekret');
    expect((await h.call('full', 'GET', `${at}/pending`)).body).not.toContain('sekret');
    const dump = await h.call('full', 'GET', `${at}/cloudinit/dump`, { type: 'user' });
    expect(dump.data).toContain('user: demo\n');
  });

  it('it cannot leave a cluster of one', async () => {
    await create();
    const go = async (target: string) => await h.call('full', 'POST', `${at}/migrate`, { target });
    expect((await go('demo-felhom')).errors).toEqual({ target: 'target is local node.' });
    expect((await go('pve9')).reason).toBe("no such cluster node 'pve9'");
    const remote = {
      'target-endpoint': 'host=10.0.0.9,apitoken=PVEAPIToken=a@pve!b=c',
      'target-storage': 'local',
      'target-bridge': 'vmbr0',
    };
    expect((await h.call('full', 'POST', `${N}/lxc/100/remote_migrate`, remote)).reason).toBe(
      "can't migrate running container without --online or --restart",
    );
    expect((await h.call('readonly', 'POST', `${N}/lxc/100/mtunnel`)).reason).toBe(
      'Permission check failed (/vms/100, VM.Allocate)',
    );
  });

  it.each([
    ['GET', 'get-users'],
    ['POST', 'fstrim'],
    ['POST', 'shutdown'],
    ['GET', 'get-time'],
  ])('%s %s of its agent: there is none', async (method, name) => {
    await create();
    const ask = async (as: 'full' | 'readonly' | 'noacl') => await h.call(as, method, `${at}/agent/${name}`);
    expect((await ask('full')).reason).toBe('No QEMU guest agent configured');
    await put({ agent: 1 });
    expect((await ask('full')).reason).toBe('VM 600 is not running');
    await h.run('full', 'POST', `${at}/status/start`);
    expect((await ask('full')).reason).toBe('QEMU guest agent is not running');
    expect((await ask('noacl')).status).toBe(403);
  });
});

import { inflateSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

describe('the cluster', () => {
  it('has a log of what was started and what ended', async () => {
    await h.run('full', 'POST', `${N}/lxc/101/status/start`);
    const [end, start] = (await h.call('full', 'GET', '/cluster/log', { max: 2 })).data;
    expect(start).toMatchObject({ user: 'root@pam!root', tag: 'pvedaemon', pri: 6, node: 'demo-felhom' });
    expect(end.msg).toMatch(/^end task UPID:.*:vzstart:101:root@pam!root:: OK$/);
    expect(end.id).toBe(`${end.uid}:demo-felhom`);
    expect((await h.call('agent', 'GET', '/cluster/log')).data).toEqual([]);
  });

  it('is one node that nobody has joined', async () => {
    expect(await h.call('full', 'GET', '/cluster/config/join')).toMatchObject({
      status: 424,
      message: 'node is not in a cluster, no join info available!',
    });
    expect((await h.call('full', 'GET', '/cluster/config/nodes')).data).toEqual([]);
    expect((await h.call('full', 'POST', '/cluster/config', { clustername: 'x' })).status).toBe(403);
    const job = { id: '101-0', target: 'pve9', type: 'local' };
    expect((await h.call('full', 'POST', '/cluster/replication', job)).reason).toBe(
      "Target 'pve9' does not exist.",
    );
    expect((await h.call('full', 'GET', '/cluster/replication')).data).toEqual([]);
    expect((await h.call('full', 'GET', `${N}/replication/101-0/status`)).reason).toBe(
      "no such replication job '101-0'",
    );
  });

  it('measures what there is', async () => {
    const { data } = (await h.call('full', 'GET', '/cluster/metrics/export')).data;
    expect(data).toContainEqual(expect.objectContaining({ id: 'lxc/100', metric: 'uptime', type: 'gauge' }));
  });

  it('starts many, and tells which failed', async () => {
    const run = await h.run('full', 'POST', '/cluster/bulk-action/guest/start', { vms: [101, 100] });
    expect(run.upid).toContain(':bulk-start::');
    expect(run.log).toEqual([
      'Starting guests: 101, 100',
      'Starting CT 100',
      'WARN: 500 CT 100 already running',
      'Starting CT 101',
      'TASK ERROR: Some guests failed to start: 100',
    ]);
    expect(h.engine.world.guests.get(101)?.running).toBeDefined();
    const down = await h.run('full', 'POST', '/cluster/bulk-action/guest/shutdown', { vms: '101' });
    expect(down.exitstatus).toBe('OK');
    expect((await h.call('noacl', 'POST', '/cluster/bulk-action/guest/start')).reason).toBe(
      'Permission check failed (/, VM.PowerMgmt)',
    );
  });

  it('has no Ceph, and says so only to who may know', async () => {
    const reason = 'binary not installed: /usr/bin/ceph-mon';
    expect((await h.call('readonly', 'GET', `${N}/ceph/status`)).reason).toBe(reason);
    expect((await h.call('full', 'POST', `${N}/ceph/pool`, { name: 'p' })).reason).toBe(reason);
    expect((await h.call('readonly', 'POST', `${N}/ceph/pool`, { name: 'p' })).status).toBe(403);
    expect((await h.call('noacl', 'GET', `${N}/ceph/status`)).status).toBe(403);
  });

  it('has an account with no authority', async () => {
    expect((await h.call('full', 'GET', '/cluster/acme/account')).data).toEqual([]);
    expect((await h.call('ticket', 'GET', '/cluster/acme/account/x1')).errors).toEqual({
      name: "ACME account config file 'x1' does not exist.",
    });
  });
});

describe('disks of a node', () => {
  const device = '/dev/sda';

  it('become a folder that holds backups, and are free again', async () => {
    const make = { name: 'bulk', device, add_storage: 1, filesystem: 'ext4' };
    expect((await h.run('full', 'POST', `${N}/disks/directory`, make)).exitstatus).toBe('OK');
    expect((await h.call('full', 'POST', `${N}/disks/lvm`, { name: 'vg', device })).reason).toBe(
      "device '/dev/sda' is already in use",
    );
    expect((await h.call('full', 'GET', `${N}/disks/directory`)).data).toEqual([
      expect.objectContaining({ path: '/mnt/pve/bulk', type: 'ext4' }),
    ]);
    expect((await h.run('full', 'POST', `${N}/vzdump`, { vmid: 101, storage: 'bulk' })).exitstatus).toBe(
      'OK',
    );
    const clean = { 'cleanup-disks': 1, 'cleanup-config': 1 };
    expect((await h.run('full', 'DELETE', `${N}/disks/directory/bulk`, clean)).exitstatus).toBe('OK');
    expect((await h.call('full', 'GET', '/storage/bulk')).status).toBe(500);
    const unused = (await h.call('full', 'GET', `${N}/disks/list`, { type: 'unused' })).data;
    expect(unused.map((disk: { devpath: string }) => disk.devpath)).toEqual([device]);
  });

  it('become volume groups, which can be looked for', async () => {
    await h.run('full', 'POST', `${N}/disks/lvmthin`, { name: 'thin', device });
    expect((await h.call('full', 'GET', `${N}/scan/lvm`)).data).toEqual([{ vg: 'thin' }]);
    expect((await h.call('full', 'GET', `${N}/disks/lvmthin`)).data[0]).toMatchObject({
      lv: 'thin',
      vg: 'thin',
    });
    expect((await h.run('full', 'DELETE', `${N}/disks/lvm/nope`)).exitstatus).toBe(
      "no such volume group 'nope'",
    );
    expect((await h.call('full', 'GET', `${N}/disks/zfs`)).reason).toBe('zfsutils-linux not installed');
  });

  it('are wiped by root alone, if nothing uses them', async () => {
    expect((await h.call('full', 'PUT', `${N}/disks/wipedisk`, { disk: device })).status).toBe(403);
    expect((await h.call('ticket', 'PUT', `${N}/disks/wipedisk`, { disk: '/dev/nvme0n1' })).reason).toBe(
      "disk/partition '/dev/nvme0n1' is mounted",
    );
    expect((await h.run('ticket', 'PUT', `${N}/disks/wipedisk`, { disk: device })).exitstatus).toBe('OK');
  });
});

describe('screens', () => {
  it('open a port, with a password of their own, and give up', async () => {
    const { data } = await h.call('agent', 'POST', `${N}/lxc/101/vncproxy`, { websocket: 1 });
    expect(data).toMatchObject({ user: 'agent@pve!selftest', port: '5900', password: expect.any(String) });
    expect(data.ticket.startsWith(`${data.password}:PVEVNC:`)).toBe(true);
    expect(data.cert).toContain('BEGIN CERTIFICATE');
    const { data: second } = await h.call('full', 'POST', `${N}/termproxy`);
    expect(second).toMatchObject({ port: '5901', ticket: expect.stringMatching(/^PVEVNC:/) });
    expect((await h.call('agent', 'POST', `${N}/termproxy`)).reason).toBe(
      'Permission check failed (/nodes/demo-felhom, Sys.Console)',
    );
    expect((await h.finish(data.upid)).exitstatus).toBe('connection timed out');
  });

  it('let nobody in with a ticket for another', async () => {
    const { data } = await h.call('full', 'POST', `${N}/qemu/120/vncproxy`);
    const enter = async (vmid: number) =>
      await h.call('full', 'GET', `${N}/qemu/${vmid}/vncwebsocket`, {
        port: data.port,
        vncticket: data.ticket,
      });
    expect((await enter(120)).data).toEqual({ port: data.port });
    expect((await enter(121)).status).toBe(401);
  });

  it('of SPICE are not there', async () => {
    expect((await h.call('full', 'POST', `${N}/lxc/100/spiceproxy`)).reason).toBe(
      "Timeout while waiting for port '61000' to get ready!",
    );
    expect((await h.call('full', 'POST', `${N}/qemu/120/spiceproxy`)).reason).toBe('VM 120 not running');
  });
});

describe('history', () => {
  it('is drawn as a picture that can be opened', async () => {
    const { data } = await h.call('full', 'GET', `${N}/lxc/100/rrd`, { timeframe: 'hour', ds: 'cpu,mem' });
    expect(data.filename).toBe('/var/lib/rrdcached/db/pve-vm-9.0/100_cpu_mem.png');
    const png = Buffer.from(data.image, 'latin1');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([800, 200]);
    const size = png.readUInt32BE(33);
    expect(inflateSync(png.subarray(41, 41 + size))).toHaveLength(801 * 200);
  });

  it('of a storage knows what it holds', async () => {
    const { data } = await h.call('agent', 'GET', `${N}/storage/local/rrddata`, { timeframe: 'hour' });
    expect(data).toHaveLength(60);
    expect(data.at(-1)).toMatchObject({ total: expect.any(Number), used: expect.any(Number) });
    const away = await h.call('agent', 'GET', `${N}/storage/nas/rrddata`, { timeframe: 'hour' });
    expect(Object.keys(away.data.at(-1))).toEqual(['time']);
  });
});

describe('a node', () => {
  it('goes down with its guests, and starts those again that start by themselves', async () => {
    await h.call('full', 'POST', `${N}/status`, { command: 'reboot' });
    const running = (): number[] =>
      [...h.engine.world.guests.values()]
        .filter((guest) => guest.running !== undefined)
        .map(({ vmid }) => vmid);
    expect(running()).toEqual([100, 102]);
    h.clock.advance(3000);
    expect(running()).toEqual([]);
    h.clock.advance(120_000);
    expect(running()).toEqual([100, 101, 102]);
    expect((await h.call('agent', 'POST', `${N}/status`, { command: 'reboot' })).reason).toBe(
      'Permission check failed (/nodes/demo-felhom, Sys.PowerMgmt)',
    );
  });

  it('tells of itself', async () => {
    const [row] = (await h.call('noacl', 'GET', `${N}/certificates/info`)).data;
    expect(row).toMatchObject({ filename: 'pve-ssl.pem', pem: expect.stringContaining('BEGIN CERTIFICATE') });
    expect((await h.call('full', 'GET', `${N}/report`)).data).toContain('# hostname\ndemo-felhom\n');
    expect((await h.call('full', 'GET', `${N}/netstat`)).data).toContainEqual({
      vmid: '100',
      dev: 'net0',
      in: expect.stringMatching(/^\d+$/),
      out: expect.stringMatching(/^\d+$/),
    });
    const some = await h.call('full', 'GET', `${N}/hardware/pci`, {
      'pci-class-blacklist': '03',
      verbose: 0,
    });
    expect(some.data.map(({ id }: { id: string }) => id)).toEqual(['0000:01:00.0', '0000:02:00.0']);
    await h.call('full', 'POST', '/cluster/qemu/custom-cpu-models', {
      cputype: 'mine',
      'reported-model': 'host',
    });
    expect((await h.call('full', 'GET', `${N}/capabilities/qemu/cpu`)).data).toContainEqual({
      name: 'custom-mine',
      vendor: 'default',
      custom: 1,
    });
  });

  it('suspends machines, and passes containers over', async () => {
    await h.run('full', 'POST', `${N}/qemu/120/status/start`);
    const run = await h.run('full', 'POST', `${N}/suspendall`, { vms: '100,120' });
    expect(run).toMatchObject({ exitstatus: 'WARNINGS: 1' });
    expect(run.log[0]).toBe('WARN: skipping 100, only VMs can be suspended');
    expect(h.engine.world.guests.get(120)?.running).toBeUndefined();
  });

  it('switches a package source off and on', async () => {
    const path = '/etc/apt/sources.list.d/proxmox.sources';
    const status = async () =>
      (await h.call('full', 'GET', `${N}/apt/repositories`)).data.files[0].repositories[0].Enabled;
    await h.call('full', 'POST', `${N}/apt/repositories`, { path, index: 0, enabled: 0 });
    expect(await status()).toBe(0);
    await h.call('full', 'PUT', `${N}/apt/repositories`, { handle: 'no-subscription' });
    expect(await status()).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

type Row = Record<string, unknown>;

describe('services', () => {
  const state = async (h: Harness, name: string): Promise<unknown> =>
    (await h.call('agent', 'GET', `${N}/services/${name}/state`)).data.state;

  it('are stopped, started and restarted by tasks', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', `${N}/services`)).data).toHaveLength(23);
    const stop = await h.run('full', 'POST', `${N}/services/pvescheduler/stop`);
    expect(stop).toMatchObject({ exitstatus: 'OK', log: ['TASK OK'] });
    expect(stop.upid).toContain(':srvstop:pvescheduler:root@pam!root:');
    expect(await state(h, 'pvescheduler')).toBe('dead');
    // A reload leaves alone what does not run.
    await h.run('full', 'POST', `${N}/services/pvescheduler/reload`);
    expect(await state(h, 'pvescheduler')).toBe('dead');
    await h.run('full', 'POST', `${N}/services/pvescheduler/restart`);
    expect(await state(h, 'pvescheduler')).toBe('running');
  });

  it('are refused in the task: one that is not installed, and the end of one that is needed', async () => {
    const h = new Harness();
    expect(await h.run('full', 'POST', `${N}/services/corosync/start`)).toMatchObject({
      exitstatus: "command 'systemctl start corosync' failed: exit code 5",
      log: [
        'Failed to start corosync.service: Unit corosync.service not found.',
        "TASK ERROR: command 'systemctl start corosync' failed: exit code 5",
      ],
    });
    expect((await h.run('full', 'POST', `${N}/services/pveproxy/stop`)).exitstatus).toBe(
      "invalid service cmd 'pveproxy stop': refusing to stop essential service!",
    );
    expect(await state(h, 'pveproxy')).toBe('running');
  });

  it('are known by name, and need rights', async () => {
    const h = new Harness();
    const unknown = await h.call('full', 'POST', `${N}/services/nosuch/restart`);
    expect(unknown.status).toBe(400);
    // The very words of a real host.
    expect(unknown.errors).toEqual({
      service:
        "value 'nosuch' does not have a value in the enumeration 'chrony, corosync, cron, ksmtuned, lxcfs, postfix, proxmox-firewall, pve-cluster, pve-firewall, pve-ha-crm, pve-ha-lrm, pve-lxc-syscalld, pvedaemon, pvefw-logger, pveproxy, pvescheduler, pvestatd, qmeventd, spiceproxy, sshd, syslog, systemd-journald, systemd-timesyncd'",
    });
    expect((await h.call('agent', 'POST', `${N}/services/cron/restart`)).message).toBe(
      'Permission check failed (/nodes/demo-felhom, Sys.Modify)\n',
    );
    expect((await h.call('noacl', 'GET', `${N}/services`)).status).toBe(403);
  });
});

describe('the journal', () => {
  it('tells of tasks as they begin and end, between two cursors', async () => {
    const h = new Harness();
    const { upid } = await h.run('full', 'POST', `${N}/lxc/101/status/start`);
    const read = async (query: Record<string, string | number>): Promise<string[]> =>
      (await h.call('full', 'GET', `${N}/journal`, query)).data;
    const [first = '', started, ended, last = ''] = await read({ lastentries: 2 });
    expect(started).toMatch(
      /^Nov 20 09:00:00 demo-felhom pvedaemon\[1022\]: <root@pam!root> starting task UPID:/,
    );
    expect(ended).toContain(`end task ${upid} OK`);
    expect([first, last].every((cursor) => /^s=[0-9a-f]+;i=[0-9a-f]+$/.test(cursor))).toBe(true);
    expect(await read({ startcursor: last })).toEqual([]);
    expect((await read({ startcursor: first })).slice(1, -1)).toEqual([ended]);
    const next = await h.run('full', 'POST', `${N}/lxc/101/status/stop`);
    expect((await read({ startcursor: last })).slice(1, -1).map((line) => line.includes(next.upid))).toEqual([
      true,
      true,
    ]);
  });

  it('needs its own right, and says what it cannot do', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', `${N}/syslog`)).message).toBe(
      'Permission check failed (/nodes/demo-felhom, Sys.Syslog)\n',
    );
    const structured = await h.call('full', 'GET', `${N}/journal`, { structured: 1 });
    expect([structured.status, structured.reason]).toEqual([
      501,
      "'structured' of the journal is not modelled by the simulator",
    ]);
  });

  it('has numbered pages as the system log, with the number of all lines', async () => {
    const h = new Harness();
    const page = await h.call('full', 'GET', `${N}/syslog`, { start: 2, limit: 2 });
    expect(page.data.map((row: Row) => row['n'])).toEqual([3, 4]);
    expect(page.total).toBeGreaterThan(20);
    const today = await h.call('full', 'GET', `${N}/syslog`, { since: '2026-11-20', limit: 500 });
    expect(today.total).toBeLessThan(page.total ?? 0);
    expect((await h.call('full', 'GET', `${N}/syslog`, { since: 'yesterday' })).status).toBe(400);
  });
});

describe('disks', () => {
  it('are listed with their health, or without waking them', async () => {
    const h = new Harness();
    const list = async (query: Record<string, string | number> = {}): Promise<Row[]> =>
      (await h.call('agent', 'GET', `${N}/disks/list`, query)).data;
    expect((await list()).map((row) => [row['devpath'], row['health'], row['wearout']])).toEqual([
      ['/dev/nvme0n1', 'OK', 97],
      ['/dev/sda', 'PASSED', 'N/A'],
    ]);
    expect((await list({ skipsmart: 1 })).map((row) => row['health'])).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect((await list({ type: 'unused' })).map((row) => row['devpath'])).toEqual(['/dev/sda']);
    expect((await h.call('noacl', 'GET', `${N}/disks/list`)).message).toBe('Permission check failed\n');
  });

  it('tell their attributes, or a text', async () => {
    const h = new Harness();
    const smart = (disk: string, more: Record<string, string | number> = {}) =>
      h.call('agent', 'GET', `${N}/disks/smart`, { disk, ...more });
    expect((await smart('/dev/sda')).data).toMatchObject({ type: 'ata', health: 'PASSED' });
    expect((await smart('/dev/sda', { healthonly: 1 })).data).toEqual({ health: 'PASSED' });
    expect((await smart('/dev/nvme0n1')).data.text).toContain('Percentage Used:                    3%');
    expect((await smart('/dev/sdz')).message).toBe('not a valid block device\n');
    expect((await smart('/dev/disk/by-id/ata-X')).errors).toEqual({
      disk: 'value does not match the regex pattern',
    });
    expect((await h.call('agent', 'GET', `${N}/disks/smart`)).errors).toEqual({
      disk: 'property is missing and it is not optional',
    });
  });
});

it('has a history that begins with its boot', async () => {
  const h = new Harness();
  const samples = async (timeframe: string): Promise<Row[]> =>
    (await h.call('agent', 'GET', `${N}/rrddata`, { timeframe })).data;
  expect(await samples('hour')).toHaveLength(60);
  expect((await samples('hour')).every((row) => typeof row['cpu'] === 'number')).toBe(true);
  const month = await samples('month');
  expect(Object.keys(month[0] ?? {})).toEqual(['time']);
  expect(month.at(-1)).toMatchObject({ maxcpu: 4, netin: 1204.5 });
  expect((await h.call('agent', 'GET', `${N}/rrddata`, { timeframe: 'minute' })).status).toBe(400);
  expect((await h.call('noacl', 'GET', `${N}/rrddata`, { timeframe: 'hour' })).status).toBe(403);
});

it('shows bridges only to those who may use them', async () => {
  const h = new Harness();
  const names = async (as: 'full' | 'noacl'): Promise<unknown[]> =>
    (await h.call(as, 'GET', `${N}/network`)).data.map((row: Row) => row['iface']);
  expect(await names('full')).toEqual(['enp1s0', 'vmbr0']);
  expect(await names('noacl')).toEqual(['enp1s0']);
  expect((await h.call('full', 'GET', `${N}/network/vmbr0`)).data).toMatchObject({ cidr: '10.99.0.1/24' });
  expect((await h.call('full', 'GET', `${N}/network/nope0`)).errors).toEqual({
    iface: 'interface does not exist',
  });
});

it('knows of updates once it has asked for them', async () => {
  const h = new Harness();
  expect((await h.call('full', 'GET', `${N}/apt/update`)).data).toEqual([]);
  expect((await h.run('full', 'POST', `${N}/apt/update`)).upid).toContain(':aptupdate::');
  expect((await h.call('full', 'GET', `${N}/apt/update`)).data).toMatchObject([
    { Package: 'pve-manager', OldVersion: '9.2.11', Version: '9.2.12' },
  ]);
  expect((await h.call('agent', 'GET', `${N}/apt/update`)).status).toBe(403);
  expect((await h.call('agent', 'GET', `${N}/apt/versions`)).data).toHaveLength(4);
});

describe('all guests at once', () => {
  const running = async (h: Harness): Promise<unknown[]> =>
    (await h.call('full', 'GET', `${N}/lxc`)).data
      .filter((row: Row) => row['status'] === 'running')
      .map((row: Row) => row['vmid']);

  it('are started where they start at boot, and stopped', async () => {
    const h = new Harness();
    const start = await h.run('full', 'POST', `${N}/startall`);
    expect(start).toMatchObject({ exitstatus: 'OK', log: ['Starting CT 101', 'TASK OK'] });
    expect((await running(h)).sort()).toEqual([100, 101, 102]);
    const stop = await h.run('full', 'POST', `${N}/stopall`, { vms: '999,100,101', timeout: 5 });
    expect(stop.log).toEqual([
      'Stopping CT 101 (timeout = 5 seconds)',
      'Stopping CT 100 (timeout = 5 seconds)',
      'TASK OK',
    ]);
    expect(await running(h)).toEqual([102]);
  });

  it('go on when one of them fails', async () => {
    const h = new Harness();
    await h.run('full', 'POST', `${N}/stopall`);
    h.engine.world.guests.get(100)?.config.set('lock', 'backup');
    const start = await h.run('full', 'POST', `${N}/startall`, { force: 1 });
    expect(start.log).toContain('Starting CT 100 failed: CT is locked (backup)');
    expect(start.exitstatus).toBe('OK');
    expect((await running(h)).sort()).toEqual([101, 102, 110]);
  });

  it('need a right on each that is named, or on all', async () => {
    const h = new Harness();
    expect((await h.call('readonly', 'POST', `${N}/startall`)).message).toBe(
      'Permission check failed (/, VM.PowerMgmt)\n',
    );
    expect((await h.call('readonly', 'POST', `${N}/stopall`, { vms: '101' })).message).toBe(
      'Permission check failed (/vms/101, VM.PowerMgmt)\n',
    );
    expect((await h.call('agent', 'POST', `${N}/startall`)).status).toBe(200);
    expect((await h.call('readonly', 'POST', `${N}/migrateall`, { target: 'x1' })).message).toBe(
      'Permission check failed (/, VM.Migrate)\n',
    );
    expect((await h.call('full', 'POST', `${N}/migrateall`, { target: 'x1' })).reason).toBe(
      "no such cluster node 'x1'",
    );
  });
});

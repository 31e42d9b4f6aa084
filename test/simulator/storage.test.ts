import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const content = `${N}/storage/local/content`;

describe('storages', () => {
  it('are listed with their state', async () => {
    const h = new Harness();
    const rows = (await h.call('agent', 'GET', `${N}/storage`)).data;
    expect(rows.map((row: { storage: string }) => row.storage)).toEqual([
      'local',
      'local-btrfs',
      'nas',
      'ro',
    ]);
    const [local, , nas] = rows;
    expect(local).toEqual({
      storage: 'local',
      type: 'dir',
      content: 'iso,vztmpl,backup,snippets,rootdir,images',
      active: 1,
      enabled: 1,
      shared: 0,
      total: expect.any(Number),
      used: expect.any(Number),
      avail: expect.any(Number),
      used_fraction: expect.any(Number),
    });
    expect(local.used + local.avail).toBe(local.total);
    expect(nas).toEqual({
      storage: 'nas',
      type: 'nfs',
      content: 'backup,iso',
      active: 0,
      enabled: 1,
      shared: 1,
      total: 0,
      used: 0,
      avail: 0,
    });
  });

  it('can be filtered', async () => {
    const h = new Harness();
    const ids = async (query: Record<string, string>): Promise<string[]> =>
      (await h.call('agent', 'GET', `${N}/storage`, query)).data.map(
        (row: { storage: string }) => row.storage,
      );
    expect(await ids({ content: 'rootdir' })).toEqual(['local', 'local-btrfs']);
    expect(await ids({ storage: 'ro' })).toEqual(['ro']);
    expect(await ids({ storage: 'nosuch' })).toEqual([]);
    const configured = (await h.call('agent', 'GET', '/storage', { type: 'nfs' })).data;
    expect(configured).toEqual([
      {
        storage: 'nas',
        type: 'nfs',
        content: 'backup,iso',
        path: '/mnt/pve/nas',
        server: '10.99.0.250',
        export: '/volume1/pve',
        digest: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ]);
    expect((await h.call('full', 'GET', '/storage/local')).data).toMatchObject({ path: '/var/lib/vz' });
    expect((await h.call('full', 'GET', '/storage/nosuch')).reason).toBe("storage 'nosuch' does not exist");
  });

  it('tell their own state, also when they are away', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', `${N}/storage/nas/status`)).data).toMatchObject({
      active: 0,
      enabled: 1,
    });
    expect((await h.call('agent', 'GET', `${N}/storage/local/status`)).data).not.toHaveProperty('storage');
    expect((await h.call('agent', 'GET', `${N}/storage/nas/content`)).reason).toBe(
      "storage 'nas' is not online",
    );
    expect((await h.call('full', 'GET', `${N}/storage/nosuch/content`)).reason).toBe(
      "storage 'nosuch' does not exist",
    );
    const rows = (await h.call('agent', 'GET', '/cluster/resources', { type: 'storage' })).data;
    const nas = rows.find((row: { storage: string }) => row.storage === 'nas');
    expect(nas).toMatchObject({
      id: 'storage/demo-felhom/nas',
      status: 'unknown',
      plugintype: 'nfs',
      shared: 1,
    });
    expect(nas).not.toHaveProperty('maxdisk');
  });
});

describe('content', () => {
  it('can be filtered', async () => {
    const h = new Harness();
    const count = async (query: Record<string, string | number>): Promise<number> =>
      (await h.call('full', 'GET', content, query)).data.length;
    expect(await count({ content: 'vztmpl' })).toBe(2);
    expect(await count({ vmid: 101 })).toBe(2);
    expect(await count({ vmid: 110, content: 'rootdir' })).toBe(1);
    expect(
      (await h.call('full', 'GET', `${N}/storage/local-btrfs/content`, { content: 'backup' })).data,
    ).toEqual([]);
  });

  it('shows each kind with its own fields', async () => {
    const h = new Harness();
    const rows = (await h.call('full', 'GET', content)).data;
    const one = (kind: string) => rows.find((row: { content: string }) => row.content === kind);
    expect(Object.keys(one('iso')).sort()).toEqual(['content', 'ctime', 'format', 'size', 'volid']);
    expect(Object.keys(one('rootdir')).sort()).toEqual([
      'content',
      'ctime',
      'format',
      'parent',
      'size',
      'used',
      'vmid',
      'volid',
    ]);
    expect(one('rootdir').parent).toBeNull();
    expect(one('backup')).toMatchObject({ subtype: 'lxc', notes: 'dns', format: 'tar.zst', vmid: 101 });
    expect(one('backup')).not.toHaveProperty('protected');
    expect(rows.find((row: { vmid?: number; content: string }) => row.vmid === 102)).toMatchObject({
      protected: 1,
    });
  });

  it('of one volume can be asked with and without the storage in front', async () => {
    const h = new Harness();
    const iso = 'iso/debian-13.1.0-amd64-netinst.iso';
    const expected = {
      path: `/var/lib/vz/template/${iso}`,
      format: 'raw',
      size: 824_180_736,
      used: 824_180_736,
    };
    for (const volume of [`local:${iso}`, iso, encodeURIComponent(`local:${iso}`)]) {
      expect((await h.call('agent', 'GET', `${content}/${volume}`)).data).toEqual(expected);
    }
    const disk = await h.call(
      'agent',
      'GET',
      `${N}/storage/local-btrfs/content/local-btrfs:100/vm-100-disk-0.raw`,
    );
    expect(disk.data).toMatchObject({
      path: '/var/lib/pve/local-btrfs/images/100/vm-100-disk-0/disk.raw',
      format: 'raw',
      size: 8 * 1024 ** 3,
    });
    expect((await h.call('full', 'GET', `${content}/local:iso/nosuch.iso`)).reason).toBe(
      "volume_size_info on 'local:iso/nosuch.iso' failed - no format",
    );
    expect((await h.call('full', 'GET', `${content}/local:bogus`)).reason).toBe(
      "unable to parse directory volume name 'bogus'",
    );
  });

  it('takes notes and protection of backups', async () => {
    const h = new Harness();
    const [{ volid }] = (await h.call('full', 'GET', content, { content: 'backup', vmid: 101 })).data;
    const path = `${content}/${encodeURIComponent(volid)}`;
    expect((await h.call('agent', 'PUT', path, { notes: 'hello\nworld', protected: 1 })).body).toBe(
      '{"data":null}',
    );
    expect((await h.call('agent', 'GET', path)).data).toMatchObject({ notes: 'hello\nworld', protected: 1 });
    const [row] = (await h.call('full', 'GET', content, { content: 'backup', vmid: 101 })).data;
    expect(row).toMatchObject({ notes: 'hello', protected: 1 });
    const refused = await h.run('full', 'DELETE', path);
    expect(refused.upid).toContain(':imgdel:101@local:');
    expect(refused.exitstatus).toMatch(/^cannot remove protected volume '.*' on 'local'$/);
    await h.call('agent', 'PUT', path, { protected: 0, notes: '' });
    expect((await h.call('agent', 'GET', path)).data).toMatchObject({ protected: 0 });
    expect((await h.run('agent', 'DELETE', path)).exitstatus).toBe('OK');
    expect((await h.call('agent', 'GET', path)).status).toBe(500);
    const iso = `${content}/local:iso/debian-13.1.0-amd64-netinst.iso`;
    expect((await h.call('full', 'PUT', iso, { notes: 'x' })).status).toBe(500);
  });

  it('is removed in a task, also where there is nothing to remove', async () => {
    const h = new Harness();
    const iso = await h.run('full', 'DELETE', `${content}/local:iso/debian-13.1.0-amd64-netinst.iso`);
    expect(iso.upid).toContain(':imgdel:local:');
    expect((await h.run('full', 'DELETE', `${content}/local:iso/nosuch.iso`)).exitstatus).toBe('OK');
    expect((await h.run('full', 'DELETE', `${content}/local:110/vm-110-disk-0.raw`)).exitstatus).toBe('OK');
  });

  it('answers null where the removal ended within the delay', async () => {
    const h = new Harness();
    const path = `${content}/local:iso/debian-13.1.0-amd64-netinst.iso`;
    const answer = h.call('full', 'DELETE', path, { delay: 5 });
    await new Promise(setImmediate);
    h.clock.advance(1000);
    expect((await answer).data).toBeNull();
    const [{ volid }] = (await h.call('full', 'GET', content, { content: 'backup', vmid: 102 })).data;
    const failing = h.call('full', 'DELETE', `${content}/${encodeURIComponent(volid)}`, { delay: 5 });
    await new Promise(setImmediate);
    h.clock.advance(1000);
    expect((await failing).data).toContain(':imgdel:102@local:');
  });

  it('can be allocated', async () => {
    const h = new Harness();
    const values = { vmid: 101, filename: 'vm-101-disk-9.raw', size: '8M', format: 'raw' };
    expect((await h.call('agent', 'POST', content, values)).data).toBe('local:101/vm-101-disk-9.raw');
    const [row] = (await h.call('agent', 'GET', content, { content: 'rootdir', vmid: 101 })).data;
    expect(row).toMatchObject({ size: 8 * 1024 ** 2, volid: 'local:101/vm-101-disk-9.raw' });
    expect((await h.call('agent', 'POST', content, values)).reason).toContain('already exists');
    expect((await h.call('agent', 'POST', content, { ...values, filename: 'bad' })).reason).toBe(
      "unable to parse volume filename 'bad'",
    );
    expect((await h.call('agent', 'POST', content, { ...values, vmid: 102 })).reason).toBe(
      "illegal name 'vm-101-disk-9.raw' - should be 'vm-102-*'",
    );
    // No unit means KiB.
    await h.call('agent', 'POST', content, { ...values, filename: 'vm-101-disk-8.raw', size: '2048' });
    expect((await h.call('agent', 'GET', `${content}/local:101/vm-101-disk-8.raw`)).data.size).toBe(
      2 * 1024 ** 2,
    );
    expect((await h.call('agent', 'DELETE', `${content}/local:101/vm-101-disk-9.raw`)).reason).toBe(
      'Permission check failed (/storage/local, Datastore.Allocate)',
    );
  });
});

describe('vzdump', () => {
  const dump = (h: Harness, values: Record<string, string | number>, as: 'agent' | 'full' = 'agent') =>
    h.run(as, 'POST', `${N}/vzdump`, values);

  it('says what it does', async () => {
    const h = new Harness();
    const run = await dump(h, {
      vmid: 101,
      storage: 'local',
      mode: 'stop',
      compress: 'zstd',
      'notes-template': '{{guestname}}',
    });
    const stamp = /vzdump-lxc-101-([\d_-]+)\.tar/.exec(run.log[8] ?? '')?.[1];
    expect(run.log).toEqual([
      "INFO: starting new backup job: vzdump 101 --storage local --mode stop --compress zstd --notes-template '{{guestname}}' --node demo-felhom",
      'INFO: Starting Backup of VM 101 (lxc)',
      expect.stringMatching(/^INFO: Backup started at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      'INFO: status = stopped',
      'INFO: backup mode: stop',
      'INFO: ionice priority: 7',
      'INFO: CT Name: dns',
      "INFO: including mount point rootfs ('/') in backup",
      `INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-101-${stamp}.tar.zst'`,
      expect.stringMatching(/^INFO: Total bytes written: \d+ \(\d+MiB, \d+MiB\/s\)$/),
      expect.stringMatching(/^INFO: archive file size: \d+MB$/),
      'INFO: adding notes to backup',
      'INFO: Finished Backup of VM 101 (00:00:05)',
      expect.stringMatching(/^INFO: Backup finished at /),
      'INFO: Backup job finished successfully',
      'TASK OK',
    ]);
  });

  it('takes snapshots of running ones, in its other order of lines', async () => {
    const h = new Harness();
    const run = await dump(h, { vmid: 102, storage: 'local', compress: 'gzip', protected: 1, remove: 0 });
    expect(run.log.filter((line) => !line.includes('at '))).toEqual([
      'INFO: starting new backup job: vzdump 102 --storage local --compress gzip --protected 1 --remove 0 --node demo-felhom',
      'INFO: Starting Backup of VM 102 (lxc)',
      'INFO: status = running',
      'INFO: CT Name: db',
      "INFO: including mount point rootfs ('/') in backup",
      "INFO: including mount point mp0 ('/var/lib/postgresql') in backup",
      'INFO: backup mode: snapshot',
      'INFO: ionice priority: 7',
      "INFO: create storage snapshot 'vzdump'",
      expect.stringContaining('INFO: creating vzdump archive'),
      expect.stringContaining('INFO: Total bytes written'),
      expect.stringContaining('INFO: archive file size'),
      'INFO: marking backup as protected',
      "INFO: cleanup temporary 'vzdump' snapshot",
      'INFO: Finished Backup of VM 102 (00:00:05)',
      'INFO: Backup job finished successfully',
      'TASK OK',
    ]);
    const rows = (await h.call('agent', 'GET', content, { content: 'backup', vmid: 102 })).data;
    expect(rows.at(-1)).toMatchObject({ format: 'tar.gz', protected: 1 });
  });

  it('falls back where the disks know no snapshots, and stops where it is told to', async () => {
    const h = new Harness();
    await h.run('full', 'POST', `${N}/lxc/110/status/start`);
    const suspended = await dump(h, { vmid: 110 });
    expect(suspended.log).toContain("INFO: trying 'suspend' mode instead");
    expect(suspended.log).toContain('INFO: backup mode: suspend');
    const { data: upid } = await h.call('agent', 'POST', `${N}/vzdump`, { vmid: 110, mode: 'stop' });
    h.clock.advance(3000);
    expect((await h.call('agent', 'GET', `${N}/lxc/110/status/current`)).data).toMatchObject({
      status: 'stopped',
      lock: 'backup',
    });
    expect((await h.finish(upid)).log).toContain('INFO: restarting vm');
    expect((await h.call('agent', 'GET', `${N}/lxc/110/status/current`)).data.status).toBe('running');
  });

  it('leaves out what is not to be backed up', async () => {
    const h = new Harness();
    await h.call('ticket', 'PUT', `${N}/lxc/101/config`, { mp0: 'local:1,mp=/data', mp1: '/srv,mp=/srv' });
    const { log } = await dump(h, { vmid: 101 });
    expect(log).toContain("INFO: excluding volume mount point mp0 ('/data') from backup (disabled)");
    expect(log).toContain("INFO: excluding bind mount point mp1 ('/srv') from backup (not a volume)");
  });

  it('goes on after a guest that fails, and says so at the end', async () => {
    const h = new Harness();
    const run = await dump(h, { vmid: '999,101,120', storage: 'local' }, 'full');
    expect(run.upid).toContain(':vzdump::');
    expect(run.exitstatus).toBe('job errors');
    expect(run.log).toContain("ERROR: Backup of VM 999 failed - unable to find VM '999'");
    expect(run.log).toContain('INFO: Finished Backup of VM 101 (00:00:05)');
    expect(run.log.slice(-3)).toEqual([
      expect.stringMatching(/^INFO: Failed at /),
      'INFO: Backup job finished with errors',
      'TASK ERROR: job errors',
    ]);
    expect(run.log.join('\n')).toContain('does not model backups of virtual machines');
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { lock: 'migrate' });
    expect((await dump(h, { vmid: 101 })).log).toContain(
      'ERROR: Backup of VM 101 failed - CT is locked (migrate)',
    );
  });

  it('finds out about its storage and its rights in the task', async () => {
    const h = new Harness();
    expect((await dump(h, { vmid: 100, storage: 'nosuch' })).exitstatus).toBe(
      "could not get storage information for 'nosuch': storage 'nosuch' does not exist",
    );
    expect((await dump(h, { vmid: 100, storage: 'nas' })).exitstatus).toBe(
      "could not get storage information for 'nas': storage 'nas' is not online",
    );
    h.engine.world.accounts.acl.push({
      path: '/vms/100',
      type: 'user',
      ugid: 'agent@pve',
      roleid: 'PVEAuditor',
      propagate: true,
    });
    expect((await dump(h, { vmid: 100 })).exitstatus).toBe(
      '403 Permission check failed (/vms/100, VM.Backup)',
    );
    const all = await dump(h, { all: 1, exclude: '102,120' });
    expect(all.exitstatus).toBe('OK');
    expect(
      all.log.filter((line) => line.startsWith('INFO: Starting')).map((line) => line.slice(-9, -6)),
    ).toEqual(['101', '110']);
  });

  it('prunes, as far as it is modelled', async () => {
    const h = new Harness();
    const run = await dump(h, { vmid: 101, 'prune-backups': 'keep-last=1' }, 'full');
    expect(run.log).toContain('INFO: pruned 2 backup(s) not covered by keep-retention policy');
    expect((await h.call('full', 'GET', content, { content: 'backup', vmid: 101 })).data).toHaveLength(1);
    await dump(h, { vmid: 102, 'prune-backups': 'keep-last=1' }, 'full');
    // The protected one does not count.
    expect((await h.call('full', 'GET', content, { content: 'backup', vmid: 102 })).data).toHaveLength(2);
    const other = await h.call('full', 'POST', `${N}/vzdump`, { vmid: 101, 'prune-backups': 'keep-daily=7' });
    expect(other).toMatchObject({
      status: 501,
      reason: "'keep-daily' of prune-backups is not modelled by the simulator",
    });
  });

  it('has defaults', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'GET', `${N}/vzdump/defaults`, { storage: 'local' })).data).toMatchObject({
      mode: 'snapshot',
      ionice: 7,
      storage: 'local',
    });
  });
});
